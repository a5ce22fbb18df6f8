using LanToa.Planning.Obligations.Rules;

namespace LanToa.Planning.Plans;

/// <summary>Moves the dated parts of a rule by whole years: a date to the same day and month, a calendar period to the same period. What recurs without a date stays.</summary>
public static class RuleMove
{
    public static DutyRule By(DutyRule rule, int years) => years == 0 ? rule : rule with
    {
        Dates = [.. rule.Dates.Select(d => Day(d, years))], Spans = [.. rule.Spans.Select(s => Span(s, years))],
        From = rule.From is { } from ? Day(from, years) : null, To = rule.To is { } to ? End(to, years) : null,
    };

    public static DateSpan Span(DateSpan span, int years) => CalendarPeriod.Exactly(span) is { } period ? (period with { Year = period.Year + years }).Span : new DateSpan(Day(span.From, years), End(span.To, years));

    /// <summary>29/02 becomes 28/02 where the year has none.</summary>
    public static DateOnly Day(DateOnly date, int years) => date.AddYears(Math.Clamp(years, 1 - date.Year, 9998 - date.Year));

    // The end of February stays the end of February.
    private static DateOnly End(DateOnly date, int years) =>
        date is { Month: 2 } && date.Day == DateTime.DaysInMonth(date.Year, 2) && Day(date, years) is var moved ? new DateOnly(moved.Year, 2, DateTime.DaysInMonth(moved.Year, 2)) : Day(date, years);
}
