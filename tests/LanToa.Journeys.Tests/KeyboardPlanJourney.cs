using System.Text;
using LanToa.Journeys.Tests.Browsing;
using LanToa.Planning.Organizations;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.Playwright;

namespace LanToa.Journeys.Tests;

/// <summary>The main journey without a mouse: upload, review, plan, issue, one occurrence done. Only the file itself is put into its field, as a browser's own window would.</summary>
public sealed class KeyboardPlanJourney(TestApp app, Chromium chromium) : IClassFixture<TestApp>
{
    private const int MostTabs = 150;

    [Fact]
    public async Task Document_FromUploadToDone_ByKeysAlone()
    {
        app.Clock.MoveTo(new DateOnly(2026, 11, 20));
        await app.AddOrganizationAsync("Sở Nội vụ", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var culture = await app.AddOrganizationAsync("Sở Văn hóa, Thể thao và Du lịch", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        await using var desk = await chromium.VisitAsync(app, 1280);
        await desk.SignInAsync(await app.AddPersonAsync(Role.Officer));
        await desk.OpenAsync("/plans/import");
        await desk.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "phim.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes(PlanJourney.Document) });
        await EnterAsync(desk, desk.Main.GetByRole(AriaRole.Button, new() { Name = "Tải lên và đọc" }));
        await desk.SeeTitleAsync("phim.txt");
        await app.RunJobsAsync();
        await desk.Page.WaitForURLAsync("**/plans/import/review/**");

        var cards = await desk.Page.Locator("[id^=card-][data-card]").CountAsync();
        for (var i = 0; i < cards; i++) await desk.Page.Keyboard.PressAsync("a");
        await Assertions.Expect(desk.Page.Locator("[data-card][data-decision=Accepted]")).ToHaveCountAsync(cards);
        await EnterAsync(desk, desk.Main.GetByRole(AriaRole.Button, new() { Name = "Tạo kế hoạch từ văn bản" }));
        await desk.SeeAsync("Đã tạo kế hoạch dự thảo");
        await EnterAsync(desk, desk.Main.Locator("a[data-dialog=recordissued]").First);
        await EnterAsync(desk, desk.Page.GetByRole(AriaRole.Dialog).Locator("button.btn-primary"));
        await Assertions.Expect(desk.Main.Locator("a[data-dialog=recordissued]")).ToHaveCountAsync(0);
        // The form has a file and is answered without a new page: what was done is read next, and Tab goes on from there.
        await Assertions.Expect(desk.Main.Locator(".lt-note[data-arrived]")).ToBeFocusedAsync();
        await app.RunJobsAsync();

        await using var focal = await chromium.VisitAsync(app, 1280);
        await focal.SignInAsync(await app.AddPersonAsync(Role.FocalPoint, culture));
        await focal.SeeAsync("chuyên mục");
        await EnterAsync(focal, focal.Main.GetByRole(AriaRole.Link, new() { Name = "Ghi nhận" }).First);
        var result = focal.Page.GetByLabel("Kết quả");
        await TabToAsync(focal, result);
        await focal.Page.Keyboard.TypeAsync("Đã đăng chuyên mục quý IV.");
        await EnterAsync(focal, focal.Main.GetByRole(AriaRole.Button, new() { Name = "Báo hoàn thành" }));
        await focal.SeeAsync("Đã đăng chuyên mục quý IV.");
    }

    private static async Task EnterAsync(Visitor visitor, ILocator target)
    {
        await TabToAsync(visitor, target);
        await visitor.Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Goes on with Tab until the control has the focus; a control that Tab never reaches is a fault of the page.</summary>
    private static async Task TabToAsync(Visitor visitor, ILocator target)
    {
        await target.WaitForAsync();
        for (var tabs = 0; tabs < MostTabs; tabs++)
        {
            if (await target.EvaluateAsync<bool>("e => document.activeElement === e")) return;
            await visitor.Page.Keyboard.PressAsync("Tab");
        }
        throw new InvalidOperationException($"Tab does not reach {target} on {visitor.Page.Url}.");
    }
}
