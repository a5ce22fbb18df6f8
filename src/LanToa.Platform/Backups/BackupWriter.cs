using System.Data;
using System.Formats.Tar;
using System.Reflection;
using System.Text;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using Npgsql;

namespace LanToa.Platform.Backups;

/// <summary>
/// Backs up a database and its files while the program works: pg_dump and the list of files read one snapshot of the database, and files are never
/// changed once they have their name, so what the snapshot names is there. Written under a temporary name and renamed when it is complete.
/// </summary>
public sealed class BackupWriter(string ownerConnection, DataFolder folder, TimeProvider time)
{
    private const int PartBytes = 8 << 20;

    /// <summary>Where the files lie; in the folder unless told otherwise.</summary>
    public IFileBytes Files { get; init; } = new FolderFiles(folder);

    /// <summary>Told after each part; a person watches.</summary>
    public Action<BackupProgress>? Progress { get; init; }

    /// <summary>Leave out files that the data folder lacks or holds damaged, instead of stopping.</summary>
    public bool WithoutMissing { get; init; }

    /// <summary>Told the name of the exported snapshot, while it is held: for looking at the very state that is being backed up.</summary>
    internal Func<string, Task>? WhenSnapshot { get; init; }

    /// <summary>Writes the backup; returns what is in it.</summary>
    /// <exception cref="BackupException">It cannot be made; nothing is left under the name.</exception>
    public async Task<BackupManifest> WriteAsync(string path, CancellationToken cancel = default)
    {
        path = Path.GetFullPath(path);
        if (File.Exists(path) || Directory.Exists(path)) throw new BackupException($"{path} đã có. Chọn tên khác; bản sao lưu cũ không bị ghi đè.");
        if (!Directory.Exists(Path.GetDirectoryName(path))) throw new BackupException($"Không có thư mục {Path.GetDirectoryName(path)}. Tạo thư mục đó trước.");
        var unfinished = path + ".part";
        try
        {
            await using var file = new FileStream(unfinished, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.Asynchronous, BufferSize = 1 << 16, UnixCreateMode = BackupArchive.OwnerOnly });
            try
            {
                var manifest = await WriteAsync(file, path, cancel);
                file.Flush(flushToDisk: true);
                await file.DisposeAsync();
                File.Move(unfinished, path, overwrite: false);
                return manifest;
            }
            catch
            {
                File.Delete(unfinished);
                throw;
            }
        }
        catch (FilesUnavailableException e)
        {
            throw new BackupException($"Không đọc được kho tệp {Files.Place}: {e.InnerException?.Message ?? e.Message} Bản sao lưu chưa được ghi; sửa nguyên nhân rồi chạy lại.", e);
        }
        catch (IOException e)
        {
            throw new BackupException($"Không ghi được bản sao lưu {path}: {e.Message} Xem lại chỗ trống, quyền ghi, và có lệnh sao lưu nào khác đang ghi cùng tên không.", e);
        }
    }

    private async Task<BackupManifest> WriteAsync(FileStream file, string path, CancellationToken cancel)
    {
        await using var hashing = new HashingWriteStream(file);
        BackupManifest manifest;
        await using (var tar = new TarWriter(hashing, TarEntryFormat.Ustar, leaveOpen: true))
        {
            var now = time.GetUtcNow();
            await AddAsync(tar, BackupArchive.Note, Encoding.UTF8.GetBytes(BackupArchive.NoteText), now, cancel);
            manifest = await DatabaseAsync(tar, path, now, cancel);
            manifest = await FilesAsync(tar, manifest, cancel);
            await AddAsync(tar, BackupArchive.Manifest, manifest.ToJson(), manifest.CreatedAt, cancel);
        }
        await file.WriteAsync(BackupArchive.Trailer(hashing.HashSoFar()), cancel);
        return manifest;
    }

    /// <summary>The dump and, from the same snapshot, all that the manifest says; the snapshot is let go before the files are copied.</summary>
    private async Task<BackupManifest> DatabaseAsync(TarWriter tar, string path, DateTimeOffset now, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(ownerConnection + ";Pooling=false");
        await connection.OpenAsync(cancel);
        var tool = await PostgresTools.FindAsync("pg_dump", connection.PostgreSqlVersion.Major, cancel);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        // Idle while pg_dump works, which the server would end otherwise.
        await ExecuteAsync(connection, "SET TRANSACTION READ ONLY; SET LOCAL idle_in_transaction_session_timeout = 0", cancel);
        if (await ScalarAsync(connection, "SELECT to_regclass('schema_migration') IS NULL", cancel) is true) throw new BackupException("Cơ sở dữ liệu này chưa có dữ liệu LanToa. Xem lại --data hoặc --connection.");
        var name = (string)(await ScalarAsync(connection, "SELECT pg_export_snapshot()", cancel))!;
        var files = await ReadAsync(connection, "SELECT sha256, size FROM stored_file ORDER BY sha256", r => new BackedUpPart(PathOf(r.GetString(0)), r.GetInt64(1), r.GetString(0)), cancel);
        var missing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
            if (await Files.SizeAsync(file.Sha256, cancel) != file.Size) missing.Add(file.Sha256);
        if (missing.Count > 0 && !WithoutMissing) throw Lacking(missing);
        var present = files.Where(f => !missing.Contains(f.Sha256)).ToList();
        var size = (long)(await ScalarAsync(connection, "SELECT pg_database_size(current_database())", cancel))!;
        Room(path, present.Sum(f => f.Size) + size / 2);
        var manifest = new BackupManifest(BackupManifest.CurrentFormat, now, Version, connection.PostgreSqlVersion.Major, size,
            await ReadAsync(connection, "SELECT number, name, checksum FROM schema_migration ORDER BY number", r => new BackedUpMigration(r.GetInt32(0), r.GetString(1), r.GetString(2)), cancel),
            await AnchorsAsync(connection, cancel),
            [], present, [.. missing.Order(StringComparer.Ordinal)]);
        if (WhenSnapshot is not null) await WhenSnapshot(name);
        var parts = new List<BackedUpPart>();
        await PostgresTools.RunAsync(tool, ["--format=custom", "--compress=3", "--no-owner", "--no-privileges", "--lock-wait-timeout=60000", $"--snapshot={name}"], ownerConnection, (dump, stop) => DumpAsync(dump.StandardOutput.BaseStream, tar, parts, now, stop), cancel);
        return manifest with { Database = parts };
    }

    // A backup is taken before an upgrade, also of a database from before the history was chained.
    private static async Task<List<HistoryAnchor>> AnchorsAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        await ScalarAsync(connection, "SELECT to_regclass('history_chain') IS NULL", cancel) is true ? []
            : await ReadAsync(connection, "SELECT province_id, number, hash FROM history_chain ORDER BY province_id", r => HistoryAnchor.Of(r.GetInt16(0), r.GetInt64(1), r.GetFieldValue<byte[]>(2)), cancel);

    // In parts, because the archive wants the size of an entry before its bytes, and the dump is longer than memory.
    private async Task DumpAsync(Stream dump, TarWriter tar, List<BackedUpPart> parts, DateTimeOffset at, CancellationToken cancel)
    {
        var buffer = new byte[PartBytes];
        for (int read; (read = await dump.ReadAtLeastAsync(buffer, PartBytes, throwOnEndOfStream: false, cancel)) > 0;)
        {
            using var part = new MemoryStream(buffer, 0, read, writable: false);
            var path = $"{BackupArchive.DatabaseFolder}{parts.Count:000000}";
            var hash = await BackupArchive.HashAsync(part, cancel);
            part.Position = 0;
            await tar.WriteEntryAsync(BackupArchive.Entry(path, part, at), cancel);
            parts.Add(new(path, read, hash));
            Progress?.Invoke(new(BackupStage.Database, parts.Sum(p => p.Size), null));
        }
    }

    private async Task<BackupManifest> FilesAsync(TarWriter tar, BackupManifest manifest, CancellationToken cancel)
    {
        var done = new List<BackedUpPart>(manifest.Files.Count);
        var damaged = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in manifest.Files)
        {
            await using var content = await Files.OpenAsync(file.Sha256, cancel);
            // Read twice: the archive must not take in what is not the file it is named after.
            if (content.Length != file.Size || await BackupArchive.HashAsync(content, cancel) != file.Sha256)
            {
                damaged.Add(file.Sha256);
                continue;
            }
            content.Position = 0;
            await tar.WriteEntryAsync(BackupArchive.Entry(file.Path, content, manifest.CreatedAt), cancel);
            done.Add(file);
            Progress?.Invoke(new(BackupStage.Files, done.Count, manifest.Files.Count));
        }
        if (damaged.Count > 0 && !WithoutMissing) throw Lacking(damaged);
        return manifest with { Files = done, Missing = [.. manifest.Missing.Concat(damaged).Order(StringComparer.Ordinal)] };
    }

    private BackupException Lacking(HashSet<string> missing) => new(
        $"Cơ sở dữ liệu ghi {missing.Count} tệp mà {Files.Place} không có hoặc đã hỏng: {string.Join(", ", missing.Take(3))}{(missing.Count > 3 ? "…" : "")}. " +
        $"{(Files is FolderFiles ? "Nếu tệp nằm ở kho S3, hãy đặt các biến LANTOA_S3_… như khi chạy. Không thì chép" : "Chép")} lại các tệp đó từ bản sao lưu trước; nếu chấp nhận thiếu, chạy lại với --without-missing.");

    private static void Room(string path, long needed)
    {
        var free = new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace;
        if (free < needed) throw new BackupException($"Ổ đĩa của {path} còn {Megabytes(free)} MB, bản sao lưu có thể cần đến {Megabytes(needed)} MB. Dọn chỗ hoặc chọn ổ đĩa khác.");
    }

    internal static long Megabytes(long bytes) => (bytes + (1 << 20) - 1) >> 20;

    private static string PathOf(string sha256) => $"{BackupArchive.FilesFolder}{sha256[..2]}/{sha256[2..4]}/{sha256}";

    private static string Version => typeof(BackupWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private static async Task AddAsync(TarWriter tar, string path, byte[] content, DateTimeOffset at, CancellationToken cancel)
    {
        using var stream = new MemoryStream(content);
        await tar.WriteEntryAsync(BackupArchive.Entry(path, stream, at), cancel);
    }

    private static async Task<List<T>> ReadAsync<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel)) rows.Add(read(reader));
        return rows;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancel);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
