using System.Diagnostics;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LanToa.Platform.Jobs;

/// <summary>
/// Claims and runs jobs, two at once and beside them one of those that are short, until the program stops; finds recurring work that fell due. Leases go by the database's clock: the nodes
/// need not agree on the time, nor does a node's clock that jumps take a job from whoever works on it.
/// </summary>
public sealed partial class JobWorker(
    NpgsqlDataSource database, IServiceScopeFactory scopes, IEnumerable<JobKind> kinds, IEnumerable<RecurringJob> recurring, JobSettings settings, TimeProvider time, ILogger<JobWorker> log)
    : BackgroundService
{
    /// <summary>Of the spans, one for each run of a job.</summary>
    public const string SourceName = "LanToa.Jobs";

    private static readonly ActivitySource Source = new(SourceName);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private const int AtOnce = 2;

    /// <summary>So often a job is taken over from a worker that ended in the middle of its last attempt; what ends the program each time must not do so for ever.</summary>
    private const int TakenOver = 3;

    private readonly Dictionary<string, JobKind> _kinds = kinds.ToDictionary(k => k.Code);
    private readonly string[] _short = [.. kinds.Where(k => k.IsShort).Select(k => k.Code)];
    private readonly string[] _oneAtATime = [.. kinds.Where(k => k.OneAtATime).Select(k => k.Code)];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll([.. Enumerable.Range(0, AtOnce).Select(_ => LoopAsync(null, stoppingToken)), LoopAsync(_short, stoppingToken), KeepRecurringAsync(stoppingToken)]);

    /// <summary>Runs jobs until none is due. For tests and commands, which need no waiting.</summary>
    public async Task DrainAsync(CancellationToken cancel = default)
    {
        while (await RunOneAsync(null, cancel)) { }
    }

    private async Task LoopAsync(string[]? only, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var ran = false;
            try
            {
                ran = await RunOneAsync(only, stop);
            }
            catch (ObjectDisposedException) when (stop.IsCancellationRequested)
            {
                return; // The program did not get up and its database is closed already; the lease of a running job ends by itself.
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                LogTrouble(e);
            }
            if (!ran) await Task.Delay(Poll, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> RunOneAsync(string[]? only, CancellationToken stop)
    {
        if (await ClaimAsync(only, stop) is not { } job) return false;
        if (!_kinds.TryGetValue(job.Kind, out var kind))
        {
            await FinishAsync(job, $"Không có chương trình cho loại việc '{job.Kind}'.", dead: true, null);
            return true;
        }
        if (job.Attempt > job.MaxAttempts + TakenOver)
        {
            await GiveUpAsync(kind, job, null, stop);
            await FinishAsync(job, $"Việc này đã chạy {job.Attempt - 1} lần mà chương trình dừng đột ngột khi đang làm nên không tự chạy lại nữa. Hãy xem nhật ký của máy chủ (bộ nhớ, tệp quá lớn), rồi bấm chạy lại.", dead: true, null, ran: false);
            return true;
        }
        using var span = Source.StartActivity($"job {job.Kind}")?.SetTag("lantoa.job.id", job.Id.ToString()).SetTag("lantoa.job.attempt", job.Attempt);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(kind.Limit);
        await using var scope = scopes.CreateAsyncScope();
        await using var heartbeat = time.CreateTimer(_ => _ = RenewAsync(job, limit), null, settings.Lease / 3, settings.Lease / 3);
        var run = new JobRun(job.Id, job.Attempt, (percent, words) => ReportAsync(job, percent, words, limit));
        var (error, dead, cause) = (default(string), false, default(Exception));
        try
        {
            scope.ServiceProvider.GetRequiredService<Actor>().BecomeSystem($"job:{job.Kind}", job.Province, job.CreatedBy, job.CreatedByName);
            await kind.Run(scope.ServiceProvider, job.Payload, run, limit.Token);
        }
        catch (JobFailedException e)
        {
            (error, dead, cause) = (e.Message, true, e);
        }
        catch (JobAgainException e)
        {
            (error, dead, cause) = (e.Message, job.Attempt >= job.MaxAttempts, e);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            await ReleaseAsync(job);
            return true;
        }
        catch (Exception e)
        {
            LogFailure(e, job.Id, job.Kind, job.Attempt);
            error = limit.IsCancellationRequested ? $"Quá thời gian cho phép ({kind.Limit.TotalMinutes:0} phút)." : e.Message;
            (dead, cause) = (job.Attempt >= job.MaxAttempts, e);
        }
        if (error is not null) span?.SetStatus(ActivityStatusCode.Error);
        if (dead) await GiveUpAsync(kind, job, cause, stop);
        await SettleAsync(job, error, dead, run.ResultPath, stop);
        return true;
    }

    /// <summary>Before the end is written: told twice is better than never. What goes wrong here keeps no job from its end.</summary>
    private async Task GiveUpAsync(JobKind kind, Claimed job, Exception? cause, CancellationToken stop)
    {
        if (kind.GivenUp is not { } tell) return;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Actor>().BecomeSystem($"job:{job.Kind}", job.Province, job.CreatedBy, job.CreatedByName);
            await tell(scope.ServiceProvider, job.Payload, cause, stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            LogFailure(e, job.Id, job.Kind, job.Attempt);
        }
    }

    /// <summary>
    /// Writes how the job ended, for as long as the database cannot be reached: given up, what was done would be done again when the lease has ended.
    /// An answer that was lost does no harm, for the lease is gone with the first writing.
    /// </summary>
    private async Task SettleAsync(Claimed job, string? error, bool dead, string? resultPath, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await FinishAsync(job, error, dead, resultPath);
                return;
            }
            catch (NpgsqlException e) when (!stop.IsCancellationRequested)
            {
                LogTrouble(e);
            }
            await Task.Delay(Poll, time, stop);
        }
    }

    private sealed record Claimed(Guid Id, string Kind, string Payload, short Province, int Attempt, int MaxAttempts, Guid? CreatedBy, string CreatedByName, Guid Lease);

    private async Task<Claimed?> ClaimAsync(string[]? only, CancellationToken cancel)
    {
        var lease = Guid.CreateVersion7();
        var now = time.GetUtcNow();
        // The lock, in the one transaction that a batch is: two workers that claim at one moment must not each begin a job of a kind that runs one at a time. The second sees what the first began.
        // Three questions after each other, each in the order of the index, so that a long queue is not sorted for one of its jobs: whose worker ended, what is due, and what was made later than now: the clock has gone back since,
        // and the job does not wait until it has caught up.
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_advisory_xact_lock(hashtextextended('job claim', 0))"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            WITH busy AS MATERIALIZED (SELECT kind FROM job WHERE state = 'Running' AND lease_until >= clock_timestamp() AND kind = ANY ($4))
            UPDATE job SET state = 'Running', lease = $1, lease_until = clock_timestamp() + $2, attempts = attempts + 1, started_at = coalesce(started_at, $3), error = NULL
            WHERE id = coalesce(
                (SELECT id FROM job WHERE state = 'Running' AND lease_until < clock_timestamp()
                   AND kind <> ALL (ARRAY(SELECT kind FROM busy)) AND ($5 IS NULL OR kind = ANY ($5)) ORDER BY run_after LIMIT 1 FOR UPDATE SKIP LOCKED),
                (SELECT id FROM job WHERE state = 'Queued' AND run_after <= $3
                   AND kind <> ALL (ARRAY(SELECT kind FROM busy)) AND ($5 IS NULL OR kind = ANY ($5)) ORDER BY run_after LIMIT 1 FOR UPDATE SKIP LOCKED),
                (SELECT id FROM job WHERE state = 'Queued' AND run_after > $3 AND created_at > $3 AND attempts = 0
                   AND kind <> ALL (ARRAY(SELECT kind FROM busy)) AND ($5 IS NULL OR kind = ANY ($5)) ORDER BY run_after LIMIT 1 FOR UPDATE SKIP LOCKED))
            RETURNING id, kind, payload, province_id, attempts, max_attempts, created_by, created_by_name
            """)
        {
            Parameters = { new() { Value = lease }, new() { Value = settings.Lease }, new() { Value = now }, new() { Value = _oneAtATime }, new NpgsqlParameter<string[]?> { TypedValue = only } },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.NextResultAsync(cancel);
        if (!await reader.ReadAsync(cancel)) return null;
        return new Claimed(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetInt16(3), reader.GetInt32(4), reader.GetInt32(5),
            reader.IsDBNull(6) ? null : reader.GetGuid(6), reader.GetString(7), lease);
    }

    private async Task ReportAsync(Claimed job, int percent, string? words, CancellationTokenSource run)
    {
        await using var command = database.Command("UPDATE job SET progress = $1, progress_text = $2, lease_until = clock_timestamp() + $3 WHERE id = $4 AND lease = $5 AND state = 'Running'", percent, words, settings.Lease, job.Id, job.Lease);
        // No row: an administrator cancelled the job, or another worker holds it after our lease ran out.
        if (await command.ExecuteNonQueryAsync() == 0) await run.CancelAsync();
    }

    private async Task RenewAsync(Claimed job, CancellationTokenSource run)
    {
        try
        {
            await using var command = database.Command("UPDATE job SET lease_until = clock_timestamp() + $1 WHERE id = $2 AND lease = $3 AND state = 'Running'", settings.Lease, job.Id, job.Lease);
            if (await command.ExecuteNonQueryAsync() == 0) await run.CancelAsync();
        }
        catch (Exception e) when (e is NpgsqlException or ObjectDisposedException)
        {
            LogTrouble(e); // the next beat tries again; the lease outlives two missed ones
        }
    }

    private async Task FinishAsync(Claimed job, string? error, bool dead, string? resultPath, bool ran = true)
    {
        var now = time.GetUtcNow();
        var again = error is not null && !dead;
        await using var command = database.Command("""
            UPDATE job SET state = $1, error = $2, run_after = $3, finished_at = $4, lease = NULL, lease_until = NULL, result_path = $5,
                           progress = CASE WHEN $1 = 'Done' THEN 100 ELSE progress END, attempts = $8
            WHERE id = $6 AND lease = $7
            """, (again ? JobState.Queued : error is null ? JobState.Done : JobState.Dead).ToString(), error, again ? now + TimeSpan.FromSeconds(5 * Math.Pow(4, job.Attempt - 1)) : now, again ? null : now, resultPath, job.Id, job.Lease, ran ? job.Attempt : job.Attempt - 1);
        await command.ExecuteNonQueryAsync();
    }

    private async Task ReleaseAsync(Claimed job)
    {
        try
        {
            await using var command = database.Command("UPDATE job SET state = 'Queued', attempts = attempts - 1, lease = NULL, lease_until = NULL WHERE id = $1 AND lease = $2", job.Id, job.Lease);
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or ObjectDisposedException)
        {
            LogTrouble(e); // the program stops without its database; another takes the job when its lease has ended
        }
    }

    /// <summary>Enqueues the recurring work that is due and was not enqueued for this time by any node. For tests, which need no waiting.</summary>
    public async Task RecurAsync(CancellationToken cancel = default)
    {
        foreach (var job in recurring) await EnqueueDueAsync(job, cancel);
    }

    private async Task KeepRecurringAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await RecurAsync(stop);
            }
            catch (ObjectDisposedException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                LogTrouble(e);
            }
            await Task.Delay(TimeSpan.FromSeconds(30), time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task EnqueueDueAsync(RecurringJob job, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        await using var command = database.Command("""
            WITH due AS (INSERT INTO recurring_run (name, due, job_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING job_id)
            INSERT INTO job (id, province_id, kind, payload, state, created_at, run_after, created_by_name, attempts, max_attempts, progress)
            SELECT job_id, 0, $4, 'null', 'Queued', $5, $5, 'Hệ thống', 0, 5, 0 FROM due
            """, job.Name, job.LastDue(now).ToUniversalTime(), Guid.CreateVersion7(), job.Kind, now);
        await command.ExecuteNonQueryAsync(stop);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Id} ({Kind}) failed in attempt {Attempt}")]
    private partial void LogFailure(Exception e, Guid id, string kind, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "The job worker could not reach the job table; it will try again")]
    private partial void LogTrouble(Exception e);
}
