using System.Globalization;
using System.Text;

namespace LanToa.Reading.Extraction;

/// <summary>The last step of every extraction: NFC, \n, no control or invisible characters, the size limit.</summary>
internal static class TextCleaner
{
    /// <summary>U+2028 separates paragraphs inside a cell of a table row; anywhere else it is a line end.</summary>
    public const char CellBreak = '\u2028';

    public static string Clean(string text, ExtractionOptions options)
    {
        // Decomposed text shrinks under NFC and invisible marks go, so the limit is checked at the end; this only bounds the work.
        if (text.Length > options.MaxCharacters * 4L) throw TooMuch(options);
        if (IsClean(text)) return Limited(text, options);
        var result = new StringBuilder(text.Length);
        var inRow = false;
        var composed = true;
        for (var i = 0; i < text.Length; i++)
        {
            var plain = i;
            while (plain < text.Length && IsPlain(text[plain])) plain++;
            if (plain > i)
            {
                if (result.Length == 0 || result[^1] is '\n' or '\f') inRow = false;
                result.Append(text, i, plain - i);
                i = plain - 1;
                continue;
            }
            var c = text[i];
            var lineStart = result.Length == 0 || result[^1] is '\n' or '\f';
            if (lineStart) inRow = false;
            switch (c)
            {
                case '\r':
                    if (i + 1 >= text.Length || text[i + 1] != '\n') result.Append('\n');
                    break;
                case '\u000B' or '\u0085' or '\u2029':
                    result.Append('\n');
                    break;
                case CellBreak:
                    result.Append(inRow ? CellBreak : '\n');
                    break;
                case '\n' or '\t' or '\f':
                    result.Append(c);
                    break;
                case '\u00A0' or '\u2007' or '\u202F' or '\u3000' or (>= '\u2000' and <= '\u200A'):
                    result.Append(' ');
                    break;
                case '\u00AD' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or '\uFEFF' or '\uFFFD' or '\uFFFE' or '\uFFFF':
                    break;
                case '\u2011':
                    result.Append('-');
                    break;
                case >= '\uE000' and <= '\uF8FF':
                    composed = false;
                    result.Append(SymbolFont.ToUnicode(c));
                    break;
                case < ' ' or (>= '\u007F' and <= '\u009F'):
                    break;
                default:
                    if (char.IsSurrogate(c))
                    {
                        composed = false;
                        if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) result.Append(c).Append(text[++i]);
                        break;
                    }
                    if (lineStart && c == '|') inRow = true;
                    composed &= c < '\u0300';
                    result.Append(c);
                    break;
            }
        }
        var clean = result.ToString();
        if (!composed && !clean.IsNormalized(NormalizationForm.FormC)) clean = clean.Normalize(NormalizationForm.FormC);
        return Limited(clean, options);
    }

    private static string Limited(string clean, ExtractionOptions options)
    {
        if (clean.Length > options.MaxCharacters) throw TooMuch(options);
        if (string.IsNullOrWhiteSpace(clean))
            throw new UnreadableFileException(UnreadableCodes.NoText, "Tệp không có chữ nào. Hãy kiểm tra lại tệp, hoặc tải lên bản khác.");
        return clean;
    }

    /// <summary>Nothing of the text has to be changed: the usual case of a plain file.</summary>
    private static bool IsClean(string text)
    {
        var kept = Kept;
        for (var i = 0; i < text.Length; i++)
            if (!kept[text[i]] && !(text[i] == CellBreak && text[text.AsSpan(0, i).LastIndexOfAny('\n', '\f') + 1] == '|'))
                return false;
        return true;
    }

    /// <summary>By character: stays as it is wherever it stands.</summary>
    private static readonly bool[] Kept = [.. Enumerable.Range(0, char.MaxValue + 1).Select(c => IsPlain((char)c) || (char)c is '\n' or '\t' or '\f' or '|')];

    /// <summary>What most of a text is made of, kept as it is: letters of Vietnamese, digits, blanks, marks of sentences. All of it is NFC by itself.</summary>
    private static bool IsPlain(char c) => c is >= ' ' and <= '~' and not '|' or (>= '\u00C0' and <= '\u01B0') or (>= '\u1EA0' and <= '\u1EF9') or (>= '\u2012' and <= '\u2027');

    // Whatever language the machine speaks.
    private static readonly NumberFormatInfo Vietnamese = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };

    private static UnreadableFileException TooMuch(ExtractionOptions options) => new(UnreadableCodes.TooMuchText,
        $"Văn bản dài hơn {(options.MaxCharacters / 1_000_000.0).ToString("0.#", Vietnamese)} triệu ký tự. Hãy tách phần kế hoạch cần đọc thành một tệp riêng.");
}

/// <summary>Private-use characters of the Symbol and Wingdings fonts, as Word writes them.</summary>
internal static class SymbolFont
{
    public static string ToUnicode(char c) => (c & 0xFF) switch
    {
        0xB7 or 0xA7 or 0x9F or 0x6C or 0x6E or 0x76 or 0x77 or 0xD8 or 0xAE => "•",
        0x2D => "-",
        0x2B => "+",
        0x6F or 0xA8 or 0x71 => "☐",
        0xFE or 0xFD or 0x78 => "☒",
        0xFC => "✓",
        0xE0 or 0xE8 => "→",
        0x20 => " ",
        _ => "",
    };
}
