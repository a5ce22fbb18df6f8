using LanToa.Platform.Api;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Identity.Providers;
using LanToa.Platform.Jobs;
using LanToa.Platform.Mail;
using Npgsql;

namespace LanToa.Web.Hosting;

/// <summary>A start that cannot go on, in words for the person at the terminal.</summary>
public sealed class StartException(string message) : Exception(message);

/// <summary>The program from the command line: database, schema, web, until it is told to stop.</summary>
public static class RunningProgram
{
    /// <summary>Runs until <paramref name="stop"/>; the private database is stopped by the last program that uses it.</summary>
    /// <exception cref="StartException">The port is taken, or the database cannot be used.</exception>
    public static async Task RunAsync(HostOptions options, TextWriter output, CancellationToken stop)
    {
        FreeAddress.Check(options.Urls);
        await using var cluster = options.Connection is null ? await StartClusterAsync(options, output, stop) : null;
        var connections = cluster?.Connections ?? new PostgresConnections(options.Connection!, options.Connection!);
        await MigrateAsync(connections, output, stop);
        await using var app = LanToaHost.Build(options, connections.App, configure: services =>
        {
            if (cluster is not null) services.AddHostedService(s => new ClusterKeeping(cluster, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<ClusterKeeping>>()));
        });
        CheckSettings(app.Services);
        var first = await FirstStart.PrepareAsync(app.Services, options, output, stop);
        try
        {
            await app.StartAsync(stop);
        }
        catch (IOException e) when (!stop.IsCancellationRequested)
        {
            throw FreeAddress.Refused(string.Join(", ", options.Urls), e.Message.TrimEnd('.'));
        }
        await output.WriteLineAsync($"LanToa đã sẵn sàng: {string.Join(", ", app.Urls)}   (Ctrl+C để dừng)");
        if (!first) await FirstStart.AnnounceAsync(app.Services, output, stop);
        await app.WaitForShutdownAsync(stop);
    }

    private static async Task<PrivatePostgres> StartClusterAsync(HostOptions options, TextWriter output, CancellationToken stop)
    {
        var cluster = await PrivatePostgres.StartAsync(new PrivatePostgresOptions(Path.Combine(options.DataFolder, "postgres")), stop);
        await output.WriteLineAsync($"PostgreSQL riêng: {cluster.Folder}");
        return cluster;
    }

    // At the start, not at the first letter or sign-in: whoever wrote the settings is still there to read what is wrong with them.
    private static void CheckSettings(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<MailSettings>();
            services.GetRequiredService<SignInProviders>();
            services.GetRequiredService<JobSettings>();
            services.GetRequiredService<ApiSettings>();
            services.GetRequiredService<IFileBytes>();
        }
        catch (Exception e) when (e is MailSettingsException or ProviderSettingsException or JobSettingsException or ApiSettingsException or S3SettingsException)
        {
            throw new StartException(e.Message);
        }
    }

    private static async Task MigrateAsync(PostgresConnections connections, TextWriter output, CancellationToken stop)
    {
        try
        {
            var applied = await LanToaHost.Migrator().MigrateAsync(connections.Owner, stop);
            if (applied > 0) await output.WriteLineAsync($"Đã nâng cấp cơ sở dữ liệu: {applied} bước.");
        }
        catch (MigrationException e)
        {
            throw new StartException(e.Message);
        }
        catch (NpgsqlException e) when (!stop.IsCancellationRequested)
        {
            throw new StartException($"Không kết nối được cơ sở dữ liệu: {e.Message}");
        }
    }
}
