using System.Text;
using LanToa.Reading.Extraction;

namespace LanToa.Reading.Tests.Extraction;

/// <summary>Writes Vietnamese in the encodings of before Unicode, for tests: the reverse of what the product reads.</summary>
internal static class LegacyBytes
{
    private const string Letters = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ";

    /// <summary>Windows-1258: base letters precomposed with circumflex, breve and horn, tones as combining characters.</summary>
    public static byte[] Windows1258(string text)
    {
        var split = new StringBuilder();
        foreach (var c in text)
        {
            var d = c.ToString().Normalize(NormalizationForm.FormD);
            var tone = d.IndexOfAny(['\u0300', '\u0301', '\u0303', '\u0309', '\u0323']);
            if (tone < 0) split.Append(c);
            else split.Append(d.Remove(tone, 1).Normalize(NormalizationForm.FormC)).Append(d[tone]);
        }
        return Encoding.GetEncoding(1258).GetBytes(split.ToString());
    }

    public static byte[] Tcvn3(string text) => Encoding.Latin1.GetBytes(Reverse(text, LegacyVietnamese.FromTcvn3, from => from.Select(c => c.ToString())));

    public static byte[] Vni(string text) => CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(
        Reverse(text, LegacyVietnamese.FromVni, from => from.Select(c => c.ToString()).Concat("aeoôuöyAEOÔUÖY".SelectMany(a => from.Select(b => $"{a}{b}")))));

    private static string Reverse(string text, Func<string, string> decode, Func<IEnumerable<char>, IEnumerable<string>> spellings)
    {
        var table = new Dictionary<char, string>();
        foreach (var spelling in spellings(Enumerable.Range(0xA1, 0x5F).Select(i => (char)i)))
            if (decode(spelling) is [var letter] && (Letters + Letters.ToUpperInvariant()).Contains(letter, StringComparison.Ordinal)) table.TryAdd(letter, spelling);
        return string.Concat(text.Select(c => table.GetValueOrDefault(c, c.ToString())));
    }
}
