using System.Text.Json;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>What was said of an open period: that it was sent back, and why, and until when the unit asks for more time. <paramref name="NotApplicableOn"/>: since when it is ended.</summary>
internal sealed record PeriodMarks(DateOnly? NotApplicableOn, DateOnly? ReturnedOn, string? Reason, DateOnly? ExtensionTo, string? ExtensionReason);

/// <summary>
/// Periods that end because of what became of their unit, and are owed again once that is taken back: sent back with the reason as before, or waiting with the unit's request for more time, where the day that it asks
/// for is still to come. What they were is read back from the line of their own history by which they ended, so that no column holds the same a second time.
/// </summary>
public sealed class EndedPeriods(LanToaDb db, Clock clock)
{
    // So many ids are asked for at once.
    private const int Batch = 5000;

    internal void End(Occurrence period, string reason) =>
        (period.NotApplicableOn, period.Reason, period.ReturnedOn, period.ExtensionTo, period.ExtensionReason) = (clock.Today, reason, null, null, null);

    /// <summary>As it was. What is only asked is never overdue: nobody has to decide on more time for it, nor on a day that has passed meanwhile or that is given already.</summary>
    internal void PutBack(Occurrence period, PeriodMarks? was)
    {
        (period.NotApplicableOn, period.ReturnedOn, period.Reason) = (null, was?.ReturnedOn, was?.Reason);
        if (!period.IsRequest && was?.ExtensionTo >= clock.Today && was.ExtensionTo > period.DueOn) (period.ExtensionTo, period.ExtensionReason) = (was.ExtensionTo, was.ExtensionReason);
    }

    /// <summary>Ends what is open: what nothing was said of at once, the others each with a line of its own.</summary>
    /// <returns>How many ended, and those of them that asked for more time.</returns>
    internal async Task<(int Count, List<Occurrence> Asking)> EndAllAsync(IQueryable<Occurrence> periods, string verb, string reason, CancellationToken cancel)
    {
        var (day, open, asking) = (clock.Today, periods.Unsettled().Where(o => o.ClaimedOn == null), new List<Occurrence>());
        await HoldAsync(open, cancel);
        // These first: of what somebody sends back at this moment the next question sees it.
        var count = await open.Where(o => o.ReturnedOn == null && o.ExtensionTo == null && o.Reason == null).ExecuteUpdateAsync(set => set
            .SetProperty(o => o.NotApplicableOn, day).SetProperty(o => o.Reason, reason).SetProperty(o => o.Version, o => o.Version + 1), cancel);
        foreach (var province in await open.Select(o => o.ProvinceId).Distinct().Order().ToListAsync(cancel))
        {
            var marked = await db.HeldAsync(province, open.Where(o => o.ProvinceId == province), cancel);
            asking.AddRange(marked.Where(o => o.ExtensionTo is not null));
            foreach (var period in marked) End(period, reason);
            await SaveAsync(verb, reason, cancel);
            count += marked.Count;
        }
        return (count, asking);
    }

    /// <summary>Opens what had ended so: those that said something by their lines, the others at once.</summary>
    /// <returns>How many are open again, and those of them that ask for more time again.</returns>
    internal async Task<(int Count, List<Occurrence> Asking)> PutBackAllAsync(IQueryable<Occurrence> periods, string verb, string why, CancellationToken cancel)
    {
        var (count, ended, asking) = (0, periods.Where(o => o.NotApplicableOn != null), new List<Occurrence>());
        foreach (var province in await HoldAsync(ended, cancel))
            foreach (var ids in province.Chunk(Batch))
            {
                var marks = await MarksAsync(province.Key, ids, verb, cancel);
                Guid[] marked = [.. marks.Keys];
                var back = await db.HeldAsync(province.Key, ended.Where(o => o.ProvinceId == province.Key && marked.Contains(o.Id)), cancel);
                foreach (var period in back) PutBack(period, marks[period.Id]);
                await SaveAsync(verb, why, cancel);
                asking.AddRange(back.Where(o => o.ExtensionTo is not null));
                count += back.Count;
            }
        return (count + await ended.ExecuteUpdateAsync(set => set
            .SetProperty(o => o.NotApplicableOn, (DateOnly?)null).SetProperty(o => o.Reason, (string?)null).SetProperty(o => o.Version, o => o.Version + 1), cancel), asking);
    }

    /// <summary>All of them at once and in one order: a change of many rows takes them in any, and would wait for whoever holds several.</summary>
    private async Task<List<IGrouping<short, Guid>>> HoldAsync(IQueryable<Occurrence> periods, CancellationToken cancel)
    {
        var known = (await periods.Select(o => new { o.ProvinceId, o.Id }).ToListAsync(cancel)).GroupBy(o => o.ProvinceId, o => o.Id).OrderBy(g => g.Key).ToList();
        foreach (var province in known) await db.HoldAsync(province.Key, [.. province], cancel);
        return known;
    }

    /// <summary>What those were of which the last line says that they ended. Nothing is known of what ended before the history had lines of it.</summary>
    internal async Task<Dictionary<Guid, PeriodMarks>> MarksAsync(short province, Guid[] ids, string verb, CancellationToken cancel)
    {
        if (ids.Length == 0) return [];
        var lines = await db.Set<HistoryEvent>().AsNoTracking().Where(e => e.ProvinceId == province && ids.Contains(e.SubjectId) && e.Verb == verb && e.Before != null && e.After != null)
            .OrderBy(e => e.At).ThenBy(e => e.Id).Select(e => new { e.SubjectId, e.Before, e.After }).ToListAsync(cancel);
        return lines.Select(l => (l.SubjectId, Was: Read(l.Before!), Is: Read(l.After!))).Where(l => (l.Was.NotApplicableOn ?? l.Is.NotApplicableOn) is not null)
            .GroupBy(l => l.SubjectId).Select(g => g.Last()).Where(l => l.Is.NotApplicableOn is not null).ToDictionary(l => l.SubjectId, l => l.Was);

        static PeriodMarks Read(string json) => JsonSerializer.Deserialize<PeriodMarks>(json)!;
    }

    internal async Task SaveAsync(string verb, string why, CancellationToken cancel)
    {
        db.Because(verb, why);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }
}
