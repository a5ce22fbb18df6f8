using LanToa.Reading.Phrases;

namespace LanToa.Reading.Grammar;

internal enum BlockKind
{
    Text,
    Header,
    Title,
    Basis,
    Heading,
    Item,
    Cell,
    Recipients,
    Signature,
    Furniture,
}

/// <summary>A piece of the document that will become one statement: a paragraph, item, heading, table cell, side of the tail.</summary>
internal sealed class Block(TextView view)
{
    private string? text;
    private string? lower;

    /// <summary>First character, label included.</summary>
    public required int Start { get; init; }
    public List<Piece> Pieces { get; } = [];
    public Label Label { get; set; }
    public BlockKind Kind { get; set; } = BlockKind.Text;
    public int Indent { get; init; }
    public bool Marked { get; init; }
    /// <summary>The name of an item, cut from what follows its colon: "1. Thời gian: …".</summary>
    public bool IsKey { get; set; }
    /// <summary>The same sentence went on before a page number or running head.</summary>
    public Block? Continues { get; set; }
    public Block? ContinuedBy { get; set; }
    /// <summary>Index of the first line.</summary>
    public int Line { get; init; }
    public int LastLine { get; set; }

    public IReadOnlyList<string> Path { get; set; } = [];
    public string HeadingChain { get; set; } = "";
    public string? Id { get; set; }
    public double Confidence { get; set; } = 1;
    /// <summary>A task was made of it, so that looking for the task is worth while.</summary>
    public bool IsInTask { get; set; }

    /// <summary>Without label, line breaks joined.</summary>
    public string Text => text ??= Cleaner.Join(view.Text, Pieces);
    public string Lower => lower ??= Vn.Lower(Text);

    /// <summary>The text of this block and of the blocks that continue it after page furniture.</summary>
    public string WholeText => ContinuedBy is null ? Text : whole ??= Text + " " + ContinuedBy.WholeText;
    private string? whole;

    /// <summary>The words of <see cref="WholeText"/>.</summary>
    public Words Words => words ??= ContinuedBy is null ? new Words(Text, Lower) : new Words(WholeText);
    private Words? words;

    /// <summary>What <see cref="WholeText"/> names; asked for once the blocks stand.</summary>
    public NamedCodes Codes => codes ??= NamedCodes.Of(WholeText);
    private NamedCodes? codes;

    public bool Upper => upper ??= Vn.MostlyUpper(Text);
    private bool? upper;

    public TextView View => view;

    public void Grow(Piece piece, int line)
    {
        Pieces.Add(piece);
        LastLine = line;
        (text, lower, words, upper) = (null, null, null, null);
    }

    /// <summary>Moves everything from <paramref name="index"/> of the view on into a new block.</summary>
    public Block SplitAt(int index)
    {
        var rest = new Block(view) { Start = index, Indent = Indent, Line = Line, LastLine = LastLine };
        for (var i = Pieces.Count - 1; i >= 0; i--)
        {
            var piece = Pieces[i];
            if (piece.End <= index) break;
            rest.Pieces.Insert(0, new Piece(Math.Max(index, piece.Start), piece.End));
            if (piece.Start >= index) Pieces.RemoveAt(i);
            else Pieces[i] = new Piece(piece.Start, index);
        }

        (text, lower, words, upper) = (null, null, null, null);
        return rest;
    }
}
