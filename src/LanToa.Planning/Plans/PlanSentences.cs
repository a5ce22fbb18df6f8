using LanToa.Platform.Data;
using LanToa.Reading.Model;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>A sentence of a plan and where it stands: the headings above it.</summary>
public sealed record PlanSentence(string Key, string? Label, string Text, string? Restored, IReadOnlyList<string> Path, string PlanNumber, string PlanTitle, Guid PlanId)
{
    /// <summary>What people read: the restored words where the text is damaged.</summary>
    public string Words => Restored ?? Text;

    /// <summary>Words that may be wrongly restored.</summary>
    public IReadOnlyList<DoubtfulWord> Doubts { get; init; } = [];
}

/// <summary>From a task back to the words of the plan that asked for it.</summary>
public sealed class PlanSentences(LanToaDb db)
{
    /// <summary>The sentences that the task answers, in the order of the text; empty for a task written by hand or an unknown one.</summary>
    public async Task<IReadOnlyList<PlanSentence>> OfTaskAsync(Guid taskId, CancellationToken cancel = default)
    {
        var task = await db.Set<PlanTask>().AsNoTracking().FirstOrDefaultAsync(t => t.Id == taskId, cancel);
        if (task is null || task.StatementKeys.Count == 0) return [];
        var plan = await db.Set<Plan>().AsNoTracking().FirstAsync(p => p.Id == task.PlanId, cancel);
        var statements = await db.Set<PlanStatement>().AsNoTracking()
            .Where(s => s.PlanId == task.PlanId && task.StatementKeys.Contains(s.Key)).OrderBy(s => s.Ordinal).ToListAsync(cancel);
        var headings = await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == task.PlanId && s.Kind == "heading").OrderBy(s => s.Ordinal).ToListAsync(cancel);
        return [.. statements.Select(s => new PlanSentence(s.Key, s.Label, s.Text, s.Restored, Above(s, headings), plan.NumberAndSymbol, plan.Title, plan.Id) { Doubts = s.Doubts })];
    }

    /// <summary>The headings under which a sentence stands, outermost first, in the words of the document.</summary>
    private static List<string> Above(PlanStatement sentence, List<PlanStatement> headings) =>
        [.. Enumerable.Range(1, sentence.Path.Count).Select(depth => headings.FindLast(h => h.Ordinal < sentence.Ordinal && h.Path.SequenceEqual(sentence.Path.Take(depth))))
            .OfType<PlanStatement>().Select(h => $"{h.Label} {h.Words}".Trim())];
}
