using LanToa.Journeys.Tests.Browsing;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.Playwright;

namespace LanToa.Journeys.Tests;

/// <summary>Without JavaScript everything still works; in the dark everything can still be read.</summary>
public sealed class PlainJourney(TestApp app, Chromium chromium) : IClassFixture<TestApp>
{
    [Theory, InlineData(1280), InlineData(390)]
    public async Task WithoutScript_SignInAndForms_Work(int width)
    {
        await using var visitor = await chromium.VisitAsync(app, width, script: false);
        await visitor.SignInAsync(await app.AddPersonAsync(Role.Administrator));
        await Assertions.Expect(visitor.Title).ToContainTextAsync("Hôm nay");

        await visitor.OpenAsync("/organizations/edit");
        await visitor.Page.GetByLabel("Tên", new() { Exact = true }).FillAsync($"Trung tâm Truyền thanh {width}");
        await visitor.Page.Locator("#Input_Code").FillAsync($"TTTT{width}");
        await visitor.Page.GetByRole(AriaRole.Radio, new() { Name = app.Province.Name }).CheckAsync();
        await visitor.PressAsync("Lưu");
        await visitor.SeeTitleAsync($"Trung tâm Truyền thanh {width}");
        await visitor.LookAsync("no-script-organization");

        // A dialog without script is a place on the page.
        var other = await app.AddPersonAsync(Role.Editor);
        await visitor.OpenAsync($"/identity/accounts/detail/{other.Id}");
        await visitor.PressAsync("Ngừng tài khoản");
        await Assertions.Expect(visitor.Page.GetByLabel("Lý do")).ToBeVisibleAsync();
        await visitor.LookAsync("no-script-dialog");
        await visitor.Page.GetByLabel("Lý do").FillAsync("Nghỉ hưu.");
        await visitor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Ngừng tài khoản" }).ClickAsync();
        await visitor.SeeAsync("Đã ngừng tài khoản.");
    }

    [Theory, InlineData(1280), InlineData(390)]
    public async Task DarkTheme_FromTheSystemOrByChoice_CanBeRead(int width)
    {
        var administrator = await app.AddPersonAsync(Role.Administrator);
        await using var visitor = await chromium.VisitAsync(app, width, colors: ColorScheme.Dark);
        await visitor.OpenAsync("/");
        await visitor.LookAsync("dark-home");
        await visitor.SignInAsync(administrator);
        foreach (var (path, name) in new[] { ("/organizations", "organizations"), ("/organizations/edit", "organization-add"), ($"/identity/accounts/detail/{administrator.Id}", "account"), ("/_design", "design") })
        {
            await visitor.OpenAsync(path);
            await visitor.LookAsync($"dark-{name}");
        }

        await visitor.OpenAsync("/organizations");
        await visitor.Page.Locator("header details.lt-menu").Last.Locator("summary").ClickAsync();
        await visitor.Page.Locator("[data-set-theme=light]").ClickAsync();
        // Chosen at once on the page; only then is the cookie sure to travel with the next request.
        await Assertions.Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        await visitor.OpenAsync("/organizations");
        await Assertions.Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
    }

    [Theory, InlineData(1280), InlineData(390)]
    public async Task DesignPage_Light_IsSound(int width)
    {
        await using var visitor = await chromium.VisitAsync(app, width);
        await visitor.OpenAsync("/_design");
        await visitor.LookAsync("design");
    }
}
