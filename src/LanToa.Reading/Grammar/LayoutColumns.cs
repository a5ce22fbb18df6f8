namespace LanToa.Reading.Grammar;

/// <summary>A run of words on a line, parted from others by two blanks or more. Columns count from the beginning of the line.</summary>
internal readonly record struct LayoutCell(int From, int To)
{
    public int Middle => (From + To) / 2;
    public bool Overlaps(LayoutCell other) => From < other.To && other.From < To;
}

/// <summary>Where the columns of a table stand that is kept apart by blanks only, as `pdftotext -layout` prints it.</summary>
internal static class LayoutColumns
{
    /// <summary>Runs of words of a line.</summary>
    public static List<LayoutCell> Cells(TextView view, SourceLine line)
    {
        var cells = new List<LayoutCell>(6);
        var text = view.Text;
        var start = line.ContentStart;
        for (var i = start; i < line.ContentEnd; i++)
        {
            if (!Vn.IsSpace(text[i])) continue;
            var end = i;
            while (end < line.ContentEnd && Vn.IsSpace(text[end])) end++;
            if (end - i >= 2 && i > start)
            {
                cells.Add(new LayoutCell(start - line.Start, i - line.Start));
                start = end;
            }

            i = end;
        }

        if (start < line.ContentEnd) cells.Add(new LayoutCell(start - line.Start, line.ContentEnd - line.Start));
        return cells;
    }

    /// <summary>The cells of a line of a table with a column of numbers: a number, or the name of its column, may stand only one blank before what follows.</summary>
    public static List<LayoutCell> NumberedCells(TextView view, SourceLine line)
    {
        var cells = Cells(view, line);
        if (cells.Count == 0) return cells;
        var (from, to) = (cells[0].From, cells[0].To);
        var end = from;
        while (end < to && !Vn.IsSpace(view.Text[line.Start + end])) end++;
        if (end >= to - 1 || end - from > 6) return cells;
        var first = view.Text.Substring(line.Start + from, end - from);
        if (FieldLabels.Of(Vn.Lower(first)) != Field.Number && !(LayoutTableFinder.IsLabel(first) && first[^1] is not ('.' or ')') && char.IsLetter(view.Text[line.Start + end + 1]))) return cells;
        cells[0] = new LayoutCell(from, end);
        cells.Insert(1, new LayoutCell(end + 1, to));
        return cells;
    }

    public static bool HasGap(TextView view, SourceLine line)
    {
        var content = line.Of(view.Text);
        return content.Contains("  ", StringComparison.Ordinal) || content.Contains('\t');
    }

    /// <summary>Columns that the lines of a head name; a title over several others is put before each of them.</summary>
    public static List<(LayoutCell Place, string Title)> Titles(TextView view, List<SourceLine> lines, int from, int to)
    {
        var levels = new List<(LayoutCell Cell, string Text, int Level)>();
        for (var i = from; i < to; i++)
        {
            if (lines[i].Role is LineRole.Blank or LineRole.Furniture or LineRole.Rule) continue;
            foreach (var cell in NumberedCells(view, lines[i])) levels.Add((cell, Text(view, lines[i], cell), i));
        }

        var spanning = levels.FindAll(a => levels.Exists(b => b.Level > a.Level && a.Cell.Overlaps(b.Cell) && levels.Exists(c => c.Level == b.Level && c.Cell.From > b.Cell.To && a.Cell.Overlaps(c.Cell))));
        var columns = new List<(LayoutCell Place, string Title)>();
        foreach (var (cell, text, _) in levels.Except(spanning).OrderBy(l => l.Level))
        {
            var at = columns.FindIndex(c => c.Place.Overlaps(cell));
            if (at < 0) columns.Add((cell, text));
            else columns[at] = (new LayoutCell(Math.Min(columns[at].Place.From, cell.From), Math.Max(columns[at].Place.To, cell.To)), columns[at].Title + " " + text);
        }

        foreach (var (cell, text, _) in spanning)
            for (var c = 0; c < columns.Count; c++)
                if (columns[c].Place.Overlaps(cell) && TableHeader.Of(columns[c].Title) == Field.None)
                    columns[c] = (columns[c].Place, text + " " + columns[c].Title);
        return [.. columns.OrderBy(c => c.Place.From)];
    }

    public static string Text(TextView view, SourceLine line, LayoutCell cell) => Cleaner.Join(view.Text, new Piece(line.Start + cell.From, line.Start + cell.To));

    /// <summary>Between each two places the position that the fewest lines print on.</summary>
    public static int[] Edges(IReadOnlyList<LayoutCell> places, List<List<LayoutCell>> full)
    {
        var edges = new int[places.Count - 1];
        for (var c = 0; c + 1 < places.Count; c++)
        {
            int from = places[c].Middle + 1, to = Math.Max(places[c].Middle + 2, places[c + 1].Middle);
            var printed = new int[to - from];
            foreach (var line in full)
                foreach (var cell in line)
                    for (var x = Math.Max(from, cell.From); x < Math.Min(to, cell.To); x++)
                        printed[x - from]++;
            int best = 0, most = -1, least = printed.Min();
            for (var x = 0; x < printed.Length;)
            {
                var end = x;
                while (end < printed.Length && printed[end] == least) end++;
                // What stands in a column begins at its left side: a gap behind which many cells begin parts columns, then the widest does.
                var begun = end == x ? -1 : 4 * Begun(full, from + end) + end - x;
                if (begun > most) (best, most) = (end - 1, begun);
                x = Math.Max(end, x + 1);
            }

            edges[c] = from + best;
        }

        return edges;
    }

    private static int Begun(List<List<LayoutCell>> full, int at)
    {
        var begun = 0;
        foreach (var line in full)
            foreach (var cell in line)
                if (cell.From == at)
                    begun++;
        return begun;
    }

    public static int Column(int[] edges, LayoutCell cell)
    {
        int best = 0, most = -1;
        for (var c = 0; c <= edges.Length; c++)
        {
            int left = c == 0 ? 0 : edges[c - 1], right = c == edges.Length ? int.MaxValue : edges[c];
            var shared = Math.Min(cell.To, right) - Math.Max(cell.From, left);
            if (shared > most) (best, most) = (c, shared);
        }

        return best;
    }

    /// <summary>True where a run reaches clearly into more than one column.</summary>
    public static bool Crosses(int[] edges, LayoutCell cell)
    {
        foreach (var edge in edges)
            if (cell.From < edge - 3 && cell.To > edge + 3)
                return true;
        return false;
    }
}
