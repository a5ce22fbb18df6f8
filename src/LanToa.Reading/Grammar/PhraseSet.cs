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

/// <summary>Words and marks of a cleaned text.</summary>
internal sealed class Words
{
    private readonly List<Token> tokens;
    private readonly string lower;

    public Words(string text) : this(text, Vn.Lower(text))
    {
    }

    public Words(string text, string lower)
    {
        Text = text;
        this.lower = lower;
        tokens = new List<Token>(text.Length / 4 + 2);
        for (var i = 0; i < text.Length;)
        {
            if (char.IsLetterOrDigit(text[i]))
            {
                var start = i;
                while (i < text.Length && (char.IsLetterOrDigit(text[i]) || (text[i] is '&' or '/' && i + 1 < text.Length && char.IsLetterOrDigit(text[i + 1])))) i++;
                tokens.Add(new Token(start, i, true));
            }
            else
            {
                if (!Vn.IsSpace(text[i])) tokens.Add(new Token(i, i + 1, false));
                i++;
            }
        }
    }

    public string Text { get; }
    public int Count => tokens.Count;
    public Token this[int index] => tokens[index];
    public ReadOnlySpan<char> Lower(int index) => lower.AsSpan(tokens[index].Start, tokens[index].End - tokens[index].Start);
    public ReadOnlySpan<char> LowerRange(int from, int to) => lower.AsSpan(tokens[from].Start, tokens[to - 1].End - tokens[from].Start);
    public string Range(int from, int to) => to <= from ? "" : Text[tokens[from].Start..tokens[to - 1].End];
    public bool Is(int index, string word) => index < tokens.Count && index >= 0 && Lower(index).SequenceEqual(word);
    public char Mark(int index) => index < tokens.Count && index >= 0 && !tokens[index].IsWord ? Text[tokens[index].Start] : '\0';
    /// <summary>The text is written in capitals throughout, so that a capital says nothing about a name.</summary>
    public bool Upper => upper ??= Vn.MostlyUpper(Text);
    private bool? upper;

    public bool Capital(int index) => index < tokens.Count && tokens[index].IsWord && char.IsUpper(Text[tokens[index].Start]);

    /// <summary>First word that begins at or after an offset.</summary>
    public int IndexAt(int offset)
    {
        int low = 0, high = tokens.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (tokens[middle].Start < offset) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
