using System.Text;
using LanToa.Reading.Phrases;
using LanToa.Reading.Restoration;

namespace LanToa.Reading.Grammar;

/// <summary>
/// Justified pages give text layers with blanks inside syllables: "th ực hi ện". Puts such syllables together where the whole is a
/// common syllable and its parts are not.
/// </summary>
internal static class SplitSyllables
{
    /// <summary>Fewer than these are left alone: a single letter may be a label, a unit, an abbreviation.</summary>
    private const int FewestSigns = 6;
    private const int SignsPerLetters = 4000;

    /// <summary>The text without the blanks inside syllables, and where each character stood; null where the text has none.</summary>
    public static (string Text, int[] Map)? Joined(string text)
    {
        if (!IsSplit(text)) return null;
        var model = LanguageModel.Default;
        var to = new StringBuilder(text.Length);
        var map = new List<int>(text.Length);
        var word = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ' ' && i + 1 < text.Length && char.IsLower(text[i + 1]) && to.Length > word && Joins(model, to, word, text, i + 1)) continue;
            if (!char.IsLetter(text[i])) word = to.Length + 1;
            to.Append(text[i]);
            map.Add(i);
        }

        return to.Length == text.Length ? null : (to.ToString(), map.ToArray());
    }

    /// <summary>Consonants alone before a vowel with a Vietnamese mark, often enough.</summary>
    private static bool IsSplit(string text)
    {
        var signs = 0;
        var rests = Rests;
        for (var at = 1; at + 1 < text.Length; at++)
        {
            // Both at once: either alone is frequent, together they are rare.
            if (!(text[at] == ' ' & rests[text[at + 1]]) || !char.IsLetter(text[at - 1])) continue;
            var start = at;
            while (start > 0 && char.IsLetter(text[start - 1]) && !IsVowel(text[start - 1])) start--;
            if (at - start <= 3 && (start == 0 || !char.IsLetter(text[start - 1])) && ++signs >= Math.Max(FewestSigns, text.Length / SignsPerLetters)) return true;
        }

        return false;
    }

    /// <summary>By character: small letters with a Vietnamese mark, with which the rest of a syllable begins.</summary>
    private static readonly bool[] Rests = [.. Enumerable.Range(0, char.MaxValue + 1).Select(c => Syllable.IsVietnameseOnly((char)c) && char.IsLower((char)c) && c != 'đ')];

    private static bool Joins(LanguageModel model, StringBuilder to, int word, string text, int next)
    {
        var end = next;
        while (end < text.Length && char.IsLetter(text[end])) end++;
        int before = to.Length - word, after = end - next;
        if (before + after is < 2 or > 7) return false;
        for (var i = word; i < to.Length; i++)
            if (!char.IsLetter(to[i]) || i > word && char.IsUpper(to[i]))
                return false;
        Span<char> whole = stackalloc char[before + after];
        for (var i = 0; i < before; i++) whole[i] = char.ToLowerInvariant(to[word + i]);
        text.AsSpan(next, after).CopyTo(whole[before..]);
        var joined = model.Id(Syllable.Canonical(whole.ToString()));
        if (joined < 0) return false;
        float left = model.Unigram(model.Id(whole[..before])), right = model.Unigram(model.Id(whole[before..]));
        // A lone consonant is no word, however often scans print one.
        if (!HasVowel(whole[..before])) left = LanguageModel.UnknownCost;
        if (!HasVowel(whole[before..])) right = LanguageModel.UnknownCost;
        return model.Unigram(joined) + 5 < left + right && (left >= 10 || right >= 10);
    }

    private static bool HasVowel(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
            if (IsVowel(c))
                return true;
        return false;
    }

    private static bool IsVowel(char c) => VietnameseLetters.Base(c) is (byte)'a' or (byte)'e' or (byte)'i' or (byte)'o' or (byte)'u' or (byte)'y';
}
