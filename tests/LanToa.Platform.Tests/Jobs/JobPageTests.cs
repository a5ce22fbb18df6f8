using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Tests.Jobs;

public sealed class JobPageTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Detail_CancelledAndRunAgain_SaysByWhom()
    {
        var id = await app.InScopeAsync(s => s.GetRequiredService<JobQueue>().EnqueueOnceAsync("test.page", "x", "key-page"));
        using var administrator = await app.SignInAsync(Role.Administrator);
        var path = $"/jobs/detail/{id}";
        (await administrator.GetAsync(path)).Html.QuerySelector(".lt-timeline").ShouldBeNull();

        await administrator.SubmitAsync(await administrator.GetAsync(path), "#huy form");
        await administrator.SubmitAsync(await administrator.GetAsync(path), "#chay-lai form");

        var lines = (await administrator.GetAsync(path)).Texts(".lt-timeline > li");
        lines.Count.ShouldBe(2);
        lines.ShouldContain(l => l.StartsWith("Quản trị", StringComparison.Ordinal) && l.Contains("hủy việc nền", StringComparison.Ordinal));
        lines.ShouldContain(l => l.Contains("chạy lại việc nền", StringComparison.Ordinal));
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Job>().AsNoTracking().FirstAsync(j => j.Id == id))).State.ShouldBe(JobState.Queued);
    }

    [Fact]
    public async Task List_OpensOnWhatIsNotSettled_StoppedOnesFirst_AndTheFileWithIt()
    {
        var at = new DateTimeOffset(2026, 11, 20, 1, 0, 0, TimeSpan.Zero);
        var jobs = Enum.GetValues<JobState>().ToDictionary(s => s, s => new Job { Kind = "test.list", Payload = "null", State = s, CreatedAt = at, RunAfter = at.AddYears(50), LeaseUntil = s == JobState.Running ? at.AddYears(50) : null, CreatedByName = $"Người {s}", ProvinceId = 99 });
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.AddRange(jobs.Values);
            await db.SaveChangesAsync();
        });
        using var administrator = await app.SignInAsync(Role.Administrator);
        async Task<List<JobState>> ShownAsync(string path)
        {
            var page = await administrator.OpenAsync(path);
            return [.. page.Html.QuerySelectorAll("main tbody th a").Select(a => a.GetAttribute("href")![^36..]).Select(id => jobs.FirstOrDefault(j => j.Value.Id.ToString() == id)).Where(j => j.Value is not null).Select(j => j.Key)];
        }

        (await ShownAsync("/jobs")).ShouldBe([JobState.Dead, JobState.Running, JobState.Queued]);
        (await ShownAsync("/jobs?trangthai=")).ShouldBe([JobState.Dead, JobState.Running, JobState.Queued], "as the form sends it");
        var done = (await administrator.OpenAsync("/jobs")).Html.QuerySelectorAll("main a").Single(a => a.TextContent.Trim() == "Xem việc đã xong").GetAttribute("href")!;
        (await ShownAsync(done)).ShouldBe([JobState.Done]);
        (await ShownAsync("/jobs?trangthai=all")).ShouldBe(Enum.GetValues<JobState>(), ignoreOrder: true);
        (await administrator.GetAsync("/jobs?handler=Export&dang=csv")).Body.ShouldSatisfyAllConditions(f => f.ShouldContain("Người Dead"), f => f.ShouldNotContain("Người Done"), f => f.ShouldNotContain("Người Cancelled"));
        (await administrator.GetAsync("/jobs?trangthai=all&handler=Export&dang=csv")).Body.ShouldContain("Người Done");
    }

    [Fact]
    public async Task Recurring_BeforeAndAfterARun_SaysWhatRan()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        var kind = VerifyHistory.Job;
        string Row(TestPage page) => page.Texts("main table")[0].Split("Lịch")[^1];
        Row(await administrator.GetAsync("/jobs")).ShouldContain("chưa chạy lần nào");

        var ran = new DateTimeOffset(2026, 11, 20, 19, 31, 5, TimeSpan.Zero);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var job = new Job { Kind = kind, Payload = "null", State = JobState.Dead, CreatedAt = ran, StartedAt = ran, FinishedAt = ran, ProvinceId = 0 };
            db.AddRange(job, new RecurringRun { Name = kind, Due = ran.AddMinutes(-1), JobId = job.Id });
            await db.SaveChangesAsync();
        });
        var after = Row(await administrator.GetAsync("/jobs"));
        after.ShouldContain("Dừng vì lỗi 02:31 21/11/2026", customMessage: "the time at which it ran, not the time at which it was due");
        after.ShouldContain("02:30", customMessage: "when it is due next");
    }
}
