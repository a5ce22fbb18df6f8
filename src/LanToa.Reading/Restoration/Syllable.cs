using System.Runtime.CompilerServices;
using System.Text;

namespace LanToa.Reading.Restoration;

/// <summary>What is known of a single Vietnamese syllable's spelling: bare letters, where the tone mark stands, whether it can exist at all.</summary>
internal static class Syllable
{
    private const string Marked = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ";
    private const string Bare = "aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyd";
    private const string Toneless = "aaaaaăăăăăăââââââeeeeeêêêêêêiiiiioooooôôôôôôơơơơơơuuuuuưưưưưưyyyyyđ";

    private static readonly char[] BareOf = Table(Bare), TonelessOf = Table(Toneless);

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Onsets = Set(" b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x");

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Nuclei = Set(
        "a ă â e ê i o ô ơ u ư y ia iê yê ua uô ưa ươ oa oă oe uâ uê uy uơ uya uyê oo ai ao au ay âu ây eo êu iu iêu yêu oi ôi ơi ui ưi uôi ươi ưu ươu "
        + "oai oay oao oeo uây uyu uêu");

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Codas = Set(" c ch m n ng nh p t");

    // Tone on the first vowel (hòa, thủy) is how most offices write; the other placement means the same syllable.
    private static readonly Dictionary<string, string> OldPlacement = Placements();

    /// <summary>The letter without tone and mark, case kept; đ becomes d.</summary>
    public static char BareLetter(char c) => c < BareOf.Length ? BareOf[c] : c;

    /// <summary>True for a letter that only Vietnamese text carries as the reader of an English model never prints it.</summary>
    public static bool IsVietnameseOnly(char c) => c is 'ă' or 'Ă' or 'đ' or 'Đ' or 'ơ' or 'Ơ' or 'ư' or 'Ư' or (>= '\u1EA0' and <= '\u1EF9');

    public static bool HasMark(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (BareLetter(c) != c) return true;
        return false;
    }

    public static string Fold(ReadOnlySpan<char> text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (var i = 0; i < to.Length; i++) to[i] = BareLetter(from[i]);
    });

    /// <summary>Lower case, composed, tone on the first vowel of oa, oe, uy at the end of a syllable.</summary>
    public static string Canonical(string word)
    {
        var w = word.Normalize(NormalizationForm.FormC).ToLowerInvariant();
        if (w.Length < 2 || (w.Length > 2 && w[^3] == 'q')) return w;
        return OldPlacement.TryGetValue(w[^2..], out var old) ? w[..^2] + old : w;
    }

    /// <summary>Could this lower-case word be one Vietnamese syllable?</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool IsWellFormed(ReadOnlySpan<char> word)
    {
        if (word.Length is 0 or > 7) return false;
        Span<char> s = stackalloc char[word.Length];
        var tones = 0;
        for (var i = 0; i < word.Length; i++)
        {
            var c = word[i];
            if (!char.IsAsciiLetterLower(c) && BareLetter(c) == c) return false;
            s[i] = c < TonelessOf.Length ? TonelessOf[c] : c;
            if (s[i] != c) tones++;
        }
        if (tones > 1) return false;
        for (var onset = 0; onset <= Math.Min(3, s.Length - 1); onset++)
        {
            if (!Onsets.Contains(s[..onset])) continue;
            for (var coda = 0; coda <= Math.Min(2, s.Length - onset - 1); coda++)
                if (Codas.Contains(s[^coda..]) && Nuclei.Contains(s[onset..^coda])) return true;
        }
        return false;
    }

    /// <summary>A syllable that a stop ends (c, ch, p, t) carries a tone mark; without one it has lost it.</summary>
    public static bool MayLackTone(ReadOnlySpan<char> word) => IsWellFormed(word) && word[^1] is not ('c' or 'p' or 't') && !word.EndsWith("ch");

    private static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(string parts) => new HashSet<string>(parts.Split(' '), StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static char[] Table(string to)
    {
        var table = new char[0x1F00];
        for (var i = 0; i < table.Length; i++) table[i] = (char)i;
        for (var i = 0; i < Marked.Length; i++)
        {
            table[Marked[i]] = to[i];
            table[char.ToUpperInvariant(Marked[i])] = char.ToUpperInvariant(to[i]);
        }
        return table;
    }

    private static Dictionary<string, string> Placements()
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (modern, old) in new[] { ("oà oá oả oã oạ", "òa óa ỏa õa ọa"), ("oè oé oẻ oẽ oẹ", "òe óe ỏe õe ọe"), ("uỳ uý uỷ uỹ uỵ", "ùy úy ủy ũy ụy") })
            foreach (var (m, o) in modern.Split(' ').Zip(old.Split(' '))) map[m] = o;
        return map;
    }
}
