using LanToa.Planning.Obligations.Rules;
using static LanToa.Planning.Tests.Obligations.Rules.RuleSamples;

namespace LanToa.Planning.Tests.Obligations.Rules;

public sealed class HolidayCalendarTests
{
    private static readonly HolidayCalendar Calendar = BuiltInRules.Holidays;

    [Theory]
    [InlineData("2023-01-20", "2023-01-26")]
    [InlineData("2024-02-08", "2024-02-14")]
    [InlineData("2025-01-25", "2025-02-02")]
    [InlineData("2026-02-14", "2026-02-22")]
    [InlineData("2023-04-29", "2023-05-03")]
    [InlineData("2023-09-01", "2023-09-04")]
    [InlineData("2024-04-27", "2024-05-01")]
    [InlineData("2024-08-31", "2024-09-03")]
    [InlineData("2025-04-30", "2025-05-04")]
    [InlineData("2025-08-30", "2025-09-02")]
    [InlineData("2026-01-01", "2026-01-04")]
    [InlineData("2026-04-25", "2026-04-27")]
    [InlineData("2026-08-29", "2026-09-02")]
    public void IsWorkingDay_OfficialBreaks_ClosedFromEndToEnd(string from, string to)
    {
        for (var date = D(from); date <= D(to); date = date.AddDays(1))
            Calendar.IsWorkingDay(date).ShouldBeFalse(date.ToString("o", System.Globalization.CultureInfo.InvariantCulture));
        Calendar.IsWorkingDay(D(to).AddDays(1)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("2024-05-04")]
    [InlineData("2025-04-26")]
    [InlineData("2026-01-10")]
    [InlineData("2026-08-22")]
    public void IsWorkingDay_SaturdayWorkedInExchange_Open(string date) => Calendar.IsWorkingDay(D(date)).ShouldBeTrue();

    [Theory]
    [InlineData("2026-11-24")]
    [InlineData("2027-02-11")]
    [InlineData("2027-09-03")]
    public void IsWorkingDay_UnconfirmedEntry_NotCounted(string date)
    {
        Calendar.Data.Entries.ShouldContain(e => e.Date == D(date) && e.Source == HolidaySource.Unconfirmed);
        Calendar.IsWorkingDay(D(date)).ShouldBeTrue();
    }

    [Fact]
    public void Data_EveryEntry_SaysItsBasisAndLiesInItsYears()
    {
        Calendar.Data.Note.ShouldNotBeNullOrWhiteSpace();
        Calendar.Data.Entries.ShouldAllBe(e => !string.IsNullOrWhiteSpace(e.Basis) && Calendar.Covers(e.Date));
        Calendar.Data.Entries.Where(e => e.Kind == HolidayKind.Working).ShouldAllBe(e => e.Date.DayOfWeek == DayOfWeek.Saturday);
        foreach (var year in Enumerable.Range(2023, 5))
            Calendar.Data.Entries.Count(e => e.Date.Year == year && e.Kind == HolidayKind.Holiday && e.Source != HolidaySource.Unconfirmed)
                .ShouldBe(year == 2027 ? 9 : 11, $"{year}");
    }

    /// <summary>A day off in lieu of a weekend is matched by a holiday on a weekend; a day off exchanged, by a weekend worked.</summary>
    [Fact]
    public void Data_DaysInLieu_MatchWeekendHolidays()
    {
        foreach (var year in Calendar.Data.Entries.Where(e => e.Source != HolidaySource.Unconfirmed).GroupBy(e => e.Date.Year))
        {
            year.Count(e => e.Kind == HolidayKind.Compensatory)
                .ShouldBe(year.Count(e => e.Kind == HolidayKind.Holiday && e.Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday), $"{year.Key}");
            year.Count(e => e.Kind == HolidayKind.SwappedOff).ShouldBe(year.Count(e => e.Kind == HolidayKind.Working), $"{year.Key}");
        }
    }

    [Theory]
    [InlineData("2023-04-27", 2, "2023-05-04")]
    [InlineData("2024-04-26", 1, "2024-05-02")]
    [InlineData("2024-05-03", 1, "2024-05-04")]
    [InlineData("2023-03-14", 0, "2023-03-14")]
    public void AddWorkingDays_AcrossBreaks_SkipsThem(string from, int days, string expected) => Calendar.AddWorkingDays(D(from), days).ShouldBe(D(expected));

    [Fact]
    public void WhyClosed_NamesTheDay()
    {
        Calendar.WhyClosed(D("2023-09-16")).ShouldBe("thứ Bảy");
        Calendar.WhyClosed(D("2025-04-07")).ShouldBe("Giỗ Tổ Hùng Vương (10/3 âm lịch)");
        Calendar.WhyClosed(D("2025-04-08")).ShouldBeNull();
    }
}
