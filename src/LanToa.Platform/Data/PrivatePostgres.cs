using Npgsql;

namespace LanToa.Platform.Data;

/// <summary>
/// A PostgreSQL cluster of the program's own: made on first use, reached only through a Unix socket in a folder that its owner alone may
/// enter, run by an unprivileged user also when root starts it. The first process starts the server, later ones attach, and the last to be
/// disposed stops it. After a crash of either side the next start adopts the running server or recovers the files.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private const string OwnerRole = "lantoa_owner";
    private const string AppRole = "lantoa_app";

    private readonly PrivatePostgresServer server;
    private readonly PrivatePostgresLeases leases;
    private readonly PrivatePostgresOptions options;
    private FileStream? lease;

    private PrivatePostgres(PrivatePostgresHome home, PrivatePostgresOptions options)
    {
        this.options = options;
        server = new(home, options);
        leases = new(home);
        Folder = home.Folder;
    }

    /// <summary>Where the cluster really lives.</summary>
    public string Folder { get; }

    /// <summary>True when this process started the server, false when it attached to a running one.</summary>
    public bool StartedHere { get; private set; }

    /// <summary>The server process, for messages and tests.</summary>
    public int? ServerProcessId => server.ServerId();

    /// <summary>The superuser's connection to the maintenance database, for creating and dropping databases.</summary>
    public string Admin => server.ConnectionTo("postgres", "postgres", pool: 5);

    /// <summary>Both roles' connections to <see cref="PrivatePostgresOptions.Database"/>.</summary>
    public PostgresConnections Connections => To(options.Database ?? throw new InvalidOperationException("This cluster was started without a database."));

    /// <summary>Both roles' connections to a database of this cluster; <paramref name="pool"/> bounds each role's pool.</summary>
    public PostgresConnections To(string database, int pool = 50) => new(server.ConnectionTo(database, OwnerRole, pool), server.ConnectionTo(database, AppRole, pool));

    /// <summary>Whether there is a cluster already; starting would otherwise make one.</summary>
    public static bool Exists(PrivatePostgresOptions options) => PrivatePostgresHome.Exists(options.Folder);

    /// <summary>Starts the cluster or attaches to it.</summary>
    /// <exception cref="PrivatePostgresException">It cannot be started; the message says why and what to do.</exception>
    public static async Task<PrivatePostgres> StartAsync(PrivatePostgresOptions options, CancellationToken cancellation = default)
    {
        var home = await PrivatePostgresHome.OpenAsync(options.Folder, cancellation);
        var postgres = new PrivatePostgres(home, options);
        await using var alone = await postgres.leases.LockAsync(options.LockTimeout, cancellation);
        postgres.leases.Count();
        if (postgres.leases.Stranger() is { } stranger)
            throw new PrivatePostgresException(
                $"Thư mục {home.Folder} đang được một máy hoặc container khác dùng ({stranger}).",
                $"The folder {home.Folder} is in use by another machine or container ({stranger}).");
        await postgres.server.EnsureExistsAsync(cancellation);
        // The lease first: whatever breaks the start off from here on, the server does not stay without one who would stop it.
        postgres.lease = postgres.leases.Take();
        try
        {
            if (postgres.ServerProcessId is null || !await postgres.server.AnswersAsync(cancellation))
            {
                await postgres.server.StartAsync(cancellation);
                postgres.StartedHere = true;
            }
            await postgres.EnsureRolesAsync(cancellation);
        }
        catch
        {
            alone.Dispose();
            await postgres.DisposeAsync();
            throw;
        }
        return postgres;
    }

    /// <summary>
    /// Starts the server again if it has ended although nobody who is attached stopped it: killed for want of memory, or by hand. Returns whether it did; of several processes one does.
    /// </summary>
    /// <exception cref="PrivatePostgresException">It does not start; it can be tried again.</exception>
    public async Task<bool> ReviveAsync(CancellationToken cancellation = default)
    {
        if (lease is null || ServerProcessId is not null) return false;
        await using var alone = await leases.LockAsync(options.LockTimeout, cancellation);
        if (lease is null || ServerProcessId is not null) return false;
        await server.StartAsync(cancellation);
        return true;
    }

    /// <summary>Detaches; the last process stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref lease, null) is not { } mine) return;
        await using var alone = await leases.LockAsync(options.LockTimeout, CancellationToken.None);
        PrivatePostgresLeases.Release(mine);
        if (leases.Count() == 0) await server.StopAsync(CancellationToken.None);
    }

    private async Task EnsureRolesAsync(CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(Admin + ";Pooling=false");
        await connection.OpenAsync(cancellation);
        foreach (var role in (string[])[OwnerRole, AppRole])
            if (!await ExistsAsync(connection, "SELECT count(*) FROM pg_roles WHERE rolname = $1", role, cancellation))
                await ExecuteAsync(connection, $"CREATE ROLE {role} LOGIN", cancellation);
        if (options.Database is { } database && !await ExistsAsync(connection, "SELECT count(*) FROM pg_database WHERE datname = $1", database, cancellation))
            await CreateDatabaseAsync(connection, database, template: null, cancellation);
    }

    /// <summary>Creates a database that <c>lantoa_owner</c> owns and <c>lantoa_app</c> may enter, empty or as a copy of <paramref name="template"/>.</summary>
    public async Task CreateDatabaseAsync(string database, string? template = null, CancellationToken cancellation = default)
    {
        await using var connection = new NpgsqlConnection(Admin);
        await connection.OpenAsync(cancellation);
        await CreateDatabaseAsync(connection, database, template, cancellation);
    }

    private static async Task CreateDatabaseAsync(NpgsqlConnection connection, string database, string? template, CancellationToken cancellation)
    {
        // The files of a copy are copied as they are: going through the log takes twice the processor's time.
        var from = template is null ? "" : $" TEMPLATE {Quoted(template)} STRATEGY file_copy";
        await ExecuteAsync(connection, $"CREATE DATABASE {Quoted(database)} OWNER {OwnerRole}{from}", cancellation);
        await ExecuteAsync(connection, $"REVOKE ALL ON DATABASE {Quoted(database)} FROM PUBLIC", cancellation);
        await ExecuteAsync(connection, $"GRANT CONNECT ON DATABASE {Quoted(database)} TO {AppRole}", cancellation);
    }

    private static string Quoted(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string sql, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = name } } };
        return (long)(await command.ExecuteScalarAsync(cancellation))! > 0;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
