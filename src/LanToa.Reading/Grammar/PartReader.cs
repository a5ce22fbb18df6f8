namespace LanToa.Reading.Grammar;

/// <summary>One document of the text, read into zones.</summary>
internal sealed class PartText
{
    public required Part Part { get; init; }
    public Header Header { get; set; } = new();
    public string? Title { get; set; }
    /// <summary>"(Ban hành kèm theo Quyết định số … )"</summary>
    public string? Attachment { get; set; }
    public List<Block> TitleBlocks { get; } = [];
    public List<Block> Opening { get; } = [];
    public List<object> Body { get; } = [];
    public Tail Tail { get; set; } = new();
}

/// <summary>Reads the zones of one document: letterhead, title, opening, body, tail and what is attached after the tail.</summary>
internal sealed class PartReader(TextView view, List<SourceLine> lines, BlockBuilder builder)
{
    private static readonly string[] Grounds = ["căn cứ", "thực hiện", "triển khai", "xét", "theo đề nghị", "để ", "nhằm", "tiếp tục", "trên cơ sở", "thi hành", "theo ", "luật ", "hưởng ứng", "quán triệt", "chào mừng", "sau khi"];

    public PartText Read(Part part)
    {
        var text = new PartText { Part = part };
        var from = part.KindLine;
        if (from < 0) from = HeaderEnd(part);
        text.Header = new HeaderReader(view, lines).Read(part.From, from);
        if (part.KindLine >= 0) from = Title(text, from);
        else text.Title = text.Header.Subject;
        var body = Sequence(from, part.TailFrom);
        text.Tail = new TailReader(view, lines).Read(part.TailFrom, part.TailTo);
        SplitOpening(text, body);
        text.Body.AddRange(Sequence(part.TailTo, part.To));
        return text;
    }

    /// <summary>Without a kind line the letterhead ends after the last line of it that is recognised.</summary>
    private int HeaderEnd(Part part)
    {
        var end = part.From;
        var seen = 0;
        for (var i = part.From; i < part.To && i < part.TailFrom && seen < 24; i++)
        {
            var line = lines[i];
            if (line.Role is LineRole.Blank or LineRole.Rule or LineRole.Furniture) continue;
            seen++;
            var lower = line.Of(view.Lower);
            if (line.Length > 200 && line.Role != LineRole.TableRow) break;
            if (PartFinder.IsMotto(lower) || lower.StartsWith("số:", StringComparison.Ordinal) || lower.StartsWith("v/v", StringComparison.Ordinal) || line.Upper && lower.StartsWith("về việc", StringComparison.Ordinal) || lower.StartsWith("kính gửi", StringComparison.Ordinal) || (line.Length < 120 && HeaderReader.DateOf(lower.ToString(), line.Of(view.Text).ToString()) is { Place: not null })) end = i + 1;
            if (line.Label.Class is LabelClass.Roman or LabelClass.Article) break;
        }

        return end;
    }

    private int Title(PartText text, int kindLine)
    {
        text.TitleBlocks.Add(Titled(kindLine));
        var pieces = new List<Piece>();
        var i = kindLine + 1;
        var gap = false;
        for (; i < text.Part.TailFrom; i++)
        {
            var line = lines[i];
            if (line.Role == LineRole.Blank)
            {
                gap = true;
                continue;
            }

            if (line.Role is LineRole.Rule or LineRole.Furniture)
            {
                text.TitleBlocks.Add(builder.Of(line, i, BlockKind.Furniture, label: false));
                gap |= pieces.Count > 0;
                continue;
            }

            var lower = line.Of(view.Lower);
            if (line.Role == LineRole.Text && IsAttachment(lower))
            {
                i = Attachment(text, i);
                break;
            }

            if (line.Role != LineRole.Text || pieces.Count > 0 && IsAuthority(i) || (pieces.Count > 0 && !GoesOn(line, lower, gap, pieces)) || (pieces.Count == 0 && !CanBegin(line, lower, text.Part.Kind!))) break;
            text.TitleBlocks.Add(Titled(i));
            pieces.Add(new Piece(line.ContentStart, line.ContentEnd));
            gap = false;
        }

        var rest = text.Part.Kind!.Rest;
        var title = Cleaner.Join(view.Text, pieces).Trim(' ', '_', '-', '*');
        if (title.Length > 2 && title[0] is '“' or '"' && title[^1] is '”' or '"' && title.AsSpan(1, title.Length - 2).IndexOfAny('“', '”', '"') < 0) title = title[1..^1].Trim();
        text.Title = title.Length == 0 ? (rest.Length > 0 ? rest : text.Header.Subject) : DocumentKinds.OnlyWidens(rest) ? title : rest + " " + title;
        return i;
    }

    private Block Titled(int line) => builder.Of(lines[line], line, BlockKind.Title, label: false);

    /// <summary>The body that decides, between the title and the grounds: "ỦY BAN NHÂN DÂN TỈNH THANH LA".</summary>
    private bool IsAuthority(int i)
    {
        if (!lines[i].Upper || !AgencyLexicon.StartsWithHead(lines[i].Of(view.Lower).ToString())) return false;
        var next = i + 1;
        while (next < lines.Count && lines[next].Role is LineRole.Blank) next++;
        return next < lines.Count && lines[next].Of(view.Lower).StartsWith("căn cứ", StringComparison.Ordinal);
    }

    private static bool IsAttachment(ReadOnlySpan<char> lower) =>
        lower.StartsWith("(ban hành", StringComparison.Ordinal) || lower.StartsWith("(kèm theo", StringComparison.Ordinal) || lower.StartsWith("ban hành kèm theo", StringComparison.Ordinal) || lower.StartsWith("kèm theo ", StringComparison.Ordinal) || lower.StartsWith("(dự thảo", StringComparison.Ordinal);

    private int Attachment(PartText text, int from)
    {
        var pieces = new List<Piece>();
        var i = from;
        for (; i < text.Part.TailFrom && i - from < 6; i++)
        {
            var line = lines[i];
            if (line.Role == LineRole.Blank) continue;
            if (line.Role != LineRole.Text || (i > from && line.Label.Class != LabelClass.None)) break;
            text.TitleBlocks.Add(Titled(i));
            pieces.Add(new Piece(line.ContentStart, line.ContentEnd));
            if (line.Of(view.Text).Contains(')')) { i++; break; }
            if (lines[from].Of(view.Text)[0] != '(' && line.Length < 60) { i++; break; }
        }

        text.Attachment = Cleaner.Join(view.Text, pieces);
        return i;
    }

    private bool CanBegin(SourceLine line, ReadOnlySpan<char> lower, DocumentKind kind)
    {
        if (line.Label.Class is LabelClass.Roman or LabelClass.Article or LabelClass.Number) return false;
        if (lower.StartsWith("căn cứ", StringComparison.Ordinal)) return false;
        if (kind.Rest.Length > 0 && !DocumentKinds.OnlyWidens(kind.Rest)) return line.Upper && line.Label.Class == LabelClass.None;
        return !(lower.StartsWith("thực hiện", StringComparison.Ordinal) && line.Length > 220);
    }

    private bool GoesOn(SourceLine line, ReadOnlySpan<char> lower, bool gap, List<Piece> pieces)
    {
        var first = view.Text.AsSpan(pieces[0].Start, pieces[0].End - pieces[0].Start);
        var last = view.Text.AsSpan(pieces[^1].Start, pieces[^1].End - pieces[^1].Start);
        if (line.Label.Class != LabelClass.None && !line.Label.IsMark || pieces.Count > 8) return false;
        if (Vn.MostlyUpper(first)) return line.Upper && !Signatures.IsLine(line.Of(view.Text), lower) && !(gap && pieces.Count > 0 && line.Length < 8) && !(gap && AgencyLexicon.StartsWithHead(lower.ToString()));
        var quoted = first[0] is '“' or '"' && pieces.TrueForAll(p => !view.Text.AsSpan(p.Start + 1, p.End - p.Start - 1).ContainsAny('”', '"'));
        if (gap && !(quoted || line.LowerStart || lower.StartsWith("năm ", StringComparison.Ordinal) || lower.StartsWith("giai đoạn", StringComparison.Ordinal)) || last[^1] is '.' or ';' or ':') return false;
        if (line.Upper) return false;
        if (lower.StartsWith("căn cứ", StringComparison.Ordinal)) return false;
        if (line.LowerStart) return true;
        return !StartsGround(lower) && line.Length < 130 && last.Length > 25;
    }

    private static bool StartsGround(ReadOnlySpan<char> lower)
    {
        foreach (var ground in Grounds)
            if (lower.StartsWith(ground, StringComparison.Ordinal))
                return true;
        return false;
    }

    /// <summary>Paragraphs and tables of a range, in order.</summary>
    private List<object> Sequence(int from, int to)
    {
        var sequence = new List<object>();
        var tables = new BarTableReader(view, lines);
        var start = from;
        for (var i = from; i < to;)
        {
            var role = lines[i].Role;
            if (role is not (LineRole.TableRow or LineRole.FlatTable or LineRole.LayoutTable))
            {
                i++;
                continue;
            }

            sequence.AddRange(Paragraphs(start, i));
            var end = i + 1;
            var last = i;
            while (end < to && (lines[end].Role == role || lines[end].Role is LineRole.Blank or LineRole.Furniture or LineRole.Rule && end - last < 8))
            {
                if (lines[end].Role == role) last = end;
                end++;
            }

            end = last + 1;
            sequence.Add(role switch
            {
                LineRole.FlatTable => new FlatTableReader(view, lines).Read(i, end),
                LineRole.LayoutTable => new LayoutTableReader(view, lines).Read(i, end),
                _ => tables.Read(i, end),
            });
            i = start = end;
        }

        sequence.AddRange(Paragraphs(start, to));
        return sequence;
    }

    private List<Block> Paragraphs(int from, int to)
    {
        var built = builder.Build(from, to);
        var blocks = new List<Block>(built.Count + 8);
        foreach (var block in built)
            for (var part = block; part is not null; part = SplitKey(part))
                blocks.Add(part);
        return blocks;
    }

    /// <summary>"1. Danh nghĩa tổ chức: Thành ủy, …" is a heading and a paragraph.</summary>
    private Block? SplitKey(Block block)
    {
        if (block.Kind != BlockKind.Text || block.Label.Class is not (LabelClass.Number or LabelClass.Number2 or LabelClass.Number3 or LabelClass.Letter or LabelClass.Roman)) return null;
        var text = block.Text;
        var colon = text.IndexOf(':');
        if (colon is < 3 or > 110 || colon + 2 >= text.Length || text[colon + 1] != ' ') return null;
        var key = text[..colon];
        var words = new Words(key);
        if (TaskWords.TimeKey(new Words(key + ":")) > 0) return null;
        var agency = false;
        if (Assignees.OfHeading(words) is { } found)
        {
            // "UBND các phường: Ba Đình, Hoàn Kiếm": the names belong to the group.
            if (found.Lead[^1].Group && char.IsUpper(text[colon + 2]) && WorkVerbs.All.Match(new Words(text[(colon + 1)..]), 0) == 0) return null;
            agency = true;
        }

        if (!agency)
        {
            if (block.Label.Class is not (LabelClass.Number or LabelClass.Roman) || HeadingRule.CountWords(key) > 6 || HeadingRule.EndsWithLeadIn(Vn.Lower(key + ":"), key + ":")) return null;
            if (WorkVerbs.IsStart(words, 0) && FieldLabels.Read(text) is null || Assignees.Subject(words) is not null) return null;
        }

        var at = -1;
        foreach (var piece in block.Pieces)
        {
            var found2 = view.Text.AsSpan(piece.Start, piece.End - piece.Start).IndexOf(':');
            if (found2 < 0) continue;
            at = piece.Start + found2 + 1;
            break;
        }

        if (at < 0) return null;
        while (at < view.Text.Length && Vn.IsSpace(view.Text[at])) at++;
        var rest = block.SplitAt(at);
        if (rest.Pieces.Count == 0) return null;
        rest.ContinuedBy = block.ContinuedBy;
        if (rest.ContinuedBy is not null) rest.ContinuedBy.Continues = rest;
        block.ContinuedBy = null;
        block.IsKey = true;
        return rest;
    }

    /// <summary>What stands before the first numbered block: grounds, lines of capitals, sentences.</summary>
    private void SplitOpening(PartText text, List<object> body)
    {
        var first = body.FindIndex(b => b is PlanTable || b is Block { Label.IsNumbered: true, Kind: BlockKind.Text, Continues: null });
        if (first < 0) first = body.FindIndex(b => b is Block { Kind: BlockKind.Text } block && !StartsGround(block.Lower) && !block.Upper && text.Opening.Count > 0);
        if (first < 0) first = body.FindLastIndex(b => b is Block { Kind: BlockKind.Text } block && StartsGround(block.Lower)) + 1;
        for (var i = 0; i < body.Count; i++)
        {
            if (i >= first || body[i] is not Block block)
            {
                text.Body.Add(body[i]);
                continue;
            }

            text.Opening.Add(block);
            if (block.Kind != BlockKind.Text) continue;
            block.Kind = block.Upper ? BlockKind.Title : StartsGround(block.Lower) || block.Continues?.Kind == BlockKind.Basis ? BlockKind.Basis : BlockKind.Text;
        }
    }
}
