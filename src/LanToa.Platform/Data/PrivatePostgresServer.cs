using System.Globalization;
using System.Text;
using Npgsql;

namespace LanToa.Platform.Data;

/// <summary>The server process of one cluster: made, started, found running, stopped. Called under the home's lock.</summary>
internal sealed class PrivatePostgresServer(PrivatePostgresHome home, PrivatePostgresOptions options)
{
    private const string SettingsFile = "lantoa.conf";

    private string PidFile => Path.Combine(home.Data, "postmaster.pid");

    private int? WrittenBy =>
        File.Exists(Path.Combine(home.Data, "PG_VERSION"))
            ? int.Parse(File.ReadAllText(Path.Combine(home.Data, "PG_VERSION")).Trim(), CultureInfo.InvariantCulture)
            : null;

    /// <summary>Makes the cluster where there is none. An interrupted attempt leaves nothing that looks like a cluster.</summary>
    public async Task EnsureExistsAsync(CancellationToken cancellation)
    {
        var boot = (await File.ReadAllTextAsync("/proc/sys/kernel/random/boot_id", cancellation)).Trim();
        if (!options.Durable && WrittenBy is not null && ServerId() is null
            && (!File.Exists(home.BootId) || await File.ReadAllTextAsync(home.BootId, cancellation) != boot))
            Directory.Delete(home.Data, recursive: true);
        if (WrittenBy is not null) return;

        var programs = PrivatePostgresPrograms.Choose(await PrivatePostgresPrograms.FindAsync(cancellation), null, home.Folder);
        var fresh = home.Data + ".new";
        if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        List<string> arguments = ["-D", fresh, "-U", "postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--auth=trust"];
        if (!options.Durable) arguments.Add("--no-sync");
        var made = await home.Account.RunAsync(programs.Path("initdb"), arguments, cancellation);
        cancellation.ThrowIfCancellationRequested(); // Ctrl+C reaches initdb as well
        if (made.Code != 0)
            throw new PrivatePostgresException($"Không tạo được dữ liệu PostgreSQL trong {home.Folder}: {made.Said}", $"initdb failed in {home.Folder}.");
        await File.AppendAllTextAsync(Path.Combine(fresh, "postgresql.conf"), $"\ninclude_if_exists = '{SettingsFile}'\ninclude_if_exists = 'local.conf'\n", cancellation);
        await File.WriteAllTextAsync(Path.Combine(fresh, "pg_hba.conf"), "# Whoever can enter the socket's folder (0700) is let in; there is no other way in.\nlocal all all trust\n", cancellation);
        Directory.Move(fresh, home.Data);
        await File.WriteAllTextAsync(home.BootId, boot, cancellation);
    }

    /// <summary>The process id of the running server, or null. A stale <c>postmaster.pid</c> names a dead or an unrelated process.</summary>
    public int? ServerId()
    {
        if (PidFileLines() is not [var first, ..] lines || !int.TryParse(first, out var id) || !WorksHere(id)) return null;
        if (lines.Length > 4 && lines[4].Trim() is { Length: > 0 } socket && socket != home.Socket)
            throw new PrivatePostgresException(
                $"Dữ liệu trong {home.Data} đang được một PostgreSQL khác dùng (tiến trình {id}, socket {socket}). Dừng nó, hoặc chọn thư mục khác bằng --data.",
                $"The data in {home.Data} is in use by another PostgreSQL (process {id}, socket {socket}). Stop it, or choose another folder with --data.");
        return id;
    }

    // The server takes its file away when it ends, which may be at this very moment.
    private string[] PidFileLines()
    {
        try
        {
            return File.ReadAllLines(PidFile);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Starts the server and waits until it accepts connections, recovery included.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var programs = PrivatePostgresPrograms.Choose(await PrivatePostgresPrograms.FindAsync(cancellation), WrittenBy, home.Folder);
        RemoveRemains();
        await File.WriteAllTextAsync(Path.Combine(home.Data, SettingsFile), Settings(), cancellation);
        var log = Path.Combine(home.Log, "start.log");
        File.Delete(log);
        var starting = home.Account.RunAsync(programs.Path("pg_ctl"), ["start", "-D", home.Data, "-w", "-s", "-t", "600", "-l", log], CancellationToken.None);
        await Task.WhenAny(starting, Task.Delay(Timeout.Infinite, cancellation));
        if (cancellation.IsCancellationRequested) await BreakOffAsync(starting, cancellation);
        var started = await starting;
        if (started.Code == 0) return;
        var said = File.Exists(log) ? string.Join(Environment.NewLine, File.ReadLines(log).TakeLast(10)) : started.Said;
        throw new PrivatePostgresException($"PostgreSQL trong {home.Folder} không khởi động được:", $"PostgreSQL in {home.Folder} did not start (logs in {home.Log}):{Environment.NewLine}{said}");
    }

    /// <summary>
    /// Ends a server that is still starting, perhaps recovering for minutes. Not by cutting off pg_ctl, which would leave the server alone,
    /// but by stopping it once it has said who it is.
    /// </summary>
    private async Task BreakOffAsync(Task starting, CancellationToken cancellation)
    {
        while (!starting.IsCompleted && ServerId() is null) await Task.WhenAny(starting, Task.Delay(20, CancellationToken.None));
        await StopAsync(CancellationToken.None);
        await starting;
        cancellation.ThrowIfCancellationRequested();
    }

    public async Task StopAsync(CancellationToken cancellation)
    {
        if (ServerId() is not { } id) return;
        var programs = PrivatePostgresPrograms.Choose(await PrivatePostgresPrograms.FindAsync(cancellation), WrittenBy, home.Folder);
        var stopped = await home.Account.RunAsync(programs.Path("pg_ctl"), ["stop", "-D", home.Data, "-m", "fast", "-w", "-s", "-t", "120"], cancellation);
        if (stopped.Code != 0 && ServerId() is not null)
            throw new PrivatePostgresException($"PostgreSQL trong {home.Folder} không dừng được: {stopped.Said}", $"PostgreSQL in {home.Folder} did not stop.");
        // pg_ctl goes by the pid file, which the server takes away a moment before it ends.
        while (WorksHere(id)) await Task.Delay(10, cancellation);
    }

    /// <summary>Connects, waiting while the server recovers or an earlier starter was cut off; false when it has gone meanwhile.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionTo("postgres", "postgres") + ";Pooling=false;Timeout=5");
                await connection.OpenAsync(cancellation);
                return true;
            }
            catch (NpgsqlException) when (ServerId() is null)
            {
                return false;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(100, cancellation);
            }
        }
    }

    public string ConnectionTo(string database, string role, int pool = 50) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = home.Socket,
            Username = role,
            Database = database,
            MaxPoolSize = pool,
            ApplicationName = "LanToa",
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
            // Pages ask the same small questions again and again: planned once for each connection.
            MaxAutoPrepare = 100,
        }.ConnectionString;

    /// <summary>
    /// What kill -9 leaves: a pid file that may name a process id taken by somebody else since, and backends that have not yet noticed
    /// that their server is gone. Two generations must never write the same files, so the old ones are ended first.
    /// </summary>
    private void RemoveRemains()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), out var id) && WorksHere(id))
            {
                try
                {
                    using var orphan = System.Diagnostics.Process.GetProcessById(id);
                    orphan.Kill();
                    orphan.WaitForExit(TimeSpan.FromSeconds(10));
                }
                catch (ArgumentException)
                {
                    // It has ended by itself.
                }
            }
        File.Delete(PidFile);
        // Nobody else has a server in this folder. PostgreSQL would believe the lock while the one that was killed still waits to be taken note of, as in a container whose first process does not.
        File.Delete(Path.Combine(home.Socket, ".s.PGSQL.5432.lock"));
    }

    /// <summary>Every PostgreSQL process works in its data folder; nothing else does.</summary>
    private bool WorksHere(int id)
    {
        try
        {
            return new FileInfo($"/proc/{id}/cwd").LinkTarget == home.Data
                && File.ReadAllText($"/proc/{id}/comm").StartsWith("postgres", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private string Settings()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20;
        var text = new StringBuilder("# Written at each start; put your own settings into local.conf, which is read after this file.\n")
            .AppendLine("listen_addresses = ''")
            .AppendLine(CultureInfo.InvariantCulture, $"unix_socket_directories = '{home.Socket.Replace("'", "''", StringComparison.Ordinal)}'")
            .AppendLine("unix_socket_permissions = 0700")
            .AppendLine("max_connections = 200")
            .AppendLine("timezone = 'UTC'")
            .AppendLine("jit = off")
            .AppendLine("random_page_cost = 1.1")
            .AppendLine("idle_in_transaction_session_timeout = '5min'")
            .AppendLine("log_timezone = 'UTC'")
            .AppendLine("logging_collector = on")
            .AppendLine(CultureInfo.InvariantCulture, $"log_directory = '{home.Log.Replace("'", "''", StringComparison.Ordinal)}'")
            .AppendLine("log_filename = 'postgresql-%a.log'")
            .AppendLine("log_truncate_on_rotation = on")
            .AppendLine("log_rotation_size = 0")
            .AppendLine("log_min_duration_statement = '2s'")
            .AppendLine("log_lock_waits = on");
        return options.Durable
            ? text.AppendLine(CultureInfo.InvariantCulture, $"shared_buffers = '{Math.Clamp(memory / 6, 128, 4096)}MB'")
                .AppendLine(CultureInfo.InvariantCulture, $"effective_cache_size = '{Math.Max(memory / 2, 512)}MB'")
                .AppendLine("work_mem = '8MB'")
                .AppendLine("maintenance_work_mem = '128MB'")
                .AppendLine("log_parameter_max_length = 1024")
                .AppendLine("wal_compression = on")
                .AppendLine("checkpoint_timeout = '15min'")
                .AppendLine("max_wal_size = '8GB'")
                .ToString()
            : text.AppendLine("shared_buffers = '64MB'")
                .AppendLine("fsync = off")
                .AppendLine("synchronous_commit = off")
                .AppendLine("full_page_writes = off")
                .AppendLine("autovacuum = off")
                .AppendLine("wal_level = minimal")
                .AppendLine("max_wal_senders = 0")
                .AppendLine("max_wal_size = '512MB'")
                .ToString();
    }
}
