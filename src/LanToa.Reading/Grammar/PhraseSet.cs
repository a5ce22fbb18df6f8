using System.Numerics;

namespace LanToa.Reading.Grammar;

/// <summary>
/// A set of phrases of one to six words, matched longest first at a word of a text. Hashes of the words, taken once for all sets, tell where no phrase
/// can be; only what they let pass is compared letter by letter.
/// </summary>
internal sealed class PhraseSet
{
    private const int FilterBits = 14;

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly ulong[] beginnings = new ulong[(1 << FilterBits) / 64];
    private readonly ulong[] whole = new ulong[(1 << FilterBits) / 64];

    public PhraseSet(params string[] lists)
    {
        var phrases = new HashSet<string>(StringComparer.Ordinal);
        foreach (var list in lists)
            foreach (var phrase in list.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                if (phrases.Add(Vn.Lower(phrase))) AddHashes(Vn.Lower(phrase));
        lookup = phrases.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    private void AddHashes(string phrase)
    {
        uint path = 0;
        foreach (var word in phrase.Split(' '))
        {
            path = Next(path, Words.Hash(word));
            Set(beginnings, path);
        }

        Set(whole, path);
    }

    /// <summary>Number of words of the longest phrase that begins at word <paramref name="at"/>; 0 where none does.</summary>
    public int Match(Words words, int at)
    {
        var best = 0;
        uint path = 0;
        for (var i = at; words.Hash(i) is not 0 and var hash; i++)
        {
            path = Next(path, hash);
            if (!Has(beginnings, path)) break;
            if (Has(whole, path) && lookup.Contains(words.LowerRange(at, i + 1))) best = i - at + 1;
        }

        return best;
    }

    private static uint Next(uint path, uint hash) => (BitOperations.RotateLeft(path, 7) ^ hash) * 0x9E3779B1;

    private static void Set(ulong[] filter, uint path) => filter[path >> 32 - FilterBits + 6] |= 1UL << (int)(path >> 32 - FilterBits);

    private static bool Has(ulong[] filter, uint path) => (filter[path >> 32 - FilterBits + 6] >> (int)(path >> 32 - FilterBits) & 1) != 0;
}

/// <summary>A word or a mark; <see cref="Hash"/> is 0 for a mark and <see cref="Unhashed"/> for a word that was not asked for yet.</summary>
internal record struct Token(int Start, int End, uint Hash)
{
    public const uint Unhashed = 1;

    public readonly bool IsWord => Hash != 0;
}

/// <summary>Words and marks of a cleaned text, or of a stretch of it. Offsets are those of the whole text.</summary>
internal sealed class Words
{
    private readonly Token[] tokens;
    private int first;
    private readonly string lower;

    public Words(string text) : this(text, Vn.Lower(text))
    {
    }

    public Words(string text, string lower)
    {
        Text = text;
        this.lower = lower;
        tokens = Cut(text, out var count);
        Count = count;
    }

    private Words(Words whole, int first, int count)
    {
        (Text, lower, tokens) = (whole.Text, whole.lower, whole.tokens);
        this.first = whole.first + first;
        Count = count;
    }

    private static Token[] Cut(string text, out int count)
    {
        var tokens = new Token[text.Length / 4 + 2];
        count = 0;
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            var isWord = Vn.IsWordLetter(text[i]);
            if (isWord)
            {
                while (i < text.Length && (Vn.IsWordLetter(text[i]) || (text[i] is '&' or '/' && i + 1 < text.Length && Vn.IsWordLetter(text[i + 1])))) i++;
            }
            else if (Vn.IsSpace(text[i++]))
            {
                continue;
            }

            if (count == tokens.Length) Array.Resize(ref tokens, count * 2);
            tokens[count++] = new Token(start, i, isWord ? Token.Unhashed : 0);
        }

        return tokens;
    }

    public string Text { get; }
    public int Count { get; private set; }
    public Token this[int index] => tokens[first + index];

    /// <summary>The words in [from, to), read as a text of their own.</summary>
    public Words Slice(int from, int to) => new(this, from, to - from);

    /// <summary>Makes this stretch another one of the same text, for those who look at hundreds of them, one at a time.</summary>
    public void Move(int from, int to) => (first, Count, upper) = (from, to - from, null);

    public ReadOnlySpan<char> Lower(int index)
    {
        ref readonly var token = ref tokens[first + index];
        return lower.AsSpan(token.Start, token.End - token.Start);
    }

    /// <summary>A hash of the word in lower case, taken when it is first asked for; 0 for a mark and outside the text.</summary>
    public uint Hash(int index)
    {
        if ((uint)index >= (uint)Count) return 0;
        ref var token = ref tokens[first + index];
        return token.Hash == Token.Unhashed ? token.Hash = Hash(lower.AsSpan(token.Start, token.End - token.Start)) : token.Hash;
    }

    public static uint Hash(ReadOnlySpan<char> word)
    {
        var hash = 14695981039346656037;
        foreach (var c in word) hash = (hash ^ c) * 1099511628211;
        return (uint)(hash >> 32 ^ hash) | 2;
    }

    public ReadOnlySpan<char> LowerRange(int from, int to) => lower.AsSpan(this[from].Start, this[to - 1].End - this[from].Start);
    public string Range(int from, int to) => to <= from ? "" : Text[this[from].Start..this[to - 1].End];
    public bool Is(int index, string word) => index < Count && index >= 0 && Lower(index).SequenceEqual(word);
    public char Mark(int index) => index < Count && index >= 0 && !this[index].IsWord ? Text[this[index].Start] : '\0';
    /// <summary>The text is written in capitals throughout, so that a capital says nothing about a name.</summary>
    public bool Upper => upper ??= Count > 0 && Vn.MostlyUpper(Text.AsSpan(this[0].Start, this[Count - 1].End - this[0].Start));
    private bool? upper;

    public bool Capital(int index) => index < Count && this[index].IsWord && char.IsUpper(Text[this[index].Start]);

    /// <summary>First word that begins at or after an offset.</summary>
    public int IndexAt(int offset)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (this[middle].Start < offset) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
