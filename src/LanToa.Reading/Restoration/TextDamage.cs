namespace LanToa.Reading.Restoration;

/// <summary>
/// Tells text whose diacritics were lost (read by a machine in another language, or stripped) from clean Vietnamese and from other languages:
/// clean administrative Vietnamese carries a mark on about three syllables of four, a damaged text on far fewer.
/// </summary>
public static class TextDamage
{
    public const string None = "none", Light = "light", Heavy = "heavy";

    /// <summary>Windows that a long text is judged by, in characters.</summary>
    private const int Window = 48 * 1024, Windows = 4;
    private const int FewestWords = 12;

    /// <summary>Share of clean words that carry such letters, and by how many times the root of their number a clean text falls short of it once in a thousand.</summary>
    private const double CleanShare = 0.5, Chance = 1.3;

    /// <summary>"none", "light" or "heavy"; text too short to tell, or not Vietnamese, is "none". Constant time for long texts.</summary>
    public static string Measure(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var count = new Counts();
        if (text.Length <= Window * Windows) count.Add(text);
        else
            for (var i = 0; i < Windows; i++) count.Add(text.AsSpan((int)((long)(text.Length - Window) * i / (Windows - 1)), Window));
        return count.Verdict();
    }

    /// <summary>Did the text lose its marks and nothing else? No letter of it is marked, and its words are bare syllables.</summary>
    internal static bool OnlyMarksLost(string text)
    {
        var count = new Counts();
        count.Add(text.Length <= Window ? text : text.AsSpan(0, Window));
        return count.IsBare;
    }

    private sealed class Counts
    {
        private int _words, _syllables, _marked, _sound;

        public bool IsBare => _marked == 0 && _syllables >= _words * 0.93;

        public void Add(ReadOnlySpan<char> text)
        {
            for (var at = 0; at < text.Length;)
            {
                if (char.IsWhiteSpace(text[at]))
                {
                    at++;
                    continue;
                }
                var from = at;
                var other = false;
                while (at < text.Length && !char.IsWhiteSpace(text[at])) other |= char.IsAsciiDigit(text[at++]);
                Chunk(text[from..at].Trim(".,;:()[]\"'“”‘’…!?*-–|/"), other);
            }
        }

        private void Chunk(ReadOnlySpan<char> chunk, bool digits)
        {
            var letters = 0;
            foreach (var c in chunk)
                if (char.IsLetter(c)) letters++;
            if (letters == 0 || chunk.Length > 12 || (letters < chunk.Length && Pieces.IsProtected(chunk))) return;
            _words++;
            if (digits || letters < chunk.Length || !BareSyllables.Has(chunk)) return;
            _syllables++;
            if (Syllable.HasMark(chunk)) _marked++;
            foreach (var c in chunk)
                if (Syllable.IsVietnameseOnly(c))
                {
                    _sound++;
                    break;
                }
        }

        public string Verdict()
        {
            if (_words < FewestWords || _syllables < _words * 0.55) return None;
            // Letters that no reader of another language prints (ơ ư ă đ ạ ế …) stand in half of all clean syllables.
            var sound = (double)_sound / _words;
            // A few words may lack them by chance: only what is far beyond chance tells.
            if (sound + (Chance / Math.Sqrt(_words)) >= CleanShare) return None;
            return sound < 0.2 ? Heavy : sound < 0.38 ? Light : None;
        }
    }
}
