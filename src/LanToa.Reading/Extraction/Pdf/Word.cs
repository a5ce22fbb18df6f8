using System.Globalization;

namespace LanToa.Reading.Extraction;

/// <summary>A word and its box in points from the top left of the page.</summary>
internal readonly record struct Word(double X0, double Y0, double X1, double Y1, string Text)
{
    public double Height => Y1 - Y0;
    public double MiddleX => (X0 + X1) / 2;
    public double MiddleY => (Y0 + Y1) / 2;
}

/// <summary>The words of one page, its size in points, and how sure the recognition was (100 for a text layer).</summary>
internal sealed record PageWords(double Width, double Height, List<Word> Words, double Confidence = 100);

/// <summary>The table that <c>pdftotext -tsv</c> and <c>tesseract … tsv</c> both print: level, page, …, left, top, width, height, conf, text.</summary>
internal static class WordTable
{
    private const double LeastConfidence = 15;

    /// <param name="tsv">Standard output of the program.</param>
    /// <param name="scale">Points per unit of the table: 1 for pdftotext, 72/dpi for an image.</param>
    /// <param name="recognised">From an image: spaces are the program's own, and weak scraps of lines and stains are dropped.</param>
    public static List<PageWords> Parse(string tsv, double scale, bool recognised)
    {
        var pages = new List<PageWords>();
        double sum = 0, count = 0;
        Span<Range> parts = stackalloc Range[12];
        foreach (var line in tsv.AsSpan().EnumerateLines())
        {
            if (line.Split(parts, '\t') < 12 || !int.TryParse(line[parts[0]], NumberStyles.Integer, CultureInfo.InvariantCulture, out var level)) continue;
            if (!Number(line[parts[6]], out var left) || !Number(line[parts[7]], out var top) || !Number(line[parts[8]], out var width) || !Number(line[parts[9]], out var height)) continue;
            if (level == 1)
            {
                pages.Add(new(width * scale, height * scale, []));
                sum = count = 0;
            }
            if (level != 5 || pages.Count == 0) continue;
            var text = line[parts[11]].Trim().ToString();
            if (text.Length == 0 || height <= 0 || pages[^1].Words.Count > 50_000) continue;
            if (recognised)
            {
                // What is left of lines and frames clings to words.
                text = text.Trim('_', '|', '¦', '—', '~', '`', '‘', '¬');
                if (text.Length == 0 || !Number(line[parts[10]], out var confidence)) continue;
                if (confidence < LeastConfidence || (confidence < 70 && IsScrap(text))) continue;
                sum += confidence;
                count++;
                pages[^1] = pages[^1] with { Confidence = sum / count };
            }
            pages[^1].Words.Add(new(left * scale, top * scale, (left + width) * scale, (top + height) * scale, text));
        }
        if (!recognised)
            foreach (var page in pages) JoinPieces(page.Words);
        return pages;
    }

    // pdftotext cuts a word where the font changes ("T", "Ỉ", "NH"); pieces of a word touch.
    private static void JoinPieces(List<Word> words)
    {
        var kept = 0;
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (kept > 0 && words[kept - 1] is var last && Math.Abs(last.Y1 - word.Y1) < 0.25 * last.Height && word.X0 - last.X1 is var gap && gap < 0.07 * last.Height && gap > -0.25 * last.Height)
                words[kept - 1] = new(last.X0, Math.Min(last.Y0, word.Y0), Math.Max(last.X1, word.X1), Math.Max(last.Y1, word.Y1), last.Text + word.Text);
            else words[kept++] = word;
        }
        words.RemoveRange(kept, words.Count - kept);
    }

    private static bool IsScrap(string text)
    {
        foreach (var c in text)
            if (char.IsLetterOrDigit(c)) return text.Length == 1 && !char.IsAsciiDigit(c) && "IVXaăâbcdđegh".IndexOf(c, StringComparison.Ordinal) < 0;
        return true;
    }

    private static bool Number(ReadOnlySpan<char> text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
