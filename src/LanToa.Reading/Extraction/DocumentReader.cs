namespace LanToa.Reading.Extraction;

/// <summary>The one call for those who hold a file: its text, ready for the grammar.</summary>
public static class DocumentReader
{
    public static Task<ExtractedText> ReadAsync(byte[] bytes, string fileName, ExtractionOptions? options = null, CancellationToken cancellation = default) =>
        Extractor.ExtractAsync(bytes, fileName, options, cancellation);

    /// <summary>From a path; a file over the limit is refused before it is read. <see cref="IOException"/> when the path cannot be opened.</summary>
    public static async Task<ExtractedText> ReadFileAsync(string path, ExtractionOptions? options = null, CancellationToken cancellation = default)
    {
        var length = new FileInfo(path).Length;
        var limit = (options ?? ExtractionOptions.Default).MaxBytes;
        if (length > limit)
            throw new UnreadableFileException(UnreadableCodes.TooLarge, $"Tệp lớn hơn {limit / 1048576} MB. Hãy giảm độ phân giải ảnh quét hoặc tách tệp rồi đọc lại.");
        var bytes = await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false);
        return await ReadAsync(bytes, Path.GetFileName(path), options, cancellation).ConfigureAwait(false);
    }
}
