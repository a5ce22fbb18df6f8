using LanToa.Journeys.Tests.Browsing;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.Playwright;

namespace LanToa.Journeys.Tests;

/// <summary>From the public home through a mistyped password to Hôm nay, and out again.</summary>
public sealed class SignInJourney(TestApp app, Chromium chromium) : IClassFixture<TestApp>
{
    [Theory, InlineData(1280), InlineData(390)]
    public async Task SignIn_WrongThenRight_LeadsToToday(int width)
    {
        var officer = await app.AddPersonAsync(Role.Officer);
        await using var visitor = await chromium.VisitAsync(app, width);
        await visitor.OpenAsync("/");
        await visitor.LookAsync("home");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Dành cho cơ quan" }).Or(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Đăng nhập" })).First.ClickAsync();
        await visitor.SeeTitleAsync("Đăng nhập");
        await visitor.LookAsync("sign-in");

        await visitor.PressAsync("Đăng nhập");
        await visitor.SeeAsync("Bạn chưa nhập tên đăng nhập.");
        await visitor.LookAsync("sign-in-empty");
        await visitor.SignInAsync(officer, "không phải mật khẩu");
        await visitor.SeeAsync("Tên đăng nhập hoặc mật khẩu chưa đúng.");
        await Assertions.Expect(visitor.Page.GetByLabel("Tên đăng nhập")).ToHaveValueAsync(officer.UserName!);
        await visitor.LookAsync("sign-in-wrong");

        await visitor.SignInAsync(officer);
        await Assertions.Expect(visitor.Title).ToContainTextAsync("Hôm nay");
        await Assertions.Expect(visitor.Menu.GetByRole(AriaRole.Link, new() { Name = "Hôm nay" })).ToHaveAttributeAsync("aria-current", "page");
        await visitor.LookAsync("today-empty");

        await visitor.Page.Locator("header details.lt-menu").Last.Locator("summary").ClickAsync();
        await visitor.LookAsync("person-menu");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Đăng xuất" }).ClickAsync();
        await visitor.OpenAsync("/today");
        await visitor.SeeTitleAsync("Đăng nhập");
    }

    [Theory, InlineData(1280), InlineData(390)]
    public async Task OwnAccount_Person_SeesRolesAndChangesPassword(int width)
    {
        var person = await app.AddPersonAsync(Role.FocalPoint);
        await using var visitor = await chromium.VisitAsync(app, width);
        await visitor.OpenAsync("/identity/me");
        await visitor.SignInAsync(person);
        await visitor.SeeTitleAsync("Tài khoản của tôi");
        await visitor.LookAsync("my-account");
        await visitor.Page.GetByLabel("Mật khẩu hiện tại").FillAsync(TestApp.Password);
        await visitor.Page.GetByLabel("Mật khẩu mới", new() { Exact = true }).FillAsync("ngắn");
        await visitor.Page.GetByLabel("Nhập lại mật khẩu mới").FillAsync("ngắn");
        await visitor.PressAsync("Đổi mật khẩu");
        await visitor.LookAsync("my-account-refused");
        await visitor.Page.GetByLabel("Mật khẩu hiện tại").FillAsync(TestApp.Password);
        await visitor.Page.GetByLabel("Mật khẩu mới", new() { Exact = true }).FillAsync("một câu khác dễ nhớ");
        await visitor.Page.GetByLabel("Nhập lại mật khẩu mới").FillAsync("một câu khác dễ nhớ");
        await visitor.PressAsync("Đổi mật khẩu");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("mật khẩu");
        await visitor.LookAsync("my-account-changed");
    }
}
