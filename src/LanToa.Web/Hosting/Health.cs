using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Permissions;
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
internal sealed class DatabaseHealth(NpgsqlDataSource database) : IHealthCheck
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lock _one = new();
    private Task<bool>? _asked;

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

    private Task<bool> OnlyReads()
    {
        lock (_one) return _asked is { IsCompleted: false } ? _asked : _asked = Task.Run(AskAsync);
    }

    private async Task<bool> AskAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await using var command = database.Command("SELECT current_setting('transaction_read_only') = 'on'");
        return await command.ExecuteScalarAsync(limit.Token) is true;
    }
}

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
