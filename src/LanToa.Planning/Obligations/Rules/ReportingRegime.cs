using System.Text.Json.Serialization;

namespace LanToa.Planning.Obligations.Rules;

/// <summary>What an authority does with a due date on which offices are closed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ShiftRule>))]
public enum ShiftRule
{
    [JsonStringEnumMemberName("none")] None,
    [JsonStringEnumMemberName("before")] Before,
    [JsonStringEnumMemberName("after")] After,
}

[JsonConverter(typeof(JsonStringEnumConverter<SendKind>))]
public enum SendKind
{
    /// <summary>A day of the period's last month.</summary>
    [JsonStringEnumMemberName("day-of-last-month")] DayOfLastMonth,
    /// <summary>So many working days after the data cut-off.</summary>
    [JsonStringEnumMemberName("working-days-after-cutoff")] WorkingDaysAfterCutoff,
    /// <summary>"Trước ngày 20/12": a day and month, in the year of the period's end unless <see cref="SendRule.YearOffset"/> says otherwise.</summary>
    [JsonStringEnumMemberName("before-date")] BeforeDate,
}

public sealed record SendRule(SendKind Kind, int? Day = null, int? Month = null, int? Days = null, int YearOffset = 0);

/// <summary>Data window: days counted from the period's first month (from) and last month (to). The end is the cut-off.</summary>
public sealed record WindowRule(int FromMonth, int FromDay, int ToMonth, int ToDay);

public sealed record PeriodRule(PeriodKind Kind, WindowRule Window, SendRule? Send = null, IReadOnlyDictionary<string, SendRule>? SendByLevel = null);

/// <summary>A period of each year; without an index every one of the kind.</summary>
public sealed record PeriodRef(PeriodKind Period, int? Index = null)
{
    public bool Matches(CalendarPeriod period) => period.Kind == Period && (Index is null || Index == period.Index);
}

/// <summary>The report of one period stands in for those of shorter ones: six months for quarter II.</summary>
public sealed record Absorption(PeriodKind Period, int Index, IReadOnlyList<PeriodRef> Replaces);

public sealed record RegimeScope(string? Topic = null, string? Authority = null, string? Province = null);

/// <summary>
/// An authority's reporting periods as data: windows and cut-offs, send rules, which period absorbs which, and what happens to a due date on a day off.
/// Valid for an interval and a scope (topic, authority, province); see rules-of-the-field, section 3.
/// </summary>
public sealed record ReportingRegime
{
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required string Source { get; init; }
    /// <summary>official, second-hand or local.</summary>
    public required string Confidence { get; init; }
    public string? Note { get; init; }
    public DateOnly? ValidFrom { get; init; }
    public DateOnly? ValidTo { get; init; }
    public RegimeScope Scope { get; init; } = new();
    public required IReadOnlyList<PeriodRule> Periods { get; init; }
    public required SendRule Send { get; init; }
    public IReadOnlyDictionary<string, SendRule> SendByLevel { get; init; } = new Dictionary<string, SendRule>(StringComparer.Ordinal);
    public IReadOnlyList<Absorption> Absorptions { get; init; } = [];
    /// <summary>The regime's own reports, for duties "together with the periodic report".</summary>
    public IReadOnlyList<PeriodRef> Series { get; init; } = [];
    /// <summary>How often standing work is reviewed.</summary>
    public IReadOnlyList<PeriodKind> ReviewEvery { get; init; } = [PeriodKind.Quarter];
    public ShiftRule Shift { get; init; }
    /// <summary>For terms counted in calendar days from an event; the Civil Code moves their end to the next working day.</summary>
    public ShiftRule OffsetShift { get; init; } = ShiftRule.After;
    public string? OffsetShiftSource { get; init; }

    public bool IsValidOn(DateOnly date) => (ValidFrom is null || date >= ValidFrom) && (ValidTo is null || date <= ValidTo);

    public DateSpan WindowOf(CalendarPeriod period)
    {
        var window = RuleOf(period.Kind).Window;
        return new(
            CalendarPeriod.DayOf(period.FirstMonth.AddMonths(window.FromMonth), window.FromDay),
            CalendarPeriod.DayOf(period.LastMonth.AddMonths(window.ToMonth), window.ToDay));
    }

    public DateOnly CutoffOf(CalendarPeriod period) => WindowOf(period).To;

    /// <summary>The most particular rule: of the level within the period, of the period, of the level, of the regime.</summary>
    public SendRule SendRuleOf(PeriodKind kind, string? level)
    {
        var rule = RuleOf(kind);
        if (level is not null && rule.SendByLevel?.GetValueOrDefault(level) is { } ofLevelAndPeriod)
            return ofLevelAndPeriod;
        return rule.Send ?? (level is null ? null : SendByLevel.GetValueOrDefault(level)) ?? Send;
    }

    /// <summary>The send date as printed in the rule, before any shift.</summary>
    public DateOnly SendDateOf(CalendarPeriod period, HolidayCalendar calendar, string? level = null)
    {
        var rule = SendRuleOf(period.Kind, level);
        return rule.Kind switch
        {
            SendKind.DayOfLastMonth => CalendarPeriod.DayOf(period.LastMonth, rule.Day!.Value),
            SendKind.WorkingDaysAfterCutoff => calendar.AddWorkingDays(CutoffOf(period), rule.Days!.Value),
            _ => CalendarPeriod.DayOf(new DateOnly(period.LastMonth.Year + rule.YearOffset, rule.Month ?? period.LastMonth.Month, 1), rule.Day!.Value),
        };
    }

    /// <summary>The period whose report stands in for the given one, among those asked for; null when it stands for itself.</summary>
    public CalendarPeriod? AbsorberOf(CalendarPeriod period, IReadOnlyCollection<CalendarPeriod> asked)
    {
        foreach (var absorption in Absorptions)
        {
            var absorber = new CalendarPeriod(absorption.Period, period.Year, absorption.Index);
            if (asked.Contains(absorber) && absorption.Replaces.Any(r => r.Matches(period)))
                return AbsorberOf(absorber, asked) ?? absorber;
        }
        return null;
    }

    private PeriodRule RuleOf(PeriodKind kind) =>
        Periods.FirstOrDefault(p => p.Kind == kind) ?? throw new InvalidOperationException($"Chế độ báo cáo {Code} không có kỳ {kind.Code()}.");
}
