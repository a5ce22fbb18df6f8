using System.Net;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>An explanation of lateness is asked for, given, added to, returned and accepted, and stays with the record.</summary>
public sealed class ExplanationTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private const string Form = "main form[method=post]";
    private const string Asked = "section[aria-label='Cấp trên chờ giải trình']";

    private async Task<(Organization Top, Organization Unit, Occurrence Late)> GivenAsync(string name)
    {
        app.Clock.MoveTo(new DateOnly(2026, 3, 2));
        var top = await app.AddOrganizationAsync($"Sở {name}", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var unit = await app.AddOrganizationAsync($"Chi cục {name}", OrganizationLevel.Province, OrganizationKind.Division, top);
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, top, new TaskGiven($"Chuyên mục {name}", new DutyRule { Kind = DutyKind.Once, Dates = [new DateOnly(2026, 3, 10)] }, [unit.Id]));
        app.Clock.MoveTo(new DateOnly(2026, 3, 30));
        return (top, unit, (await app.OccurrencesAsync(plan.Id))[0]);
    }

    private Task<List<Explanation>> StepsAsync(Occurrence o) => app.InScopeAsync(s => s.GetRequiredService<Explanations>().OfAsync(o.Id));

    private static Task<TestPage> SayAsync(TestBrowser person, TestPage page, ExplanationStep step, string words) =>
        person.SubmitAsync(page, Form, new() { ["Words"] = words }, button: $"button[name=step][value={step}]");

    [Fact]
    public async Task Explanation_FromRequestToAcceptance_IsAddedToAndStays()
    {
        var (top, unit, late) = await GivenAsync("Giải Trình");
        using var focal = await app.SignInAsync(Role.FocalPoint, unit);
        using var officer = await app.SignInAsync(Role.Officer, top);
        var path = $"/obligations/{late.Id}/explanation";

        (await officer.OpenAsync($"/obligations/{late.Id}")).Text("main").ShouldContain("Yêu cầu giải trình");
        (await SayAsync(officer, await officer.OpenAsync(path), ExplanationStep.Asked, "Nêu rõ ai phụ trách.")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await focal.OpenAsync("/notices")).Text(".lt-notices").ShouldContain("Yêu cầu giải trình: Chuyên mục Giải Trình");
        (await focal.OpenAsync("/today")).Text(Asked).ShouldContain("Nêu rõ ai phụ trách.");
        // More of them than Hôm nay shows stand behind the filter; for the superior as well, who waits.
        foreach (var person in new[] { focal, officer }) (await person.OpenAsync($"/obligations?unit={unit.Id}&state=unexplained")).Html.QuerySelector($"a[href='/obligations/{late.Id}']").ShouldNotBeNull();
        var form = await focal.OpenAsync(path);
        (await SayAsync(focal, form, ExplanationStep.Given, " ")).Text("main").ShouldContain("Hãy ghi vì sao trễ hạn");
        foreach (var _ in new[] { 1, 2 }) (await SayAsync(focal, form, ExplanationStep.Given, "Thiếu người dựng hình.")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await StepsAsync(late)).Count(s => s.Step == ExplanationStep.Given).ShouldBe(1, "pressed twice");
        (await officer.OpenAsync("/notices")).Text(".lt-notices").ShouldContain("Giải trình trễ hạn: Chuyên mục Giải Trình");
        (await focal.OpenAsync("/today")).Html.QuerySelector(Asked).ShouldBeNull("answered");
        (await focal.OpenAsync($"/obligations?unit={unit.Id}&state=unexplained")).Html.QuerySelector($"a[href='/obligations/{late.Id}']").ShouldBeNull();
        var judging = await officer.OpenAsync(path);
        (await SayAsync(officer, judging, ExplanationStep.Returned, "")).Text("main").ShouldContain("Hãy ghi lý do trả lại");
        await SayAsync(officer, judging, ExplanationStep.Returned, "Chưa nói bao giờ xong.");
        var returned = await focal.OpenAsync("/today");
        returned.Text(Asked).ShouldContain("Chưa nói bao giờ xong.");
        returned.Html.QuerySelector($"{Asked} a[href='{path}']").ShouldNotBeNull();
        (await officer.OpenAsync("/today")).Html.QuerySelector(Asked).ShouldBeNull("not theirs to explain");
        // What the officer had before them is no longer the last word.
        (await SayAsync(officer, judging, ExplanationStep.Accepted, "")).Status.ShouldBe(HttpStatusCode.OK);
        await SayAsync(focal, await focal.OpenAsync(path), ExplanationStep.Given, "Xong trước 05/4.");
        await SayAsync(officer, await officer.OpenAsync(path), ExplanationStep.Accepted, "");

        (await StepsAsync(late)).Select(s => s.Step).ShouldBe([ExplanationStep.Asked, ExplanationStep.Given, ExplanationStep.Returned, ExplanationStep.Given, ExplanationStep.Accepted]);
        var seen = (await focal.OpenAsync($"/obligations/{late.Id}")).Text("main");
        foreach (var words in new[] { "Thiếu người dựng hình.", "Chưa nói bao giờ xong.", "Xong trước 05/4.", "chấp nhận giải trình" }) seen.ShouldContain(words);
        (await officer.Http.GetStringAsync($"/obligations?plan={late.PlanId}&handler=Export")).ShouldContain("Thiếu người dựng hình.; Xong trước 05/4.");
        (await officer.OpenAsync($"/obligations/urge?plan={late.PlanId}")).Text("main").ShouldContain("Giải trình: Thiếu người dựng hình.; Xong trước 05/4.");
    }

    [Fact]
    public async Task Claim_OfLateWorkWhoseExplanationWasAsked_NeedsIt()
    {
        var (top, unit, late) = await GivenAsync("Báo Muộn");
        using var focal = await app.SignInAsync(Role.FocalPoint, unit);
        using var officer = await app.SignInAsync(Role.Officer, top);
        await SayAsync(officer, await officer.OpenAsync($"/obligations/{late.Id}/explanation"), ExplanationStep.Asked, "");
        var claim = await focal.OpenAsync($"/obligations/{late.Id}/claim-done");

        var refused = await focal.SubmitAsync(claim, "main form[enctype]", new() { ["Input.Note"] = "Đã làm, không chụp ảnh." });
        refused.Text("main").ShouldContain("Cấp trên đã yêu cầu giải trình");
        (await app.OccurrenceAsync(late.Id)).ClaimedOn.ShouldBeNull();
        foreach (var _ in new[] { 1, 2 }) (await focal.SubmitAsync(claim, "main form[enctype]", new() { ["Input.Explanation"] = "Chờ số liệu của xã.", ["Input.Note"] = "Đã làm, không chụp ảnh." })).Status.ShouldBe(HttpStatusCode.Redirect);

        (await app.OccurrenceAsync(late.Id)).ClaimedOn.ShouldNotBeNull();
        (await StepsAsync(late))[^1].Text.ShouldBe("Chờ số liệu của xã.");
        (await StepsAsync(late)).Count.ShouldBe(2);
        (await officer.OpenAsync($"/obligations/{late.Id}/confirm")).Text("main").ShouldContain("Chờ số liệu của xã.");
    }

    [Fact]
    public async Task Explanation_OfWhatIsNotLateOrByOthers_IsNotPossible()
    {
        var (_, unit, late) = await GivenAsync("Không Trễ");
        using var focal = await app.SignInAsync(Role.FocalPoint, unit);
        using var stranger = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var viewer = await app.SignInAsync(Role.Viewer, unit);
        (await stranger.GetAsync($"/obligations/{late.Id}/explanation")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await viewer.GetAsync($"/obligations/{late.Id}/explanation")).Location.ShouldNotBeNull().ShouldContain("/identity/denied");
        // The unit does not judge itself.
        var denied = await focal.SubmitAsync(await focal.OpenAsync($"/obligations/{late.Id}/explanation"), Form, new() { ["step"] = "Accepted" });
        denied.Location.ShouldNotBeNull().ShouldContain("/identity/denied");
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Occurrence>().Where(o => o.Id == late.Id).ExecuteUpdateAsync(o => o.SetProperty(x => x.DueOn, new DateOnly(2026, 4, 10))));
        (await focal.OpenAsync($"/obligations/{late.Id}/explanation")).Text("main").ShouldContain("Kỳ này không trễ hạn");
        (await StepsAsync(late)).ShouldBeEmpty();
    }
}
