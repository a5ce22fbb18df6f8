using System.Text;

namespace LanToa.Reading.Extraction;

/// <summary>Bytes of a text file to a string: byte order marks, UTF-8, UTF-16 without a mark, and by statistics Windows-1258, TCVN3 and VNI.</summary>
internal static class TextDecoder
{
    private static readonly Encoding Strict8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding Windows1258 = CodePagesEncodingProvider.Instance.GetEncoding(1258)!;
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public static string Decode(byte[] bytes, List<string> warnings)
    {
        var text = ByMark(bytes) ?? ByUtf16Pattern(bytes) ?? ByUtf8(bytes, warnings) ?? ByStatistics(bytes, warnings);
        RefuseBinary(text);
        if (LegacyVietnamese.Detect(text) is var (converted, encoding))
        {
            warnings.Add($"Văn bản dùng bảng mã {encoding}, đã chuyển sang Unicode. Hãy kiểm lại chữ có dấu.");
            return converted;
        }
        return text;
    }

    private static string? ByMark(byte[] bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(bytes, 3, bytes.Length - 3),
        [0xFF, 0xFE, 0, 0, ..] => Encoding.UTF32.GetString(bytes, 4, bytes.Length - 4),
        [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2),
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2),
        _ => null,
    };

    // Spaces, digits and line ends are U+00xx: in UTF-16 their zero bytes stand on one side only.
    private static string? ByUtf16Pattern(byte[] bytes)
    {
        var sample = Math.Min(bytes.Length, 8192) & ~1;
        if (sample < 8) return null;
        int even = 0, odd = 0;
        for (var i = 0; i < sample; i += 2)
        {
            if (bytes[i] == 0) even++;
            if (bytes[i + 1] == 0) odd++;
        }
        var pairs = sample / 2;
        if (odd > pairs * 0.2 && even < pairs * 0.02) return Encoding.Unicode.GetString(bytes);
        if (even > pairs * 0.2 && odd < pairs * 0.02) return Encoding.BigEndianUnicode.GetString(bytes);
        return null;
    }

    private static string? ByUtf8(byte[] bytes, List<string> warnings)
    {
        try
        {
            return Strict8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            // A few broken bytes in a text that is otherwise UTF-8 (cut in the middle of a letter, damaged in transit).
            var text = Encoding.UTF8.GetString(bytes);
            var broken = text.Count(c => c == '\uFFFD');
            var letters = text.Count(c => c > 0x7F && c != '\uFFFD');
            if (broken > 3 && broken * 50 > letters) return null;
            if (letters == 0) return null;
            warnings.Add($"Văn bản có {broken} chỗ hỏng mã ký tự, đã bỏ qua. Hãy kiểm lại với bản gốc.");
            return text.Replace("\uFFFD", "", StringComparison.Ordinal);
        }
    }

    private static string ByStatistics(byte[] bytes, List<string> warnings)
    {
        // Undefined bytes keep their value in .NET's Windows-1252, one character per byte.
        var latin = Windows1252.GetString(bytes);
        RefuseBinary(latin);
        var candidates = new (string Text, string Name)[]
        {
            (Windows1258.GetString(bytes).Normalize(NormalizationForm.FormC), "Windows-1258"),
            (LegacyVietnamese.FromTcvn3(latin), "TCVN3 (ABC)"),
            (LegacyVietnamese.FromVni(latin), "VNI"),
        };
        var best = candidates.Select(c => (c.Text, c.Name, Measure: VietnameseSyllables.Measure(c.Text))).MaxBy(c => c.Measure.Syllables + c.Measure.Marked);
        if (best.Measure.Words == 0 || best.Measure.Syllables < 0.75 || best.Measure.Marked < 0.3)
            throw new UnreadableFileException(UnreadableCodes.UnknownEncoding,
                "Không nhận ra bảng mã của văn bản. Hãy mở tệp bằng Word hoặc Notepad, lưu lại với bảng mã UTF-8 (Unicode) rồi tải lên lại.");
        warnings.Add($"Văn bản dùng bảng mã {best.Name}, đã chuyển sang Unicode. Hãy kiểm lại chữ có dấu.");
        return best.Text;
    }

    private static void RefuseBinary(string text)
    {
        var control = 0;
        var length = Math.Min(text.Length, 65536);
        for (var i = 0; i < length; i++)
            if ((text[i] < ' ' && text[i] is not ('\t' or '\n' or '\r' or '\f' or '\v')) || (text[i] is >= '\u007F' and <= '\u009F') || text[i] == '\uFFFD') control++;
        if (control > 2 + length / 50)
            throw new UnreadableFileException(UnreadableCodes.Unsupported,
                "Tệp không phải là văn bản. Hãy tải lên tệp .docx, .pdf, .doc, .txt, .md, .html hoặc ảnh quét (.png, .jpg, .tif).");
    }
}
