using LanToa.Contracts.Activities;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>What is said of a period whose proof was lost or is there again.</summary>
/// <param name="Lost">In the history: why nothing proves it any more.</param>
/// <param name="Told">The same to whoever confirmed it, after "đã xác nhận, nay"; or to the unit, whose own word is not enough any more.</param>
/// <param name="Back">In the history: what proves it again.</param>
public sealed record ProofWords(string Lost, string Told, string Back);

/// <summary>
/// Whether anything proves reported periods: asked wherever their work, its evidence or their files change. The history says each loss and each return; whoever confirmed the period is told of a loss once, until something proves it again.
/// What a superior confirmed stays as it is: what becomes of it is theirs to decide. What only the unit's own word had confirmed waits for the superior, until something proves it again.
/// </summary>
public sealed class PeriodProof(LanToaDb db, IActivityCounts counts, DutyNotices notices, Clock clock)
{
    /// <summary>Follows why nothing proves a period in its history, where the unit's own word is not enough any more.</summary>
    internal const string StandsNoMore = "; kết quả đơn vị tự xác nhận trở lại chờ cấp trên xác nhận";

    private const string StandsAgain = "Kỳ lại có minh chứng; kết quả đơn vị tự xác nhận được tính lại";

    /// <summary>Those of these periods of which it was said last that nothing proves them.</summary>
    public async Task<IReadOnlySet<Guid>> SaidLostAsync(IReadOnlyCollection<Guid> periods, CancellationToken cancel) => (await notices.ToldUnprovedAsync(periods, cancel)).Concat(await db.LostAsync(periods, cancel)).ToHashSet();

    /// <summary>Those of these periods that something proves: work that counts, with its evidence, or a file of their own.</summary>
    public async Task<IReadOnlySet<Guid>> ProvedAsync(IReadOnlyCollection<Guid> periods, CancellationToken cancel)
    {
        if (periods.Count == 0) return new HashSet<Guid>();
        var proved = (await counts.ProvedAsync(periods, cancel)).ToHashSet();
        foreach (var id in periods.Where(i => !proved.Contains(i)))
            if ((await db.EvidenceOfAsync(id, cancel)).Count > 0) proved.Add(id);
        return proved;
    }

    /// <summary>Within the transaction of the change, after it is written, while the periods are held.</summary>
    /// <param name="reported">As they are now; what becomes of them is saved.</param>
    public async Task LookAsync(IReadOnlyCollection<Occurrence> reported, ProofWords words, CancellationToken cancel)
    {
        if (reported.Count == 0) return;
        Guid[] ids = [.. reported.Select(o => o.Id)];
        var (said, proved) = (await SaidLostAsync(ids, cancel), await ProvedAsync(ids, cancel));
        var waiting = reported.Where(o => o.Unproved && proved.Contains(o.Id) && o.StateOn(clock.Today) == OccurrenceState.AwaitingConfirmation).OrderBy(o => o.Id).ToList();
        foreach (var occurrence in waiting) await RegainAsync(occurrence, words.Back, cancel);
        List<Guid> back = [.. said.Intersect(proved).Except(waiting.Select(o => o.Id)).Order()];
        db.RecordBack(back, words.Back);
        if (back.Count > 0) await db.SaveChangesAsync(cancel);
        if (back.Count + waiting.Count > 0) await notices.ConfirmedProofBackAsync([.. back, .. waiting.Select(o => o.Id)], cancel);
        foreach (var occurrence in reported.Where(o => !proved.Contains(o.Id) && !said.Contains(o.Id)).OrderBy(o => o.Id)) await LoseAsync(occurrence, words, cancel);
    }

    private async Task LoseAsync(Occurrence occurrence, ProofWords words, CancellationToken cancel)
    {
        var confirmed = occurrence is { ConfirmedOn: not null, ConfirmedByName: not null };
        var waits = !confirmed && occurrence.LoseProof();
        var why = waits ? words.Lost + StandsNoMore : words.Lost;
        if (db.Entry(occurrence).State == EntityState.Unchanged) db.RecordLost(occurrence.Id, why);
        await db.Because(ProofHistory.Lost, why).SaveChangesAsync(cancel);
        if (waits) await notices.ProofTakenAsync(occurrence, words.Told, words.Told, cancel);
        else if (confirmed) await notices.ConfirmedProofLostAsync(occurrence, words.Told, cancel);
    }

    // Where the unit's own word is enough, it is again: it waited only because nothing proved it.
    private async Task RegainAsync(Occurrence occurrence, string why, CancellationToken cancel)
    {
        var itself = await db.Set<Obligation>().AnyAsync(o => o.Id == occurrence.ObligationId && o.ConfirmsItself, cancel);
        if (itself) occurrence.RegainProof(clock.Today);
        else occurrence.Unproved = false;
        await db.Because(ProofHistory.Back, itself ? StandsAgain : why).SaveChangesAsync(cancel);
        if (itself) await notices.ProofBackAsync(occurrence, cancel);
    }
}
