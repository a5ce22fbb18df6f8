using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Permissions;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>
/// Of somebody who moves: the drafts and readings that they began, and what waits for a leader's word. They are the unit's, not the person's: they are listed and told to whoever
/// takes over, who works on them by their own role; who began them stays written.
/// </summary>
public sealed class PlansHandedOver(LanToaDb db) : IHandOverPart
{
    private const string Stays = "ở lại cơ quan; người nhận làm tiếp";

    public async Task<IReadOnlyList<LeftBehind>> OfAsync(Membership role, CancellationToken cancel)
    {
        var left = new List<LeftBehind>();
        var plans = db.Set<Plan>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(p => p.IssuerId == role.OrganizationId).OrderBy(p => p.CreatedAt);
        if (PlanPermissions.Write.Roles.Contains(role.Role))
        {
            left.AddRange((await plans.Where(p => p.State == PlanState.Drafted && p.CreatedBy == role.AccountId).Select(p => new { p.Id, p.Title }).ToListAsync(cancel))
                .Select(p => new LeftBehind("Dự thảo", p.Title, PlanLinks.Of(p.Id), Stays, true)));
            left.AddRange((await db.Set<PlanImport>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking()
                    .Where(i => i.IssuerId == role.OrganizationId && i.CreatedBy == role.AccountId && i.PlanId == null && i.State == ImportState.Ready).OrderBy(i => i.CreatedAt).ToListAsync(cancel))
                .Select(i => new LeftBehind("Văn bản đang đối chiếu", i.Called(), $"/plans/import/review/{i.Id}", Stays, true)));
        }
        if (PlanPermissions.Approve.Roles.Contains(role.Role))
            left.AddRange((await plans.Where(p => p.State == PlanState.Submitted).Select(p => new { p.Id, p.Title }).ToListAsync(cancel))
                .Select(p => new LeftBehind("Kế hoạch chờ duyệt", p.Title, PlanLinks.Of(p.Id), "chờ người nhận duyệt", true)));
        return left;
    }

    public async Task<string?> WhyNotAsync(Membership role, Account receiver, CancellationToken cancel)
    {
        if ((await OfAsync(role, cancel)).Count == 0) return null;
        var needed = PlanPermissions.Approve.Roles.Contains(role.Role) ? PlanPermissions.Approve : PlanPermissions.Write;
        var held = await db.Set<Membership>().Where(m => m.AccountId == receiver.Id && m.OrganizationId == role.OrganizationId && m.ValidTo == null).Select(m => m.Role).ToListAsync(cancel);
        return held.Exists(r => needed.Roles.Contains(r)) ? null : $"{receiver.DisplayName} chưa có vai trò {string.Join(" hoặc ", needed.Roles.Select(r => r.Name()))} ở cơ quan này nên chưa làm tiếp được kế hoạch trong danh sách. Hãy giao vai trò trước.";
    }

    public Task MoveAsync(Membership role, Account? receiver, CancellationToken cancel) => Task.CompletedTask;
}
