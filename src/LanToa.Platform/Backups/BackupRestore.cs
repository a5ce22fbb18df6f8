using System.Formats.Tar;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Time;
using Npgsql;

namespace LanToa.Platform.Backups;

/// <summary>
/// Puts a backup into an empty database and an empty folder of files. Nothing is touched before everything has been checked. The rows come in one
/// transaction, after the files; until all is done the database carries a note (<see cref="UnfinishedRestore"/>) and the restore can be repeated.
/// </summary>
public sealed class BackupRestore(string ownerConnection, DataFolder folder, Migrator migrator, TimeProvider time)
{
    private const long LockKey = 0x4C5265737472; // "LRestr"

    /// <summary>Where the files go; into the folder unless told otherwise.</summary>
    public IFileBytes Files { get; init; } = new FolderFiles(folder);

    /// <summary>Told how far it is; a person watches.</summary>
    public Action<BackupProgress>? Progress { get; init; }

    /// <summary>Restores; returns how many migrations this newer program has added.</summary>
    /// <exception cref="BackupException">Refused before anything was touched, or broken off: then the message says that it can be repeated.</exception>
    public async Task<int> RestoreAsync(BackupFile backup, CancellationToken cancel = default)
    {
        CheckMigrations(backup.Manifest);
        await using var connection = new NpgsqlConnection(ownerConnection + ";Pooling=false;Command Timeout=0");
        await connection.OpenAsync(cancel);
        var tool = await ToolAsync(backup.Manifest, connection, cancel);
        if (await ScalarAsync(connection, $"SELECT pg_try_advisory_lock({LockKey})", cancel) is not true) throw new BackupException("Một lệnh khôi phục khác đang chạy trên cơ sở dữ liệu này. Chờ nó xong.");
        var before = await UnfinishedRestore.ReadAsync(connection, cancel);
        RefuseAnother(before, backup);
        if (before is not null) await EndForsakenAsync(connection, cancel);
        await BeginAsync(connection, backup, before, cancel);
        try
        {
            await FilesAsync(backup, cancel);
            await DatabaseAsync(backup, tool, cancel);
            await UnfinishedRestore.RemoveAsync(connection, cancel);
        }
        catch (Exception e) when (e is IOException or NpgsqlException or BackupException or FilesUnavailableException)
        {
            throw new BackupException($"Khôi phục chưa xong: {(e is FilesUnavailableException ? $"không ghi được vào {Files.Place}. {e.InnerException?.Message}" : e.Message)} Sửa nguyên nhân rồi chạy lại đúng lệnh này; trước đó hệ thống không khởi động trên dữ liệu dở dang.", e);
        }
        return await migrator.MigrateAsync(ownerConnection, cancel);
    }

    private void CheckMigrations(BackupManifest manifest)
    {
        var known = migrator.Migrations.ToDictionary(m => m.Number);
        foreach (var had in manifest.Migrations)
        {
            if (!known.TryGetValue(had.Number, out var mine)) throw new BackupException($"Bản sao lưu của phiên bản LanToa mới hơn ({manifest.Program}, bước {had.Number:0000}_{had.Name}). Hãy khôi phục bằng phiên bản đó hoặc mới hơn.");
            if (mine.Checksum != had.Checksum) throw new BackupException($"Bước nâng cấp {had.Number:0000}_{had.Name} trong bản sao lưu khác với phiên bản này. Hãy dùng đúng bản phát hành đã sao lưu.");
        }
    }

    private static async Task<string> ToolAsync(BackupManifest manifest, NpgsqlConnection connection, CancellationToken cancel)
    {
        var server = connection.PostgreSqlVersion.Major;
        if (server < manifest.PostgresMajor) throw new BackupException($"Bản sao lưu lấy từ PostgreSQL {manifest.PostgresMajor}, máy chủ này là {server}. Hãy khôi phục vào PostgreSQL {manifest.PostgresMajor} trở lên.");
        return await PostgresTools.FindAsync("pg_restore", manifest.PostgresMajor, cancel);
    }

    // The files of the first would stay among those of the second.
    private static void RefuseAnother(UnfinishedRestore? before, BackupFile backup)
    {
        if (before is not null && before.Backup != backup.Sha256)
            throw new BackupException($"Nơi này đang khôi phục dở từ một bản sao lưu khác: {before.File} (bắt đầu lúc {VietnameseFormat.DateTime(before.At)}). Chạy lại với đúng bản đó: ./lantoa restore {before.File}; hoặc khôi phục bản này vào nơi trống khác bằng --data hoặc --connection. Chưa có gì bị thay đổi.");
    }

    /// <summary>Where a restore was killed, its pg_restore may still be filling the database; nobody else works in one that carries the note.</summary>
    private static Task EndForsakenAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        ExecuteAsync(connection, $"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND application_name = '{PostgresTools.SessionName}' AND usename = current_user AND pid <> pg_backend_pid()", cancel);

    /// <summary>Refuses whatever is not empty, or notes on the database that it is being restored into.</summary>
    private async Task BeginAsync(NpgsqlConnection connection, BackupFile backup, UnfinishedRestore? before, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // The lock of the migrations: a program that starts at this moment has either made its tables or will find the note.
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({Migrator.LockKey})", cancel);
        if (before is null && !await IsEmptyAsync(connection, cancel))
            throw new BackupException("Cơ sở dữ liệu đích đã có dữ liệu. Khôi phục chỉ vào nơi trống, để không ghi đè hệ thống đang sống: chọn thư mục trống bằng --data, hoặc cơ sở dữ liệu trống bằng --connection. Chưa có gì bị thay đổi.");
        if (before?.Files != Files.Place && !await Files.IsEmptyAsync(cancel))
            throw new BackupException($"{Files.Place} đã có tệp. Khôi phục chỉ vào nơi trống: chọn thư mục khác bằng --data, hoặc kho tệp khác. Chưa có gì bị thay đổi.");
        await RoomAsync(backup.Manifest, connection, cancel);
        if (before is not null && !await IsEmptyAsync(connection, cancel))
            await ExecuteAsync(connection, "DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION pg_database_owner; GRANT USAGE ON SCHEMA public TO PUBLIC", cancel);
        await new UnfinishedRestore(backup.Sha256, backup.Path, Files.Place, time.GetUtcNow()).WriteAsync(connection, cancel);
        await transaction.CommitAsync(cancel);
    }

    private async Task FilesAsync(BackupFile backup, CancellationToken cancel)
    {
        var (done, of) = (0, backup.Manifest.Files.Count);
        await foreach (var entry in backup.EntriesAsync(cancel))
        {
            if (!entry.Name.StartsWith(BackupArchive.FilesFolder, StringComparison.Ordinal) || entry.EntryType != TarEntryType.RegularFile) continue;
            var sha256 = entry.Name.Split('/')[^1];
            if (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigitLower)) throw new BackupException($"Tên {entry.Name} không phải tên của một tệp.");
            await PutAsync(entry, sha256, cancel);
            Progress?.Invoke(new(BackupStage.Files, ++done, of));
        }
    }

    // Complete before it gets its name, as an upload: a restore cut off leaves no file that looks whole.
    private async Task PutAsync(TarEntry entry, string sha256, CancellationToken cancel)
    {
        await using var copy = Files.Begin();
        // An entry of no bytes has no stream.
        if (entry.DataStream is { } content) await content.CopyToAsync(copy, cancel);
        copy.Position = 0;
        if (await BackupArchive.HashAsync(copy, cancel) != sha256) throw new BackupException($"Tệp {sha256} ghi ra khác với bản sao lưu; kiểm tra ổ đĩa.");
        await Files.KeepAsync(copy, sha256, cancel);
    }

    private Task DatabaseAsync(BackupFile backup, string tool, CancellationToken cancel) =>
        PostgresTools.RunAsync(tool, ["--format=custom", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", $"--dbname={new NpgsqlConnectionStringBuilder(ownerConnection).Database}"], ownerConnection, async (restore, stop) =>
        {
            var (done, of) = (0L, backup.Manifest.Database.Sum(p => p.Size));
            await foreach (var entry in backup.EntriesAsync(stop))
            {
                if (!entry.Name.StartsWith(BackupArchive.DatabaseFolder, StringComparison.Ordinal)) continue;
                await entry.DataStream!.CopyToAsync(restore.StandardInput.BaseStream, stop);
                Progress?.Invoke(new(BackupStage.Database, done += entry.Length, of));
            }
            restore.StandardInput.Close();
            Progress?.Invoke(new(BackupStage.Finishing, 0, null));
            await restore.StandardOutput.ReadToEndAsync(stop);
        }, cancel);

    private async Task RoomAsync(BackupManifest manifest, NpgsqlConnection connection, CancellationToken cancel)
    {
        // A private server keeps the database on the disk of the files; of another machine's disk, and of a store elsewhere, nothing is known here.
        var needed = (Files is FolderFiles ? await BytesForFilesAsync(manifest, Files, cancel) : 0) + (connection.Host?.StartsWith('/') == true ? manifest.DatabaseBytes : 0);
        Directory.CreateDirectory(folder.Root);
        var free = new DriveInfo(folder.Root).AvailableFreeSpace;
        if (free < needed) throw new BackupException($"Ổ đĩa của {folder.Root} còn {BackupWriter.Megabytes(free)} MB, khôi phục cần khoảng {BackupWriter.Megabytes(needed)} MB. Dọn chỗ hoặc chọn ổ đĩa khác. Chưa có gì bị thay đổi.");
    }

    /// <summary>What the files still take: a repeated restore finds some there. The largest of those counts, since each is written anew beside the old before it replaces it.</summary>
    internal static async Task<long> BytesForFilesAsync(BackupManifest manifest, IFileBytes files, CancellationToken cancel = default)
    {
        var (missing, largest) = (0L, 0L);
        foreach (var file in manifest.Files)
            if (await files.SizeAsync(file.Sha256, cancel) == file.Size) largest = Math.Max(largest, file.Size);
            else missing += file.Size;
        return missing + largest;
    }

    private static async Task<bool> IsEmptyAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        await ScalarAsync(connection, "SELECT NOT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_')", cancel) is true;

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
