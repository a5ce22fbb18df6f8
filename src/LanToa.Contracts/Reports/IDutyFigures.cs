namespace LanToa.Contracts.Reports;

/// <summary>Periods of duties that were due in a span, each counted once: commanded, followed and applicable ones.</summary>
/// <param name="Owed">All of them: what is done, on time or late, what waits, what is overdue and what is open.</param>
/// <param name="Waiting">Reported by the unit and not confirmed yet.</param>
/// <param name="Overdue">Not reported, and the day has passed.</param>
/// <param name="Open">Not reported, and the day is still to come.</param>
public sealed record DutyFigures(int Owed, int OnTime, int Late, int Waiting, int Overdue, int Open)
{
    public int Done => OnTime + Late;
}

/// <summary>Work that is overdue: what it asks, since when, whose it is and what was said of why.</summary>
/// <param name="DueOn">The oldest of its due dates that passed without it.</param>
/// <param name="Periods">How many of its periods due in the span did; null of more units than they are counted of.</param>
/// <param name="FirstUnits">A few of the units, those first that have been late longest.</param>
/// <param name="Reasons">A few of the explanations (giải trình) that the units gave and nobody returned, the most frequent first.</param>
public sealed record OverdueWork(string Text, DateOnly DueOn, int? Periods, int Units, IReadOnlyList<Guid> FirstUnits, IReadOnlyList<string> Reasons);

/// <summary>What the room of duties tells of the work of units for their reports.</summary>
public interface IDutyFigures
{
    /// <summary>Over all the units together, whose records these provinces keep, as it stands on <paramref name="day"/>: of the period, and of the year to its end, which are read once.</summary>
    Task<(DutyFigures Period, DutyFigures Year)> OfAsync(IReadOnlyList<short> provinces, IReadOnlyCollection<Guid> units, DateOnly yearFrom, DateOnly from, DateOnly to, DateOnly day, CancellationToken cancel = default);

    /// <summary>The overdue work that was due in the span, each text once, the oldest first. Of more than 1,000 units it may be a minute old, unless it is read anew.</summary>
    Task<IReadOnlyList<OverdueWork>> OverdueAsync(IReadOnlyList<short> provinces, IReadOnlyCollection<Guid> units, DateOnly from, DateOnly to, DateOnly day, int most, bool anew, CancellationToken cancel = default);
}
