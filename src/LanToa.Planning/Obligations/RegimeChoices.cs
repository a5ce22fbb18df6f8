using LanToa.Planning.Obligations.Rules;

namespace LanToa.Planning.Obligations;

/// <summary>One longer report that may stand in for one shorter.</summary>
public sealed record Replacement(string Code, string Text, PeriodKind Period, int Index, PeriodKind Replaced, int ReplacedIndex);

/// <summary>What authorities decide differently about their reports, as choices: which report stands in for which, and what happens to a date on a day off.</summary>
public static class RegimeChoices
{
    public static IReadOnlyList<Replacement> All { get; } =
    [
        new("h1-q2", "Báo cáo 6 tháng đầu năm thay cho báo cáo quý II", PeriodKind.HalfYear, 1, PeriodKind.Quarter, 2),
        new("9m-q3", "Báo cáo 9 tháng thay cho báo cáo quý III", PeriodKind.NineMonths, 1, PeriodKind.Quarter, 3),
        new("h2-q4", "Báo cáo 6 tháng cuối năm thay cho báo cáo quý IV", PeriodKind.HalfYear, 2, PeriodKind.Quarter, 4),
        new("y-q4", "Báo cáo năm thay cho báo cáo quý IV", PeriodKind.Year, 1, PeriodKind.Quarter, 4),
        new("y-h2", "Báo cáo năm thay cho báo cáo 6 tháng cuối năm", PeriodKind.Year, 1, PeriodKind.HalfYear, 2),
    ];

    /// <summary>The codes of those that hold in a regime.</summary>
    public static List<string> Of(ReportingRegime regime) =>
        [.. All.Where(c => regime.Absorptions.Any(a => a.Period == c.Period && a.Index == c.Index && a.Replaces.Any(r => r.Matches(new CalendarPeriod(c.Replaced, 2024, c.ReplacedIndex))))).Select(c => c.Code)];

    /// <summary>The regime's own text with these choices; replacements that are no choice here stay as they are.</summary>
    public static RegimeData With(RegimeData data, ReportingRegime now, IReadOnlyCollection<string> chosen, ShiftRule shift)
    {
        var others = now.Absorptions.SelectMany(a => a.Replaces.Select(r => (a.Period, a.Index, Replaced: r)))
            .Where(p => !All.Any(c => c.Period == p.Period && c.Index == p.Index && p.Replaced.Matches(new CalendarPeriod(c.Replaced, 2024, c.ReplacedIndex))));
        var mine = All.Where(c => chosen.Contains(c.Code)).Select(c => (c.Period, c.Index, Replaced: new PeriodRef(c.Replaced, c.ReplacedIndex)));
        return data with
        {
            Shift = shift,
            Absorptions = [.. others.Concat(mine).GroupBy(p => (p.Period, p.Index)).OrderBy(g => g.Key).Select(g => new Absorption(g.Key.Period, g.Key.Index, [.. g.Select(p => p.Replaced).Distinct()]))],
        };
    }
}
