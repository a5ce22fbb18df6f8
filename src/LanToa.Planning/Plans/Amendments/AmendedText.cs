using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>Writes the text of the next version: the amendment's in place of the plan's, or the plan's with the sentences that the amendment changes and adds (saved by the caller).</summary>
internal sealed class AmendedText(LanToaDb db, Plan plan, Plan amendment, AmendmentSheet sheet)
{
    /// <returns>What the sentences of the amendment are called in the plan, where that differs.</returns>
    public async Task<Dictionary<string, string>> WriteAsync(CancellationToken cancel)
    {
        var said = await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == amendment.Id).OrderBy(s => s.Ordinal).ToListAsync(cancel);
        return amendment.AmendsWhole ? await ReplaceAsync(said, cancel) : await MergeAsync(said.ToDictionary(s => s.Key, StringComparer.Ordinal), cancel);
    }

    private async Task<Dictionary<string, string>> ReplaceAsync(List<PlanStatement> said, CancellationToken cancel)
    {
        var kept = sheet.Difference.Statements.Select(s => s.New?.Key).ToHashSet(StringComparer.Ordinal);
        // The rows that people read were compared; what carries only the page stays with them.
        var text = said.FindAll(s => kept.Contains(s.Key) || s.Kind == StatementContent.Furniture || s.Words.Trim().Length == 0);
        await db.Set<PlanStatement>().Where(s => s.PlanId == plan.Id).ExecuteDeleteAsync(cancel);
        foreach (var (s, place) in text.Select((s, n) => (s, n))) Add(s, s.Key, place);
        if (amendment.SourceFileId is null) return [];
        // The offsets of the sentences count in the text that they were read from.
        await db.Set<PlanSource>().Where(s => s.PlanId == plan.Id).ExecuteDeleteAsync(cancel);
        if (await db.Set<PlanSource>().AsNoTracking().FirstOrDefaultAsync(s => s.PlanId == amendment.Id, cancel) is { } source)
            db.Add(new PlanSource { ProvinceId = plan.ProvinceId, PlanId = plan.Id, Text = source.Text, Reading = source.Reading });
        return [];
    }

    private async Task<Dictionary<string, string>> MergeAsync(Dictionary<string, PlanStatement> said, CancellationToken cancel)
    {
        var text = await db.Set<PlanStatement>().Where(s => s.PlanId == plan.Id).OrderBy(s => s.Ordinal).ToListAsync(cancel);
        var (known, called) = (text.ToDictionary(s => s.Key, StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        PlanStatement? before = null;
        foreach (var row in sheet.Difference.Statements)
        {
            if (row.Old is { } old)
            {
                before = known[old.Key];
                if (row.New is not { } now || ReferenceEquals(old, now)) continue;
                called[now.Key] = old.Key;
                if (row.Change == PieceChange.Changed) (before.Text, before.Restored, before.Doubts) = (now.Text, null, []);
                continue;
            }
            var key = known.ContainsKey(row.New!.Key) ? $"pb{plan.Revision + 1}-{row.New.Key}" : row.New.Key;
            called[row.New.Key] = key;
            var added = Add(said[row.New.Key], key, 0);
            text.Insert(before is null ? text.Count : text.IndexOf(before) + 1, added);
            before = added;
        }
        foreach (var (s, place) in text.Select((s, n) => (s, n))) s.Ordinal = place;
        return called;
    }

    private PlanStatement Add(PlanStatement s, string key, int place)
    {
        var row = new PlanStatement
        {
            ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = place, Key = key, Kind = s.Kind, Label = s.Label, Path = [.. s.Path], Start = s.Start, End = s.End, Text = s.Text, Restored = s.Restored, Doubts = [.. s.Doubts],
        };
        db.Add(row);
        return row;
    }
}
