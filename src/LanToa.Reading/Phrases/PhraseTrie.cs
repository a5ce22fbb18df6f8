namespace LanToa.Reading.Phrases;

/// <summary>
/// Finds the longest known phrase at each place of a text in one pass: a tree over whole syllables, so that word borders hold by themselves. Dashes, commas
/// and ampersands between the syllables of a phrase do not matter. A text without marks is matched against the phrases without theirs.
/// </summary>
internal sealed class PhraseTrie
{
    private readonly Dictionary<ulong, int> exact = [];
    private readonly Dictionary<ulong, int> folded = [];
    private readonly List<string?> exactCodes = [null];
    private readonly List<string?> foldedCodes = [null];

    /// <summary>Phrases by code; the empty code blocks: "ủy ban nhân dân" is no audience.</summary>
    public PhraseTrie(params (string Code, string Phrases)[] entries)
    {
        foreach (var (code, phrases) in entries)
        {
            foreach (var phrase in phrases.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                // A mark of exclamation: too short to be known without its marks.
                var strict = phrase[0] == '!';
                var words = (strict ? phrase[1..] : phrase).Split(' ');
                Add(exact, exactCodes, words, code, w => PhraseKey(w, useFolded: false));
                if (!strict) Add(folded, foldedCodes, words, code, w => PhraseKey(w, useFolded: true));
            }
        }
    }

    /// <summary>Length in tokens of the longest phrase at a token, 0 where none is.</summary>
    public int Match(PhraseTokens tokens, int index, out string code)
    {
        code = "";
        var (edges, codes) = tokens.Strict ? (exact, exactCodes) : (folded, foldedCodes);
        int node = 0, best = 0;
        for (var at = index; at < tokens.Count; at++)
        {
            ref readonly var token = ref tokens[at];
            if (token.Kind == TokenKind.Mark)
            {
                if (node != 0 && token.First is '-' or '–' or ',' or '&' or '/') continue;
                break;
            }
            if (!edges.TryGetValue(Mix(node, Key(token, tokens)), out node)) break;
            if (codes[node] is not { } known) continue;
            (code, best) = (known, at - index + 1);
        }
        return best;
    }

    /// <summary>The codes of a text in the order of their first mention.</summary>
    public IReadOnlyList<string> Codes(string text)
    {
        var tokens = PhraseTokens.Of(text);
        List<string>? found = null;
        for (var i = 0; i < tokens.Count; i++)
        {
            var length = Match(tokens, i, out var code);
            if (length == 0) continue;
            if (code.Length > 0 && (found is null || !found.Contains(code))) (found ??= []).Add(code);
            i += length - 1;
        }
        return found ?? (IReadOnlyList<string>)[];
    }

    private static void Add(Dictionary<ulong, int> edges, List<string?> codes, string[] words, string code, Func<string, ulong> key)
    {
        var node = 0;
        foreach (var word in words)
        {
            var edge = Mix(node, key(word));
            if (!edges.TryGetValue(edge, out var next))
            {
                next = codes.Count;
                codes.Add(null);
                edges[edge] = next;
            }
            node = next;
        }
        codes[node] ??= code;
    }

    private static ulong PhraseKey(string word, bool useFolded) => ulong.TryParse(word, out var number) ? NumberKey(number) : useFolded ? PhraseTokens.Hash(word).Folded : PhraseTokens.Hash(word).Exact;

    private static ulong Key(in Token token, PhraseTokens tokens) => token.Kind == TokenKind.Number ? NumberKey((ulong)Math.Max(0, token.Value)) : tokens.Strict ? token.Exact : token.Folded;

    private static ulong NumberKey(ulong number) => number * 0x9E3779B97F4A7C15 + 1;

    private static ulong Mix(int node, ulong key) => (key ^ (ulong)node * 0xD6E8FEB86659FD93) * 0x9E3779B97F4A7C15;
}
