namespace LanToa.Contracts.Reports;

/// <summary>A reporting period as its authority dates it. Dates are inclusive.</summary>
/// <param name="Key">2026-Q1, 2026-H1, 2026-9M, 2026, 2026-03.</param>
/// <param name="Name">As people say it: "quý I/2026".</param>
/// <param name="From">First day whose data belong to it.</param>
/// <param name="To">The data cut-off.</param>
/// <param name="Due">The day by which the report is to be sent.</param>
/// <param name="YearFrom">First day of the data of its year: figures since then are cumulative.</param>
public sealed record ReportingPeriod(string Key, string Name, DateOnly From, DateOnly To, DateOnly Due, DateOnly YearFrom);

/// <summary>By when a way of its own has its reports sent: one of the three. Counted from the data cut-off, moved off days on which offices are closed as the regime does it.</summary>
/// <param name="WorkingDays">So many working days after the cut-off.</param>
/// <param name="Day">The first such day of a month from the cut-off on; with <paramref name="Month"/> the first such date ("trước ngày 20/12"). A month without it ends on its last day.</param>
/// <param name="Month">1 to 12.</param>
public sealed record SendBy(int? WorkingDays = null, int? Day = null, int? Month = null);

/// <summary>What the room of duties knows of reporting periods: cut-offs and send dates are its rules.</summary>
public interface IReportingPeriods
{
    /// <summary>The period as it holds for reports of <paramref name="unit"/>; null where the key is none or the regime has no such period.</summary>
    /// <param name="unit">Who reports.</param>
    /// <param name="key">See <see cref="ReportingPeriod.Key"/>.</param>
    /// <param name="by">Where a route has a send rule of its own.</param>
    /// <param name="cancel">Ends the reading.</param>
    Task<ReportingPeriod?> FindAsync(Guid unit, string key, SendBy? by, CancellationToken cancel = default);

    /// <summary>Periods of the kinds (month, quarter, half-year, nine-months, year) that have begun by the day, the newest first; one whose report a longer one of these kinds stands in for is left out.</summary>
    Task<IReadOnlyList<ReportingPeriod>> BegunAsync(Guid unit, IReadOnlyCollection<string> kinds, DateOnly day, int most, CancellationToken cancel = default);

    /// <summary>The keys of the periods of the same kind just before this one, the nearest first.</summary>
    IReadOnlyList<string> Before(string key, int count);

    /// <summary>The key of the same period of the year before; null where the key is none.</summary>
    string? LastYear(string key);
}
