using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LanToa.Platform.Jobs;

/// <summary>Claims and runs jobs, a few at once, until the program stops; finds recurring work that fell due.</summary>
public sealed partial class JobWorker(
    NpgsqlDataSource database, IServiceScopeFactory scopes, IEnumerable<JobKind> kinds, IEnumerable<RecurringJob> recurring, TimeProvider time, ILogger<JobWorker> log)
    : BackgroundService
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private const int AtOnce = 2;

    private readonly Dictionary<string, JobKind> _kinds = kinds.ToDictionary(k => k.Code);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => LoopAsync(stoppingToken)).Append(RecurAsync(stoppingToken)));

    /// <summary>Runs jobs until none is due. For tests and commands, which need no waiting.</summary>
    public async Task DrainAsync(CancellationToken cancel = default)
    {
        while (await RunOneAsync(cancel)) { }
    }

    private async Task LoopAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var ran = false;
            try
            {
                ran = await RunOneAsync(stop);
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

    private async Task<bool> RunOneAsync(CancellationToken stop)
    {
        if (await ClaimAsync(stop) is not { } job) return false;
        if (!_kinds.TryGetValue(job.Kind, out var kind))
        {
            await FinishAsync(job, $"Không có chương trình cho loại việc '{job.Kind}'.", dead: true, null);
            return true;
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(kind.Limit);
        await using var scope = scopes.CreateAsyncScope();
        await using var heartbeat = time.CreateTimer(_ => _ = RenewAsync(job, limit), null, LeaseTime / 3, LeaseTime / 3);
        var run = new JobRun(job.Id, job.Attempt, (percent, words) => ReportAsync(job, percent, words, limit));
        try
        {
            scope.ServiceProvider.GetRequiredService<Actor>().BecomeSystem($"job:{job.Kind}", job.Province, job.CreatedBy, job.CreatedByName);
            await kind.Run(scope.ServiceProvider, job.Payload, run, limit.Token);
            await FinishAsync(job, null, dead: false, run.ResultPath);
        }
        catch (JobFailedException e)
        {
            await FinishAsync(job, e.Message, dead: true, run.ResultPath);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            await ReleaseAsync(job);
        }
        catch (Exception e)
        {
            LogFailure(e, job.Id, job.Kind, job.Attempt);
            var words = limit.IsCancellationRequested ? $"Quá thời gian cho phép ({kind.Limit.TotalMinutes:0} phút)." : e.Message;
            await FinishAsync(job, words, dead: job.Attempt >= job.MaxAttempts, run.ResultPath);
        }
        return true;
    }

    private sealed record Claimed(Guid Id, string Kind, string Payload, short Province, int Attempt, int MaxAttempts, Guid? CreatedBy, string CreatedByName, Guid Lease);

    private async Task<Claimed?> ClaimAsync(CancellationToken cancel)
    {
        var lease = Guid.CreateVersion7();
        var now = time.GetUtcNow();
        await using var command = database.Command("""
            UPDATE job SET state = 'Running', lease = $1, lease_until = $2, attempts = attempts + 1, started_at = coalesce(started_at, $3), error = NULL
            WHERE id = (SELECT id FROM job
                        WHERE (state = 'Queued' AND run_after <= $3) OR (state = 'Running' AND lease_until < $3)
                        ORDER BY run_after LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, kind, payload, province_id, attempts, max_attempts, created_by, created_by_name
            """, lease, now + LeaseTime, now);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel)) return null;
        return new Claimed(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetInt16(3), reader.GetInt32(4), reader.GetInt32(5),
            reader.IsDBNull(6) ? null : reader.GetGuid(6), reader.GetString(7), lease);
    }

    private async Task ReportAsync(Claimed job, int percent, string? words, CancellationTokenSource run)
    {
        await using var command = database.Command("UPDATE job SET progress = $1, progress_text = $2, lease_until = $3 WHERE id = $4 AND lease = $5 AND state = 'Running'", percent, words, time.GetUtcNow() + LeaseTime, job.Id, job.Lease);
        // No row: an administrator cancelled the job, or another worker holds it after our lease ran out.
        if (await command.ExecuteNonQueryAsync() == 0) await run.CancelAsync();
    }

    private async Task RenewAsync(Claimed job, CancellationTokenSource run)
    {
        try
        {
            await using var command = database.Command("UPDATE job SET lease_until = $1 WHERE id = $2 AND lease = $3 AND state = 'Running'", time.GetUtcNow() + LeaseTime, job.Id, job.Lease);
            if (await command.ExecuteNonQueryAsync() == 0) await run.CancelAsync();
        }
        catch (Exception e) when (e is NpgsqlException or ObjectDisposedException)
        {
            LogTrouble(e); // the next beat tries again; the lease outlives two missed ones
        }
    }

    private async Task FinishAsync(Claimed job, string? error, bool dead, string? resultPath)
    {
        var now = time.GetUtcNow();
        var again = error is not null && !dead;
        await using var command = database.Command("""
            UPDATE job SET state = $1, error = $2, run_after = $3, finished_at = $4, lease = NULL, lease_until = NULL, result_path = $5,
                           progress = CASE WHEN $1 = 'Done' THEN 100 ELSE progress END
            WHERE id = $6 AND lease = $7
            """, (again ? JobState.Queued : error is null ? JobState.Done : JobState.Dead).ToString(), error, again ? now + TimeSpan.FromSeconds(5 * Math.Pow(4, job.Attempt - 1)) : now, again ? null : now, resultPath, job.Id, job.Lease);
        await command.ExecuteNonQueryAsync();
    }

    private async Task ReleaseAsync(Claimed job)
    {
        await using var command = database.Command("UPDATE job SET state = 'Queued', attempts = attempts - 1, lease = NULL, lease_until = NULL WHERE id = $1 AND lease = $2", job.Id, job.Lease);
        await command.ExecuteNonQueryAsync();
    }

    private async Task RecurAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                foreach (var job in recurring) await EnqueueDueAsync(job, stop);
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
