using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace LanToa.Planning.Obligations.Rules;

/// <summary>Kinds of period, from the shortest. The codes are those of the reading contract.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PeriodKind>))]
public enum PeriodKind
{
    [JsonStringEnumMemberName("month")] Month,
    [JsonStringEnumMemberName("quarter")] Quarter,
    [JsonStringEnumMemberName("half-year")] HalfYear,
    [JsonStringEnumMemberName("nine-months")] NineMonths,
    [JsonStringEnumMemberName("year")] Year,
}

public static class PeriodKinds
{
    private static readonly (PeriodKind Kind, string Code, string Every)[] All =
    [
        (PeriodKind.Month, "month", "hằng tháng"),
        (PeriodKind.Quarter, "quarter", "hằng quý"),
        (PeriodKind.HalfYear, "half-year", "6 tháng"),
        (PeriodKind.NineMonths, "nine-months", "9 tháng"),
        (PeriodKind.Year, "year", "hằng năm"),
    ];

    public static string Code(this PeriodKind kind) => All[(int)kind].Code;

    public static string Every(this PeriodKind kind) => All[(int)kind].Every;

    public static bool TryParse(string code, out PeriodKind kind)
    {
        var found = Array.FindIndex(All, k => string.Equals(k.Code, code, StringComparison.Ordinal));
        kind = found < 0 ? default : (PeriodKind)found;
        return found >= 0;
    }

    public static int Months(this PeriodKind kind) => kind switch
    {
        PeriodKind.Month => 1,
        PeriodKind.Quarter => 3,
        PeriodKind.HalfYear => 6,
        PeriodKind.NineMonths => 9,
        _ => 12,
    };

    public static int PerYear(this PeriodKind kind) => 12 / kind.Months();
}

/// <summary>A period of the calendar year: quarter 1 of 2023, the nine months of 2023. <see cref="Index"/> counts from 1 within the year.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CalendarPeriod(PeriodKind Kind, int Year, int Index = 1)
{
    /// <summary>2023-03, 2023-Q1, 2023-H1, 2023-9M, 2023.</summary>
    public string Key => Kind switch
    {
        PeriodKind.Month => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Index:00}"),
        PeriodKind.Quarter => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-Q{Index}"),
        PeriodKind.HalfYear => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-H{Index}"),
        PeriodKind.NineMonths => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-9M"),
        _ => Year.ToString("0000", CultureInfo.InvariantCulture),
    };

    public string Name => Kind switch
    {
        PeriodKind.Month => $"tháng {ViText.Number(Index)}/{ViText.Number(Year)}",
        PeriodKind.Quarter => $"quý {ViText.Quarter(Index)}/{ViText.Number(Year)}",
        PeriodKind.HalfYear => Index == 1 ? $"6 tháng đầu năm {ViText.Number(Year)}" : $"6 tháng cuối năm {ViText.Number(Year)}",
        PeriodKind.NineMonths => $"9 tháng năm {ViText.Number(Year)}",
        _ => $"năm {ViText.Number(Year)}",
    };

    public DateOnly FirstMonth => new(Year, ((Index - 1) * Kind.Months()) + 1, 1);

    public DateOnly LastMonth => FirstMonth.AddMonths(Kind.Months() - 1);

    public DateSpan Span => new(FirstMonth, EndOfMonth(LastMonth));

    public static CalendarPeriod Of(PeriodKind kind, DateOnly date) =>
        new(kind, date.Year, Math.Min(((date.Month - 1) / kind.Months()) + 1, kind.PerYear()));

    public CalendarPeriod Next() => Index < Kind.PerYear() ? this with { Index = Index + 1 } : new CalendarPeriod(Kind, Year + 1);

    /// <summary>Every period of the kind that shares a day with the span, in order.</summary>
    public static IEnumerable<CalendarPeriod> Overlapping(PeriodKind kind, DateSpan span)
    {
        for (var period = Of(kind, span.From); period.FirstMonth <= span.To; period = period.Next())
        {
            if (period.Span.Overlaps(span))
                yield return period;
        }
    }

    public static bool TryParse(string key, out CalendarPeriod period)
    {
        period = default;
        if (key.Length < 4 || !int.TryParse(key.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1 or > 9998)
            return false;
        foreach (var kind in Enum.GetValues<PeriodKind>())
        {
            for (var index = 1; index <= kind.PerYear(); index++)
            {
                var candidate = new CalendarPeriod(kind, year, index);
                if (string.Equals(candidate.Key, key, StringComparison.Ordinal))
                {
                    period = candidate;
                    return true;
                }
            }
        }
        return false;
    }

    /// <summary>The calendar period that has exactly these days, if there is one: "quý IV năm 2024" printed as a span is 2024-Q4.</summary>
    public static CalendarPeriod? Exactly(DateSpan span)
    {
        foreach (var kind in Enum.GetValues<PeriodKind>())
        {
            var period = Of(kind, span.From);
            if (period.Span == span)
                return period;
        }
        return null;
    }

    internal static DateOnly EndOfMonth(DateOnly date) => DayOf(date, 31);

    /// <summary>A day of a month; a day the month does not have is its last one.</summary>
    internal static DateOnly DayOf(DateOnly month, int day) => new(month.Year, month.Month, Math.Clamp(day, 1, DateTime.DaysInMonth(month.Year, month.Month)));
}
