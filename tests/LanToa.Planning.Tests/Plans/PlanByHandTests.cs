using System.Net;
using LanToa.Planning.Obligations;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans;

public sealed class PlanByHandTests(ByHandApp app) : IClassFixture<ByHandApp>
{
    private const string Form = "main form[method=post]";

    [Fact]
    public async Task Journey_FromEmptyToIssued_EveryTaskHasItsSentenceAndMakesDuties()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        (await officer.GetAsync("/plans")).Html.QuerySelector("a[href='/plans/new']").ShouldNotBeNull();
        var id = await ByHandApp.DraftAsync(officer);
        var plan = await app.PlanAsync(id);
        (plan.State, plan.IssuerId, plan.Date, plan.SourceFileId).ShouldBe((PlanState.Drafted, app.Province.Id, new DateOnly(2026, 1, 5), null));
        (await officer.GetAsync($"/plans/{id}")).Text().ShouldContain("Kế hoạch chưa có nhiệm vụ nào.");

        (await ByHandApp.AddAsync(officer, id, "Mỗi quý xây dựng 01 chuyên mục", "Sở Văn hóa, Thể thao và Du lịch")).Location.ShouldStartWith($"/plans/tasks/{id}#viec-");
        (await ByHandApp.AddAsync(officer, id, "Tuyên truyền tại hội nghị giao ban", "Các sở, ngành")).Status.ShouldBe(HttpStatusCode.Redirect);
        var tasks = await app.TasksAsync(id);
        var sentences = await app.ReadAsync(db => db.Set<PlanStatement>().Where(s => s.PlanId == id).OrderBy(s => s.Ordinal).ToListAsync());
        tasks.Select(t => t.Text).ShouldBe(sentences.Select(s => s.Text));
        tasks.SelectMany(t => t.StatementKeys).ShouldBe(sentences.Select(s => s.Key));
        (await app.PartiesAsync(tasks[1].Id)).ShouldHaveSingleItem().GroupId.ShouldBe(app.Departments.Id);

        var page = await officer.GetAsync($"/plans/{id}");
        (await officer.SubmitAsync(page, "#recordissued form[method=post]", new() { ["Number"] = "07", ["Symbol"] = "KH-UBND" })).Status.ShouldBe(HttpStatusCode.Redirect);
        await app.RunJobsAsync();
        (await app.ReadAsync(db => db.Set<Obligation>().IgnoreQueryFilters().CountAsync(o => o.PlanId == id))).ShouldBe(1 + 2);
    }

    [Fact]
    public async Task New_SentTwiceAtOnce_MakesOnePlan()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var form = await officer.GetAsync("/plans/edit");
        var filled = new Dictionary<string, string> { ["Input.Title"] = "Kế hoạch bấm hai lần" };
        var answers = await Task.WhenAll(officer.SubmitAsync(form, Form, filled), officer.SubmitAsync(form, Form, filled));
        answers.Select(a => a.Location).Distinct().ShouldHaveSingleItem().ShouldStartWith("/plans/");
        (await app.ReadAsync(db => db.Set<Plan>().CountAsync(p => p.Title == "Kế hoạch bấm hai lần"))).ShouldBe(1);
    }

    [Fact]
    public async Task New_SentAgainAfterBackWithOtherWords_IsToldInsteadOfDroppingThem()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var form = await officer.GetAsync("/plans/edit");
        (await officer.SubmitAsync(form, Form, new() { ["Input.Title"] = "Kế hoạch trước khi bấm quay lại" })).Status.ShouldBe(HttpStatusCode.Redirect);
        var told = await officer.SubmitAsync(form, Form, new() { ["Input.Title"] = "Kế hoạch sau khi bấm quay lại" });
        told.Text(".lt-errors").ShouldContain("đã được lập từ biểu mẫu này rồi");
        told.Text("textarea[name='Input.Title']").ShouldBe("Kế hoạch sau khi bấm quay lại");

        var id = await ByHandApp.DraftAsync(officer);
        var task = await officer.GetAsync($"/plans/tasks/edit?kehoach={id}");
        var filled = new Dictionary<string, string> { ["Input.Text"] = "Việc ban đầu", ["Input.NewLead"] = "Sở Tài chính", ["Input.Rule.Kind"] = "Standing" };
        (await officer.SubmitAsync(task, Form, filled)).Status.ShouldBe(HttpStatusCode.Redirect);
        filled["Input.Text"] = "Việc sửa sau khi bấm quay lại";
        var again = await officer.SubmitAsync(task, Form, filled);
        again.Text(".lt-errors").ShouldContain("đã được thêm từ biểu mẫu này rồi");
        again.Text("textarea[name='Input.Text']").ShouldBe("Việc sửa sau khi bấm quay lại");
        (await app.TasksAsync(id)).ShouldHaveSingleItem().Text.ShouldBe("Việc ban đầu");
    }

    [Fact]
    public async Task New_NumberThatAnotherPlanHas_IsToldAndWhatWasTypedStays()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var filled = new Dictionary<string, string> { ["Input.Title"] = "Kế hoạch lập lần đầu", ["Input.Number"] = "902", ["Input.Symbol"] = "KH-UBND", ["Input.Date"] = "05/01/2026" };
        (await officer.SubmitAsync(await officer.GetAsync("/plans/edit"), Form, filled)).Status.ShouldBe(HttpStatusCode.Redirect);

        var told = await officer.SubmitAsync(await officer.GetAsync("/plans/edit"), Form, filled);

        told.Text("#Input_Number-error").ShouldContain("Đã có Kế hoạch số 902/KH-UBND ngày 05/01/2026 (dự thảo)");
        told.Text("textarea[name='Input.Title']").ShouldBe("Kế hoạch lập lần đầu");
        // Numbers begin again each year.
        filled["Input.Date"] = "05/01/2025";
        (await officer.SubmitAsync(told, Form, filled)).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Issue_WithoutANumberLikeAnIssuedPlan_IsRefusedAndSaysWhich()
    {
        var first = await new PlanBuilder(app, app.Province).Numbered("").With("Viết bài", app.Culture).In(PlanState.Issued).BuildAsync();
        var second = await new PlanBuilder(app, app.Province).Numbered("").With("Viết bài", app.Culture).BuildAsync();
        using var officer = await app.SignInAsync(Role.Officer);

        var page = await officer.GetAsync($"/plans/{second.Id}");
        page.Text(".lt-gaps").ShouldContain("Đã có Kế hoạch “Tuyên truyền cải cách hành chính năm 2026” ngày 15/01/2026 (đã ban hành) của cùng cơ quan");
        page.Html.QuerySelector($".lt-gaps a[href='/plans/{first.Id}']").ShouldNotBeNull();
        page.Html.QuerySelector("#recordissued").ShouldBeNull();
    }

    [Fact]
    public async Task Issue_NumberOfAnIssuedPlan_IsRefusedAndSaysWhich()
    {
        var first = await new PlanBuilder(app, app.Province).Numbered("903").With("Viết bài", app.Culture).In(PlanState.Issued).BuildAsync();
        var second = await new PlanBuilder(app, app.Province).Numbered("903").With("Viết bài", app.Culture).BuildAsync();
        using var officer = await app.SignInAsync(Role.Officer);

        var page = await officer.GetAsync($"/plans/{second.Id}");
        page.Text(".lt-gaps").ShouldContain("Đã có Kế hoạch số 903/KH-UBND ngày 15/01/2026 (đã ban hành) của cùng cơ quan");
        page.Html.QuerySelector($".lt-gaps a[href='/plans/{first.Id}']").ShouldNotBeNull();
        page.Html.QuerySelector("#recordissued").ShouldBeNull();

        // Given another number it is ready; the first one's number is refused on issuing too.
        var edit = await officer.GetAsync($"/plans/edit?id={second.Id}");
        (await officer.SubmitAsync(edit, Form, new() { ["Input.Number"] = "904" })).Status.ShouldBe(HttpStatusCode.Redirect);
        var ready = await officer.GetAsync($"/plans/{second.Id}");
        (await officer.SubmitAsync(ready, "#recordissued form[method=post]", new() { ["Number"] = "0903" })).Text(".lt-errors").ShouldContain("Số này đã có ở Kế hoạch số 903/KH-UBND");
        (await app.PlanAsync(second.Id)).State.ShouldBe(PlanState.Drafted);
    }

    [Fact]
    public async Task Task_LeadByAFewLettersThatOneBodyHas_IsSavedAtOnce()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(officer);

        (await ByHandApp.AddAsync(officer, id, "Viết bài về thể thao", "thể thao")).Status.ShouldBe(HttpStatusCode.Redirect);

        (await app.PartiesAsync((await app.TasksAsync(id))[0].Id)).ShouldHaveSingleItem().OrganizationId.ShouldBe(app.Culture.Id);
    }

    [Fact]
    public async Task Submitted_OfPlanWrittenHere_NothingInvitesToPassTheLeaderBy()
    {
        var plan = await new PlanBuilder(app, app.Province).With("Viết bài", app.Culture).In(PlanState.Submitted).BuildAsync();
        using var officer = await app.SignInAsync(Role.Officer);
        var page = await officer.GetAsync($"/plans/{plan.Id}");
        page.Texts(".lt-head .btn-primary").ShouldBeEmpty("it is the leader's turn, which the page says");
        page.Text("main").ShouldContain("Ghi nhận đã ban hành");
        using var leader = await app.SignInAsync(Role.Leader);
        (await leader.GetAsync($"/plans/{plan.Id}")).Texts(".lt-head > .lt-actions > .btn").ShouldBe(["Duyệt", "Trả lại"]);
    }

    [Fact]
    public async Task Returned_ShowsTheReasonToWhoMendsIt_UntilItIsSubmittedAgain()
    {
        var plan = await new PlanBuilder(app, app.Province).With("Viết bài", app.Culture).In(PlanState.Submitted).BuildAsync();
        using var officer = await app.SignInAsync(Role.Officer);
        using var leader = await app.SignInAsync(Role.Leader);
        (await leader.SubmitAsync(await leader.GetAsync($"/plans/{plan.Id}"), "#return form[method=post]", new() { ["Reason"] = "Thiếu kinh phí thực hiện" })).Status.ShouldBe(HttpStatusCode.Redirect);
        var page = await officer.GetAsync($"/plans/{plan.Id}");
        (await officer.GetAsync("/today")).Text("section[aria-label='Bị trả lại']").ShouldContain("Thiếu kinh phí thực hiện");
        page.Texts(".lt-note").ShouldContain(n => n.Contains("trả lại lúc", StringComparison.Ordinal) && n.Contains("Thiếu kinh phí thực hiện", StringComparison.Ordinal));
        (await officer.SubmitAsync(page, "#submit form[method=post]")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await officer.GetAsync($"/plans/{plan.Id}")).Text("main").ShouldNotContain("Thiếu kinh phí thực hiện");
        (await officer.GetAsync("/today")).Text("main").ShouldNotContain("Thiếu kinh phí thực hiện");
    }

    [Theory]
    [InlineData("Input.Title", "", "Bạn chưa nhập trích yếu")]
    [InlineData("Input.PeriodTo", "31/12/2025", "Ngày kết thúc phải sau ngày bắt đầu")]
    [InlineData("Input.Date", "01/01/1900", "năm ngoài khoảng 1945 đến 2100")]
    [InlineData("Input.Date", "05/01/1950", "hãy kiểm tra lại năm")]
    [InlineData("Input.Issuer", "Cơ quan không có thật", "Chưa có cơ quan nào tên")]
    [InlineData("Input.Number", "abc", "“abc” không phải là số của văn bản")]
    public async Task New_BadInput_IsRefusedAndKept(string field, string value, string said)
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var form = await officer.GetAsync("/plans/edit");
        var mark = $"Trích yếu {Guid.CreateVersion7()}";
        var filled = new Dictionary<string, string> { ["Input.Title"] = mark, ["Input.SignerName"] = "Trần Thử", ["Input.Date"] = "05/01/2026", ["Input.PeriodFrom"] = "01/01/2026", ["Input.PeriodTo"] = "31/12/2026", [field] = value };
        var answer = await officer.SubmitAsync(form, Form, filled);
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text(".lt-errors").ShouldContain(said);
        // What the browser kept of the form is wanted before it is sent, and no longer when it comes back.
        (Sent(form), Sent(answer)).ShouldBe(("", "/plans/edit"));
        answer.Html.QuerySelector("[name='Input.SignerName']")!.GetAttribute("value").ShouldBe("Trần Thử");
        if (field != "Input.Title") answer.Html.QuerySelector($"[name='{field}']")!.GetAttribute("value").ShouldBe(value);
        (await app.ReadAsync(db => db.Set<Plan>().AnyAsync(p => p.Title == mark))).ShouldBeFalse();

        static string? Sent(TestPage page) => page.Html.GetElementById("noi-dung")!.GetAttribute("data-sent");
    }

    [Fact]
    public async Task New_ForAUnitOutsideTheRole_SaysWhoMay()
    {
        using var officer = await app.SignInAsync(Role.Officer, app.Finance);
        var form = await officer.GetAsync("/plans/edit");
        var answer = await officer.SubmitAsync(form, Form, new() { ["Input.Title"] = "Kế hoạch của tỉnh", ["Input.Issuer"] = app.Province.Name });
        answer.Text(".lt-errors").ShouldContain($"Chỉ Công chức phụ trách CCHC tại {app.Province.Name}");
        (await app.ReadAsync(db => db.Set<Plan>().AnyAsync(p => p.Title == "Kế hoạch của tỉnh"))).ShouldBeFalse();
    }

    [Fact]
    public async Task Edit_ByTwo_SecondSeesWhatChangedAndMayTakeItOver()
    {
        using var first = await app.SignInAsync(Role.Officer);
        using var second = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(first);
        var forms = (await first.GetAsync($"/plans/edit/{id}"), await second.GetAsync($"/plans/edit/{id}"));
        (await first.SubmitAsync(forms.Item1, Form, new() { ["Input.Title"] = "Trích yếu của người thứ nhất", ["Input.Symbol"] = "KH-UBND", ["Input.Place"] = "Nơi thứ nhất" })).Status.ShouldBe(HttpStatusCode.Redirect);

        var told = await second.SubmitAsync(forms.Item2, Form, new() { ["Input.Title"] = "Trích yếu của người thứ hai", ["Input.Place"] = "Nơi thứ hai" });
        told.Status.ShouldBe(HttpStatusCode.OK);
        told.Text(".lt-clash").ShouldContain((await app.ReadAsync(db => db.Set<LanToa.Platform.Identity.Account>().Where(a => a.Id == first.AccountId).Select(a => a.DisplayName).FirstAsync())));
        told.Texts(".lt-clash li strong").ShouldBe(["Trích yếu", "Ký hiệu", "Nơi ban hành"], ignoreOrder: true);
        told.Text(".lt-clash li:first-child").ShouldContain("Trích yếu của người thứ nhất");
        told.Text("textarea[name='Input.Title']").ShouldBe("Trích yếu của người thứ hai");
        (await app.PlanAsync(id)).Title.ShouldBe("Trích yếu của người thứ nhất");

        (await second.SubmitAsync(told, Form, new() { ["Input.Take"] = "Title" })).Status.ShouldBe(HttpStatusCode.Redirect);
        var saved = await app.PlanAsync(id);
        (saved.Title, saved.Symbol, saved.Place).ShouldBe(("Trích yếu của người thứ nhất", "KH-UBND", "Nơi thứ hai"));
    }

    [Theory]
    [InlineData(PlanState.Submitted, "lãnh đạo trả lại")]
    [InlineData(PlanState.Issued, "văn bản sửa đổi")]
    [InlineData(PlanState.Closed, "không sửa được nữa")]
    public async Task Edit_NotADraft_SaysWhatToDo(PlanState state, string said)
    {
        var plan = await new PlanBuilder(app, app.Province).With("Viết bài", app.Culture).In(state).BuildAsync();
        using var officer = await app.SignInAsync(Role.Officer);
        foreach (var path in new[] { $"/plans/edit/{plan.Id}", $"/plans/tasks/edit?kehoach={plan.Id}" })
        {
            var page = await officer.GetAsync(path);
            page.Text("main").ShouldContain(said, Case.Insensitive, path);
            page.Html.QuerySelector(Form).ShouldBeNull();
        }
        var refused = await app.InScopeAsync(s => s.GetRequiredService<SaveTask>().HandleAsync(new PlanTaskInput(Guid.CreateVersion7(), plan.Id, 0, new TaskInput("Việc chen vào", null, TaskModality.Command, [$"o:{app.Culture.Id}"], [], null))));
        refused.WhyNot.ShouldHaveSingleItem().Message.ShouldContain(said, Case.Insensitive);
        (await app.TasksAsync(plan.Id)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.FocalPoint)]
    [InlineData(Role.Editor)]
    [InlineData(Role.Leader)]
    [InlineData(Role.Finance)]
    [InlineData(Role.Inspector)]
    [InlineData(Role.Administrator)]
    public async Task Edit_OtherRoles_AreSentAwayAndTheirPostsChangeNothing(Role role)
    {
        var plan = await new PlanBuilder(app, app.Province).With("Viết bài", app.Culture).BuildAsync();
        var task = (await app.TasksAsync(plan.Id))[0];
        using var person = await app.SignInAsync(role);
        foreach (var path in new[] { "/plans/edit", $"/plans/edit/{plan.Id}", $"/plans/tasks/{plan.Id}", $"/plans/tasks/edit/{task.Id}", $"/plans/tasks/members/{task.Id}/{app.Departments.Id}" })
            (await person.GetAsync(path)).Location!.ShouldContain("/identity/denied", Case.Sensitive, path);
        var token = (await person.GetAsync("/identity/me")).Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await person.PostAsync($"/plans/tasks/edit/{task.Id}", new() { ["Input.Version"] = "1", ["Input.Text"] = "Đổi trộm", ["__RequestVerificationToken"] = token });
        await person.PostAsync($"/plans/tasks/withdraw/{task.Id}", new() { ["Reason"] = "Rút trộm", ["__RequestVerificationToken"] = token });
        var now = (await app.TasksAsync(plan.Id))[0];
        (now.Text, now.State).ShouldBe(("Viết bài", TaskState.Active));
    }

    [Fact]
    public async Task Edit_OfficerOfAnotherUnit_FindsNothingOfADraft()
    {
        var plan = await new PlanBuilder(app, app.Province).With("Viết bài", app.Culture).BuildAsync();
        var task = (await app.TasksAsync(plan.Id))[0];
        using var stranger = await app.SignInAsync(Role.Officer, app.Finance);
        foreach (var path in new[] { $"/plans/edit/{plan.Id}", $"/plans/tasks/{plan.Id}", $"/plans/tasks/edit/{task.Id}", $"/plans/tasks/withdraw/{task.Id}", $"/plans/tasks/edit?kehoach={plan.Id}" })
            (await stranger.GetAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound, path);
    }
}
