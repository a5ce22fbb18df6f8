namespace LanToa.Planning.Plans;

/// <summary>What an amendment does to the work that one task gave, over all units: periods made, ended, moved, and those that stay because they are past or done.</summary>
public sealed record TaskEffect(int Made, int Moved, int Ended, int Past, int Done)
{
    /// <summary>Periods that ask for another number.</summary>
    public int Resized { get; init; }

    /// <summary>Periods in which something was done already: progress, results waiting or confirmed.</summary>
    public int Results { get; init; }

    /// <summary>Evidence attached to its periods.</summary>
    public int Files { get; init; }

    public bool HasResults => Results + Files > 0;
}

/// <summary>What the room of duties tells of an amendment before it is applied.</summary>
public interface IAmendedWork
{
    /// <summary>The effect by task: of tasks that change or are new (<paramref name="duties"/>) and of tasks that end.</summary>
    Task<IReadOnlyDictionary<Guid, TaskEffect>> PreviewAsync(Guid planId, DateOnly effectiveOn, IReadOnlyList<PlanDuty> duties, IReadOnlyCollection<Guid> changed, IReadOnlyCollection<Guid> ended, CancellationToken cancel = default);
}
