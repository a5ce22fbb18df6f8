namespace LanToa.Contracts.Plans;

/// <summary>How far one task is over all units that owe it: occurrences done of those followed, and how many of the rest are late.</summary>
public sealed record TaskProgress(int Done, int Target, int Late)
{
    /// <summary>Due before tracking began and never taken up: neither owed nor late.</summary>
    public int BeforeTracking { get; init; }

    /// <summary>Of the periods and of those done, how many are only asked for: nobody owes them.</summary>
    public int Requested { get; init; }

    /// <summary>See <see cref="Requested"/>.</summary>
    public int RequestedDone { get; init; }

    /// <summary>The next day, today or later, on which something of it is due that is still owed; null when nothing is.</summary>
    public DateOnly? NextDue { get; init; }
}

/// <summary>How far the making of an issued plan's duties is: percent (null while it waits for its turn), what it is at, or why it gave up.</summary>
public sealed record DutiesInMaking(int? Percent, string? Now, string? Failed);

/// <summary>What the room of duties tells the room of plans.</summary>
public interface IPlanProgress
{
    /// <summary>Progress by task id; a task without occurrences (standing on request, not yet issued) is absent.</summary>
    Task<IReadOnlyDictionary<Guid, TaskProgress>> OfPlanAsync(Guid planId, CancellationToken cancel = default);

    /// <summary>Progress of single units, by unit and task; without what is absent.</summary>
    Task<IReadOnlyDictionary<(Guid Unit, Guid Task), TaskProgress>> OfUnitsAsync(Guid planId, IReadOnlyCollection<Guid> units, CancellationToken cancel = default);

    /// <summary>The making of the duties of the plan's version, or their change to it, while it goes on or has given up; null once it is done.</summary>
    Task<DutiesInMaking?> MakingAsync(Guid planId, int version, CancellationToken cancel = default);

    /// <summary>The periods of the plan by unit and task, of every province, as they stand today: for the summary of a plan that is closed.</summary>
    Task<IReadOnlyList<(Guid Unit, Guid Task, ClosingCounts Counts)>> ClosingAsync(Guid planId, CancellationToken cancel = default);

    /// <summary>Whether this person finds in the lists of duties what the issuer asked of the unit.</summary>
    bool MayOpen(Guid unit, Guid issuer);
}
