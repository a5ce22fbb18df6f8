using System.Diagnostics;
using System.Globalization;
using LanToa.Platform.Data;
using Npgsql;

namespace LanToa.Platform.Backups;

/// <summary>PostgreSQL's own pg_dump and pg_restore, started without a shell, with the connection in the environment (no password among the arguments) and a time limit.</summary>
internal sealed class PostgresTools
{
    private const string DebianRoot = "/usr/lib/postgresql";

    /// <summary>Longer than any province's database takes; a tool that hangs does not stay for ever.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromHours(12);

    /// <summary>What the sessions of these tools are called in pg_stat_activity.</summary>
    public const string SessionName = "LanToa backup";

    /// <summary>The path of a tool that is at least of a major version, the oldest such: newer ones may say what an older server does not know.</summary>
    /// <exception cref="BackupException">None is installed.</exception>
    public static async Task<string> FindAsync(string tool, int major, CancellationToken cancel)
    {
        var folders = Directory.Exists(DebianRoot) ? Directory.EnumerateDirectories(DebianRoot).Select(d => Path.Combine(d, "bin")) : [];
        var best = (Major: int.MaxValue, Path: "");
        foreach (var path in folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)).Select(f => Path.Combine(f, tool)).Where(File.Exists))
            if (await MajorOfAsync(path, cancel) is { } found && found >= major && found < best.Major) best = (found, path);
        return best.Path.Length > 0 ? best.Path : throw new BackupException($"Chưa có {tool} bản {major} trở lên. Chạy: apt-get install --no-install-recommends postgresql-client-{major}");
    }

    /// <summary>Starts a tool on the database of a connection string and hands over its process; whatever it says on standard error becomes the exception when it fails.</summary>
    public static async Task RunAsync(string tool, IEnumerable<string> arguments, string connection, Func<Process, CancellationToken, Task> talk, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Limit);
        using var process = Process.Start(Start(tool, arguments, connection)) ?? throw new BackupException($"Không chạy được {tool}.");
        var said = process.StandardError.ReadToEndAsync(CancellationToken.None);
        Exception? trouble = null;
        try
        {
            await talk(process, limit.Token);
            await process.WaitForExitAsync(limit.Token);
        }
        catch (Exception e)
        {
            trouble = e;
            // A tool that failed has closed its pipe, which is what broke the talk: its own words say why.
            if (e is not IOException || !process.WaitForExit(TimeSpan.FromSeconds(10))) process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
        cancel.ThrowIfCancellationRequested();
        var words = string.Join(' ', (await said).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(3));
        if (limit.IsCancellationRequested) throw new BackupException($"{Path.GetFileName(tool)} chạy quá {Limit.TotalHours:0} giờ nên đã bị dừng. {words}");
        if (process.ExitCode != 0 && trouble is null or IOException) throw new BackupException($"{Path.GetFileName(tool)} dừng vì lỗi: {words}", trouble);
        if (trouble is not null) throw trouble;
    }

    private static ProcessStartInfo Start(string tool, IEnumerable<string> arguments, string connection)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal) && k != "PGPASSFILE").ToArray()) start.Environment.Remove(name);
        var to = new NpgsqlConnectionStringBuilder(connection);
        var settings = new (string Name, string? Value)[]
        {
            ("PGHOST", to.Host), ("PGPORT", to.Port.ToString(CultureInfo.InvariantCulture)), ("PGDATABASE", to.Database ?? to.Username), ("PGUSER", to.Username), ("PGPASSWORD", to.Password),
            ("PGSSLROOTCERT", to.RootCertificate), ("PGSSLMODE", SslMode(to.SslMode)), ("PGAPPNAME", SessionName), ("PGCONNECT_TIMEOUT", "15"), ("LC_ALL", "C.UTF-8"),
        };
        foreach (var (name, value) in settings)
            if (!string.IsNullOrEmpty(value)) start.Environment[name] = value;
        return start;
    }

    private static string SslMode(SslMode mode) => mode switch
    {
        Npgsql.SslMode.VerifyCA => "verify-ca",
        Npgsql.SslMode.VerifyFull => "verify-full",
        _ => mode.ToString().ToLowerInvariant(),
    };

    private static async Task<int?> MajorOfAsync(string path, CancellationToken cancel)
    {
        // "pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
        var printed = await PrivatePostgresAccount.Current.RunAsync(path, ["--version"], cancel);
        return int.TryParse(new string([.. (printed.Output.Split(' ').ElementAtOrDefault(2) ?? "").TakeWhile(char.IsAsciiDigit)]), out var major) ? major : null;
    }
}
