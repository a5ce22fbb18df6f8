using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>Which periods of duties are left without any proof when a piece of evidence proves no more what it did. Work that was recorded with a reason for having no evidence needs none.</summary>
public sealed class UnprovedWork(LanToaDb db)
{
    /// <summary>The work that counts and that the piece proves on its day.</summary>
    public async Task<IReadOnlyList<(Guid Id, DateOnly Day)>> ProvedByAsync(Evidence piece, CancellationToken cancel) =>
    [
        .. (await (from use in Uses() where use.EvidenceId == piece.Id join a in Counting() on new { use.ProvinceId, Id = use.ActivityId } equals new { a.ProvinceId, a.Id } select new { a.Id, a.HappenedOn }).ToListAsync(cancel))
            .Where(a => piece.Proves(a.HappenedOn)).Select(a => (a.Id, a.HappenedOn)),
    ];

    /// <summary>The periods for which this work counts, and nothing else that is proved.</summary>
    /// <param name="changed">The piece as it will be saved.</param>
    public async Task<IReadOnlyList<Guid>> PeriodsAsync(IReadOnlyCollection<Guid> work, Evidence changed, CancellationToken cancel)
    {
        if (work.Count == 0) return [];
        var periods = await db.Set<ActivityAnswer>().AsNoTracking().Where(x => work.Contains(x.ActivityId) && x.OccurrenceId != null).Select(x => x.OccurrenceId!.Value).Distinct().ToListAsync(cancel);
        var counting = await (from x in db.Set<ActivityAnswer>().AsNoTracking() where x.OccurrenceId != null && periods.Contains(x.OccurrenceId.Value)
            join a in Counting() on new { x.ProvinceId, Id = x.ActivityId } equals new { a.ProvinceId, a.Id } select new { Period = x.OccurrenceId!.Value, a.Id, a.HappenedOn, a.NoEvidenceReason }).ToListAsync(cancel);
        var ids = counting.Select(c => c.Id).Distinct().ToList();
        var pieces = (await (from use in Uses() where ids.Contains(use.ActivityId) join e in db.Set<Evidence>().AsNoTracking() on new { use.ProvinceId, Id = use.EvidenceId } equals new { e.ProvinceId, e.Id } select new { use.ActivityId, Evidence = e }).ToListAsync(cancel))
            .ToLookup(p => p.ActivityId, p => p.Evidence.Id == changed.Id ? changed : p.Evidence);
        return [.. counting.GroupBy(c => c.Period).Where(g => g.All(c => c.NoEvidenceReason is null && !pieces[c.Id].Any(e => e.Proves(c.HappenedOn)))).Select(g => g.Key)];
    }

    private IQueryable<ActivityEvidence> Uses() => db.Set<ActivityEvidence>().AsNoTracking().Where(u => u.RemovedAt == null);

    private IQueryable<Activity> Counting() => db.Set<Activity>().AsNoTracking().Where(a => a.State == ActivityState.Accepted || a.State == ActivityState.Recorded);
}
