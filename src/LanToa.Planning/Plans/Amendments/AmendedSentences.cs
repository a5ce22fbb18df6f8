using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>The sentences in the working copy of an amendment follow its tasks: they are the text that the next version will have.</summary>
internal static class AmendedSentences
{
    /// <summary>Puts the new words of a task into the one sentence that it answers alone (saved by the caller).</summary>
    public static async Task RestateAsync(this LanToaDb db, PlanTask task, string before, CancellationToken cancel)
    {
        if (before == task.Text || task.StatementKeys is not [var key]) return;
        if (await db.Set<PlanTask>().AnyAsync(t => t.PlanId == task.PlanId && t.Id != task.Id && t.State == TaskState.Active && t.StatementKeys.Contains(key), cancel)) return;
        if (await db.Set<PlanStatement>().FirstOrDefaultAsync(s => s.PlanId == task.PlanId && s.Key == key, cancel) is not { } statement) return;
        statement.Text = statement.Words.Contains(before, StringComparison.Ordinal) ? statement.Words.Replace(before, task.Text, StringComparison.Ordinal) : task.Text;
        (statement.Restored, statement.Doubts) = (null, []);
    }

    /// <summary>The place after the last sentence that a task answers: before recipients and signature. Null where no task answers any.</summary>
    public static async Task<int?> MakeRoomAsync(this LanToaDb db, Guid plan, CancellationToken cancel)
    {
        var keys = (await db.Set<PlanTask>().Where(t => t.PlanId == plan).Select(t => t.StatementKeys).ToListAsync(cancel)).SelectMany(k => k).Distinct().ToList();
        var last = await db.Set<PlanStatement>().Where(s => s.PlanId == plan && keys.Contains(s.Key)).MaxAsync(s => (int?)s.Ordinal, cancel);
        if (last is null) return null;
        await db.Set<PlanStatement>().Where(s => s.PlanId == plan && s.Ordinal > last).ExecuteUpdateAsync(set => set.SetProperty(s => s.Ordinal, s => s.Ordinal + 1), cancel);
        return last + 1;
    }
}
