namespace LanToa.Reading.Extraction;

/// <summary>A table drawn with lines: the positions of its columns and rows, and which of its basic cells belong together.</summary>
internal sealed class RuledTable
{
    private const double Touch = 3;

    private readonly double[] _xs;
    private readonly double[] _ys;
    private readonly int[] _owner; // basic cell → the first basic cell of the merged one

    private RuledTable(double[] xs, double[] ys, List<Ruling> horizontal, List<Ruling> vertical)
    {
        (_xs, _ys) = (xs, ys);
        _owner = Enumerable.Range(0, Rows * Columns).ToArray();
        for (var r = 0; r < Rows; r++)
            for (var c = 0; c < Columns; c++)
            {
                if (c + 1 < Columns && !Covered(vertical, _xs[c + 1], _ys[r], _ys[r + 1], upright: true)) Union(r * Columns + c, r * Columns + c + 1);
                if (r + 1 < Rows && !Covered(horizontal, _ys[r + 1], _xs[c], _xs[c + 1], upright: false)) Union(r * Columns + c, (r + 1) * Columns + c);
            }
    }

    public int Columns => _xs.Length - 1;
    public int Rows => _ys.Length - 1;
    public double Left => _xs[0];
    public double Top => _ys[0];
    public double Right => _xs[^1];
    public double Bottom => _ys[^1];
    public IReadOnlyList<double> ColumnEdges => _xs;

    public bool Holds(Word word) => word.MiddleX > Left - 2 && word.MiddleX < Right + 2 && word.MiddleY > Top - 2 && word.MiddleY < Bottom + 2;

    /// <summary>The tables of a page; frames of one cell or one column are none.</summary>
    public static List<RuledTable> Find(Rulings rulings)
    {
        var lines = rulings.Horizontal.Select(l => (Line: l, Upright: false)).Concat(rulings.Vertical.Select(l => (Line: l, Upright: true))).ToList();
        if (lines.Count > 3000) return [];
        var group = Enumerable.Range(0, lines.Count).ToArray();
        int Root(int i) => group[i] == i ? i : group[i] = Root(group[i]);
        for (var i = 0; i < rulings.Horizontal.Count; i++)
            for (var j = rulings.Horizontal.Count; j < lines.Count; j++)
                if (Crosses(lines[i].Line, lines[j].Line)) group[Root(i)] = Root(j);

        var tables = new List<RuledTable>();
        foreach (var part in Enumerable.Range(0, lines.Count).GroupBy(Root))
        {
            var across = part.Where(i => !lines[i].Upright).Select(i => lines[i].Line).ToList();
            var down = part.Where(i => lines[i].Upright).Select(i => lines[i].Line).ToList();
            if (across.Count < 2 || down.Count == 0) continue;
            // A table without side lines still ends where its horizontal lines end.
            var xs = Positions(down.Select(l => l.X), across.Min(l => l.X0), across.Max(l => l.X1));
            var ys = Positions(across.Select(l => l.Y), down.Min(l => l.Y0), down.Max(l => l.Y1));
            if (xs.Length < 3 || ys.Length < 2 || xs.Length > 64 || ys.Length > 400) continue;
            tables.Add(new(xs, ys, across, down));
        }
        tables.RemoveAll(t => tables.Exists(o => o != t && o.Left <= t.Left + 1 && o.Right >= t.Right - 1 && o.Top <= t.Top + 1 && o.Bottom >= t.Bottom - 1 && o.Rows * o.Columns >= t.Rows * t.Columns));
        return tables.OrderBy(t => t.Top).ToList();
    }

    /// <summary>The words of each basic cell; those of a merged cell stand in its first one, the others are null.</summary>
    public List<Word>?[,] Fill(IEnumerable<Word> words)
    {
        var cells = new List<Word>?[Rows, Columns];
        for (var i = 0; i < _owner.Length; i++)
            if (Find(i) == i) cells[i / Columns, i % Columns] = [];
        foreach (var word in words)
        {
            var owner = Find(Index(_ys, word.MiddleY) * Columns + Index(_xs, word.MiddleX));
            cells[owner / Columns, owner % Columns]!.Add(word);
        }
        return cells;
    }

    /// <summary>How far to the right the cell that begins at this basic cell reaches, in points.</summary>
    public double RightOf(int row, int column)
    {
        var own = Find(row * Columns + column);
        var last = column;
        while (last + 1 < Columns && Find(row * Columns + last + 1) == own) last++;
        return _xs[last + 1];
    }

    /// <summary>What is recognised in one go: each column, and each cell that lies across several. Points; hidden is what belongs to other areas.</summary>
    public List<TableArea> Areas()
    {
        var wide = new List<(double X0, double Y0, double X1, double Y1)>();
        for (var i = 0; i < _owner.Length; i++)
        {
            if (Find(i) != i) continue;
            var members = Enumerable.Range(i, _owner.Length - i).Where(m => Find(m) == i).ToList();
            if (members.TrueForAll(m => m % Columns == i % Columns)) continue;
            wide.Add((_xs[i % Columns], _ys[i / Columns], _xs[members.Max(m => m % Columns) + 1], _ys[members[^1] / Columns + 1]));
        }
        var areas = new List<TableArea>();
        for (var c = 0; c < Columns; c++) areas.Add(new(_xs[c], Top, _xs[c + 1], Bottom, wide));
        areas.AddRange(wide.Select(w => new TableArea(w.X0, w.Y0, w.X1, w.Y1, [])));
        return areas;
    }

    private static int Index(double[] edges, double at)
    {
        var i = 0;
        while (i < edges.Length - 2 && at >= edges[i + 1]) i++;
        return i;
    }

    private static bool Crosses(Ruling h, Ruling v) => v.X >= h.X0 - Touch && v.X <= h.X1 + Touch && h.Y >= v.Y0 - Touch && h.Y <= v.Y1 + Touch;

    private static double[] Positions(IEnumerable<double> lines, double least, double most)
    {
        var result = new List<double>();
        foreach (var at in lines.Order())
            if (result.Count == 0 || at - result[^1] > 5) result.Add(at);
        if (result[0] - least > 20) result.Insert(0, least);
        if (most - result[^1] > 20) result.Add(most);
        return result.ToArray();
    }

    private static bool Covered(List<Ruling> lines, double at, double from, double to, bool upright)
    {
        double covered = 0;
        foreach (var line in lines)
        {
            var (across, start, end) = upright ? (line.X, line.Y0, line.Y1) : (line.Y, line.X0, line.X1);
            if (Math.Abs(across - at) <= 5.5) covered += Math.Max(0, Math.Min(end, to) - Math.Max(start, from));
        }
        return covered >= (to - from) * 0.5;
    }

    private int Find(int cell) => _owner[cell] == cell ? cell : _owner[cell] = Find(_owner[cell]);

    private void Union(int a, int b)
    {
        var (x, y) = (Find(a), Find(b));
        _owner[Math.Max(x, y)] = Math.Min(x, y);
    }
}

/// <summary>A part of a table in points, and rectangles in it to paint over.</summary>
internal sealed record TableArea(double X0, double Y0, double X1, double Y1, List<(double X0, double Y0, double X1, double Y1)> Hidden);
