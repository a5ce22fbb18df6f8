namespace LanToa.Contracts.Activities;

/// <summary>A record of another room that can prove what a unit did: a report that was sent, a period of a duty that was confirmed.</summary>
/// <param name="Kind">See <see cref="ISystemRecords.Kind"/>.</param>
/// <param name="Id">Of the record, in its room.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Day">The day for which it is evidence.</param>
public sealed record SystemRecord(string Kind, Guid Id, string Title, DateOnly Day);

/// <summary>The records of one room that serve as evidence of a unit's work. Registered as scoped, one per kind.</summary>
public interface ISystemRecords
{
    /// <summary>"report", "occurrence".</summary>
    string Kind { get; }

    /// <summary>Those of the unit, the newest first.</summary>
    Task<IReadOnlyList<SystemRecord>> NewestAsync(Guid unit, int most, CancellationToken cancel = default);

    /// <summary>Null where it is none of the unit's, or proves nothing (yet).</summary>
    Task<SystemRecord?> FindAsync(Guid unit, Guid id, CancellationToken cancel = default);
}
