using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity;

/// <summary>Where people are signed in, and the ends of it.</summary>
public sealed class Sessions(LanToaDb db, Clock clock)
{
    /// <summary>The cookie's life without use: an open session older than this is none.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(10);

    /// <summary>How exactly it is known when a session was last used.</summary>
    public static readonly TimeSpan Grain = TimeSpan.FromMinutes(5);

    public Task<List<Session>> OpenAsync(Guid account, CancellationToken cancel = default)
    {
        var since = clock.Now - Life - Grain;
        return db.Set<Session>().AsNoTracking().Where(s => s.AccountId == account && s.EndedAt == null && s.LastSeenAt > since).OrderByDescending(s => s.LastSeenAt).ToListAsync(cancel);
    }

    public Task<List<SignInEvent>> SignInsAsync(Guid account, int most, CancellationToken cancel = default) =>
        SignIns(account).Take(most).ToListAsync(cancel);

    /// <summary>All of them, the newest first.</summary>
    public IQueryable<SignInEvent> SignIns(Guid account) => db.Set<SignInEvent>().AsNoTracking().Where(e => e.AccountId == account).OrderByDescending(e => e.At);

    public Task SeenAsync(Guid session, CancellationToken cancel = default)
    {
        var now = clock.Now;
        return db.Set<Session>().Where(s => s.Id == session).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, now), cancel);
    }

    /// <summary>Ends one session of the account; false when it has none such.</summary>
    public async Task<bool> EndAsync(Guid account, Guid session, CancellationToken cancel = default)
    {
        var now = clock.Now;
        return await db.Set<Session>().Where(s => s.AccountId == account && s.Id == session && s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), cancel) > 0;
    }

    /// <summary>Ends all of them but one; returns how many that were.</summary>
    public Task<int> EndOthersAsync(Guid account, Guid? but, CancellationToken cancel = default)
    {
        var now = clock.Now;
        return db.Set<Session>().Where(s => s.AccountId == account && s.Id != but && s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), cancel);
    }
}

/// <summary>Each night: sessions and attempts to sign in older than <see cref="Kept"/> go.</summary>
public sealed class ForgetSignIns(LanToaDb db, Clock clock) : IJobHandler<object?>
{
    public const string Job = "account.forget-sign-ins";

    public static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    public async Task RunAsync(object? payload, JobRun run, CancellationToken cancel)
    {
        var before = clock.Now - Kept;
        await db.Set<SignInEvent>().Where(e => e.At < before).ExecuteDeleteAsync(cancel);
        await db.Set<Session>().Where(s => s.LastSeenAt < before).ExecuteDeleteAsync(cancel);
    }
}
