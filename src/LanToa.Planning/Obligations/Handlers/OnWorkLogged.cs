using LanToa.Contracts.Activities;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>Moves the progress of periods for which something was logged: what is counted is read from the records anew each time, so that nothing drifts.</summary>
internal sealed class OnWorkLogged(LanToaDb db, IActivityCounts counts) : IEventHandler<WorkLogged>
{
    public const string Verb = "occurrence.logged";

    public async Task HandleAsync(WorkLogged happened, CancellationToken cancel)
    {
        Guid[] ids = [.. happened.Occurrences.Distinct()];
        if (ids.Length == 0) return;
        // One at a time until the change is committed: of two who log for one period, the second counts what the first brought.
        await db.HoldAsync(happened.ProvinceId, ids, cancel);
        var logged = await counts.OfAsync(ids, cancel);
        foreach (var occurrence in await db.Set<Occurrence>().Where(o => ids.Contains(o.Id)).ToListAsync(cancel)) occurrence.Take(logged.GetValueOrDefault(occurrence.Id));
        await db.Because(Verb).SaveChangesAsync(cancel);
    }
}
