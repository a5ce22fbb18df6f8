using LanToa.Accountability.Activities;
using LanToa.Journeys.Tests.Browsing;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace LanToa.Journeys.Tests;

/// <summary>An activity is written on a phone without a network: nothing is lost, and it is sent once whatever goes wrong meanwhile.</summary>
public sealed class OfflineJourney(TestApp app, Chromium chromium) : IClassFixture<TestApp>
{
    private const string Photo = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private Task<int> CountAsync(string title) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Activity>().CountAsync(a => a.Title == title));

    /// <summary>Until what the page promises comes true. WaitForFunction takes the promise itself for true and waits for nothing.</summary>
    private static async Task UntilAsync(IPage page, string promises)
    {
        for (var tries = 0; !await page.EvaluateAsync<bool>(promises); tries++)
        {
            tries.ShouldBeLessThan(200, promises);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private static async Task WriteAsync(IPage page, string title)
    {
        await page.Locator("[name='Input.Form']").SelectOptionAsync("event");
        await page.Locator("[name='Input.Title']").FillAsync(title);
        await page.Locator("[name='Input.Photos']").SetInputFilesAsync(new FilePayload { Name = "ảnh.png", MimeType = "image/png", Buffer = Convert.FromBase64String(Photo) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Ghi hoạt động", Exact = true }).ClickAsync();
    }

    [Fact]
    public async Task Log_WithoutNetwork_WaitsInSightAndIsSentOnce()
    {
        var focal = await app.AddPersonAsync(Role.FocalPoint);
        await using var visitor = await chromium.VisitAsync(app, 390);
        await visitor.SignInAsync(focal);
        var page = visitor.Page;
        await visitor.OpenAsync("/activities/queue");
        await visitor.LookAsync("activities-queue-empty");
        await visitor.OpenAsync("/activities/log");
        await visitor.LookAsync("activities-log");
        await visitor.OpenAsync("/today");
        await UntilAsync(page, "async () => !!(await navigator.serviceWorker.ready) && (await (await caches.open('lt-pages')).match('/activities/log')) !== undefined");

        await page.Context.SetOfflineAsync(true);
        await visitor.OpenAsync("/activities/log");
        await WriteAsync(page, "Hội nghị ngoài vùng phủ sóng");
        await Assertions.Expect(page.Locator(".lt-queue__item")).ToContainTextAsync("Chờ có mạng");
        // The browser is closed and opened: it is still there.
        var again = await page.Context.NewPageAsync();
        await page.CloseAsync();
        await again.GotoAsync("/activities/queue");
        await Assertions.Expect(again.Locator(".lt-queue__item")).ToHaveCountAsync(1);
        (await CountAsync("Hội nghị ngoài vùng phủ sóng")).ShouldBe(0);

        // The network breaks after the server has it and before it can say so: sending again from two tabs adds nothing.
        var arrived = new TaskCompletionSource();
        await again.RouteAsync("**/activities/log", async route =>
        {
            if (route.Request.Method == "POST") await route.FetchAsync();
            await route.AbortAsync();
            arrived.TrySetResult();
        });
        await page.Context.SetOfflineAsync(false);
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        (await CountAsync("Hội nghị ngoài vùng phủ sóng")).ShouldBe(1);
        await Assertions.Expect(again.Locator(".lt-queue__item")).ToHaveCountAsync(1);
        await again.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.Wait });
        var other = await again.Context.NewPageAsync();
        await Task.WhenAll(again.ReloadAsync(), other.GotoAsync("/activities/queue"));

        await Assertions.Expect(other.Locator(".lt-queue__item")).ToHaveCountAsync(0);
        await Assertions.Expect(again.Locator(".lt-queue__item")).ToHaveCountAsync(0);
        (await CountAsync("Hội nghị ngoài vùng phủ sóng")).ShouldBe(1);
    }

    [Fact]
    public async Task Log_WhileTheDatabaseIsGone_StandsInTheQueueThatTheServerCannotShow()
    {
        var focal = await app.AddPersonAsync(Role.FocalPoint);
        await using var visitor = await chromium.VisitAsync(app, 1280);
        await visitor.SignInAsync(focal);
        var page = visitor.Page;
        await visitor.OpenAsync("/activities/log");
        // The next page goes through the worker once it is active, also where this one was loading when it took over.
        await UntilAsync(page, "async () => !!(await navigator.serviceWorker.ready) && (await (await caches.open('lt-pages')).match('/activities/queue')) !== undefined");
        var (sending, pressed) = (new TaskCompletionSource(), new TaskCompletionSource());
        await app.AllowConnectionsAsync(false);
        try
        {
            await WriteAsync(page, "Hội nghị lúc máy chủ đầy đĩa");
            await visitor.SeeTitleAsync("Hàng chờ gửi");
            await Assertions.Expect(page.Locator(".lt-queue__item")).ToContainTextAsync("tự gửi lại, đừng ghi lại");
            await page.RouteAsync("**/activities/log", async route =>
            {
                sending.TrySetResult();
                await pressed.Task;
                await route.ContinueAsync();
            });
        }
        finally
        {
            await app.AllowConnectionsAsync(true);
        }
        // It is being sent of itself when somebody presses: they stand where it is, as if they had sent it.
        await page.EvaluateAsync("() => { setInterval(() => dispatchEvent(new Event('online')), 100); }");
        await sending.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await page.GetByRole(AriaRole.Button, new() { Name = "Gửi ngay", Exact = true }).ClickAsync();
        pressed.SetResult();
        await visitor.SeeTitleAsync("Hội nghị lúc máy chủ đầy đĩa");
        (await CountAsync("Hội nghị lúc máy chủ đầy đĩa")).ShouldBe(1);
    }

    [Fact]
    public async Task Log_LeftBeforeItWasSent_HasItsPhotosAgain()
    {
        var focal = await app.AddPersonAsync(Role.FocalPoint);
        await using var visitor = await chromium.VisitAsync(app, 390);
        await visitor.SignInAsync(focal);
        var page = visitor.Page;
        var picture = page.Locator("form[data-send-later] [data-file-pictures] img");
        Task ChooseAsync() => page.Locator("[name='Input.Photos']").SetInputFilesAsync(new FilePayload { Name = "ảnh.png", MimeType = "image/png", Buffer = Convert.FromBase64String(Photo) });
        Task KeptAsync(int count) => UntilAsync(page, $"() => new Promise(done => {{ const asked = indexedDB.open('lt-draft-files', 1); asked.onsuccess = () => {{ const all = asked.result.transaction('forms').objectStore('forms').count(); all.onsuccess = () => {{ asked.result.close(); done(all.result === {count}); }}; }}; }})");
        // Whoever chooses before the browser has said what it keeps is not too early.
        await page.AddInitScriptAsync("""
            new MutationObserver(() => {
              const photos = document.querySelector("form[data-queued] [name='Input.Photos']");
              if (!photos || sessionStorage.chosenEarly) return;
              sessionStorage.chosenEarly = "1";
              const files = new DataTransfer();
              files.items.add(new File([Uint8Array.from(atob("PHOTO"), (c) => c.charCodeAt(0))], "ảnh.png", { type: "image/png" }));
              photos.files = files.files;
              photos.dispatchEvent(new Event("change", { bubbles: true }));
            }).observe(document, { subtree: true, attributeFilter: ["data-queued"] });
            """.Replace("PHOTO", Photo, StringComparison.Ordinal));
        await visitor.OpenAsync("/activities/log");
        await KeptAsync(1);
        await visitor.OpenAsync("/today");
        await visitor.OpenAsync("/activities/log");
        await visitor.SeeAsync("Ảnh, tệp đã chọn lần trước còn ở đây.");
        await Assertions.Expect(picture).ToHaveCountAsync(1);
        await visitor.PressAsync("Bỏ ảnh, tệp");
        await KeptAsync(0);
        await Assertions.Expect(picture).ToHaveCountAsync(0);

        await page.Locator("[name='Input.Form']").SelectOptionAsync("event");
        await page.Locator("[name='Input.Title']").FillAsync("Hội nghị viết dở");
        await ChooseAsync();
        await KeptAsync(1);
        await visitor.OpenAsync("/today");
        await visitor.OpenAsync("/activities/log");
        await visitor.SeeAsync("Ảnh, tệp đã chọn cũng còn.");
        await Assertions.Expect(picture).ToHaveCountAsync(1);
        await visitor.LookAsync("activities-log-left");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ghi hoạt động", Exact = true }).ClickAsync();
        await visitor.SeeTitleAsync("Hội nghị viết dở");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("ảnh.png");
        await KeptAsync(0);

        // Where the browser has no room for the queue the form goes as it is: what has arrived is not offered again.
        await visitor.OpenAsync("/activities/log");
        await Assertions.Expect(page.Locator("form[data-send-later][data-queued]")).ToHaveCountAsync(1);
        await page.Locator("[name='Input.Form']").SelectOptionAsync("event");
        await page.Locator("[name='Input.Title']").FillAsync("Hội nghị máy đầy");
        await ChooseAsync();
        await KeptAsync(1);
        await page.EvaluateAsync("() => { IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); }; }");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ghi hoạt động", Exact = true }).ClickAsync();
        await visitor.SeeTitleAsync("Hội nghị máy đầy");
        await KeptAsync(0);

        // Nothing stays on this computer for whoever signs out.
        await visitor.OpenAsync("/activities/log");
        await Assertions.Expect(page.Locator("form[data-send-later][data-queued]")).ToHaveCountAsync(1);
        await page.Locator("[name='Input.Title']").FillAsync("Hội nghị bỏ");
        await ChooseAsync();
        await KeptAsync(1);
        await visitor.OpenAsync("/activities/log");
        await Assertions.Expect(picture).ToHaveCountAsync(1);
        await visitor.PressAsync("Bỏ bản nháp");
        await Assertions.Expect(picture).ToHaveCountAsync(0);
        await KeptAsync(0);
        await ChooseAsync();
        await KeptAsync(1);
        await page.EvaluateAsync("() => document.querySelector('form[action*=signout]').requestSubmit()");
        await visitor.SeeTitleAsync("Tuyên truyền cải cách hành chính");
        await KeptAsync(0);
    }

    [Fact]
    public async Task Log_WithNetwork_ArrivesAtOnceAndProblemsStandAtTheirFields()
    {
        var focal = await app.AddPersonAsync(Role.FocalPoint);
        await using var visitor = await chromium.VisitAsync(app, 390);
        await visitor.SignInAsync(focal);
        await visitor.OpenAsync("/activities/log");

        await WriteAsync(visitor.Page, "");
        await visitor.SeeAsync("Hãy đặt tên hoạt động");
        // Nothing is chosen again: the photo stands in the form that came back, and the item in the queue until the server has it.
        var page = visitor.Page;
        async Task SeeThePhotoAsync()
        {
            await Assertions.Expect(page.Locator("form[data-send-later]:not([data-before]) [data-file-pictures] img")).ToHaveCountAsync(1);
            (await page.Locator("main").InnerTextAsync()).ShouldNotContain("hãy chọn lại");
        }
        Task SendAsync() => page.GetByRole(AriaRole.Button, new() { Name = "Ghi hoạt động", Exact = true }).ClickAsync();
        await SeeThePhotoAsync();
        await visitor.LookAsync("activities-log-refused");
        await page.EvaluateAsync("document.querySelector('form[data-send-later]').dataset.before = '1'");
        await SendAsync();
        await visitor.SeeAsync("Hãy đặt tên hoạt động");
        await SeeThePhotoAsync();
        await visitor.OpenAsync("/activities/queue");
        await Assertions.Expect(page.Locator(".lt-queue__item")).ToContainTextAsync("Hãy đặt tên hoạt động");
        await page.GetByRole(AriaRole.Button, new() { Name = "Mở để sửa" }).ClickAsync();
        await SeeThePhotoAsync();
        await page.Locator("[name='Input.Title']").FillAsync("Hội nghị có mạng");
        await SendAsync();

        await visitor.SeeTitleAsync("Hội nghị có mạng");
        await visitor.SeeAsync("Đã ghi hoạt động.");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("ảnh.png");
        await visitor.OpenAsync("/activities/queue");
        await Assertions.Expect(page.Locator(".lt-queue__item")).ToHaveCountAsync(0);
        await page.GoBackAsync();
        await visitor.LookAsync("activity");
        // Corrected afterwards: a file survives a refusal too.
        await page.GotoAsync($"{page.Url}/edit");
        await page.Locator("[name='Input.Title']").FillAsync("");
        await page.Locator("[name='Input.Files']").SetInputFilesAsync(new FilePayload { Name = "danh-sach.txt", MimeType = "text/plain", Buffer = "Danh sách dự họp"u8.ToArray() });
        await page.GetByRole(AriaRole.Button, new() { Name = "Lưu", Exact = true }).ClickAsync();
        await visitor.SeeAsync("Hãy đặt tên hoạt động");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("danh-sach.txt");
        (await page.Locator("main").InnerTextAsync()).ShouldNotContain("hãy chọn lại");
        await page.Locator("[name='Input.Title']").FillAsync("Hội nghị có mạng");
        await page.GetByRole(AriaRole.Button, new() { Name = "Lưu", Exact = true }).ClickAsync();
        await visitor.SeeTitleAsync("Hội nghị có mạng");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("danh-sach.txt");
        (await CountAsync("Hội nghị có mạng")).ShouldBe(1);

        // A large photo is sent smaller; the officer agrees, so it goes on saying when and where it was taken.
        var large = TestPhotos.WithPlace(Convert.FromBase64String(await page.EvaluateAsync<string>("""
            () => {
              const canvas = Object.assign(document.createElement("canvas"), { width: 2400, height: 1800 });
              const noise = new ImageData(2400, 1800);
              for (let at = 0; at < noise.data.length; at++) noise.data[at] = at % 4 === 3 ? 255 : Math.random() * 255;
              canvas.getContext("2d").putImageData(noise, 0, 0);
              return canvas.toDataURL("image/jpeg", 0.9).split(",")[1];
            }
            """)));
        await visitor.OpenAsync("/activities/log");
        await page.Locator("[name='Input.Photos']").SetInputFilesAsync(new FilePayload { Name = "hội trường.jpg", MimeType = "image/jpeg", Buffer = large });
        await page.GetByLabel("Giữ thời gian và nơi chụp ghi trong ảnh").CheckAsync();
        await page.Locator("[name='Input.Form']").SelectOptionAsync("event");
        await page.Locator("[name='Input.Title']").FillAsync("Hội nghị có ảnh lớn");
        await SendAsync();
        await visitor.SeeTitleAsync("Hội nghị có ảnh lớn");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("chụp 08:30 19/09/2026, tại 21,5; 105");
        var kept = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<EvidenceVersion>().AsNoTracking().SingleAsync(v => v.FileName == "hội trường.jpg"));
        kept.Size!.Value.ShouldBeLessThan(large.Length * 3 / 4);
    }
}
