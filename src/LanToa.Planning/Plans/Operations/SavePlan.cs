using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>How an edit by a person went: done (also when the same form had been sent before), or why not; stale when somebody else saved first.</summary>
public sealed record PlanEdit(IReadOnlyList<FieldProblem> WhyNot, bool IsStale = false)
{
    public static readonly PlanEdit Done = new([]);
    public static readonly PlanEdit Stale = new([new("", "Người khác vừa sửa. Chưa có gì bị ghi đè; hãy xem lại rồi lưu.")], true);

    public static readonly PlanEdit Moved = new([new("", "Người khác vừa sửa kế hoạch này nên chưa đổi thứ tự. Trang đã hiện bản mới nhất; hãy xem rồi bấm lại.")], true);

    public bool IsDone => WhyNot.Count == 0;

    public static PlanEdit Refused(IEnumerable<string> why) => new([.. why.Select(w => new FieldProblem("", w))]);
}

/// <summary>Makes a plan that has no document, or changes what a drafted plan says of itself. The form gives a new plan its id, so that sending it twice makes one plan.</summary>
public sealed class SavePlan(LanToaDb db, Actor actor, PlanRights rights, DocumentCheck check, PlanTwins twins, OrganizationDirectory directory, Clock clock)
{
    /// <summary>The unit whose plans this person may draft, their own first; null without such a role.</summary>
    public Guid? OwnIssuer() => actor.UnitId is { } unit && actor.Can(PlanPermissions.Write, unit) ? unit : actor.ScopesOf(PlanPermissions.Write) is [var first, ..] ? first : null;

    public async Task<PlanEdit> HandleAsync(DocumentInput input, CancellationToken cancel = default)
    {
        if (check.Problems(input) is { Count: > 0 } problems) return new PlanEdit(problems);
        if (rights.WhyNot(PlanPermissions.Write, input.IssuerId!.Value, "lập kế hoạch của cơ quan này") is [var denied, ..]) return new PlanEdit([new("IssuerId", denied)]);
        if (directory.Find(input.IssuerId.Value)!.ProvinceId != db.ProvinceId) return new PlanEdit([new("IssuerId", "Cơ quan này thuộc tỉnh khác; hãy chuyển sang đơn vị của tỉnh đó rồi lập kế hoạch.")]);
        if (input.Id == Guid.Empty) return PlanEdit.Refused(["Hãy mở lại trang lập kế hoạch."]);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // A plan that is not there yet cannot be held by its row: the second press of the same form waits here.
        if (input.Version == 0) await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({input.Id.ToString()}, 0))", cancel);
        var plan = await db.LockPlanAsync(input.Id, cancel);
        if (input.Version == 0)
        {
            if (plan is not null) return plan.CreatedBy != actor.AccountId ? PlanEdit.Refused(["Kế hoạch này đã có; hãy mở lại trang lập kế hoạch."]) : input.SaysTheSame(plan) ? PlanEdit.Done
                : PlanEdit.Refused(["Kế hoạch đã được lập từ biểu mẫu này rồi, nên những gì bạn vừa sửa ở đây chưa được lưu. Hãy mở kế hoạch trong danh sách, bấm “Sửa thông tin” rồi sửa ở đó."]);
            if (await TakenAsync(input, cancel) is { } taken) return taken;
            plan = New(input);
            db.Add(plan);
        }
        else
        {
            if (plan is null) return PlanEdit.Refused(["Không tìm thấy kế hoạch trong phạm vi của bạn."]);
            if (rights.WhyNotEdit(plan) is { Count: > 0 } why) return PlanEdit.Refused(why);
            if (plan.Version != input.Version) return PlanEdit.Stale;
            if ((plan.Number, plan.Symbol, plan.IssuerId) != (input.Number?.Trim(), input.Symbol?.Trim(), input.IssuerId.Value) && await TakenAsync(input, cancel) is { } taken) return taken;
        }
        input.ApplyTo(plan);
        (plan.Kind, plan.Title, plan.IssuerId) = (input.KindOrPlan, input.Title!.Trim(), input.IssuerId.Value);
        plan.RefreshSearch(directory.Find(plan.IssuerId)?.Name ?? "");
        await db.Because(input.Version == 0 ? "plan.create" : "plan.change").SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return PlanEdit.Done;
    }

    /// <summary>Another plan has the number: the same plan begun twice, or a slip.</summary>
    private async Task<PlanEdit?> TakenAsync(DocumentInput input, CancellationToken cancel) =>
        !string.IsNullOrWhiteSpace(input.Number) && (await twins.OfAsync(input.Id, input.IssuerId, input.Number, input.Symbol, input.Title, input.Date ?? clock.Today, cancel)) is [var twin, ..]
            ? new PlanEdit([new("Number", $"Đã có {twin.Words} của cơ quan này. Hãy mở kế hoạch đó trong danh sách, hoặc sửa số; chưa có số thì để trống.")]) : null;

    private Plan New(DocumentInput input) => new()
    {
        ProvinceId = db.ProvinceId, Id = input.Id, IssuerId = input.IssuerId!.Value, Title = input.Title!,
        CreatedAt = clock.Now, CreatedBy = actor.AccountId, CreatedByName = actor.Name, StateAt = clock.Now, StateByName = actor.Name,
    };
}
