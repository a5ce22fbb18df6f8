using LanToa.Platform.Data;
using Npgsql;
using Xunit;

namespace LanToa.Testing;

/// <summary>
/// A migrated database of one test class (<c>IClassFixture&lt;TestDatabase&gt;</c>), dropped afterwards. Its name carries the process id, so
/// that databases of crashed runs can be told from living ones.
/// </summary>
public sealed class TestDatabase : IAsyncLifetime
{
    private static int number;

    private readonly bool migrated;
    private PrivatePostgres? cluster;

    public TestDatabase()
        : this(migrated: true)
    {
    }

    private TestDatabase(bool migrated) => this.migrated = migrated;

    /// <summary>The migrations of every assembly beside the test program.</summary>
    public static Migrator Migrator => TestTemplate.Migrator;

    public string Name { get; } = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref number)}";

    public PostgresConnections Connections => (cluster ?? throw new InvalidOperationException("Not initialised.")).To(Name, pool: 20);

    /// <summary>An empty database, for tests of the migrations themselves: <c>await using</c>.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync()
    {
        var database = new TestDatabase(migrated: false);
        await database.InitializeAsync();
        return database;
    }

    public async ValueTask InitializeAsync()
    {
        var template = migrated ? await TestTemplate.GetAsync() : null;
        cluster = await TestCluster.GetAsync();
        await cluster.CreateDatabaseAsync(Name, template);
    }

    public async ValueTask DisposeAsync()
    {
        if (cluster is null) return;
        await using var connection = new NpgsqlConnection(cluster.Admin);
        await connection.OpenAsync();
        await DropAsync(connection, Name);
    }

    /// <summary>Takes the database away from whoever works on it, and gives it back.</summary>
    public async Task AllowConnectionsAsync(bool allowed)
    {
        await using var admin = new NpgsqlConnection(cluster!.Admin);
        await admin.OpenAsync();
        await admin.RunAsync($"ALTER DATABASE \"{Name}\" ALLOW_CONNECTIONS {(allowed ? "true" : "false")}");
        if (!allowed) await admin.RunAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{Name}'");
    }

    /// <summary>Lets new sessions only read, as a standby or a server with a read-only disk does; and write again.</summary>
    public async Task ReadOnlyAsync(bool only)
    {
        await using var admin = new NpgsqlConnection(cluster!.Admin);
        await admin.OpenAsync();
        await admin.RunAsync($"ALTER DATABASE \"{Name}\" SET default_transaction_read_only = {(only ? "on" : "off")}");
    }

    /// <summary>Drops what test programs that no longer run have left behind.</summary>
    internal static async Task SweepAsync(PrivatePostgres cluster)
    {
        await using var connection = new NpgsqlConnection(cluster.Admin);
        await connection.OpenAsync();
        foreach (var name in await connection.DatabasesAsync("test\\_%"))
            if (!Directory.Exists("/proc/" + name.Split('_')[1]))
                await DropAsync(connection, name);
    }

    private static Task DropAsync(NpgsqlConnection connection, string name) => connection.RunAsync($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
}
