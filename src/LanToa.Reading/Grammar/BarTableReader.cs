namespace LanToa.Reading.Grammar;

/// <summary>Reads tables drawn with bars: one row on a line, or rows wrapped over lines of a grid.</summary>
internal sealed class BarTableReader(TextView view, List<SourceLine> lines)
{
    private Field[]? columns;
    private string[] titles = [];

    /// <summary>The table whose rows stand in the lines [from, to); null where they hold none.</summary>
    public PlanTable Read(int from, int to)
    {
        var rows = new List<List<int>>();
        var grid = IsGrid(from, to);
        for (var i = from; i < to; i++)
        {
            if (lines[i].Role != LineRole.TableRow || IsSeparator(lines[i])) continue;
            var cells = TableRows.Cells(view.Text, lines[i]);
            if (grid && rows.Count > 0 && cells.Count > 0 && IsBlank(cells[0])) rows[^1].Add(i);
            else rows.Add([i]);
        }

        var width = 1;
        foreach (var row in rows)
            foreach (var line in row)
                width = Math.Max(width, TableRows.Cells(view.Text, lines[line]).Count);
        var start = Head(rows, width, out var headRows);
        if (columns is null || columns.Length != width)
        {
            columns = new Field[width];
            titles = new string[width];
            Array.Fill(titles, "");
        }

        var table = new PlanTable { Columns = columns, Titles = titles, MergedCellsAreEmpty = !grid };
        for (var r = 0; r < rows.Count; r++) Add(table, rows[r], width, isHead: r >= start && r < start + headRows, grid);
        AddRules(table, from, to);
        table.Blocks.Sort((a, b) => a.Start.CompareTo(b.Start));
        MarkGroups(table);
        return table;
    }

    private void AddRules(PlanTable table, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var line = lines[i];
            if (line.Role is LineRole.Blank || line.Role == LineRole.TableRow && !IsSeparator(line)) continue;
            var block = new Block(view) { Start = line.ContentStart, Kind = BlockKind.Furniture, Line = i, LastLine = i };
            block.Pieces.Add(new Piece(line.ContentStart, line.ContentEnd));
            table.Blocks.Add(block);
        }
    }

    private bool IsSeparator(SourceLine line)
    {
        foreach (var c in line.Of(view.Text))
            if (char.IsLetterOrDigit(c))
                return false;
        return line.Of(view.Text).Contains('-');
    }

    private bool IsBlank(Piece cell)
    {
        for (var i = cell.Start; i < cell.End; i++)
            if (!Vn.IsSpace(view.Text[i]))
                return false;
        return true;
    }

    /// <summary>Lines of one length with bars in the same places: cells are wrapped over lines.</summary>
    private bool IsGrid(int from, int to)
    {
        int length = -1, rows = 0, blankFirst = 0;
        for (var i = from; i < to; i++)
        {
            if (lines[i].Role != LineRole.TableRow || IsSeparator(lines[i])) continue;
            var cells = TableRows.Cells(view.Text, lines[i]);
            var bar = cells.Count > 1 ? cells[^2].End - lines[i].Start : lines[i].Length;
            if (length >= 0 && bar != length) return false;
            length = bar;
            rows++;
            if (cells.Count > 0 && IsBlank(cells[0])) blankFirst++;
        }

        return rows >= 2 && blankFirst > 0 && length > 30;
    }

    private int Head(List<List<int>> rows, int width, out int count)
    {
        count = 0;
        for (var r = 0; r < Math.Min(rows.Count, 5); r++)
        {
            var first = Titles(rows[r], width);
            if (TableHeader.Read(first) is not { } fields) continue;
            count = 1;
            titles = first;
            if (r + 1 < rows.Count)
            {
                var second = Titles(rows[r + 1], width);
                if (IsSecondLevel(second, fields))
                {
                    count = 2;
                    for (var c = 0; c < width; c++)
                    {
                        if (second[c].Length == 0) continue;
                        var field = TableHeader.Of(second[c]);
                        if (field != Field.None) fields[c] = field;
                        else if (fields[c] == Field.None) fields[c] = Field.None;
                        titles[c] = second[c];
                    }
                }
            }

            if (r + count < rows.Count && IsNumbering(Titles(rows[r + count], width))) count++;
            TableHeader.NameWork(fields, titles);
            columns = fields;
            return r;
        }

        return 0;
    }

    /// <summary>Second line of a head: short names, no numbers, at least one that is a field.</summary>
    private static bool IsSecondLevel(string[] cells, Field[] fields) =>
        !cells.Where((c, i) => fields[i] == Field.Number && c.Length > 0 && TableHeader.Of(c) != Field.Number).Any() && cells.Count(c => c.Length > 0) >= 2 && Array.TrueForAll(cells, c => c.Length < 50) && Array.Exists(cells, c => TableHeader.Of(c) is Field.Lead or Field.Coordinating or Field.Time or Field.Product or Field.Directed) && Array.TrueForAll(cells, c => c.Length == 0 || TableHeader.Of(c) != Field.None || c.Length < 25)
        && !cells.Any(c => c.Length > 0 && char.IsAsciiDigit(c[0]));

    private static bool IsNumbering(string[] cells) => cells.Count(c => c.Length > 0) >= 2 && Array.TrueForAll(cells, c => c.Length <= 5 && !c.Any(x => char.IsLetter(x) && c.Length > 3)) && cells.Where(c => c.Length > 0).All(c => c.Trim('(', ')').Length <= 2) && cells.Count(c => c.Length > 0) * 3 >= cells.Length * 2;

    private string[] Titles(List<int> row, int width)
    {
        var found = new string[width];
        Array.Fill(found, "");
        foreach (var line in row)
        {
            var cells = TableRows.Cells(view.Text, lines[line]);
            for (var c = 0; c < cells.Count; c++)
            {
                var text = Cleaner.Join(view.Text, cells[c]);
                found[c] = found[c].Length == 0 ? text : text.Length == 0 ? found[c] : found[c] + " " + text;
            }
        }

        return found;
    }

    /// <summary>The first cell begins as the first title does, which hardly a row of work does.</summary>
    private bool MayBeHead(int line)
    {
        var cells = TableRows.Cells(view.Text, lines[line]);
        return cells.Count == 0 || titles[0].StartsWith(Cleaner.Join(view.Text, cells[0]), StringComparison.Ordinal);
    }

    private void Add(PlanTable table, List<int> row, int width, bool isHead, bool grid)
    {
        if (!isHead && table.Rows.Count > 0 && titles.Length == width && MayBeHead(row[0]) && Titles(row, width).SequenceEqual(titles, StringComparer.Ordinal)) isHead = true;
        var plan = new PlanRow(width);
        var number = table.Column(Field.Number);
        var parts = new List<(int Column, int Line, Piece Piece)>();
        foreach (var line in row)
        {
            var cells = TableRows.Cells(view.Text, lines[line]);
            for (var c = 0; c < cells.Count; c++)
                foreach (var piece in TableRows.Paragraphs(view, cells[c]))
                    parts.Add((c, line, piece));
        }

        if (parts.Count == 0) return;
        var labelled = parts[0].Column == number && number >= 0 && parts[0].Piece.End - parts[0].Piece.Start <= 8;
        if (!labelled && number < 0 && !isHead && parts[0].Column == 0 && parts.Count > 1 && parts[0].Piece.End - parts[0].Piece.Start <= 5) labelled = LabelOf(view.Text[parts[0].Piece.Start..parts[0].Piece.End]).Class != LabelClass.None;
        if (labelled)
        {
            var label = LabelOf(view.Text[parts[0].Piece.Start..parts[0].Piece.End]);
            (plan.Label, plan.LabelClass) = (label.Printed, label.Class);
        }

        var single = parts.Skip(labelled ? 1 : 0).Select(p => p.Column).Distinct().Count() == 1 && !isHead;
        for (var i = labelled && parts.Count > 1 ? 1 : 0; i < parts.Count; i++)
        {
            var (column, line, piece) = parts[i];
            var first = i == 1 && labelled;
            var start = first ? parts[0].Piece.Start : piece.Start;
            string text;
            if (single && plan.Blocks.Count > 0 && grid)
            {
                plan.Blocks[^1].Grow(piece, line);
                text = Cleaner.Join(view.Text, piece);
            }
            else
            {
                var block = new Block(view) { Start = start, Kind = BlockKind.Cell, Line = line, LastLine = line, Label = first ? new Label(plan.LabelClass == LabelClass.None ? LabelClass.Number : plan.LabelClass, 0, plan.Label, 0) : default };
                block.Pieces.Add(piece);
                plan.Blocks.Add(block);
                text = block.Text;
            }

            if (column < width) AddText(plan.Cells[column], text, grid);
        }

        table.Blocks.AddRange(plan.Blocks);
        if (isHead) return;
        if (!labelled && table.Rows.Count > 0 && ContinuesRow(table, plan))
        {
            var last = table.Rows[^1];
            for (var c = 0; c < width; c++)
                foreach (var text in plan.Cells[c])
                    AddText(last.Cells[c], text, grid: char.IsLower(text[0]));
            last.Blocks.AddRange(plan.Blocks);
            return;
        }

        table.Rows.Add(plan);
    }

    /// <summary>In a grid a printed line of a cell goes on in the next one unless it begins an item or a body of its own.</summary>
    private static void AddText(List<string> cell, string text, bool grid)
    {
        if (text.Length == 0) return;
        if (grid && cell.Count > 0 && cell[^1].Length < PlanTable.LongestItem && text[0] is not ('-' or '+') && !StartsBody(cell[^1], text)) cell[^1] += " " + text;
        else cell.Add(text);
    }

    internal static bool StartsBody(string before, string text)
    {
        if (!char.IsUpper(text[0])) return false;
        var words = new Words(text);
        if (AgencyLexicon.Head(words, 0, determined: false) == 0 && AgencyLexicon.Determiners.Match(words, 0) == 0) return false;
        return !before.EndsWith(',') && !before.EndsWith('-') && !before.EndsWith("và", StringComparison.Ordinal) && before.Length < 60 && new Words(before) is var last && AgencyGrammar.EndOfList(last, 0, whole: true) is > 0 and var end && end == last.Count && !Lacks(before);
    }

    /// <summary>A name that is not finished: "Các đơn vị", followed by "thuộc Bộ" would go on in small letters, "Vụ" needs a name.</summary>
    private static bool Lacks(string name) => !name.Contains(' ');

    /// <summary>A row cut by a page: no number, and either nothing in the column of work or a text that goes on in small letters.</summary>
    private static bool ContinuesRow(PlanTable table, PlanRow row)
    {
        var work = table.Column(Field.Work);
        if (work < 0 || table.Column(Field.Number) < 0) return false;
        var text = row.Cell(work);
        return text.Length == 0 || char.IsLower(text[0]) || (text[0] is '-' or '+' && row.Cells.Where((c, i) => i != work).All(c => c.Count == 0));
    }

    private static Label LabelOf(string text)
    {
        var clean = Cleaner.Join(text, new Piece(0, text.Length)).TrimEnd('.', ')', '/', ' ');
        if (clean.Length == 0) return new Label(LabelClass.None, 0, text.Trim(), 0);
        var label = LabelReader.Read(clean + ". A", Vn.Lower(clean + ". A"));
        return label.Class == LabelClass.None ? new Label(LabelClass.None, 0, clean, 0) : label with { Printed = clean };
    }

    /// <summary>Rows that only name others, by their number, by capitals, or because deeper numbers follow.</summary>
    private static void MarkGroups(PlanTable table)
    {
        int work = table.Column(Field.Work);
        if (work < 0) return;
        for (var i = 0; i < table.Rows.Count; i++)
        {
            var row = table.Rows[i];
            var filled = row.Cells.Where((c, at) => c.Count > 0 && table.Columns[at] is not Field.Number).Count();
            if (filled != 1) continue;
            var text = string.Join(" ", row.Cells.Where((_, at) => table.Columns[at] is not Field.Number).SelectMany(c => c));
            var next = i + 1 < table.Rows.Count ? table.Rows[i + 1] : null;
            var deeper = next is not null && next.LabelClass > row.LabelClass && row.LabelClass != LabelClass.None;
            var first = row.Cells.Length > 0 && row.Cell(work).Length == 0;
            row.IsGroup = row.LabelClass is LabelClass.Roman or LabelClass.UpperLetter or LabelClass.Part or LabelClass.Chapter || deeper || first || Vn.MostlyUpper(text)
                || (row.LabelClass == LabelClass.None && row.Label.Length == 0 && (i == 0 || row.Blocks[0].Marked || !table.Rows[i - 1].IsGroup && table.Column(Field.Lead) >= 0 && table.Column(Field.Number) >= 0))
                || (i == 0 && table.Column(Field.Lead) >= 0);
            if (!row.IsGroup || row.Blocks.Count == 0) continue;
            row.Blocks[0].Kind = BlockKind.Heading;
        }
    }
}
