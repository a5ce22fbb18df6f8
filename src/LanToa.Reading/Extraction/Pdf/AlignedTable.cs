namespace LanToa.Reading.Extraction;

/// <summary>
/// A table without drawn lines (or whose lines a scan lost): rows of at least three pieces whose white corridors stand under each other.
/// </summary>
internal sealed record AlignedTable(TablePiece Table, int End)
{
    private const int FewestLines = 3;
    private const int FewestFull = 2;

    /// <summary>The table that begins at this row; null when there is none.</summary>
    public static AlignedTable? At(List<TextRow> rows, int start)
    {
        var corridors = rows[start].Gaps(0.9 * rows[start].Height, labels: true);
        if (corridors.Count < 2 || SideBySide.IsMarked(rows[start])) return null;
        var end = start + 1;
        for (; end < rows.Count; end++)
        {
            var row = rows[end];
            if (row.Y0 - rows[end - 1].Y1 > 3 * row.Height || SideBySide.IsMarked(row)) break;
            var narrowed = corridors.ConvertAll(c => SideBySide.Crossing(row, c, 0.5 * row.Height));
            if (narrowed.Exists(n => n == null)) break;
            corridors = narrowed.ConvertAll(n => n!.Value);
        }
        double[] edges = [rows[start..end].Min(r => r.X0), .. corridors.Select(c => (c.From + c.To) / 2), rows[start..end].Max(r => r.X1)];
        var lines = rows[start..end].ConvertAll(r => Split(r, edges));
        if (lines.Count < FewestLines || lines.Count(l => l.Count(c => c.Count > 0) >= 3) < FewestFull) return null;
        return new(new(edges, Rows(lines, edges)), end);
    }

    private static List<Word>[] Split(TextRow row, double[] edges)
    {
        var cells = new List<Word>[edges.Length - 1];
        for (var c = 0; c < cells.Length; c++) cells[c] = row.Words.FindAll(w => (c == 0 || w.MiddleX >= edges[c]) && (c == cells.Length - 1 || w.MiddleX < edges[c + 1]));
        return cells;
    }

    // A line without a first cell carries on the row above it.
    private static List<string[]> Rows(List<List<Word>[]> lines, double[] edges)
    {
        var rows = new List<List<Word>[]>();
        foreach (var line in lines)
        {
            if (rows.Count == 0 || line[0].Count > 0) rows.Add(line);
            else
                for (var c = 0; c < line.Length; c++) rows[^1][c].AddRange(line[c]);
        }
        return rows.ConvertAll(r => r.Select((words, c) => CellText.Of(words, edges[c + 1])).ToArray());
    }
}
