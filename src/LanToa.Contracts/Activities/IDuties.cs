namespace LanToa.Contracts.Activities;

/// <summary>One period of a duty of a unit, as far as whoever logs what was done for it needs to know. Dates are inclusive.</summary>
public sealed record DutyInfo(
    Guid OccurrenceId, Guid UnitId, Guid AssignerId, short TaskProvinceId, Guid TaskId, Guid PlanId, string Text, string PlanName, string PeriodName, DateOnly PeriodFrom, DateOnly PeriodTo, DateOnly DueOn)
{
    /// <summary>How many are asked; null where nothing is counted.</summary>
    public int? Target { get; init; }

    /// <summary>How many are done, what waits for acceptance included.</summary>
    public int Progress { get; init; }

    /// <summary>Nothing was claimed yet, and nobody has said that it does not apply.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Codes of the product forms that the task asks for.</summary>
    public IReadOnlyList<string> Forms { get; init; } = [];

    /// <summary>Whether a product counts towards what is asked: where the task names none, any does.</summary>
    public bool AsksFor(string? form) => Forms.Count == 0 || (form is not null && Forms.Contains(form));

    public IReadOnlyList<string> Channels { get; init; } = [];
    public IReadOnlyList<string> Topics { get; init; } = [];
    public IReadOnlyList<string> Audiences { get; init; } = [];
}

/// <summary>The duties of units, as the acting person may see them.</summary>
public interface IDuties
{
    /// <summary>Those of the periods that the person may see, in the order of their due dates.</summary>
    Task<IReadOnlyList<DutyInfo>> FindAsync(IReadOnlyCollection<Guid> occurrences, CancellationToken cancel = default);

    /// <summary>Reads at once what <see cref="FindAsync"/> will be asked for here, by whichever person.</summary>
    Task ReadAheadAsync(IReadOnlyCollection<Guid> occurrences, CancellationToken cancel = default);

    /// <summary>Holds these periods until the transaction ends: for whoever publishes several <see cref="WorkLogged"/> in one, before the first, so that no two wait for each other.</summary>
    Task HoldAsync(IReadOnlyCollection<Guid> occurrences, CancellationToken cancel = default);

    /// <summary>What the unit can still report today, the nearest due date first; at most a hundred.</summary>
    Task<IReadOnlyList<DutyInfo>> OpenAsync(Guid unit, CancellationToken cancel = default);

    /// <summary>The period of the unit's duty that holds the day: of several the shortest; null where there is none.</summary>
    Task<DutyInfo?> OfDayAsync(Guid unit, Guid task, DateOnly day, CancellationToken cancel = default);

    /// <summary>The same of many at once; those that have no period are left out.</summary>
    Task<IReadOnlyDictionary<(Guid Unit, Guid Task, DateOnly Day), DutyInfo>> OfDaysAsync(IReadOnlyCollection<(Guid Unit, Guid Task, DateOnly Day)> days, CancellationToken cancel = default);

    /// <summary>The tasks of plans that these units owe, of those that the acting person may see, in the order of plans and numbers.</summary>
    Task<IReadOnlyList<UnitTask>> TasksAsync(IReadOnlyCollection<Guid> units, CancellationToken cancel = default);

    /// <summary>Says in the name of the unit that the period is done; what stands against it in Vietnamese sentences, empty when it is said. The key says it once.</summary>
    Task<IReadOnlyList<string>> ClaimAsync(Guid occurrence, DateOnly doneOn, string note, Guid key, CancellationToken cancel = default);
}
