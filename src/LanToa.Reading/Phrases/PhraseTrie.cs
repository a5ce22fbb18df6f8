namespace LanToa.Reading.Phrases;

/// <summary>
/// Finds the longest known phrase at each place of a text in one pass: a tree over whole syllables, so that word borders hold by themselves. Dashes, commas
/// and ampersands between the syllables of a phrase do not matter. A text without marks is matched against the phrases without theirs.
/// </summary>
internal sealed class PhraseTrie
{
    private readonly Tree exact = new();
    private readonly Tree folded = new();

    /// <summary>Phrases by code, or by codes with blanks between them; the empty code blocks: "ủy ban nhân dân" is no audience.</summary>
    public PhraseTrie(params (string Code, string Phrases)[] entries)
    {
        foreach (var (code, phrases) in entries)
        {
            foreach (var phrase in phrases.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                // A mark of exclamation: too short to be known without its marks.
                var strict = phrase[0] == '!';
                var words = (strict ? phrase[1..] : phrase).Split(' ');
                exact.Add(Array.ConvertAll(words, w => PhraseKey(w, useFolded: false)), code);
                if (!strict) folded.Add(Array.ConvertAll(words, w => PhraseKey(w, useFolded: true)), code);
            }
        }
    }

    /// <summary>Length in tokens of the longest phrase at a token, 0 where none is.</summary>
    public int Match(PhraseTokens tokens, int index, out string code)
    {
        code = "";
        var tree = tokens.Strict ? exact : folded;
        if (index >= tokens.Count || tokens[index].Kind == TokenKind.Mark || !tree.MayBegin(Key(tokens[index], tokens))) return 0;
        int node = 0, best = 0;
        for (var at = index; at < tokens.Count; at++)
        {
            ref readonly var token = ref tokens[at];
            if (token.Kind == TokenKind.Mark)
            {
                if (node != 0 && token.First is '-' or '–' or ',' or '&' or '/') continue;
                break;
            }
            node = tree.Next(node, Key(token, tokens));
            if (node == 0) break;
            if (tree.CodeOf(node) is not { } known) continue;
            (code, best) = (known, at - index + 1);
        }
        return best;
    }

    /// <summary>The codes of a text in the order of their first mention.</summary>
    public IReadOnlyList<string> Codes(PhraseTokens tokens)
    {
        List<string>? found = null;
        var tree = tokens.Strict ? exact : folded;
        var all = tokens.Span;
        for (var i = 0; i < all.Length; i++)
        {
            if (!tree.MayBegin(Key(all[i], tokens))) continue;
            var length = Match(tokens, i, out var code);
            if (length == 0) continue;
            if (code.Contains(' '))
                foreach (var one in code.Split(' ')) Add(one);
            else if (code.Length > 0) Add(code);
            i += length - 1;
        }
        return found ?? (IReadOnlyList<string>)[];

        void Add(string code)
        {
            if (found is null || !found.Contains(code)) (found ??= []).Add(code);
        }
    }

    private static ulong PhraseKey(string word, bool useFolded) => ulong.TryParse(word, out var number) ? NumberKey(number) : useFolded ? PhraseTokens.Hash(word).Folded : PhraseTokens.Hash(word).Exact;

    private static ulong Key(in Token token, PhraseTokens tokens) => token.Kind == TokenKind.Number ? NumberKey((ulong)Math.Max(0, token.Value)) : tokens.Strict ? token.Exact : token.Folded;

    private static ulong NumberKey(ulong number) => number * 0x9E3779B97F4A7C15 + 1;

    /// <summary>Nodes are numbers, 0 the root; the ways from node to node lie in one open table, so that the usual answer "none" is one look.</summary>
    private sealed class Tree
    {
        private const int FilterBits = 13;

        private readonly List<string?> codes = [null];
        private readonly ulong[] beginnings = new ulong[(1 << FilterBits) / 64];
        private (ulong Key, int Node)[] ways = new (ulong, int)[64];

        public string? CodeOf(int node) => codes[node];

        /// <summary>False where no phrase begins with a key: one bit to look at for most words of a text.</summary>
        public bool MayBegin(ulong key) => (beginnings[Bit(key) >> 6] >> (int)Bit(key) & 1) != 0;

        private static ulong Bit(ulong key) => key * 0x9E3779B97F4A7C15 >> 64 - FilterBits;

        /// <summary>The node that a key leads to, 0 where there is no way.</summary>
        public int Next(int node, ulong key)
        {
            var edge = Mix(node, key);
            var mask = (ulong)ways.Length - 1;
            for (var at = edge >> 32 & mask; ; at = at + 1 & mask)
            {
                ref readonly var way = ref ways[at];
                if (way.Node == 0 || way.Key == edge) return way.Node;
            }
        }

        public void Add(ulong[] keys, string code)
        {
            beginnings[Bit(keys[0]) >> 6] |= 1UL << (int)Bit(keys[0]);
            var node = 0;
            foreach (var key in keys)
            {
                var next = Next(node, key);
                if (next == 0)
                {
                    next = codes.Count;
                    codes.Add(null);
                    if (codes.Count * 4 > ways.Length) Grow();
                    Put(Mix(node, key), next);
                }

                node = next;
            }

            codes[node] ??= code;
        }

        private void Put(ulong edge, int node)
        {
            var mask = (ulong)ways.Length - 1;
            var at = edge >> 32 & mask;
            while (ways[at].Node != 0) at = at + 1 & mask;
            ways[at] = (edge, node);
        }

        private void Grow()
        {
            var before = ways;
            ways = new (ulong, int)[before.Length * 2];
            foreach (var (key, node) in before)
                if (node != 0) Put(key, node);
        }

        private static ulong Mix(int node, ulong key) => (key ^ (ulong)node * 0xD6E8FEB86659FD93) * 0x9E3779B97F4A7C15;
    }
}
