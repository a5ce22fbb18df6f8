using System.Security.Cryptography;

namespace LanToa.Reading.Extraction;

/// <summary>
/// From the bytes of a file to its text in reading order. The kind is told by content. Throws <see cref="UnreadableFileException"/> and
/// <see cref="OperationCanceledException"/>, nothing else.
/// </summary>
public static class Extractor
{
    /// <summary>Also usable for files that need other programs: the call then waits for them.</summary>
    public static ExtractedText Extract(byte[] bytes, string fileName, ExtractionOptions? options = null, CancellationToken cancellation = default) =>
        ExtractAsync(bytes, fileName, options, cancellation).GetAwaiter().GetResult();

    /// <summary>Reads text, Markdown, HTML and .docx here; PDF, images and old Office formats with the programs of the system.</summary>
    public static async Task<ExtractedText> ExtractAsync(byte[] bytes, string fileName, ExtractionOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= ExtractionOptions.Default;
        if (bytes.Length == 0) throw new UnreadableFileException(UnreadableCodes.Empty, "Tệp rỗng (0 byte). Hãy chọn lại tệp rồi tải lên.");
        if (bytes.Length > options.MaxBytes)
            throw new UnreadableFileException(UnreadableCodes.TooLarge, $"Tệp lớn hơn {options.MaxBytes / 1048576} MB. Hãy giảm độ phân giải ảnh quét hoặc tách tệp rồi tải lên lại.");

        var warnings = new List<string>();
        try
        {
            var (text, mediaType) = await TextOfAsync(bytes, fileName, options, warnings, cancellation).ConfigureAwait(false);
            return new ExtractedText
            {
                FileName = fileName,
                MediaType = mediaType,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
                Text = TextCleaner.Clean(text, options),
                Warnings = warnings.Distinct().ToList(),
            };
        }
        catch (Exception e) when (e is not (UnreadableFileException or OperationCanceledException or OutOfMemoryException))
        {
            // A damaged file can break any parser in its own way; the person needs one answer.
            throw new UnreadableFileException(UnreadableCodes.Broken, "Không đọc được tệp: nội dung bị hỏng. Hãy mở thử trên máy, lưu lại rồi tải lên lần nữa.", e);
        }
    }

    private static async Task<(string Text, string MediaType)> TextOfAsync(byte[] bytes, string fileName, ExtractionOptions options, List<string> warnings, CancellationToken cancellation)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        switch (FileKinds.Detect(bytes, fileName))
        {
            case FileKind.Text: return (TextDecoder.Decode(bytes, warnings), "text/plain");
            case FileKind.Markdown: return (TextDecoder.Decode(bytes, warnings), "text/markdown");
            case FileKind.Html: return (HtmlText.Extract(bytes, warnings), "text/html");
            case FileKind.Zip: return Zip(bytes, warnings);
            default: throw Unsupported();
        }
    }

    private static (string, string) Zip(byte[] bytes, List<string> warnings)
    {
        using var zip = new SafeZip(bytes);
        if (WordPackage.IsWord(zip)) return (Converted(WordText.Extract(zip, warnings), warnings), "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
        throw Unsupported();
    }

    private static string Converted(string text, List<string> warnings)
    {
        if (LegacyVietnamese.Detect(text) is not var (converted, encoding)) return text;
        warnings.Add($"Văn bản dùng bảng mã {encoding}, đã chuyển sang Unicode. Hãy kiểm lại chữ có dấu.");
        return converted;
    }

    private static UnreadableFileException Unsupported() => new(UnreadableCodes.Unsupported,
        "Chưa đọc được loại tệp này. Hãy lưu thành .docx hoặc .pdf rồi tải lên lại.");
}
