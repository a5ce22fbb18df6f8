using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Permissions;
using LanToa.Testing;

namespace LanToa.Accountability.Tests.Activities;

/// <summary>Standing work: what the unit asks of itself, the last sign of life, and closing a period that nothing proves.</summary>
public sealed class FloorTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private const string Floor = "#muc-tu-dat", Act = "main form[method=post]";

    [Fact]
    public async Task Floor_SetByTheUnit_CountsInOpenPeriodsAndAShortfallNeedsAWord()
    {
        app.Clock.MoveTo(new DateOnly(2026, 8, 20));
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, new TaskGiven("Thường xuyên tuyên truyền trên trang thông tin", new DutyRule { Kind = DutyKind.Standing, Every = [PeriodKind.Quarter] }, [app.Culture.Id]));
        var periods = await app.OccurrencesAsync(plan.Id);
        var (second, third) = (periods.Single(o => o.PeriodKey == "2026-Q2"), periods.Single(o => o.PeriodKey == "2026-Q3"));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        using var officer = await app.SignInAsync(Role.Officer);
        var duty = $"/obligations/duty/{third.ObligationId}";
        using (var stranger = await app.SignInAsync(Role.FocalPoint, app.Finance)) (await stranger.GetAsync(duty)).Status.ShouldBe(System.Net.HttpStatusCode.NotFound);
        var page = await focal.OpenAsync(duty);
        page.Text("main").ShouldContain("Chưa ghi hoạt động nào");
        (await focal.SubmitAsync(page, Floor, new() { ["Floor"] = "5000" })).Text(".lt-errors").ShouldContain("từ 1 đến 1.000");

        (await focal.SubmitAsync(page, Floor, new() { ["Floor"] = "2" })).Location.ShouldBe(duty);
        // An older form of the same page overwrites nothing.
        (await focal.SubmitAsync(page, Floor, new() { ["Floor"] = "7" })).Text(".lt-errors").ShouldContain("người khác đã thay đổi");

        ((await app.OccurrenceAsync(second.Id)).OwnFloor, (await app.OccurrenceAsync(third.Id)).OwnFloor, (await app.OccurrenceAsync(third.Id)).Target).ShouldBe((null, 2, null));
        await focal.SubmitAsync(await focal.GetAsync($"/activities/log?duty={third.Id}"), "main form[enctype]", new() { ["Input.Form"] = "news", ["Input.Title"] = "Một tin", ["Input.Link"] = "https://tin.gov.vn/mot", ["Input.Claims"] = "false" });
        (await focal.OpenAsync(duty)).Text("main").ShouldContain("20/08/2026");
        (await focal.OpenAsync($"/obligations/{third.Id}")).Text("main").ShouldContain("1/2");
        (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{third.Id}/claim-done"), Act, new() { ["Input.Note"] = "" })).Text(".lt-errors").ShouldContain("Mới được 1/2 so với mức đơn vị tự đặt");
        (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{third.Id}/claim-done"), Act, new() { ["Input.Note"] = "Trang thông tin bảo trì." })).Location.ShouldNotBeNull();
        var claimed = await app.OccurrenceAsync(third.Id);
        (claimed.Progress, claimed.OwnFloor, claimed.ConfirmedOn).ShouldBe((1, 2, null));
    }

    [Fact]
    public async Task Claim_OfStandingWorkThatNothingProves_NeedsAReasonAndTheSuperiorsYes()
    {
        app.Clock.MoveTo(new DateOnly(2026, 8, 20));
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, new TaskGiven("Thường xuyên phổ biến tại giao ban", new DutyRule { Kind = DutyKind.Standing, Every = [PeriodKind.Quarter] }, [app.Finance.Id]));
        var third = (await app.OccurrencesAsync(plan.Id)).Single(o => o.PeriodKey == "2026-Q3");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        // The duty confirms itself, but not what nothing proves.
        (await officer.SubmitAsync(await officer.GetAsync($"/obligations/duty/{third.ObligationId}"), "#xac-nhan", new() { ["ConfirmsItself"] = "True", ["Scope"] = "Duty" })).Location.ShouldNotBeNull();

        (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{third.Id}/claim-done"), Act, new() { ["Input.Note"] = "" })).Text(".lt-errors").ShouldContain("chưa có hoạt động hay tệp nào làm minh chứng");
        (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{third.Id}/claim-done"), Act, new() { ["Input.Note"] = "Lồng ghép giao ban hằng tuần, không chụp ảnh." })).Location.ShouldNotBeNull();
        var waiting = await app.OccurrenceAsync(third.Id);
        (waiting.ClaimedOn, waiting.ConfirmedOn).ShouldBe((new DateOnly(2026, 8, 20), null));
        (await officer.SubmitAsync(await officer.GetAsync($"/obligations/{third.Id}/confirm"), Act)).Location.ShouldNotBeNull();
        (await app.OccurrenceAsync(third.Id)).ConfirmedOn.ShouldNotBeNull();
    }
}
