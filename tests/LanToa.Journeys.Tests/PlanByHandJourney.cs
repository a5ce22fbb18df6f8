using LanToa.Journeys.Tests.Browsing;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace LanToa.Journeys.Tests;

/// <summary>A plan without a document, written and issued; the agency finds its work in Hôm nay.</summary>
public sealed class PlanByHandJourney(TestApp app, Chromium chromium) : IClassFixture<TestApp>
{
    [Theory, InlineData(390), InlineData(1280)]
    public async Task Plan_WrittenOnAScreen_IsIssuedAndSeenToday(int width)
    {
        app.Clock.MoveTo(new DateOnly(2026, 11, 20));
        await app.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            await DefaultGroups.AddAsync(db, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        var center = await app.AddOrganizationAsync($"Trung tâm Văn hóa thử {width}", OrganizationLevel.Province, OrganizationKind.PublicService, app.Province);
        await app.AddOrganizationAsync($"Sở Thử nghiệm {width}", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        await using var desk = await chromium.VisitAsync(app, width);
        await desk.SignInAsync(await app.AddPersonAsync(Role.Officer));

        await desk.OpenAsync("/plans");
        await desk.PressAsync("Lập kế hoạch");
        await desk.Main.GetByRole(AriaRole.Link, new() { Name = "Bản trống" }).First.ClickAsync();
        await desk.LookAsync("by-hand-new");
        await desk.PressAsync("Lập kế hoạch");
        await desk.SeeAsync("Bạn chưa nhập trích yếu.");
        await desk.LookAsync("by-hand-new-error");
        await desk.Page.GetByLabel("Trích yếu").FillAsync($"Tuyên truyền cải cách hành chính năm 2026 ({width})");
        await desk.Page.GetByRole(AriaRole.Textbox, new() { Name = "Ngày ban hành" }).FillAsync("05/01/2026");
        await desk.PressAsync("Lập kế hoạch");
        await desk.SeeAsync("Kế hoạch chưa có nhiệm vụ");
        await desk.LookAsync("by-hand-empty-plan");

        await desk.PressAsync("Thêm nhiệm vụ");
        await WriteTaskAsync(desk, width);
        await desk.PressAsync("Lưu, thêm nhiệm vụ nữa");
        await Assertions.Expect(desk.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Đã thêm nhiệm vụ.");
        await desk.Page.GetByLabel("Nội dung", new() { Exact = true }).FillAsync("Tuyên truyền tại hội nghị giao ban");
        await desk.Page.GetByLabel("Thêm cơ quan chủ trì").FillAsync("các sở, ban, ngành");
        await desk.Page.GetByLabel("Làm khi nào").SelectOptionAsync("Standing");
        await desk.PressAsync("Lưu");
        await desk.SeeAsync("Các sở, ban, ngành (");
        // The page stands at the new task; what the frame half covers there is no finding.
        await desk.Page.EvaluateAsync("scrollTo(0, 0)");
        await desk.LookAsync("by-hand-tasks");
        await desk.Main.GetByText("Các sở, ban, ngành (").ClickAsync();
        await desk.PressAsync("Bỏ bớt đơn vị của nhóm");
        await desk.LookAsync("by-hand-members");
        await desk.PressAsync("Thôi");

        await desk.PressAsync("Về kế hoạch");
        await desk.Main.Locator(".lt-menu summary").First.ClickAsync();
        await desk.Page.Locator("[data-dialog=recordissued]").First.ClickAsync();
        await desk.Page.GetByRole(AriaRole.Dialog).GetByLabel("Số", new() { Exact = false }).First.FillAsync($"{width}");
        await desk.Page.GetByRole(AriaRole.Dialog).Locator("[name=Date]").FillAsync("21/11/2026");
        await desk.Page.GetByRole(AriaRole.Dialog).Locator("button.btn-primary").ClickAsync();
        await Assertions.Expect(desk.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("ở sau hôm nay");
        await Assertions.Expect(desk.Page.GetByRole(AriaRole.Dialog).Locator("[name=Number]")).ToHaveValueAsync($"{width}");
        await desk.LookAsync("by-hand-issue");
        await desk.Page.GetByRole(AriaRole.Dialog).Locator("[name=Date]").FillAsync("20/11/2026");
        await desk.Page.GetByRole(AriaRole.Dialog).Locator("button.btn-primary").ClickAsync();
        await desk.SeeAsync("Rút nhiệm vụ…");
        await app.RunJobsAsync();
        await desk.SeeWorkDoneAsync();
        await desk.LookAsync("by-hand-issued");

        await using var phone = await chromium.VisitAsync(app, 390);
        await phone.SignInAsync(await app.AddPersonAsync(Role.FocalPoint, center));
        await phone.SeeAsync("chuyên mục phát thanh");
        await phone.LookAsync($"by-hand-today-{width}");

        await desk.PressAsync("Rút nhiệm vụ…");
        await desk.Main.GetByRole(AriaRole.Link, new() { Name = "Rút nhiệm vụ 1" }).ClickAsync();
        await desk.LookAsync("by-hand-withdraw");
    }

    [Theory, InlineData(390), InlineData(1280)]
    public async Task TwoEditors_OnOnePlan_SecondSeesWhatChangedAndChooses(int width)
    {
        app.Clock.MoveTo(new DateOnly(2026, 11, 20));
        await using var first = await chromium.VisitAsync(app, 1280);
        await using var second = await chromium.VisitAsync(app, width);
        await first.SignInAsync(await app.AddPersonAsync(Role.Officer));
        await second.SignInAsync(await app.AddPersonAsync(Role.Officer));
        await first.OpenAsync("/plans/edit");
        await first.Page.GetByLabel("Trích yếu").FillAsync("Kế hoạch hai người cùng sửa");
        await first.PressAsync("Lập kế hoạch");
        await first.SeeAsync("Kế hoạch chưa có nhiệm vụ");
        var edit = first.Page.Url.Replace("/plans/", "/plans/edit/", StringComparison.Ordinal);
        await first.Page.GotoAsync(edit);
        await second.Page.GotoAsync(edit);
        await first.Page.GetByLabel("Trích yếu").FillAsync("Kế hoạch tuyên truyền cải cách hành chính của tỉnh, bản của người thứ nhất");
        await first.Page.GetByLabel("Ký hiệu").FillAsync("KH-UBND");
        await first.PressAsync("Lưu");
        await first.SeeAsync("Đã lưu thông tin kế hoạch.");

        await second.Page.GetByLabel("Trích yếu").FillAsync("Kế hoạch tuyên truyền, bản của người thứ hai");
        await second.PressAsync("Lưu");
        await second.SeeAsync("sau khi bạn mở trang này");
        await Assertions.Expect(second.Page.Locator("textarea[name='Input.Title']")).ToHaveValueAsync("Kế hoạch tuyên truyền, bản của người thứ hai");
        await Assertions.Expect(second.Page.Locator("[name='Input.Symbol']")).ToHaveValueAsync("KH-UBND");
        await second.LookAsync("two-editors");
        await second.Page.GetByLabel("Lấy bản hiện nay của Trích yếu").CheckAsync();
        await second.PressAsync("Lưu");
        await Assertions.Expect(second.Title).ToContainTextAsync("bản của người thứ nhất");
    }

    private static async Task WriteTaskAsync(Visitor desk, int width)
    {
        await desk.Page.GetByLabel("Nội dung", new() { Exact = true }).FillAsync("Mỗi quý xây dựng 01 chuyên mục phát thanh về cải cách hành chính");
        await desk.Page.GetByLabel("Thêm cơ quan chủ trì").FillAsync($"van hoa thu {width}");
        // Enter in the picker looks for the name and loses nothing.
        await desk.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(desk.Page.GetByLabel($"Trung tâm Văn hóa thử {width}")).ToBeCheckedAsync();
        await Assertions.Expect(desk.Page.GetByLabel("Thêm cơ quan chủ trì")).ToHaveValueAsync("");
        await Assertions.Expect(desk.Page.GetByLabel("Nội dung", new() { Exact = true })).ToHaveValueAsync("Mỗi quý xây dựng 01 chuyên mục phát thanh về cải cách hành chính");
        await desk.Page.GetByLabel("Làm khi nào").SelectOptionAsync("Counted");
        await desk.Page.GetByLabel("Hằng quý").CheckAsync();
        await desk.Page.GetByLabel("Số lượng mỗi kỳ").FillAsync("1");
        var channels = desk.Main.Locator("details.lt-pick", new() { HasText = "Loa truyền thanh cấp xã" });
        await channels.Locator("summary").ClickAsync();
        await desk.Page.GetByLabel("Loa truyền thanh cấp xã").CheckAsync();
        await Assertions.Expect(channels.Locator("summary")).ToContainTextAsync("1: Loa truyền thanh cấp xã");
        await desk.Page.EvaluateAsync("scrollTo(0, 0)");
        await desk.LookAsync("by-hand-task");
    }
}
