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

/// <summary>
/// An amendment became the plan's next version: from <paramref name="EffectiveOn"/> on the work of the changed tasks (new ones among them) is what the plan says now, that of the
/// ended tasks ends. What was due before that day, and what was done, stays.
/// </summary>
/// <param name="Document">What the amending document is called.</param>
public sealed record PlanAmended(short ProvinceId, Guid PlanId, int Version, string Document, DateOnly EffectiveOn, IReadOnlyList<Guid> Changed, IReadOnlyList<Guid> Ended, string? Reason);

/// <summary>One task of an issued plan no longer binds.</summary>
public sealed record PlanTaskWithdrawn(short ProvinceId, Guid PlanId, Guid TaskId, string Reason);
