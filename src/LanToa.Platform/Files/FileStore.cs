using System.Globalization;
using System.Security.Cryptography;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace LanToa.Platform.Files;

/// <summary>An upload that cannot be kept; the message tells the person what to do (Vietnamese).</summary>
public sealed class FileRefusedException(string message) : Exception(message);

/// <summary>What an upload may be: size in bytes and media types by content.</summary>
public sealed record FileLimits(long MaxBytes, IReadOnlySet<string>? MediaTypes = null)
{
    public const long Megabyte = 1024 * 1024;

    /// <summary>What to say of content of another type (Vietnamese).</summary>
    public string WrongType { get; init; } = "Loại tệp này không được nhận. Hãy gửi tệp PDF, Word, Excel, ảnh, âm thanh hoặc video.";

    /// <summary>Evidence and attachments: documents, pictures, sound, video up to 100 MB; no programs, no web pages.</summary>
    public static readonly FileLimits Attachment = new(100 * Megabyte, new HashSet<string>
    {
        "application/pdf", FileTypes.Docx, FileTypes.Xlsx, "application/msword", "application/rtf", "text/plain", "image/png", "image/jpeg", "image/gif", "image/webp", "image/tiff",
        "video/mp4", "audio/mpeg", "audio/ogg", "application/zip",
    });

    /// <summary>A photo, up to 20 MB: phones send no larger ones.</summary>
    public static readonly FileLimits Photo = new(20 * Megabyte, new HashSet<string> { "image/png", "image/jpeg", "image/gif", "image/webp" })
    {
        WrongType = "Nội dung tệp không phải là ảnh (JPEG, PNG, WebP, GIF), dù tên có thể ghi như vậy. Hãy chọn ảnh khác; tài liệu thì gửi ở ô tệp.",
    };

    /// <summary>A plan document to be read, up to 50 MB.</summary>
    public static readonly FileLimits Document = new(50 * Megabyte);
}

/// <summary>Files by SHA-256 (<see cref="IFileBytes"/> says where), each with a row; the same bytes are kept once.</summary>
public sealed partial class FileStore(IFileBytes bytes, LanToaDb db, Actor actor, TimeProvider time, ILogger<FileStore> log)
{
    /// <summary>Keeps the bytes and adds their row (saved by the caller).</summary>
    /// <exception cref="FileRefusedException">Too large, empty, of a type that is not taken here, or there is no room for it; nothing was kept.</exception>
    public async Task<StoredFile> KeepAsync(Stream upload, FileLimits limits, CancellationToken cancel = default)
    {
        try
        {
            await using var copy = bytes.Begin();
            var sha256 = await CopyAndHashAsync(upload, copy, limits, cancel);
            var type = FileTypes.Detect(copy);
            if (limits.MediaTypes is { } taken && !taken.Contains(type))
                throw new FileRefusedException(limits.WrongType);
            var size = copy.Length;
            await bytes.KeepAsync(copy, sha256, cancel);
            return await RowAsync(sha256, size, type, cancel);
        }
        catch (FilesUnavailableException e)
        {
            LogUnkept(e, bytes.Place);
            throw new FileRefusedException(e.Message);
        }
    }

    /// <summary>Keeps the bytes and attaches them to a record (saved by the caller).</summary>
    public async Task<Attachment> AttachAsync(string subjectKind, Guid subjectId, string fileName, Stream upload, FileLimits limits, CancellationToken cancel = default)
    {
        var file = await KeepAsync(upload, limits, cancel);
        var attachment = new Attachment
        {
            ProvinceId = db.ProvinceId, SubjectKind = subjectKind, SubjectId = subjectId, Sha256 = file.Sha256, FileName = SafeName(fileName),
            AddedAt = time.GetUtcNow(), AddedBy = actor.AccountId, AddedByName = actor.Name,
        };
        db.Add(attachment);
        return attachment;
    }

    /// <exception cref="FileNotFoundException">The row is there but the bytes are not: the place of the files was damaged.</exception>
    /// <exception cref="FilesUnavailableException">The place of the files cannot be reached.</exception>
    public Task<Stream> OpenAsync(string sha256, CancellationToken cancel = default) => bytes.OpenAsync(sha256, cancel);

    /// <summary>The name without folders, control characters and those that turn the direction of writing (which make "cod.exe" look like "exe.doc"), at most 200 characters.</summary>
    public static string SafeName(string fileName)
    {
        var name = new string([.. fileName.Split('/', '\\')[^1].Where(c => char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate))]).Trim();
        if (name.Length == 0) return "tệp";
        if (name.Length <= 200) return name;
        // What is long behind a point is no extension.
        var extension = Path.GetExtension(name) is { Length: <= 20 } end ? end : "";
        return name[..(200 - extension.Length)] + extension;
    }

    private async Task<StoredFile> RowAsync(string sha256, long size, string type, CancellationToken cancel)
    {
        if (await db.Set<StoredFile>().FindAsync([sha256], cancel) is { } known) return known;
        var now = time.GetUtcNow();
        await db.Database.ExecuteSqlAsync($"INSERT INTO stored_file (sha256, size, media_type, stored_at) VALUES ({sha256}, {size}, {type}, {now}) ON CONFLICT DO NOTHING", cancel);
        return (await db.Set<StoredFile>().FindAsync([sha256], cancel))!;
    }

    private static async Task<string> CopyAndHashAsync(Stream from, Stream to, FileLimits limits, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        long total = 0;
        for (int read; (read = await from.ReadAsync(buffer, cancel)) > 0;)
        {
            total += read;
            if (total > limits.MaxBytes) throw new FileRefusedException($"Tệp lớn hơn {limits.MaxBytes / FileLimits.Megabyte} MB. Hãy chia nhỏ hoặc nén lại rồi gửi.");
            hash.AppendData(buffer, 0, read);
            await WriteAsync(to, buffer.AsMemory(0, read), cancel);
        }
        if (total == 0) throw new FileRefusedException("Tệp rỗng, không có nội dung. Hãy chọn lại tệp.");
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Apart from reading, which fails when the person's connection breaks.
    private static async Task WriteAsync(Stream to, ReadOnlyMemory<byte> part, CancellationToken cancel)
    {
        try
        {
            await to.WriteAsync(part, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FilesUnavailableException.Of(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A file could not be kept in {Place}; the person was told so")]
    private partial void LogUnkept(Exception e, string place);
}
