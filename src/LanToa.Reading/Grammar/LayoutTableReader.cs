namespace LanToa.Reading.Grammar;

/// <summary>
/// Reads a table in columns of blanks. A row begins at its number; where numbers stand in the middle of their rows, the rows reach as far
/// above them as below.
/// </summary>
internal sealed class LayoutTableReader(TextView view, List<SourceLine> lines)
{
    private readonly record struct Printed(int Line, List<(int Column, LayoutCell Cell)> Cells);

    private LayoutTable layout = new(0, 0, 0, [], [], []);
    private PlanTable table = new() { Columns = [] };

    public PlanTable Read(int from, int to)
    {
        for (var at = from; at < to && at < from + 8; at++)
        {
            if (lines[at].Role != LineRole.LayoutTable || LayoutTableFinder.At(view, lines, at) is not { } found) continue;
            layout = found;
            break;
        }

        table = new PlanTable { Columns = layout.Columns, Titles = layout.Titles, MergedCellsAreEmpty = true };
        // Where another table took the head, lines stay as they are printed.
        var body = layout.Columns.Length == 0 ? to : layout.Body;
        for (var i = from; i < to; i++)
            if (lines[i].Role is LineRole.Furniture or LineRole.Rule || lines[i].Role != LineRole.Blank && i < body)
                Whole(i, lines[i].Role == LineRole.LayoutTable ? BlockKind.Cell : BlockKind.Furniture);
        if (body < to)
            foreach (var row in Rows(PrintedLines(to)))
                Add(row);
        table.Blocks.Sort((a, b) => a.Start.CompareTo(b.Start));
        return table;
    }

    private Block Whole(int index, BlockKind kind)
    {
        var line = lines[index];
        var block = new Block(view) { Start = line.ContentStart, Kind = kind, Line = index, LastLine = index };
        block.Pieces.Add(new Piece(line.ContentStart, line.ContentEnd));
        table.Blocks.Add(block);
        return block;
    }

    /// <summary>The lines of the body with their cells in columns; each page may stand a little aside of the one before.</summary>
    private List<Printed> PrintedLines(int to)
    {
        var printed = new List<Printed>();
        var places = layout.Places;
        for (var i = layout.Body; i < to;)
        {
            var end = i;
            while (end < to && lines[end].Page == lines[i].Page) end++;
            var found = new List<(int Line, List<LayoutCell> Cells)>();
            for (var j = i; j < end; j++)
                if (lines[j].Role == LineRole.LayoutTable)
                    found.Add((j, layout.Columns[0] == Field.Number ? LayoutColumns.NumberedCells(view, lines[j]) : LayoutColumns.Cells(view, lines[j])));
            var full = found.FindAll(f => f.Cells.Count > 1 && !IsGroupLine(f.Line, f.Cells)).ConvertAll(f => f.Cells);
            var edges = LayoutColumns.Edges(places, full);
            foreach (var (line, cells) in found)
            {
                if (IsHead(line, cells))
                {
                    Whole(line, BlockKind.Cell);
                    continue;
                }

                printed.Add(new Printed(line, [.. Parted(line, cells, edges).Select(c => (LayoutColumns.Column(edges, c), c))]));
            }

            i = end;
        }

        return printed;
    }

    /// <summary>The head printed again on the next page.</summary>
    private bool IsHead(int line, List<LayoutCell> cells) =>
        cells.Count > 0 && cells.TrueForAll(c => LayoutColumns.Text(view, lines[line], c) is var text && layout.Titles.Any(t => t.Contains(text, StringComparison.Ordinal) && (t.Length == text.Length || text.Length > 3))) && (cells.Count > 2 || Array.IndexOf(layout.Titles, LayoutColumns.Text(view, lines[line], cells[0])) >= 0);

    /// <summary>Two cells that only one blank keeps apart are cut where the columns meet.</summary>
    private List<LayoutCell> Parted(int line, List<LayoutCell> cells, int[] edges)
    {
        var parted = new List<LayoutCell>(cells.Count);
        foreach (var cell in cells)
        {
            var from = cell.From;
            if (cells.Count > 1 && !IsGroupLine(line, cells))
                foreach (var edge in edges)
                {
                    if (from >= edge - 3 || cell.To <= edge + 3) continue;
                    for (var x = edge - 2; x <= edge + 1; x++)
                    {
                        // A small letter goes on from the line above: only where it stands at the very edge.
                        if (!Vn.IsSpace(view.Text[lines[line].Start + x]) || x != edge && !char.IsUpper(view.Text[Math.Min(lines[line].Start + x + 1, view.Text.Length - 1)])) continue;
                        parted.Add(new LayoutCell(from, x));
                        from = x + 1;
                        break;
                    }
                }

            parted.Add(new LayoutCell(from, cell.To));
        }

        return parted;
    }

    private bool IsGroupLine(int line, List<LayoutCell> cells) => cells.Count == 2 && layout.Columns[0] == Field.Number && LayoutTableFinder.IsLabel(LayoutColumns.Text(view, lines[line], cells[0]));

    private List<List<Printed>> Rows(List<Printed> printed)
    {
        var number = Array.IndexOf(layout.Columns, Field.Number);
        var starts = new List<int>();
        for (var i = 0; i < printed.Count; i++)
            if (number >= 0 ? StartsByNumber(printed[i], number) : StartsByWork(printed, i))
                starts.Add(i);
        if (number >= 0 && starts.Count > 0 && starts[0] > 0) starts = Centred(printed, starts);
        if (starts.Count == 0 || starts[0] > 0) starts.Insert(0, 0);
        var rows = new List<List<Printed>>();
        for (var s = 0; s < starts.Count; s++)
        {
            var end = s + 1 < starts.Count ? starts[s + 1] : printed.Count;
            if (end > starts[s]) rows.Add(printed.GetRange(starts[s], end - starts[s]));
        }

        return rows;
    }

    private bool StartsByNumber(Printed line, int number) => line.Cells.Exists(c => c.Column == number && LayoutTableFinder.IsLabel(LayoutColumns.Text(view, lines[line.Line], c.Cell)));

    private bool StartsByWork(List<Printed> printed, int at)
    {
        var work = Array.IndexOf(layout.Columns, Field.Work);
        var line = printed[at];
        var cell = line.Cells.Find(c => c.Column == work);
        if (cell.Cell.To == 0) return false;
        var first = view.Text[lines[line.Line].Start + cell.Cell.From];
        if (char.IsLower(first) || char.IsDigit(first)) return false;
        return at == 0 || lines[line.Line - 1].Role == LineRole.Blank || line.Cells.Exists(c => c.Column != work && layout.Columns[c.Column] is Field.Lead or Field.Time && !char.IsLower(view.Text[lines[line.Line].Start + c.Cell.From]));
    }

    /// <summary>Numbers in the middle of their rows: each row ends as far below its number as it began above, give or take a line.</summary>
    private List<int> Centred(List<Printed> printed, List<int> numbers)
    {
        var starts = new List<int> { 0 };
        for (var n = 0; n + 1 < numbers.Count; n++)
        {
            var middle = 2 * numbers[n] - starts[^1] + 1;
            int best = -1, score = int.MinValue;
            for (var at = numbers[n] + 1; at <= numbers[n + 1]; at++)
            {
                var value = -2 * Math.Abs(at - middle);
                if (lines[printed[at].Line - 1].Role == LineRole.Blank) value += 6;
                if (BeginsCell(printed[at])) value += 5;
                if (value > score) (best, score) = (at, value);
            }

            starts.Add(best);
        }

        return starts;
    }

    private bool BeginsCell(Printed line) => line.Cells.TrueForAll(c => layout.Columns[c.Column] == Field.Number || !char.IsLower(view.Text[lines[line.Line].Start + c.Cell.From]));

    private void Add(List<Printed> row)
    {
        var number = Array.IndexOf(layout.Columns, Field.Number);
        var plan = new PlanRow(layout.Columns.Length);
        foreach (var (line, cells) in row)
        {
            foreach (var (column, cell) in cells)
            {
                var text = LayoutColumns.Text(view, lines[line], cell);
                if (text.Length == 0) continue;
                var block = new Block(view) { Start = lines[line].Start + cell.From, Kind = BlockKind.Cell, Line = line, LastLine = line };
                block.Pieces.Add(new Piece(lines[line].Start + cell.From, lines[line].Start + cell.To));
                plan.Blocks.Add(block);
                if (column == number && LayoutTableFinder.IsLabel(text))
                {
                    plan.Label = text.TrimEnd('.', ')', '/');
                    plan.LabelClass = LabelReader.Read(plan.Label + ". A", Vn.Lower(plan.Label + ". A")).Class;
                    continue;
                }

                if (plan.Cells[column].Count > 0 && GoesOn(column, plan.Cells[column][^1], text)) plan.Cells[column][^1] = Joined(plan.Cells[column][^1], text);
                else plan.Cells[column].Add(text);
            }
        }

        table.Blocks.AddRange(plan.Blocks);
        var filled = layout.Columns.Where((f, c) => f != Field.Number && plan.Cells[c].Count > 0).Count();
        if (filled == 0) return;
        if (filled == 1 && (plan.LabelClass is LabelClass.Roman or LabelClass.UpperLetter || plan.Blocks.Exists(b => Vn.MostlyUpper(b.Text) && b.Text.Length > 8)))
        {
            plan.IsGroup = true;
            plan.Blocks.Find(b => b.Text.Length > 6)!.Kind = BlockKind.Heading;
            plan.Blocks.RemoveAll(b => b.Kind != BlockKind.Heading);
        }

        table.Rows.Add(plan);
    }

    private bool GoesOn(int column, string before, string text) =>
        before.Length < PlanTable.LongestItem && !StartsItem(text, before) && !(layout.Columns[column] is Field.Lead or Field.Coordinating && BarTableReader.StartsBody(before, text));

    private static string Joined(string before, string text) =>
        Cleaner.Join(before + "\n" + text, [new Piece(0, before.Length), new Piece(before.Length + 1, before.Length + 1 + text.Length)]);

    private static bool StartsItem(string text, string before) => text[0] is '-' or '+' or '–' && before[^1] is '.' or ';' or ',' or ':' || text[0] is '-' or '+';
}
