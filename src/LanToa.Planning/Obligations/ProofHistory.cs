using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>What the history of a reported period says of its proof: that nothing proves it any more, and that something does again.</summary>
internal static class ProofHistory
{
    public const string Lost = "occurrence.unproved", Back = "occurrence.proved";

    /// <summary>Beginnings of verbs after which what was said of an earlier result holds no more.</summary>
    private const string Claimed = "occurrence.claim", Reopened = "occurrence.reopen";

    /// <summary>Says it in the history of the period; saved by the caller.</summary>
    public static void RecordLost(this LanToaDb db, Guid period, string why) => db.RecordEvent("occurrence", period, Lost, why);

    /// <summary>The same of what proves them again.</summary>
    public static void RecordBack(this LanToaDb db, IEnumerable<Guid> periods, string why)
    {
        foreach (var period in periods) db.RecordEvent("occurrence", period, Back, why);
    }

    /// <summary>Those of these periods of which the history says last that nothing proves them.</summary>
    public static async Task<IReadOnlyList<Guid>> LostAsync(this LanToaDb db, IReadOnlyCollection<Guid> periods, CancellationToken cancel)
    {
        if (periods.Count == 0) return [];
        var said = await db.Set<HistoryEvent>().AsNoTracking().Where(e => e.ProvinceId == db.ProvinceId && periods.Contains(e.SubjectId) && (e.Verb == Lost || e.Verb == Back || e.Verb.StartsWith(Claimed) || e.Verb == Reopened))
            .Select(e => new { e.SubjectId, e.At, e.Id, e.Verb }).ToListAsync(cancel);
        return [.. said.GroupBy(e => e.SubjectId).Where(g => g.OrderBy(e => e.At).ThenBy(e => e.Id).Last().Verb == Lost).Select(g => g.Key)];
    }
}
