using LanToa.Journeys.Tests.Browsing;
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
        await visitor.LookAsync("session-draft-kept");

        await visitor.PressAsync("Lưu");
        await visitor.SeeTitleAsync($"Trạm Truyền thanh {width}");
        await visitor.OpenAsync("/organizations/edit");
        await Assertions.Expect(name).ToHaveValueAsync("");
    }
}
