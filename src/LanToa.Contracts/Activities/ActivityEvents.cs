namespace LanToa.Contracts.Activities;

/// <summary>
/// What is logged for these periods changed: recorded, corrected, accepted, returned, withdrawn. Published in the transaction of the change, after it is
/// written; read the figures with <see cref="IActivityCounts"/>.
/// </summary>
public sealed record WorkLogged(short ProvinceId, IReadOnlyCollection<Guid> Occurrences);

/// <summary>
/// The work that counts for these periods still counts, but nothing proves any of it any more: its evidence was refused, or ended before the day of the work. Published in the transaction of the change, once for each loss.
/// </summary>
public sealed record WorkUnproved(short ProvinceId, IReadOnlyCollection<Guid> Occurrences);

/// <summary>A piece of evidence proves work again that counts for these periods. Published in the transaction of the change.</summary>
public sealed record WorkProved(short ProvinceId, IReadOnlyCollection<Guid> Occurrences);
