namespace LanToa.Reading.Grammar;

/// <summary>
/// Reads a flattened table: rows begin at their numbers; within a row the lines are dealt out to the columns so that bodies stand in the
/// columns of bodies and times in the column of time.
/// </summary>
internal sealed class FlatTableReader(TextView view, List<SourceLine> lines)
{
    /// <summary>Lines of one row that are looked at; what is beyond belongs to the column reached.</summary>
    private const int LongestRow = 70;

    private readonly List<(int Line, Piece Piece, string Text, bool AfterBlank)> open = [];
    private FlatHead head = new(0, [], []);
    private PlanTable table = new() { Columns = [] };
    private PlanRow? row;

    public PlanTable Read(int from, int to)
    {
        head = FlatTableFinder.HeadAt(view, lines, from) ?? head;
        table = new PlanTable { Columns = head.Columns, Titles = head.Titles };
        var expected = 1;
        for (var i = from; i < to; i++)
        {
            var line = lines[i];
            if (line.Role is LineRole.Blank) continue;
            if (FlatTableFinder.HeadAt(view, lines, i) is { } again)
            {
                Deal();
                for (; i < again.To && i < to; i++) Add(i, lines[i].Role == LineRole.FlatTable ? BlockKind.Cell : BlockKind.Furniture);
                i--;
                continue;
            }

            if (line.Role is not LineRole.FlatTable)
            {
                Add(i, BlockKind.Furniture);
                continue;
            }

            var number = FlatTableFinder.Number(line.Of(view.Text));
            if (number == expected || (number == 1 && expected > 1))
            {
                Deal();
                row = new PlanRow(head.Columns.Length) { LabelClass = LabelClass.Number };
                table.Rows.Add(row);
                expected = number + 1;
                Number(i);
            }
            else if (line.Label.Class is LabelClass.Roman or LabelClass.UpperLetter && line.Length > 12)
            {
                Deal();
                i = Group(i, to);
            }
            else
            {
                Open(i, line.ContentStart, line.ContentEnd);
            }
        }

        Deal();
        table.Blocks.Sort((a, b) => a.Start.CompareTo(b.Start));
        return table;
    }

    private Block? Add(int index, BlockKind kind)
    {
        var line = lines[index];
        if (line.Role == LineRole.Blank) return null;
        var block = new Block(view) { Start = line.ContentStart, Kind = kind, Line = index, LastLine = index };
        block.Pieces.Add(new Piece(line.ContentStart, line.ContentEnd));
        table.Blocks.Add(block);
        return block;
    }

    /// <summary>The number of a row, perhaps with the beginning of its work behind it.</summary>
    private void Number(int index)
    {
        var line = lines[index];
        var at = line.ContentStart;
        while (at < line.ContentEnd && (char.IsAsciiDigit(view.Text[at]) || view.Text[at] == '.')) at++;
        while (at < line.ContentEnd && Vn.IsSpace(view.Text[at])) at++;
        row!.Label = line.Of(view.Text).TrimEnd('.').ToString();
        if (at < line.ContentEnd) Open(index, line.ContentStart, line.ContentEnd, at);
        else if (Add(index, BlockKind.Cell) is { } block) row.Blocks.Add(block);
    }

    /// <summary>A row that names the rows after it, over as many lines as are long.</summary>
    private int Group(int index, int to)
    {
        row = null;
        var block = Add(index, BlockKind.Heading)!;
        block.Label = lines[index].Label;
        block.Pieces[0] = new Piece(lines[index].ContentStart + lines[index].Label.Length, lines[index].ContentEnd);
        var at = index;
        while (at + 1 < to && lines[at].Length > 90 && lines[at + 1].Role == LineRole.FlatTable && FlatTableFinder.Number(lines[at + 1].Of(view.Text)) == 0)
        {
            at++;
            block.Grow(new Piece(lines[at].ContentStart, lines[at].ContentEnd), at);
        }

        table.Rows.Add(new PlanRow(head.Columns.Length) { IsGroup = true, Blocks = { block } });
        return at;
    }

    /// <summary>Keeps a line, cut where a body or a time stands behind the end of another cell: "theo lộ trình phù hợp Bộ Y tế".</summary>
    private void Open(int index, int start, int end, int? text = null)
    {
        var from = text ?? start;
        var afterBlank = index > 0 && lines[index - 1].Role == LineRole.Blank;
        var cut = FlatCells.Cut(view.Text.AsSpan(from, end - from), view.Lower.AsSpan(from, end - from));
        if (cut > 0)
        {
            open.Add((index, new Piece(start, from + cut), Cleaner.Join(view.Text, new Piece(from, from + cut)), afterBlank));
            (start, afterBlank) = (from += cut, false);
        }

        open.Add((index, new Piece(start, end), Cleaner.Join(view.Text, new Piece(from, end)), afterBlank));
    }

    /// <summary>A page number or a ruling stands between two lines of a cell: each part is a statement of its own.</summary>
    private bool IsParted(int line, int next)
    {
        for (var i = line + 1; i < next; i++)
            if (lines[i].Role is LineRole.Furniture or LineRole.Rule)
                return true;
        return false;
    }

    private void Deal()
    {
        if (open.Count == 0) return;
        var texts = open.ConvertAll(o => o.Text);
        var before = row is null ? null : head.Columns.Select((_, c) => row.Cell(c)).ToArray();
        var columns = head.Columns.Length == 0 || row is null || open.Count > LongestRow ? null : FlatCells.Deal(texts, open.ConvertAll(o => o.AfterBlank), head.Columns, before!);
        Block? block = null;
        var last = -1;
        for (var i = 0; i < open.Count; i++)
        {
            var (line, piece, text, _) = open[i];
            var column = columns is null ? Math.Max(0, table.Column(Field.Work)) : columns[i];
            var goesOn = block is not null && column == last && row is not null;
            if (goesOn && !IsParted(block!.LastLine, line))
            {
                block.Grow(piece, line);
            }
            else
            {
                var next = new Block(view) { Start = piece.Start, Kind = BlockKind.Cell, Line = line, LastLine = line, Continues = goesOn ? block : null };
                if (goesOn) block!.ContinuedBy = next;
                block = next;
                block.Pieces.Add(piece);
                table.Blocks.Add(block);
                row?.Blocks.Add(block);
            }

            last = column;
            if (row is null || column >= row.Cells.Length) continue;
            if (row.Cells[column].Count == 0) row.Cells[column].Add(text);
            else row.Cells[column][0] += " " + text;
        }

        open.Clear();
    }
}
