namespace LanToa.Reading.Extraction;

/// <summary>Word documents as PDF, with LibreOffice in a profile of its own.</summary>
public static class OfficePrinting
{
    /// <summary>The document as PDF; with the moment <paramref name="made"/> the same bytes however often it is printed.</summary>
    /// <exception cref="UnreadableFileException">LibreOffice is absent, took longer than <paramref name="limit"/>, or could not open the file.</exception>
    public static async Task<byte[]> ToPdfAsync(byte[] docx, TimeSpan limit, DateTimeOffset? made = null, CancellationToken cancellation = default)
    {
        using var folder = new TemporaryFolder();
        var run = await OfficeConversion.RunAsync(folder, docx, "docx", "pdf:writer_pdf_Export", "UTC", limit, cancellation).ConfigureAwait(false);
        if (run.Outcome == ProgramOutcome.Missing)
            throw new UnreadableFileException(UnreadableCodes.ProgramMissing, "Máy chủ chưa cài LibreOffice nên chưa tạo được PDF. Hãy tải bản Word, hoặc nhờ quản trị viên chạy: apt-get install " + ExternalProgram.LibreOffice.Package);
        if (run.Outcome == ProgramOutcome.TimedOut)
            throw new UnreadableFileException(UnreadableCodes.TimedOut, "Tạo PDF quá lâu nên đã dừng. Hãy thử lại, hoặc tải bản Word rồi lưu thành PDF.");
        var output = folder.File("out/in.pdf");
        if (!File.Exists(output)) throw new UnreadableFileException(UnreadableCodes.Broken, "LibreOffice không tạo được PDF từ văn bản này. Hãy tải bản Word rồi lưu thành PDF.");
        var pdf = await File.ReadAllBytesAsync(output, cancellation).ConfigureAwait(false);
        return made is { } at ? PdfMaking.Settle(pdf, docx, at) : pdf;
    }
}
