namespace LanToa.Reading.Restoration;

/// <summary>Turns pieces of text into a lattice of readings.</summary>
internal sealed class LatticeBuilder(LanguageModel model, ICandidates candidates)
{
    private const int LongestFixed = 32;

    public Lattice Lattice { get; } = new();

    public void Add(string text, Piece piece)
    {
        if (piece.Kind == PieceKind.Word) AddWord(text, piece);
        else AddFixed(text.AsSpan(piece.Start, piece.Length), piece);
    }

    private void AddWord(string text, Piece piece)
    {
        var place = Lattice.Places;
        foreach (var c in candidates.Of(text.AsSpan(piece.Start, piece.Length), piece.UpperLine))
            Lattice.Add(new Edge(place, c.Word, c.Cost, piece.Start, piece.Length, Fixed: false));
        Lattice.Next();
    }

    private void AddFixed(ReadOnlySpan<char> printed, Piece piece)
    {
        int word;
        if (char.IsAsciiDigit(printed[0])) word = model.Number;
        else if (printed.Length > LongestFixed) word = LanguageModel.Unknown;
        else
        {
            Span<char> lower = stackalloc char[printed.Length];
            printed.ToLowerInvariant(lower);
            word = model.Id(lower);
            // A sign that the counts do not hold says nothing of its neighbours.
            if (word < 0 && !char.IsLetter(printed[0])) return;
        }
        Lattice.Add(new Edge(Lattice.Places, word, 0, piece.Start, piece.Length, Fixed: true));
        Lattice.Next();
    }
}
