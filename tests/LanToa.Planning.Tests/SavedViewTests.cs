using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Platform.SavedViews;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests;

/// <summary>Filters under a name: one's own, each list its names, one of them the default.</summary>
public sealed class SavedViewTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private const string Form = "main form[method=post]";

    private static async Task<TestPage> SaveAsync(TestBrowser person, string list, string name, bool isDefault = false) =>
        await person.SubmitAsync(await FormAsync(person, list), Form, isDefault ? new() { ["name"] = name, ["IsDefault"] = "true" } : new() { ["name"] = name });

    private static async Task<TestPage> FormAsync(TestBrowser person, string list)
    {
        var page = await person.OpenAsync(list);
        return await person.OpenAsync(page.Html.QuerySelector(".lt-saved a[href^='/saved-views/save']")!.GetAttribute("href")!);
    }

    [Fact]
    public async Task Filters_SavedUnderAName_AreLinksAboveTheListAndOnToday()
    {
        using var person = await app.SignInAsync(Role.Officer);
        (await person.OpenAsync("/obligations")).Html.QuerySelector(".lt-saved").ShouldBeNull();
        var form = await FormAsync(person, "/obligations?state=late&sort=-due&trang=2&q=&tat-ca=1");
        var saved = await person.SubmitAsync(form, Form, new() { ["name"] = " Quá hạn <b>của tôi</b> " });
        saved.Location.ShouldBe("/obligations?sort=-due&state=late");
        // The same form again: one filter.
        (await person.SubmitAsync(form, Form, new() { ["name"] = "Quá hạn <b>của tôi</b>" })).Location.ShouldBe(saved.Location);

        var list = await person.OpenAsync("/obligations?state=late&sort=-due");
        list.Html.QuerySelector(".lt-saved a[aria-current]")!.TextContent.ShouldBe("Quá hạn <b>của tôi</b>");
        list.Html.QuerySelectorAll(".lt-saved a[href='/obligations?sort=-due&state=late']").Length.ShouldBe(1);
        list.Html.QuerySelector(".lt-saved a[href^='/saved-views/save']").ShouldBeNull();
        (await person.OpenAsync("/today")).Text("main").ShouldContain("Quá hạn <b>của tôi</b>");
        (await SaveAsync(person, "/obligations?state=owed", "QUÁ HẠN <b>của TÔI</b>")).Text("main").ShouldContain("Bạn đã có bộ lọc");
        (await SaveAsync(person, "/obligations?state=owed", "  ")).Text("main").ShouldContain("Bạn chưa đặt tên");
        (await SaveAsync(person, "/obligations?state=owed", new string('x', 61))).Text("main").ShouldContain("dài quá 60");
        // Another list has its own names.
        (await SaveAsync(person, "/plans?nam=2026", "Quá hạn <b>của tôi</b>")).Location.ShouldBe("/plans?nam=2026");
        using var other = await app.SignInAsync(Role.Officer);
        (await other.OpenAsync("/today")).Text("main").ShouldNotContain("của tôi");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<LanToa.Platform.Audit.HistoryEvent>().CountAsync(e => e.Verb == SavedViewBook.Made && e.AccountId == person.AccountId))).ShouldBe(2);
    }

    [Fact]
    public async Task Default_OfAList_OpensWhenNothingIsAskedAndCanBePassedBy()
    {
        using var person = await app.SignInAsync(Role.Officer);
        await SaveAsync(person, "/obligations?state=owed", "Còn nợ", isDefault: true);
        await SaveAsync(person, "/obligations?state=all", "Tất tần tật", isDefault: true);
        (await person.GetAsync("/obligations")).Location.ShouldBe("/obligations?state=all");
        (await person.GetAsync("/obligations?tat-ca=1")).Location.ShouldBeNull();
        (await person.GetAsync("/obligations?state=late")).Location.ShouldBeNull();

        var manage = await person.OpenAsync("/saved-views");
        manage.Html.QuerySelectorAll("main .lt-saved__one").Length.ShouldBe(2);
        var other = manage.Html.QuerySelectorAll("main .lt-saved__one input[name=id]")[0].GetAttribute("value")!;
        var renamed = await person.SubmitAsync(manage, $"form.lt-saved__one:has(input[value='{other}'])", new() { ["name"] = "Nợ lại" });
        renamed.Location.ShouldBe("/saved-views");
        (await person.SubmitAsync(manage, $"form.lt-saved__one:has(input[value='{other}'])", new() { ["name"] = "tất tần  TẬT" })).Text("main").ShouldContain("Bạn đã có bộ lọc");
        var token = manage.Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        (await person.PostAsync("/saved-views?handler=Default", new() { ["id"] = other, ["__RequestVerificationToken"] = token })).Location.ShouldBe("/saved-views");
        (await person.GetAsync("/obligations")).Location.ShouldBe("/obligations?state=owed");
        // Pressed twice, deleted once.
        var delete = $"#xoa-{other} form";
        (await person.SubmitAsync(manage, delete)).Location.ShouldBe("/saved-views");
        (await person.SubmitAsync(manage, delete)).Location.ShouldBe("/saved-views");
        (await person.GetAsync("/obligations")).Location.ShouldBeNull();
        using var stranger = await app.SignInAsync(Role.Officer);
        var theirs = (await stranger.OpenAsync("/identity/me")).Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var kept = (await person.OpenAsync("/saved-views")).Html.QuerySelector("main .lt-saved__one input[name=id]")!.GetAttribute("value")!;
        ((int)(await stranger.PostAsync("/saved-views?handler=Delete", new() { ["id"] = kept, ["__RequestVerificationToken"] = theirs })).Status).ShouldBe(404);
    }

    [Fact]
    public async Task Save_TooManyOrOfNoList_IsRefusedWithWords()
    {
        using var person = await app.SignInAsync(Role.Viewer);
        for (var n = 0; n < SavedViewBook.Most; n++) (await SaveAsync(person, $"/obligations?q=viec{n}", $"Bộ {n}")).Location.ShouldNotBeNull();
        (await SaveAsync(person, "/obligations?q=them", "Thêm")).Text("main").ShouldContain("đã lưu 20 bộ lọc");
        foreach (var list in new[] { "/jobs", "https://x.example", "//x.example", "/obligations/../jobs" }) ((int)(await person.GetAsync($"/saved-views/save?list={Uri.EscapeDataString(list)}&filters=a%3D1")).Status).ShouldBe(404, list);
        var nothing = await person.OpenAsync("/saved-views/save?list=/plans&filters=trang%3D2");
        (await person.SubmitAsync(nothing, Form, new() { ["name"] = "Không gì" })).Text("main").ShouldContain("chưa lọc theo mục nào");
    }

    [Fact]
    public async Task View_OfAnothersWork_ShowsNoMoreThanItsReaderMaySee()
    {
        app.Clock.MoveTo(new DateOnly(2026, 11, 20));
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, new TaskGiven("Việc riêng của Sở Tài chính", ObligationsApp.OneEachQuarter, [app.Finance.Id]));
        using var stranger = await app.SignInAsync(Role.FocalPoint, app.Commune);
        var saved = await SaveAsync(stranger, $"/obligations?plan={plan.Id}&unit={app.Finance.Id}&state=all", "Của người khác");
        (await stranger.OpenAsync(saved.Location!)).Text("main").ShouldNotContain("Việc riêng của Sở Tài chính");
    }
}
