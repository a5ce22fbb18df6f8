namespace LanToa.Contracts.Reports;

/// <summary>Periods of duties that were due in a span, each counted once: commanded, followed and applicable ones.</summary>
public sealed record DutyFigures(int Owed, int OnTime, int Late, int Overdue, int Open)
{
    public int Done => OnTime + Late;
}

/// <summary>What the room of duties tells of the work of units for their reports.</summary>
public interface IDutyFigures
{
    /// <summary>Over all the units together, whose records these provinces keep, as it stands on <paramref name="day"/>: of the period, and of the year to its end, which are read once.</summary>
    Task<(DutyFigures Period, DutyFigures Year)> OfAsync(IReadOnlyList<short> provinces, IReadOnlyCollection<Guid> units, DateOnly yearFrom, DateOnly from, DateOnly to, DateOnly day, CancellationToken cancel = default);

    /// <summary>What the overdue work that was due in the span asks, each text once, the oldest first.</summary>
    Task<IReadOnlyList<string>> OverdueAsync(IReadOnlyList<short> provinces, IReadOnlyCollection<Guid> units, DateOnly from, DateOnly to, DateOnly day, int most, CancellationToken cancel = default);
}
