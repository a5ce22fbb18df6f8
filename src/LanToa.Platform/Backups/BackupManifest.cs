using System.Text.Encodings.Web;
using System.Text.Json;
using LanToa.Platform.Audit;

namespace LanToa.Platform.Backups;

/// <summary>A backup or a restore that cannot go on; the message says what to do (Vietnamese).</summary>
public sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A numbered migration that the database had: an older program refuses it, a newer one goes on from there.</summary>
public sealed record BackedUpMigration(int Number, string Name, string Checksum);

/// <summary>A part of the backup: its path in the archive, its size in bytes and its SHA-256 (lower-case hex).</summary>
public sealed record BackedUpPart(string Path, long Size, string Sha256);

/// <summary>
/// What a backup holds, as <c>manifest.json</c> in it: when and of what it was made, and every other part with size and hash.
/// </summary>
/// <param name="Format">1.</param>
/// <param name="CreatedAt">The moment of the snapshot: everything committed before it is in the backup, nothing after it.</param>
/// <param name="PostgresMajor">The major version of the server; it can be restored into this one or a newer one.</param>
/// <param name="DatabaseBytes">The size of the database with its indexes, which is what a restored one takes.</param>
/// <param name="History">The last link of each province's chain of history: every backup is an anchor of it.</param>
/// <param name="Missing">Files that the database names and the data folder did not hold whole; only with the person's consent not empty.</param>
public sealed record BackupManifest(
    int Format, DateTimeOffset CreatedAt, string Program, int PostgresMajor, long DatabaseBytes, IReadOnlyList<BackedUpMigration> Migrations, IReadOnlyList<HistoryAnchor> History,
    IReadOnlyList<BackedUpPart> Database, IReadOnlyList<BackedUpPart> Files, IReadOnlyList<string> Missing)
{
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    public static BackupManifest FromJson(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<BackupManifest>(json, Options) ?? throw new JsonException("null");
}

/// <summary>How far a backup or restore is: what is being done, and bytes or files done, of how many where that is known.</summary>
public sealed record BackupProgress(BackupStage Stage, long Done, long? Of);

public enum BackupStage
{
    /// <summary>Reading the backup through before anything is touched, in bytes.</summary>
    Checking,
    /// <summary>The database, in bytes of the archive.</summary>
    Database,
    /// <summary>Files, counted.</summary>
    Files,
    /// <summary>Indexes and constraints after the rows, which tell nothing.</summary>
    Finishing,
}
