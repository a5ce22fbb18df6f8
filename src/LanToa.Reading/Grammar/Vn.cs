using System.Text;

namespace LanToa.Reading.Grammar;

/// <summary>
/// Vietnamese letters: lower case with one canonical placing of tone marks ("uỷ" and "ủy" are one word), letter by letter so that
/// every offset stays what it was.
/// </summary>
internal static class Vn
{
    private static readonly char[] LowerMap = BuildLowerMap();
    private static readonly CharKind[] Kinds = BuildKinds();

    // Old and new placing of the tone in open syllables: "oà" is "òa", "uỷ" is "ủy". Both spellings have two letters.
    private const string Marked = "àáảãạèéẻẽẹỳýỷỹỵ";
    private const string FirstO = "òóỏõọòóỏõọ";
    private const string FirstU = "ùúủũụ";

    private static char[] BuildLowerMap()
    {
        var map = new char[char.MaxValue + 1];
        for (var i = 0; i <= char.MaxValue; i++)
        {
            var c = (char)i;
            map[i] = c switch
            {
                '\u00a0' or '\u2002' or '\u2003' or '\u2009' or '\u202f' or '\u3000' or '\t' => ' ',
                '–' or '—' or '−' or '‐' or '‑' => '-',
                '\u00d0' => 'đ', // the Icelandic letter that stands for Đ in converted files
                _ => char.ToLowerInvariant(c),
            };
        }

        return map;
    }

    private const int LetterBit = 2, UpperBit = 3;

    [Flags]
    private enum CharKind : byte
    {
        None = 0,
        Space = 1,
        WordLetter = 2,
        Letter = 1 << LetterBit,
        Upper = 1 << UpperBit,
        /// <summary>One of <see cref="Marked"/>.</summary>
        Toned = 16,
    }

    private static CharKind[] BuildKinds()
    {
        var kinds = new CharKind[char.MaxValue + 1];
        for (var i = 0; i <= char.MaxValue; i++)
        {
            var c = (char)i;
            if (c is ' ' or '\t' or '\u00a0' or '\u2002' or '\u2003' or '\u2009' or '\u202f' or '\u3000' or '\u2028' or '\r' or '\n' or '\f' or '\v' or '\u200b' or '\ufeff') kinds[i] |= CharKind.Space;
            if (char.IsLetterOrDigit(c)) kinds[i] |= CharKind.WordLetter;
            if (char.IsLetter(c)) kinds[i] |= CharKind.Letter;
            if (char.IsUpper(c)) kinds[i] |= CharKind.Upper;
            if (Marked.Contains(c)) kinds[i] |= CharKind.Toned;
        }

        return kinds;
    }

    public static char Lower(char c) => LowerMap[c];

    /// <summary>Lower case of the same length, with canonical tone marks, blanks as spaces and dashes as "-".</summary>
    public static string Lower(ReadOnlySpan<char> text) => string.Create(text.Length, text, static (to, text) =>
    {
        var map = LowerMap;
        var kinds = Kinds;
        var before = '\0';
        for (var i = 0; i < to.Length; i++)
        {
            var c = map[text[i]];
            // Asked all at once: each for itself is frequent, together they are rare.
            if ((before == 'o' | before == 'u') & (kinds[c] & CharKind.Toned) != 0) Replace(text, to, i, ref c);
            to[i] = before = c;
        }
    });

    private static void Replace(ReadOnlySpan<char> text, Span<char> to, int i, ref char c)
    {
        var before = to[i - 1];
        if (i + 1 < text.Length && char.IsLetter(text[i + 1])) return;
        if (before == 'u' && i > 1 && to[i - 2] == 'q') return;
        var at = Marked.IndexOf(c);
        if (at < 0) return;
        if (before == 'o' && at < 10) (to[i - 1], c) = (FirstO[at], at < 5 ? 'a' : 'e');
        else if (before == 'u' && at >= 10) (to[i - 1], c) = (FirstU[at - 10], 'y');
    }

    public static bool IsUpper(char c) => (Kinds[c] & CharKind.Upper) != 0;

    /// <summary>True where at least four letters in five are capitals (and there are two or more letters).</summary>
    public static bool MostlyUpper(ReadOnlySpan<char> text)
    {
        int upper = 0, letters = 0;
        var kinds = Kinds;
        foreach (var c in text)
        {
            var kind = (int)kinds[c];
            letters += kind >> LetterBit & 1;
            upper += kind >> UpperBit & 1;
        }

        return letters >= 2 && upper * 5 >= letters * 4;
    }

    public static bool IsSpace(char c) => (Kinds[c] & CharKind.Space) != 0;

    /// <summary>A letter or a digit of any alphabet.</summary>
    public static bool IsWordLetter(char c) => (Kinds[c] & CharKind.WordLetter) != 0;

    /// <summary>First letter upper, the rest as it is.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>Words of a name in lower case with the first letter of each raised: "TỈNH CAO BẰNG" → "Tỉnh Cao Bằng".</summary>
    public static string TitleCase(string text)
    {
        var to = new StringBuilder(text.Length);
        var start = true;
        foreach (var c in text)
        {
            to.Append(start ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c));
            start = !char.IsLetterOrDigit(c);
        }

        return to.ToString();
    }
}
