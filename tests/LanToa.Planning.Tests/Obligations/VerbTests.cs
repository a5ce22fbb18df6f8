using System.Net;
using System.Text;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>Every verb through its form, by right and wrong people, on the real database.</summary>
public sealed class VerbTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private const string Form = "main form[enctype]";

    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>One column in each quarter of 2026, owed by the culture department; the clock stands on a day.</summary>
    private async Task<Occurrence> GivenAsync(string today, string key = "2026-Q3", TaskGiven? task = null, DateOnly? tracking = null)
    {
        app.Clock.MoveTo(D(today));
        var plan = await app.IssueAsync(D("2026-01-15"), tracking, task ?? new TaskGiven("Chuyên mục cải cách hành chính", ObligationsApp.OneEachQuarter, [app.Culture.Id]));
        return (await app.OccurrencesAsync(plan.Id)).Single(o => o.PeriodKey == key);
    }

    private static async Task<TestPage> DoAsync(TestBrowser browser, Occurrence o, string verb, Dictionary<string, string>? values = null, TestFile? file = null, string? button = null) =>
        await browser.SubmitAsync(await browser.GetAsync($"/obligations/{o.Id}/{verb}"), Form, verb == "claim-done" && file is null && button is null && values?.ContainsKey("Input.Note") != true ? new(values ?? []) { ["Input.Note"] = "Đã làm, không chụp ảnh." } : values, file, button);

    private Task<int> EventsAsync(Guid id, string verb) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<HistoryEvent>().CountAsync(e => e.SubjectId == id && e.Verb == verb));

    [Fact]
    public async Task Claim_ByFocalPointWithNoteAndFile_WaitsThenIsConfirmedByTheSuperior()
    {
        var o = await GivenAsync("2026-09-20");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);

        var answer = await DoAsync(focal, o, "claim-done", new() { ["Input.DoneOn"] = "18/09/2026", ["Input.Note"] = "Đã đăng chuyên mục số 3", ["Input.Quantity"] = "1" }, new TestFile("Input.Files", "minh chứng.txt", Encoding.UTF8.GetBytes("ảnh chụp trang")));

        answer.Location.ShouldBe($"/obligations/{o.Id}");
        var claimed = await app.OccurrenceAsync(o.Id);
        (claimed.StateOn(D("2026-09-20")), claimed.DoneOn, claimed.Note, claimed.Progress).ShouldBe((OccurrenceState.AwaitingConfirmation, D("2026-09-18"), "Đã đăng chuyên mục số 3", 1));
        var page = await focal.OpenAsync($"/obligations/{o.Id}");
        page.Text(".lt-head").ShouldContain("Chờ xác nhận");
        page.Text().ShouldContain("Báo hoàn thành");
        var file = page.Html.QuerySelector("main a[href^='/files/']")!.GetAttribute("href")!;
        (await focal.GetAsync(file)).Status.ShouldBe(HttpStatusCode.OK);
        using var stranger = await app.SignInAsync(Role.FocalPoint, app.Finance);
        (await stranger.GetAsync(file)).Status.ShouldNotBe(HttpStatusCode.OK);

        using var officer = await app.SignInAsync(Role.Officer);
        (await DoAsync(officer, o, "confirm")).Location.ShouldBe($"/obligations/{o.Id}");
        (await app.OccurrenceAsync(o.Id)).StateOn(D("2026-12-31")).ShouldBe(OccurrenceState.DoneOnTime);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/claim-done")]
    [InlineData("/confirm")]
    public async Task Open_AnotherUnitsOccurrence_IsNotFound(string verb)
    {
        var o = await GivenAsync("2026-09-20");
        using var stranger = await app.SignInAsync(Role.FocalPoint, app.Finance);

        (await stranger.GetAsync($"/obligations/{o.Id}{verb}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync($"/obligations/duty/{o.ObligationId}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.OpenAsync("/obligations?state=all")).Text().ShouldNotContain(app.Culture.Name);
    }

    [Theory]
    [InlineData(Role.Viewer, "claim-done")]
    [InlineData(Role.Editor, "nothing-arose")]
    [InlineData(Role.FocalPoint, "confirm")]
    [InlineData(Role.FocalPoint, "move-due-date")]
    [InlineData(Role.Leader, "confirm")]
    [InlineData(Role.Officer, "not-applicable")]
    public async Task Open_VerbOfSomebodyElse_IsDenied(Role role, string verb)
    {
        var o = await GivenAsync("2026-09-20");
        using var person = await app.SignInAsync(role, app.Culture);

        (await person.GetAsync($"/obligations/{o.Id}")).Status.ShouldBe(HttpStatusCode.OK);
        (await person.GetAsync($"/obligations/{o.Id}/{verb}")).Location.ShouldNotBeNull().ShouldContain("/identity/denied");
    }

    [Fact]
    public async Task Claim_PressedTwice_ChangesOnce()
    {
        var o = await GivenAsync("2026-09-20");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        var form = await focal.GetAsync($"/obligations/{o.Id}/claim-done");

        var answers = await Task.WhenAll(focal.SubmitAsync(form, Form, new() { ["Input.Note"] = "Đã làm, không chụp ảnh." }), focal.SubmitAsync(form, Form, new() { ["Input.Note"] = "Đã làm, không chụp ảnh." }));

        answers.ShouldAllBe(a => a.Location == $"/obligations/{o.Id}");
        (await app.OccurrenceAsync(o.Id)).Version.ShouldBe(2);
        (await EventsAsync(o.Id, "occurrence.claim")).ShouldBe(1);
    }

    [Fact]
    public async Task Claim_AfterSomebodyElsesChange_SaysSoAndKeepsWhatWasTyped()
    {
        var o = await GivenAsync("2026-09-20");
        using var one = await app.SignInAsync(Role.FocalPoint, app.Culture);
        using var other = await app.SignInAsync(Role.Leader, app.Culture);
        var form = await one.GetAsync($"/obligations/{o.Id}/claim-done");
        await DoAsync(other, o, "start");

        var answer = await one.SubmitAsync(form, Form, new() { ["Input.Note"] = "Bản của tôi" });

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text(".lt-errors").ShouldContain("người khác đã thay đổi");
        answer.Text("textarea").ShouldBe("Bản của tôi");
        (await app.OccurrenceAsync(o.Id)).ClaimedOn.ShouldBeNull();
        (await one.SubmitAsync(answer, Form)).Location.ShouldBe($"/obligations/{o.Id}");
        (await app.OccurrenceAsync(o.Id)).Note.ShouldBe("Bản của tôi");
    }

    [Theory]
    [InlineData("20/11/1900", "năm ngoài khoảng 1945 đến 2100")]
    [InlineData("31/02/2026", "không phải là ngày có trong lịch")]
    [InlineData("01/06/2026", "trước khi kỳ bắt đầu")]
    [InlineData("25/09/2026", "còn ở tương lai")]
    public async Task Claim_ImpossibleDate_IsRefusedAndKept(string date, string why)
    {
        var o = await GivenAsync("2026-09-20");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);

        var answer = await DoAsync(focal, o, "claim-done", new() { ["Input.DoneOn"] = date });

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text("#Input_DoneOn-error").ShouldContain(why);
        answer.Html.QuerySelector("#Input_DoneOn")!.GetAttribute("value").ShouldBe(date);
        (await app.OccurrenceAsync(o.Id)).ClaimedOn.ShouldBeNull();
    }

    [Fact]
    public async Task Claim_ProgramAsFile_IsRefusedWhole()
    {
        var o = await GivenAsync("2026-09-20");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);

        var answer = await DoAsync(focal, o, "claim-done", file: new TestFile("Input.Files", "anh.jpg", [0x7F, 0x45, 0x4C, 0x46, 1, 2, 3]));

        answer.Text(".lt-errors").ShouldContain("Loại tệp này không được nhận");
        (await app.OccurrenceAsync(o.Id)).ClaimedOn.ShouldBeNull();
    }

    [Fact]
    public async Task Claim_FewerThanAsked_NeedsWordsOrIsSavedAsProgress()
    {
        var o = await GivenAsync("2026-09-20", task: new TaskGiven("Tin, bài", new DutyRule { Kind = DutyKind.Counted, Every = [PeriodKind.Quarter], Count = 3 }, [app.Culture.Id]));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);

        (await DoAsync(focal, o, "claim-done", new() { ["Input.Quantity"] = "2", ["Input.Note"] = "" })).Text(".lt-errors").ShouldContain("Mới được 2/3");
        await DoAsync(focal, o, "claim-done", new() { ["Input.Quantity"] = "2" }, button: "button[name=save]");

        var saved = await app.OccurrenceAsync(o.Id);
        (saved.Progress, saved.ClaimedOn, saved.StartedOn).ShouldBe((2, null, D("2026-09-20")));
    }

    [Fact]
    public async Task Return_WithoutReason_IsRefused_WithReason_GoesBack()
    {
        var o = await GivenAsync("2026-09-20");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        using var leader = await app.SignInAsync(Role.Leader);
        await DoAsync(focal, o, "claim-done");

        (await DoAsync(leader, o, "return")).Text("#Input_Reason-error").ShouldContain("Hãy ghi lý do");
        await DoAsync(leader, o, "return", new() { ["Input.Reason"] = "Chưa có ảnh" });

        var returned = await app.OccurrenceAsync(o.Id);
        (returned.StateOn(D("2026-09-20")), returned.Reason, returned.DoneOn).ShouldBe((OccurrenceState.Returned, "Chưa có ảnh", null));
        (await focal.OpenAsync("/today")).Text("section[aria-label='Bị trả lại']").ShouldContain("trả lại: Chưa có ảnh");
    }

    [Fact]
    public async Task MoveDueDate_ByTheAssigner_KeepsBothDatesAndSaysWhy()
    {
        var o = await GivenAsync("2026-11-20");
        using var officer = await app.SignInAsync(Role.Officer);

        await DoAsync(officer, o, "move-due-date", new() { ["Input.NewDue"] = "05/12/2026", ["Input.Reason"] = "Mưa lũ" });

        var moved = await app.OccurrenceAsync(o.Id);
        (moved.ScheduledOn, moved.DueOn, moved.StateOn(D("2026-11-20"))).ShouldBe((D("2026-09-30"), D("2026-12-05"), OccurrenceState.Open));
        (await officer.OpenAsync($"/obligations/{o.Id}")).Text().ShouldContain("Từ 30/09/2026 sang 05/12/2026;");
    }

    [Fact]
    public async Task Extension_AskedByTheUnit_WaitsAtTheSuperiorAndIsGranted()
    {
        var o = await GivenAsync("2026-11-20");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        using var officer = await app.SignInAsync(Role.Officer);

        (await DoAsync(focal, o, "ask-extension", new() { ["Input.NewDue"] = "01/09/2026", ["Input.Reason"] = "Thiếu người" })).Text(".lt-errors").ShouldContain("Hạn mới phải sau");
        await DoAsync(focal, o, "ask-extension", new() { ["Input.NewDue"] = "05/12/2026", ["Input.Reason"] = "Thiếu người" });
        var waiting = (await officer.OpenAsync("/today")).Html.QuerySelectorAll("section[aria-label='Chờ tôi xử lý'] .lt-work__item").Single(i => i.QuerySelector($"a[href='/obligations/{o.Id}/move-due-date']") is not null);
        waiting.TextContent.ShouldContain("xin lùi hạn đến 05/12/2026: Thiếu người");
        (await officer.OpenAsync($"/obligations/{o.Id}")).Texts("main a.btn").ShouldContain("Không cho lùi hạn");
        var form = await officer.GetAsync($"/obligations/{o.Id}/move-due-date");
        form.Html.QuerySelector("#Input_NewDue")!.GetAttribute("value").ShouldBe("05/12/2026");
        form.Text("h1").ShouldBe("Cho lùi hạn");
        form.Text("#Input_Reason-hint").ShouldContain("Phải ghi");
        (await officer.SubmitAsync(form, Form, new() { ["Input.Reason"] = " " })).Text("#Input_Reason-error").ShouldContain("Hãy ghi lý do khi chọn “Cho lùi hạn”.");
        await officer.SubmitAsync(form, Form, new() { ["Input.Reason"] = "Đồng ý" });

        (await focal.OpenAsync("/notices")).Text(".lt-notices").ShouldSatisfyAllConditions(t => t.ShouldContain("Đã cho lùi hạn"), t => t.ShouldContain("đến 05/12/2026"), t => t.ShouldNotContain("Đổi hạn"));
        var said = await focal.OpenAsync($"/obligations/{o.Id}");
        said.Text(".lt-timeline").ShouldContain("Cho lùi hạn");
        said.Text().ShouldContain("Từ 30/09/2026 sang 05/12/2026;");
        var granted = await app.OccurrenceAsync(o.Id);
        (granted.DueOn, granted.ExtensionTo).ShouldBe((D("2026-12-05"), null));
    }

    [Fact]
    public async Task NothingAroseAndReopen_WithReasons_SettleAndOpenAgain()
    {
        var o = await GivenAsync("2026-09-20");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        using var officer = await app.SignInAsync(Role.Officer);

        await DoAsync(focal, o, "nothing-arose", new() { ["Input.Reason"] = "Không có văn bản mới" });
        (await app.OccurrenceAsync(o.Id)).StateOn(D("2027-01-01")).ShouldBe(OccurrenceState.AwaitingConfirmation);
        (await focal.OpenAsync($"/obligations/{o.Id}")).Text(".lt-head").ShouldContain("Báo không phát sinh");
        var judged = await officer.OpenAsync($"/obligations/{o.Id}/confirm");
        judged.Text("main").ShouldContain("Không có văn bản mới");
        judged.Text(".lt-note").ShouldContain("Xác nhận thì kỳ này khép lại, không tính là trễ.");
        await officer.SubmitAsync(judged, Form);
        (await app.OccurrenceAsync(o.Id)).StateOn(D("2027-01-01")).ShouldBe(OccurrenceState.NothingArose);
        (await officer.OpenAsync($"/obligations/{o.Id}")).Text("main").ShouldContain("xác nhận không phát sinh");
        await DoAsync(officer, o, "reopen", new() { ["Input.Reason"] = "Có văn bản ngày 19/9" });
        (await app.OccurrenceAsync(o.Id)).StateOn(D("2026-09-20")).ShouldBe(OccurrenceState.Open);
        await DoAsync(officer, o, "not-applicable", new() { ["Input.Reason"] = "Chuyển cho sở khác" });
        (await app.OccurrenceAsync(o.Id)).StateOn(D("2027-01-01")).ShouldBe(OccurrenceState.NotApplicable);
    }

    [Fact]
    public async Task NothingArose_OfALateCountedDutyReturned_IsADebtAgain()
    {
        var o = await GivenAsync("2026-11-20");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        using var officer = await app.SignInAsync(Role.Officer);

        await DoAsync(focal, o, "nothing-arose", new() { ["Input.Reason"] = "Loa hỏng" });
        var today = await officer.OpenAsync("/today");
        today.Text("main").ShouldContain("báo không phát sinh");
        today.Html.QuerySelector($"a[href='/obligations/{o.Id}/confirm']").ShouldNotBeNull("what closes a late period is read before it is confirmed");
        (await officer.OpenAsync($"/obligations/{o.Id}/confirm")).Text(".lt-note").ShouldContain("khi đã trễ 51 ngày; kế hoạch giao chỉ tiêu 1");
        await DoAsync(officer, o, "return", new() { ["Input.Reason"] = "Vẫn phải làm" });

        (await app.OccurrenceAsync(o.Id)).Facts().IsDebtOn(D("2026-11-20")).ShouldBeTrue();
    }

    [Fact]
    public async Task NothingArose_WrittenByWhoConfirms_CountsAtOnce()
    {
        var o = await GivenAsync("2026-11-20");
        using var officer = await app.SignInAsync(Role.Officer);

        await DoAsync(officer, o, "nothing-arose", new() { ["Input.Reason"] = "Đã thống nhất" });

        var now = await app.OccurrenceAsync(o.Id);
        (now.StateOn(D("2026-11-20")), now.ConfirmedBy).ShouldBe((OccurrenceState.NothingArose, officer.AccountId));
        (await officer.OpenAsync($"/obligations/{o.Id}")).Text(".lt-timeline").ShouldContain($"ghi nhận không phát sinh thay {app.Culture.Name}");
    }

    [Fact]
    public async Task Claim_WrittenForTheUnitAndConfirmedByTheSame_SaysSo()
    {
        var o = await GivenAsync("2026-09-20");
        using var officer = await app.SignInAsync(Role.Officer);

        await DoAsync(officer, o, "claim-done", new() { ["Input.DoneOn"] = "18/09/2026" });
        (await officer.OpenAsync($"/obligations/{o.Id}")).Text(".lt-timeline").ShouldContain($"ghi nhận hoàn thành thay {app.Culture.Name}");
        var form = await officer.OpenAsync($"/obligations/{o.Id}/confirm");
        form.Text(".lt-note").ShouldContain("Chính bạn đã ghi nhận kết quả này");
        await officer.SubmitAsync(form, Form);

        var page = await officer.OpenAsync($"/obligations/{o.Id}");
        page.Text(".lt-facts").ShouldContain("(cùng người ghi nhận và xác nhận)");
        page.Text(".lt-timeline").ShouldContain("Cùng người ghi nhận và xác nhận");
    }

    [Fact]
    public async Task Confirm_OfADaySetBack_ShowsWhatWasSaidBefore()
    {
        var o = await GivenAsync("2026-10-07");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        using var officer = await app.SignInAsync(Role.Officer);
        await DoAsync(focal, o, "claim-done", new() { ["Input.DoneOn"] = "07/10/2026" });
        await DoAsync(officer, o, "return", new() { ["Input.Reason"] = "Thiếu ảnh" });
        await DoAsync(focal, o, "claim-done", new() { ["Input.DoneOn"] = "29/09/2026" });

        var note = (await officer.OpenAsync($"/obligations/{o.Id}/confirm")).Text(".lt-note--due-soon");

        note.ShouldContain("Báo ngày 07/10/2026, ghi hoàn thành 29/09/2026: sớm hơn 8 ngày; lần trước ghi 07/10/2026.");
        note.ShouldContain("Hạn là 30/09/2026: xác nhận thì việc đã trễ hạn được tính là hoàn thành đúng hạn.");
    }

    [Fact]
    public async Task Follow_BeforeTracking_BecomesADebt()
    {
        var o = await GivenAsync("2026-11-20", "2026-Q1", tracking: D("2026-07-01"));
        using var officer = await app.SignInAsync(Role.Officer);
        (await officer.OpenAsync($"/obligations/{o.Id}")).Text(".lt-head").ShouldContain("Trước khi theo dõi");

        await DoAsync(officer, o, "follow");

        (await app.OccurrenceAsync(o.Id)).StateOn(D("2026-11-20")).ShouldBe(OccurrenceState.Overdue);
    }

    [Fact]
    public async Task Assign_ByTheUnitsLeader_GivesTheDutyToAPerson()
    {
        var o = await GivenAsync("2026-09-25");
        using var leader = await app.SignInAsync(Role.Leader, app.Culture);
        using var person = await app.SignInAsync(Role.FocalPoint, app.Culture);
        using var colleague = await app.SignInAsync(Role.FocalPoint, app.Culture);

        var answer = await leader.SubmitAsync(await leader.GetAsync($"/obligations/duty/{o.ObligationId}"), "#giao-viec", new() { ["Assignee"] = person.AccountId.ToString() });

        answer.Location.ShouldBe($"/obligations/duty/{o.ObligationId}");
        (await person.OpenAsync("/today")).Html.QuerySelector($"a[href='/obligations/{o.Id}']").ShouldNotBeNull();
        (await colleague.OpenAsync("/today")).Html.QuerySelector($"a[href='/obligations/{o.Id}']").ShouldBeNull();
        (await colleague.GetAsync($"/obligations/duty/{o.ObligationId}")).Html.QuerySelector("#giao-viec").ShouldBeNull();
        (await EventsAsync(o.ObligationId, "obligation.assign")).ShouldBe(1);
    }

    [Fact]
    public async Task Assign_ToSomebodyOfAnotherUnit_IsRefused()
    {
        var o = await GivenAsync("2026-09-25");
        using var leader = await app.SignInAsync(Role.Leader, app.Culture);
        using var stranger = await app.SignInAsync(Role.FocalPoint, app.Finance);

        var answer = await leader.SubmitAsync(await leader.GetAsync($"/obligations/duty/{o.ObligationId}"), "#giao-viec", new() { ["Assignee"] = stranger.AccountId.ToString() });

        answer.Text(".lt-errors").ShouldContain("không có vai trò thực hiện");
    }

    [Theory]
    [InlineData(DutyKind.Counted)]
    [InlineData(DutyKind.Once)]
    public async Task Claim_ThatNothingProves_NeedsAReasonAndTheSuperiorWhoReadsIt(DutyKind kind)
    {
        var one = new TaskGiven($"Không minh chứng {kind}", kind == DutyKind.Counted ? ObligationsApp.OneEachQuarter : new DutyRule { Kind = kind, Dates = [D("2026-09-10")] }, [app.Culture.Id]);
        app.Clock.MoveTo(D("2026-12-06"));
        var o = (await app.OccurrencesAsync((await app.IssueAsync(D("2026-01-15"), null, one)).Id)).First(x => x.DueOn >= D("2026-09-01"));
        using var officer = await app.SignInAsync(Role.Officer);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        await officer.SubmitAsync(await officer.GetAsync($"/obligations/duty/{o.ObligationId}"), "#xac-nhan", new() { ["ConfirmsItself"] = "True", ["Scope"] = "Duty" });

        var refused = await DoAsync(focal, o, "claim-done", new() { ["Input.Note"] = " " });
        refused.Text(".lt-errors").ShouldContain("nếu không có thì ghi rõ vì sao ở phần kết quả");
        (await app.OccurrenceAsync(o.Id)).ClaimedOn.ShouldBeNull();
        await DoAsync(focal, o, "claim-done", new() { ["Input.Note"] = "Máy ảnh hỏng, có biên bản giấy." });

        // Not even where its word is enough: the superior reads why, and cannot confirm it from the list.
        (await app.OccurrenceAsync(o.Id)).StateOn(D("2026-12-06")).ShouldBe(OccurrenceState.AwaitingConfirmation);
        var today = await officer.OpenAsync("/today");
        today.Html.QuerySelector($"a[href='/obligations/{o.Id}/confirm']").ShouldNotBeNull();
        today.Html.QuerySelectorAll($"form[action='/today?handler=Confirm'] input[value='{o.Id}']").ShouldBeEmpty();
        var form = await officer.OpenAsync($"/obligations/{o.Id}/confirm");
        form.Text(".lt-note--due-soon").ShouldContain("Không có hoạt động hay tệp nào làm minh chứng, trễ");
        form.Text(".lt-note--due-soon").ShouldContain("Máy ảnh hỏng, có biên bản giấy.");
        await officer.SubmitAsync(form, Form);
        (await app.OccurrenceAsync(o.Id)).StateOn(D("2026-12-06")).ShouldBe(OccurrenceState.DoneLate);
    }

    [Fact]
    public async Task Confirmation_SetByTheSuperior_MakesTheClaimFinal()
    {
        var o = await GivenAsync("2026-09-20");
        using var officer = await app.SignInAsync(Role.Officer);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        (await focal.GetAsync($"/obligations/duty/{o.ObligationId}")).Html.QuerySelector("#xac-nhan").ShouldBeNull();

        await officer.SubmitAsync(await officer.GetAsync($"/obligations/duty/{o.ObligationId}"), "#xac-nhan", new() { ["ConfirmsItself"] = "True", ["Scope"] = "Plan" });
        await DoAsync(focal, o, "claim-done", file: new TestFile("Input.Files", "anh.txt", "ảnh chụp trang"u8.ToArray()));

        (await app.OccurrenceAsync(o.Id)).StateOn(D("2026-09-20")).ShouldBe(OccurrenceState.DoneOnTime);
        (await app.OccurrenceAsync(o.Id)).ConfirmedByName.ShouldBeNull("it is the unit's own word");

        // What the superior writes down for the unit is the superior's word: losing its proof does not take it back.
        var next = await GivenAsync("2026-09-20");
        await officer.SubmitAsync(await officer.GetAsync($"/obligations/duty/{next.ObligationId}"), "#xac-nhan", new() { ["ConfirmsItself"] = "True", ["Scope"] = "Plan" });
        await DoAsync(officer, next, "claim-done", file: new TestFile("Input.Files", "anh.txt", "ảnh chụp trang"u8.ToArray()));
        var written = await app.OccurrenceAsync(next.Id);
        (written.ConfirmedOn is null, string.IsNullOrEmpty(written.ConfirmedByName), written.LoseProof()).ShouldBe((false, false, false));
    }

    [Fact]
    public async Task Ask_OnRequestDuty_StartsItsClockOnce()
    {
        app.Clock.MoveTo(D("2026-04-27"));
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Cung cấp tài liệu khi có yêu cầu", new DutyRule { Kind = DutyKind.OnRequest }, [app.Culture.Id]));
        var duty = (await app.ObligationsAsync(plan.Id)).Single();
        using var officer = await app.SignInAsync(Role.Officer);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        (await focal.GetAsync($"/obligations/duty/{duty.Id}")).Html.QuerySelector("#yeu-cau").ShouldBeNull();
        var form = await officer.GetAsync($"/obligations/duty/{duty.Id}");
        var values = new Dictionary<string, string> { ["Ask.What"] = "Số liệu quý I", ["Ask.Days"] = "2", ["Ask.Working"] = "true", ["Ask.DueOn"] = "" };

        var first = await officer.SubmitAsync(form, "#yeu-cau", values);
        var second = await officer.SubmitAsync(form, "#yeu-cau", values);

        var asked = (await app.OccurrencesAsync(plan.Id)).ShouldHaveSingleItem();
        (first.Location, second.Location).ShouldBe(($"/obligations/{asked.Id}", $"/obligations/{asked.Id}"));
        (asked.PeriodKey, asked.DueOn).ShouldBe(("ask-2026-04-27", D("2026-04-29")));
        (await focal.OpenAsync("/today")).Text("section[aria-label='Tuần này']").ShouldContain("yêu cầu ngày 27/04/2026");
    }
}
