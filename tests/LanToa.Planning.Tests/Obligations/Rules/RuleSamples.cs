using LanToa.Planning.Obligations.Rules;

namespace LanToa.Planning.Tests.Obligations.Rules;

internal static class RuleSamples
{
    public static ReportingRegime Government => BuiltInRules.Regimes[RegimeSet.GovernmentDefault];

    public static ReportingRegime Cchc => BuiltInRules.Regimes["cchc-581"];

    public static DateOnly D(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public static DateSpan Span(string from, string to) => new(D(from), D(to));

    /// <summary>The plan of Tuyên Quang province for 2023, issued on 18 January.</summary>
    public static PlanCalendar Plan2023 => PlanCalendar.Of(D("2023-01-18"));

    public static GenerationContext Context(PlanCalendar plan, ReportingRegime? regime = null, HolidayCalendar? calendar = null) =>
        new(plan, regime ?? Government, calendar ?? BuiltInRules.Holidays);

    public static DutyRule Report(params PeriodKind[] every) => new() { Kind = DutyKind.Cutoff, Every = every };

    public static IReadOnlyList<string> Keys(this IEnumerable<PlannedOccurrence> occurrences) => [.. occurrences.Select(o => o.Key)];

    public static IReadOnlyList<string> Dues(this IEnumerable<PlannedOccurrence> occurrences) =>
        [.. occurrences.Select(o => o.Due.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))];
}
