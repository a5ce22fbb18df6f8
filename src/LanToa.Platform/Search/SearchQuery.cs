using LanToa.Platform.Text;

namespace LanToa.Platform.Search;

/// <summary>What a person looks for: every word begins a word of what is found, with or without diacritics; "10/KH-UBND" is the three words 10, kh and ubnd.</summary>
public sealed class SearchQuery
{
    private const int MostLetters = 200;
    private const int MostWords = 8;

    public SearchQuery(string? typed)
    {
        Text = (typed ?? "").Trim();
        // Half of a character outside the basic plane cannot be folded: it goes as a whole.
        if (Text.Length > MostLetters) Text = Text[..(char.IsHighSurrogate(Text[MostLetters - 1]) ? MostLetters - 1 : MostLetters)];
        var words = WordsOf(Text);
        (Words, LeavesOut) = ([.. words.Take(MostWords)], words.Count > MostWords);
    }

    /// <summary>As typed, at most 200 characters.</summary>
    public string Text { get; }

    /// <summary>Folded words of the letters a to z and digits, at most eight.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>More words were typed than are looked for.</summary>
    public bool LeavesOut { get; }

    /// <summary>The words alone, for lists that search by words: punctuation does not count.</summary>
    public string Bare => string.Join(' ', Words);

    public bool IsEmpty => Words.Count == 0;

    /// <summary>For <see cref="SearchWords.Match"/>: every word.</summary>
    public string All => string.Join(" & ", Words.Select(w => w + ":*"));

    /// <summary>For <see cref="SearchWords.Match"/>: at least one of the words.</summary>
    public string Any => string.Join(" | ", Words.Select(w => w + ":*"));

    /// <summary>Which of the words begin a word of the text: bit n for word n.</summary>
    public int Mask(string text)
    {
        var (mask, there) = (0, WordsOf(text));
        for (var i = 0; i < Words.Count; i++)
            if (there.Exists(w => w.StartsWith(Words[i], StringComparison.Ordinal))) mask |= 1 << i;
        return mask;
    }

    /// <summary>Whether every word begins a word of the text; nothing looked for is found everywhere.</summary>
    public bool Finds(string text) => Mask(text) == WholeMask;

    /// <summary>The mask of a text in which every word is found.</summary>
    public int WholeMask => (1 << Words.Count) - 1;

    // As the database cuts them: see search_words in the migrations.
    private static List<string> WordsOf(string text)
    {
        var words = new List<string>();
        var start = -1;
        var folded = Folding.Fold(text);
        for (var i = 0; i <= folded.Length; i++)
        {
            var letter = i < folded.Length && char.IsAsciiLetterOrDigit(folded[i]);
            if (letter && start < 0) start = i;
            if (letter || start < 0) continue;
            words.Add(folded[start..i]);
            start = -1;
        }
        return words;
    }
}
