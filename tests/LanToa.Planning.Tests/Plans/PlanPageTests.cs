using System.Net;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans;

public sealed class PlanPageTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task List_SearchWithoutMarks_FindsThePlan()
    {
        await PlanAsync(PlanState.Issued);
        using var viewer = await app.SignInAsync(Role.Viewer);
        (await viewer.GetAsync("/plans?q=tuyen+truyen+cai+cach")).Text("tbody").ShouldContain("12/KH-UBND");
        (await viewer.GetAsync("/plans?q=khong+co")).Text().ShouldContain("Không có kế hoạch nào khớp");
    }

    [Fact]
    public async Task Plan_ShowsTheSentenceOfATaskAndTheTasksOfASentence()
    {
        var plan = await PlanAsync(PlanState.Drafted);
        using var officer = await app.SignInAsync(Role.Officer);
        (await officer.GetAsync($"/plans/{plan.Id}")).Html.QuerySelector($"a[href='/plans/{plan.Id}?phan=van-ban#cau-s0']").ShouldNotBeNull();
        var text = await officer.GetAsync($"/plans/{plan.Id}?phan=van-ban");
        text.Text("#cau-s0").ShouldContain("Viết bài tuyên truyền");
        text.Text("#cau-s0").ShouldContain("Sở Thử việc");
    }

    [Fact]
    public async Task Plan_DraftOfAnotherUnit_IsNotFound()
    {
        var plan = await PlanAsync(PlanState.Drafted);
        var commune = await app.AddOrganizationAsync("Ủy ban nhân dân xã Ngoài", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province);
        using var stranger = await app.SignInAsync(Role.Officer, commune);
        (await stranger.GetAsync($"/plans/{plan.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync($"/plans/{Guid.CreateVersion7()}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task SubmitApproveIssue_ByTheRightPeople_MakesDuties()
    {
        var plan = await PlanAsync(PlanState.Drafted);
        using var officer = await app.SignInAsync(Role.Officer);
        using var leader = await app.SignInAsync(Role.Leader);
        (await DoAsync(officer, plan, PlanVerb.Submit)).Status.ShouldBe(HttpStatusCode.Redirect);
        (await DoAsync(leader, plan, PlanVerb.Approve)).Status.ShouldBe(HttpStatusCode.Redirect);
        (await DoAsync(leader, plan, PlanVerb.Issue, new() { ["Number"] = "15", ["Date"] = "20/01/2026" })).Status.ShouldBe(HttpStatusCode.Redirect);
        await app.RunJobsAsync();

        var page = await officer.GetAsync($"/plans/{plan.Id}?phan=lich-su");
        page.Text("h1").ShouldContain("Tuyên truyền");
        page.Text().ShouldContain("Trình duyệt");
        page.Text().ShouldContain("15/KH-UBND");
        (await officer.GetAsync($"/plans/{plan.Id}")).Text().ShouldContain("0/");
    }

    [Fact]
    public async Task RecordIssued_TwiceAtOnce_IssuesOnce()
    {
        var plan = await PlanAsync(PlanState.Drafted);
        using var officer = await app.SignInAsync(Role.Officer);
        var page = await officer.GetAsync($"/plans/{plan.Id}");
        await Task.WhenAll(SubmitAsync(officer, page, PlanVerb.RecordIssued, []), SubmitAsync(officer, page, PlanVerb.RecordIssued, []));
        await app.RunJobsAsync();
        var issued = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<LanToa.Platform.Audit.HistoryEvent>().CountAsync(e => e.SubjectId == plan.Id && e.Verb == "plan.record-issued"));
        issued.ShouldBe(1);
    }

    [Fact]
    public async Task RecordIssued_TaskWithoutTimeOrAgency_SaysWhich()
    {
        var unit = await app.AddOrganizationAsync("Sở Chưa rõ", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var plan = await new PlanBuilder(app, app.Province).WithoutTime("Việc không rõ hạn", unit).With("Việc không rõ cơ quan", null).BuildAsync();
        using var officer = await app.SignInAsync(Role.Officer);
        var page = await officer.GetAsync($"/plans/{plan.Id}");
        page.Text().ShouldContain("1 nhiệm vụ chưa rõ thời hạn: “Việc không rõ hạn”");
        page.Text().ShouldContain("1 nhiệm vụ chưa rõ cơ quan chủ trì: “Việc không rõ cơ quan”");
        page.Html.QuerySelector("#recordissued").ShouldBeNull();
        var result = await app.InScopeAsync(s => s.GetRequiredService<ChangePlanState>().HandleAsync(new PlanStateInput(plan.Id, 1, PlanVerb.RecordIssued)));
        result.Changed.ShouldBeFalse();
        result.WhyNot.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("30/02/2026")]
    [InlineData("01/01/1900")]
    public async Task Issue_ImpossibleDate_IsRefusedAndKept(string date)
    {
        var plan = await PlanAsync(PlanState.Approved);
        using var leader = await app.SignInAsync(Role.Leader);
        var answer = await DoAsync(leader, plan, PlanVerb.Issue, new() { ["Date"] = date });
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Html.QuerySelector(".lt-errors, [role=alert]").ShouldNotBeNull();
        (await StateAsync(plan)).ShouldBe(PlanState.Approved);
    }

    [Fact]
    public async Task Withdraw_WithoutReason_IsRefused_WithReason_IsInTheHistory()
    {
        var plan = await PlanAsync(PlanState.Issued);
        using var leader = await app.SignInAsync(Role.Leader);
        (await DoAsync(leader, plan, PlanVerb.Withdraw)).Text().ShouldContain("Hãy ghi lý do.");
        (await DoAsync(leader, plan, PlanVerb.Withdraw, new() { ["Reason"] = "Ban hành nhầm" })).Status.ShouldBe(HttpStatusCode.Redirect);
        (await StateAsync(plan)).ShouldBe(PlanState.Withdrawn);
        (await leader.GetAsync($"/plans/{plan.Id}?phan=lich-su")).Text().ShouldContain("Ban hành nhầm");
    }

    [Fact]
    public async Task Approve_StaleVersion_ShowsTheNewStateAndChangesNothing()
    {
        var plan = await PlanAsync(PlanState.Submitted);
        using var leader = await app.SignInAsync(Role.Leader);
        var page = await leader.GetAsync($"/plans/{plan.Id}");
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            (await db.Set<Plan>().FirstAsync(p => p.Id == plan.Id)).Place = "Nơi khác";
            await db.SaveChangesAsync();
        });
        (await SubmitAsync(leader, page, PlanVerb.Approve, [])).Text().ShouldContain("Người khác vừa thay đổi kế hoạch này");
        (await StateAsync(plan)).ShouldBe(PlanState.Submitted);
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.FocalPoint)]
    [InlineData(Role.Inspector)]
    public async Task Approve_OtherRoles_CannotEvenByACraftedPost(Role role)
    {
        var plan = await PlanAsync(PlanState.Submitted);
        using var person = await app.SignInAsync(role);
        var page = await person.GetAsync($"/plans/{plan.Id}");
        page.Html.QuerySelector("#approve").ShouldBeNull();
        var token = (await person.GetAsync("/identity/me")).Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        (await person.PostAsync($"/plans/{plan.Id}", new() { ["Verb"] = "Approve", ["Version"] = "1", ["__RequestVerificationToken"] = token })).Status.ShouldBe(HttpStatusCode.OK);
        (await StateAsync(plan)).ShouldBe(PlanState.Submitted);
    }

    private async Task<Plan> PlanAsync(PlanState state)
    {
        var unit = await app.AddOrganizationAsync("Sở Thử việc", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        return await new PlanBuilder(app, app.Province).With("Viết bài tuyên truyền mỗi quý một chuyên mục", unit).In(state).BuildAsync();
    }

    private static async Task<TestPage> DoAsync(TestBrowser person, Plan plan, PlanVerb verb, Dictionary<string, string>? values = null) =>
        await SubmitAsync(person, await person.GetAsync($"/plans/{plan.Id}"), verb, values ?? []);

    private static Task<TestPage> SubmitAsync(TestBrowser person, TestPage page, PlanVerb verb, Dictionary<string, string> values) =>
        person.SubmitAsync(page, $"#{verb.ToString().ToLowerInvariant()} form[method=post]", values);

    private Task<PlanState> StateAsync(Plan plan) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Plan>().AsNoTracking().Where(p => p.Id == plan.Id).Select(p => p.State).FirstAsync());
}
