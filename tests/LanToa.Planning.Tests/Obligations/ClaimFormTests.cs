using System.Net;
using System.Text;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Plans.Pages.Forms;
using LanToa.Platform.Permissions;
using LanToa.Testing;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>What the form of a claim keeps, refuses and offers, and what the rule form asks for.</summary>
public sealed class ClaimFormTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private const string Form = "main form[enctype]";
    private const string Save = "button[name=save]";

    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    private static TestFile Photo(string name) => new("Input.Files", name, Encoding.UTF8.GetBytes("ảnh chụp " + name));

    private async Task<Occurrence> GivenAsync(string today, int target = 1)
    {
        app.Clock.MoveTo(D(today));
        var rule = ObligationsApp.OneEachQuarter with { Count = target };
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Chuyên mục trên báo", rule, [app.Culture.Id]));
        return (await app.OccurrencesAsync(plan.Id)).Single(o => o.PeriodKey == "2026-Q1");
    }

    [Fact]
    public async Task SaveProgress_WithFile_KeepsTheFileOnThePageAndInTheHistory()
    {
        var o = await GivenAsync("2026-03-20", target: 3);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);

        var answer = await focal.SubmitAsync(await focal.GetAsync($"/obligations/{o.Id}/claim-done"), Form, new() { ["Input.Quantity"] = "2" }, Photo("tien-do.txt"), Save);

        answer.Location.ShouldBe($"/obligations/{o.Id}");
        var page = await focal.OpenAsync($"/obligations/{o.Id}");
        (await focal.GetAsync(page.Html.QuerySelector("main a[href^='/files/']")!.GetAttribute("href")!)).Status.ShouldBe(HttpStatusCode.OK);
        page.Texts(".lt-timeline > li").Where(l => l.Contains("lưu tiến độ", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain("tien-do.txt");
        (await focal.GetAsync($"/obligations/{o.Id}/claim-done")).Text("main").ShouldContain("Đã có tien-do.txt");
    }

    [Fact]
    public async Task Claim_RefusedWithAFileChosen_SaysToChooseItAgain()
    {
        var o = await GivenAsync("2026-03-20");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);

        var answer = await focal.SubmitAsync(await focal.GetAsync($"/obligations/{o.Id}/claim-done"), Form, new() { ["Input.DoneOn"] = "25/03/2026" }, Photo("anh.txt"));

        answer.Text(".lt-errors").ShouldContain("hãy chọn lại: anh.txt");
    }

    [Fact]
    public async Task Claim_AfterAReturn_KeepsTheDayAndIsOnTime()
    {
        var o = await GivenAsync("2026-03-20");
        using (var first = await app.SignInAsync(Role.FocalPoint, app.Culture))
            await first.SubmitAsync(await first.GetAsync($"/obligations/{o.Id}/claim-done"), Form, new() { ["Input.DoneOn"] = "18/03/2026", ["Input.Note"] = "Đã đăng số 3" }, Photo("bao.txt"));
        app.Clock.MoveTo(D("2026-12-20"));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        using var officer = await app.SignInAsync(Role.Officer);
        await officer.SubmitAsync(await officer.GetAsync($"/obligations/{o.Id}/return"), Form, new() { ["Input.Reason"] = "Thiếu ảnh" });

        var again = await focal.GetAsync($"/obligations/{o.Id}/claim-done");
        again.Html.QuerySelector("#Input_DoneOn")!.GetAttribute("value").ShouldBe("18/03/2026");
        (again.Text("textarea"), again.Text("main")).ShouldSatisfyAllConditions(t => t.Item1.ShouldBe("Đã đăng số 3"), t => t.Item2.ShouldContain("Đã có bao.txt"));
        await focal.SubmitAsync(again, Form);
        await officer.SubmitAsync(await officer.GetAsync($"/obligations/{o.Id}/confirm"), Form);

        var done = await app.OccurrenceAsync(o.Id);
        (done.StateOn(D("2026-12-20")), done.Progress).ShouldBe((OccurrenceState.DoneOnTime, 1));
    }

    [Theory]
    [InlineData("25/03/2026", "còn ở tương lai")]
    [InlineData("01/06/2025", "trước khi kỳ bắt đầu")]
    public async Task SaveProgress_ImpossibleDay_IsRefused(string date, string why)
    {
        var o = await GivenAsync("2026-03-20", target: 3);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);

        var answer = await focal.SubmitAsync(await focal.GetAsync($"/obligations/{o.Id}/claim-done"), Form, new() { ["Input.DoneOn"] = date, ["Input.Quantity"] = "2" }, button: Save);

        answer.Text("#Input_DoneOn-error").ShouldContain(why);
        (await app.OccurrenceAsync(o.Id)).Progress.ShouldBe(0);
    }

    [Fact]
    public async Task SaveProgress_Untouched_WritesNothing()
    {
        var o = await GivenAsync("2026-03-20");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);

        var answer = await focal.SubmitAsync(await focal.GetAsync($"/obligations/{o.Id}/claim-done"), Form, button: Save);

        answer.Text(".lt-errors").ShouldContain("chưa có gì mới để lưu");
        var same = await app.OccurrenceAsync(o.Id);
        (same.Progress, same.Version).ShouldBe((0, 1));
    }

    [Fact]
    public async Task Occurrence_OfAnotherUnit_OffersTheSuperiorOnlyWhatIsTheirs()
    {
        var o = await GivenAsync("2026-05-20");
        using var officer = await app.SignInAsync(Role.Officer);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);

        var above = (await officer.OpenAsync($"/obligations/{o.Id}")).Text(".lt-head");
        var below = (await focal.OpenAsync($"/obligations/{o.Id}")).Text(".lt-head");

        above.ShouldContain("Đổi hạn");
        foreach (var words in new[] { "Ghi nhận", "Xin lùi hạn", "Bắt đầu làm", "Không phát sinh" })
        {
            above.ShouldNotContain(words);
            below.ShouldContain(words);
        }
    }

    [Fact]
    public async Task Occurrence_BeforeTracking_IsWrittenDownByTheSuperiorWithItsOwnDay()
    {
        app.Clock.MoveTo(D("2026-11-20"));
        var plan = await app.IssueAsync(D("2026-01-15"), D("2026-11-20"), new TaskGiven("Kỳ trước khi theo dõi", ObligationsApp.OneEachQuarter, [app.Culture.Id]));
        var first = (await app.OccurrencesAsync(plan.Id)).First(o => o.BeforeTracking);
        using var officer = await app.SignInAsync(Role.Officer);

        (await officer.OpenAsync($"/obligations?plan={plan.Id}&period=2026-Q1")).Text(".lt-empty").ShouldContain("1 kỳ có hạn từ trước khi kế hoạch được theo dõi");
        (await officer.OpenAsync($"/obligations/board?plan={plan.Id}")).Html.QuerySelector($"a[href='/obligations?state=all&period=2026-Q1&unit={app.Culture.Id}&plan={plan.Id}']")!.TextContent.ShouldContain("1 kỳ trước khi theo dõi");
        var page = await officer.OpenAsync($"/obligations/{first.Id}");
        page.Text(".lt-head").ShouldContain("Ghi nhận thay đơn vị");
        page.Text("main").ShouldContain("không bắt buộc ghi lại");
        var form = await officer.GetAsync($"/obligations/{first.Id}/claim-done");
        form.Html.QuerySelector("[name='Input.DoneOn']")!.GetAttribute("value").ShouldBeNullOrEmpty();
        form.Text("main").ShouldContain("Việc được tính hoàn thành ngay.");
        (await officer.SubmitAsync(form, Form, new() { ["Input.DoneOn"] = "20/03/2026", ["Input.Note"] = "Đã phát quý I" })).Status.ShouldBe(System.Net.HttpStatusCode.Redirect);

        // Whoever would confirm it has written it down: one step.
        var done = (await app.OccurrencesAsync(plan.Id)).Single(o => o.Id == first.Id);
        (done.StartedOn, done.StateOn(D("2026-11-20")), done.ConfirmedBy).ShouldBe((null, OccurrenceState.DoneOnTime, officer.AccountId));
        (await officer.OpenAsync($"/obligations/{first.Id}")).Text("main").ShouldContain("Đã phát quý I");
    }

    [Fact]
    public async Task Occurrence_BeforeTracking_ClaimedByTheUnitItself_WaitsForTheSuperior()
    {
        app.Clock.MoveTo(D("2026-11-20"));
        var plan = await app.IssueAsync(D("2026-01-15"), D("2026-11-20"), new TaskGiven("Kỳ trước, đơn vị tự báo", ObligationsApp.OneEachQuarter, [app.Finance.Id]));
        var first = (await app.OccurrencesAsync(plan.Id)).First(o => o.BeforeTracking);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        await focal.SubmitAsync(await focal.GetAsync($"/obligations/{first.Id}/claim-done"), Form, new() { ["Input.DoneOn"] = "20/03/2026", ["Input.Note"] = "Đã làm, không chụp ảnh." });
        (await app.OccurrencesAsync(plan.Id)).Single(o => o.Id == first.Id).StateOn(D("2026-11-20")).ShouldBe(OccurrenceState.AwaitingConfirmation);
    }

    [Fact]
    public void RuleForm_CountedWithoutPeriodAndNumber_IsRefusedByField()
    {
        var nothing = new RuleForm { Kind = DutyKind.Counted }.Read(null);
        var whole = new RuleForm { Kind = DutyKind.Counted, Every = ["quarter"], Count = 2 }.Read(null);

        nothing.Rule.ShouldBeNull();
        nothing.Problems.Select(p => p.Field).ShouldBe(["Every", "Count"]);
        nothing.Problems[0].Message.ShouldStartWith("Chọn kỳ");
        nothing.Problems[1].Message.ShouldStartWith("Nhập số lượng");
        whole.Rule.ShouldNotBeNull().Count.ShouldBe(2);
        new DutyRule { Kind = DutyKind.Counted }.Problems(PlanCalendar.Of(D("2026-01-15"))).ShouldHaveSingleItem().ShouldContain("cần có kỳ hoặc số lượng");
    }

    [Fact]
    public void RuleForm_CountedOverTheWholePlanAsRead_StaysAsItIs()
    {
        var read = new DutyRule { Kind = DutyKind.Counted, Count = 2 };

        var (rule, problems) = RuleForm.Of(read).Read(read);

        problems.ShouldBeEmpty();
        rule.ShouldNotBeNull().Count.ShouldBe(2);
    }
}
