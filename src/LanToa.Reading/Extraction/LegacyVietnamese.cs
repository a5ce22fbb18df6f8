using System.Collections.Frozen;
using System.Text;

namespace LanToa.Reading.Extraction;

/// <summary>
/// The two encodings of Vietnam before Unicode, seen as Windows-1252 characters: TCVN 5712 / "ABC" (fonts .VnTime, .VnArial…, one byte per
/// letter) and VNI for Windows (fonts VNI-Times…, a letter and a mark). They reach us as bytes of a text file and as Latin letters inside Word and PDF.
/// </summary>
internal static class LegacyVietnamese
{
    private const string TcvnFrom =
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00ADõøö÷ùúýûüþ¡¢§£¤¥¦";
    private const string TcvnTo =
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ";

    private static readonly FrozenDictionary<char, char> Tcvn = TcvnFrom.Zip(TcvnTo).ToFrozenDictionary(p => p.First, p => p.Second);

    // Letters that take a mark after them in VNI, with what each mark makes of them.
    private static readonly FrozenDictionary<(char, char), char> VniPairs = BuildVniPairs();
    private static readonly FrozenDictionary<char, char> VniSingles =
        "íìæóòîôöñÍÌÆÓÒÎÔÖÑ".Zip("íìỉĩịỵơưđÍÌỈĨỊỴƠƯĐ").ToFrozenDictionary(p => p.First, p => p.Second);

    public static string FromTcvn3(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var line in Lines(text))
        {
            // Capitals with marks exist only as fonts (.VnTimeH): in a line typed in capitals the marked letters are capitals too.
            var capitals = line.Count(char.IsAsciiLetterUpper) >= 2 && !line.Any(char.IsAsciiLetterLower);
            foreach (var c in line)
            {
                var to = Tcvn.GetValueOrDefault(c, c);
                result.Append(capitals ? char.ToUpperInvariant(to) : to);
            }
        }
        return result.ToString();
    }

    public static string FromVni(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && VniPairs.TryGetValue((text[i], text[i + 1]), out var both))
            {
                result.Append(both);
                i++;
            }
            else result.Append(VniSingles.GetValueOrDefault(text[i], text[i]));
        }
        return result.ToString();
    }

    /// <summary>By the name of a font, as Word and PDF give it; null when the font is an ordinary one.</summary>
    public static Func<string, string>? ByFont(string? font) => font switch
    {
        null => null,
        _ when font.StartsWith(".Vn", StringComparison.OrdinalIgnoreCase) && font.EndsWith('H') => t => FromTcvn3(t).ToUpperInvariant(),
        _ when font.StartsWith(".Vn", StringComparison.OrdinalIgnoreCase) => FromTcvn3,
        _ when font.StartsWith("VNI-", StringComparison.OrdinalIgnoreCase) => FromVni,
        _ => null,
    };

    /// <summary>
    /// Text that is Vietnamese in disguise, converted; null when it is not (already Unicode, another language, too little to tell).
    /// </summary>
    public static (string Text, string Encoding)? Detect(string text) => Converter(text) is var (convert, encoding) ? (convert(text), encoding) : null;

    /// <summary>As <see cref="Detect"/>, for text that comes in pieces: what turns each piece into Unicode.</summary>
    public static (Func<string, string> Convert, string Encoding)? Converter(string text)
    {
        int latin = 0, unicode = 0;
        var alphabets = Alphabets;
        foreach (var c in text)
        {
            var alphabet = alphabets[c];
            latin += alphabet & Latin;
            unicode += alphabet >> 1;
        }

        if (latin < 4 || unicode * 10 > latin) return null;

        var before = VietnameseSyllables.Measure(text);
        var best = new[] { (Convert: (Func<string, string>)FromTcvn3, Encoding: "TCVN3 (ABC)"), (Convert: FromVni, Encoding: "VNI") }
            .Select(c => (c.Convert, c.Encoding, Measure: VietnameseSyllables.Measure(c.Convert(text))))
            .MaxBy(c => c.Measure.Syllables * c.Measure.Marked);
        return best.Measure.Syllables > 0.8 && best.Measure.Marked > 0.35 && best.Measure.Syllables > before.Syllables + 0.15
            ? (best.Convert, best.Encoding)
            : null;
    }

    private const byte Latin = 1, Vietnamese = 2;

    /// <summary>By character: a letter of Western Europe, as which the old encodings show, one that only Unicode Vietnamese has, or neither. All of a text is counted by it.</summary>
    private static readonly byte[] Alphabets = [.. Enumerable.Range(0, char.MaxValue + 1).Select(c => (char)c switch
    {
        >= '\u00A1' and <= '\u00FF' => Latin,
        'ă' or 'Ă' or 'đ' or 'Đ' or 'ơ' or 'Ơ' or 'ư' or 'Ư' or (>= '\u1EA0' and <= '\u1EF9') => Vietnamese,
        _ => (byte)0,
    })];

    private static FrozenDictionary<(char, char), char> BuildVniPairs()
    {
        var pairs = new Dictionary<(char, char), char>();
        void Add(char letter, string marks, string results)
        {
            for (var i = 0; i < marks.Length; i++)
            {
                pairs[(letter, marks[i])] = results[i];
                pairs[(char.ToUpperInvariant(letter), char.ToUpperInvariant(marks[i]))] = char.ToUpperInvariant(results[i]);
                pairs[(char.ToUpperInvariant(letter), marks[i])] = char.ToUpperInvariant(results[i]);
            }
        }
        Add('a', "ùøûõïêéèúüëâáàåãä", "áàảãạăắằẳẵặâấầẩẫậ");
        Add('e', "ùøûõïâáàåãä", "éèẻẽẹêếềểễệ");
        Add('o', "ùøûõïâáàåãä", "óòỏõọôốồổỗộ");
        Add('ô', "ùøûõï", "ớờởỡợ");
        Add('u', "ùøûõï", "úùủũụ");
        Add('ö', "ùøûõï", "ứừửữự");
        Add('y', "ùøûõ", "ýỳỷỹ");
        return pairs.ToFrozenDictionary();
    }

    private static IEnumerable<string> Lines(string text)
    {
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = text.IndexOf('\n', start) + 1;
            if (end == 0) end = text.Length;
            yield return text[start..end];
        }
    }
}
