using System.Text;
using LanToa.Reading.Phrases;
using LanToa.Reading.Restoration;

namespace LanToa.Reading.Grammar;

/// <summary>
/// Pages that lost the blanks at their line breaks run two words together: "Quyết địnhsố", "theoQuyết định", "ngày22". Parts them where both are common
/// syllables and the whole is none, in a text that does so again and again.
/// </summary>
internal static class GluedSyllables
{
    private const int FewestSigns = 3;
    private const int SignsPerLetters = 4000;
    private const int LongestWord = 14;

    /// <summary>A part must be at least this common to be believed.</summary>
    private const float Common = 11;

    private static readonly string[] BeforeNumbers = ["ngày", "tháng", "năm", "số", "quý", "điều", "khoản"];

    /// <summary>The text with blanks between such words, where each character stood, and the places that got a blank; null where the text has none.</summary>
    public static (string Text, int[] Map, List<int> Blanks)? Parted(string text)
    {
        if (!IsGlued(text)) return null;
        var model = LanguageModel.Default;
        var blanks = new List<int>();
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsLetter(text[i]))
            {
                i++;
                continue;
            }

            var end = i;
            while (end < text.Length && char.IsLetter(text[end])) end++;
            var word = text.AsSpan(i, end - i);
            if (Cut(model, word) is > 0 and var cut) blanks.Add(i + cut);
            if (end < text.Length && char.IsAsciiDigit(text[end]) && Array.IndexOf(BeforeNumbers, Vn.Lower(word)) >= 0) blanks.Add(end);
            i = end;
        }

        if (blanks.Count == 0) return null;
        var to = new StringBuilder(text.Length + blanks.Count);
        var map = new int[text.Length + blanks.Count];
        var from = 0;
        foreach (var blank in blanks.Append(text.Length))
        {
            for (var i = from; i < blank; i++) map[to.Length + i - from] = i;
            to.Append(text, from, blank - from);
            if (blank == text.Length) break;
            map[to.Length] = blank;
            to.Append(' ');
            from = blank;
        }

        return (to.ToString(), map, blanks);
    }

    /// <summary>A capital behind a small letter, in a word with Vietnamese marks, often enough.</summary>
    private static bool IsGlued(string text)
    {
        var signs = 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (!Vn.IsUpper(text[i]) || !char.IsLower(text[i - 1])) continue;
            int start = i, end = i;
            while (start > 0 && char.IsLetter(text[start - 1])) start--;
            while (end < text.Length && char.IsLetter(text[end])) end++;
            if (Syllable.HasMark(text.AsSpan(start, end - start)) && ++signs >= Math.Max(FewestSigns, text.Length / SignsPerLetters)) return true;
            i = end;
        }

        return false;
    }

    /// <summary>Where a second word begins within a run of letters; 0 where it is one word.</summary>
    private static int Cut(LanguageModel model, ReadOnlySpan<char> word)
    {
        if (word.Length is < 4 or > LongestWord || !Syllable.HasMark(word)) return 0;
        var lower = Vn.Lower(word);
        if (Cost(model, lower) < LanguageModel.UnknownCost) return 0;
        var best = (Cost: 2 * Common, At: 0);
        for (var at = 1; at < word.Length; at++)
        {
            // Where the case changes, the change itself parts: "theoQuyết", "UBNDcác".
            var capital = char.IsUpper(word[at]) && char.IsLower(word[at - 1]);
            var small = at > 1 && char.IsLower(word[at]) && char.IsUpper(word[at - 1]) && char.IsUpper(word[at - 2]);
            float left = Cost(model, lower[..at]), right = Cost(model, lower[at..]);
            if (capital && left < Common && (right < Common || IsUpper(word[at..])) || small && right < Common && IsUpper(word[..at])) return at;
            if (left < Common && right < Common && left + right < best.Cost) best = (left + right, at);
        }

        return best.At;
    }

    private static bool IsUpper(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
            if (!char.IsUpper(c))
                return false;
        return word.Length > 1;
    }

    private static float Cost(LanguageModel model, string word)
    {
        foreach (var c in word)
            if (VietnameseLetters.Base(c) is (byte)'a' or (byte)'e' or (byte)'i' or (byte)'o' or (byte)'u' or (byte)'y')
                return model.Unigram(model.Id(Syllable.Canonical(word)));
        return LanguageModel.UnknownCost;
    }
}
