using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;

namespace LanToa.Platform.Backups;

/// <summary>A backup that has been read through: whole, unaltered, and saying what it holds.</summary>
public sealed class BackupFile
{
    private BackupFile(string path, string sha256, BackupManifest manifest) => (Path, Sha256, Manifest) = (path, sha256, manifest);

    public string Path { get; }

    /// <summary>Of all bytes before the closing line.</summary>
    public string Sha256 { get; }

    public BackupManifest Manifest { get; }

    /// <summary>Reads the whole file and compares it with its closing line, then its parts with the manifest.</summary>
    /// <exception cref="BackupException">Cut short, altered, no backup, or written by a newer program.</exception>
    public static async Task<BackupFile> OpenAsync(string path, Action<BackupProgress>? progress = null, CancellationToken cancel = default)
    {
        path = System.IO.Path.GetFullPath(path);
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var said = await TrailerAsync(file, path, cancel);
        if (await HashAsync(file, progress, cancel) != said) throw new BackupException($"{path} không còn nguyên như lúc sao lưu (mã băm không khớp). Không dùng được; hãy lấy bản sao khác. Chưa có gì bị thay đổi.");
        var manifest = await ManifestAsync(file, path, cancel);
        return new(path, said, manifest);
    }

    /// <summary>The archive from its beginning, its entries in the order in which they were written.</summary>
    internal async IAsyncEnumerable<TarEntry> EntriesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel = default)
    {
        await using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using var tar = new TarReader(file);
        while (await tar.GetNextEntryAsync(copyData: false, cancel) is { } entry) yield return entry;
    }

    private static async Task<string> TrailerAsync(FileStream file, string path, CancellationToken cancel)
    {
        var trailer = new byte[BackupArchive.TrailerLength];
        if (file.Length > trailer.Length)
        {
            file.Position = file.Length - trailer.Length;
            await file.ReadExactlyAsync(trailer, cancel);
            if (BackupArchive.HashOf(trailer) is { } hash) return hash;
        }
        var start = new byte[BackupArchive.Note.Length];
        file.Position = 0;
        var read = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancel);
        throw new BackupException(start.AsSpan(0, read).SequenceEqual(System.Text.Encoding.ASCII.GetBytes(BackupArchive.Note))
            ? $"{path} bị cắt ngắn hoặc bị sửa ở cuối: thiếu dòng kết thúc. Không dùng được; hãy chép lại từ nơi lưu. Chưa có gì bị thay đổi."
            : $"{path} không phải bản sao lưu của LanToa.");
    }

    private static async Task<string> HashAsync(FileStream file, Action<BackupProgress>? progress, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        var length = file.Length - BackupArchive.TrailerLength;
        file.Position = 0;
        for (long done = 0; done < length;)
        {
            var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - done)), cancel);
            if (read == 0) break;
            hash.AppendData(buffer, 0, read);
            done += read;
            progress?.Invoke(new(BackupStage.Checking, done, length));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task<BackupManifest> ManifestAsync(FileStream file, string path, CancellationToken cancel)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        BackupManifest? manifest = null;
        try
        {
            file.Position = 0;
            await using var tar = new TarReader(file, leaveOpen: true);
            while (await tar.GetNextEntryAsync(copyData: false, cancel) is { } entry)
                if (entry.Name != BackupArchive.Manifest) sizes[entry.Name] = entry.Length;
                else
                {
                    using var json = new MemoryStream();
                    await entry.DataStream!.CopyToAsync(json, cancel);
                    manifest = BackupManifest.FromJson(json.GetBuffer().AsSpan(0, (int)json.Length));
                }
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or FormatException)
        {
            throw new BackupException($"{path} không đọc được: {e.Message}", e);
        }
        if (manifest is null) throw new BackupException($"{path} không có {BackupArchive.Manifest}: không phải bản sao lưu đầy đủ.");
        if (manifest.Format > BackupManifest.CurrentFormat) throw new BackupException($"{path} do phiên bản LanToa mới hơn ghi ({manifest.Program}). Hãy khôi phục bằng phiên bản đó hoặc mới hơn.");
        if (manifest.Database.Concat(manifest.Files).FirstOrDefault(p => sizes.GetValueOrDefault(p.Path, -1) != p.Size) is { } wrong) throw new BackupException($"{path} thiếu phần {wrong.Path}.");
        return manifest;
    }
}
