using LanToa.Accountability.Activities;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Accountability.Tests.Activities;

/// <summary>Several activities accepted with one press, on the list.</summary>
public sealed class AcceptManyTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private const string Choose = "main form[method=post]";

    private static Task<TestPage> AcceptAsync(TestBrowser person, TestPage list, params IEnumerable<string> ids) => person.SendAsync(list.Address,
        [.. TestBrowser.FieldsOf((AngleSharp.Html.Dom.IHtmlFormElement)list.Html.QuerySelector(Choose)!).Where(f => f.Key != "ids"), .. ids.Select(i => new KeyValuePair<string, string>("ids", i))]);

    [Fact]
    public async Task Accept_SeveralChosen_EachIsAcceptedAndWhatChangedMeanwhileIsNamedAndLeft()
    {
        app.Clock.MoveTo(new DateOnly(2026, 9, 20));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Commune);
        var logged = new List<string>();
        foreach (var title in new[] { "Phát thanh buổi một", "Phát thanh buổi hai", "Phát thanh buổi ba" })
            logged.Add((await focal.SubmitAsync(await focal.GetAsync("/activities/log"), "main form[enctype]", new() { ["Input.Form"] = "event", ["Input.Title"] = title, ["Input.NoEvidenceReason"] = "Ảnh gửi sau." })).Location!);
        using var officer = await app.SignInAsync(Role.Officer);
        (await officer.OpenAsync("/today")).Html.QuerySelectorAll("a[href='/activities?state=recorded']").Length.ShouldBe(1);
        var list = await officer.OpenAsync("/activities?state=recorded");
        string[] ids = [.. list.Html.QuerySelectorAll("input[name=ids]").Select(i => i.GetAttribute("value")!)];
        ids.Length.ShouldBe(3);
        // Whoever logged them is offered nothing to choose.
        (await focal.OpenAsync("/activities")).Html.QuerySelector("input[name=ids]").ShouldBeNull();

        (await AcceptAsync(officer, list)).Text(".lt-errors").ShouldContain("chưa chọn hoạt động nào");
        (await AcceptAsync(officer, list, ids[0], "không phải mã")).Text(".lt-errors").ShouldContain("chưa chấp nhận gì");
        await focal.SubmitAsync(await focal.GetAsync($"{logged[1]}/edit"), "main form[enctype]", new() { ["Input.Attendance"] = "30" });
        var answer = await AcceptAsync(officer, list, ids);

        answer.Location.ShouldNotBeNull().ShouldContain("state=recorded");
        var told = await officer.OpenAsync(answer.Location!);
        told.Text().ShouldContain("Đã chấp nhận 2 hoạt động.");
        told.Text().ShouldContain("Để lại “Phát thanh buổi hai”: đã thay đổi");
        var states = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Activity>().AsNoTracking().Where(a => a.UnitId == app.Commune.Id).OrderBy(a => a.Id).Select(a => a.State).ToListAsync());
        states.ShouldBe([ActivityState.Accepted, ActivityState.Recorded, ActivityState.Accepted]);
        (await officer.OpenAsync(logged[0])).Text().ShouldContain("chấp nhận hoạt động");

        // Pressed twice: nothing happens a second time, and nothing is said to have failed.
        (await officer.OpenAsync((await AcceptAsync(officer, list, ids[..1])).Location!)).Text().ShouldContain("Đã chấp nhận 1 hoạt động.");
        // Sent by hand by somebody who judges nobody: left as it is.
        var page = await focal.OpenAsync("/activities/import");
        var token = page.Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await focal.SendAsync(new Uri(page.Address, "/activities"), [new("__RequestVerificationToken", token), new("FormKey", Guid.CreateVersion7().ToString()), new("ids", $"{logged[1][^36..]}:2")]);
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Activity>().CountAsync(a => a.UnitId == app.Commune.Id && a.State == ActivityState.Accepted))).ShouldBe(2);
    }
}
