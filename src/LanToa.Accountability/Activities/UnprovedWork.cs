using LanToa.Contracts.Activities;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>Work that counts and that a piece of evidence serves, and whether it proved it before a change.</summary>
public sealed record ServedWork(Guid Id, DateOnly Day, bool WasProved);

/// <summary>Says which periods of duties are left without any proof when a piece of evidence proves no more what it did, and which are proved again.</summary>
public sealed class UnprovedWork(LanToaDb db, IActivityCounts counts, IDuties duties, Events events)
{
    /// <summary>Read before the piece is changed.</summary>
    public async Task<IReadOnlyList<ServedWork>> ServedByAsync(Evidence piece, CancellationToken cancel) =>
    [
        .. (await (from use in db.Set<ActivityEvidence>().AsNoTracking() where use.RemovedAt == null && use.EvidenceId == piece.Id
            join a in db.Set<Activity>().AsNoTracking() on new { use.ProvinceId, Id = use.ActivityId } equals new { a.ProvinceId, a.Id }
            where a.State == ActivityState.Accepted || a.State == ActivityState.Recorded select new { a.Id, a.HappenedOn }).ToListAsync(cancel)).Select(a => new ServedWork(a.Id, a.HappenedOn, piece.Proves(a.HappenedOn))),
    ];

    /// <summary>Tells of what the change did; within its transaction, after it is written.</summary>
    public async Task TellAsync(IReadOnlyList<ServedWork> before, Evidence changed, CancellationToken cancel)
    {
        var moved = before.Where(w => w.WasProved != changed.Proves(w.Day)).ToDictionary(w => w.Id, w => w.WasProved);
        List<Guid> work = [.. moved.Keys];
        if (work.Count == 0) return;
        var answers = await db.Set<ActivityAnswer>().AsNoTracking().Where(x => work.Contains(x.ActivityId) && x.OccurrenceId != null).Select(x => new { x.ActivityId, Period = x.OccurrenceId!.Value }).ToListAsync(cancel);
        List<Guid> periods = [.. answers.Select(a => a.Period).Distinct()];
        if (periods.Count == 0) return;
        // One at a time until the change is committed: of two who refuse the last two pieces, the second sees what the first did.
        await duties.HoldAsync(periods, cancel);
        var proved = await counts.ProvedAsync(periods, cancel);
        List<Guid> back = [.. answers.Where(a => !moved[a.ActivityId]).Select(a => a.Period).Distinct()];
        if (periods.Where(p => !proved.Contains(p)).ToList() is { Count: > 0 } lost) await events.PublishAsync(new WorkUnproved(db.ProvinceId, lost), cancel);
        if (back.Count > 0) await events.PublishAsync(new WorkProved(db.ProvinceId, back), cancel);
    }
}
