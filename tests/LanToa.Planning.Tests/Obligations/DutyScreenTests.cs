using System.Net;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>What a person meets on the screens of duties and of their rules.</summary>
public sealed class DutyScreenTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    private Task<Organization> UnitAsync(string name) => app.AddOrganizationAsync(name, OrganizationLevel.Province, OrganizationKind.Department, app.Province);

    [Fact]
    public async Task Today_MineAndNobodys_MineStandFirstOthersAreLeftOut()
    {
        app.Clock.MoveTo(D("2026-03-27"));
        var unit = await UnitAsync("Sở Có ba việc");
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("A chưa giao ai", ObligationsApp.OneEachQuarter, [unit.Id]), new TaskGiven("B của tôi", ObligationsApp.OneEachQuarter, [unit.Id]),
            new TaskGiven("C của đồng nghiệp", ObligationsApp.OneEachQuarter, [unit.Id]));
        using var leader = await app.SignInAsync(Role.Leader, unit);
        using var me = await app.SignInAsync(Role.FocalPoint, unit);
        using var colleague = await app.SignInAsync(Role.FocalPoint, unit);
        foreach (var duty in await app.ObligationsAsync(plan.Id))
            if (duty.Text[0] != 'A')
                await leader.SubmitAsync(await leader.OpenAsync($"/obligations/duty/{duty.Id}"), "#giao-viec", new() { ["Assignee"] = (duty.Text[0] == 'B' ? me : colleague).AccountId.ToString() });

        var page = await me.OpenAsync("/today");

        page.Texts("section[aria-label='Tuần này'] .lt-work__title").ShouldBe(["B của tôi", "A chưa giao ai"]);
        page.Texts("section[aria-label='Tuần này'] .lt-work__sub")[1].ShouldContain("chưa giao ai");
    }

    [Fact]
    public async Task NotApplicable_BySuperior_NeedsAReasonAndShowsIt()
    {
        app.Clock.MoveTo(D("2026-11-20"));
        var unit = await UnitAsync("Sở Không áp dụng");
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Việc không áp dụng", ObligationsApp.OneEachQuarter, [unit.Id]));
        var first = (await app.OccurrencesAsync(plan.Id))[0];
        using var focal = await app.SignInAsync(Role.FocalPoint, unit);
        using var officer = await app.SignInAsync(Role.Officer);
        (await focal.GetAsync($"/obligations/{first.Id}/not-applicable")).Location.ShouldNotBeNull().ShouldContain("/identity/denied");

        var form = await officer.OpenAsync($"/obligations/{first.Id}/not-applicable");
        (await officer.SubmitAsync(form, "main form[enctype]", new() { ["Input.Reason"] = " " })).Text("#Input_Reason-error").ShouldContain("Hãy ghi lý do");
        await officer.SubmitAsync(form, "main form[enctype]", new() { ["Input.Reason"] = "Đơn vị không có bộ phận một cửa" });

        var shown = await focal.OpenAsync($"/obligations/{first.Id}");
        shown.Text(".lt-head").ShouldContain("Không áp dụng");
        shown.Text("main").ShouldContain("Đơn vị không có bộ phận một cửa");
        (await focal.OpenAsync("/today")).Html.QuerySelectorAll("section[aria-label='Quá hạn'] .lt-work__item").Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("trang=9999")]
    [InlineData("page=9999")]
    [InlineData("trang=-3")]
    [InlineData("trang=abc")]
    [InlineData("after=2099-01-01_00000000000000000000000000000001_1000")]
    [InlineData("after=hỏng")]
    public async Task List_ImpossiblePage_ShowsRowsAndSaysWhichPageItIs(string query)
    {
        app.Clock.MoveTo(D("2026-11-20"));
        var unit = await UnitAsync($"Sở Nhiều trang {query}");
        await app.IssueAsync(D("2026-01-15"), null, [.. Enumerable.Range(1, 14).Select(i => new TaskGiven($"Việc {i}", ObligationsApp.OneEachQuarter, [unit.Id]))]);
        using var viewer = await app.SignInAsync(Role.Viewer, unit);

        var page = await viewer.OpenAsync($"/obligations?state=all&{query}");

        page.Html.QuerySelectorAll("main tbody tr").Length.ShouldBe(query == "trang=9999" ? 6 : 50);
        page.Text(".lt-paging").ShouldStartWith(query == "trang=9999" ? "51–56 trong 56 việc" : "1–50 trong 56 việc");
    }

    [Fact]
    public async Task Board_WiderThanAPhone_SaysThatItGoesOn()
    {
        app.Clock.MoveTo(D("2026-11-20"));
        var unit = await UnitAsync("Sở Trên bảng");
        await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Việc trên bảng", ObligationsApp.OneEachQuarter, [unit.Id]));
        using var viewer = await app.SignInAsync(Role.Viewer, unit);

        (await viewer.OpenAsync("/obligations/board")).Text(".lt-matrix-cue").ShouldBe("Vuốt ngang để xem hết các cột");
    }

    [Fact]
    public async Task Regimes_OfAnotherProvince_SaySo()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);

        var list = await administrator.OpenAsync("/rules/regimes");

        Scope("Chế độ báo cáo của cơ quan hành chính nhà nước").ShouldBe("Cả nước");
        Scope("Chế độ báo cáo định kỳ tỉnh Khánh Hòa").ShouldBe("Chỉ tỉnh có mã 56 (không dùng ở nơi khác)");
        (await administrator.OpenAsync("/rules/regimes/edit?code=khanh-hoa-2023")).Text("main").ShouldContain("không dùng cho kế hoạch của tỉnh bạn");

        string Scope(string name) => list.Html.QuerySelectorAll("main tbody tr").Single(r => r.QuerySelector("th")!.TextContent.Trim() == name).QuerySelector("td:last-child")!.TextContent.Trim();
    }

    [Fact]
    public async Task Regime_ReplacementsAndShiftChosenOnScreen_NextPlanFollowsThem()
    {
        app.Clock.MoveTo(D("2026-01-20"));
        using var administrator = await app.SignInAsync(Role.Administrator);
        var page = await administrator.OpenAsync("/rules/regimes/edit?code=cchc-581");
        page.Html.QuerySelectorAll("#chon input[name=Replaces][checked]").Select(i => i.GetAttribute("value")).ShouldBe(["h1-q2", "9m-q3", "h2-q4", "y-q4", "y-h2"]);

        (await administrator.SubmitAsync(page, "#chon", new() { ["whyChoices"] = "" })).Text("main").ShouldContain("Hãy ghi lý do");
        (await administrator.SubmitAsync(page, "#chon", new() { ["Replaces"] = "y-q4", ["Shift"] = "After", ["whyChoices"] = "Quyết định của tỉnh" })).Status.ShouldBe(HttpStatusCode.Redirect);
        (await administrator.SubmitAsync(page, "#chon", new() { ["Replaces"] = "khac", ["whyChoices"] = "Sai" })).Status.ShouldBe(HttpStatusCode.BadRequest);

        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Báo cáo theo lựa chọn", ObligationsApp.ReportsOfPlan002, [app.Culture.Id]));
        (await app.OccurrencesAsync(plan.Id)).Select(o => o.PeriodKey).Order(StringComparer.Ordinal).ShouldBe(["2026", "2026-H1", "2026-H2", "2026-Q1", "2026-Q2", "2026-Q3"]);
        (await administrator.OpenAsync("/rules/regimes/edit?code=cchc-581")).Text("main").ShouldContain("Quyết định của tỉnh");
        var book = await app.InScopeAsync(s => s.GetRequiredService<RuleBooks>().OfAsync(99));
        book.Own.Regimes["cchc-581"].Shift.ShouldBe(ShiftRule.After);
    }

    [Fact]
    public async Task Duties_ByRoleAndWords_ListThose()
    {
        app.Clock.MoveTo(D("2026-05-20"));
        var (unit, other) = (await UnitAsync("Sở Trả lời"), await UnitAsync("Sở Cùng làm"));
        await app.IssueAsync(D("2026-01-15"), null,
            new TaskGiven("Trả lời báo chí khi được hỏi", new() { Kind = DutyKind.OnRequest }, [unit.Id]),
            new TaskGiven("Bản tin cùng làm", ObligationsApp.OneEachQuarter, [unit.Id], Coordinating: [other.Id]));
        using var officer = await app.SignInAsync(Role.Officer);

        var coordinating = (await officer.OpenAsync("/obligations/duties?role=Coordinating")).Text(".lt-table");
        coordinating.ShouldContain("Bản tin cùng làm");
        coordinating.ShouldNotContain("Trả lời báo chí");
        var found = (await officer.OpenAsync("/obligations/duties?q=tra+loi+bao+chi&sort=-work")).Text(".lt-table");
        found.ShouldContain("Trả lời báo chí khi được hỏi");
        found.ShouldNotContain("Bản tin cùng làm");
        (await officer.OpenAsync($"/obligations/duties?unit={other.Id}")).Text(".lt-table").ShouldNotContain("Trả lời báo chí");
    }
}
