namespace LanToa.Reading.Restoration;

/// <summary>Turns pieces of text into a lattice of readings.</summary>
internal sealed class LatticeBuilder(LanguageModel model, ICandidates candidates)
{
    private const int LongestFixed = 32, LongestRun = 24, LongestSyllable = 8, KeptInRun = 6;

    /// <summary>A word whose best reading is dearer than this may be several run together; each boundary not printed has its cost.</summary>
    private const float SplitAbove = 3.5f, Boundary = 3.5f, DearestInRun = 9f;

    /// <summary>Words that names of bodies begin with, and what a line of a name in capitals gives them.</summary>
    private const float LikelyHead = 4;
    private readonly HashSet<int> heads = [.. "ban báo bộ chi công cục đài đoàn hội phòng sở trung trường ủy văn viện vụ".Split(' ').Select(w => model.Id(w))];

    public Lattice Lattice { get; } = new();

    /// <summary>"7. Ba&amp;o Tuyén Quang": a capital behind nothing but a label, and another capital at the next word.</summary>
    private static bool OpensName(string text, Piece piece)
    {
        if (piece.UpperLine || !char.IsUpper(text[piece.Start])) return false;
        var next = piece.Start + piece.Length + 1;
        return next < text.Length && text[next - 1] == ' ' && char.IsUpper(text[next]) && Pieces.Opens(text, piece.Start);
    }

    /// <summary>"Vinh Loc", "Vu Van Tam": a word in small letters behind its capital, beside another such word.</summary>
    private static bool IsInName(string text, Piece piece)
    {
        if (piece.UpperLine || !IsCapitalized(text, piece.Start)) return false;
        var (before, after) = (piece.Start - 2, piece.Start + piece.Length + 1);
        if (after < text.Length && text[after - 1] == ' ' && IsCapitalized(text, after)) return true;
        if (before < 0 || text[before + 1] != ' ') return false;
        while (before > 0 && char.IsLetter(text[before - 1])) before--;
        return IsCapitalized(text, before);
    }

    private static bool IsCapitalized(string text, int at) => char.IsUpper(text[at]) && at + 1 < text.Length && char.IsLower(text[at + 1]);

    public void Add(string text, Piece piece)
    {
        if (piece.Symbol is { } symbol) AddSymbol(symbol, piece);
        else if (piece.Kind == PieceKind.Word) AddWord(text, piece);
        else AddFixed(text.AsSpan(piece.Start, piece.Length), piece);
    }

    private void AddWord(string text, Piece piece)
    {
        var printed = text.AsSpan(piece.Start, piece.Length);
        var whole = candidates.Of(printed, piece.UpperLine);
        if (candidates.Splits && piece.Length is >= 4 and <= LongestRun && Cheapest(whole) > SplitAbove) AddRun(printed, piece, whole);
        else
        {
            var opens = candidates.Splits && OpensName(text, piece);
            if (!candidates.Splits && whole.Length > 1 && IsInName(text, piece)) whole = Names.Weighed(model, whole);
            foreach (var c in whole) Lattice.Add(new Edge(Lattice.Places, c.Word, opens && heads.Contains(c.Word) ? Math.Max(0, c.Cost - LikelyHead) : c.Cost, piece.Start, piece.Length, Fixed: false));
            Lattice.Next();
        }
    }

    /// <summary>Words run together: a place before each letter, and readings of every stretch between two places.</summary>
    private void AddRun(ReadOnlySpan<char> printed, Piece piece, Candidate[] whole)
    {
        var place = Lattice.Places - 1;
        for (var from = 0; from < printed.Length; from++)
        {
            for (var to = from + 1; to <= Math.Min(printed.Length, from + LongestSyllable); to++)
            {
                if (to - from == printed.Length) continue;
                var boundary = to < printed.Length ? Boundary : 0;
                // A single letter is seldom a word of its own.
                if (to - from == 1) boundary += Boundary;
                var taken = 0;
                foreach (var c in candidates.Of(printed[from..to], piece.UpperLine))
                {
                    if (c.Word < 0 || c.Cost > DearestInRun) continue;
                    if (taken++ == KeptInRun) break;
                    Lattice.Add(new Edge(place + to, c.Word, c.Cost + boundary, piece.Start + from, to - from, Fixed: false));
                }
            }
            if (from == 0)
                foreach (var c in whole) Lattice.Add(new Edge(place + printed.Length, c.Word, c.Cost, piece.Start, piece.Length, Fixed: false));
            Lattice.Next();
        }
    }

    /// <summary>A symbol with its stroke is the only reading of it; where the model does not know it, it stays as printed.</summary>
    private void AddSymbol(string symbol, Piece piece)
    {
        var word = model.Id(symbol.ToLowerInvariant());
        Lattice.Add(new Edge(Lattice.Places, word, 0, piece.Start, piece.Length, Fixed: word < 0));
        Lattice.Next();
    }

    private static float Cheapest(Candidate[] whole)
    {
        var cheapest = float.MaxValue;
        foreach (var c in whole)
            if (c.Word >= 0) cheapest = Math.Min(cheapest, c.Cost);
        return cheapest;
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
