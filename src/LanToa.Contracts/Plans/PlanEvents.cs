namespace LanToa.Contracts.Plans;

/// <summary>
/// A plan was issued: the duties that it gives are to be made. Published in the transaction that issues it; read the duties with
/// <c>PlanDuties.OfAsync</c>, which sees what the transaction has changed.
/// </summary>
/// <param name="TrackingFrom">Periods that ended before this day are "before tracking"; null: every period is followed.</param>
public sealed record PlanIssued(short ProvinceId, Guid PlanId, Guid IssuerId, DateOnly PlanDate, DateOnly? TrackingFrom);

/// <summary>A plan was withdrawn (also before it was issued): what is still open of its duties no longer binds.</summary>
public sealed record PlanWithdrawn(short ProvinceId, Guid PlanId, string Reason);

/// <summary>Words of an issued plan that bound nobody were given to a unit: its duties are to be made.</summary>
public sealed record PlanWordsGiven(short ProvinceId, Guid PlanId, Guid UnitId);

/// <summary>One task of an issued plan no longer binds.</summary>
public sealed record PlanTaskWithdrawn(short ProvinceId, Guid PlanId, Guid TaskId, string Reason);
