namespace LanToa.Reading.Grammar;

/// <summary>Cells of a table row "| a | b |" and the paragraphs of a cell.</summary>
internal static class TableRows
{
    /// <summary>Ranges between the bars, without the bars.</summary>
    public static List<Piece> Cells(string text, SourceLine line)
    {
        var cells = new List<Piece>(8);
        // The bar before the first cell may not be printed.
        var start = line.Length > 0 && text[line.ContentStart] != '|' ? line.ContentStart : -1;
        for (var i = line.ContentStart; i < line.ContentEnd; i++)
        {
            if (text[i] != '|' || (i > line.ContentStart && text[i - 1] == '\\')) continue;
            if (start >= 0) cells.Add(new Piece(start, i));
            start = i + 1;
        }

        if (start >= 0 && start < line.ContentEnd) cells.Add(new Piece(start, line.ContentEnd));
        return cells;
    }

    /// <summary>Paragraphs of a cell, without surrounding blanks; none for an empty cell.</summary>
    public static List<Piece> Paragraphs(TextView view, Piece cell)
    {
        var found = new List<Piece>();
        var start = cell.Start;
        var hasBreaks = view.Lower.AsSpan(cell.Start, cell.End - cell.Start).Contains('<');
        var breaks = hasBreaks ? LineReader.Breaks(view.Lower, cell.Start, cell.End).ToList() : [];
        for (var i = cell.Start; i < cell.End; i++)
        {
            if (view.Text[i] == '\u2028')
            {
                Add(view.Text, found, start, i);
                start = i + 1;
            }
            else if (hasBreaks && breaks.Find(b => b.Start == i) is { End: > 0 } at)
            {
                Add(view.Text, found, start, i);
                start = at.End;
                i = at.End - 1;
            }
        }

        Add(view.Text, found, start, cell.End);
        return found;
    }

    private static void Add(string text, List<Piece> found, int start, int end)
    {
        while (start < end && Vn.IsSpace(text[start])) start++;
        while (end > start && Vn.IsSpace(text[end - 1])) end--;
        if (end > start) found.Add(new Piece(start, end));
    }
}
