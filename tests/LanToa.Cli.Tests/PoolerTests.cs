using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using LanToa.Platform.Data;
using LanToa.Testing;
using Npgsql;

namespace LanToa.Cli.Tests;

/// <summary>What docs/operations/postgresql.md says of a pooler.</summary>
public sealed partial class PoolerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lantoa-pooler-");

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Sources_StateOfTheSession_IsOnlyTheLocksOfStartAndRestoreAndWhatThePrivateClusterPrepares()
    {
        var holding = OperationsPagesTests.Sources().Where(f => SessionState().IsMatch(File.ReadAllText(f))).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal);
        // No pooler stands before the private cluster.
        holding.ShouldBe(["BackupRestore.cs", "Migrator.cs", "PrivatePostgresServer.cs"]);
        SessionState().IsMatch("SELECT pg_advisory_xact_lock(1)").ShouldBeFalse();
        foreach (var sql in new[] { "LISTEN job", "CREATE TEMP TABLE x", "SELECT pg_advisory_lock(1)", "SET SESSION work_mem = 1", "await command.PrepareAsync()" }) SessionState().IsMatch($"\"{sql}\"").ShouldBeTrue(sql);
    }

    [Fact]
    public async Task Run_ThroughPgBouncerInSessionMode_Works()
    {
        if (OtherProgram.Find("pgbouncer") is not { } program)
        {
            Assert.Skip("LanToa did not run through a pooler: pgbouncer is not on the PATH (sudo apt-get install pgbouncer).");
            return;
        }
        await using var server = await PrivatePostgres.StartAsync(new(Path.Combine(_folder.FullName, "postgres")) { Durable = false });
        var port = OtherProgram.FreePort();
        using var pooler = await StartAsync(program, new NpgsqlConnectionStringBuilder(server.Connections.App), port);
        var errors = pooler.StandardError.ReadToEndAsync();
        try
        {
            await pooler.OpenedAsync(port, errors);
            foreach (var verb in new[] { "migrate", "verify-data" })
            {
                var (code, _, error) = await Lantoa.RunAsync(verb, "--connection", Through(port, "lantoa_owner"));
                code.ShouldBe(0, $"{verb}: {error}");
            }
            using var run = Lantoa.Start("run", "--empty", "--data", Path.Combine(_folder.FullName, "data"), "--urls", "http://127.0.0.1:0", "--log", "quiet", "--connection", Through(port, "lantoa_app"));
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
            var address = Address().Match(await StopTests.LineAsync(run, "sẵn sàng", patience.Token)).Value;
            using var http = new HttpClient();
            (await http.GetStringAsync(address + "/health/ready", patience.Token)).ShouldBe("Healthy");
            await StopTests.StoppedAsync(run, "TERM");
        }
        finally
        {
            if (!pooler.HasExited) pooler.Kill();
            await pooler.WaitForExitAsync();
        }
    }

    /// <summary>As the user of the cluster, whose socket is open to nobody else; PgBouncer does not run as root either.</summary>
    private async Task<Process> StartAsync(string program, NpgsqlConnectionStringBuilder server, int port)
    {
        var (users, settings) = (Path.Combine(_folder.FullName, "users"), Path.Combine(_folder.FullName, "pgbouncer.ini"));
        await File.WriteAllTextAsync(users, "\"lantoa_app\" \"\"\n\"lantoa_owner\" \"\"\n");
        await File.WriteAllTextAsync(settings, $"""
            [databases]
            lantoa = host={server.Host} dbname={server.Database}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {users}
            pool_mode = session

            """);
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", [$"--reuid={await OwnerAsync(server.Host!)}", "--clear-groups", "--", program, settings])
            : new ProcessStartInfo(program, [settings]);
        start.RedirectStandardError = true;
        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_101_101);
        return Process.Start(start)!;
    }

    private static async Task<string> OwnerAsync(string folder)
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%u", folder]) { RedirectStandardOutput = true })!;
        return (await stat.StandardOutput.ReadToEndAsync()).Trim();
    }

    private static string Through(int port, string role) => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Database=lantoa;Username={role}");

    [GeneratedRegex(@"pg_(try_)?advisory_lock|""\s*(UN)?LISTEN |CREATE TEMP|SET SESSION|\.Prepare(Async)?\(\)|MaxAutoPrepare(?! = 0)", RegexOptions.IgnoreCase)]
    private static partial Regex SessionState();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
