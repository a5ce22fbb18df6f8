using System.Diagnostics;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Permissions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace LanToa.Web.Hosting;

/// <summary>/health/live: the process answers. /health/ready: it can reach its database; "Degraded", still 200, when files cannot be kept or the database only reads.</summary>
internal static class Health
{
    public static void MapHealth(this WebApplication app)
    {
        // Answered before anything that asks the database who is there.
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).Requires(Permission.Public).ShortCircuit();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = c => c.Tags.Contains("ready") }).Requires(Permission.Public).ShortCircuit();
    }
}

/// <summary>
/// Answers after three seconds at most: who probes wants an answer, also when the database gives none. A database that stands still holds a question much longer, since giving it up asks the same server by a new
/// connection; so nobody waits for that, and there is one question at a time, whose answer is everybody's.
/// </summary>
internal sealed class DatabaseHealth([FromKeyedServices(DatabaseHealth.Key)] NpgsqlDataSource database) : IHealthCheck
{
    /// <summary>The key of the data source of the question: a connection of its own, for whoever waits for one of the pages' says nothing about the database.</summary>
    internal const string Key = "health";

    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // So often requests have it asked.
    private static readonly TimeSpan Grain = TimeSpan.FromSeconds(2);

    private readonly Lock _one = new();
    private Task<bool>? _asked;
    private long _askedAt;
    private volatile bool _stands;

    internal static NpgsqlDataSourceBuilder Source(string connection) =>
        new(connection) { ConnectionStringBuilder = { MaxPoolSize = 1, MinPoolSize = 0, Timeout = (int)Patience.TotalSeconds } };

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // Pages open, so the node stays; but nobody can sign in or write.
            return await OnlyReads().WaitAsync(Patience, cancellationToken) ? HealthCheckResult.Degraded("Cơ sở dữ liệu chỉ đọc được.") : HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("Không kết nối được cơ sở dữ liệu.", e);
        }
    }

    /// <summary>
    /// Whether the database takes what it is asked and answers nothing, asked at the beginning of a request: at once as long as the last question was answered, in any way (who is refused need not wait, and tells it better). After
    /// one that was not, the request waits for the answer that is due, three seconds at most, so that the first one after the standstill goes on.
    /// </summary>
    public async ValueTask<bool> StandsStillAsync(CancellationToken cancel)
    {
        if (!_stands)
        {
            if (_asked is null || Stopwatch.GetElapsedTime(Volatile.Read(ref _askedAt)) > Grain) _ = OnlyReads();
            return false;
        }
        await Task.WhenAny(OnlyReads(), Task.Delay(Patience, cancel));
        return _stands;
    }

    private Task<bool> OnlyReads()
    {
        lock (_one)
        {
            if (_asked is { IsCompleted: false }) return _asked;
            Volatile.Write(ref _askedAt, Stopwatch.GetTimestamp());
            // Everybody's question is no part of the trace of whoever came first.
            using (ExecutionContext.SuppressFlow()) return _asked = Task.Run(AskAsync);
        }
    }

    private async Task<bool> AskAsync()
    {
        var answer = AnswerAsync();
        if (await Task.WhenAny(answer, Task.Delay(Patience)) != answer) _stands = true;
        try
        {
            var onlyReads = await answer;
            _stands = false;
            return onlyReads;
        }
        catch (Exception e)
        {
            _stands = e is OperationCanceledException or TimeoutException or NpgsqlException { InnerException: TimeoutException };
            throw;
        }
    }

    private async Task<bool> AnswerAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await using var command = database.Command("SELECT current_setting('transaction_read_only') = 'on'");
        return await command.ExecuteScalarAsync(limit.Token) is true;
    }
}

/// <summary>
/// Answers whoever comes while the database stands still with the page that says so, instead of letting them wait for a connection until the driver gives up (fifteen seconds and more) and take one from those who are to go on first.
/// </summary>
internal sealed class StandstillGate(RequestDelegate next, DatabaseHealth health)
{
    public async Task InvokeAsync(HttpContext http)
    {
        // The page that says so opens itself, and the public home asks nothing of the database.
        var needsNone = http.Features.Get<IExceptionHandlerFeature>() is not null || http.GetEndpoint() is null || (http.Request.Path == "/" && http.User.Identity?.IsAuthenticated != true);
        if (!needsNone && await health.StandsStillAsync(http.RequestAborted)) throw new StandstillException();
        await next(http);
    }
}

/// <summary>A request that was not begun, because the database answers nothing.</summary>
internal sealed class StandstillException() : Exception("The database takes connections and answers nothing.");

/// <summary>Whether an upload could be kept now. Without, everything else goes on: no reason to take the node away.</summary>
internal sealed class FilesHealth(IFileBytes files) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await files.ProbeAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (FilesUnavailableException e)
        {
            return HealthCheckResult.Degraded(e.Message, e);
        }
    }
}
