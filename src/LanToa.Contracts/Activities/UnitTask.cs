namespace LanToa.Contracts.Activities;

/// <summary>A task of a plan as a unit owes it, by the number that people see before it in the plan's list.</summary>
/// <param name="Plan">The plan's number and symbol, or its title where it has none.</param>
public sealed record UnitTask(Guid UnitId, Guid TaskId, Guid PlanId, int Number, string Plan, string PlanTitle, string Text);
