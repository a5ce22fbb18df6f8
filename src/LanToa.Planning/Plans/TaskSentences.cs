using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>
/// The sentences of a text that is written here (a draft, the working copy of an amendment) follow its tasks: they are what the document will say. The text of a
/// document that was read never changes.
/// </summary>
internal static class TaskSentences
{
    /// <summary>The key of a sentence that was made from the words of a task without one: this and the task's id.</summary>
    public const string OwnKey = "tay-";

    public static string OwnKeyOf(Guid task) => $"{OwnKey}{task:N}";

    /// <summary>
    /// Puts the new words of a task into the sentences of the text that it answers: in place of the words before where a sentence holds them once, otherwise as the whole
    /// sentence where it is this task's alone (saved by the caller).
    /// </summary>
    public static async Task RestateAsync(this LanToaDb db, PlanTask task, string before, CancellationToken cancel)
    {
        if (before == task.Text) return;
        var own = OwnKeyOf(task.Id);
        foreach (var sentence in await db.Set<PlanStatement>().Where(s => s.PlanId == task.PlanId && task.StatementKeys.Contains(s.Key) && s.Key != own).ToListAsync(cancel))
        {
            var words = sentence.Words;
            if (before.Length > 0 && words.IndexOf(before, StringComparison.Ordinal) is >= 0 and var at && at == words.LastIndexOf(before, StringComparison.Ordinal))
                sentence.Restate($"{words[..at]}{task.Text}{words[(at + before.Length)..]}", DraftTexts.Shift(sentence.Doubts, [new TextChange(at, before, task.Text, "", ChangeAbout.Year, true)]));
            else if (task.StatementKeys.Count == 1 && !await db.Set<PlanTask>().AnyAsync(t => t.PlanId == task.PlanId && t.Id != task.Id && t.State == TaskState.Active && t.StatementKeys.Contains(sentence.Key), cancel))
                sentence.Restate(task.Text, []);
        }
    }

    /// <summary>
    /// Makes room for a sentence of its own that a task gets: at the end of its section, else behind the last sentence of the body that a task answers; what stands behind it moves on.
    /// Gives the place and the label with which the sentence goes on from its neighbours.
    /// </summary>
    public static async Task<(int Ordinal, string? Label)> MakeRoomAsync(this LanToaDb db, Guid plan, string? section, CancellationToken cancel)
    {
        var statements = await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == plan).OrderBy(s => s.Ordinal).ToListAsync(cancel);
        if (statements.Count == 0) return (0, null);
        var answered = (await db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan && t.State == TaskState.Active).Select(t => t.StatementKeys).ToListAsync(cancel)).SelectMany(k => k).ToHashSet();
        var place = SentencePlaces.Of(statements, section is null ? [] : [section], answered);
        var last = place.Behind < 0 ? statements[0].Ordinal - 1 : statements[place.Behind].Ordinal;
        await db.Set<PlanStatement>().Where(s => s.PlanId == plan && s.Ordinal > last).ExecuteUpdateAsync(set => set.SetProperty(s => s.Ordinal, s => s.Ordinal + 1), cancel);
        return (last + 1, place.Label);
    }
}
