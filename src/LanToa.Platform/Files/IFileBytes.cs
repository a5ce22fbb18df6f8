namespace LanToa.Platform.Files;

/// <summary>Where the bytes of files lie, each under its SHA-256 (64 lower-case hex digits): a folder, or a store that speaks S3. Bytes are never changed once they are there.</summary>
public interface IFileBytes
{
    /// <summary>What the place is called in messages and notes: the folder, or the bucket.</summary>
    string Place { get; }

    /// <summary>A file to write into, unbuffered; it is gone when disposed, whatever happened.</summary>
    /// <exception cref="FilesUnavailableException">There is no room, or nothing can be written.</exception>
    FileStream Begin();

    /// <summary>Takes over what was begun and is complete now: it gets its name all at once. The same bytes may be there already.</summary>
    /// <exception cref="FilesUnavailableException">They could not be kept; nothing is there under the name that was not before.</exception>
    Task KeepAsync(FileStream complete, string sha256, CancellationToken cancel = default);

    /// <summary>The bytes, at any position.</summary>
    /// <exception cref="FileNotFoundException">They are not there, although the place is.</exception>
    /// <exception cref="FilesUnavailableException">The place cannot be reached.</exception>
    Task<Stream> OpenAsync(string sha256, CancellationToken cancel = default);

    /// <summary>How many bytes there are; null when they are not there.</summary>
    Task<long?> SizeAsync(string sha256, CancellationToken cancel = default);

    /// <summary>Whether nothing lies there yet.</summary>
    Task<bool> IsEmptyAsync(CancellationToken cancel = default);

    /// <summary>Tries whether a file could be kept now.</summary>
    /// <exception cref="FilesUnavailableException">It could not.</exception>
    Task ProbeAsync(CancellationToken cancel = default);
}

/// <summary>The place of the files cannot be read or written for the moment; the message tells a person what to do (Vietnamese).</summary>
public sealed class FilesUnavailableException(string message, Exception? cause = null) : Exception(message, cause)
{
    // errno of Linux, which .NET hands on as the HResult of what it has no class for.
    private const int NoSpace = 28, ReadOnlyFiles = 30, Quota = 122, DiskFull = unchecked((int)0x80070070);

    internal const string ToDo = "Lần gửi này chưa ghi gì, phần chữ đã nhập vẫn còn. Hãy báo quản trị hệ thống, rồi chọn lại tệp và gửi lại.";

    /// <summary>What a failure of the file system means for whoever wanted to write.</summary>
    public static FilesUnavailableException Of(Exception failure) => new(failure switch
    {
        IOException { HResult: NoSpace or Quota or DiskFull } => $"Chưa nhận được tệp: ổ đĩa của kho tệp đã đầy. {ToDo}",
        IOException { HResult: ReadOnlyFiles } or UnauthorizedAccessException => $"Chưa nhận được tệp: kho tệp đang chỉ cho đọc, không cho ghi. {ToDo}",
        _ => $"Chưa nhận được tệp: kho tệp đang không dùng được. {ToDo}",
    }, failure);
}
