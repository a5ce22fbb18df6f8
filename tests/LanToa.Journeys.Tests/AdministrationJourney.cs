using LanToa.Planning.Organizations;
using LanToa.Journeys.Tests.Browsing;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.Playwright;

namespace LanToa.Journeys.Tests;

/// <summary>An administrator makes an account, gives it another role, stops it, and looks at the background jobs.</summary>
public sealed class AdministrationJourney(TestApp app, Chromium chromium) : IClassFixture<TestApp>
{
    [Theory, InlineData(1280), InlineData(390)]
    public async Task Account_CreateGiveRoleAndStop_IsShown(int width)
    {
        var culture = await app.AddOrganizationAsync($"Sở Văn hóa, Thể thao và Du lịch {width}", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        await using var visitor = await chromium.VisitAsync(app, width);
        await visitor.SignInAsync(await app.AddPersonAsync(Role.Administrator));
        await visitor.OpenAsync("/identity/accounts");
        await visitor.LookAsync("accounts");

        await visitor.PressAsync("Thêm tài khoản");
        await visitor.LookAsync("account-add");
        await visitor.PressAsync("Tạo tài khoản");
        await visitor.SeeAsync("Bạn chưa nhập họ và tên.");
        await visitor.LookAsync("account-add-refused");
        await visitor.Page.GetByLabel("Họ và tên").FillAsync($"Đầu mối Văn hóa {width}");
        await visitor.Page.GetByLabel("Tên đăng nhập").FillAsync($"dau.moi.{width}");
        await visitor.Page.GetByLabel("Vai trò").SelectOptionAsync(new SelectOptionValue { Label = Role.FocalPoint.Name() });
        await visitor.Page.GetByLabel(culture.Name, new() { Exact = true }).CheckAsync();
        await visitor.PressAsync("Tạo tài khoản");
        await visitor.SeeTitleAsync("Đã tạo tài khoản");
        await visitor.LookAsync("account-added");
        await visitor.PressAsync("Thêm người khác");
        await Assertions.Expect(visitor.Page.GetByLabel("Họ và tên")).ToHaveValueAsync("");

        await visitor.OpenAsync($"/identity/accounts?q=dau.moi.{width}");
        await visitor.Main.Locator("tbody a").ClickAsync();
        await visitor.Page.GetByLabel("Thêm vai trò").SelectOptionAsync(new SelectOptionValue { Label = Role.Editor.Name() });
        await visitor.Page.GetByLabel(culture.Name, new() { Exact = true }).CheckAsync();
        await visitor.PressAsync("Giao vai trò");
        await visitor.SeeAsync($"Đã giao vai trò {Role.Editor.Name()}.");
        await visitor.LookAsync("account");

        await visitor.PressAsync("Ngừng tài khoản");
        var dialog = visitor.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToBeVisibleAsync();
        await visitor.LookAsync("account-stop");
        await dialog.GetByLabel("Lý do").FillAsync("Đã chuyển công tác.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Ngừng tài khoản" }).ClickAsync();
        await visitor.SeeAsync("Đã ngừng tài khoản.");
        await visitor.SeeAsync("Đã chuyển công tác.");
        await visitor.LookAsync("account-stopped");
    }

    [Theory, InlineData(1280), InlineData(390)]
    public async Task Jobs_Administrator_SeesThem(int width)
    {
        await using var visitor = await chromium.VisitAsync(app, width);
        await visitor.SignInAsync(await app.AddPersonAsync(Role.Administrator));
        await visitor.OpenAsync("/jobs");
        await visitor.SeeTitleAsync("Việc nền");
        await visitor.LookAsync("jobs");
    }
}
