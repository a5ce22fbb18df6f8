using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>Writes the text of the next version: the amendment's in place of the plan's, or the plan's with the sentences that the amendment changes and adds (saved by the caller).</summary>
internal sealed class AmendedText(LanToaDb db, Plan plan, Plan amendment, AmendmentSheet sheet)
{
    private CopyText? _copy;

    /// <summary>The section of a task of the amendment as it is numbered in the text that was written.</summary>
    public string? SectionOf(PlanTask task) => _copy is null ? task.Section : _copy.SectionOf(task);

    /// <returns>What the sentences of the amendment are called in the plan, where that differs.</returns>
    public async Task<Dictionary<string, string>> WriteAsync(CancellationToken cancel)
    {
        var said = await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == amendment.Id).OrderBy(s => s.Ordinal).ToListAsync(cancel);
        return amendment.AmendsWhole ? await ReplaceAsync(said, cancel) : await MergeAsync(said, cancel);
    }

    private async Task<Dictionary<string, string>> ReplaceAsync(List<PlanStatement> said, CancellationToken cancel)
    {
        var before = await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == plan.Id).OrderBy(s => s.Ordinal).ToListAsync(cancel);
        _copy = CopyText.Of(amendment, said, await db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == amendment.Id).ToListAsync(cancel), before);
        // What a working copy leaves out keeps its number; a document that was issued anew says what was signed.
        List<(PlanStatement Sentence, bool IsOut)> text = amendment.SourceFileId is not null ? [.. said.Select(s => (s, false))]
            : Repealed.Next(_copy?.WithRemoved() ?? said, sheet.Before.Statements, sheet.Difference);
        await db.Set<PlanStatement>().Where(s => s.PlanId == plan.Id).ExecuteDeleteAsync(cancel);
        foreach (var ((s, isOut), place) in text.Select((s, n) => (s, n)))
        {
            var row = Add(s, s.Key, place, _copy is null ? s.Label : _copy.LabelOf(s));
            if (_copy is not null) row.Path = _copy.PathOf(s);
            // The copy is what was issued, too.
            if (row.Label != s.Label || !row.Path.SequenceEqual(s.Path)) await db.Set<PlanStatement>().Where(c => c.PlanId == amendment.Id && c.Key == s.Key).ExecuteUpdateAsync(set => set.SetProperty(c => c.Label, row.Label).SetProperty(c => c.Path, row.Path), cancel);
            if (isOut) (row.Text, row.Restored, row.Doubts) = (Repealed.Words, null, []);
        }
        if (amendment.SourceFileId is null) return [];
        // The offsets of the sentences count in the text that they were read from.
        await db.Set<PlanSource>().Where(s => s.PlanId == plan.Id).ExecuteDeleteAsync(cancel);
        if (await db.Set<PlanSource>().AsNoTracking().FirstOrDefaultAsync(s => s.PlanId == amendment.Id, cancel) is { } source)
            db.Add(new PlanSource { ProvinceId = plan.ProvinceId, PlanId = plan.Id, Text = source.Text, Reading = source.Reading });
        return [];
    }

    private async Task<Dictionary<string, string>> MergeAsync(List<PlanStatement> said, CancellationToken cancel)
    {
        var text = await db.Set<PlanStatement>().Where(s => s.PlanId == plan.Id).OrderBy(s => s.Ordinal).ToListAsync(cancel);
        var (known, called) = (text.ToDictionary(s => s.Key, StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        var answered = sheet.Before.Tasks.SelectMany(t => t.StatementKeys).ToHashSet(StringComparer.Ordinal);
        foreach (var row in sheet.Difference.Statements)
        {
            if (row.Old is { } old)
            {
                if (row.New is not { } now || ReferenceEquals(old, now)) continue;
                called[now.Key] = old.Key;
                if (row.Change == PieceChange.Changed && known[old.Key] is var sentence) (sentence.Text, sentence.Restored, sentence.Doubts) = (now.Text, null, []);
                continue;
            }
            var key = known.ContainsKey(row.New!.Key) ? $"pb{plan.Revision + 1}-{row.New.Key}" : row.New.Key;
            called[row.New.Key] = key;
            var from = said.Find(s => s.Key == row.New.Key)!;
            // A row goes on from the table's last one.
            var place = from.Kind == "table-cell" && text.FindLastIndex(s => s.Kind == "table-cell") is >= 0 and var cell ? new SentencePlace(cell, null, false)
                : from.Kind == "heading" ? SentencePlaces.OfHeading(text, said.TakeWhile(s => s != from).Where(s => s.Kind == "heading").ToList(), from.Label, answered)
                : SentencePlaces.Of(text, SectionsOf(said, from), answered);
            // Its label counted in the amending document; here it goes on from its neighbours. A heading keeps the one that the document gave it.
            var label = from.Kind != "heading" && place.InSection && from.Label?.Any(char.IsLetterOrDigit) != false ? place.Label : from.Label;
            text.Insert(place.Behind + 1, Add(from, key, 0, label));
            answered.Add(key);
        }
        foreach (var (s, place) in text.Select((s, n) => (s, n))) s.Ordinal = place;
        return called;
    }

    /// <summary>Where a new sentence belongs: under the heading that it has in the amending document, else beside what the plan asks of the same agencies already.</summary>
    private IEnumerable<string> SectionsOf(List<PlanStatement> said, PlanStatement from)
    {
        if (said.Take(said.IndexOf(from)).LastOrDefault(s => s.Kind == "heading") is { } heading) yield return $"{heading.Label} {heading.Words}".Trim();
        foreach (var task in sheet.Difference.Tasks.Select(t => t.New).OfType<TaskContent>().Where(t => t.StatementKeys.Contains(from.Key)))
        {
            if (task.Section is { } own) yield return own;
            var leads = task.Leads.Select(l => l.Means).ToHashSet(StringComparer.Ordinal);
            foreach (var alike in sheet.Before.Tasks.Where(t => t.Section is not null && t.Leads.Count > 0 && leads.SetEquals(t.Leads.Select(l => l.Means)))) yield return alike.Section!;
        }
    }

    private PlanStatement Add(PlanStatement s, string key, int place, string? label)
    {
        var row = new PlanStatement
        {
            ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = place, Key = key, Kind = s.Kind, Label = label, Path = [.. s.Path], Start = s.Start, End = s.End, Text = s.Text, Restored = s.Restored, Doubts = [.. s.Doubts],
        };
        db.Add(row);
        return row;
    }
}
