namespace LanToa.Platform.Documents.Sheets;

/// <summary>How wide columns are and how many lines words take in them, so that a sheet is read without pulling at it: neither one word under the other nor columns of nothing.</summary>
internal static class SheetWidths
{
    /// <summary>By so many rows the widths are chosen; a list of any length is not held in memory for it.</summary>
    public const int RowsLooked = 200;

    private const double Widest = 90;
    private const int MostLines = 5, MostHeadLines = 3;

    /// <summary>Widths count digits; letters of Times New Roman are narrower on the average, bold ones as wide.</summary>
    private const double LettersToDigit = 1.12;

    /// <param name="columns">As declared.</param>
    /// <param name="rows">The first of the sheet.</param>
    /// <param name="areAll">No further ones come: only then is a column made narrower than declared.</param>
    public static IReadOnlyList<SheetColumn> Of(IReadOnlyList<SheetColumn> columns, IReadOnlyList<object?[]> rows, bool areAll) => rows.Count == 0 ? columns : [.. columns.Select((c, n) => c.IsToFill ? c : c with { Width = Math.Max(areAll ? 0 : c.Width, Of(c, rows, n)) })];

    private static double Of(SheetColumn column, IReadOnlyList<object?[]> rows, int n)
    {
        var longest = 0;
        foreach (var value in rows.Select(r => n < r.Length ? r[n] : null))
            if (value is string text) longest = Math.Max(longest, text.Split('\n').Max(l => l.Length));
            // Numbers, days and moments know how wide they are; a heading takes the width that there is.
            else if (value is not (null or SheetHeading)) return column.Width;
        var least = Math.Max(column.Head.Split(' ').Max(w => w.Length), Math.Ceiling((double)column.Head.Length / MostHeadLines)) + 3;
        if (longest == 0) return Math.Min(column.Width, least);
        return Math.Min(Widest, Math.Max(least, Math.Max(Math.Min(column.Width, longest + 2), Math.Ceiling((double)longest / MostLines) + 2)));
    }

    /// <summary>Not every program works out for itself how high a row of wrapped words must be.</summary>
    public static int LinesOf(string text, double width, bool isBold)
    {
        var (lines, most) = (0, Math.Max(1, (int)((width - 0.5) * (isBold ? 1 : LettersToDigit))));
        foreach (var line in text.Split('\n'))
        {
            if (line.Length <= most)
            {
                lines++;
                continue;
            }
            var used = 0;
            foreach (var word in line.Split(' '))
            {
                used = used == 0 || used + 1 + word.Length > most ? Begin(word.Length) : used + 1 + word.Length;
                // A word longer than the line goes on below.
                for (; used > most; used -= most) lines++;
            }
        }
        return lines;

        int Begin(int length)
        {
            lines++;
            return length;
        }
    }
}
