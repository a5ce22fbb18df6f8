using LanToa.Journeys.Tests.Browsing;
using LanToa.Planning.Organizations;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.Playwright;

namespace LanToa.Journeys.Tests;

/// <summary>The session ends while a person types: nothing typed is lost, and nothing typed comes back after it was saved.</summary>
public sealed class SessionJourney(TestApp app, Chromium chromium) : IClassFixture<TestApp>
{
    [Theory, InlineData(1280), InlineData(390)]
    public async Task ExpiredSession_WhileTyping_KeepsWhatWasTyped(int width)
    {
        var officer = await app.AddPersonAsync(Role.Officer);
        await using var visitor = await chromium.VisitAsync(app, width);
        await visitor.SignInAsync(officer);
        await visitor.OpenAsync("/organizations/edit");
        var name = visitor.Page.GetByLabel("Tên", new() { Exact = true });
        await name.FillAsync($"Trạm Truyền thanh {width}");
        await visitor.Page.Locator("#Input_Code").FillAsync($"TTT{width}");
        await visitor.Page.GetByRole(AriaRole.Radio, new() { Name = app.Province.Name }).CheckAsync();

        await visitor.Page.Context.ClearCookiesAsync();
        await visitor.PressAsync("Lưu");
        await visitor.SeeTitleAsync("Đăng nhập");
        await visitor.SignInAsync(officer);
        await visitor.SeeTitleAsync("Thêm cơ quan");
        await Assertions.Expect(name).ToHaveValueAsync($"Trạm Truyền thanh {width}");
        await visitor.SeeAsync("Đã khôi phục nội dung đang nhập dở lúc");
        await visitor.LookAsync("session-draft-kept");

        await visitor.PressAsync("Lưu");
        await visitor.SeeTitleAsync($"Trạm Truyền thanh {width}");
        await visitor.OpenAsync("/organizations/edit");
        await Assertions.Expect(name).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Draft_LeftBehind_IsToldThrownAwayAndGoneAfterSigningOut()
    {
        var officer = await app.AddPersonAsync(Role.Officer);
        await using var visitor = await chromium.VisitAsync(app, 390);
        await visitor.SignInAsync(officer);
        var kept = () => visitor.Page.EvaluateAsync<int>("() => Object.keys(localStorage).filter(key => key.startsWith('lt-draft')).length");
        await visitor.OpenAsync("/plans/edit");
        var title = visitor.Page.Locator("[name='Input.Title']");
        await title.FillAsync("Kế hoạch bỏ dở");
        await visitor.OpenAsync("/today");
        await visitor.OpenAsync("/plans/edit");
        await Assertions.Expect(title).ToHaveValueAsync("Kế hoạch bỏ dở");
        await visitor.SeeAsync("Đã khôi phục nội dung đang nhập dở lúc");
        await visitor.LookAsync("draft-left-behind");
        await visitor.PressAsync("Bỏ bản nháp");
        await Assertions.Expect(title).ToHaveValueAsync("");
        (await kept()).ShouldBe(0);

        await title.FillAsync("Kế hoạch khác");
        (await kept()).ShouldBe(1);
        await visitor.OpenAsync("/identity/me");
        await visitor.Page.Locator("[name=Current]").FillAsync("bí mật của tôi");
        (await kept()).ShouldBe(1, "a password is nobody's to keep");
        await visitor.OpenAsync("/identity/signout");
        await visitor.PressAsync("Đăng xuất");
        (await kept()).ShouldBe(0);
    }

    [Fact]
    public async Task Draft_OfAFormToWhichARefusalAddsABox_IsGoneOnceItIsSaved()
    {
        var officer = await app.AddPersonAsync(Role.Officer);
        var (unit, passing) = (await app.AddOrganizationAsync("Sở Gửi Qua", OrganizationLevel.Province, OrganizationKind.Department, app.Province), await app.AddOrganizationAsync("Sở Chuyển Tiếp", OrganizationLevel.Province, OrganizationKind.Department, app.Province));
        await using var visitor = await chromium.VisitAsync(app, 1280);
        await visitor.SignInAsync(officer);
        await visitor.OpenAsync("/reports/routes?form=tuyen-truyen");
        var reason = visitor.Page.Locator("[name='Input.Reason']");
        await visitor.Page.Locator("#them summary").First.ClickAsync();
        await visitor.Page.Locator($"[name='Input.Units'][value='{unit.Id}']").CheckAsync();
        await visitor.Page.Locator("[name='Input.ToId']").SelectOptionAsync(app.Province.Id.ToString());
        await visitor.Page.Locator("[name='Input.ViaId']").SelectOptionAsync(passing.Id.ToString());
        await reason.FillAsync("Theo quy chế của tỉnh.");
        await visitor.PressAsync("Thêm đường gửi");
        await visitor.Page.GetByLabel("Thêm luôn đường gửi của nơi chuyển tiếp").CheckAsync();
        await visitor.PressAsync("Thêm đường gửi");
        await visitor.SeeAsync("Đã thêm 2 đường gửi.");
        await Assertions.Expect(reason).ToHaveValueAsync("");
        await Assertions.Expect(visitor.Main.GetByText("Đã khôi phục nội dung đang nhập dở lúc")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task ExpiredSession_InADialog_LeadsBackIntoItAndTheDraftIsNobodyElses()
    {
        var (administrator, second, other) = (await app.AddPersonAsync(Role.Administrator), await app.AddPersonAsync(Role.Administrator), await app.AddPersonAsync(Role.Editor));
        await using var visitor = await chromium.VisitAsync(app, 390);
        var account = $"/identity/accounts/detail/{other.Id}";
        var reason = visitor.Page.GetByRole(AriaRole.Dialog).GetByLabel("Lý do");
        await visitor.SignInAsync(administrator);
        await visitor.OpenAsync(account);
        await visitor.PressAsync("Ngừng tài khoản");
        await reason.FillAsync("Đã chuyển công tác từ đầu tháng.");
        await visitor.Page.Context.ClearCookiesAsync();
        await visitor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Ngừng tài khoản" }).ClickAsync();
        await visitor.SeeAsync("nội dung bạn vừa gửi chưa được lưu");
        await visitor.LookAsync("session-ended");

        await visitor.SignInAsync(second);
        await visitor.SeeTitleAsync(other.DisplayName);
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await visitor.Page.Context.ClearCookiesAsync();
        await visitor.OpenAsync(account);
        await visitor.SignInAsync(administrator);
        // Back where they pressed: the dialog stands open again.
        await Assertions.Expect(reason).ToHaveValueAsync("Đã chuyển công tác từ đầu tháng.");
        await visitor.LookAsync("session-dialog-draft");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Bỏ bản nháp" }).ClickAsync();
        await Assertions.Expect(reason).ToHaveValueAsync("");
    }
}
