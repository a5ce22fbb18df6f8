using System.Globalization;
using System.Text.RegularExpressions;

namespace LanToa.Reading.Extraction;

/// <summary>Pictures of pages to words with tesseract (language <c>vie</c>), table lines painted over first.</summary>
internal sealed partial class Recognition(ExtractionOptions options)
{
    public const int Dpi = 300;
    private const double NormalLongest = 1250; // points; A3 is 1190
    private const double A4Longest = 842;
    private const int Rim = 12;

    /// <summary>Mean confidence (0–100) under which a page is blurred, written by hand, or lies on its side.</summary>
    public const double WeakConfidence = 65;

    /// <summary>Resolution for a page, and the points that one of its pixels then stands for: pages with an absurd size (one point per pixel of the scanner) are taken as A4.</summary>
    public static (int Dpi, double PointsPerPixel) Resolution(double width, double height)
    {
        var longest = Math.Max(width, height);
        if (longest is > 300 and < NormalLongest) return (Dpi, 72.0 / Dpi);
        var dpi = Math.Clamp((int)Math.Round(A4Longest / longest * Dpi), 20, 1200);
        return (dpi, A4Longest / (longest / 72 * dpi));
    }

    /// <summary>
    /// The words of a picture and the lines drawn in it. The inside of a table is recognised column by column: across columns the program
    /// would read several cells as one line. A page fed sideways or upside down is turned. The picture is changed.
    /// </summary>
    public async Task<(PageWords Words, Rulings Rulings)> ReadAsync(GrayImage picture, double pointsPerPixel, TemporaryFolder folder, string name, CancellationToken cancellation)
    {
        var untouched = picture.Copy();
        var asIs = await ReadUprightAsync(picture, pointsPerPixel, folder, name, cancellation).ConfigureAwait(false);
        if (asIs.Words.Confidence >= WeakConfidence) return asIs;
        var turn = await TurnOfAsync(untouched, pointsPerPixel, folder, name, cancellation).ConfigureAwait(false);
        if (turn == 0) return asIs;
        var turned = await ReadUprightAsync(untouched.Turned(turn), pointsPerPixel, folder, name, cancellation).ConfigureAwait(false);
        return turned.Words.Confidence > asIs.Words.Confidence ? turned : asIs;
    }

    /// <summary>Degrees (0, 90, 180, 270) by which the picture must be turned clockwise to be read; 0 where nothing can be told.</summary>
    private async Task<int> TurnOfAsync(GrayImage picture, double pointsPerPixel, TemporaryFolder folder, string name, CancellationToken cancellation)
    {
        var file = folder.File(name + ".turn.pgm");
        await File.WriteAllBytesAsync(file, picture.ToPgm(), cancellation).ConfigureAwait(false);
        var run = await ExternalProgram.Tesseract.RunAsync(
            [file, "stdout", "-l", "osd", "--psm", "0", "--dpi", DpiOf(pointsPerPixel)],
            new() { Time = options.PageTimeLimit }, OneThread, folder.Path, cancellation).ConfigureAwait(false);
        File.Delete(file);
        return run.Succeeded && TurnLine().Match(run.Text) is { Success: true } found ? int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    private async Task<(PageWords Words, Rulings Rulings)> ReadUprightAsync(GrayImage picture, double pointsPerPixel, TemporaryFolder folder, string name, CancellationToken cancellation)
    {
        var factor = Math.Max(1, (int)Math.Round(72.0 / 100 / pointsPerPixel));
        var rulings = Rulings.Find(picture.Shrink(factor), pointsPerPixel * factor, picture);
        var words = new List<Word>();
        foreach (var table in RuledTable.Find(rulings))
        {
            foreach (var area in table.Areas())
                words.AddRange((await ReadPartAsync(picture, area, pointsPerPixel, folder, name, cancellation).ConfigureAwait(false)).Words);
            picture.White(Pixel(table.Left - 3), Pixel(table.Top - 3), Pixel(table.Right + 3), Pixel(table.Bottom + 3));
        }
        var page = await ReadPartAsync(picture, null, pointsPerPixel, folder, name, cancellation).ConfigureAwait(false);
        words.AddRange(page.Words);
        return (new(picture.Width * pointsPerPixel, picture.Height * pointsPerPixel, words, page.Confidence), rulings);

        int Pixel(double points) => (int)Math.Round(points / pointsPerPixel);
    }

    private async Task<PageWords> ReadPartAsync(GrayImage picture, TableArea? area, double pointsPerPixel, TemporaryFolder folder, string name, CancellationToken cancellation)
    {
        var part = picture;
        int x0 = 0, y0 = 0;
        if (area != null)
        {
            (x0, y0) = ((int)(area.X0 / pointsPerPixel), (int)(area.Y0 / pointsPerPixel));
            // With a white rim: letters at the very edge of a picture are read badly.
            part = picture.Cut(x0, y0, (int)(area.X1 / pointsPerPixel), (int)(area.Y1 / pointsPerPixel)).Framed(Rim);
            (x0, y0) = (x0 - Rim, y0 - Rim);
            foreach (var (left, top, right, bottom) in area.Hidden)
                part.White((int)(left / pointsPerPixel) - x0, (int)(top / pointsPerPixel) - y0, (int)(right / pointsPerPixel) - x0, (int)(bottom / pointsPerPixel) - y0);
            if (part.Ink() < 0.0001) return new(0, 0, []);
        }
        var file = folder.File(name + ".pgm");
        await File.WriteAllBytesAsync(file, part.ToPgm(), cancellation).ConfigureAwait(false);
        var pages = await ReadFileAsync(file, pointsPerPixel, folder, cancellation).ConfigureAwait(false);
        File.Delete(file);
        if (pages.Count == 0) return new(0, 0, []);
        var (dx, dy) = (x0 * pointsPerPixel, y0 * pointsPerPixel);
        return pages[0] with { Words = pages[0].Words.ConvertAll(w => new Word(w.X0 + dx, w.Y0 + dy, w.X1 + dx, w.Y1 + dy, w.Text)) };
    }

    /// <summary>The words of a picture file in any form that tesseract reads; several pages of a TIFF come as several.</summary>
    public async Task<List<PageWords>> ReadFileAsync(string file, double pointsPerPixel, TemporaryFolder folder, CancellationToken cancellation)
    {
        var run = await ExternalProgram.Tesseract.RunAsync(
            [file, "stdout", "-l", "vie", "--oem", "1", "--psm", "6", "--dpi", DpiOf(pointsPerPixel), "tsv"],
            new() { Time = options.PageTimeLimit }, OneThread, folder.Path, cancellation).ConfigureAwait(false);
        if (run.Outcome == ProgramOutcome.Missing) throw new UnreadableFileException(UnreadableCodes.ProgramMissing, ExternalProgram.Tesseract.MissingMessage);
        if (run.Outcome == ProgramOutcome.TimedOut)
            throw new UnreadableFileException(UnreadableCodes.TimedOut, "Nhận dạng một trang quá lâu nên đã dừng. Hãy quét lại trang với độ phân giải 300 dpi, thẳng và rõ hơn.");
        if (run.Error.Contains("vie.traineddata", StringComparison.Ordinal))
            throw new UnreadableFileException(UnreadableCodes.ProgramMissing, "Máy chủ chưa cài dữ liệu tiếng Việt của tesseract. Hãy nhờ quản trị viên chạy: apt-get install tesseract-ocr-vie");
        if (!run.Succeeded) throw new UnreadableFileException(UnreadableCodes.Broken, "Ảnh bị hỏng hoặc không đọc được. Hãy quét hoặc chụp lại rồi tải lên.");
        return WordTable.Parse(run.Text, pointsPerPixel, recognised: true);
    }

    private static string DpiOf(double pointsPerPixel) => ((int)Math.Round(72 / pointsPerPixel)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Threads of one page only get in each other's way; pages run side by side instead.</summary>
    private static Dictionary<string, string> OneThread => new() { ["OMP_THREAD_LIMIT"] = "1" };

    [GeneratedRegex(@"^Rotate: (0|90|180|270)\s*$", RegexOptions.Multiline)]
    private static partial Regex TurnLine();
}
