using LanToa.Platform.Ui;

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
}
