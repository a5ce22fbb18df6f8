using System.Diagnostics;
using System.Net;
using LanToa.Planning.Obligations;
using LanToa.Platform.Files;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>A report with evidence while the place of the files cannot take it: clear words, what was typed is kept, nothing half written, and it works again without a restart.</summary>
public sealed class FileFaultTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private const string Typed = "Đã đăng chuyên mục số 3, kèm ảnh chụp";

    [Fact]
    public async Task Claim_DiskFullThenReadOnlyThenMended_IsRefusedClearlyAndThenTaken()
    {
        Directory.CreateDirectory(app.FilesFolder);
        if (!await MountAsync("-t", "tmpfs", "-o", "size=120m", "tmpfs", app.FilesFolder))
        {
            Assert.Skip("A full and a read-only disk were not tried: this user may not mount a file system of a few megabytes (root may). The folder that cannot be written was tried.");
            return;
        }
        var ballast = Path.Combine(app.FilesFolder, "ballast");
        try
        {
            (await HealthAsync()).ShouldBe((HttpStatusCode.OK, "Healthy"));
            await FillAsync(ballast);
            (await HealthAsync()).ShouldBe((HttpStatusCode.OK, "Degraded"), "files cannot be kept, all else goes on");
            await ClaimedAsync("ổ đĩa của kho tệp đã đầy", async () =>
            {
                File.Delete(ballast);
                (await MountAsync("-o", "remount,ro", app.FilesFolder)).ShouldBeTrue();
            });
            await ClaimedAsync("chỉ cho đọc", () => MountAsync("-o", "remount,rw", app.FilesFolder), mend: true);
            (await HealthAsync()).ShouldBe((HttpStatusCode.OK, "Healthy"));
        }
        finally
        {
            await RunAsync("umount", "-l", app.FilesFolder);
        }
    }

    [Fact]
    public async Task Claim_FolderThatCannotBeWritten_IsRefusedClearlyAndThenTaken()
    {
        // A file where the folder was: true for every user, also for root, whom permissions do not stop.
        var aside = app.FilesFolder + "-aside";
        Directory.CreateDirectory(app.FilesFolder);
        Directory.Move(app.FilesFolder, aside);
        await File.WriteAllTextAsync(app.FilesFolder, "", TestContext.Current.CancellationToken);
        await ClaimedAsync("kho tệp đang không dùng được", () =>
        {
            File.Delete(app.FilesFolder);
            Directory.Move(aside, app.FilesFolder);
            return Task.CompletedTask;
        }, mend: true);
    }

    /// <summary>Sends the form in vain, looks at what came of it, changes the place of the files and, when that mends it, sends the same form again.</summary>
    private async Task ClaimedAsync(string why, Func<Task> then, bool mend = false)
    {
        app.Clock.MoveTo(new DateOnly(2026, 9, 20));
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, new TaskGiven("Chuyên mục cải cách hành chính", ObligationsApp.OneEachQuarter, [app.Culture.Id]));
        var o = (await app.OccurrencesAsync(plan.Id)).Single(x => x.PeriodKey == "2026-Q3");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        var page = await focal.GetAsync($"/obligations/{o.Id}/claim-done");
        var evidence = new TestFile("Input.Files", "minh-chung.txt", [.. Enumerable.Repeat((byte)'a', 300_000)]);
        var values = new Dictionary<string, string> { ["Input.DoneOn"] = "18/09/2026", ["Input.Note"] = Typed, ["Input.Quantity"] = "1" };

        var refused = await focal.SubmitAsync(page, "main form[enctype]", values, evidence);
        refused.Status.ShouldBe(HttpStatusCode.OK);
        refused.Text(".lt-errors").ShouldContain(why);
        refused.Text(".lt-errors").ShouldContain("chọn lại tệp và gửi lại");
        refused.Text("textarea[name='Input.Note']").ShouldBe(Typed);
        (await app.OccurrenceAsync(o.Id)).ClaimedOn.ShouldBeNull();
        (await app.InScopeAsync(s => s.GetRequiredService<LanToa.Platform.Data.LanToaDb>().Set<Attachment>().CountAsync(a => a.SubjectId == o.Id))).ShouldBe(0);
        app.TemporaryFiles().ShouldBeEmpty();

        await then();
        if (!mend) return;
        (await focal.SubmitAsync(refused, "main form[enctype]", null, evidence)).Location.ShouldBe($"/obligations/{o.Id}");
        (await app.OccurrenceAsync(o.Id)).Note.ShouldBe(Typed);
        var kept = await app.InScopeAsync(s => s.GetRequiredService<LanToa.Platform.Data.LanToaDb>().Set<Attachment>().SingleAsync(a => a.SubjectId == o.Id));
        (await focal.GetAsync($"/files/{kept.Id}")).Body.Length.ShouldBe(300_000);
    }

    private async Task<(HttpStatusCode Status, string Says)> HealthAsync()
    {
        using var probe = app.Anonymous();
        var page = await probe.GetAsync("/health/ready");
        return (page.Status, page.Body);
    }

    private static async Task FillAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[1 << 20];
        try
        {
            while (true) await file.WriteAsync(block);
        }
        catch (IOException)
        {
            // Full, but for less than a block.
        }
        for (var left = block.Length / 2; left > 0; left /= 2)
            try
            {
                await file.WriteAsync(block.AsMemory(0, left));
            }
            catch (IOException)
            {
                // Full, but for less than this.
            }
    }

    private static async Task<bool> MountAsync(params string[] arguments) => await RunAsync("mount", arguments) == 0;

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
