using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LanToa.Platform.Tests.Jobs;

public sealed class JobTests(TestApp app) : IClassFixture<TestApp>
{
    private int _runs;

    [Fact]
    public async Task Enqueue_SameKeyTwice_RunsOnce()
    {
        var first = await app.InScopeAsync(s => s.GetRequiredService<JobQueue>().EnqueueOnceAsync("test.once", "x", "key-once"));
        var second = await app.InScopeAsync(s => s.GetRequiredService<JobQueue>().EnqueueOnceAsync("test.once", "x", "key-once"));
        second.ShouldBe(first);
        await Worker("test.once", (_, _) => { _runs++; return Task.CompletedTask; }).DrainAsync(TestContext.Current.CancellationToken);
        _runs.ShouldBe(1);
        (await JobAsync(first)).State.ShouldBe(JobState.Done);
    }

    [Fact]
    public async Task Run_Fails_IsTriedAgainLaterThenDiesWithItsReason()
    {
        var id = await EnqueueAsync("test.fails", attempts: 2);
        var worker = Worker("test.fails", (_, _) => throw new InvalidOperationException("máy chủ bận"));
        await worker.DrainAsync(TestContext.Current.CancellationToken);
        var waiting = await JobAsync(id);
        (waiting.State, waiting.Attempts).ShouldBe((JobState.Queued, 1));
        waiting.RunAfter.ShouldBeGreaterThan(app.Clock.GetUtcNow());

        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Job>().Where(j => j.Id == id).ExecuteUpdateAsync(j => j.SetProperty(x => x.RunAfter, app.Clock.GetUtcNow())));
        await worker.DrainAsync(TestContext.Current.CancellationToken);
        var dead = await JobAsync(id);
        (dead.State, dead.Error).ShouldBe((JobState.Dead, "máy chủ bận"));
    }

    [Fact]
    public async Task Run_LeaseOfADeadWorkerRanOut_IsTakenOver()
    {
        var id = await EnqueueAsync("test.lease");
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Job>().Where(j => j.Id == id).ExecuteUpdateAsync(j => j
            .SetProperty(x => x.State, JobState.Running).SetProperty(x => x.Attempts, 1).SetProperty(x => x.Lease, Guid.CreateVersion7()).SetProperty(x => x.LeaseUntil, app.Clock.GetUtcNow().AddSeconds(-1))));
        await Worker("test.lease", (_, _) => { _runs++; return Task.CompletedTask; }).DrainAsync(TestContext.Current.CancellationToken);
        _runs.ShouldBe(1);
        (await JobAsync(id)).Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task Stop_DatabaseClosedBeforeTheWorker_EndsWithoutAFailure()
    {
        var id = await EnqueueAsync("test.closed");
        var began = new TaskCompletionSource();
        var database = NpgsqlDataSource.Create(app.Connections.App);
        var worker = Worker("test.closed", async (_, cancel) => { began.TrySetResult(); await Task.Delay(Timeout.Infinite, cancel); }, database);
        await worker.StartAsync(TestContext.Current.CancellationToken);
        await began.Task;
        await database.DisposeAsync();
        worker.Dispose();
        await Should.NotThrowAsync(async () => await worker.ExecuteTask!);
        (await JobAsync(id)).State.ShouldBe(JobState.Running);
    }

    [Fact]
    public async Task Run_TwoWorkersAtOnce_EachJobOnce()
    {
        for (var i = 0; i < 20; i++) await EnqueueAsync("test.many");
        var ran = new System.Collections.Concurrent.ConcurrentBag<Guid>();
        JobWorker[] workers = [Worker("test.many", Note), Worker("test.many", Note)];
        await Task.WhenAll(workers.Select(w => w.DrainAsync(TestContext.Current.CancellationToken)));
        ran.Count.ShouldBe(20);
        ran.Distinct().Count().ShouldBe(20);

        Task Note(JobRun run, CancellationToken cancel)
        {
            ran.Add(run.Id);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Run_CancelledByAnAdministrator_StopsAtItsNextReport()
    {
        var id = await EnqueueAsync("test.cancel");
        await Worker("test.cancel", async (run, cancel) =>
        {
            await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Job>().Where(j => j.Id == id).ExecuteUpdateAsync(j => j.SetProperty(x => x.State, JobState.Cancelled).SetProperty(x => x.Lease, (Guid?)null)));
            await run.ReportAsync(50, "nửa chừng");
            cancel.IsCancellationRequested.ShouldBeTrue();
        }).DrainAsync(TestContext.Current.CancellationToken);
        (await JobAsync(id)).State.ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task Pages_Administrator_SeesWhyAJobDiedAndRunsItAgain()
    {
        var id = await EnqueueAsync("test.page", attempts: 1);
        await Worker("test.page", (_, _) => throw new JobFailedException("Tệp không đọc được.")).DrainAsync(TestContext.Current.CancellationToken);
        using var administrator = await app.SignInAsync(Role.Administrator);
        (await administrator.GetAsync("/jobs?trangthai=Dead")).Html.QuerySelector($"a[href='/jobs/detail/{id}']").ShouldNotBeNull();
        var page = await administrator.GetAsync($"/jobs/detail/{id}");
        page.Text().ShouldContain("Tệp không đọc được.");
        await administrator.SubmitAsync(page, "form[action*=Again i]");
        (await JobAsync(id)).State.ShouldBe(JobState.Queued);
        await Worker("test.page", (_, _) => Task.CompletedTask).DrainAsync(TestContext.Current.CancellationToken);
        (await JobAsync(id)).State.ShouldBe(JobState.Done);
    }

    private JobWorker Worker(string kind, Func<JobRun, CancellationToken, Task> run, NpgsqlDataSource? database = null) => new(
        database ?? app.App.Services.GetRequiredService<NpgsqlDataSource>(), app.App.Services.GetRequiredService<IServiceScopeFactory>(),
        [new JobKind(kind, kind, TimeSpan.FromMinutes(1), (_, _, job, cancel) => run(job, cancel))], [], app.Clock, NullLogger<JobWorker>.Instance);

    private Task<Guid> EnqueueAsync(string kind, int attempts = 5) => app.InScopeAsync(async s =>
    {
        var id = s.GetRequiredService<JobQueue>().Enqueue(kind, "x", maxAttempts: attempts);
        await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        return id;
    });

    private Task<Job> JobAsync(Guid id) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Job>().AsNoTracking().FirstAsync(j => j.Id == id));
}
