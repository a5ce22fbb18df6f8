using System.Text.RegularExpressions;

namespace LanToa.Reading.Extraction;

/// <summary>Whether a PDF opens and has a page, for files that are kept without being read.</summary>
public static partial class PdfCheck
{
    /// <summary>Why the content is no document that a person can open (Vietnamese, says what to do); null when it is one, is no PDF, or cannot be told: poppler is absent or did not end in time. The stream stands at its beginning before and after.</summary>
    public static async Task<string?> WhyNotAsync(Stream content, CancellationToken cancellation = default)
    {
        var start = new byte[5];
        var read = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        content.Position = 0;
        if (read < start.Length || !start.AsSpan().SequenceEqual("%PDF-"u8) || !ExternalProgram.PdfInfo.IsAvailable) return null;
        using var folder = new TemporaryFolder();
        var path = folder.File("in.pdf");
        await using (var file = File.Create(path)) await content.CopyToAsync(file, cancellation).ConfigureAwait(false);
        content.Position = 0;
        var run = await ExternalProgram.PdfInfo.RunAsync([path], new() { Time = TimeSpan.FromSeconds(20) }, folder: folder.Path, cancellation: cancellation).ConfigureAwait(false);
        if (run.Outcome != ProgramOutcome.Finished) return null;
        if (run.Error.Contains("Incorrect password", StringComparison.Ordinal)) return "Tệp PDF có mật khẩu nên người khác không mở được. Hãy lưu lại thành PDF không đặt mật khẩu rồi gửi.";
        return run.Succeeded && Pages().IsMatch(run.Text) ? null : "Tệp PDF không mở được hoặc không có trang nào. Hãy mở thử tệp trên máy, quét hoặc lưu lại rồi gửi.";
    }

    [GeneratedRegex(@"^Pages:\s+[1-9]", RegexOptions.Multiline)]
    private static partial Regex Pages();
}
