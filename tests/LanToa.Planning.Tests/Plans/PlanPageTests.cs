using System.Net;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans;

public sealed class PlanPageTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task List_SearchWithoutMarks_FindsThePlan()
    {
        var plan = await PlanAsync(PlanState.Issued);
        using var viewer = await app.SignInAsync(Role.Viewer);
        (await viewer.GetAsync("/plans?q=tuyen+truyen+cai+cach")).Text("tbody").ShouldContain(plan.NumberAndSymbol);
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
    public async Task Plan_TaskOfARowOfATable_IsSaidOnceInItsRow()
    {
        var plan = await PlanAsync(PlanState.Drafted);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var task = await db.Set<PlanTask>().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).FirstAsync();
            (string? Label, string Text)[] cells = [("TT", "Nội dung"), (null, "Chủ trì"), ("1", "Treo pa nô"), (null, "Sở Thử việc"), (null, "Quý II")];
            foreach (var (cell, n) in cells.Select((c, n) => (c, n)))
                db.Add(new PlanStatement { ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = 50 + n, Key = $"o{n}", Kind = "table-cell", Label = cell.Label, Text = cell.Text });
            task.StatementKeys = [.. task.StatementKeys, "o2", "o3", "o4"];
            await db.SaveChangesAsync();
        });
        using var officer = await app.SignInAsync(Role.Officer);
        var text = await officer.GetAsync($"/plans/{plan.Id}?phan=van-ban");
        text.Html.QuerySelectorAll("[id^=cau-o] a[href*='#']").Select(a => a.Closest("[id^=cau-]")!.Id).ShouldBe(["cau-o4"]);
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

        // Who keeps the plan begins it; who may not is shown no button for it.
        (await officer.GetAsync(PlanLinks.Of(plan.Id))).Text("main").ShouldContain(PlanVerb.Start.Name());
        (await leader.GetAsync(PlanLinks.Of(plan.Id))).Text("main").ShouldNotContain(PlanVerb.Start.Name());

        var page = await officer.GetAsync($"/plans/{plan.Id}?phan=lich-su");
        page.Text("h1").ShouldContain("Tuyên truyền");
        page.Text().ShouldContain("Trình duyệt");
        page.Text().ShouldContain("15/KH-UBND");
        (await officer.GetAsync($"/plans/{plan.Id}")).Text().ShouldContain("0/");
    }

    [Fact]
    public async Task Approve_ByADeputyWhoSentItUp_IsForAnotherPerson()
    {
        var plan = await PlanAsync(PlanState.Drafted);
        using var officer = await app.SignInAsync(Role.Officer);
        using var other = await app.SignInAsync(Role.Officer);
        using var leader = await app.SignInAsync(Role.Leader);
        (await DoAsync(officer, plan, PlanVerb.Submit)).Status.ShouldBe(HttpStatusCode.Redirect);
        foreach (var deputy in new[] { officer, other })
        {
            await app.InScopeAsync(async s =>
            {
                var (db, clock) = (s.GetRequiredService<LanToaDb>(), s.GetRequiredService<Clock>());
                var role = await db.Set<Membership>().SingleAsync(m => m.AccountId == leader.AccountId);
                db.Add(new Delegation { MembershipId = role.Id, FromId = leader.AccountId, ToId = deputy.AccountId, ValidFrom = clock.Today, ValidTo = clock.Today, CreatedAt = clock.Now });
                await db.SaveChangesAsync();
            });
            (await deputy.SubmitAsync(await deputy.GetAsync("/identity/delegations"), "form[action*='/identity/unit']:has(input[name=unitId])")).Location.ShouldBe("/today");
        }
        var page = await officer.GetAsync($"/plans/{plan.Id}");
        page.Text("main").ShouldContain("Bạn đã trình kế hoạch này nên không duyệt thay được");
        (await StateAsync(plan)).ShouldBe(PlanState.Submitted);
        (await DoAsync(other, plan, PlanVerb.Approve)).Status.ShouldBe(HttpStatusCode.Redirect);
        (await StateAsync(plan)).ShouldBe(PlanState.Approved);
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

    [Fact]
    public async Task RecordIssued_DateAfterToday_IsRefusedAndTheFormComesBackWithIt()
    {
        var plan = await PlanAsync(PlanState.Drafted);
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Plan>().Where(p => p.Id == plan.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Date, new DateOnly(2026, 11, 21))));
        using var officer = await app.SignInAsync(Role.Officer);
        // The day that a draft was to have is not proposed where it would be refused.
        (await officer.GetAsync($"/plans/{plan.Id}")).Html.QuerySelector("#recordissued [name=Date]")!.GetAttribute("value").ShouldBe("20/11/2026");
        var answer = await DoAsync(officer, plan, PlanVerb.RecordIssued, new() { ["Date"] = "21/11/2026", ["Number"] = "77" });
        answer.Text(".lt-errors").ShouldContain("Ngày ban hành 21/11/2026 ở sau hôm nay");
        answer.Html.QuerySelector("#recordissued")!.GetAttribute("data-open").ShouldBe("true");
        answer.Html.QuerySelector("#recordissued #Date[aria-invalid=true][aria-describedby~=Date-error]").ShouldNotBeNull();
        answer.Text("#Date-error").ShouldContain("ở sau hôm nay");
        answer.Html.QuerySelector("#recordissued [name=Date]")!.GetAttribute("value").ShouldBe("21/11/2026");
        answer.Html.QuerySelector("#recordissued [name=Number]")!.GetAttribute("value").ShouldBe("77");
        (await StateAsync(plan)).ShouldBe(PlanState.Drafted);
        (await SubmitAsync(officer, answer, PlanVerb.RecordIssued, new() { ["Date"] = "20/11/2026" })).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task RecordIssued_GroupWithoutUnits_IsNamed()
    {
        var group = new OrganizationGroup { Name = "UBND các huyện đã giải thể", Levels = [OrganizationLevel.District], Kinds = [OrganizationKind.Committee] };
        var plan = await PlanAsync(PlanState.Drafted);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.Add(group);
            var task = await db.Set<PlanTask>().FirstAsync(t => t.PlanId == plan.Id);
            db.Add(new TaskParty { ProvinceId = plan.ProvinceId, PlanId = plan.Id, TaskId = task.Id, Ordinal = 1, Printed = group.Name, GroupId = group.Id });
            await db.SaveChangesAsync();
        });
        var result = await app.InScopeAsync(s => s.GetRequiredService<ChangePlanState>().HandleAsync(new PlanStateInput(plan.Id, 1, PlanVerb.RecordIssued)));
        result.WhyNot.ShouldHaveSingleItem().ShouldContain("nhóm “UBND các huyện đã giải thể” không có đơn vị nào vào ngày 15/01/2026");
        (await StateAsync(plan)).ShouldBe(PlanState.Drafted);
    }

    [Fact]
    public async Task Submit_PlanWithoutTasks_IsRefused()
    {
        var plan = await new PlanBuilder(app, app.Province).BuildAsync();
        var result = await app.InScopeAsync(s => s.GetRequiredService<ChangePlanState>().HandleAsync(new PlanStateInput(plan.Id, 1, PlanVerb.Submit)));
        result.WhyNot.ShouldBe(["Kế hoạch chưa có nhiệm vụ nào."]);
    }

    [Theory]
    [InlineData(PlanState.Submitted)]
    [InlineData(PlanState.Approved)]
    public async Task RecordIssued_SignedPaperComesBack_IsTakenWithItsFile(PlanState state)
    {
        var plan = await PlanAsync(state);
        using var officer = await app.SignInAsync(Role.Officer);
        var done = await officer.SubmitAsync(await officer.GetAsync($"/plans/{plan.Id}"), "#recordissued form[method=post]", file: new TestFile("Signed", "ban-ky.pdf", TestPdf.Of("bản đã ký")));
        done.Status.ShouldBe(HttpStatusCode.Redirect, done.Text(".lt-errors"));
        (await officer.GetAsync($"/plans/{plan.Id}?phan=thong-tin")).Text("main").ShouldContain("ban-ky.pdf bản đã ký");
    }

    [Fact]
    public async Task RecordIssued_BrokenSignedFile_ChangesNothing()
    {
        var plan = await PlanAsync(PlanState.Drafted);
        using var officer = await app.SignInAsync(Role.Officer);
        var page = await officer.GetAsync($"/plans/{plan.Id}");
        var refused = await officer.SubmitAsync(page, "#recordissued form[method=post]", file: new TestFile("Signed", "virus.pdf", [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0]));
        refused.Text(".lt-errors").ShouldContain("Bản đã ký phải là tệp PDF");
        (await StateAsync(plan)).ShouldBe(PlanState.Drafted);
    }

    [Fact]
    public async Task Plan_PreparedForTheUnitAbove_SaysWhoIssuesIt()
    {
        // A body with nobody above it: whom to ask is a short list, and other tests add people to the province.
        var issuer = await app.AddOrganizationAsync("Ủy ban nhân dân tỉnh nhờ soạn", OrganizationLevel.Province, OrganizationKind.Committee, null);
        var leader = await app.AddPersonAsync(Role.Leader, issuer);
        var home = await app.AddOrganizationAsync("Sở Nội vụ soạn hộ", OrganizationLevel.Province, OrganizationKind.Department, issuer);
        using var officer = await app.SignInAsync(Role.Officer, home);
        var plan = await PlanAsync(PlanState.Drafted, officer.AccountId, issuer);
        var page = await officer.GetAsync($"/plans/{plan.Id}");
        page.Text("main").ShouldContain($"Chỉ Lãnh đạo hoặc Công chức phụ trách CCHC tại {issuer.Name}");
        page.Text("main").ShouldContain("Bạn đang làm việc tại Sở Nội vụ soạn hộ");
        page.Text("main").ShouldContain(leader.DisplayName);
        page.Html.QuerySelector("#recordissued").ShouldBeNull();
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
        var refused = await DoAsync(leader, plan, PlanVerb.Withdraw);
        refused.Text("#withdraw #Reason-error").ShouldContain("Hãy ghi lý do.");
        refused.Html.QuerySelectorAll("[name=Reason][aria-invalid]").Length.ShouldBe(1, "the other dialogs asked nothing");
        (await DoAsync(leader, plan, PlanVerb.Withdraw, new() { ["Reason"] = "Ban hành nhầm" })).Status.ShouldBe(HttpStatusCode.Redirect);
        (await StateAsync(plan)).ShouldBe(PlanState.Withdrawn);
        (await leader.GetAsync($"/plans/{plan.Id}?phan=lich-su")).Text().ShouldContain("Ban hành nhầm");
    }

    [Theory]
    [InlineData(PlanState.Drafted)]
    [InlineData(PlanState.Approved)]
    public async Task Withdraw_NeverIssued_DropsTheDraftWithoutAReason_AndItLeavesTheList(PlanState state)
    {
        var plan = await PlanAsync(state);
        var title = $"Lập nhầm {Guid.CreateVersion7():N}";
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var named = await db.Set<Plan>().FirstAsync(p => p.Id == plan.Id);
            named.Title = title;
            await db.SaveChangesAsync();
        });
        using var leader = await app.SignInAsync(Role.Leader);
        var page = await leader.GetAsync(PlanLinks.Of(plan.Id));
        page.Text("#withdraw").ShouldSatisfyAllConditions(t => t.ShouldContain("Bỏ dự thảo này?"), t => t.ShouldNotContain("bắt buộc"), t => t.ShouldNotContain("Thu hồi kế hoạch"));
        page.Html.QuerySelector("#withdraw [name=Reason]").ShouldBeNull();
        var list = $"/plans?coquan={plan.IssuerId}&sort=-ten&nam=&trangthai=";
        (await leader.GetAsync(list + state)).Text("main").ShouldContain(title);
        (await DoAsync(leader, plan, PlanVerb.Withdraw)).Status.ShouldBe(HttpStatusCode.Redirect);
        (await StateAsync(plan)).ShouldBe(PlanState.Withdrawn);
        (await leader.GetAsync(list)).Text("main").ShouldNotContain(title);
        (await leader.GetAsync("/plans?handler=Export&dang=csv")).Body.ShouldNotContain(title);
        (await leader.GetAsync("/plans?trangthai=Withdrawn&handler=Export&dang=csv")).Body.Split('\n').Single(line => line.Contains(title, StringComparison.Ordinal)).ShouldSatisfyAllConditions(l => l.ShouldContain(",Đã bỏ,"), l => l.ShouldNotContain("Thu hồi"));
        (await leader.GetAsync(list + PlanState.Withdrawn)).Texts("main tbody tr").Single(row => row.Contains(title, StringComparison.Ordinal)).ShouldContain("Đã bỏ");
        (await leader.GetAsync($"/plans/{plan.Id}?phan=thong-tin")).Text("main").ShouldSatisfyAllConditions(t => t.ShouldContain("Đã bỏ"), t => t.ShouldNotContain("Thu hồi"));
        (await leader.GetAsync($"/plans/{plan.Id}?phan=lich-su")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Withdraw_Issued_StaysInTheList()
    {
        var plan = await PlanAsync(PlanState.Approved);
        using var leader = await app.SignInAsync(Role.Leader);
        (await DoAsync(leader, plan, PlanVerb.Issue, new() { ["Number"] = "1517", ["Date"] = "20/01/2026" })).Status.ShouldBe(HttpStatusCode.Redirect);
        (await DoAsync(leader, plan, PlanVerb.Withdraw, new() { ["Reason"] = "Ban hành nhầm" })).Status.ShouldBe(HttpStatusCode.Redirect);
        (await leader.GetAsync("/plans?handler=Export&dang=csv")).Body.Split('\n').Single(line => line.Contains("1517/", StringComparison.Ordinal)).ShouldContain(",Thu hồi,");
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
        var told = await SubmitAsync(leader, page, PlanVerb.Approve, []);
        told.Text(".lt-errors").ShouldContain("Kế hoạch đã đổi sau khi bạn mở trang này");
        told.Text("main").ShouldContain("Địa danh: (trống) → Nơi khác");
        (await StateAsync(plan)).ShouldBe(PlanState.Submitted);
        // On the page that shows the change, pressing again is a decision about it.
        (await SubmitAsync(leader, told, PlanVerb.Approve, [])).Status.ShouldBe(HttpStatusCode.Redirect);
        (await StateAsync(plan)).ShouldBe(PlanState.Approved);
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

    private async Task<Plan> PlanAsync(PlanState state, Guid? by = null, Organization? issuer = null)
    {
        app.Clock.MoveTo(new DateOnly(2026, 11, 20));
        var unit = await app.AddOrganizationAsync("Sở Thử việc", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        return await new PlanBuilder(app, issuer ?? app.Province).With("Viết bài tuyên truyền mỗi quý một chuyên mục", unit).In(state).By(by).BuildAsync();
    }

    private static async Task<TestPage> DoAsync(TestBrowser person, Plan plan, PlanVerb verb, Dictionary<string, string>? values = null) =>
        await SubmitAsync(person, await person.GetAsync($"/plans/{plan.Id}"), verb, values ?? []);

    private static Task<TestPage> SubmitAsync(TestBrowser person, TestPage page, PlanVerb verb, Dictionary<string, string> values) =>
        person.SubmitAsync(page, $"#{verb.ToString().ToLowerInvariant()} form[method=post]", values);

    private Task<PlanState> StateAsync(Plan plan) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Plan>().AsNoTracking().Where(p => p.Id == plan.Id).Select(p => p.State).FirstAsync());
}
