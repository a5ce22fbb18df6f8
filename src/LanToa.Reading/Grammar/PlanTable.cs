namespace LanToa.Reading.Grammar;

/// <summary>A row of a table: what stands in each column, and the pieces of text that it was printed in.</summary>
internal sealed class PlanRow(int columns)
{
    public List<string>[] Cells { get; } = EmptyCells(columns);
    public List<Block> Blocks { get; } = [];
    public string Label { get; set; } = "";
    public LabelClass LabelClass { get; set; }
    /// <summary>A row that only names the rows after it.</summary>
    public bool IsGroup { get; set; }

    public string Cell(int column) => column < 0 || column >= Cells.Length || Cells[column].Count == 0 ? "" : Cells[column].Count == 1 ? Cells[column][0] : string.Join(" ", Cells[column]);

    private static List<string>[] EmptyCells(int columns)
    {
        var cells = new List<string>[columns];
        for (var c = 0; c < cells.Length; c++) cells[c] = new List<string>(1);
        return cells;
    }
}

/// <summary>A table with the meaning of its columns.</summary>
internal sealed class PlanTable
{
    /// <summary>Characters of one item of a cell; what goes on beyond is no cell any more, and joining it line by line would take the square of its length.</summary>
    public const int LongestItem = 4000;

    public required Field[] Columns { get; init; }
    public List<PlanRow> Rows { get; } = [];
    public List<Block> Blocks { get; } = [];
    /// <summary>Names of the columns as printed.</summary>
    public string[] Titles { get; init; } = [];
    public bool MergedCellsAreEmpty { get; init; }

    public int Column(Field field) => Array.IndexOf(Columns, field);

    /// <summary>A table of work: it says who does something, or when.</summary>
    public bool IsOfWork => Column(Field.Work) >= 0 && (Column(Field.Lead) >= 0 || Column(Field.Time) >= 0 || Column(Field.Coordinating) >= 0);
}

/// <summary>Recognises the head of a table.</summary>
internal static class TableHeader
{
    public static Field Of(string title)
    {
        var lower = Vn.Lower(title).Trim();
        var field = FieldLabels.Of(lower);
        if (field != Field.None) return field;
        if (Opens(lower, "ngày", "tháng", "khi nào", "bao giờ", "xong ") || lower is "quý") return Field.Time;
        // Plain words of communes and schools: "Ai làm chính", "Cùng làm", "Việc phải làm".
        if (Opens(lower, "cùng ", "hỗ trợ", "tham gia")) return Field.Coordinating;
        if (Opens(lower, "ai ", "người ", "làm chính", "đảm nhiệm", "đảm nhận")) return Field.Lead;
        return Opens(lower, "việc ", "làm gì", "công tác") ? Field.Work : Field.None;
    }

    private static bool Opens(string lower, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
            if (lower.StartsWith(word, StringComparison.Ordinal))
                return true;
        return false;
    }

    /// <summary>Meaning of each column; null where the cells are not the head of a table.</summary>
    public static Field[]? Read(IReadOnlyList<string> titles)
    {
        var fields = titles.Select(Of).ToArray();
        var known = fields.Count(f => f != Field.None);
        if (known < 2 || titles.Any(t => t.Length > 90) || !fields.Any(f => f is Field.Work or Field.Lead or Field.Time)) return null;
        if (fields.Count(f => f != Field.None) * 2 < titles.Count(t => t.Length > 0)) return null;
        Direct(fields, titles);
        return fields;
    }

    /// <summary>Beside a column of the bodies that do the work, the persons in charge direct it.</summary>
    private static void Direct(Field[] fields, IReadOnlyList<string> titles)
    {
        if (fields.Count(f => f == Field.Lead) < 2) return;
        var persons = Array.FindAll(Enumerable.Range(0, fields.Length).ToArray(), i => fields[i] == Field.Lead && Vn.Lower(titles[i]) is var title && (title.StartsWith("người", StringComparison.Ordinal) || title.StartsWith("lãnh đạo", StringComparison.Ordinal)));
        if (persons.Length < fields.Count(f => f == Field.Lead)) foreach (var at in persons) fields[at] = Field.Directed;
    }

    /// <summary>Every table of work needs a column that says what is done.</summary>
    public static void NameWork(Field[] fields, IReadOnlyList<string> titles)
    {
        if (Array.IndexOf(fields, Field.Work) >= 0) return;
        for (var i = 0; i < fields.Length; i++)
            if (fields[i] is Field.None && titles[i].Length > 0)
            {
                fields[i] = Field.Work;
                return;
            }

        foreach (var second in (ReadOnlySpan<Field>)[Field.Form, Field.Product, Field.Audience])
            if (Array.IndexOf(fields, second) is >= 0 and var at)
            {
                fields[at] = Field.Work;
                return;
            }
    }

    public static bool Looks(TextView view, SourceLine line) =>
        line.Role == LineRole.TableRow && Read(TableRows.Cells(view.Text, line).ConvertAll(c => Cleaner.Join(view.Text, c))) is not null;
}
