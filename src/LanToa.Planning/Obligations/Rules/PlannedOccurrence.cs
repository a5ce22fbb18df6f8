namespace LanToa.Planning.Obligations.Rules;

/// <summary>One period of one duty, before it is stored. Equal input gives equal output.</summary>
public sealed record PlannedOccurrence
{
    /// <summary>2023-Q1, 2023-H1, 2023-9M, 2023, 2023-03; a date 2023-11-15; a span 2023-03-01/2023-04-15; a request ask-2023-05-10.</summary>
    public required string Key { get; init; }
    public required string Name { get; init; }
    /// <summary>The days of the period that lie in the plan: for the year's report the whole year, figures cumulative.</summary>
    public required DateSpan Span { get; init; }
    /// <summary>The days that no earlier occurrence of the duty covers; null when a shorter period ends on the same day.</summary>
    public DateSpan? Own { get; init; }
    /// <summary>From this day the occurrence is in hand.</summary>
    public required DateOnly OpensOn { get; init; }
    /// <summary>The date that the rule gives. Never changed.</summary>
    public required DateOnly Scheduled { get; init; }
    /// <summary>The scheduled date after the authority's shift rule; people may move it.</summary>
    public required DateOnly Due { get; init; }
    public int? Target { get; init; }
    /// <summary>Due before LanToa began to follow the plan: kept, never overdue.</summary>
    public bool BeforeTracking { get; init; }
    public required PeriodCalendars Calendars { get; init; }
    /// <summary>Keys of the periods for which this one stands in.</summary>
    public IReadOnlyList<string> Absorbed { get; init; } = [];
    /// <summary>Why this date: Vietnamese sentences.</summary>
    public required IReadOnlyList<string> Why { get; init; }
}

/// <summary>What a duty is generated against.</summary>
public sealed record GenerationContext(PlanCalendar Plan, ReportingRegime Regime, HolidayCalendar Calendar)
{
    /// <summary>The day from which the plan is followed here; earlier due dates are marked, not overdue. Null when all are followed.</summary>
    public DateOnly? TrackedFrom { get; init; }
    /// <summary>The level of the unit that owes the duty (province, department, commune), for send rules by level.</summary>
    public string? Level { get; init; }
}
