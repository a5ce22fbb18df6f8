using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>The page of the day of those who decide: plans to approve first, then what waits, in order, and what is late in all they see.</summary>
public sealed class TodayTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private const string Waiting = "section[aria-label='Chờ tôi xử lý']";

    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task Today_PlanSubmitted_StandsFirstAtItsLeaderOnly()
    {
        app.Clock.MoveTo(D("2026-03-20"));
        var bureau = await app.AddOrganizationAsync("Sở Chờ Duyệt", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var plan = new Plan { ProvinceId = 99, IssuerId = bureau.Id, Number = "77", Symbol = "KH-SCD", Title = "Kế hoạch chờ ký", State = PlanState.Submitted, StateAt = new DateTimeOffset(2026, 3, 19, 2, 0, 0, TimeSpan.Zero), StateByName = "Trần Thị Trình" };
        await app.InScopeAsync(async s =>
        {
            s.GetRequiredService<LanToaDb>().Add(plan);
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        });
        using var leader = await app.SignInAsync(Role.Leader, bureau);
        using var officer = await app.SignInAsync(Role.Officer, bureau);

        var page = await leader.OpenAsync("/today");

        page.Text($"{Waiting} .lt-work__item").ShouldContain("Đã trình 19/03/2026, Trần Thị Trình");
        page.Html.QuerySelector($"{Waiting} .lt-work__title a")!.GetAttribute("href").ShouldBe($"/plans/{plan.Id}");
        page.Text().ShouldNotContain("Không có việc nào đang chờ");
        (await officer.OpenAsync("/today")).Text().ShouldNotContain("Kế hoạch chờ ký");
    }

    [Fact]
    public async Task Today_ManyConfirmations_StandUnderTheirTaskOldestFirst()
    {
        app.Clock.MoveTo(D("2026-11-20"));
        var top = await app.AddOrganizationAsync("Sở Nhiều Đơn Vị", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var units = new List<Guid>();
        for (var i = 1; i <= 4; i++) units.Add((await app.AddOrganizationAsync($"Chi cục số {i}", OrganizationLevel.Province, OrganizationKind.Division, top)).Id);
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Tin quý", ObligationsApp.OneEachQuarter, units), new TaskGiven("Bài tháng Ba", new DutyRule { Kind = DutyKind.Once, Dates = [D("2026-03-10")] }, units));
        foreach (var o in (await app.OccurrencesAsync(plan.Id)).Where(o => o.DueOn < D("2026-10-01")))
            await app.InScopeAsync(s => s.GetRequiredService<ActOnOccurrence>().HandleAsync(new ActInput(o.Id, OccurrenceVerb.ClaimDone, Guid.CreateVersion7(), 1) { Note = "Đã phát, không ghi âm." }));
        using var officer = await app.SignInAsync(Role.Officer, top);

        var page = await officer.OpenAsync("/today");

        page.Texts($"{Waiting} h3").ShouldBe(["10/KH-UBND · Bài tháng Ba (4)", "10/KH-UBND · Tin quý (12)"]);
        // The head names plan and task; a row says whose and of which period.
        page.Texts($"{Waiting} .lt-work__title").Take(4).ShouldBe(["Chi cục số 1", "Chi cục số 2", "Chi cục số 3", "Chi cục số 4"], ignoreOrder: true);
        page.Texts($"{Waiting} .lt-work__sub").ShouldAllBe(sub => !sub.Contains("10/KH-UBND", StringComparison.Ordinal));
        page.Texts($"{Waiting} .lt-work__facts").Select(f => f.Contains("10/03/2026", StringComparison.Ordinal)).ShouldBe([.. Enumerable.Repeat(true, 4), .. Enumerable.Repeat(false, 12)]);
    }

    [Fact]
    public async Task Today_AboveOthers_SaysHowMuchIsLateWhere()
    {
        app.Clock.MoveTo(D("2026-04-05"));
        var top = await app.AddOrganizationAsync("Sở Đứng Trên", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var below = await app.AddOrganizationAsync("Phòng đứng dưới", OrganizationLevel.Province, OrganizationKind.Division, top);
        await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Tin tháng, quý", ObligationsApp.OneEachQuarter, [top.Id, below.Id]), new TaskGiven("Việc ngày 3", new DutyRule { Kind = DutyKind.Once, Dates = [D("2026-04-03")] }, [below.Id]));
        using var officer = await app.SignInAsync(Role.Officer, top);
        using var focal = await app.SignInAsync(Role.FocalPoint, below);

        var page = await officer.OpenAsync("/today");

        page.Text("main a[href='/obligations?state=late']").ShouldBe("Trong phạm vi: 3 việc quá hạn, kể cả bị trả lại, ở 2 cơ quan ›");
        (await officer.OpenAsync("/obligations?state=late")).Html.QuerySelectorAll("tbody tr").Length.ShouldBe(3);
        (await focal.OpenAsync("/today")).Text().ShouldNotContain("Trong phạm vi");
    }
}
