using System.Net;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans;

/// <summary>For every agency that a plan addresses: what must be done by when, and the way to its duties.</summary>
public sealed class PlanAgenciesTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static readonly DateOnly Today = new(2026, 5, 10);
    private static readonly DutyRule OnRequest = new() { Kind = DutyKind.OnRequest };

    private async Task<(Plan Plan, List<PlanTask> Tasks)> IssueAsync()
    {
        app.Clock.MoveTo(Today);
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null,
            new TaskGiven("Mỗi quý một chuyên mục", ObligationsApp.OneEachQuarter, [app.Culture.Id, app.Finance.Id], Coordinating: [app.Office.Id]),
            new TaskGiven("Báo cáo khi được hỏi", OnRequest, [app.Culture.Id]));
        var tasks = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).ToListAsync());
        return (plan, tasks);
    }

    [Fact]
    public async Task Agencies_IssuedPlan_EachWithItsTasksNextDateAndPeriods()
    {
        var (plan, tasks) = await IssueAsync();
        using var officer = await app.SignInAsync(Role.Officer);
        var page = await officer.OpenAsync(PlanLinks.Agencies(plan.Id));
        page.Texts("main h2").Select(t => t.Split(" (")[0].TrimEnd('0', '1', '2', ' ')).ShouldBe(["Sở Tài chính", "Sở Văn hóa, Thể thao và Du lịch", "Văn phòng Ủy ban nhân dân tỉnh"]);
        var finance = page.Texts("main section, main .lt-card").First(t => t.Contains("Sở Tài chính", StringComparison.Ordinal));
        finance.ShouldContain("Hạn gần nhất 30/06/2026");
        finance.ShouldContain("trễ 1 kỳ");
        finance.ShouldContain("0/4");
        var link = page.Html.QuerySelector($"a[href='{PlanLinks.Duties(plan.Id, tasks[0].Id, app.Finance.Id)}']").ShouldNotBeNull();
        var list = await officer.OpenAsync(link.GetAttribute("href")!);
        list.Texts("tbody tr").Count.ShouldBe(4);
        list.Text("tbody").ShouldNotContain("Sở Văn hóa");
        list.Text(".lt-one-task").ShouldContain("Chỉ nhiệm vụ “Mỗi quý một chuyên mục”");
        var asked = await officer.OpenAsync(PlanLinks.OnRequest(plan.Id, tasks[1].Id, app.Culture.Id));
        asked.Texts("tbody tr").ShouldHaveSingleItem().ShouldContain("Báo cáo khi được hỏi");
        page.Html.QuerySelector($"a[href='{PlanLinks.OnRequest(plan.Id, tasks[1].Id, app.Culture.Id)}']").ShouldNotBeNull();
    }

    [Fact]
    public async Task Plan_EachTask_LinksToItsDutiesAndSaysWhatIsDueNext()
    {
        var (plan, tasks) = await IssueAsync();
        using var officer = await app.SignInAsync(Role.Officer);
        var page = await officer.GetAsync(PlanLinks.Of(plan.Id));
        page.Text($"#viec-{tasks[0].Id}").ShouldContain("Hạn tới 30/06/2026");
        page.Html.QuerySelector($"#viec-{tasks[0].Id} a[href='{PlanLinks.Duties(plan.Id, tasks[0].Id)}']").ShouldNotBeNull().TextContent.ShouldContain("0/8");
        (await officer.OpenAsync(PlanLinks.Duties(plan.Id, tasks[0].Id))).Texts("tbody tr").Count.ShouldBe(8);
    }

    [Fact]
    public async Task Agencies_FocalPoint_OwnFirst_NoLinkToOthersWork()
    {
        var (plan, tasks) = await IssueAsync();
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        var page = await focal.OpenAsync(PlanLinks.Agencies(plan.Id));
        page.Texts("main h2")[0].ShouldStartWith("Sở Văn hóa");
        page.Html.QuerySelector($"a[href='{PlanLinks.Duties(plan.Id, tasks[0].Id, app.Culture.Id)}']").ShouldNotBeNull();
        page.Html.QuerySelector($"a[href='{PlanLinks.Duties(plan.Id, tasks[0].Id, app.Finance.Id)}']").ShouldBeNull();
        using var stranger = await app.SignInAsync(Role.FocalPoint, app.Commune);
        (await stranger.GetAsync(PlanLinks.Of(plan.Id))).Html.QuerySelector("a[href^='/obligations?state=all'][href*='task=']").ShouldBeNull();
    }

    [Fact]
    public async Task Agencies_SearchWithoutMarks_NarrowsAndSaysWhenNothingFits()
    {
        var (plan, _) = await IssueAsync();
        using var officer = await app.SignInAsync(Role.Officer);
        (await officer.GetAsync(PlanLinks.Agencies(plan.Id) + "?q=tai+chinh")).Texts("main h2").ShouldHaveSingleItem().ShouldStartWith("Sở Tài chính");
        (await officer.GetAsync(PlanLinks.Agencies(plan.Id) + "?q=khong+co")).Text("main").ShouldContain("Không có cơ quan nào khớp");
    }

    [Fact]
    public async Task Agencies_Draft_ShowsRulesWithoutDates_AndIsNotFoundForOthers()
    {
        var plan = await new PlanBuilder(app, app.Province).With("Viết bài mỗi quý", app.Finance).BuildAsync();
        using var officer = await app.SignInAsync(Role.Officer);
        var page = await officer.GetAsync(PlanLinks.Agencies(plan.Id));
        page.Text("main").ShouldContain("Kế hoạch chưa ban hành");
        page.Text("tbody").ShouldContain("mỗi quý");
        page.Html.QuerySelector("main table a[href^='/obligations']").ShouldBeNull();
        using var stranger = await app.SignInAsync(Role.Officer, app.Commune);
        (await stranger.GetAsync(PlanLinks.Agencies(plan.Id))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await officer.GetAsync(PlanLinks.Agencies(Guid.CreateVersion7()))).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
