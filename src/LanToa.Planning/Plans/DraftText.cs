using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>
/// The text of a plan that is written here follows the tasks that were taken out of its draft: what only these said is not in the document, numbers count on, and both are the plan's own text once it is
/// issued. What is withdrawn from an issued plan changes no text: that one is signed.
/// </summary>
internal sealed class DraftText
{
    private readonly HashSet<string> _gone;
    private readonly SectionNumbers _numbers;

    private DraftText(HashSet<string> gone, SectionNumbers numbers) => (_gone, _numbers) = (gone, numbers);

    /// <summary>Keys of what only withdrawn tasks say: sentences, and rows of tables with all their cells.</summary>
    public static HashSet<string> SaidByWithdrawn(IReadOnlyList<PlanStatement> text, IReadOnlyList<PlanTask> tasks)
    {
        var active = tasks.Where(t => t.State == TaskState.Active).SelectMany(t => t.StatementKeys).ToHashSet(StringComparer.Ordinal);
        var left = tasks.Where(t => t.State == TaskState.Withdrawn).SelectMany(t => t.StatementKeys).Where(k => !active.Contains(k)).ToHashSet(StringComparer.Ordinal);
        var gone = text.Where(s => s.Kind is "item" or "paragraph" && left.Contains(s.Key)).Select(s => s.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var row in Rows(text))
            if (row.Exists(c => left.Contains(c.Key)) && !row.Exists(c => active.Contains(c.Key))) gone.UnionWith(row.Select(c => c.Key));
        return gone;
    }

    /// <summary>Whether the plan's text still follows its tasks. An amendment has rules of its own.</summary>
    public static bool Follows(Plan plan) => plan is { SourceFileId: null, AmendsId: null, State: PlanState.Drafted or PlanState.Submitted or PlanState.Approved };

    public static DraftText Of(IReadOnlyList<PlanStatement> text, IEnumerable<PlanTask> tasks)
    {
        var all = tasks.ToList();
        var gone = SaidByWithdrawn(text, all);
        gone.UnionWith(EmptiedHeadings.Of(text, s => gone.Contains(s.Key), key => all.Exists(t => t.State == TaskState.Active && t.StatementKeys.Contains(key))));
        return new DraftText(gone, SectionNumbers.Of(text, s => gone.Contains(s.Key)));
    }

    /// <summary>The text as it is printed.</summary>
    public IReadOnlyList<PlanStatement> Printed(IReadOnlyList<PlanStatement> text) => _gone.Count == 0 ? text :
    [
        .. text.Where(s => !_gone.Contains(s.Key)).Select(s => _numbers.Of(s) is { } number ? new PlanStatement
        {
            ProvinceId = s.ProvinceId, Id = s.Id, PlanId = s.PlanId, Ordinal = s.Ordinal, Key = s.Key, Kind = s.Kind, Label = number.In(s.Label!), Path = s.Path, Start = s.Start, End = s.End, Text = s.Text, Restored = s.Restored, Doubts = s.Doubts,
        } : s),
    ];

    /// <summary>The section of a task as it is numbered then.</summary>
    public string? SectionOf(PlanTask task) => task.Section is { } section && _numbers.OfSection(section, task.StatementKeys) is { } moved ? moved.Move.In(section) : task.Section;

    /// <summary>Makes what is printed the plan's text (saved by the caller).</summary>
    public static async Task SettleAsync(LanToaDb db, Plan plan, CancellationToken cancel)
    {
        var tasks = await db.Set<PlanTask>().Where(t => t.PlanId == plan.Id).ToListAsync(cancel);
        if (tasks.TrueForAll(t => t.State == TaskState.Active)) return;
        var text = await db.Set<PlanStatement>().Where(s => s.PlanId == plan.Id).OrderBy(s => s.Ordinal).ThenBy(s => s.Id).ToListAsync(cancel);
        var draft = Of(text, tasks);
        foreach (var task in tasks.Where(t => t.State == TaskState.Active))
        {
            if (draft.SectionOf(task) is not { } section || section == task.Section) continue;
            task.Section = section;
            if (task.Rule is { } rule) task.Rule = rule with { Where = PlanWords.PlaceOf(task.Section) };
            foreach (var own in text.Where(s => s.Key.StartsWith(TaskSentences.OwnKey, StringComparison.Ordinal) && task.StatementKeys.Contains(s.Key))) own.Path = [section];
        }
        foreach (var sentence in text)
            if (draft._gone.Contains(sentence.Key)) db.Remove(sentence);
            else if (draft._numbers.Of(sentence) is { } number) sentence.Label = number.In(sentence.Label!);
    }

    private static IEnumerable<List<PlanStatement>> Rows(IEnumerable<PlanStatement> text)
    {
        var row = new List<PlanStatement>();
        foreach (var sentence in text)
        {
            // A row begins at its number; a table without numbers has no rows that could be told apart.
            if (sentence.Kind != "table-cell" || sentence.Label is not null)
            {
                if (row.Count > 0) yield return row;
                row = [];
            }
            if (sentence.Kind == "table-cell" && (sentence.Label is not null || row.Count > 0)) row.Add(sentence);
        }
        if (row.Count > 0) yield return row;
    }
}
