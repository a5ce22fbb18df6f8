using LanToa.Platform.Backups;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Testing;
using Npgsql;

namespace LanToa.Platform.Tests.Backups;

/// <summary>A database and a folder of files, as a backup or a restore sees them; the database is dropped and the folder deleted at the end.</summary>
internal sealed class Installation(TestDatabase database, string root) : IAsyncDisposable
{
    public string Owner => database.Connections.Owner;

    public DataFolder Folder { get; } = new(root);

    public FolderFiles Files => new(Folder);

    /// <summary>An empty place to restore into.</summary>
    public static async Task<Installation> EmptyAsync() => new(await TestDatabase.CreateEmptyAsync(), Path.Combine(Path.GetTempPath(), $"lantoa-restore-{Guid.CreateVersion7():N}"));

    public BackupRestore Restore(Action<BackupProgress>? progress = null) => new(Owner, Folder, TestDatabase.Migrator, TimeProvider.System) { Progress = progress };

    public async Task<int> RestoreAsync(string backup) => await Restore().RestoreAsync(await BackupFile.OpenAsync(backup));

    public async Task<bool> IsUntouchedAsync() => await ScalarAsync("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace") is 0L && !Directory.Exists(Folder.Files);

    /// <summary>A hash of every table's rows, in a snapshot that somebody else exported or in one of its own.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> TablesAsync(string connectionString, string? snapshot = null)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        if (snapshot is not null) await ScalarAsync(connection, $"SET TRANSACTION SNAPSHOT '{snapshot}'");
        var tables = ((string)(await ScalarAsync(connection, "SELECT string_agg(tablename, ',' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'"))!).Split(',');
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in tables) hashes[table] = (string)(await ScalarAsync(connection, $"SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') FROM \"{table}\" t"))!;
        return hashes;
    }

    /// <summary>What the schema has beside its tables, a line each. Without brackets: PostgreSQL prints a condition that it has read back with fewer of them.</summary>
    public async Task<IReadOnlyList<string>> ShapeAsync() => ((string)(await ScalarAsync("""
        SELECT string_agg(x, E'\n' ORDER BY x) FROM (
            SELECT 'trigger ' || pg_get_triggerdef(oid) AS x FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
            UNION ALL SELECT 'grant ' || table_name || ' ' || privilege_type FROM information_schema.role_table_grants WHERE grantee = 'lantoa_app'
            UNION ALL SELECT 'owner ' || tablename || ' ' || tableowner FROM pg_tables WHERE schemaname = 'public') s
        """))!).Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal).Split('\n');

    public async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Owner + ";Pooling=false");
        await connection.OpenAsync();
        return await ScalarAsync(connection, sql);
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
