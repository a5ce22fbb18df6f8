using LanToa.Platform.Data;
using Npgsql;
using Xunit;

namespace LanToa.Testing;

/// <summary>
/// A database of one test class (<c>IClassFixture&lt;TestDatabase&gt;</c>), dropped afterwards. Its name carries the process id, so that
/// databases of crashed runs can be told from living ones.
/// </summary>
public sealed class TestDatabase : IAsyncLifetime
{
    private static int number;

    private PrivatePostgres? cluster;

    public string Name { get; } = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref number)}";

    public PostgresConnections Connections => cluster!.To(Name, pool: 20);

    public async ValueTask InitializeAsync()
    {
        cluster = await TestCluster.GetAsync();
        await cluster.CreateDatabaseAsync(Name);
    }

    public async ValueTask DisposeAsync()
    {
        if (cluster is null) return;
        await using var connection = new NpgsqlConnection(cluster.Admin);
        await connection.OpenAsync();
        await DropAsync(connection, Name);
    }

    /// <summary>Drops what test programs that no longer run have left behind.</summary>
    internal static async Task SweepAsync(PrivatePostgres cluster)
    {
        await using var connection = new NpgsqlConnection(cluster.Admin);
        await connection.OpenAsync();
        foreach (var name in await NamesAsync(connection, "test\\_%"))
            if (!Directory.Exists("/proc/" + name.Split('_')[1]))
                await DropAsync(connection, name);
    }

    private static async Task<List<string>> NamesAsync(NpgsqlConnection connection, string pattern)
    {
        await using var command = new NpgsqlCommand("SELECT datname FROM pg_database WHERE datname LIKE $1 ORDER BY oid", connection) { Parameters = { new() { Value = pattern } } };
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync()) names.Add(reader.GetString(0));
        return names;
    }

    private static async Task DropAsync(NpgsqlConnection connection, string name)
    {
        await using var command = new NpgsqlCommand($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)", connection);
        await command.ExecuteNonQueryAsync();
    }
}
