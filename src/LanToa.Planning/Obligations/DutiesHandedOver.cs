using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Notices;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>Of somebody who moves: the duties given to them of which something is open, those of ended bodies that the unit carries on among them, and their calendar links for the unit.</summary>
public sealed class DutiesHandedOver(LanToaDb db, NoticeBoard board, OrganizationDirectory directory, Clock clock) : IHandOverPart
{
    public async Task<IReadOnlyList<LeftBehind>> OfAsync(Membership role, CancellationToken cancel)
    {
        var duties = await (await DutiesAsync(role, cancel)).OrderBy(o => o.Text).ThenBy(o => o.Id).Select(o => new { o.Id, o.Text, o.UnitId }).ToListAsync(cancel);
        var links = await Links(role).CountAsync(cancel);
        return
        [
            .. duties.Select(d => new LeftBehind("Việc được giao", d.UnitId == role.OrganizationId ? d.Text : $"{d.Text} (còn lại từ {directory.NameOf(d.UnitId)})", $"/obligations/duty/{d.Id}", "chuyển cho người nhận", true)),
            .. Enumerable.Range(0, links).Select(_ => new LeftBehind("Đường dẫn lịch", $"Lịch của {directory.NameOf(role.OrganizationId)}", null, "thu hồi; người nhận tự tạo đường dẫn của mình", false)),
        ];
    }

    public async Task<string?> WhyNotAsync(Membership role, Account receiver, CancellationToken cancel) =>
        await (await DutiesAsync(role, cancel)).AnyAsync(cancel) && !await board.WorksForAsync(receiver.Id, role.OrganizationId, ObligationPermissions.Do, cancel)
            ? $"{receiver.DisplayName} chưa có vai trò thực hiện (đầu mối, công chức phụ trách hoặc lãnh đạo) ở {directory.NameOf(role.OrganizationId)}. Hãy giao vai trò trước." : null;

    public async Task MoveAsync(Membership role, Account? receiver, CancellationToken cancel)
    {
        if (receiver is not null)
            foreach (var duty in await (await DutiesAsync(role, cancel)).ToListAsync(cancel)) (duty.AssigneeId, duty.AssigneeName) = (receiver.Id, receiver.DisplayName);
        foreach (var link in await Links(role).ToListAsync(cancel)) link.EndedAt = clock.Now;
    }

    // The administrator of the nation works in another province than the unit's.
    private async Task<IQueryable<Obligation>> DutiesAsync(Membership role, CancellationToken cancel)
    {
        var today = clock.Today;
        var ended = directory.EndedInto(role.OrganizationId, today);
        // Whoever still works for the ended body itself keeps its work.
        var held = ended.Count == 0 ? [] : await db.Set<Membership>().AsNoTracking().Where(m => m.AccountId == role.AccountId && m.Id != role.Id && ended.Contains(m.OrganizationId) && (m.ValidTo == null || m.ValidTo >= today)).Select(m => m.OrganizationId).ToListAsync(cancel);
        return Duties(role, [role.OrganizationId, .. ended.Except(held)]);
    }

    private IQueryable<Obligation> Duties(Membership role, Guid[] units) => db.Set<Obligation>().IgnoreQueryFilters([LanToaDb.ProvinceFilter])
        .Where(o => units.Contains(o.UnitId) && o.AssigneeId == role.AccountId && db.Set<Occurrence>()
            .Any(w => w.ProvinceId == o.ProvinceId && w.ObligationId == o.Id && w.ConfirmedOn == null && w.NothingAroseOn == null && w.NotApplicableOn == null));

    private IQueryable<CalendarLink> Links(Membership role) => db.Set<CalendarLink>().IgnoreQueryFilters([LanToaDb.ProvinceFilter])
        .Where(l => l.UnitId == role.OrganizationId && l.AccountId == role.AccountId && l.EndedAt == null);
}
