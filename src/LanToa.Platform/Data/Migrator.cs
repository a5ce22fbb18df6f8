using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using LanToa.Platform.Backups;
using LanToa.Platform.Time;
using Npgsql;

namespace LanToa.Platform.Data;

/// <summary>One numbered SQL file: <see cref="Number"/> from its name, <see cref="Checksum"/> the SHA-256 of its LF text.</summary>
public sealed record Migration(int Number, string Name, string Sql, string Checksum);

/// <summary>The database cannot be brought to this program's schema; the message says what to do, in Vietnamese.</summary>
public sealed class MigrationException(string message) : Exception(message);

/// <summary>
/// Applies the numbered SQL files embedded in assemblies (resource names "….Migrations.NNNN_name.sql") in one global series, each in a
/// transaction of its own, under an advisory lock. An applied file never changes: its checksum is compared at each start.
/// </summary>
public sealed partial class Migrator(IEnumerable<Assembly> assemblies)
{
    internal const long LockKey = 0x4C616E546F61; // "LanToa"

    public IReadOnlyList<Migration> Migrations { get; } = Load(assemblies);

    /// <summary>Brings the database to the newest schema; returns how many files were applied.</summary>
    /// <exception cref="MigrationException">A newer program has migrated, or an applied file was edited.</exception>
    public async Task<int> MigrateAsync(string ownerConnection, CancellationToken cancel = default)
    {
        await using var connection = new NpgsqlConnection(ownerConnection);
        await connection.OpenAsync(cancel);
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({LockKey})", cancel);
        try
        {
            await RefuseUnfinishedRestoreAsync(connection, cancel);
            // Not "IF NOT EXISTS" alone: that asks for the right to create even where there is nothing to create, which the application's role has not.
            if (await IsNewAsync(connection, cancel)) await ExecuteAsync(connection, "CREATE TABLE schema_migration (number int PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())", cancel);
            var applied = await AppliedAsync(connection, cancel);
            Check(applied);
            var missing = Migrations.Where(m => !applied.ContainsKey(m.Number)).ToList();
            foreach (var migration in missing) await ApplyAsync(connection, migration, cancel);
            await ExecuteAsync(connection, GrantsToApplication, cancel);
            return missing.Count;
        }
        finally
        {
            await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    /// <summary>Whether the database has exactly this program's migrations; changes nothing.</summary>
    /// <exception cref="MigrationException">As <see cref="MigrateAsync"/>.</exception>
    public async Task<bool> IsUpToDateAsync(string connectionString, CancellationToken cancel = default)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancel);
        await RefuseUnfinishedRestoreAsync(connection, cancel);
        if (await IsNewAsync(connection, cancel)) return false;
        var applied = await AppliedAsync(connection, cancel);
        Check(applied);
        return applied.Count == Migrations.Count;
    }

    private void Check(Dictionary<int, string> applied)
    {
        var known = Migrations.ToDictionary(m => m.Number);
        foreach (var (number, checksum) in applied.OrderBy(a => a.Key))
        {
            if (!known.TryGetValue(number, out var migration))
                throw new MigrationException($"Cơ sở dữ liệu đã được nâng cấp bởi phiên bản LanToa mới hơn (bước {number:0000}). Hãy dùng phiên bản mới đó, hoặc khôi phục bản sao lưu trước khi nâng cấp.");
            if (migration.Checksum != checksum)
                throw new MigrationException($"Bước nâng cấp {number:0000}_{migration.Name} đã chạy nhưng nội dung tệp nay khác. Không sửa tệp đã chạy: hãy lấy lại đúng bản phát hành.");
        }
    }

    private static async Task RefuseUnfinishedRestoreAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        if (await UnfinishedRestore.ReadAsync(connection, cancel) is { } restore)
            throw new MigrationException($"Cơ sở dữ liệu này đang khôi phục dở từ {restore.File} (bắt đầu lúc {VietnameseFormat.DateTime(restore.At)}), chưa dùng được. Chạy lại: ./lantoa restore {restore.File}");
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(connection, migration.Sql, cancel);
        await using var note = new NpgsqlCommand("INSERT INTO schema_migration (number, name, checksum) VALUES ($1, $2, $3)", connection)
        {
            Parameters = { new() { Value = migration.Number }, new() { Value = migration.Name }, new() { Value = migration.Checksum } },
        };
        await note.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private static async Task<Dictionary<int, string>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var applied = new Dictionary<int, string>();
        await using var command = new NpgsqlCommand("SELECT number, checksum FROM schema_migration", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) applied[reader.GetInt32(0)] = reader.GetString(1);
        return applied;
    }

    private static async Task<bool> IsNewAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT to_regclass('schema_migration') IS NULL", connection);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }

    // The application's role works with rows, never with the schema, and can only add to the history.
    private const string GrantsToApplication = """
        DO $$ BEGIN
          IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lantoa_app') AND current_user <> 'lantoa_app' THEN
            GRANT USAGE ON SCHEMA public TO lantoa_app;
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO lantoa_app;
            GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO lantoa_app;
            REVOKE UPDATE, DELETE, TRUNCATE ON history_event, history_seal, history_check FROM lantoa_app;
            REVOKE DELETE, TRUNCATE ON history_chain FROM lantoa_app;
            REVOKE UPDATE, TRUNCATE ON history_waiting FROM lantoa_app;
            REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON schema_migration FROM lantoa_app;
          END IF;
        END $$
        """;

    private static List<Migration> Load(IEnumerable<Assembly> assemblies)
    {
        var migrations = new List<Migration>();
        foreach (var assembly in assemblies)
            foreach (var resource in assembly.GetManifestResourceNames())
                if (FileName().Match(resource) is { Success: true } match)
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
                    var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
                    migrations.Add(new Migration(int.Parse(match.Groups[1].Value), match.Groups[2].Value, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)))));
                }
        if (migrations.GroupBy(m => m.Number).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidOperationException($"Two migrations have the number {twice.Key:0000}: {string.Join(", ", twice.Select(m => m.Name))}.");
        return [.. migrations.OrderBy(m => m.Number)];
    }

    [GeneratedRegex(@"\.Migrations\.(\d{4})_([a-z0-9_]+)\.sql$")]
    private static partial Regex FileName();
}
