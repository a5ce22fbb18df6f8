using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>
/// The text of a plan that is written here follows the tasks that were taken out of its draft: what only these said is not in the document, numbers count on, and both are the plan's own text once it is
/// issued. What is withdrawn from an issued plan changes no text: that one is signed.
/// </summary>
public sealed class DraftText
{
    private readonly HashSet<string> _gone;
    private readonly SectionNumbers _numbers, _sections;

    private DraftText(HashSet<string> gone, SectionNumbers numbers, SectionNumbers sections) => (_gone, _numbers, _sections) = (gone, numbers, sections);

    /// <summary>Keys of what only withdrawn tasks say: sentences, and rows of tables with all their cells.</summary>
    public static HashSet<string> SaidByWithdrawn(IReadOnlyList<PlanStatement> text, IReadOnlyList<PlanTask> tasks)
    {
        var active = tasks.Where(t => t.State == TaskState.Active).SelectMany(t => t.StatementKeys).ToHashSet(StringComparer.Ordinal);
        var left = tasks.Where(t => t.State == TaskState.Withdrawn).SelectMany(t => t.StatementKeys).Where(k => !active.Contains(k)).ToHashSet(StringComparer.Ordinal);
        var gone = text.Where(s => s.Kind is "item" or "paragraph" && left.Contains(s.Key)).Concat(Rows(text).SelectMany(r => r).Where(c => left.Contains(c.Key))).Select(s => s.Key).ToHashSet(StringComparer.Ordinal);
        TakeRows(text, gone, active);
        TakeAlong(text, gone, active);
        return gone;
    }

    /// <summary>A row of a table goes as a whole, or stays as a whole where a task that stays answers one of its cells: the cells behind one that is gone alone would stand in the wrong columns.</summary>
    public static void TakeRows(IReadOnlyList<PlanStatement> text, HashSet<string> gone, IReadOnlySet<string> active)
    {
        foreach (var row in Rows(text))
            if (row.Exists(c => active.Contains(c.Key))) gone.ExceptWith(row.Select(c => c.Key));
            else if (row.Exists(c => gone.Contains(c.Key))) gone.UnionWith(row.Select(c => c.Key));
    }

    /// <summary>A point takes along what stands under it; where a task that stays answers something of that, the point stays.</summary>
    public static void TakeAlong(IReadOnlyList<PlanStatement> text, HashSet<string> gone, IReadOnlySet<string> active)
    {
        for (var n = 0; n < text.Count; n++)
        {
            if (!gone.Contains(text[n].Key)) continue;
            var under = SentencePlaces.Under(text, n).Select(s => s.Key).ToList();
            if (under.Exists(active.Contains)) gone.Remove(text[n].Key);
            else gone.UnionWith(under);
        }
    }

    /// <summary>Whether the plan's text still follows its tasks. An amendment has rules of its own.</summary>
    public static bool Follows(Plan plan) => plan is { SourceFileId: null, AmendsId: null, State: PlanState.Drafted or PlanState.Submitted or PlanState.Approved };

    public static DraftText Of(IReadOnlyList<PlanStatement> text, IEnumerable<PlanTask> tasks)
    {
        var all = tasks.ToList();
        var gone = SaidByWithdrawn(text, all);
        gone.UnionWith(EmptiedHeadings.Of(text, s => gone.Contains(s.Key), key => all.Exists(t => t.State == TaskState.Active && t.StatementKeys.Contains(key))));
        var numbers = SectionNumbers.Of(text, s => gone.Contains(s.Key));
        return new DraftText(gone, numbers, text.Any(s => s.Kind == "heading") ? numbers : SectionNumbers.OfTasks(all, text));
    }

    /// <summary>The text as it is printed.</summary>
    public IReadOnlyList<PlanStatement> Printed(IReadOnlyList<PlanStatement> text) => _gone.Count == 0 ? text :
    [
        .. text.Where(s => !_gone.Contains(s.Key)).Select(s => (Sentence: s, Number: _numbers.Of(s), Path: PathOf(s)))
            .Select(p => p is ({ } s, var number, var path) && (number is not null || path != s.Path) ? s.With(number is null ? s.Label : number.In(s.Label!), path) : p.Sentence),
    ];

    // A task's own sentence says in which section it stands.
    private List<string> PathOf(PlanStatement s) =>
        s.Key.StartsWith(TaskSentences.OwnKey, StringComparison.Ordinal) && s.Path is [var section] && _sections.OfSection(section, [s.Key]) is { } moved ? [moved.Move.In(section)] : s.Path;

    /// <summary>The section of a task as it is numbered then.</summary>
    public string? SectionOf(PlanTask task) => task.Section is { } section && _sections.OfSection(section, task.StatementKeys) is { } moved ? moved.Move.In(section) : task.Section;

    /// <summary>Makes what is printed the plan's text (saved by the caller).</summary>
    public static async Task SettleAsync(LanToaDb db, Plan plan, CancellationToken cancel)
    {
        var tasks = await db.Set<PlanTask>().Where(t => t.PlanId == plan.Id).ToListAsync(cancel);
        if (tasks.TrueForAll(t => t.State == TaskState.Active)) return;
        var text = await db.Set<PlanStatement>().Where(s => s.PlanId == plan.Id).OrderBy(s => s.Ordinal).ThenBy(s => s.Id).ToListAsync(cancel);
        var draft = Of(text, tasks);
        draft.Number(text, tasks.Where(t => t.State == TaskState.Active));
        foreach (var sentence in text.Where(s => draft._gone.Contains(s.Key))) db.Remove(sentence);
    }

    /// <summary>A person takes a sentence out: what counted on behind it without a gap does so again, and tasks follow their sections (saved by the caller).</summary>
    /// <returns>Each number that changed, in words: "3. → 2.".</returns>
    public static async Task<IReadOnlyList<string>> CloseUpAsync(LanToaDb db, Plan plan, PlanStatement removed, CancellationToken cancel)
    {
        if (!Follows(plan)) return [];
        var text = await db.Set<PlanStatement>().Where(s => s.PlanId == plan.Id).OrderBy(s => s.Ordinal).ThenBy(s => s.Id).ToListAsync(cancel);
        var numbers = SectionNumbers.Of(text, s => s.Id == removed.Id);
        return new DraftText([removed.Key], numbers, numbers).Number(text, await db.Set<PlanTask>().Where(t => t.PlanId == plan.Id).ToListAsync(cancel));
    }

    private List<string> Number(IReadOnlyList<PlanStatement> text, IEnumerable<PlanTask> tasks)
    {
        foreach (var task in tasks)
        {
            if (SectionOf(task) is not { } section || section == task.Section) continue;
            task.MoveTo(section);
            foreach (var own in text.Where(s => s.Key.StartsWith(TaskSentences.OwnKey, StringComparison.Ordinal) && task.StatementKeys.Contains(s.Key))) own.Path = [section];
        }
        var moved = new List<string>();
        foreach (var sentence in text.Where(s => !_gone.Contains(s.Key)))
        {
            if (_numbers.Of(sentence) is not { } number) continue;
            moved.Add($"{sentence.Label} → {number.In(sentence.Label!)}");
            sentence.Label = number.In(sentence.Label!);
        }
        return moved;
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
