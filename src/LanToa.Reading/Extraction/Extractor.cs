using System.Security.Cryptography;
using System.Text;

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
        cancellation.ThrowIfCancellationRequested();
        switch (FileKinds.Detect(bytes, fileName))
        {
            case FileKind.Text: return (TextDecoder.Decode(bytes, warnings), "text/plain");
            case FileKind.Markdown: return (TextDecoder.Decode(bytes, warnings), "text/markdown");
            case FileKind.Html: return (HtmlText.Extract(bytes, warnings), "text/html");
            case FileKind.Zip: return await ZipAsync(bytes, options, warnings, cancellation).ConfigureAwait(false);
            case FileKind.Pdf: return (await new PdfText(options, warnings).ExtractAsync(bytes, cancellation).ConfigureAwait(false), "application/pdf");
            case FileKind.Rtf: return (await OldOfficeAsync(bytes, "rtf", options, warnings, cancellation).ConfigureAwait(false), "application/rtf");
            case FileKind.Ole: return (await OldOfficeAsync(bytes, OleKind(bytes), options, warnings, cancellation).ConfigureAwait(false), "application/msword");
            case FileKind.Png: return (await ImageAsync(bytes, FileKind.Png, options, warnings, cancellation).ConfigureAwait(false), "image/png");
            case FileKind.Jpeg: return (await ImageAsync(bytes, FileKind.Jpeg, options, warnings, cancellation).ConfigureAwait(false), "image/jpeg");
            case FileKind.Tiff: return (await ImageAsync(bytes, FileKind.Tiff, options, warnings, cancellation).ConfigureAwait(false), "image/tiff");
            case FileKind.WebP: return (await ImageAsync(bytes, FileKind.WebP, options, warnings, cancellation).ConfigureAwait(false), "image/webp");
            default: throw Unsupported();
        }
    }

    private static async Task<(string, string)> ZipAsync(byte[] bytes, ExtractionOptions options, List<string> warnings, CancellationToken cancellation)
    {
        using var zip = new SafeZip(bytes);
        if (WordPackage.IsWord(zip)) return (Converted(WordText.Extract(zip, warnings), warnings), "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
        if (zip.Bytes("mimetype") is { } type && type.AsSpan().StartsWith("application/vnd.oasis.opendocument.text"u8))
            return (await OldOfficeAsync(bytes, "odt", options, warnings, cancellation).ConfigureAwait(false), "application/vnd.oasis.opendocument.text");
        throw Unsupported();
    }

    private static async Task<string> OldOfficeAsync(byte[] bytes, string extension, ExtractionOptions options, List<string> warnings, CancellationToken cancellation)
    {
        using var zip = new SafeZip(await OfficeConversion.ToWordAsync(bytes, extension, options, cancellation).ConfigureAwait(false));
        if (!WordPackage.IsWord(zip)) throw Unsupported();
        return Converted(WordText.Extract(zip, warnings), warnings);
    }

    // The names of streams stand in the directory of the compound file in UTF-16 ([MS-CFB] 2.6.1).
    private static string OleKind(byte[] bytes)
    {
        bool Names(string stream) => bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(stream)) >= 0;
        if (Names("EncryptedPackage")) throw new UnreadableFileException(UnreadableCodes.Encrypted, "Tệp Word có mật khẩu. Hãy mở bằng mật khẩu, bỏ mật khẩu, lưu lại rồi tải lên.");
        return Names("WordDocument") ? "doc" : throw Unsupported();
    }

    private static async Task<string> ImageAsync(byte[] bytes, FileKind kind, ExtractionOptions options, List<string> warnings, CancellationToken cancellation)
    {
        if (ImagePdf.Wrap(bytes, kind) is { } pdf) return await new PdfText(options, warnings).ExtractAsync(pdf, cancellation).ConfigureAwait(false);
        return await new PdfText(options, warnings).ExtractImageAsync(bytes, cancellation).ConfigureAwait(false);
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
