using LanToa.Contracts.Organizations;
using LanToa.Contracts.Reports;
using LanToa.Planning.Obligations.Rules;

namespace LanToa.Planning.Obligations;

/// <summary>Reporting periods of a unit by the regime in force for its CCHC reports.</summary>
internal sealed class ReportingPeriods(RuleBooks books, IOrganizationDirectory directory) : IReportingPeriods
{
    public async Task<ReportingPeriod?> FindAsync(Guid unit, string key, SendBy? by, CancellationToken cancel = default)
    {
        // Windows and due dates lie beside their period: of a year at the edge of the calendar they would not exist.
        if (directory.Find(unit) is not { } info || !CalendarPeriod.TryParse(key, out var period) || period.Year is < 1990 or > 2100) return null;
        return Of(period, info, (await books.OfAsync(info.ProvinceId, cancel)).For(unit), by);
    }

    public async Task<IReadOnlyList<ReportingPeriod>> BegunAsync(Guid unit, IReadOnlyCollection<string> kinds, DateOnly day, int most, CancellationToken cancel = default)
    {
        if (directory.Find(unit) is not { } info) return [];
        var book = (await books.OfAsync(info.ProvinceId, cancel)).For(unit);
        // Windows begin before the calendar's period does: the next one may have begun too.
        var asked = kinds.Select(c => PeriodKinds.TryParse(c, out var kind) ? kind : (PeriodKind?)null).OfType<PeriodKind>().Distinct()
            .SelectMany(kind => Enumerable.Range(day.Year - 2, CalendarPeriod.Of(kind, day).Next().Year - day.Year + 3).SelectMany(year => Enumerable.Range(1, kind.PerYear()).Select(index => new CalendarPeriod(kind, year, index)))).ToHashSet();
        // A longer period's report that stands in for a shorter one's is asked in its place.
        var found = asked.Where(p => book.RegimeFor(p.LastMonth, info).AbsorberOf(p, asked) is null).Select(p => Of(p, info, book, null)).OfType<ReportingPeriod>().Where(p => p.From <= day);
        return [.. found.OrderByDescending(p => p.To).ThenByDescending(p => p.From).Take(most)];
    }

    public IReadOnlyList<string> Before(string key, int count)
    {
        if (!CalendarPeriod.TryParse(key, out var period)) return [];
        var keys = new List<string>();
        for (var at = period; keys.Count < count;)
        {
            at = at.Index > 1 ? at with { Index = at.Index - 1 } : new CalendarPeriod(at.Kind, at.Year - 1, at.Kind.PerYear());
            keys.Add(at.Key);
        }
        return keys;
    }

    public string? LastYear(string key) => CalendarPeriod.TryParse(key, out var period) && period.Year > 1 ? (period with { Year = period.Year - 1 }).Key : null;

    private static ReportingPeriod? Of(CalendarPeriod period, OrganizationInfo unit, RuleBook book, SendBy? by)
    {
        var regime = book.RegimeFor(period.LastMonth, unit);
        if (regime.Periods.All(p => p.Kind != period.Kind)) return null;
        var window = regime.WindowOf(period);
        var send = by switch
        {
            { WorkingDays: { } days } => book.Holidays.AddWorkingDays(window.To, days),
            { Day: { } day } => FirstFrom(window.To, day, by.Month),
            _ => regime.SendDateOf(period, book.Holidays, unit.Level.ToLowerInvariant()),
        };
        return new ReportingPeriod(period.Key, period.Name, window.From, window.To, book.Holidays.Shifted(send, regime.Shift), regime.WindowOf(new CalendarPeriod(PeriodKind.Year, period.Year)).From);
    }

    private static DateOnly FirstFrom(DateOnly cutoff, int day, int? month)
    {
        var at = new DateOnly(cutoff.Year, month ?? cutoff.Month, 1);
        var first = CalendarPeriod.DayOf(at, day);
        return first >= cutoff ? first : CalendarPeriod.DayOf(month is null ? at.AddMonths(1) : at.AddYears(1), day);
    }
}
