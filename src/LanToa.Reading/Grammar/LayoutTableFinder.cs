namespace LanToa.Reading.Grammar;

/// <summary>A table in columns of blanks: lines [From, To), the head up to <see cref="Body"/>.</summary>
internal sealed record LayoutTable(int From, int Body, int To, Field[] Columns, string[] Titles, IReadOnlyList<LayoutCell> Places);

/// <summary>Finds tables whose columns are kept apart by blanks.</summary>
internal static class LayoutTableFinder
{
    private const int LongestTitle = 46;
    private const int HighestHead = 6;

    /// <summary>Lines below a head without one full row: what follows is no table.</summary>
    private const int LongestWithoutRow = 60;

    /// <summary>Marks the lines of such tables.</summary>
    public static void Mark(TextView view, List<SourceLine> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Role != LineRole.Text || At(view, lines, i) is not { } table) continue;
            for (var j = table.From; j < table.To; j++)
                if (lines[j].Role == LineRole.Text)
                    lines[j].Role = LineRole.LayoutTable;
            i = table.To - 1;
        }
    }

    /// <summary>The table whose head holds a line; null where the line names no columns.</summary>
    public static LayoutTable? At(TextView view, List<SourceLine> lines, int anchor)
    {
        if (Anchor(view, lines[anchor]) is not { } number) return null;
        var from = number < 0 ? anchor : Up(view, lines, anchor, number);
        var body = Down(view, lines, anchor, number);
        var columns = LayoutColumns.Titles(view, lines, from, body);
        if (columns.Count < 3) return null;
        var titles = columns.ConvertAll(c => c.Title);
        if (TableHeader.Read(titles) is not { } fields) return null;
        TableHeader.NameWork(fields, titles);
        var to = End(view, lines, body, fields, columns.ConvertAll(c => c.Place));
        return to <= body ? null : new LayoutTable(from, body, to, fields, [.. titles], columns.ConvertAll(c => c.Place));
    }

    /// <summary>Where "TT" ends on a line that names columns beside it; -1 for one that names three without it; null for other lines.</summary>
    private static int? Anchor(TextView view, SourceLine line)
    {
        if (line.Length is < 12 or > 260 || line.Terminated || !LayoutColumns.HasGap(view, line)) return null;
        return Anchor(view, line, LayoutColumns.NumberedCells(view, line));
    }

    private static int? Anchor(TextView view, SourceLine line, List<LayoutCell> cells)
    {
        if (cells.Count < 2 || cells.Exists(c => c.To - c.From > LongestTitle)) return null;
        if (FieldLabels.Of(Vn.Lower(LayoutColumns.Text(view, line, cells[0]))) == Field.Number) return cells[0].To;
        if (cells.Count < 3) return null;
        var known = cells.ConvertAll(c => TableHeader.Of(LayoutColumns.Text(view, line, c)));
        return known.Contains(Field.Work) && known.Count(f => f != Field.None) >= 3 ? -1 : null;
    }

    /// <summary>Titles wrapped over lines may begin above "TT", which stands in the middle.</summary>
    private static int Up(TextView view, List<SourceLine> lines, int anchor, int number)
    {
        var from = anchor;
        for (var i = anchor - 1; i >= 0 && anchor - i < HighestHead; i--)
        {
            var line = lines[i];
            if (line.Role is not (LineRole.Text or LineRole.LayoutTable) || line.Label.Class != LabelClass.None || line.Terminated || line.Page != lines[anchor].Page) break;
            var cells = LayoutColumns.NumberedCells(view, line);
            if (cells[0].From <= number || cells.Exists(c => c.To - c.From > LongestTitle - 10) || line.Upper && cells.Count < 2) break;
            from = i;
        }

        return from;
    }

    /// <summary>The first line after the titles.</summary>
    private static int Down(TextView view, List<SourceLine> lines, int anchor, int number)
    {
        var body = anchor + 1;
        var seen = 0;
        for (var i = anchor + 1; i < lines.Count && seen < HighestHead; i++)
        {
            var line = lines[i];
            if (line.Role is LineRole.Blank or LineRole.Rule or LineRole.Furniture) continue;
            if (line.Role is not (LineRole.Text or LineRole.LayoutTable)) break;
            seen++;
            var cells = LayoutColumns.NumberedCells(view, line);
            if (IsNumbering(view, line, cells)) return i + 1;
            if (number >= 0 ? cells[0].From < number : !line.LowerStart) break;
            if (line.Terminated || cells.Exists(c => c.To - c.From > LongestTitle - 10)) break;
            // Below the names only the rest of a name stands, or the names below a common title.
            if (!cells.TrueForAll(c => char.IsLower(view.Text[line.Start + c.From]) || view.Text[line.Start + c.From] == '(' || TableHeader.Of(LayoutColumns.Text(view, line, c)) != Field.None)) break;
            body = i + 1;
        }

        return body;
    }

    private static bool IsNumbering(TextView view, SourceLine line, List<LayoutCell> cells) =>
        cells.Count >= 3 && cells.TrueForAll(c => c.To - c.From <= 4) && cells.TrueForAll(c => LayoutColumns.Text(view, line, c).Trim('(', ')').Length <= 2);

    private static int End(TextView view, List<SourceLine> lines, int body, Field[] fields, List<LayoutCell> places)
    {
        int to = body, blank = 0, rows = 0;
        var edges = new int[places.Count - 1];
        for (var c = 0; c < edges.Length; c++) edges[c] = (places[c].To + places[c + 1].From) / 2;
        for (var i = body; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line.Role is LineRole.Blank)
            {
                if (++blank > 12) break;
                continue;
            }

            if (line.Role is LineRole.Furniture or LineRole.Rule) continue;
            if (line.Role is not (LineRole.Text or LineRole.LayoutTable) || Ends(view, line)) break;
            var cells = LayoutColumns.NumberedCells(view, line);
            if (!Belongs(view, line, cells, edges, fields)) break;
            if (cells.Count >= 3) rows++;
            if (rows == 0 && i - body > LongestWithoutRow) break;
            blank = 0;
            to = i + 1;
        }

        return rows == 0 ? body : to;
    }

    private static bool Ends(TextView view, SourceLine line)
    {
        var lower = line.Of(view.Lower);
        return PartFinder.IsMotto(lower) || lower.StartsWith("nơi nhận", StringComparison.Ordinal) || line.Label.Class is LabelClass.Annex or LabelClass.Article || Signatures.IsLine(line.Of(view.Text), lower) && LayoutColumns.NumberedCells(view, line).Count < 3;
    }

    /// <summary>A line of cells, or one that names the rows after it; a sentence over the whole width ends the table.</summary>
    private static bool Belongs(TextView view, SourceLine line, List<LayoutCell> cells, int[] edges, Field[] fields)
    {
        if (cells.Count >= 3) return true;
        var number = Array.IndexOf(fields, Field.Number);
        if (cells.Count == 2 && number == 0 && cells[0].To <= edges[0] + 2 && IsLabel(LayoutColumns.Text(view, line, cells[0])) && (cells[1].From - cells[0].To > 1 || edges.Length < 2 || cells[1].To <= edges[1] + 2)) return true;
        foreach (var cell in cells)
        {
            int reached = 0;
            foreach (var edge in edges)
                if (cell.From < edge - 6 && cell.To > edge + 6)
                    reached++;
            if (reached > 1 || reached == 1 && cells.Count == 1 && (line.Label.IsNumbered || cell.From <= edges[0])) return false;
        }

        return cells.Count > 1 || !line.Label.IsNumbered && (number != 0 || cells[0].From >= edges[0] - 4 || IsLabel(LayoutColumns.Text(view, line, cells[0])));
    }

    /// <summary>"1", "1.2", "II", "a)": the number of a row.</summary>
    public static bool IsLabel(string text)
    {
        var bare = text.TrimEnd('.', ')', '/');
        return bare.Length is > 0 and <= 6 && LabelReader.Read(bare + ". A", Vn.Lower(bare + ". A")).Class is not (LabelClass.None or LabelClass.Annex or LabelClass.Article or LabelClass.Part or LabelClass.Chapter) && (char.IsDigit(bare[0]) || bare.Length <= 2 || LabelReader.RomanValue(bare) > 0);
    }
}
