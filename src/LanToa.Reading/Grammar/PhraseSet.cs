namespace LanToa.Reading.Grammar;

/// <summary>A set of phrases of one to six words, matched longest first at a word of a text.</summary>
internal sealed class PhraseSet
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> first;
    private readonly int longest;

    public PhraseSet(params string[] lists)
    {
        var phrases = new HashSet<string>(StringComparer.Ordinal);
        foreach (var list in lists)
            foreach (var phrase in list.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                phrases.Add(Vn.Lower(phrase));
        longest = phrases.Max(p => p.Count(c => c == ' ') + 1);
        first = new HashSet<string>(phrases.Select(p => p.Split(' ')[0]), StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        lookup = phrases.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public bool Contains(ReadOnlySpan<char> phrase) => lookup.Contains(phrase);

    /// <summary>Number of words of the longest phrase that begins at word <paramref name="at"/>; 0 where none does.</summary>
    public int Match(Words words, int at)
    {
        if (at >= words.Count || !words[at].IsWord || !first.Contains(words.Lower(at))) return 0;
        var end = at;
        while (end + 1 < words.Count && words[end + 1].IsWord && end + 1 - at < longest) end++;
        for (; end >= at; end--)
            if (lookup.Contains(words.LowerRange(at, end + 1)))
                return end - at + 1;
        return 0;
    }
}

internal readonly record struct Token(int Start, int End, bool IsWord);

/// <summary>Words and marks of a cleaned text, or of a stretch of it. Offsets are those of the whole text.</summary>
internal sealed class Words
{
    private readonly Token[] tokens;
    private readonly int first;
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
            tokens[count++] = new Token(start, i, isWord);
        }

        return tokens;
    }

    public string Text { get; }
    public int Count { get; }
    public Token this[int index] => tokens[first + index];

    /// <summary>The words in [from, to), read as a text of their own.</summary>
    public Words Slice(int from, int to) => new(this, from, to - from);

    public ReadOnlySpan<char> Lower(int index) => lower.AsSpan(this[index].Start, this[index].End - this[index].Start);
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
