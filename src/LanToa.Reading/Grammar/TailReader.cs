using LanToa.Reading.Model;

namespace LanToa.Reading.Grammar;

/// <summary>What the end of a document says: who receives it, who signed it.</summary>
internal sealed class Tail
{
    public List<Block> Blocks { get; } = [];
    public List<string> Recipients { get; } = [];
    public Signer Signer { get; set; } = new();
}

/// <summary>
/// Reads the tail: recipients and signature one after the other, side by side in a table or in columns of blanks, or run together
/// by OCR.
/// </summary>
internal sealed class TailReader(TextView view, List<SourceLine> lines)
{
    private readonly Tail tail = new();
    private readonly List<(Block Block, string Text)> recipients = [];
    private readonly List<string> signature = [];
    private bool inRecipients;
    private int recipientColumn;
    private bool openItem;

    public Tail Read(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var line = lines[i];
            switch (line.Role)
            {
                case LineRole.Blank:
                    continue;
                case LineRole.Furniture or LineRole.Rule:
                    Add(line.ContentStart, line.ContentEnd, BlockKind.Furniture, i);
                    continue;
                case LineRole.TableRow:
                    Row(line, i);
                    continue;
                default:
                    foreach (var segment in Segments(line)) Segment(segment, i, IsLeft(line, segment));
                    continue;
            }
        }

        Finish();
        return tail;
    }

    private bool IsLeft(SourceLine line, Piece segment) => segment.Start - line.Start < Math.Max(24, recipientColumn + 16);

    private void Row(SourceLine line, int index)
    {
        var column = 0;
        foreach (var cell in TableRows.Cells(view.Text, line))
        {
            var left = column == 0;
            foreach (var paragraph in TableRows.Paragraphs(view, cell)) Segment(paragraph, index, left);
            column++;
        }
    }

    /// <summary>Parts of a line that stand apart by three blanks or more.</summary>
    private IEnumerable<Piece> Segments(SourceLine line)
    {
        var text = view.Text;
        var start = line.ContentStart;
        for (var i = start; i < line.ContentEnd; i++)
        {
            if (!Vn.IsSpace(text[i])) continue;
            var end = i;
            while (end < line.ContentEnd && Vn.IsSpace(text[end])) end++;
            if (end - i >= 3 && i > start)
            {
                yield return new Piece(start, i);
                start = end;
            }

            i = end;
        }

        if (start < line.ContentEnd) yield return new Piece(start, line.ContentEnd);
    }

    private void Segment(Piece piece, int index, bool left)
    {
        var text = view.Text.AsSpan(piece.Start, piece.End - piece.Start);
        var lower = view.Lower.AsSpan(piece.Start, piece.End - piece.Start);
        if (Signatures.NameBehind(text, lower) is > 0 and var named)
        {
            Signature(new Piece(piece.Start, piece.Start + named), index);
            Signature(new Piece(piece.Start + named, piece.End), index);
            return;
        }

        var inside = Signatures.IsLine(text, lower) ? -1 : Signatures.Inside(text, lower);
        if (inside > 0 && (left || text[0] == '-'))
        {
            Segment(new Piece(piece.Start, piece.Start + inside), index, left);
            Signature(new Piece(piece.Start + inside, piece.End), index);
            return;
        }

        var bare = lower.Trim([' ', '*', '_', '-', '|']);
        if (bare.StartsWith("nơi nhận", StringComparison.Ordinal))
        {
            inRecipients = true;
            openItem = false;
            recipientColumn = Math.Max(0, piece.Start - LineStart(index));
            Add(piece.Start, piece.End, BlockKind.Recipients, index);
            // "Nơi nhận: Như trên; Lưu: VT." on one line.
            var colon = lower.IndexOf(':');
            if (colon > 0 && piece.Start + colon + 1 < piece.End) Inline(Cleaner.Join(view.Text, new Piece(piece.Start + colon + 1, piece.End)));
            return;
        }

        if (!inRecipients || Signatures.IsLine(text, lower) || !left)
        {
            Signature(piece, index);
            return;
        }

        Recipient(piece, index, text, lower);
    }

    private int LineStart(int index) => lines[index].Start;

    private void Inline(string text)
    {
        if (text.Length < 4 || !text.Contains(';') && !text.StartsWith('-')) return;
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) tail.Recipients.Add(part.TrimStart('-', ' '));
    }

    private void Recipient(Piece piece, int index, ReadOnlySpan<char> text, ReadOnlySpan<char> lower)
    {
        var label = LabelReader.Read(text, lower);
        var content = Cleaner.Join(view.Text, new Piece(piece.Start + (label.IsMark ? label.Length : 0), piece.End));
        if (label.IsMark)
        {
            recipients.Add((Add(piece.Start, piece.End, BlockKind.Recipients, index, label), content));
            openItem = !content.EndsWith(';');
            return;
        }

        // A line without a mark: the rest of the item before, a heading of a sub-list ("Bản điện tử:") or the signature.
        if (content.EndsWith(':') || content.Length < 3)
        {
            Add(piece.Start, piece.End, BlockKind.Recipients, index);
            openItem = false;
        }
        else if (openItem && recipients.Count > 0 && Signatures.PersonName(content) is null && !lower.Contains("đã ký", StringComparison.Ordinal))
        {
            Add(piece.Start, piece.End, BlockKind.Recipients, index);
            recipients[^1] = (recipients[^1].Block, recipients[^1].Text + " " + content);
            openItem = !content.EndsWith(';') && !content.EndsWith('.');
        }
        else if (Signatures.PersonName(content) is not null || Vn.MostlyUpper(content))
        {
            Signature(piece, index);
        }
        else if (recipients.Count == 0 || content.EndsWith(';'))
        {
            recipients.Add((Add(piece.Start, piece.End, BlockKind.Recipients, index), content));
        }
        else
        {
            Signature(piece, index);
        }
    }

    private void Signature(Piece piece, int index)
    {
        var content = Cleaner.Join(view.Text, piece);
        Add(piece.Start, piece.End, BlockKind.Signature, index);
        if (content.Length > 0) signature.Add(content);
    }

    private Block Add(int start, int end, BlockKind kind, int index, Label label = default)
    {
        var block = new Block(view) { Start = start, Kind = kind, Line = index, LastLine = index, Label = label };
        block.Pieces.Add(new Piece(start + label.Length, end));
        tail.Blocks.Add(block);
        return block;
    }

    private void Finish()
    {
        string? trailing = null;
        foreach (var (_, text) in recipients)
        {
            var item = Trimmed(text, out var after);
            if (after is not null && Signatures.PersonName(after) is { } name) trailing = name;
            if (item.Length > 1) tail.Recipients.Add(item);
        }

        tail.Signer = SignerOf(signature, trailing);
    }

    /// <summary>Cuts what another column left behind the end of an item: "Các sở, ban, ngành; thực hiện".</summary>
    private static string Trimmed(string text, out string? after)
    {
        after = null;
        var cut = text.LastIndexOf(';');
        if (cut > 0 && cut < text.Length - 1)
        {
            after = text[(cut + 1)..].Trim();
            if (after.Count(c => c == ' ') < 5 && !after.EndsWith('.')) text = text[..cut];
        }
        else if (text.IndexOf(". ", StringComparison.Ordinal) is > 3 and var dot && Signatures.PersonName(text[(dot + 2)..]) is not null)
        {
            after = text[(dot + 2)..];
            text = text[..(dot + 1)];
        }
        else if (text.IndexOf("). ", StringComparison.Ordinal) is > 3 and var bracket)
        {
            after = text[(bracket + 3)..];
            text = text[..(bracket + 2)];
        }

        return text.TrimEnd(' ', ';').Trim();
    }

    private static Signer SignerOf(List<string> signature, string? trailing)
    {
        var authority = new List<string>();
        string? position = null, name = null;
        var positionsDone = false;
        foreach (var text in signature)
        {
            var lower = Vn.Lower(text);
            if (Signatures.IsLine(text, lower) || (Vn.MostlyUpper(text) && Signatures.HasPosition(lower)))
            {
                if (positionsDone && name is not null) continue;
                foreach (var part in Signatures.Parts(text, lower))
                {
                    if (Signatures.IsAuthority(Vn.Lower(part))) authority.Add(part);
                    else position ??= part;
                }
            }
            else if (Signatures.PersonName(text) is { } found)
            {
                name ??= found;
                positionsDone = true;
            }
            else if (authority.Count > 0 && position is null && Vn.MostlyUpper(text) && name is null && text.Length > 3)
            {
                authority[^1] += " " + text;
            }
        }

        return new Signer { Authority = authority.Count == 0 ? null : string.Join("; ", authority), Position = position, Name = name ?? trailing };
    }
}
