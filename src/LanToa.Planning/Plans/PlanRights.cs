using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>What this person may do to a plan and its tasks, and in plain words who may where they may not. The rule itself is strict: a role at the issuer or above it.</summary>
public sealed class PlanRights(LanToaDb db, Actor actor, IOrganizationDirectory directory)
{
    public const string Amendment = "Kế hoạch đã ban hành: thêm hoặc sửa nhiệm vụ là sửa đổi, bổ sung kế hoạch và cần một văn bản sửa đổi. Nhiệm vụ không còn phải làm thì rút, có ghi lý do.";

    /// <summary>Empty when the person may; otherwise one sentence that names roles and unit.</summary>
    public IReadOnlyList<string> WhyNot(Permission permission, Guid issuer, string verb)
    {
        if (actor.Can(permission, issuer)) return [];
        var unit = directory.Find(issuer);
        var above = unit?.ParentId is { } parent && directory.Find(parent) is { } top && top.Level != "Nation" ? $" hoặc tại {top.Name}" : "";
        return [$"Chỉ {Roles(permission)} tại {unit?.Name ?? "cơ quan ban hành"}{above} mới {verb} được. Bạn đang làm việc tại {actor.Unit?.Name ?? "đơn vị khác"}: hãy đề nghị người có vai trò đó, hoặc đề nghị quản trị cấp vai trò."];
    }

    /// <summary>Why the plan's own fields cannot be edited by this person now.</summary>
    public IReadOnlyList<string> WhyNotEdit(Plan plan) => WhyNot(PlanPermissions.Write, plan.IssuerId, "sửa kế hoạch") is { Count: > 0 } why ? why : plan.State switch
    {
        PlanState.Drafted => [],
        PlanState.Submitted or PlanState.Approved => [$"Kế hoạch đang ở trạng thái “{plan.State.Name()}”; lãnh đạo trả lại thì mới sửa được."],
        PlanState.Issued or PlanState.InProgress => [Amendment],
        _ => [$"Kế hoạch đã ở trạng thái “{plan.State.Name()}”, không sửa được nữa."],
    };

    /// <summary>Why a task of the plan cannot be withdrawn by this person now.</summary>
    public IReadOnlyList<string> WhyNotWithdraw(Plan plan) => plan.State is PlanState.Issued or PlanState.InProgress ? WhyNot(PlanPermissions.Issue, plan.IssuerId, "rút nhiệm vụ") : WhyNotEdit(plan);

    /// <summary>The people who hold the permission for the unit today, by name: whom to ask.</summary>
    public async Task<IReadOnlyList<string>> PeopleAsync(Permission permission, Guid unit, DateOnly today, CancellationToken cancel = default)
    {
        var above = new List<Guid>();
        for (var at = directory.Find(unit); at is not null && above.Count < 20; at = at.ParentId is { } parent ? directory.Find(parent) : null) above.Add(at.Id);
        var roles = permission.Roles;
        var held = await db.Set<Membership>().AsNoTracking().Where(m => above.Contains(m.OrganizationId) && roles.Contains(m.Role) && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today))
            .Join(db.Set<Account>().Where(a => a.DisabledAt == null), m => m.AccountId, a => a.Id, (m, a) => new { a.DisplayName, m.Role, m.OrganizationId }).OrderBy(p => p.DisplayName).Take(10).ToListAsync(cancel);
        return [.. held.Select(p => $"{p.DisplayName} ({p.Role.Name()}, {directory.Find(p.OrganizationId)?.Name})").Distinct()];
    }

    private static string Roles(Permission permission) => permission.Roles.Length == 0 ? "người có quyền" : string.Join(" hoặc ", permission.Roles.Select(r => r.Name()));
}

internal static class PlanLock
{
    /// <summary>The plan, held until the transaction ends: its state cannot change while its tasks are changed, nor the other way round.</summary>
    public static Task<Plan?> LockPlanAsync(this LanToaDb db, Guid id, CancellationToken cancel) =>
        db.Set<Plan>().FromSql($"SELECT * FROM plan WHERE id = {id} FOR UPDATE").FirstOrDefaultAsync(cancel);

    /// <summary>A change of its tasks is one of the plan: whoever has its page open is told before they submit or issue it.</summary>
    public static void Touch(this LanToaDb db, Plan plan) => db.Entry(plan).Property(p => p.SearchText).IsModified = true;
}
