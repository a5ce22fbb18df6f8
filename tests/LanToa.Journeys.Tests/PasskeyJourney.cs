using LanToa.Journeys.Tests.Browsing;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using LanToa.Web;
using Microsoft.Playwright;

namespace LanToa.Journeys.Tests;

/// <summary>The program under a name: browsers make no passkey for a number.</summary>
public sealed class NamedApp : TestApp
{
    private readonly int _port = OtherProgram.FreePort();

    protected override HostOptions Configure(HostOptions options) => options with { Urls = [$"http://localhost:{_port}"] };
}

/// <summary>A passkey is made, opens the account without a password, and is taken away again; the device is the browser's own virtual one.</summary>
public sealed class PasskeyJourney(NamedApp app, Chromium chromium) : IClassFixture<NamedApp>
{
    [Theory, InlineData(390)]
    public async Task Passkey_Made_OpensTheAccountUntilItIsRemoved(int width)
    {
        var person = await app.AddPersonAsync(Role.Officer);
        await using var visitor = await chromium.VisitAsync(app, width);
        var device = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
        await device.SendAsync("WebAuthn.enable");
        var made = await device.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object> { ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true },
        });
        await visitor.OpenAsync("/identity/me");
        await visitor.SignInAsync(person);
        await visitor.SeeTitleAsync("Tài khoản của tôi");
        await AddAsync("Điện thoại thử", "không phải mật khẩu");
        await visitor.SeeAsync("Mật khẩu chưa đúng.");
        // The password was asked about first: the device has made nothing.
        (await KnownAsync()).ShouldBe(0);
        await AddAsync("Điện thoại thử", TestApp.Password);
        await visitor.SeeAsync("chưa dùng lần nào");
        await visitor.LookAsync("passkey-made");

        await visitor.Page.Context.ClearCookiesAsync();
        await visitor.OpenAsync("/identity/signin");
        await visitor.LookAsync("sign-in-passkey");
        await visitor.PressAsync("Đăng nhập bằng khóa truy cập");
        await Assertions.Expect(visitor.Title).ToContainTextAsync("Hôm nay");
        await visitor.OpenAsync("/identity/me");
        await visitor.SeeAsync("dùng gần nhất");
        await visitor.SeeAsync("Thành công, bằng khóa truy cập");
        await visitor.PressAsync("Xóa");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Xóa khóa" }).ClickAsync();
        await visitor.SeeAsync("Chưa có khóa nào.");
        // The browser has told the device, which makes room for another.
        await AddAsync("Máy bàn", TestApp.Password);
        await visitor.SeeAsync("Đã thêm khóa");
        (await KnownAsync()).ShouldBe(1);
        await visitor.PressAsync("Xóa");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Xóa khóa" }).ClickAsync();
        await visitor.SeeAsync("Chưa có khóa nào.");

        await visitor.Page.Context.ClearCookiesAsync();
        await visitor.OpenAsync("/identity/signin");
        await visitor.PressAsync("Đăng nhập bằng khóa truy cập");
        await visitor.SeeAsync("Chưa vào được bằng khóa truy cập");

        async Task<int> KnownAsync() => (await device.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = made!.Value.GetProperty("authenticatorId").GetString()! }))!.Value.GetProperty("credentials").GetArrayLength();

        async Task AddAsync(string name, string password)
        {
            await visitor.Page.GetByLabel("Tên khóa").FillAsync(name);
            await visitor.Page.GetByLabel("Mật khẩu của bạn").FillAsync(password);
            await visitor.PressAsync("Thêm khóa");
        }
    }
}
