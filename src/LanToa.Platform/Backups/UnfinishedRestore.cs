using System.Text.Encodings.Web;
using System.Text.Json;
using Npgsql;

namespace LanToa.Platform.Backups;

/// <summary>
/// The note that a restore leaves on the database (as its comment) while it works: the program does not start on it, and only the same restore,
/// repeated, may clear it. It survives whatever ends the restore.
/// </summary>
/// <param name="Backup">SHA-256 of the backup.</param>
/// <param name="File">Where the backup was.</param>
/// <param name="Files">The folder that the files go to.</param>
internal sealed record UnfinishedRestore(string Backup, string File, string Files, DateTimeOffset At)
{
    private const string Head = "LanToa restore ";
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<UnfinishedRestore?> ReadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()", connection);
        return await command.ExecuteScalarAsync(cancel) is string note && note.StartsWith(Head, StringComparison.Ordinal) ? JsonSerializer.Deserialize<UnfinishedRestore>(note[Head.Length..], Options) : null;
    }

    public Task WriteAsync(NpgsqlConnection connection, CancellationToken cancel) => CommentAsync(connection, "'" + (Head + JsonSerializer.Serialize(this, Options)).Replace("'", "''", StringComparison.Ordinal) + "'", cancel);

    public static Task RemoveAsync(NpgsqlConnection connection, CancellationToken cancel) => CommentAsync(connection, "NULL", cancel);

    private static async Task CommentAsync(NpgsqlConnection connection, string literal, CancellationToken cancel)
    {
        // Standard strings take a backslash as it is; COMMENT takes no parameters.
        await using var command = new NpgsqlCommand($"COMMENT ON DATABASE \"{connection.Database.Replace("\"", "\"\"", StringComparison.Ordinal)}\" IS {literal}", connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
