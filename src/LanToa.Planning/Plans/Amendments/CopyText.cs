using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>
/// The text of a working copy as the next version has it. What was issued keeps its number, whatever becomes of it (<see cref="Repealed"/>). What was added and taken out again was never issued: what was added behind it
/// counts on over it. Like a draft (<see cref="DraftText"/>) the copy itself stays as it was written, so that a task that comes back into it finds its place. Pure.
/// </summary>
public sealed class CopyText
{
    private readonly IReadOnlyList<PlanStatement> _said, _plan;
    private readonly HashSet<string> _issued, _gone;
    private readonly SectionNumbers _numbers, _sections;

    private CopyText(IReadOnlyList<PlanStatement> said, IReadOnlyList<PlanTask> tasks, IReadOnlyList<PlanStatement> plan, HashSet<string> gone)
    {
        (_said, _plan, _issued, _gone) = (said, plan, plan.Select(s => s.Key).ToHashSet(StringComparer.Ordinal), gone);
        _numbers = SectionNumbers.OfAdded(WithRemoved(), s => gone.Contains(s.Key) && !_issued.Contains(s.Key), s => !_issued.Contains(s.Key));
        _sections = said.Any(s => s.Kind == "heading") ? _numbers
            : SectionNumbers.OfAddedTasks(tasks, said, plan.Where(s => s.Key.StartsWith(TaskSentences.OwnKey, StringComparison.Ordinal)).SelectMany(s => s.Path).ToHashSet(StringComparer.Ordinal));
    }

    /// <param name="said">The sentences of the copy in their order.</param>
    /// <param name="tasks">Its tasks, those that were taken out included.</param>
    /// <param name="plan">The sentences of the plan that it amends.</param>
    /// <returns>Null where it is no working copy: a document that was signed says what it says, and what amends in parts has the plan's numbers.</returns>
    public static CopyText? Of(Plan copy, IReadOnlyList<PlanStatement> said, IReadOnlyList<PlanTask> tasks, IReadOnlyList<PlanStatement> plan) =>
        Is(copy) ? new CopyText(said, tasks, plan, PlanContents.LeftOut(copy, said, tasks)) : null;

    /// <summary>The same, with the plan's sentences read: of a copy that was applied those of the version that it amended.</summary>
    public static async Task<CopyText?> OfAsync(LanToaDb db, Plan copy, IReadOnlyList<PlanStatement> said, IReadOnlyList<PlanTask> tasks, CancellationToken cancel) => !Is(copy) ? null
        : Of(copy, said, tasks, (copy.State == PlanState.Applied ? await BeforeAsync(db, copy, cancel) : null) ?? await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == copy.AmendsId).OrderBy(s => s.Ordinal).ToListAsync(cancel));

    private static async Task<List<PlanStatement>?> BeforeAsync(LanToaDb db, Plan copy, CancellationToken cancel)
    {
        var before = await db.Set<PlanVersion>().AsNoTracking().Where(v => v.PlanId == copy.AmendsId && db.Set<PlanVersion>().Any(made => made.PlanId == v.PlanId && made.AmendmentId == copy.Id && made.Ordinal == v.Ordinal + 1)).FirstOrDefaultAsync(cancel);
        return before?.Content?.Statements.Select((s, n) => new PlanStatement { ProvinceId = copy.ProvinceId, PlanId = before.PlanId, Ordinal = n, Key = s.Key, Kind = s.Kind, Label = s.Label, Path = [.. s.Path], Text = s.Text }).ToList();
    }

    /// <summary>The copy with the numbers that somebody removed from it.</summary>
    public List<PlanStatement> WithRemoved() => Repealed.WithRemoved(_said, _plan, s => _gone.Contains(s.Key) && !_issued.Contains(s.Key));

    private static bool Is(Plan copy) => copy is { AmendsId: not null, SourceFileId: null, AmendsWhole: true };

    public string? LabelOf(PlanStatement sentence) => _numbers.Of(sentence) is { } number ? number.In(sentence.Label!) : sentence.Label;

    public string? SectionOf(PlanTask task) => task.Section is { } section && _sections.OfSection(section, task.StatementKeys) is { } moved ? moved.Move.In(section) : task.Section;

    /// <summary>A task's own sentence says in which section it stands.</summary>
    public List<string> PathOf(PlanStatement sentence) => sentence.Key.StartsWith(TaskSentences.OwnKey, StringComparison.Ordinal) && sentence.Path is [var section] && _sections.OfSection(section, [sentence.Key]) is { } moved
        ? [moved.Move.In(section)] : [.. sentence.Path];

    /// <summary>The text as it is printed.</summary>
    public IReadOnlyList<PlanStatement> Printed() =>
        [.. Repealed.Next(WithRemoved(), _issued, _said.Select(s => s.Key).Where(k => !_gone.Contains(k)).ToHashSet(StringComparer.Ordinal)).Select(t => t.Sentence.With(LabelOf(t.Sentence), PathOf(t.Sentence), t.IsOut ? Repealed.Words : null))];
}
