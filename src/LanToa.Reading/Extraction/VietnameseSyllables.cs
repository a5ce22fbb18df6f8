using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace LanToa.Reading.Extraction;

/// <summary>
/// Whether a word is built like a Vietnamese syllable (onset, rime, at most one tone). Used to tell encodings apart and to judge
/// recognised text; it knows no vocabulary.
/// </summary>
internal static class VietnameseSyllables
{
    private static readonly string[] Onsets =
        ["ngh", "ng", "nh", "gh", "gi", "kh", "ch", "ph", "th", "tr", "qu", "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", ""];

    private static readonly FrozenSet<string> Rimes = (
        "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên ênh êp êt êu " +
        "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oa oac oach oai oam oan oang oanh oap oat oay oao oăc oăm oăn oăng oăt oe oen oeo oet " +
        "oc oi om on ong op ot oong ooc ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uơ uy uya uych " +
        "uyn uynh uyt uyp uyên uyêt uyu uôc uôi uôm uôn uông uôt uao ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu yt " +
        "êng ăch ă â ep").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private const string Tones = "\u0300\u0301\u0303\u0309\u0323";

    public static bool IsSyllable(string word)
    {
        if (word.Length is 0 or > 7) return false;
        var bare = new StringBuilder(8);
        var tones = 0;
        foreach (var c in word.ToLowerInvariant().Normalize(NormalizationForm.FormD))
            if (Tones.Contains(c, StringComparison.Ordinal)) tones++;
            else bare.Append(c);
        if (tones > 1) return false;
        var plain = bare.ToString().Normalize(NormalizationForm.FormC);
        foreach (var onset in Onsets)
            if (plain.StartsWith(onset, StringComparison.Ordinal) && Rimes.Contains(plain[onset.Length..])) return true;
        return plain == "gi";
    }

    /// <summary>Share of words that are syllables, and share of those that carry a Vietnamese mark, over at most <paramref name="limit"/> words.</summary>
    public static (int Words, double Syllables, double Marked) Measure(string text, int limit = 4000)
    {
        int words = 0, good = 0, marked = 0, at = 0;
        while (at < text.Length && words < limit)
        {
            while (at < text.Length && !IsLetter(text[at])) at++;
            var start = at;
            while (at < text.Length && IsLetter(text[at])) at++;
            if (at == start) break;
            var word = text[start..at];
            // Document symbols (UBND, NQ-CP) and Latin numbers say nothing about the state of the text.
            if (word.Length < 2 || (word.Length <= 5 && word.All(char.IsAsciiLetterUpper))) continue;
            words++;
            if (!IsSyllable(word)) continue;
            good++;
            if (word.Any(c => c > 0x7F)) marked++;
        }
        return words == 0 ? (0, 0, 0) : (words, (double)good / words, (double)marked / words);
    }

    private static bool IsLetter(char c) => char.IsLetter(c) || char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;
}
