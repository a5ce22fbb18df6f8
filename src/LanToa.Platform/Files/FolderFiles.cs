using LanToa.Platform.Data;

namespace LanToa.Platform.Files;

/// <summary>Files under the data folder, outside the web root: files/ab/cd/abcd…. A file is complete before it gets its name, so a crash leaves at most a temporary file.</summary>
public sealed class FolderFiles(DataFolder folder) : IFileBytes
{
    /// <summary>With less left the probe warns: the largest attachment would not fit any more.</summary>
    private const long Spare = 100 * FileLimits.Megabyte;

    public string Place => folder.Files;

    public FileStream Begin() => Writing(() =>
    {
        Directory.CreateDirectory(folder.Files);
        return new FileStream(Path.Combine(folder.Files, $"tmp-{Guid.CreateVersion7():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
    });

    public Task KeepAsync(FileStream complete, string sha256, CancellationToken cancel = default) => Task.FromResult(Writing(() =>
    {
        complete.Flush(flushToDisk: true);
        var path = folder.PathOf(sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(complete.Name, path, overwrite: true);
        return path;
    }));

    public Task<Stream> OpenAsync(string sha256, CancellationToken cancel = default)
    {
        try
        {
            return Task.FromResult<Stream>(new FileStream(folder.PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous));
        }
        catch (DirectoryNotFoundException e) when (Directory.Exists(folder.Files))
        {
            throw new FileNotFoundException(e.Message, folder.PathOf(sha256), e);
        }
        catch (Exception e) when (e is not FileNotFoundException and (IOException or UnauthorizedAccessException))
        {
            throw new FilesUnavailableException("Kho tệp đang không mở được.", e);
        }
    }

    public Task<long?> SizeAsync(string sha256, CancellationToken cancel = default) =>
        Task.FromResult(new FileInfo(folder.PathOf(sha256)) is { Exists: true } there ? there.Length : (long?)null);

    public Task<bool> IsEmptyAsync(CancellationToken cancel = default) => Task.FromResult(!Directory.Exists(folder.Files) || !Directory.EnumerateFileSystemEntries(folder.Files).Any());

    public Task ProbeAsync(CancellationToken cancel = default)
    {
        using (var probe = Begin()) Writing(() => { probe.WriteByte(0); return 0; });
        var free = Writing(() => new DriveInfo(folder.Files).AvailableFreeSpace);
        return free >= Spare ? Task.CompletedTask : Task.FromException(new FilesUnavailableException($"Ổ đĩa của {folder.Files} chỉ còn {free / FileLimits.Megabyte} MB."));
    }

    private static T Writing<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FilesUnavailableException.Of(e);
        }
    }
}
