using System.Text.Json;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Jobs;

/// <summary>Puts jobs into the table, inside the caller's transaction.</summary>
public sealed class JobQueue(LanToaDb db, TimeProvider time)
{
    /// <summary>Adds a job to the context; it is enqueued by the save that follows. Returns its id.</summary>
    public Guid Enqueue<TPayload>(string kind, TPayload payload, string? key = null, short? province = null, int maxAttempts = 5)
    {
        var now = time.GetUtcNow();
        var job = new Job
        {
            ProvinceId = province ?? db.ProvinceId, Kind = kind, Payload = JsonSerializer.Serialize(payload), Key = key, CreatedAt = now, RunAfter = now,
            CreatedBy = db.Actor.AccountId, CreatedByName = db.Actor.Name, MaxAttempts = maxAttempts,
        };
        db.Bring(job);
        return job.Id;
    }

    /// <summary>Enqueues and saves at once, unless a job with the key exists; returns the id of the job with that key.</summary>
    public async Task<Guid> EnqueueOnceAsync<TPayload>(string kind, TPayload payload, string key, short? province = null, CancellationToken cancel = default)
    {
        var existing = await db.Set<Job>().Where(j => j.Key == key).Select(j => (Guid?)j.Id).FirstOrDefaultAsync(cancel);
        if (existing is { } id) return id;
        id = Enqueue(kind, payload, key, province);
        try
        {
            await db.SaveChangesAsync(cancel);
            return id;
        }
        catch (Exception refused) when (refused.IsLostRace() && db.ChangeTracker.Entries<Job>().Any(e => e.Entity.Id == id))
        {
            db.ChangeTracker.Entries<Job>().First(e => e.Entity.Id == id).State = EntityState.Detached;
            if (await db.Set<Job>().Where(j => j.Key == key).Select(j => (Guid?)j.Id).FirstOrDefaultAsync(cancel) is { } other) return other;
            throw;
        }
    }

    /// <summary>Starts a job that died or was cancelled anew; false when it is neither. One statement, so that two administrators or a double click start it once.</summary>
    public async Task<bool> AgainAsync(Guid id, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        var started = await db.Set<Job>().Where(j => j.Id == id && (j.State == JobState.Dead || j.State == JobState.Cancelled)).ExecuteUpdateAsync(j => j
            .SetProperty(x => x.State, JobState.Queued).SetProperty(x => x.RunAfter, now).SetProperty(x => x.Attempts, 0).SetProperty(x => x.Error, (string?)null).SetProperty(x => x.FinishedAt, (DateTimeOffset?)null), cancel);
        return started > 0;
    }
}
