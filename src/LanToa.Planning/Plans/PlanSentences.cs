using LanToa.Platform.Data;
using LanToa.Platform.Time;
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

/// <summary>What a task said in an earlier version of its plan, where it says something else now.</summary>
/// <param name="Time">The rule of then in words; empty for none.</param>
/// <param name="Until">From this day on the task has the words of now.</param>
public sealed record EarlierWords(int Version, string Text, string Time, IReadOnlyList<PlanSentence> Sentences, DateOnly Until);

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

    /// <summary>
    /// The words that held for a period of the task, where an amendment gave it others that only hold for later ones: due before the amendment held, or reported before it was applied.
    /// Null where what the plan says now holds.
    /// </summary>
    public async Task<EarlierWords?> EarlierAsync(Guid planId, Guid taskId, DateOnly dueOn, DateOnly? reportedOn, CancellationToken cancel = default)
    {
        var versions = await db.Set<PlanVersion>().AsNoTracking().Where(v => v.PlanId == planId).OrderBy(v => v.Ordinal).Select(v => new { v.ProvinceId, v.Ordinal, v.EffectiveOn, v.At }).ToListAsync(cancel);
        var held = PlanWordings.HeldAt(versions.ConvertAll(v => (v.Ordinal, v.EffectiveOn, Clock.DateOf(v.At))), dueOn, reportedOn);
        if (held < 0 || held == versions.Count - 1) return null;
        var then = await SaidAsync(versions[held].ProvinceId, planId, taskId, versions[held].Ordinal, cancel);
        var now = (await OfTaskAsync(taskId, cancel)).Select(s => s.Words).ToList();
        var text = await db.Set<PlanTask>().AsNoTracking().Where(t => t.Id == taskId).Select(t => t.Text).FirstAsync(cancel);
        var otherwise = then.FindAll(v => v.Text is null || !Alignment.Same(v.Text, text) || !v.Words.SequenceEqual(now));
        if (otherwise.Count == 0 || otherwise[0].Ordinal != versions[held].Ordinal) return null;
        // Only now, as a whole version is large.
        var content = await db.Set<PlanVersion>().AsNoTracking().Where(v => v.PlanId == planId && v.Ordinal == versions[held].Ordinal).Select(v => v.Content).FirstAsync(cancel);
        if (content?.Tasks.FirstOrDefault(t => t.Id == taskId) is not { } task) return null;
        var said = content.Statements.Select((s, n) => (s, n)).Where(p => task.StatementKeys.Contains(p.s.Key));
        var plan = await db.Set<Plan>().AsNoTracking().FirstAsync(p => p.Id == planId, cancel);
        return new EarlierWords(versions[held].Ordinal, task.Text, task.Time,
            [.. said.Select(p => new PlanSentence(p.s.Key, p.s.Label, p.s.Text, null, Above(p.s, content.Statements.Take(p.n)), plan.NumberAndSymbol, plan.Title, plan.Id))],
            versions.First(v => v.Ordinal > otherwise[^1].Ordinal).EffectiveOn);
    }

    /// <summary>What the kept versions from one on say in the task, by their order: only its own words leave the database.</summary>
    private Task<List<TaskSaid>> SaidAsync(short province, Guid plan, Guid task, int from, CancellationToken cancel) =>
        db.Database.SqlQuery<TaskSaid>($"""
            SELECT v.ordinal AS ordinal, t.said ->> 'text' AS text,
                ARRAY(SELECT s.value ->> 'text' FROM jsonb_array_elements(v.content -> 'statements') WITH ORDINALITY AS s(value, place) WHERE t.said -> 'statementKeys' @> (s.value -> 'key') ORDER BY s.place) AS words
            FROM plan_version v CROSS JOIN LATERAL (SELECT jsonb_path_query_first(v.content, '$.tasks[*] ? (@.id == $task)', jsonb_build_object('task', {task.ToString()})) AS said) t
            WHERE v.province_id = {province} AND v.plan_id = {plan} AND v.ordinal >= {from} AND v.content IS NOT NULL
            ORDER BY v.ordinal
            """).ToListAsync(cancel);

    /// <summary>The text is null where a version does not have the task.</summary>
    private sealed record TaskSaid(int Ordinal, string? Text, string[] Words);

    private static List<string> Above(StatementContent sentence, IEnumerable<StatementContent> before)
    {
        var headings = before.Where(s => s.Kind == "heading").ToList();
        return [.. Enumerable.Range(1, sentence.Path.Count).Select(depth => headings.FindLast(h => h.Path.SequenceEqual(sentence.Path.Take(depth)))).OfType<StatementContent>().Select(h => $"{h.Label} {h.Text}".Trim())];
    }

    /// <summary>The headings under which a sentence stands, outermost first, in the words of the document.</summary>
    private static List<string> Above(PlanStatement sentence, List<PlanStatement> headings) =>
        [.. Enumerable.Range(1, sentence.Path.Count).Select(depth => headings.FindLast(h => h.Ordinal < sentence.Ordinal && h.Path.SequenceEqual(sentence.Path.Take(depth))))
            .OfType<PlanStatement>().Select(h => $"{h.Label} {h.Words}".Trim())];
}
