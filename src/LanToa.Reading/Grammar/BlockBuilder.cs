namespace LanToa.Reading.Grammar;

/// <summary>Joins printed lines into paragraphs and items. Where lines are hard-wrapped, indentation, fullness and punctuation decide.</summary>
internal sealed class BlockBuilder
{
    private static readonly string[] CutWords = ["khoản", "điểm", "điều", "mục", "số", "tháng", "năm", "ngày", "quý", "và", "từ", "đến", "các", "của", "phụ lục", "biểu", "mẫu", "lần thứ", "cấp", "mức"];
    private static readonly string[] OpenWords = [.. CutWords, "giao", "ban hành", "với", "tại", "do", "tới", "về"];
    private readonly TextView view;
    private readonly List<SourceLine> lines;
    private readonly bool wrapped;
    private readonly bool ragged;
    private readonly int full;

    public BlockBuilder(TextView view, List<SourceLine> lines)
    {
        this.view = view;
        this.lines = lines;
        (wrapped, full) = Measure(lines);
        ragged = wrapped && IsRagged(lines, full);
    }

    /// <summary>Lines are also cut far from the margin, wherever the source of a web page had a line break: "1. Văn phòng" / "UBND tỉnh".</summary>
    private static bool IsRagged(List<SourceLine> lines, int full)
    {
        int cut = 0, text = 0;
        for (var i = 0; i + 1 < lines.Count; i++)
        {
            var (line, next) = (lines[i], lines[i + 1]);
            if (line.Role != LineRole.Text) continue;
            text++;
            if (next.Role == LineRole.Text && !line.Terminated && !line.Upper && Math.Min(line.Indent, 20) + line.Length < full && next.LowerStart && next.Label.Class == LabelClass.None) cut++;
        }

        return cut > 3 && cut * 12 > text;
    }

    /// <summary>Lines are hard-wrapped where few are long and many full ones end without punctuation.</summary>
    private static (bool Wrapped, int Full) Measure(List<SourceLine> lines)
    {
        var widths = lines.Where(l => l.Role == LineRole.Text && l.Length >= 40).Select(l => Math.Min(l.Indent, 20) + l.Length).Order().ToArray();
        if (widths.Length < 4) return (false, int.MaxValue);
        var width = widths[(int)((widths.Length - 1) * 0.9)];
        if (width > 170) return (false, int.MaxValue);
        var filled = (int)(width * 0.74);
        int open = 0, longLines = 0;
        foreach (var line in lines)
        {
            if (line.Role != LineRole.Text || line.Length < 40) continue;
            if (Math.Min(line.Indent, 20) + line.Length < filled) continue;
            longLines++;
            if (!line.Terminated) open++;
        }

        return (open * 3 >= longLines, filled);
    }

    public bool IsWrapped => wrapped;

    /// <summary>Blocks of the text lines in [from, to).</summary>
    public List<Block> Build(int from, int to)
    {
        var blocks = new List<Block>();
        Block? block = null;
        var previous = -1;
        var furniture = false;
        var parted = false;
        for (var i = from; i < to; i++)
        {
            var line = lines[i];
            switch (line.Role)
            {
                case LineRole.Blank:
                    continue;
                case LineRole.Furniture or LineRole.Rule:
                    blocks.Add(Of(line, i, BlockKind.Furniture, label: false));
                    furniture |= line.Role == LineRole.Furniture;
                    parted = true;
                    if (line.Role == LineRole.Rule && line.Length > 4) block = null;
                    continue;
                case LineRole.Text:
                    break;
                default:
                    block = null;
                    continue;
            }

            var goesOn = block is not null && Continues(block, lines[previous], line, i - previous > 1, furniture);
            if (goesOn && !parted && !line.AfterBreak)
            {
                block!.Grow(new Piece(line.ContentStart, line.ContentEnd), i);
            }
            else
            {
                var next = Of(line, i, BlockKind.Text, label: !goesOn);
                if (goesOn)
                {
                    next.Continues = block;
                    block!.ContinuedBy = next;
                }

                blocks.Add(next);
                block = next;
            }

            previous = i;
            furniture = parted = false;
        }

        return blocks;
    }

    public Block Of(SourceLine line, int index, BlockKind kind, bool label)
    {
        var use = label ? line.Label : default;
        var block = new Block(view)
        {
            Start = line.ContentStart, Label = use, Kind = kind, Indent = line.Indent, Marked = line.Marked, Line = index, LastLine = index,
        };
        block.Pieces.Add(new Piece(line.ContentStart + Math.Min(use.Length, line.Length), line.ContentEnd));
        return block;
    }

    private bool Continues(Block block, SourceLine last, SourceLine line, bool gap, bool furniture)
    {
        var lastFull = wrapped && Math.Min(last.Indent, 20) + last.Length >= full;
        var head = block;
        while (head.Continues is not null) head = head.Continues;
        if (line.Label.Class != LabelClass.None)
        {
            if (last.Terminated) return false;
            if (line.Label.IsMark)
                return wrapped && lastFull && (!gap || furniture) && line.Indent + 2 < head.Indent && last.Role == LineRole.Text;
            return lastFull && !gap && line.Label.Class is not LabelClass.Roman && EndsCut(last, CutWords);
        }

        if (last.Upper && !line.Upper && !line.LowerStart) return false;
        if (last.Upper && line.Upper) return !gap && !last.Terminated && !line.Marked && !(head.Label.Class == LabelClass.None && IsStandalone(last));
        if (furniture) return !last.Terminated && (line.LowerStart || lastFull);
        if (gap) return !last.Terminated && line.LowerStart && !last.Upper && last.Length >= 20;
        if (last.Terminated && last.Last is ':') return false;
        if (!wrapped) return !last.Terminated && line.LowerStart && !last.Marked && last.Length >= 30;
        if (line.LowerStart) return !(last.Last == ';' && !lastFull) && !(last.Last == '.' && !lastFull);
        if (!lastFull) return ragged && !last.Terminated && !last.Upper && IsCutAnywhere(head, block, last);
        if (!last.Terminated) return true;
        if (last.Last == ';') return line.Indent + 2 < head.Indent;
        // A full line that ends a sentence: the paragraph goes on where new paragraphs are indented and this line is not.
        return line.Indent + 2 < head.Indent || (head.Indent <= 1 && line.Indent <= head.Indent && head.LastLine > head.Line && head.Label.Class == LabelClass.None);
    }

    /// <summary>A sentence or a name that cannot end here, in a text whose lines end anywhere.</summary>
    private bool IsCutAnywhere(Block head, Block block, SourceLine last)
    {
        if (last.Last == ',' || EndsCut(last, OpenWords)) return true;
        return head.Label.Class switch
        {
            LabelClass.None => last.Length >= 20,
            LabelClass.Article => head == block && HeadingRule.CountWords(block.Text) <= 3,
            _ => head == block && IsBareHead(block),
        };
    }

    private static bool IsBareHead(Block block) => AgencyLexicon.StrongHeads.Match(block.Words, 0) is > 0 and var head && head == block.Words.Count;

    /// <summary>A line of capitals that is a title on its own.</summary>
    private bool IsStandalone(SourceLine line) => DocumentKinds.Find(line.Of(view.Lower), line.Of(view.Text)) is { Rest.Length: 0 };

    private bool EndsCut(SourceLine line, string[] words)
    {
        var lower = line.Of(view.Lower);
        foreach (var word in words)
            if (lower.EndsWith(word, StringComparison.Ordinal) && (lower.Length == word.Length || lower[^(word.Length + 1)] == ' '))
                return true;
        return lower.Length > 0 && lower[^1] is ',' or '(' or '-';
    }
}
