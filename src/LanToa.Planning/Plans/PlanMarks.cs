using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Ui;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>A plan's state as a mark: word, shape and colour.</summary>
public static class PlanMarks
{
    public static StatusMark Mark(this PlanState state) => new(state switch
    {
        PlanState.Submitted => StatusKind.DueSoon,
        PlanState.Approved or PlanState.Issued or PlanState.InProgress => StatusKind.InProgress,
        PlanState.Closed or PlanState.Applied => StatusKind.Done,
        _ => StatusKind.Neutral,
    }, state.Name());

    /// <summary>A plan's state as a mark; of a draft that was dropped as such, since nothing of it was called back.</summary>
    public static StatusMark Mark(this Plan plan, bool dropped) => dropped ? new StatusMark(StatusKind.Neutral, plan.StateName(dropped)) : plan.State.Mark();

    public static string StateName(this Plan plan, bool dropped) => dropped ? "Đã bỏ" : plan.State.Name();

    /// <summary>Those of the plans that were dropped as drafts: withdrawn, and by the history never issued.</summary>
    public static async Task<HashSet<Guid>> DroppedAsync(this LanToaDb db, IEnumerable<Plan> plans, CancellationToken cancel)
    {
        var withdrawn = plans.Where(p => p.State == PlanState.Withdrawn).Select(p => p.Id).ToList();
        if (withdrawn.Count == 0) return [];
        string[] issuing = [PlanVerb.Issue.Code(), PlanVerb.RecordIssued.Code()];
        return [.. withdrawn.Except(await db.Set<HistoryEvent>().AsNoTracking().Where(e => withdrawn.Contains(e.SubjectId) && issuing.Contains(e.Verb)).Select(e => e.SubjectId).ToListAsync(cancel))];
    }
}
