using LanToa.Journeys.Tests.Browsing;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.Playwright;

namespace LanToa.Journeys.Tests;

/// <summary>Everything by the keyboard: skip link, menu, search, dialogs.</summary>
public sealed class KeyboardJourney(TestApp app, Chromium chromium) : IClassFixture<TestApp>
{
    [Fact]
    public async Task SkipLink_FirstTab_GoesToTheContent()
    {
        await using var visitor = await chromium.VisitAsync(app, 1280);
        await visitor.SignInAsync(await app.AddPersonAsync(Role.Officer));
        await visitor.OpenAsync("/organizations");
        await visitor.Page.Keyboard.PressAsync("Tab");
        var skip = visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Đến nội dung chính" });
        await Assertions.Expect(skip).ToBeFocusedAsync();
        await Assertions.Expect(skip).ToBeInViewportAsync();
        await visitor.LookAsync("keyboard-skip-link");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visitor.Main).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Menu_ArrowsAndEscape_WalksAndReturnsFocus()
    {
        await using var visitor = await chromium.VisitAsync(app, 1280);
        await visitor.SignInAsync(await app.AddPersonAsync(Role.Officer));
        await visitor.OpenAsync("/organizations");
        var menu = visitor.Main.Locator("details.lt-menu").First;
        await menu.Locator("summary").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(menu.GetByRole(AriaRole.Link).First).ToBeFocusedAsync();
        await visitor.LookAsync("keyboard-menu");
        await visitor.Page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(menu.GetByRole(AriaRole.Link).Nth(1)).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(menu.Locator("summary")).ToBeFocusedAsync();
        await Assertions.Expect(menu.GetByRole(AriaRole.Link).First).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Dialog_OpenAndEscape_ReturnsFocusToItsButton()
    {
        var administrator = await app.AddPersonAsync(Role.Administrator);
        var other = await app.AddPersonAsync(Role.Editor);
        await using var visitor = await chromium.VisitAsync(app, 1280);
        await visitor.SignInAsync(administrator);
        await visitor.OpenAsync($"/identity/accounts/detail/{other.Id}");
        var opener = visitor.Main.GetByRole(AriaRole.Link, new() { Name = "Ngừng tài khoản", Exact = true });
        await opener.FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        var dialog = visitor.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog.GetByLabel("Lý do")).ToBeFocusedAsync();
        await visitor.LookAsync("keyboard-dialog");
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        await Assertions.Expect(opener).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Slash_OnAPage_GoesToSearchAndTypesInFields()
    {
        await using var visitor = await chromium.VisitAsync(app, 1280);
        await visitor.SignInAsync(await app.AddPersonAsync(Role.Officer));
        await visitor.OpenAsync("/organizations");
        await visitor.Page.Keyboard.PressAsync("/");
        var search = visitor.Page.Locator("[data-search], main input[type=search]").First;
        await Assertions.Expect(search).ToBeFocusedAsync();
        await visitor.Page.Keyboard.TypeAsync("12/KH");
        await Assertions.Expect(search).ToHaveValueAsync("12/KH");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Tìm kiếm" })).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Main).ToContainTextAsync("Không thấy gì có “12/KH”");
        await visitor.LookAsync("search-nothing");
    }

    [Fact]
    public async Task Search_OnAPhone_OpensOverTheTopLineAndFinds()
    {
        await using var visitor = await chromium.VisitAsync(app, 390);
        await visitor.SignInAsync(await app.AddPersonAsync(Role.Officer));
        await visitor.OpenAsync("/notices");
        await visitor.LookAsync("notices-empty");
        var box = visitor.Page.Locator("header [data-search]");
        await box.ClickAsync();
        await box.FillAsync("thu nghiem");
        await visitor.LookAsync("search-open");
        await box.PressAsync("Enter");
        await Assertions.Expect(visitor.Main.GetByRole(AriaRole.Link, new() { Name = "Ủy ban nhân dân tỉnh Thử Nghiệm" })).ToBeVisibleAsync();
        await visitor.LookAsync("search-found");
    }
}
