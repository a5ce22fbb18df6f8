using LanToa.Planning.Obligations.Rules;

namespace LanToa.Planning.Plans;

/// <summary>
/// How much a task asks for and by when, so that two tasks can be compared: how many in a year (or in all, where it knows no periods), the day by which
/// all of it is done, the day of the period's last month. Null is what the task does not say.
/// </summary>
public sealed record TaskMeasure(decimal? Amount, DateOnly? DoneBy, PeriodKind? Period, int? DayOfPeriod, DutyKind? Kind)
{
    public static TaskMeasure Of(DutyRule? rule, IReadOnlyList<TaskProduct> products)
    {
        var printed = products.Any(p => p.Quantity is not null) ? products.Sum(p => p.Quantity ?? 0) : (decimal?)null;
        if (rule is null) return new TaskMeasure(printed, null, null, null, null);
        // Of several periods the shortest counts: a report each quarter, half-year and year is four reports, not seven.
        var period = rule.Every.Count > 0 ? rule.Every.Min() : (PeriodKind?)null;
        return new TaskMeasure(AmountOf(rule, period, printed), DoneByOf(rule), period, rule.Kind is DutyKind.Counted or DutyKind.Cutoff && rule.Month is null ? rule.Day : null, rule.Kind);
    }

    /// <summary>It comes back in each period, so that a day by which all is done need not be said.</summary>
    public bool Recurs => Kind is DutyKind.Counted or DutyKind.Cutoff && Period is not null;

    private static decimal? AmountOf(DutyRule rule, PeriodKind? period, decimal? printed) => rule.Kind switch
    {
        DutyKind.Counted or DutyKind.Cutoff when period is { } each => (rule.Count ?? 1) * (decimal)each.PerYear(),
        DutyKind.Campaign when rule.Count is { } count => count * (decimal)Math.Max(1, rule.Spans.Count),
        DutyKind.Campaign when rule.Spans.Count > 1 => rule.Spans.Count,
        DutyKind.Once when rule.Count is null && printed is null && rule.Dates.Count > 1 => rule.Dates.Count,
        _ => rule.Count ?? printed,
    };

    private static DateOnly? DoneByOf(DutyRule rule) => rule.Kind is not (DutyKind.Once or DutyKind.Campaign) ? null
        : rule.Dates.Concat(rule.Spans.Select(s => s.To)).Cast<DateOnly?>().Max();
}
