using LanToa.Contracts.Activities;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;

namespace LanToa.Accountability.Activities;

/// <summary>Says which periods of duties are left without any proof when a piece of evidence proves no more what it did, and which are proved again.</summary>
public sealed class UnprovedWork(LanToaDb db, IActivityCounts counts, IDuties duties, Events events)
{
    /// <summary>Tells of what the change did; within its transaction, after it is written: who has other work served by the piece waits for it or has come before (<see cref="ActivityWriter.SaveAsync"/>).</summary>
    /// <param name="before">Whether the piece proved what happened on a day, before the change.</param>
    public async Task TellAsync(Evidence changed, Func<DateOnly, bool> before, CancellationToken cancel)
    {
        var moved = (await db.PeriodsServedAsync([changed.Id], cancel)).Where(w => before(w.HappenedOn) != changed.Proves(w.HappenedOn)).ToList();
        List<Guid> periods = [.. moved.Select(w => w.Period).Distinct()];
        if (periods.Count == 0) return;
        // One at a time until the change is committed: of two who refuse the last two pieces, the second sees what the first did.
        await duties.HoldAsync(periods, cancel);
        var proved = await counts.ProvedAsync(periods, cancel);
        List<Guid> back = [.. moved.Where(w => changed.Proves(w.HappenedOn)).Select(w => w.Period).Distinct()];
        if (periods.Where(p => !proved.Contains(p)).ToList() is { Count: > 0 } lost) await events.PublishAsync(new WorkUnproved(db.ProvinceId, lost), cancel);
        if (back.Count > 0) await events.PublishAsync(new WorkProved(db.ProvinceId, back), cancel);
    }
}
