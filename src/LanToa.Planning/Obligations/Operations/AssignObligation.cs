using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>A person of a unit to whom a duty can be given.</summary>
public sealed record Candidate(Guid AccountId, string Name, string Roles);

/// <summary>"Giao việc cho người": a unit's leader or officer names who does it, or a focal point takes it.</summary>
public sealed class AssignObligation(LanToaDb db, OccurrenceAccess access, IOrganizationDirectory directory, DutyNotices notices, Clock clock)
{
    /// <summary>Why this person may not give the duty to <paramref name="account"/> (null: to nobody); null when they may.</summary>
    public string? WhyNot(Obligation obligation, Guid? account)
    {
        if (obligation.Role == DutyRole.Coordinating) return "Đơn vị chỉ phối hợp, không có việc để giao.";
        if (access.MayAssign(obligation.UnitId)) return null;
        var own = account == db.Actor.AccountId ? obligation.AssigneeId is null : account is null && obligation.AssigneeId == db.Actor.AccountId;
        if (own && access.MayDo(obligation.UnitId)) return null;
        return "Chỉ lãnh đạo hoặc công chức phụ trách của đơn vị giao việc cho người khác; bạn có thể tự nhận việc chưa giao ai.";
    }

    /// <summary>It ended and nothing of it is open. What was due before its task was withdrawn is still owed, and somebody has to do it.</summary>
    public async Task<bool> IsOverAsync(Obligation obligation, CancellationToken cancel = default) =>
        obligation.EndedOn is not null && !await db.Set<Occurrence>().Unsettled().AnyAsync(o => o.ObligationId == obligation.Id, cancel);

    /// <summary>Those who hold a role that does the unit's work, in the unit itself or in one that carries it on.</summary>
    public async Task<IReadOnlyList<Candidate>> CandidatesAsync(Guid unit, CancellationToken cancel = default)
    {
        var today = clock.Today;
        var roles = ObligationPermissions.Do.Roles;
        List<Guid> units = [unit, .. access.HeirsOf(unit)];
        var held = await db.Set<Membership>().AsNoTracking()
            .Where(m => units.Contains(m.OrganizationId) && roles.Contains(m.Role) && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today))
            .Join(db.Users.Where(a => a.DisabledAt == null), m => m.AccountId, a => a.Id, (m, a) => new { a.Id, a.DisplayName, m.Role }).ToListAsync(cancel);
        return [.. held.GroupBy(h => (h.Id, h.DisplayName)).OrderBy(g => g.Key.DisplayName, StringComparer.Ordinal)
            .Select(g => new Candidate(g.Key.Id, g.Key.DisplayName, string.Join(", ", g.Select(h => Platform.Permissions.RoleNames.Name(h.Role)))))];
    }

    public async Task<Outcome> HandleAsync(Guid obligationId, int version, Guid? account, CancellationToken cancel = default)
    {
        var obligation = await db.Set<Obligation>().FirstOrDefaultAsync(o => o.Id == obligationId, cancel);
        if (obligation is null || !access.MayRead(obligation.UnitId, obligation.AssignerId)) return Outcome.NotFound;
        if (obligation.AssigneeId == account) return Outcome.Already;
        if (WhyNot(obligation, account) is { } why) return Outcome.Denied(why);
        if (await IsOverAsync(obligation, cancel)) return Outcome.Refused("Việc này đã thôi hiệu lực, không còn kỳ nào phải làm.");
        if (obligation.Version != version) return Outcome.Stale;
        string? name = null;
        if (account is { } id)
        {
            name = (await CandidatesAsync(obligation.UnitId, cancel)).FirstOrDefault(c => c.AccountId == id)?.Name;
            if (name is null && id == db.Actor.AccountId) name = db.Actor.Name;
            if (name is null) return Outcome.Refused($"Người này không có vai trò thực hiện ở {directory.Find(obligation.UnitId)?.Name}.");
        }
        (obligation.AssigneeId, obligation.AssigneeName) = (account, name);
        try
        {
            await db.Because("obligation.assign", access.InWordsOf(obligation.UnitId, null)).SaveAndTellAsync(() => notices.AssignedAsync(obligation, cancel), cancel);
            return Outcome.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            return Outcome.Stale;
        }
    }
}
