using System.Globalization;

namespace LanToa.Reading.Grammar;

/// <summary>What a section is about, by its title.</summary>
internal enum SectionKind
{
    Other,
    Purpose,
    Content,
    Implementation,
    Budget,
    Time,
}

/// <summary>A place in the outline. The root has no block.</summary>
internal sealed class Node(Node? parent, Block? block, PlanTable? table = null)
{
    public Node? Parent { get; } = parent;
    public Block? Block { get; } = block;
    public PlanTable? Table { get; } = table;
    /// <summary>Most places have none: they share one empty list.</summary>
    public List<Node> Children { get; private set; } = Childless;
    private static readonly List<Node> Childless = [];
    public bool IsHeading { get; set; }
    public SectionKind Section { get; set; }
    public LabelClass Class => Block?.Label.Class ?? LabelClass.None;
    public int Depth => Parent is null ? 0 : Parent.Depth + 1;

    public Words Words => Block!.Words;

    private int[]? places;

    /// <summary>The place of one more child among those of its class, from 1.</summary>
    public int Place(LabelClass kind) => ++(places ??= new int[(int)LabelClass.Bullet + 1])[(int)kind];

    public void Add(Node child)
    {
        if (ReferenceEquals(Children, Childless)) Children = [];
        Children.Add(child);
    }

    private (bool Known, FieldLine? Value) named;
    private (bool Known, Assignment? Value) direct, subject;

    /// <summary>The field that the line names; null for work, headings and tables.</summary>
    public FieldLine? Field => (named = named.Known ? named : (true, Block is null || IsHeading ? null : FieldLabels.Read(Block.WholeText))).Value;

    /// <summary>The bodies that the line gives work to by its first words; null for tables.</summary>
    public Assignment? DirectSubject => (direct = direct.Known ? direct : (true, Block is null ? null : Assignees.Subject(Words, clauses: false))).Value;

    /// <summary>The bodies that the line gives work to, also behind a clause: "Căn cứ kế hoạch này, Sở Nội vụ …".</summary>
    public Assignment? Subject => (subject = subject.Known ? subject : (true, Block is null ? null : DirectSubject ?? Assignees.AfterClause(Words))).Value;
}

/// <summary>Builds the outline of the body from printed labels, which may be wrong: order and class decide, the number only helps.</summary>
internal sealed class Outline
{
    private static readonly (string Word, SectionKind Kind)[] SectionWords =
    [
        ("tổ chức thực hiện", SectionKind.Implementation), ("phân công", SectionKind.Implementation), ("trách nhiệm", SectionKind.Implementation), ("tổ chức triển khai", SectionKind.Implementation), ("nhiệm vụ", SectionKind.Implementation),
        ("kinh phí", SectionKind.Budget), ("nguồn lực", SectionKind.Budget), ("dự toán", SectionKind.Budget), ("mục đích", SectionKind.Purpose), ("yêu cầu", SectionKind.Purpose), ("mục tiêu", SectionKind.Purpose), ("quan điểm", SectionKind.Purpose),
        ("sự cần thiết", SectionKind.Purpose), ("nguyên tắc", SectionKind.Purpose), ("căn cứ", SectionKind.Purpose), ("thực trạng", SectionKind.Purpose), ("đặc điểm tình hình", SectionKind.Purpose), ("tình hình", SectionKind.Purpose), ("kết quả đạt được", SectionKind.Purpose), ("phạm vi", SectionKind.Purpose),
        ("chỉ tiêu", SectionKind.Purpose), ("đối tượng", SectionKind.Purpose), ("cơ quan chỉ đạo", SectionKind.Purpose), ("thời gian", SectionKind.Time), ("giải pháp", SectionKind.Content), ("nội dung", SectionKind.Content), ("hình thức", SectionKind.Content), ("hoạt động", SectionKind.Content), ("thực hiện", SectionKind.Implementation),
    ];

    private readonly List<Node> stack = [];
    private readonly bool hasRoman;

    public Outline(List<object> body)
    {
        Root = new Node(null, null);
        stack.Add(Root);
        hasRoman = body.Any(b => b is Block { Label.Class: LabelClass.Roman or LabelClass.UpperLetter or LabelClass.Part or LabelClass.Chapter });
        var sequence = body.Where(b => b is PlanTable || b is Block { Kind: not BlockKind.Furniture, Continues: null }).ToList();
        for (var i = 0; i < sequence.Count; i++)
        {
            var next = i + 1 < sequence.Count ? sequence[i + 1] : null;
            if (sequence[i] is PlanTable table) AddTable(table);
            else Add((Block)sequence[i], next);
        }
    }

    public Node Root { get; }

    private void AddTable(PlanTable table)
    {
        var parent = Numbered();
        parent.Add(new Node(parent, null, table) { Section = parent.Section });
    }

    private void Add(Block block, object? next)
    {
        block.Label = Plausible(block);
        var node = block.Label.Class == LabelClass.None ? Unlabelled(block, next) : Labelled(block, next);
        var titled = node.IsHeading ? KindOf(block.Lower) : SectionKind.Other;
        node.Section = titled == SectionKind.Other || (node.Parent!.Section == SectionKind.Purpose && titled is SectionKind.Content) ? node.Parent!.Section : titled;
        if (node.IsHeading && node.Parent!.Section == SectionKind.Implementation && titled is SectionKind.Purpose or SectionKind.Content or SectionKind.Time) node.Section = SectionKind.Implementation;
        block.Kind = node.IsHeading ? BlockKind.Heading : block.Label.Class == LabelClass.None ? BlockKind.Text : BlockKind.Item;
    }

    /// <summary>OCR glues a number to what follows: "2.56'Noivu" is "2." and a damaged name.</summary>
    private Label Plausible(Block block)
    {
        var label = block.Label;
        if (label.Class != LabelClass.Number2 || label.Ordinal < 25) return label;
        var before = stack.FindLast(n => n.Class == LabelClass.Number);
        if (before is null || label.First != before.Block!.Label.Ordinal + 1) return label;
        var dot = label.Printed.IndexOf('.', StringComparison.Ordinal);
        var lost = label.Length - dot - 1;
        block.Pieces[0] = new Piece(block.Pieces[0].Start - lost, block.Pieces[0].End);
        return new Label(LabelClass.Number, label.First, label.Printed[..dot], dot + 1, label.First);
    }

    private Node Labelled(Block block, object? next)
    {
        var kind = block.Label.Class;
        var same = stack.FindLastIndex(n => n.Class == kind);
        if (same > 0)
        {
            stack.RemoveRange(same, stack.Count - same);
        }
        else
        {
            while (stack.Count > 1 && Wider(kind, stack[^1])) stack.RemoveAt(stack.Count - 1);
        }

        var parent = stack[^1];
        var node = new Node(parent, block);
        parent.Add(node);
        stack.Add(node);
        node.IsHeading = HeadingRule.IsHeading(block, next);
        block.Path = Below(parent.Block?.Path ?? [], Position(node));
        return node;
    }

    private static string[] Below(IReadOnlyList<string> path, string position)
    {
        var below = new string[path.Count + 1];
        for (var i = 0; i < path.Count; i++) below[i] = path[i];
        below[^1] = position;
        return below;
    }

    /// <summary>A label class that was not open closes narrower ones. Capital letters nest inside Roman numbers when they come later.</summary>
    private static bool Wider(LabelClass kind, Node open)
    {
        if (open.Class == LabelClass.None) return kind is not (LabelClass.Dash or LabelClass.Plus or LabelClass.Star or LabelClass.Bullet) && !(open.Block!.Upper && kind > LabelClass.Roman) || (open.IsHeading && kind < LabelClass.Number);
        if (open.Block!.Label.IsMark) return !IsMark(kind);
        if (kind == LabelClass.UpperLetter && open.Class == LabelClass.Roman) return false;
        return kind < open.Class;
    }

    private static bool IsMark(LabelClass kind) => kind is LabelClass.Dash or LabelClass.Plus or LabelClass.Star or LabelClass.Bullet;

    private string Position(Node node)
    {
        var ordinal = node.Parent!.Place(node.Class);
        return node.Class switch
        {
            LabelClass.Roman => LabelReader.ToRoman(ordinal),
            LabelClass.Annex or LabelClass.Part or LabelClass.Chapter or LabelClass.Section or LabelClass.Article => $"{Vn.Capital(node.Block!.Label.Printed.Split(' ')[0].ToLowerInvariant())} {ordinal.ToString(CultureInfo.InvariantCulture)}",
            LabelClass.UpperLetter => "ABCDEGHIKLMNOPQ"[Math.Min(ordinal, 15) - 1].ToString(),
            LabelClass.Letter => "abcdđeghiklmnopqrstuvxy"[Math.Min(ordinal, 23) - 1] + ")",
            LabelClass.Dash or LabelClass.Plus or LabelClass.Star or LabelClass.Bullet => (node.Class == LabelClass.Plus ? "+" : node.Class == LabelClass.Star ? "*" : "-") + ordinal.ToString(CultureInfo.InvariantCulture),
            _ => ordinal.ToString(CultureInfo.InvariantCulture),
        };
    }

    private Node Unlabelled(Block block, object? next)
    {
        var heading = HeadingRule.IsUnlabelledHeading(block, next);
        if (heading)
        {
            // Where the document numbers its sections, a line of capitals or in bold stands below them; elsewhere it is a section.
            if (!hasRoman && block.Upper) stack.RemoveRange(1, stack.Count - 1);
            else while (stack.Count > 1 && (stack[^1].Class is LabelClass.None || !stack[^1].IsHeading)) stack.RemoveAt(stack.Count - 1);
            if (hasRoman && stack[^1].Class is LabelClass.Number && !block.Marked) heading = block.Upper;
        }

        var parent = heading ? stack[^1] : Numbered();
        var node = new Node(parent, block) { IsHeading = heading };
        parent.Add(node);
        block.Path = parent.Block?.Path ?? [];
        if (heading) stack.Add(node);
        else if (stack[^1].Block?.Label.IsMark == true) while (stack.Count > 1 && stack[^1].Block!.Label.IsMark) stack.RemoveAt(stack.Count - 1);
        return node;
    }

    private Node Numbered()
    {
        for (var i = stack.Count - 1; i > 0; i--)
            if (stack[i].IsHeading || stack[i].Block!.Label.IsNumbered)
                return stack[i];
        return Root;
    }

    public static SectionKind KindOf(string lower)
    {
        var best = (At: int.MaxValue, Kind: SectionKind.Other);
        foreach (var (word, kind) in SectionWords)
        {
            var at = lower.IndexOf(word, StringComparison.Ordinal);
            if (at < 0) continue;
            // "NHIỆM VỤ" and "TỔ CHỨC THỰC HIỆN" win wherever they stand; among the others the first word does.
            if (word is "tổ chức thực hiện" or "phân công" or "nhiệm vụ" or "trách nhiệm" && lower.Length < 120) return lower.Contains("mục đích", StringComparison.Ordinal) || lower.StartsWith("kinh phí", StringComparison.Ordinal) && word != "tổ chức thực hiện" ? SectionKind.Budget : kind;
            if (at < best.At && at < 60) best = (at, kind);
        }

        return best.Kind;
    }
}
