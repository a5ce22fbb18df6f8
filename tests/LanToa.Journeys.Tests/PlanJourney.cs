using System.Text;
using LanToa.Journeys.Tests.Browsing;
using LanToa.Planning.Organizations;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.Playwright;

namespace LanToa.Journeys.Tests;

/// <summary>The main journey: a document becomes a plan, the plan becomes duties, a duty is done on a phone and confirmed.</summary>
public sealed class PlanJourney(TestApp app, Chromium chromium) : IClassFixture<TestApp>
{
    internal const string Document = """
        ỦY BAN NHÂN DÂN                         CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        TỈNH THỬ NGHIỆM                              Độc lập - Tự do - Hạnh phúc

        Số: 27/KH-UBND                          Thử Nghiệm, ngày 20 tháng 01 năm 2026

        KẾ HOẠCH
        Tuyên truyền cải cách hành chính năm 2026

        Ủy ban nhân dân tỉnh ban hành Kế hoạch tuyên truyền cải cách hành chính năm 2026 như sau:

        I. TỔ CHỨC THỰC HIỆN
        1. Sở Nội vụ
        a) Kiểm tra công tác tuyên truyền tại các cơ quan; hoàn thành trước ngày 15/12/2026.
        2. Sở Văn hóa, Thể thao và Du lịch
        a) Mỗi quý xây dựng 01 chuyên mục về cải cách hành chính trên Cổng thông tin điện tử.

        Nơi nhận:                               TM. ỦY BAN NHÂN DÂN
        - Lưu: VT, NC.                                  CHỦ TỊCH
        """;

    [Fact]
    public async Task Document_ReadCheckedIssuedDoneConfirmed_LeavesItsHistory()
    {
        app.Clock.MoveTo(new DateOnly(2026, 11, 20));
        await app.AddOrganizationAsync("Sở Nội vụ", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var culture = await app.AddOrganizationAsync("Sở Văn hóa, Thể thao và Du lịch", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var officer = await app.AddPersonAsync(Role.Officer);
        var focal = await app.AddPersonAsync(Role.FocalPoint, culture);

        await using var desk = await chromium.VisitAsync(app, 1280);
        await desk.OpenAsync("/plans/import");
        await desk.SignInAsync(officer);
        await ReadAsync(desk);
        await CheckByKeyboardAsync(desk);
        await desk.PressAsync("Tạo kế hoạch từ văn bản");
        await desk.Page.WaitForURLAsync(url => url.Contains("/plans/", StringComparison.Ordinal) && !url.Contains("import", StringComparison.Ordinal));
        await desk.LookAsync("plan-drafted");
        await desk.Main.Locator("a.btn-primary[data-dialog]").First.ClickAsync();
        await desk.LookAsync("plan-issue-dialog");
        await desk.Page.GetByRole(AriaRole.Dialog).Locator("button.btn-primary").ClickAsync();
        await Assertions.Expect(desk.Main.Locator("a[data-dialog=recordissued]")).ToHaveCountAsync(0);
        await app.RunJobsAsync();
        await desk.SeeWorkDoneAsync();
        await desk.LookAsync("plan-issued");
        await desk.OpenAsync("/obligations/board");
        await desk.LookAsync("board");
        await desk.OpenAsync("/obligations/calendar?thang=2026-12&gom=tat-ca");
        await desk.LookAsync("calendar");
        await desk.OpenAsync("/obligations/calendar/links");
        await desk.PressAsync("Mọi việc của đơn vị");
        await desk.LookAsync("calendar-links");

        await using var phone = await chromium.VisitAsync(app, 390);
        await phone.SignInAsync(focal);
        await phone.SeeAsync("chuyên mục");
        await phone.LookAsync("today-with-work");
        await LogAnotherProductAsync(phone);
        await phone.PressAsync("Ghi nhận");
        await phone.Page.GetByLabel("Kết quả").FillAsync("Đã đăng chuyên mục quý IV trên Cổng thông tin.");
        await phone.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "chuyen-muc.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes("Chuyên mục quý IV") });
        await phone.LookAsync("claim-done");
        await phone.PressAsync("Báo hoàn thành");
        await phone.SeeAsync("chuyen-muc.txt");
        await phone.LookAsync("occurrence-claimed");

        await desk.OpenAsync("/today");
        await desk.LookAsync("today-to-confirm");
        await desk.PressAsync("Xác nhận");
        await Assertions.Expect(desk.Page.GetByRole(AriaRole.Status).First).ToBeVisibleAsync();
        await desk.Page.GotoAsync(phone.Page.Url);
        await desk.SeeAsync("Đã đăng chuyên mục quý IV");
        await Assertions.Expect(desk.Main).ToContainTextAsync(focal.DisplayName);
        await Assertions.Expect(desk.Main.Locator(".lt-timeline")).ToContainTextAsync(officer.DisplayName);
        await desk.LookAsync("occurrence-confirmed");
    }

    /// <summary>Another product than the task asks for is said at once; the title and the channels of the task follow it until somebody types.</summary>
    private static async Task LogAnotherProductAsync(Visitor phone)
    {
        var duty = (await phone.Page.Locator("a[href$='/claim-done']").First.GetAttributeAsync("href"))!.Split('/')[^2];
        await phone.OpenAsync($"/activities/log?duty={duty}");
        var (product, title, sms, said) = (phone.Page.Locator("[name='Input.Form']"), phone.Page.Locator("[name='Input.Title']"), phone.Page.Locator("[name='Input.Channels'][value=sms]"), phone.Page.Locator(".lt-asked"));
        var (asked, task) = (await product.InputValueAsync(), await title.InputValueAsync());
        asked.ShouldBe("column");
        await product.SelectOptionAsync("message");
        await Assertions.Expect(said).ToContainTextAsync("cần chuyên mục: hoạt động này vẫn được ghi, nhưng");
        await Assertions.Expect(title).ToHaveValueAsync("Tin nhắn");
        await Assertions.Expect(sms).ToBeCheckedAsync();
        await phone.LookAsync("activities-log-other-product");
        await product.SelectOptionAsync(asked);
        await Assertions.Expect(said).ToBeEmptyAsync();
        await Assertions.Expect(title).ToHaveValueAsync(task);
        await Assertions.Expect(sms).Not.ToBeCheckedAsync();
        await title.FillAsync("Chuyên mục số 4");
        await product.SelectOptionAsync("message");
        await Assertions.Expect(title).ToHaveValueAsync("Chuyên mục số 4");
        await phone.OpenAsync("/today");
    }

    private async Task ReadAsync(Visitor desk)
    {
        await desk.LookAsync("plan-import");
        await desk.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "ke-hoach-27.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes(Document) });
        await desk.PressAsync("Tải lên và đọc");
        await desk.SeeTitleAsync("ke-hoach-27.txt");
        await desk.LookAsync("plan-import-waiting");
        await app.RunJobsAsync();
        // The page asks again by itself and goes on to the review.
        await desk.Page.WaitForURLAsync("**/plans/import/review/**");
        await desk.SeeAsync("nhiệm vụ đọc được");
        await desk.LookAsync("plan-review");
    }

    /// <summary>The first one is edited and accepted, the rest accepted, all by keys.</summary>
    private static async Task CheckByKeyboardAsync(Visitor desk)
    {
        var cards = await desk.Page.Locator("[id^=card-][data-card]").CountAsync();
        var accepted = desk.Page.Locator("[data-card][data-decision=Accepted]");
        await desk.Page.Keyboard.PressAsync("e");
        await Assertions.Expect(desk.Page.GetByLabel("Nội dung", new() { Exact = true })).ToBeFocusedAsync();
        await desk.LookAsync("plan-review-edit");
        await desk.PressAsync("Lưu và chấp nhận");
        await Assertions.Expect(accepted).ToHaveCountAsync(1);
        // Faster than the server answers: each key means the next card.
        for (var done = 1; done < cards; done++) await desk.Page.Keyboard.PressAsync("a");
        await Assertions.Expect(accepted).ToHaveCountAsync(cards);
        await desk.LookAsync("plan-review-checked");
    }
}
