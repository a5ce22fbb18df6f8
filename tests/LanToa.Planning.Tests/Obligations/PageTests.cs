using System.Net;
using LanToa.Contracts.Plans;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>What the pages show on given days.</summary>
public sealed class PageTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    private Task<Plan> ColumnsAsync(Guid unit, DateOnly? tracking = null, TaskModality modality = TaskModality.Command, string text = "Chuyên mục CCHC") =>
        app.IssueAsync(D("2026-01-15"), tracking, new TaskGiven(text, ObligationsApp.OneEachQuarter, [unit], modality));

    [Fact]
    public async Task Today_FiftyOneDaysLate_SaysSoBesideTheDate()
    {
        app.Clock.MoveTo(D("2026-11-20"));
        var unit = await app.AddOrganizationAsync("Sở Tư pháp", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        await ColumnsAsync(unit.Id);
        using var focal = await app.SignInAsync(Role.FocalPoint, unit);

        var page = await focal.OpenAsync("/today");

        page.Text("h1").ShouldBe("Hôm nay · thứ Sáu 20/11/2026");
        var late = page.Html.QuerySelectorAll("section[aria-label='Quá hạn'] .lt-work__item").Select(i => i.TextContent).Single(t => t.Contains("quý III/2026", StringComparison.Ordinal));
        late.ShouldContain("0/1 · hạn 30/09/2026 · trễ 51 ngày");
        late.ShouldContain("Ghi nhận");
        late.ShouldContain("Xin lùi hạn");
        page.Text("section[aria-label='Đang làm, hạn sau tuần này']").ShouldContain("quý IV/2026");
    }

    [Fact]
    public async Task Today_NothingToDo_SaysWhatWillBeHere()
    {
        app.Clock.MoveTo(D("2026-11-20"));
        var idle = await app.AddOrganizationAsync("Sở Chưa có việc", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        using var focal = await app.SignInAsync(Role.FocalPoint, idle);

        (await focal.OpenAsync("/today")).Text().ShouldContain("Không có việc nào đang chờ");
    }

    [Fact]
    public async Task Today_RequestAndBeforeTracking_AreNotOverdue()
    {
        app.Clock.MoveTo(D("2026-11-20"));
        var unit = await app.AddOrganizationAsync("Báo được đề nghị", OrganizationLevel.Province, OrganizationKind.PublicService, app.Province);
        await ColumnsAsync(unit.Id, modality: TaskModality.Request, text: "Đề nghị đưa tin");
        await ColumnsAsync(unit.Id, tracking: D("2026-10-01"), text: "Việc cũ");
        using var focal = await app.SignInAsync(Role.FocalPoint, unit);

        var page = await focal.OpenAsync("/today");

        page.Html.QuerySelector("section[aria-label='Quá hạn']").ShouldBeNull();
        page.Text("section[aria-label='Đang làm, hạn sau tuần này']").ShouldContain("đề nghị");
        page.Text().ShouldNotContain("trễ");
    }

    [Fact]
    public async Task Today_ConfirmAndTake_AreOneTap()
    {
        app.Clock.MoveTo(D("2026-03-30"));
        var plan = await ColumnsAsync(app.Finance.Id, text: "Chuyên mục tài chính công");
        var first = (await app.OccurrencesAsync(plan.Id))[0];
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var leader = await app.SignInAsync(Role.Leader);

        await focal.SubmitAsync(await focal.OpenAsync("/today"), "form[action='/today?handler=Take']");
        (await app.ObligationsAsync(plan.Id))[0].AssigneeId.ShouldBe(focal.AccountId);
        await focal.SubmitAsync(await focal.GetAsync($"/obligations/{first.Id}/claim-done"), "main form[enctype]", new(), new TestFile("Input.Files", "anh.txt", "ảnh chụp trang"u8.ToArray()));
        await leader.SubmitAsync(await leader.OpenAsync("/today"), "form[action='/today?handler=Confirm']");

        (await app.OccurrenceAsync(first.Id)).StateOn(D("2026-03-30")).ShouldBe(OccurrenceState.DoneOnTime);
        (await focal.OpenAsync("/today")).Text().ShouldContain("Đã xong tháng này 1");
    }

    [Fact]
    public async Task List_SearchWithoutDiacritics_FindsAndNarrows()
    {
        app.Clock.MoveTo(D("2026-11-20"));
        var plan = await ColumnsAsync(app.Office.Id, text: "Phóng sự về Đề án 06");
        using var viewer = await app.SignInAsync(Role.Viewer);

        (await viewer.OpenAsync($"/obligations?q=phong+su+de+an&plan={plan.Id}&state=all")).Html.QuerySelectorAll("tbody tr").Length.ShouldBe(4);
        (await viewer.OpenAsync($"/obligations?plan={plan.Id}&state=overdue")).Html.QuerySelectorAll("tbody tr").Length.ShouldBe(3);
        (await viewer.OpenAsync($"/obligations?plan={plan.Id}&state=all&period=2026-Q2")).Html.QuerySelectorAll("tbody tr").Length.ShouldBe(1);
        (await viewer.OpenAsync($"/obligations?plan={plan.Id}&kind=Standing")).Text().ShouldContain("Không có việc nào như vậy");
        (await viewer.OpenAsync($"/obligations?plan={plan.Id}&state=all&sort=-due")).Texts("tbody tr")[0].ShouldContain("quý IV/2026");
        (await viewer.OpenAsync("/obligations?unit=hong&plan=hong&trang=-3&kind=99&sort=xyz")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Board_AgenciesByQuarters_CountsDoneOfTarget()
    {
        app.Clock.MoveTo(D("2026-07-05"));
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Báo cáo bảng", ObligationsApp.OneEachQuarter, [app.Culture.Id, app.Commune.Id]), new TaskGiven("Đề nghị bảng", ObligationsApp.OneEachQuarter, [app.OtherCommune.Id], TaskModality.Request));
        var first = (await app.OccurrencesAsync(plan.Id, app.Culture.Id))[0];
        await app.InScopeAsync(s => s.GetRequiredService<ActOnOccurrence>().HandleAsync(new ActInput(first.Id, OccurrenceVerb.ClaimDone, Guid.CreateVersion7(), 1) { DoneOn = D("2026-03-30"), Note = "Đã báo cáo." }));
        await app.InScopeAsync(s => s.GetRequiredService<ActOnOccurrence>().HandleAsync(new ActInput(first.Id, OccurrenceVerb.Confirm, Guid.CreateVersion7(), 2)));
        using var viewer = await app.SignInAsync(Role.Viewer);

        var page = await viewer.OpenAsync($"/obligations/board?plan={plan.Id}");

        string Row(string name) => page.Texts("tr").Single(t => t.StartsWith(name, StringComparison.Ordinal));
        Row(app.Culture.Name).ShouldContain("1/1 Đã xong 0/1 Quá hạn 1 0/1 Đang trong kỳ 0/1 Chưa đến kỳ 1/4");
        Row(app.OtherCommune.Name).ShouldContain("0/1 Đề nghị");
        Row(app.OtherCommune.Name).ShouldNotContain("Quá hạn");
        Row("Tất cả 3 cơ quan").ShouldContain("1/2 Quá hạn 1, thêm 0/1 đề nghị");
        page.Html.QuerySelector($"a[href='/obligations?state=all&period=2026-Q1&unit={app.Culture.Id}&plan={plan.Id}']").ShouldNotBeNull();
        (await viewer.OpenAsync($"/obligations/board?plan={plan.Id}&by=month&group=S%E1%BB%9F%2C+ban%2C+ng%C3%A0nh")).Texts("tbody tr").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Board_LongerThanAPage_HasAViewForPaperWithEveryAgency()
    {
        app.Clock.MoveTo(D("2026-07-05"));
        var units = new List<Guid>();
        for (var i = 1; i <= 52; i++) units.Add((await app.AddOrganizationAsync($"Chi cục in thứ {i:00}", OrganizationLevel.Province, OrganizationKind.Division, app.Culture)).Id);
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Báo cáo bảng dài", ObligationsApp.OneEachQuarter, units));
        using var viewer = await app.SignInAsync(Role.Viewer);

        var page = await viewer.OpenAsync($"/obligations/board?plan={plan.Id}");

        page.Texts("tbody th[scope=row]").Count.ShouldBe(50);
        (await viewer.OpenAsync($"/obligations/board?plan={plan.Id}&trang=2")).Texts("tbody th[scope=row]").ShouldBe(["Chi cục in thứ 51", "Chi cục in thứ 52"]);
        var paper = await viewer.OpenAsync("/obligations/board" + page.Html.QuerySelectorAll("a").Single(a => a.TextContent.Contains("Bản in đủ các cơ quan", StringComparison.Ordinal)).GetAttribute("href")!);
        paper.Texts("tbody th[scope=row]").Count.ShouldBe(52);
        paper.Html.QuerySelector("[data-print]").ShouldNotBeNull();
    }

    [Fact]
    public async Task Occurrence_Page_NamesThreeCalendarsAndWhy()
    {
        app.Clock.MoveTo(D("2026-11-20"));
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Báo cáo ba lịch", ObligationsApp.ReportsOfPlan002, [app.Culture.Id]));
        var third = (await app.OccurrencesAsync(plan.Id)).Single(o => o.PeriodKey == "2026-Q3");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);

        var text = (await focal.OpenAsync($"/obligations/{third.Id}")).Text("main");

        text.ShouldContain("trễ 65 ngày");
        text.ShouldContain("Vì sao trễ?");
        text.ShouldContain("Hạn ngày 16 của tháng cuối kỳ báo cáo (quý III/2026: tháng 9)");
        text.ShouldContain("Số liệu báo cáo (theo chế độ báo cáo): từ 15/06/2026 đến 14/09/2026.");
        text.ShouldContain("Năm tính điểm (theo năm dương lịch): 2026.");
        text.ShouldContain("Ủy ban nhân dân tỉnh Thử Nghiệm, kèm lý do.");
    }

    [Fact]
    public async Task PlanWithdrawn_OpenWork_NoLongerApplies()
    {
        app.Clock.MoveTo(D("2026-07-05"));
        var plan = await ColumnsAsync(app.Culture.Id, text: "Việc sẽ thu hồi");
        await app.InScopeAsync(async s =>
        {
            await s.GetRequiredService<Events>().PublishAsync(new PlanWithdrawn(99, plan.Id, "Ban hành nhầm"));
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        });
        await app.RunJobsAsync();

        (await app.OccurrencesAsync(plan.Id)).ShouldAllBe(o => o.StateOn(D("2026-07-05")) == OccurrenceState.NotApplicable && o.Reason == "Thu hồi kế hoạch: Ban hành nhầm");
        (await app.ObligationsAsync(plan.Id)).ShouldAllBe(o => o.EndedOn == D("2026-07-05"));
    }

    [Fact]
    public async Task Progress_OfPlan_CountsDoneTargetAndLate()
    {
        app.Clock.MoveTo(D("2026-07-05"));
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Tiến độ", ObligationsApp.OneEachQuarter, [app.Culture.Id, app.Finance.Id]), new TaskGiven("Đề nghị", ObligationsApp.OneEachQuarter, [app.Office.Id], TaskModality.Request));
        var first = (await app.OccurrencesAsync(plan.Id, app.Finance.Id))[0];
        await app.InScopeAsync(s => s.GetRequiredService<ActOnOccurrence>().HandleAsync(new ActInput(first.Id, OccurrenceVerb.NothingArose, Guid.CreateVersion7(), 1) { Reason = "không có" }));

        var progress = await app.InScopeAsync(s => s.GetRequiredService<IPlanProgress>().OfPlanAsync(plan.Id));

        var next = D("2026-09-30");
        progress.Values.ShouldBe([new TaskProgress(1, 8, 3) { NextDue = next }, new TaskProgress(0, 4, 0) { Requested = 4, NextDue = next }], ignoreOrder: true);
    }

    [Fact]
    public async Task Rules_AdministratorOnly_ListsAndEditsWithReason()
    {
        app.Clock.MoveTo(D("2026-11-20"));
        using var officer = await app.SignInAsync(Role.Officer);
        (await officer.GetAsync("/rules/holidays")).Location.ShouldNotBeNull().ShouldContain("/identity/denied");
        using var administrator = await app.SignInAsync(Role.Administrator);
        (await administrator.OpenAsync("/rules/holidays?year=2026")).Text("main").ShouldContain("Tết Nguyên đán");
        var values = new Dictionary<string, string> { ["Input.Date"] = "08/05/2026", ["Input.Name"] = "Ngày hội tỉnh", ["Input.Kind"] = "Holiday", ["Input.Source"] = "Official", ["Input.Basis"] = "Quyết định 1/QĐ-UBND" };

        (await administrator.SubmitAsync(await administrator.GetAsync("/rules/holidays/edit"), "#luu", values)).Text("#Input_Reason-error").ShouldContain("Hãy ghi lý do");
        values["Input.Reason"] = "Theo quyết định";
        (await administrator.SubmitAsync(await administrator.GetAsync("/rules/holidays/edit"), "#luu", values)).Location.ShouldBe("/rules/holidays?year=2026");
        (await CalendarAsync()).IsWorkingDay(D("2026-05-08")).ShouldBeFalse();
        var list = await administrator.OpenAsync("/rules/holidays?year=2026");
        var edit = list.Html.QuerySelectorAll("tr").Single(r => r.TextContent.Contains("Ngày hội tỉnh", StringComparison.Ordinal)).QuerySelector("a[href^='/rules/holidays/edit?id=']")!.GetAttribute("href")!;
        await administrator.SubmitAsync(await administrator.GetAsync(edit), "#go", new() { ["why"] = "Hoãn" });

        (await CalendarAsync()).IsWorkingDay(D("2026-05-08")).ShouldBeTrue();
    }

    [Fact]
    public async Task Regime_BrokenOrSound_IsRefusedOrTriedOrSaved()
    {
        app.Clock.MoveTo(D("2026-11-20"));
        using var administrator = await app.SignInAsync(Role.Administrator);
        var page = await administrator.OpenAsync("/rules/regimes/edit?code=cchc-581");
        page.Text("main").ShouldContain("quý III/2026");
        page.Text("table").ShouldContain("báo cáo 6 tháng đầu năm 2026 thay cho kỳ này");

        (await administrator.SubmitAsync(page, "#luu", new() { ["Json"] = "{ hỏng", ["Reason"] = "thử" })).Text("#Json-error").ShouldContain("JSON");
        (await administrator.SubmitAsync(page, "#luu", new() { ["Json"] = """{"code":"cchc-581","name":"Riêng","source":"x","basedOn":"khong-co"}""", ["Reason"] = "thử" })).Text("#Json-error").ShouldContain("khong-co");
        // What the database does not keep may stand in JSON without being typed.
        (await administrator.SubmitAsync(page, "#luu", new() { ["Json"] = """{"code":"cchc-581","name":"Riêng\u0000","source":"x","basedOn":"nd09-2019"}""", ["Reason"] = "thử" })).Text("#Json-error").ShouldContain("Hãy bỏ ký tự đó");
        var own = """{"code":"cchc-581","name":"Chế độ CCHC của tỉnh","source":"Quyết định 2","basedOn":"nd09-2019","scope":{"topic":"cchc"},"shift":"before"}""";
        // Tried, then saved with the button of the page that answered; the record in the address stays.
        var tried = await administrator.SubmitAsync(page, "#luu", new() { ["Json"] = own, ["Reason"] = "Tỉnh quy định" }, button: "[formaction*=Try]");
        tried.Location.ShouldBeNull();
        (await administrator.SubmitAsync(tried, "#luu")).Location.ShouldBe("/rules/regimes");

        var book = (await app.InScopeAsync(s => s.GetRequiredService<RuleBooks>().OfAsync(99))).Own;
        book.Regimes["cchc-581"].Shift.ShouldBe(ShiftRule.Before);
        (await app.InScopeAsync(s => s.GetRequiredService<RuleBooks>().OfAsync(98))).Own.Regimes["cchc-581"].Shift.ShouldBe(ShiftRule.None);
    }

    private Task<HolidayCalendar> CalendarAsync() => app.InScopeAsync(async s => (await s.GetRequiredService<RuleBooks>().OfAsync(99)).Own.Holidays);
}
