using System.Text;

namespace LanToa.Reading.Extraction;

/// <summary>Pages to one text; a table that goes on over a page break is put together again.</summary>
internal sealed class DocumentAssembler
{
    private readonly List<(string? Line, string[]? Row)> _lines = [];
    private readonly List<string[]> _head = []; // the first rows of the table last written, to know them when the next page repeats them
    private double[]? _edges;
    private int _lastRow = -1;

    /// <summary>Adds a page; \f stands before every page but the first.</summary>
    public void Page(List<PagePiece> pieces)
    {
        if (_lines.Count > 0 || _pages > 0) _lines.Add(("\f", null));
        _pages++;
        var first = true;
        foreach (var piece in pieces)
        {
            switch (piece)
            {
                case LinesPiece lines:
                    // The page number above a table that goes on is no text between its halves.
                    var furniture = first && lines.Lines.Count == 1 && lines.Lines[0].Length <= 8 && lines.Lines[0].Any(char.IsAsciiDigit);
                    foreach (var line in lines.Lines) _lines.Add((line, null));
                    if (furniture) continue;
                    _edges = null;
                    _lines.Add(("", null));
                    break;
                case TablePiece table:
                    Table(table, continues: first && _edges != null && Same(_edges, table.ColumnEdges));
                    break;
            }
            first = false;
        }
    }

    private int _pages;

    private void Table(TablePiece table, bool continues)
    {
        var rows = table.Rows;
        if (continues)
        {
            var repeated = 0;
            while (repeated < Math.Min(rows.Count, _head.Count) && Alike(rows[repeated], _head[repeated])) repeated++;
            rows = rows.Skip(repeated).ToList();
            if (rows.Count > 0 && _lastRow >= 0 && GoesOn(_lines[_lastRow].Row!, rows[0]))
            {
                var merged = _lines[_lastRow].Row!.Zip(rows[0], Join).ToArray();
                _lines[_lastRow] = (null, merged);
                rows = rows.Skip(1).ToList();
            }
        }
        else
        {
            _head.Clear();
            _head.AddRange(rows.Take(3));
        }
        foreach (var row in rows)
        {
            _lastRow = _lines.Count;
            _lines.Add((null, row));
        }
        _edges = table.ColumnEdges;
    }

    // The second half of a row has no number of its own, and something to add to at least one cell that had begun.
    private static bool GoesOn(string[] above, string[] row) =>
        row[0].Length == 0 && above[0].Length > 0 && row.Zip(above).Any(p => p.First.Length > 0 && p.Second.Length > 0) &&
        row.Zip(above).All(p => p.First.Length == 0 || p.Second.Length > 0);

    private static string Join(string above, string below)
    {
        if (above.Length == 0 || below.Length == 0) return above + below;
        return above + (above[^1] is '.' or ';' or ':' || below[0] is '-' or '+' or '•' ? TextCleaner.CellBreak : ' ') + below;
    }

    private static bool Same(double[] a, double[] b)
    {
        if (a.Length != b.Length) return false;
        // A scan shifts from page to page; the widths of the columns do not.
        for (var i = 1; i < a.Length; i++)
            if (Math.Abs(a[i] - a[i - 1] - (b[i] - b[i - 1])) > 8) return false;
        return true;
    }

    private static bool Alike(string[] a, string[] b) => a.Length == b.Length && string.Concat(a).Replace(" ", "", StringComparison.Ordinal) == string.Concat(b).Replace(" ", "", StringComparison.Ordinal);

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (line, row) in _lines)
        {
            if (line == "\f") text.Append('\f');
            else text.Append(row != null ? TableText.Row(row) : line).Append('\n');
        }
        return text.ToString();
    }
}
