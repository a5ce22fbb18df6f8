using LanToa.Contracts.Activities;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>Moves the progress of periods for which something was logged: what is counted is read from the records anew each time, so that nothing drifts.</summary>
internal sealed class OnWorkLogged(LanToaDb db, IActivityCounts counts, PeriodProof proof, DutyNotices notices) : IEventHandler<WorkLogged>
{
    public const string Verb = "occurrence.logged";

    internal const string NothingLeft = "Không còn hoạt động hay tệp nào làm minh chứng",
        Again = "có hoạt động làm minh chứng cho kỳ", Left = "minh chứng của các hoạt động còn lại không được chấp nhận hoặc đã hết giá trị";

    public async Task HandleAsync(WorkLogged happened, CancellationToken cancel)
    {
        Guid[] ids = [.. happened.Occurrences.Distinct()];
        if (ids.Length == 0) return;
        // One at a time until the change is committed: of two who log for one period, the second counts what the first brought.
        await db.HoldAsync(happened.ProvinceId, ids, cancel);
        var logged = await counts.OfAsync(ids, cancel);
        var periods = await db.Set<Occurrence>().Where(o => ids.Contains(o.Id)).ToListAsync(cancel);
        var said = await proof.SaidLostAsync([.. periods.Where(o => o.DoneOn is not null && !logged.ContainsKey(o.Id)).Select(o => o.Id)], cancel);
        var counted = periods.Where(o => o.Accepted is not null).Select(o => o.Id).ToHashSet();
        foreach (var occurrence in periods) occurrence.Take(logged.GetValueOrDefault(occurrence.Id));
        await db.Because(Verb).SaveChangesAsync(cancel);
        foreach (var occurrence in periods.Where(o => o is { DoneOn: not null, Accepted: null })) await LookForFilesAsync(occurrence, counted.Contains(occurrence.Id), said.Contains(occurrence.Id), cancel);
        // It may prove again what nothing proved, or be all that is left and prove nothing.
        await proof.LookAsync([.. periods.Where(o => o is { DoneOn: not null, Accepted: not null })], new ProofWords(Left, Left, Again), cancel);
    }

    // The last activity of a period that was said to be done is gone: no file, no proof.
    private async Task LookForFilesAsync(Occurrence occurrence, bool wasCounted, bool saidLost, CancellationToken cancel)
    {
        if ((await db.EvidenceOfAsync(occurrence.Id, cancel)).Count > 0) return;
        var waits = occurrence.LoseProof();
        var why = waits ? NothingLeft + PeriodProof.StandsNoMore : NothingLeft;
        // Lost before and proved again since: the row says so already, the history says it anew.
        if (wasCounted && !saidLost && db.Entry(occurrence).State == EntityState.Unchanged) db.RecordLost(occurrence.Id, why);
        await db.Because(ProofHistory.Lost, why).SaveChangesAsync(cancel);
        if (waits) await notices.ProofLostAsync(occurrence, cancel: cancel);
        else if (wasCounted && !saidLost && occurrence is { ConfirmedOn: not null, ConfirmedByName: not null }) await notices.ConfirmedProofLostAsync(occurrence, DutyNotices.NothingLeft, cancel);
    }
}
