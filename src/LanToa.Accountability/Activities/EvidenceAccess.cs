using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>Who may see evidence and say what it is worth: its unit brings and changes it, whoever may read an activity that it serves reads it, whoever judges such an activity judges it.</summary>
public sealed class EvidenceAccess(LanToaDb db, ActivityAccess access, Actor actor)
{
    public async Task<bool> MayReadAsync(Evidence evidence, CancellationToken cancel = default)
    {
        if (evidence.State == EvidenceState.Draft ? access.MayFinish(evidence.UnitId) : access.MayReadOf(evidence.UnitId)) return true;
        foreach (var activity in await ServedAsync(evidence.Id, cancel))
            if (access.MayRead(activity, await db.AssignersAsync(activity.Id, cancel))) return true;
        return false;
    }

    public string? WhyNotDo(Evidence evidence) => access.WhyNotFinish(evidence.UnitId) is null ? null : "Minh chứng này của đơn vị khác; chỉ đơn vị đó sửa, thêm phiên bản.";

    public async Task<string?> WhyNotJudgeAsync(Evidence evidence, CancellationToken cancel = default)
    {
        var served = (await ServedAsync(evidence.Id, cancel)).Select(a => a.Id).ToList();
        var assigners = await db.Set<ActivityAnswer>().AsNoTracking().Where(x => served.Contains(x.ActivityId)).Select(x => x.AssignerId).Distinct().ToListAsync(cancel);
        return access.WhyNotJudge(evidence.UnitId, assigners);
    }

    /// <summary>Evidence of the unit chosen now and of those below it, as this person may see it.</summary>
    public IQueryable<Evidence> Visible()
    {
        var (own, scope) = (actor.UnitId, access.Scope);
        var all = db.Set<Evidence>().AsNoTracking().Where(e => e.State != EvidenceState.Draft || e.UnitId == own);
        return scope is null ? all : all.Where(e => scope.Contains(e.UnitId));
    }

    /// <summary>What of this the acting person brought or has changed: whoever works in the place of somebody else does not say yes to it.</summary>
    public async Task<Evidence?> OwnAsync(IReadOnlyCollection<Evidence> pieces, CancellationToken cancel = default)
    {
        if (actor.AccountId is not { } me || pieces.Count == 0) return null;
        List<Guid> ids = [.. pieces.Select(e => e.Id)];
        var changed = await db.Set<HistoryEvent>().AsNoTracking().Where(h => ids.Contains(h.SubjectId) && h.AccountId == me && (h.Verb == EditEvidence.Verb || h.Verb == EditEvidence.VersionVerb)).Select(h => h.SubjectId).ToListAsync(cancel);
        return pieces.FirstOrDefault(e => e.AddedBy == me || changed.Contains(e.Id));
    }

    /// <summary>The activities that it serves now.</summary>
    public Task<List<Activity>> ServedAsync(Guid evidence, CancellationToken cancel = default) =>
        db.Set<ActivityEvidence>().AsNoTracking().Where(u => u.EvidenceId == evidence && u.RemovedAt == null).Join(db.Set<Activity>(), u => u.ActivityId, a => a.Id, (_, a) => a).OrderByDescending(a => a.HappenedOn).ThenByDescending(a => a.Id).ToListAsync(cancel);
}

/// <summary>Files of evidence, of every version, are read as the evidence is.</summary>
internal sealed class EvidenceFiles(LanToaDb db, EvidenceAccess access) : IAttachmentGuard
{
    public const string Kind = "evidence";

    public string SubjectKind => Kind;

    public async Task<bool> MayReadAsync(Guid subjectId, CancellationToken cancel) =>
        await db.Set<Evidence>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == subjectId, cancel) is { } evidence && await access.MayReadAsync(evidence, cancel);
}
