using LanToa.Contracts.Activities;
using LanToa.Platform.Data;

namespace LanToa.Planning.Obligations;

/// <summary>What is said of a period whose proof was lost or is there again.</summary>
/// <param name="Lost">In the history: why nothing proves it any more.</param>
/// <param name="Told">The same to whoever confirmed it, after "đã xác nhận, nay".</param>
/// <param name="Back">In the history: what proves it again.</param>
public sealed record ProofWords(string Lost, string Told, string Back);

/// <summary>
/// Whether anything proves reported periods: asked wherever their work, its evidence or their files change. The history says each loss and each return; whoever confirmed the period is told of a loss once, until something proves it again.
/// The period stays as it is: what becomes of it is theirs to decide.
/// </summary>
public sealed class PeriodProof(LanToaDb db, IActivityCounts counts, DutyNotices notices)
{
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
    public async Task LookAsync(IReadOnlyCollection<Occurrence> reported, ProofWords words, CancellationToken cancel)
    {
        if (reported.Count == 0) return;
        Guid[] ids = [.. reported.Select(o => o.Id)];
        var (said, proved) = (await SaidLostAsync(ids, cancel), await ProvedAsync(ids, cancel));
        List<Guid> back = [.. said.Intersect(proved).Order()];
        List<Occurrence> lost = [.. reported.Where(o => !proved.Contains(o.Id) && !said.Contains(o.Id)).OrderBy(o => o.Id)];
        if (back.Count + lost.Count == 0) return;
        db.RecordBack(back, words.Back);
        foreach (var occurrence in lost) db.RecordLost(occurrence.Id, words.Lost);
        await db.SaveChangesAsync(cancel);
        if (back.Count > 0) await notices.ConfirmedProofBackAsync(back, cancel);
        foreach (var occurrence in lost.Where(o => o is { ConfirmedOn: not null, ConfirmedByName: not null })) await notices.ConfirmedProofLostAsync(occurrence, words.Told, cancel);
    }
}
