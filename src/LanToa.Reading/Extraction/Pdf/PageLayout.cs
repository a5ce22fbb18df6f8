using System.Text.RegularExpressions;

namespace LanToa.Reading.Extraction;

/// <summary>A piece of a page in reading order: lines of text, or a table.</summary>
internal abstract record PagePiece;

internal sealed record LinesPiece(List<string> Lines) : PagePiece;

internal sealed record TablePiece(double[] ColumnEdges, List<string[]> Rows) : PagePiece;

/// <summary>From words and drawn lines to reading order: tables first, then blocks that stand side by side, then lines.</summary>
internal static partial class PageLayout
{
    /// <param name="page">The words of the page.</param>
    /// <param name="rulings">Its drawn lines.</param>
    /// <param name="open">The table without lines with which the page before ended, and this one ends; null for none.</param>
    public static List<PagePiece> Read(PageWords page, Rulings rulings, ref HeadedTable? open)
    {
        var pieces = new List<PagePiece>();
        var tables = RuledTable.Find(rulings);
        var free = new List<Word>();
        var inside = tables.ToDictionary(t => t, _ => new List<Word>());
        foreach (var word in page.Words)
            if (tables.Find(t => t.Holds(word)) is { } table) inside[table].Add(word);
            else free.Add(word);

        double from = double.MinValue;
        foreach (var table in tables)
        {
            if (inside[table].Count == 0) continue;
            Text(pieces, free.FindAll(w => w.MiddleY > from && w.MiddleY <= table.Top), page, ref open);
            open = null;
            from = table.Top;
            pieces.Add(Table(table, inside[table]));
        }
        Text(pieces, free.FindAll(w => w.MiddleY > from), page, ref open);
        return pieces;
    }

    private static TablePiece Table(RuledTable table, List<Word> words)
    {
        var cells = table.Fill(words);
        var rows = new List<string[]>();
        for (var r = 0; r < table.Rows; r++)
        {
            var row = new string[table.Columns];
            for (var c = 0; c < table.Columns; c++) row[c] = CellText.Of(cells[r, c], table.RightOf(r, c));
            if (row.Any(c => c.Length > 0)) rows.Add(row);
        }
        return new(table.ColumnEdges.ToArray(), rows);
    }

    private static void Text(List<PagePiece> pieces, List<Word> words, PageWords page, ref HeadedTable? open)
    {
        if (words.Count == 0) return;
        if (open is not null && HeadedTable.GoesOn(words, open) is { } rest || (rest = HeadedTable.Find(words)) is not null)
        {
            HeadedTable? none = null;
            Text(pieces, words.FindAll(w => w.MiddleY <= rest.Top), page, ref none);
            pieces.Add(rest.Table);
            open = rest;
            Text(pieces, words.FindAll(w => w.MiddleY > rest.Bottom), page, ref none);
            if (none is not null || words.Exists(w => w.MiddleY > rest.Bottom)) open = none;
            return;
        }
        open = null;
        var rows = TextRow.Group(words);
        var lines = new List<string>();
        var pitch = Pitch(rows);
        for (var i = 0; i < rows.Count;)
        {
            // A page number is furniture wherever it stands; taken into a block it would land in the middle of it.
            if ((i == 0 || i == rows.Count - 1) && PageNumber().IsMatch(rows[i].ToString()))
            {
                Gap(lines);
                lines.Add(rows[i++].ToString());
                Gap(lines);
                continue;
            }
            if (AlignedTable.At(rows, i) is { } aligned)
            {
                Flush(pieces, lines);
                lines = [];
                pieces.Add(aligned.Table);
                i = aligned.End;
                continue;
            }
            if (SideBySide.At(rows, i) is { } block)
            {
                Gap(lines);
                Column(lines, TextRow.Group(block.Left));
                Gap(lines);
                Column(lines, TextRow.Group(block.Right));
                Gap(lines);
                i = block.End;
                continue;
            }
            if (i > 0 && lines.Count > 0 && BeginsParagraph(rows[i - 1], rows[i], pitch, page)) Gap(lines);
            lines.Add(rows[i].ToString());
            i++;
        }
        Flush(pieces, lines);
    }

    private static void Flush(List<PagePiece> pieces, List<string> lines)
    {
        while (lines.Count > 0 && lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
        if (lines.Count > 0) pieces.Add(new LinesPiece(lines));
    }

    private static void Column(List<string> lines, List<TextRow> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0 && rows[i].Y0 - rows[i - 1].Y1 > 1.2 * rows[i].Height) Gap(lines);
            lines.Add(rows[i].ToString());
        }
    }

    private static void Gap(List<string> lines)
    {
        if (lines.Count > 0 && lines[^1].Length > 0) lines.Add("");
    }

    private static bool BeginsParagraph(TextRow above, TextRow row, double pitch, PageWords page)
    {
        if (row.Y1 - above.Y1 > 1.22 * pitch) return true;
        // First-line indent under a line that began at the margin and ran its course.
        var indent = row.X0 - above.X0;
        return indent is > 14 and < 60 && above.X1 > page.Width * 0.5 && row.X1 > page.Width * 0.6;
    }

    [GeneratedRegex(@"^(?:Trang\s*)?[-–]?\s*[0-9]{1,3}(?:\s*/\s*[0-9]{1,3})?\s*[-–]?$", RegexOptions.IgnoreCase)]
    private static partial Regex PageNumber();

    // The distance between neighbouring lines of running text: the commonest small step.
    private static double Pitch(List<TextRow> rows)
    {
        var steps = new List<double>();
        for (var i = 1; i < rows.Count; i++)
            if (rows[i].Y1 - rows[i - 1].Y1 is var step && step > 0.5 * rows[i].Height && step < 2.5 * rows[i].Height) steps.Add(step);
        steps.Sort();
        return steps.Count < 4 ? 1.25 * TextRow.Median(rows.Select(r => r.Height)) : steps[steps.Count / 4];
    }
}
