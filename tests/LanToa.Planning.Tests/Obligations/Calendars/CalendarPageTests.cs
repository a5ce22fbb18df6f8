using LanToa.Planning.Organizations;
using LanToa.Platform.Permissions;
using LanToa.Testing;

namespace LanToa.Planning.Tests.Obligations.Calendars;

/// <summary>The month on a screen: each day's work of the unit, and as numbers that of all units, which the list behind them repeats.</summary>
public sealed class CalendarPageTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task Month_OfAUnitAndOfItsScope_ShowsWhatIsDueEachDay()
    {
        app.Clock.MoveTo(D("2026-05-20"));
        var unit = await app.AddOrganizationAsync("Sở Trên lịch", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        await app.IssueAsync(D("2026-01-15"), null, [.. Enumerable.Range(1, 6).Select(n => new TaskGiven($"Việc {n}", ObligationsApp.OneEachQuarter, [unit.Id]))]);
        using var focal = await app.SignInAsync(Role.FocalPoint, unit);

        var month = await focal.OpenAsync("/obligations/calendar?thang=2026-06");
        month.Text("h1").ShouldBe("Lịch việc phải làm · Tháng 6/2026");
        month.Html.QuerySelectorAll(".lt-month tbody tr").Length.ShouldBe(5);
        var day = month.Html.QuerySelectorAll(".lt-month__day").Single(d => d.QuerySelector(".lt-month__whole")!.TextContent == "thứ Ba 30/06/2026");
        day.QuerySelectorAll(".lt-month__title").Length.ShouldBe(3);
        var more = day.QuerySelector(".lt-month__more")!;
        more.TextContent.ShouldBe("và 3 việc nữa");
        (await focal.OpenAsync(more.GetAttribute("href")!)).Html.QuerySelectorAll("main tbody tr").Length.ShouldBe(6);
        (await focal.OpenAsync("/obligations/calendar?thang=2026-09")).Text(".lt-month").ShouldContain("Quốc khánh");
        month.Html.QuerySelector("a[href*='gom=']").ShouldBeNull();

        using var officer = await app.SignInAsync(Role.Officer);
        (await officer.OpenAsync("/obligations/calendar?thang=2026-06")).Text("main").ShouldContain("Tháng này không có việc nào đến hạn");
        var scope = await officer.OpenAsync("/obligations/calendar?thang=2026-06&gom=tat-ca");
        var count = scope.Html.QuerySelector(".lt-month__count")!;
        count.TextContent.ShouldBe("6 việc chưa xong");
        (await officer.OpenAsync(count.GetAttribute("href")!)).Html.QuerySelectorAll("main tbody tr").Length.ShouldBe(6);
    }

    [Theory]
    [InlineData("2026-13")]
    [InlineData("1800-01")]
    [InlineData("hỏng")]
    public async Task Month_ThatIsNone_ShowsThisOne(string month)
    {
        app.Clock.MoveTo(D("2026-05-20"));
        using var viewer = await app.SignInAsync(Role.Viewer);

        (await viewer.OpenAsync($"/obligations/calendar?thang={month}")).Text("h1").ShouldBe("Lịch việc phải làm · Tháng 5/2026");
    }
}
