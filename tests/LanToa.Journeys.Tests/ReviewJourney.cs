using System.Text;
using LanToa.Journeys.Tests.Browsing;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace LanToa.Journeys.Tests;

/// <summary>What may happen in the middle of checking a document: the browser closed, the reading machine gone, somebody quicker; and how the two sides move.</summary>
public sealed class ReviewJourney(TestApp app, Chromium chromium) : IClassFixture<TestApp>
{
    private const int Sections = 14;

    [Theory, InlineData(1280), InlineData(390)]
    public async Task Browser_ClosedInTheMiddle_KeepsEveryDecision(int width)
    {
        var officer = await app.AddPersonAsync(Role.Officer);
        Guid import;
        string[] decided;
        await using (var desk = await chromium.VisitAsync(app, width))
        {
            import = await UploadAndReadAsync(desk, officer, $"dong-giua-chung-{width}");
            await desk.OpenAsync($"/plans/import/review/{import}");
            var heading = desk.Page.Locator("#so-nhiem-vu");
            await desk.Page.Locator("[data-card] [data-act=accept]").First.ClickAsync();
            await Assertions.Expect(desk.Page.Locator("[data-decision=Accepted]")).ToHaveCountAsync(1);
            await desk.Page.Locator("[data-decision=Pending] [data-act=reject]").First.ClickAsync();
            await Assertions.Expect(desk.Page.Locator("[data-decision=Rejected]")).ToHaveCountAsync(1);
            await Assertions.Expect(heading).ToContainTextAsync("bỏ qua 1");
            var count = await desk.Page.Locator("[id^=card-][data-card]").CountAsync();
            await desk.Page.Locator("[data-decision=Pending]").First.GetByLabel("Việc khác với nhiệm vụ", new() { Exact = false }).ClickAsync();
            await desk.Page.Locator("[data-decision=Pending] [data-act=merge]").First.ClickAsync();
            // Two tasks led by different agencies are joined after a question.
            var anyway = desk.Page.Locator("[data-confirm]");
            await anyway.Or(desk.Page.Locator("form[data-once]")).First.WaitForAsync();
            if (await anyway.CountAsync() > 0) await anyway.ClickAsync();
            await Assertions.Expect(heading).ToContainTextAsync($"{count - 1} nhiệm vụ đọc được");
            await Assertions.Expect(desk.Page.Locator("#chan-doi-chieu")).ToContainTextAsync($"2/{count - 1} đã kiểm");
            decided = await DecisionsAsync(desk);
            await desk.LookAsync("review-before-closing");
        }

        await using var again = await chromium.VisitAsync(app, width);
        await again.OpenAsync("/plans/import");
        await again.SignInAsync(officer);
        await again.Page.Locator($"a[href*='{import}']").First.ClickAsync();
        await Assertions.Expect(again.Page.Locator("#so-nhiem-vu")).ToContainTextAsync("bỏ qua 1");
        (await DecisionsAsync(again)).ShouldBe(decided, ignoreOrder: true);
        await again.LookAsync("review-opened-again");
    }

    [Theory, InlineData(1280), InlineData(390)]
    public async Task Worker_DiedWhileReading_IsShownAndStartedAgain(int width)
    {
        var officer = await app.AddPersonAsync(Role.Officer);
        await using var desk = await chromium.VisitAsync(app, width);
        var import = await UploadAsync(desk, officer, $"may-doc-ngung-{width}");
        await desk.SeeAsync("Chờ đến lượt");
        // A worker took the job, and nobody has renewed its lease since.
        await app.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            var row = await db.Set<PlanImport>().FirstAsync(i => i.Id == import);
            var job = await db.Set<Job>().FirstAsync(j => j.Id == row.JobId);
            (row.State, job.State, job.Lease, job.LeaseUntil, job.Attempts) = (ImportState.Reading, JobState.Running, Guid.CreateVersion7(), app.Clock.GetUtcNow().AddMinutes(-5), 1);
            await db.SaveChangesAsync();
        });
        await desk.OpenAsync($"/plans/import/progress/{import}");
        await desk.SeeAsync("Bị dừng");
        await desk.LookAsync("reading-stuck");
        await desk.PressAsync("Đọc lại");
        await desk.SeeAsync("Chờ đến lượt");
        await app.RunJobsAsync();
        // The page asks again by itself and goes on to the review.
        await desk.Page.WaitForURLAsync("**/plans/import/review/**");
        await Assertions.Expect(desk.Page.Locator("#so-nhiem-vu")).ToContainTextAsync("nhiệm vụ đọc được");
        await desk.LookAsync("reading-started-again");
    }

    [Theory, InlineData(1280), InlineData(390)]
    public async Task Accept_ByTwo_SecondIsToldWhoAndWhenAndLedToThePlan(int width)
    {
        var quick = await app.AddPersonAsync(Role.Officer);
        var slow = await app.AddPersonAsync(Role.Officer);
        await using var first = await chromium.VisitAsync(app, width);
        await using var second = await chromium.VisitAsync(app, width);
        var import = await UploadAndReadAsync(first, quick, $"hai-nguoi-{width}");
        await app.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            foreach (var item in await db.Set<ImportItem>().Where(i => i.ImportId == import).ToListAsync()) item.Decision = ItemDecision.Accepted;
            await db.SaveChangesAsync();
        });
        await second.OpenAsync($"/plans/import/review/{import}");
        await second.SignInAsync(slow);
        await first.OpenAsync($"/plans/import/review/{import}");
        await first.PressAsync("Tạo kế hoạch từ văn bản");
        await first.SeeAsync("Đã tạo kế hoạch dự thảo");
        await second.PressAsync("Tạo kế hoạch từ văn bản");
        await second.SeeAsync($"{quick.DisplayName} đã tạo kế hoạch từ văn bản này lúc ");
        new Uri(second.Page.Url).AbsolutePath.ShouldBe(new Uri(first.Page.Url).AbsolutePath);
        await second.LookAsync("accepted-by-another");
    }

    [Fact]
    public async Task Scroll_OneSide_MovesTheOtherUnlessSwitchedOff()
    {
        var officer = await app.AddPersonAsync(Role.Officer);
        await using var desk = await chromium.VisitAsync(app, 1280);
        var import = await UploadAndReadAsync(desk, officer, "cuon-theo");
        await desk.OpenAsync($"/plans/import/review/{import}?xep=van-ban");
        var panes = desk.Page.Locator(".lt-pane__body");
        // Panes and foot stand one below the other within the window.
        var foot = (await desk.Page.Locator("#chan-doi-chieu").BoundingBoxAsync())!;
        for (var i = 0; i < 2; i++)
        {
            var box = (await panes.Nth(i).BoundingBoxAsync())!;
            (box.Y + box.Height).ShouldBeLessThanOrEqualTo(foot.Y + 1);
        }
        (foot.Y + foot.Height).ShouldBeLessThanOrEqualTo(900);

        await panes.Nth(0).HoverAsync();
        await desk.Page.Mouse.WheelAsync(0, 500);
        await Assertions.Expect(desk.Page.Locator(".lt-review-card--near")).ToHaveCountAsync(1);
        (await TopAsync(panes.Nth(1))).ShouldBeGreaterThan(50);
        await desk.LookAsync("review-followed");
        var was = await TopAsync(panes.Nth(0));
        await panes.Nth(1).HoverAsync();
        await desk.Page.Mouse.WheelAsync(0, 4000);
        await ScrolledAsync(panes.Nth(0), was);

        // The keys go on where they were, and what they scroll is not answered.
        await desk.Page.Keyboard.PressAsync("j");
        await Assertions.Expect(desk.Page.Locator(".lt-review-card--near")).ToHaveCountAsync(0);
        await Assertions.Expect(desk.Page.Locator(".lt-review-card--now")).ToHaveCountAsync(1);

        await desk.Page.Locator(".lt-head .lt-menu summary").ClickAsync();
        await desk.Page.Locator("[data-follow]").ClickAsync();
        await Assertions.Expect(desk.Page.Locator("[data-follow]")).ToHaveAttributeAsync("aria-pressed", "false");
        await desk.Page.ReloadAsync();
        await panes.Nth(0).HoverAsync();
        await desk.Page.Mouse.WheelAsync(0, 500);
        await ScrolledAsync(panes.Nth(0), 100);
        await Assertions.Expect(desk.Page.Locator(".lt-review-card--near")).ToHaveCountAsync(0);
        (await TopAsync(panes.Nth(1))).ShouldBe(0);
    }

    /// <summary>Waits until the pane is scrolled farther than that; the policy of the page forbids the browser's own waiting.</summary>
    private static async Task ScrolledAsync(ILocator pane, int beyond)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (await TopAsync(pane) <= beyond) await Task.Delay(50, patience.Token);
    }

    private static Task<int> TopAsync(ILocator pane) => pane.EvaluateAsync<int>("p => Math.round(p.scrollTop)");

    private static async Task<string[]> DecisionsAsync(Visitor desk) =>
        await desk.Page.Locator("[id^=card-][data-card]").EvaluateAllAsync<string[]>("cards => cards.map(c => c.id + ' ' + c.dataset.decision)");

    private async Task<Guid> UploadAndReadAsync(Visitor desk, Account officer, string name)
    {
        var import = await UploadAsync(desk, officer, name);
        await app.RunJobsAsync();
        // The page goes on by itself; a visit meanwhile would cut across it.
        await desk.Page.WaitForURLAsync("**/plans/import/review/**");
        return import;
    }

    private async Task<Guid> UploadAsync(Visitor desk, Account officer, string name)
    {
        await app.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            if (await db.Set<Organization>().AnyAsync(o => o.Name == "Sở Nội vụ")) return;
            await app.AddOrganizationAsync("Sở Nội vụ", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        });
        await desk.OpenAsync("/plans/import");
        await desk.SignInAsync(officer);
        await desk.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = $"{name}.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes(Document(name)) });
        await desk.PressAsync("Tải lên và đọc");
        await desk.SeeTitleAsync($"{name}.txt");
        return Guid.Parse(desk.Page.Url.Split('/')[^1]);
    }

    /// <summary>A plan long enough to scroll; its name makes its bytes its own.</summary>
    private static string Document(string name)
    {
        var text = new StringBuilder("""
            ỦY BAN NHÂN DÂN                         CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
            TỈNH THỬ NGHIỆM                              Độc lập - Tự do - Hạnh phúc

            Số: 31/KH-UBND                          Thử Nghiệm, ngày 20 tháng 01 năm 2026

            KẾ HOẠCH
            Tuyên truyền cải cách hành chính năm 2026

            Ủy ban nhân dân tỉnh ban hành Kế hoạch tuyên truyền cải cách hành chính năm 2026 như sau:

            I. TỔ CHỨC THỰC HIỆN
            1. Sở Nội vụ

            """);
        for (var i = 0; i < Sections; i++)
            text.Append('\n').Append((char)('a' + i)).Append($") Kiểm tra công tác tuyên truyền tại nhóm cơ quan thứ {i + 1} theo chương trình đã được phê duyệt; hoàn thành trước ngày {i + 1:00}/12/2026.\n");
        return text.Append($"\nNơi nhận:                               TM. ỦY BAN NHÂN DÂN\n- Lưu: VT, {name}.                                  CHỦ TỊCH\n").ToString();
    }
}
