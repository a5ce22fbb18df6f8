using System.Net;
using System.Text;
using LanToa.Planning.Obligations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>A wrong file is taken back: struck through, with who and why, and closed to others.</summary>
public sealed class WithdrawFileTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private const string Form = "main form[enctype]";
    private const string Withdraw = "main form[method=post]";

    /// <summary>A claim with one file; the addresses of the file and of its withdrawal.</summary>
    private async Task<(Occurrence Occurrence, TestBrowser Focal, string File, string Withdrawal)> ClaimedAsync()
    {
        app.Clock.MoveTo(new DateOnly(2026, 3, 20));
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, new TaskGiven("Chuyên mục trên báo", ObligationsApp.OneEachQuarter, [app.Culture.Id]));
        var o = (await app.OccurrencesAsync(plan.Id)).Single(x => x.PeriodKey == "2026-Q1");
        var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        await focal.SubmitAsync(await focal.GetAsync($"/obligations/{o.Id}/claim-done"), Form, new(), new TestFile("Input.Files", "nham.txt", Encoding.UTF8.GetBytes($"danh sách có số điện thoại {o.Id}")));
        var page = await focal.OpenAsync($"/obligations/{o.Id}");
        return (o, focal, page.Html.QuerySelector("main a[href^='/files/']")!.GetAttribute("href")!, page.Html.QuerySelector($"main a[href^='/obligations/{o.Id}/files/']")!.GetAttribute("href")!);
    }

    [Fact]
    public async Task Withdraw_ByTheUnitBeforeConfirmation_StrikesThroughAndClosesTheFileToOthers()
    {
        var (o, focal, file, withdrawal) = await ClaimedAsync();
        using var viewer = await app.SignInAsync(Role.Viewer);
        using var officer = await app.SignInAsync(Role.Officer);
        var confirm = await officer.GetAsync($"/obligations/{o.Id}/confirm");
        (await viewer.GetAsync(file)).Status.ShouldBe(HttpStatusCode.OK);

        var form = await focal.GetAsync(withdrawal);
        (await focal.SubmitAsync(form, Withdraw, new() { ["Reason"] = " " })).Text("#Reason-error").ShouldContain("Hãy ghi lý do");
        (await focal.SubmitAsync(form, Withdraw, new() { ["Reason"] = "Có số điện thoại của người dân" })).Location.ShouldBe($"/obligations/{o.Id}");
        (await focal.SubmitAsync(form, Withdraw, new() { ["Reason"] = "Bấm lần nữa" })).Location.ShouldBe($"/obligations/{o.Id}");

        var page = await viewer.OpenAsync($"/obligations/{o.Id}");
        page.Text("main del").ShouldBe("nham.txt");
        page.Html.QuerySelector("main a[href^='/files/']").ShouldBeNull();
        page.Text("main").ShouldContain("Có số điện thoại của người dân");
        page.Texts(".lt-timeline > li").Count(l => l.Contains("gỡ tệp", StringComparison.Ordinal)).ShouldBe(1);
        (await viewer.GetAsync(file)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await focal.GetAsync(file)).Status.ShouldBe(HttpStatusCode.OK);
        (await officer.GetAsync(file)).Status.ShouldBe(HttpStatusCode.OK);
        (await officer.SubmitAsync(confirm, Form)).Text(".lt-errors").ShouldContain("người khác đã thay đổi");
        (await EventsAsync(o.Id)).ShouldBe(["Có số điện thoại của người dân"]);
        // Whoever confirms reads that nothing is left, and no empty quotation.
        var note = (await officer.OpenAsync($"/obligations/{o.Id}/confirm")).Text(".lt-note--due-soon");
        note.ShouldContain("Không có hoạt động hay tệp nào làm minh chứng");
        note.ShouldNotContain("Đơn vị ghi");
    }

    [Fact]
    public async Task Withdraw_AfterConfirmation_IsTheSuperiorsOnly()
    {
        var (o, focal, _, withdrawal) = await ClaimedAsync();
        using var officer = await app.SignInAsync(Role.Officer);
        await officer.SubmitAsync(await officer.GetAsync($"/obligations/{o.Id}/confirm"), Form);

        (await focal.OpenAsync($"/obligations/{o.Id}")).Html.QuerySelector($"a[href='{withdrawal}']").ShouldBeNull();
        var refused = await focal.GetAsync(withdrawal);
        refused.Text("main").ShouldContain("đã khép lại");
        refused.Html.QuerySelector(Withdraw).ShouldBeNull();
        (await officer.SubmitAsync(await officer.GetAsync(withdrawal), Withdraw, new() { ["Reason"] = "Nhầm kỳ" })).Status.ShouldBe(HttpStatusCode.Redirect);
        (await focal.OpenAsync($"/obligations/{o.Id}")).Text("main del").ShouldBe("nham.txt");
    }

    [Fact]
    public async Task Withdraw_ByAViewerOrAnotherUnit_IsRefused()
    {
        var (o, _, file, withdrawal) = await ClaimedAsync();
        using var viewer = await app.SignInAsync(Role.Viewer);
        using var stranger = await app.SignInAsync(Role.FocalPoint, app.Finance);

        (await viewer.GetAsync(withdrawal)).Location.ShouldNotBeNull().ShouldContain("/identity/denied");
        (await stranger.GetAsync(withdrawal)).Status.ShouldBe(HttpStatusCode.NotFound);
        var id = Guid.Parse(file["/files/".Length..]);
        (await app.InScopeAsync(s => s.GetRequiredService<WithdrawEvidence>().HandleAsync(Guid.CreateVersion7(), id, "thử"))).Kind.ShouldBe(OutcomeKind.NotFound);
        (await EventsAsync(o.Id)).ShouldBeEmpty();
    }

    private Task<List<string?>> EventsAsync(Guid occurrence) => app.InScopeAsync(s =>
        s.GetRequiredService<LanToaDb>().Set<HistoryEvent>().Where(e => e.WholeId == occurrence && e.Verb == WithdrawEvidence.Verb).Select(e => e.Reason).ToListAsync());
}
