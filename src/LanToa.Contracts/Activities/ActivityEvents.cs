namespace LanToa.Contracts.Activities;

/// <summary>
/// What is logged for these periods changed: recorded, corrected, accepted, returned, withdrawn. Published in the transaction of the change, after it is
/// written; read the figures with <see cref="IActivityCounts"/>.
/// </summary>
public sealed record WorkLogged(short ProvinceId, IReadOnlyCollection<Guid> Occurrences);
