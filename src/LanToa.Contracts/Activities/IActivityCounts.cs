namespace LanToa.Contracts.Activities;

/// <summary>What activities bring to one period of a duty: accepted, and recorded but not accepted yet, never mixed; and the day of the last of them.</summary>
public sealed record LoggedCount(decimal Accepted, decimal Recorded, DateOnly LastOn);

/// <summary>What is logged, counted from the records themselves.</summary>
public interface IActivityCounts
{
    /// <summary>By period; one for which nothing is logged is absent.</summary>
    Task<IReadOnlyDictionary<Guid, LoggedCount>> OfAsync(IReadOnlyCollection<Guid> occurrences, CancellationToken cancel = default);

    /// <summary>Those of these periods for which work counts whose evidence proves it, or that was recorded with a reason for having none.</summary>
    Task<IReadOnlySet<Guid>> ProvedAsync(IReadOnlyCollection<Guid> occurrences, CancellationToken cancel = default);
}
