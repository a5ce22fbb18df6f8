using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using LanToa.Platform.Data;
using Npgsql;

namespace LanToa.Testing;

/// <summary>
/// A migrated database that test databases are copied from: made once per set of migrations and kept in the test cluster, so that a run
/// pays for the migrations only after one has changed. A test program migrates what the assemblies beside it bring.
/// </summary>
internal static class TestTemplate
{
    private const int Kept = 6;
    private const long LockKey = 0x4C54656D706C; // "LTempl"

    private static readonly Lazy<Task<string>> Made = new(MakeAsync);

    public static Migrator Migrator { get; } = new(
        Directory.EnumerateFiles(AppContext.BaseDirectory, "LanToa.*.dll").Select(f => Assembly.Load(Path.GetFileNameWithoutExtension(f))));

    public static Task<string> GetAsync() => Made.Value;

    private static async Task<string> MakeAsync()
    {
        var cluster = await TestCluster.GetAsync();
        var series = string.Concat(Migrator.Migrations.Select(m => $"{m.Number} {m.Checksum}\n"));
        var name = "template_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(series)))[..16];

        await using var connection = new NpgsqlConnection(cluster.Admin);
        await connection.OpenAsync();
        await connection.RunAsync($"SELECT pg_advisory_lock({LockKey})");
        var made = await connection.DatabasesAsync("template\\_%");
        if (!made.Contains(name))
        {
            var unfinished = name + "_unfinished";
            await connection.RunAsync($"DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)");
            await cluster.CreateDatabaseAsync(unfinished);
            await Migrator.MigrateAsync(cluster.To(unfinished).Owner + ";Pooling=false");
            await connection.RunAsync($"ALTER DATABASE {unfinished} RENAME TO {name}");
            foreach (var old in made.SkipLast(Kept)) await connection.RunAsync($"DROP DATABASE IF EXISTS \"{old}\" WITH (FORCE)");
        }
        await connection.RunAsync($"SELECT pg_advisory_unlock({LockKey})");
        return name;
    }

    public static async Task RunAsync(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The databases whose names match, oldest first.</summary>
    public static async Task<List<string>> DatabasesAsync(this NpgsqlConnection connection, string pattern)
    {
        await using var command = new NpgsqlCommand("SELECT datname FROM pg_database WHERE datname LIKE $1 ORDER BY oid", connection) { Parameters = { new() { Value = pattern } } };
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync()) names.Add(reader.GetString(0));
        return names;
    }
}
