using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Mail;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
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
    public async Task Run_WorkerEndedWithItEachTime_IsADeadLetterThatSaysSo_AndRunsAgainOnDemand()
    {
        var id = await EnqueueAsync("test.killer", attempts: 2);
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Job>().Where(j => j.Id == id).ExecuteUpdateAsync(j => j
            .SetProperty(x => x.State, JobState.Running).SetProperty(x => x.Attempts, 5).SetProperty(x => x.Lease, Guid.CreateVersion7()).SetProperty(x => x.LeaseUntil, app.Clock.GetUtcNow().AddSeconds(-1))));
        var worker = Worker("test.killer", (_, _) => { _runs++; return Task.CompletedTask; });
        await worker.DrainAsync(TestContext.Current.CancellationToken);
        _runs.ShouldBe(0);
        var dead = await JobAsync(id);
        dead.State.ShouldBe(JobState.Dead);
        dead.Error.ShouldNotBeNull().ShouldContain("đã chạy 5 lần");
        dead.Attempts.ShouldBe(5, "giving up is no run");

        (await app.InScopeAsync(s => s.GetRequiredService<JobQueue>().AgainAsync(id))).ShouldBeTrue();
        await worker.DrainAsync(TestContext.Current.CancellationToken);
        _runs.ShouldBe(1);
    }

    [Fact]
    public async Task Run_ClockSetBack_AJobMadeBeforeDoesNotWait_AndALeaseIsNeitherLostNorKept()
    {
        var (back, ahead) = (new TestClock(), new TestClock());
        back.MoveTo(DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime).AddDays(-3));
        ahead.MoveTo(DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime).AddDays(3));
        var made = await EnqueueAsync("test.clock");
        await Worker("test.clock", (_, _) => { _runs++; return Task.CompletedTask; }, clock: back).DrainAsync(TestContext.Current.CancellationToken);
        (await JobAsync(made)).State.ShouldBe(JobState.Done);

        var held = await EnqueueAsync("test.clock");
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Database.ExecuteSqlAsync($"UPDATE job SET state = 'Running', attempts = 1, lease = {held}, lease_until = clock_timestamp() + interval '1 minute' WHERE id = {held}"));
        await Worker("test.clock", (_, _) => { _runs++; return Task.CompletedTask; }, clock: ahead).DrainAsync(TestContext.Current.CancellationToken);
        (await JobAsync(held)).State.ShouldBe(JobState.Running, "another node's clock that is ahead takes no job away");
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Database.ExecuteSqlAsync($"UPDATE job SET lease_until = clock_timestamp() - interval '1 second' WHERE id = {held}"));
        await Worker("test.clock", (_, _) => { _runs++; return Task.CompletedTask; }, clock: back).DrainAsync(TestContext.Current.CancellationToken);
        (await JobAsync(held)).State.ShouldBe(JobState.Done);
        _runs.ShouldBe(2);
    }

    [Fact]
    public async Task Recur_ClockSetForwardAndBack_EachDueTimeOnce()
    {
        var name = $"test.hour-{Guid.CreateVersion7():N}";
        var clock = new TestClock();
        clock.MoveTo(new DateOnly(2027, 3, 1));
        var worker = Worker(name, (_, _) => Task.CompletedTask, clock: clock, recurring: [new RecurringJob(name, name, "mỗi giờ", now => new DateTimeOffset(now.Ticks - now.Ticks % TimeSpan.TicksPerHour, now.Offset))]);
        foreach (var hours in new[] { 0, 0, 1, -1, 1, 1, -2, 2 })
        {
            clock.Shift(TimeSpan.FromHours(hours));
            await worker.RecurAsync(TestContext.Current.CancellationToken);
        }
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Job>().CountAsync(j => j.Kind == name))).ShouldBe(3, "noon, one and two o'clock");
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Job>().Where(j => j.Kind == name).ExecuteDeleteAsync());
    }

    [Fact]
    public async Task Finish_DatabaseGoneMeanwhile_IsWrittenDownWhenItIsBack_NotDoneAgain()
    {
        var id = await EnqueueAsync("test.gone");
        var told = 0;
        var log = new Told(() =>
        {
            if (Interlocked.Increment(ref told) == 2) app.AllowConnectionsAsync(true).GetAwaiter().GetResult();
        });
        try
        {
            await Worker("test.gone", async (_, _) => { _runs++; await app.AllowConnectionsAsync(false); }, log: log).DrainAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            await app.AllowConnectionsAsync(true);
        }
        _runs.ShouldBe(1);
        told.ShouldBeGreaterThanOrEqualTo(2);
        var done = await JobAsync(id);
        (done.State, done.Attempts).ShouldBe((JobState.Done, 1));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2 phút")]
    [InlineData("99999")]
    public void Settings_NoNumberOfSeconds_SayWhatToWrite(string said) =>
        Should.Throw<JobSettingsException>(() => JobSettings.Load(_ => said)).Message.ShouldContain("từ 3 đến 3600");

    [Fact]
    public void Settings_Seconds_AreTheLease() => (JobSettings.Load(_ => "45").Lease, JobSettings.Load(_ => null).Lease).ShouldBe((TimeSpan.FromSeconds(45), TimeSpan.FromMinutes(2)));

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
    public async Task Run_KindThatRunsOneAtATime_WaitsOnEveryNode_AndOthersPass()
    {
        var (inside, most, ran) = (0, 0, 0);
        var (began, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        JobKind[] kinds =
        [
            new("test.long", "test.long", TimeSpan.FromMinutes(1), async (_, _, _, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                began.TrySetResult();
                await go.Task;
                Interlocked.Increment(ref ran);
                Interlocked.Decrement(ref inside);
            }) { OneAtATime = true },
            new("test.letter", "test.letter", TimeSpan.FromMinutes(1), (_, _, _, _) => Task.CompletedTask),
        ];
        for (var i = 0; i < 6; i++) await EnqueueAsync("test.long");
        var letter = await EnqueueAsync("test.letter");
        Task[] others = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => Worker(kinds).DrainAsync(TestContext.Current.CancellationToken)))];
        await began.Task;
        // All but the one that runs a long job do the letter, find nothing more that may run, and end.
        var running = new List<Task>(others);
        while (running.Count > 1) running.Remove(await Task.WhenAny(running).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        (await JobAsync(letter)).State.ShouldBe(JobState.Done);

        go.SetResult();
        await Task.WhenAll(others);
        (most, ran).ShouldBe((1, 6));
    }

    [Fact]
    public async Task Run_WhileLongJobsHoldTheirWorkers_LettersGoOut()
    {
        var (inside, go) = (0, new TaskCompletionSource());
        JobKind[] kinds =
        [
            new("test.hours", "test.hours", TimeSpan.FromHours(1), async (_, _, _, _) =>
            {
                Interlocked.Increment(ref inside);
                await go.Task;
            }),
            new("test.letter", "test.letter", TimeSpan.FromMinutes(2), (_, _, _, _) => Task.CompletedTask),
        ];
        List<Guid> hours = [];
        for (var i = 0; i < 3; i++) hours.Add(await EnqueueAsync("test.hours"));
        var letter = await EnqueueAsync("test.letter");
        using var worker = Worker(kinds);
        await worker.StartAsync(TestContext.Current.CancellationToken);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await JobAsync(letter)).State != JobState.Done || inside < 2) await Task.Delay(50, patience.Token);
        var third = (await JobAsync(hours[2])).State;
        go.SetResult();
        while ((await JobAsync(hours[2])).State != JobState.Done) await Task.Delay(50, patience.Token);
        await worker.StopAsync(TestContext.Current.CancellationToken);
        third.ShouldBe(JobState.Queued, "the worker of short jobs takes no long one");
    }

    [Fact]
    public async Task IsShort_OnlyWhatSaysSo()
    {
        var kinds = (await app.InScopeAsync(s => Task.FromResult(s.GetServices<JobKind>()))).Where(k => k.IsShort).Select(k => k.Code).ToList();
        foreach (var letter in new[] { SendMail.Job, ResetLetters.Job, "webhook.gather", "webhook.deliver" }) kinds.ShouldContain(letter);
        foreach (var usual in new[] { ForgetMail.Job, ForgetSignIns.Job }) kinds.ShouldNotContain(usual);
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
        await administrator.SubmitAsync(page, "#huy form");
        (await JobAsync(id)).State.ShouldBe(JobState.Cancelled);
        var aside = await administrator.GetAsync($"/jobs/detail/{id}");
        aside.Text().ShouldContain("Tệp không đọc được.", customMessage: "why it stopped stays");
        aside.Text(".lt-timeline").ShouldContain("bỏ qua việc nền dừng vì lỗi");
        await administrator.SubmitAsync(page, "form[action*=Again i]");
        (await JobAsync(id)).State.ShouldBe(JobState.Queued);
        await administrator.SubmitAsync(page, "#huy form");
        (await JobAsync(id)).State.ShouldBe(JobState.Queued, "a page from before does not stop what runs again");
        await Worker("test.page", (_, _) => Task.CompletedTask).DrainAsync(TestContext.Current.CancellationToken);
        (await JobAsync(id)).State.ShouldBe(JobState.Done);
    }

    private JobWorker Worker(string kind, Func<JobRun, CancellationToken, Task> run, NpgsqlDataSource? database = null, TestClock? clock = null, ILogger<JobWorker>? log = null, RecurringJob[]? recurring = null) =>
        Worker([new JobKind(kind, kind, TimeSpan.FromMinutes(1), (_, _, job, cancel) => run(job, cancel))], database, clock, log, recurring);

    private JobWorker Worker(JobKind[] kinds, NpgsqlDataSource? database = null, TestClock? clock = null, ILogger<JobWorker>? log = null, RecurringJob[]? recurring = null) => new(
        database ?? app.App.Services.GetRequiredService<NpgsqlDataSource>(), app.App.Services.GetRequiredService<IServiceScopeFactory>(),
        kinds, recurring ?? [], new JobSettings(), clock ?? app.Clock, log ?? NullLogger<JobWorker>.Instance);

    private Task<Guid> EnqueueAsync(string kind, int attempts = 5) => app.InScopeAsync(async s =>
    {
        var id = s.GetRequiredService<JobQueue>().Enqueue(kind, "x", maxAttempts: attempts);
        await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        return id;
    });

    private Task<Job> JobAsync(Guid id) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Job>().AsNoTracking().FirstAsync(j => j.Id == id));

    private sealed class Told(Action then) : ILogger<JobWorker>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => then();
    }
}
