using System.Globalization;
using System.Runtime.InteropServices;
using LanToa.Reading.Model;

namespace LanToa.Reading.Grammar;

/// <summary>Turns blocks into statements that cover the source from its first character to its last.</summary>
internal static class Statements
{
    public static List<Statement> Build(TextView view, List<Block> blocks)
    {
        blocks.Sort((a, b) => a.Start.CompareTo(b.Start));
        var statements = new List<Statement>(blocks.Count);
        var counts = new Dictionary<ulong, int>(blocks.Count);
        var source = view.Source;
        var starts = new int[blocks.Count];
        for (var i = 0; i < blocks.Count; i++) starts[i] = i == 0 ? 0 : view.ToSource(blocks[i].Start);
        for (var i = 0; i < blocks.Count; i++)
        {
            var start = starts[i];
            // A view may map two blocks to one place of a damaged source: the later one keeps it.
            var next = i + 1;
            while (next < blocks.Count && starts[next] <= start) next++;
            if (i > 0 && statements.Count > 0 && statements[^1].End > start)
            {
                blocks[i].Id = statements[^1].Id;
                continue;
            }

            var end = next < blocks.Count ? starts[next] : source.Length;
            if (end <= start)
            {
                if (statements.Count > 0) blocks[i].Id = statements[^1].Id;
                continue;
            }

            statements.Add(Statement(view, blocks[i], start, end, counts));
        }

        if (statements.Count == 0 && source.Length > 0)
            statements.Add(new Statement { Id = Id(counts, "", ""), Kind = "furniture", Start = 0, End = source.Length, Text = "" });
        return statements;
    }

    private static Statement Statement(TextView view, Block block, int start, int end, Dictionary<ulong, int> counts)
    {
        string text = block.Text;
        string? restored = null;
        IReadOnlyList<DoubtfulWord> doubts = [];
        if (view.IsRestored)
        {
            doubts = Doubts(view, block);
            restored = text;
            text = Printed(view, block, start, end);
            if (string.Equals(restored, text, StringComparison.Ordinal)) restored = null;
        }
        else if (!ReferenceEquals(view.Source, view.Text))
        {
            text = Printed(view, block, 0, view.Source.Length);
        }

        block.Id = Id(counts, block.HeadingChain, text);
        return new Statement
        {
            Id = block.Id, Kind = KindOf(block.Kind), Label = LabelOf(block), Path = block.Path, Start = start, End = end, Text = text, Restored = restored, Doubts = doubts,
            Confidence = Math.Round(block.Confidence * view.Confidence(block.Pieces[0].Start, block.Pieces[^1].End), 4),
        };
    }

    /// <summary>The words of a block as the source has them, within a range of it.</summary>
    private static string Printed(TextView view, Block block, int start, int end) =>
        Cleaner.Join(view.Source, block.Pieces.ConvertAll(p => new Piece(Math.Clamp(view.ToSource(p.Start), start, end), Math.Clamp(view.ToSource(p.End), start, end))));

    /// <summary>Where the doubtful words of a block stand in its joined text.</summary>
    private static List<DoubtfulWord> Doubts(TextView view, Block block)
    {
        var doubts = new List<DoubtfulWord>();
        for (var i = 0; i < block.Pieces.Count; i++)
        {
            foreach (var (start, end) in view.Doubtful(block.Pieces[i].Start, block.Pieces[i].End))
            {
                var before = Cleaner.Join(view.Text, [.. block.Pieces.Take(i), new Piece(block.Pieces[i].Start, start)]);
                var word = Cleaner.Join(view.Text, new Piece(start, end));
                var at = word.Length == 0 ? -1 : block.Text.IndexOf(word, Math.Min(before.Length, block.Text.Length), StringComparison.Ordinal);
                if (at >= 0) doubts.Add(new DoubtfulWord(at, word.Length));
            }
        }

        return doubts;
    }

    private static string KindOf(BlockKind kind) => kind switch
    {
        BlockKind.Header => "header",
        BlockKind.Title => "title",
        BlockKind.Basis => "basis",
        BlockKind.Heading => "heading",
        BlockKind.Item => "item",
        BlockKind.Cell => "table-cell",
        BlockKind.Recipients => "recipients",
        BlockKind.Signature => "signature",
        BlockKind.Furniture => "furniture",
        _ => "paragraph",
    };

    /// <summary>From the headings above, the text, and the place among equal ones: an insertion elsewhere changes nothing.</summary>
    private static string Id(Dictionary<ulong, int> counts, string chain, string text)
    {
        var hash = Hash(Hash(14695981039346656037UL, chain), text);
        var place = CollectionsMarshal.GetValueRefOrAddDefault(counts, hash, out _)++;
        return Named('s', Hash(hash, place.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>An id: a letter and fourteen hexadecimal digits of a hash.</summary>
    public static string Named(char letter, ulong hash) => string.Create(15, (letter, hash), static (to, id) =>
    {
        Span<char> digits = stackalloc char[16];
        id.hash.TryFormat(digits, out _, "x16", CultureInfo.InvariantCulture);
        to[0] = id.letter;
        digits[..14].CopyTo(to[1..]);
    });

    /// <summary>FNV-1a over letters and digits in lower case, so that spacing and marks do not matter, then mixed.</summary>
    public static ulong Hash(ulong seed, string text) => Mixed(Letters(seed, text));

    /// <summary>Of two texts, one behind the other.</summary>
    public static ulong Hash(ulong seed, string first, string second) => Mixed(Letters(Letters(seed, first), second));

    private static ulong Letters(ulong hash, string text)
    {
        foreach (var c in text)
        {
            // Chosen without a branch: where a word ends cannot be foretold.
            var next = (hash ^ Vn.Lower(c)) * 1099511628211UL;
            hash = Vn.IsWordLetter(c) ? next : hash;
        }

        return hash;
    }

    private static ulong Mixed(ulong hash)
    {
        hash ^= hash >> 32;
        hash *= 0xd6e8feb86659fd93UL;
        return hash ^ (hash >> 29);
    }

    /// <summary>As printed, with the bracket of "a)" and "(1)", without the point of "1."; null where there is none.</summary>
    private static string? LabelOf(Block block)
    {
        var printed = block.Label.Printed;
        if (string.IsNullOrEmpty(printed)) return null;
        var text = block.View.Text;
        if (block.Label.IsMark || block.Label.Length <= printed.Length || block.Start + block.Label.Length > text.Length) return printed;
        var whole = text.AsSpan(block.Start, block.Label.Length);
        if (whole[0] == '(' && printed[0] != '(') printed = "(" + printed;
        return whole.Contains(')') && !printed.EndsWith(')') ? printed + ")" : printed;
    }
}
