using System.Globalization;
using System.Text.RegularExpressions;

namespace LanToa.Reading.Extraction;

/// <summary>
/// A table without drawn lines that says what it is: "TT" with other titles beside it and numbers below. The white corridors that run through all its lines
/// are its columns; between two numbers the widest white strip parts the rows, whether the cells of a row begin at its top or stand in its middle.
/// </summary>
/// <param name="Table">Columns and rows.</param>
/// <param name="Top">Where it begins on its page, in points.</param>
/// <param name="Bottom">Where it ends.</param>
/// <param name="Corridors">The white between its columns, left to right.</param>
/// <param name="Last">The number of its last row.</param>
internal sealed partial record HeadedTable(TablePiece Table, double Top, double Bottom, List<(double From, double To)> Corridors, int Last)
{
    private const int FewestColumns = 3, FewestRows = 2;

    /// <summary>In blanks between words: the narrowest corridor, what is left of one once it is known, and the least between two titles beside each other.</summary>
    private const double Narrowest = 0.9, Left = 0.6, BetweenTitles = 1.25;

    /// <summary>The part of a line's height around its middle that its letters surely fill.</summary>
    private const double Core = 0.25;

    /// <summary>Lines of one table stand no farther apart than this many of their heights.</summary>
    private const double Apart = 2.2;

    /// <summary>The first such table among the words of a page; null where there is none.</summary>
    public static HeadedTable? Find(List<Word> words)
    {
        foreach (var title in words)
            if (NumberTitle().IsMatch(title.Text) && At(words, title) is { } table)
                return table;
        return null;
    }

    private static HeadedTable? At(List<Word> words, Word title)
    {
        var height = title.Height;
        if (words.Exists(w => w.X1 < title.X0 && Math.Abs(w.MiddleY - title.MiddleY) < 0.5 * height)) return null;
        var numbers = Numbers(words.Where(w => w.MiddleY > title.Y1 && w.MiddleX > title.X0 - height && w.MiddleX < title.X1 + height), 1);
        if (numbers.Count == 0) return null;

        var first = title.MiddleY - (0.5 * height);
        var inside = words.FindAll(w => w.MiddleY > first && w.MiddleY < numbers[^1].MiddleY + (0.5 * height));
        var blank = Blank(inside);
        var corridors = White(inside, Narrowest * blank);
        corridors.RemoveAll(c => !PartsTitles(inside, title, c, BetweenTitles * blank));
        if (corridors.Count == 0) return null;
        var left = corridors[0].To - 1;
        var head = Strip(inside, title.MiddleY, numbers[0].MiddleY, left, height);
        KeepTitled(corridors, words.FindAll(w => w.MiddleY <= head && w.MiddleY > title.MiddleY - (1.6 * height)));
        if (corridors.Count < FewestColumns - 1 || corridors[0].To < title.X1 || corridors[0].From < numbers.Max(n => n.X1) - 1) return null;

        var bottom = numbers[^1].MiddleY + (0.5 * height);
        foreach (var row in Following(words.Where(w => w.MiddleY > bottom), numbers[^1].MiddleY))
        {
            if (row.X0 < left || !Narrow(ref corridors, row, Left * blank)) break;
            bottom = row.Words.Max(w => w.MiddleY) + (0.1 * height);
        }
        // One row alone is one only where the page ends under it.
        if (numbers.Count < FewestRows && (words.Exists(w => w.MiddleY > bottom) || corridors.Count < FewestColumns)) return null;

        // Titles of several lines stand as far above "TT" as below it.
        var (top, limit) = (first, (2 * title.MiddleY) - head - (0.3 * height));
        foreach (var row in TextRow.Group(words.Where(w => w.MiddleY <= first && w.MiddleY > limit)).OrderByDescending(r => r.Y0))
        {
            if (row.X0 < left || !Narrow(ref corridors, row, Left * blank)) break;
            top = row.Words.Min(w => w.MiddleY) - (0.5 * height);
        }

        var edges = Edges(words.FindAll(w => w.MiddleY > top && w.MiddleY <= bottom), corridors);
        var rows = Rows(words, numbers, [top, head], bottom, edges);
        return rows[0].Count(c => c.Length > 0) < FewestColumns ? null : new(new(edges, rows), top, bottom, corridors, numbers.Count);
    }

    /// <summary>What stands of a table at the top of the page after the one on which it began; null where it does not go on.</summary>
    public static HeadedTable? GoesOn(List<Word> words, HeadedTable before)
    {
        var (corridors, least) = (before.Corridors, Left * Blank(words));
        var kept = new List<Word>();
        foreach (var row in Following(words, words.Min(w => w.MiddleY)))
        {
            if (!Narrow(ref corridors, row, least)) break;
            kept.AddRange(row.Words);
        }

        if (kept.Count == 0) return null;
        var edges = Edges(kept, corridors);
        var numbers = Numbers(kept.Where(w => w.MiddleX < edges[1]), before.Last + 1);
        if (numbers.Count == 0 && kept.Exists(w => w.MiddleX < edges[1])) return null;
        var height = TextRow.Median(kept.Select(w => w.Height));
        var (top, bottom) = (kept.Min(w => w.Y0), kept.Max(w => w.MiddleY) + (0.1 * height));
        List<double> cuts = [top];
        if (numbers.Count > 0)
        {
            // The first row is as high above its number as below it, or begins with it: what is higher belongs to the row of the page before.
            var below = (numbers.Count > 1 ? Strip(kept, numbers[0].MiddleY, numbers[1].MiddleY, edges[1], height) : bottom) - numbers[0].MiddleY;
            if (numbers[0].MiddleY - top > below + (0.8 * height)) cuts.Add(Strip(kept, top, numbers[0].MiddleY, edges[1], height));
        }

        return new(new(before.Table.ColumnEdges, Rows(kept, numbers, cuts, bottom, edges)), top, bottom, corridors, before.Last + numbers.Count);
    }

    /// <summary>Numbers from one on, each the next of the one above it; a number out of turn ends them.</summary>
    private static List<Word> Numbers(IEnumerable<Word> column, int from)
    {
        var found = new List<Word>();
        foreach (var word in column.Where(w => Number().IsMatch(w.Text)).OrderBy(w => w.MiddleY))
        {
            if (int.Parse(Number().Match(word.Text).Groups[1].ValueSpan, CultureInfo.InvariantCulture) != from + found.Count) break;
            found.Add(word);
        }

        return found;
    }

    /// <summary>The usual blank between two words of a cell: of all blanks the lower quarter, since those between columns are among them.</summary>
    private static double Blank(List<Word> words)
    {
        var blanks = new List<double>();
        foreach (var row in TextRow.Group(words))
            for (var i = 1; i < row.Words.Count; i++)
                if (row.Words[i].X0 - row.Words[i - 1].X1 is > 0 and var blank) blanks.Add(blank);
        blanks.Sort();
        return blanks.Count == 0 ? 0 : blanks[blanks.Count / 4];
    }

    /// <summary>White from top to bottom, wide enough to part columns.</summary>
    private static List<(double From, double To)> White(List<Word> words, double least)
    {
        var white = new List<(double, double)>();
        var right = double.MaxValue;
        foreach (var word in words.OrderBy(w => w.X0))
        {
            if (word.X0 - right > least) white.Add((right, word.X0));
            right = right == double.MaxValue ? word.X1 : Math.Max(right, word.X1);
        }

        return white;
    }

    /// <summary>White that runs through the blank between two words of one title parts no columns.</summary>
    private static bool PartsTitles(List<Word> words, Word title, (double From, double To) corridor, double least)
    {
        var line = words.FindAll(w => Math.Abs(w.MiddleY - title.MiddleY) < 0.5 * title.Height);
        var before = line.Where(w => w.X1 <= corridor.From + 0.1).Select(w => w.X1).DefaultIfEmpty(double.MinValue).Max();
        var after = line.Where(w => w.X0 >= corridor.To - 0.1).Select(w => w.X0).DefaultIfEmpty(double.MaxValue).Min();
        return after - before > least;
    }

    /// <summary>A column has a title: of two corridors with none between them the narrower is a chance of the text.</summary>
    private static void KeepTitled(List<(double From, double To)> corridors, List<Word> titles)
    {
        for (var c = 1; c < corridors.Count; c++)
        {
            var (before, after) = (corridors[c - 1], corridors[c]);
            if (titles.Exists(w => w.MiddleX > before.To && w.MiddleX < after.From)) continue;
            corridors.RemoveAt(after.To - after.From < before.To - before.From ? c : c - 1);
            c = Math.Max(0, c - 2);
        }
    }

    /// <summary>Lines from the top down, as long as each follows the one above it and none belongs to a letterhead or a signature.</summary>
    private static IEnumerable<TextRow> Following(IEnumerable<Word> words, double after)
    {
        foreach (var row in TextRow.Group(words))
        {
            var middle = (row.Y0 + row.Y1) / 2;
            if (middle - after > Apart * row.Height || SideBySide.IsMarked(row)) yield break;
            after = middle;
            yield return row;
        }
    }

    /// <summary>The corridors as far as a line leaves them white; false, and nothing changed, where it crosses one.</summary>
    private static bool Narrow(ref List<(double From, double To)> corridors, TextRow row, double least)
    {
        var narrowed = corridors.ConvertAll(c => SideBySide.Crossing(row, c, least));
        if (narrowed.Exists(n => n is null)) return false;
        corridors = narrowed.ConvertAll(n => n!.Value);
        return true;
    }

    private static double[] Edges(List<Word> words, List<(double From, double To)> corridors) =>
        [words.Min(w => w.X0), .. corridors.Select(c => (c.From + c.To) / 2), words.Max(w => w.X1)];

    /// <summary>The middle of the widest white strip between two heights; of several the lowest, for cells that begin at the top of their row.</summary>
    private static double Strip(List<Word> words, double from, double to, double left, double height)
    {
        var cores = words.Where(w => w.MiddleX > left && w.MiddleY > from - height && w.MiddleY < to + height)
            .Select(w => (From: w.MiddleY - (Core * w.Height), To: w.MiddleY + (Core * w.Height))).OrderBy(s => s.From);
        var (best, widest, covered) = ((from + to) / 2, 0.0, from);
        foreach (var core in cores.Append((From: to, To: to)))
        {
            var (start, end) = (Math.Max(covered, from), Math.Min(core.From, to));
            if (end > start && end - start > widest - (0.08 * height)) (best, widest) = ((start + end) / 2, Math.Max(widest, end - start));
            covered = Math.Max(covered, core.To);
        }

        return best;
    }

    private static List<string[]> Rows(List<Word> words, List<Word> numbers, List<double> cuts, double bottom, double[] edges)
    {
        for (var n = 1; n < numbers.Count; n++) cuts.Add(Strip(words, numbers[n - 1].MiddleY, numbers[n].MiddleY, edges[1], numbers[n].Height));
        cuts.Add(bottom);
        var rows = new List<string[]>(cuts.Count);
        for (var r = 0; r + 1 < cuts.Count; r++) rows.Add(Row(words.FindAll(w => w.MiddleY > cuts[r] && w.MiddleY <= cuts[r + 1]), edges));
        return rows;
    }

    private static string[] Row(List<Word> words, double[] edges)
    {
        var cells = new string[edges.Length - 1];
        for (var c = 0; c < cells.Length; c++)
            cells[c] = CellText.Of(words.FindAll(w => (c == 0 || w.MiddleX >= edges[c]) && (c == cells.Length - 1 || w.MiddleX < edges[c + 1])), edges[c + 1]);
        return cells;
    }

    [GeneratedRegex(@"^S?TT$", RegexOptions.IgnoreCase)]
    private static partial Regex NumberTitle();

    [GeneratedRegex(@"^([0-9]{1,3})[.)]?$")]
    private static partial Regex Number();
}
