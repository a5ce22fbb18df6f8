using System.Diagnostics;
using System.Globalization;
using LanToa.Platform.Data;
using LanToa.Web;
using LanToa.Web.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace LanToa.Bench;

/// <summary>The program on a database of its own in <c>var/bench-NAME</c>, on 20/11/2026; its jobs run when they are asked to.</summary>
internal static class BenchHost
{
    /// <param name="measure">Gets the program that answers, and the connection of the database's owner.</param>
    /// <param name="configure">What the program is to have otherwise.</param>
    /// <param name="keep">The name of a database that stays after the run and is found again by the next one; null for one of this run alone.</param>
    public static async Task<T> RunAsync<T>(string name, Func<WebApplication, string, Task<T>> measure, Action<IServiceCollection>? configure = null, string? keep = null)
    {
        var folder = Path.Combine(Directory.GetCurrentDirectory(), "var", $"bench-{name}");
        await using var postgres = await PrivatePostgres.StartAsync(new(folder) { Database = null });
        var database = $"bench_{keep ?? Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}";
        if (keep is null || !await ExistsAsync(postgres, database)) await postgres.CreateDatabaseAsync(database, null);
        try
        {
            var to = postgres.To(database, pool: 60);
            await LanToaHost.Migrator().MigrateAsync(to.Owner);
            await using var app = LanToaHost.Build(new Web.HostOptions { Urls = ["http://127.0.0.1:0"], DataFolder = folder }, to.App, runJobs: false,
                services =>
                {
                    services.AddLogging(log => log.AddFilter("LanToa", LogLevel.Warning)).Replace(ServiceDescriptor.Singleton<TimeProvider>(new FixedDay(new DateTimeOffset(2026, 11, 20, 2, 0, 0, TimeSpan.Zero))));
                    configure?.Invoke(services);
                });
            await app.StartAsync();
            return await measure(app, to.Owner);
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            await using var admin = new NpgsqlConnection(postgres.Admin);
            await admin.OpenAsync();
            if (keep is null)
            {
                await using var drop = new NpgsqlCommand($"DROP DATABASE IF EXISTS {database} WITH (FORCE)", admin);
                await drop.ExecuteNonQueryAsync();
            }
            // The server ends with this run; the next one has another under the same name.
            NpgsqlConnection.ClearPool(admin);
        }
    }

    private static async Task<bool> ExistsAsync(PrivatePostgres postgres, string database)
    {
        await using var admin = new NpgsqlConnection(postgres.Admin);
        await admin.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_database WHERE datname = $1", admin) { Parameters = { new() { Value = database } } };
        return (long)(await command.ExecuteScalarAsync())! > 0;
    }

    /// <summary>A clock that runs, set to a day, so that what is late is the same in every run.</summary>
    private sealed class FixedDay(DateTimeOffset from) : TimeProvider
    {
        private readonly Stopwatch _since = Stopwatch.StartNew();

        public override DateTimeOffset GetUtcNow() => from + _since.Elapsed;
    }
}
