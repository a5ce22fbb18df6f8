using System.Globalization;
using System.Text;

namespace LanToa.Platform.Documents.Writing;

/// <summary>The width of a line in Times New Roman, from the metrics that it shares with the free fonts that stand in for it; letters with marks are as wide as without.</summary>
public static class TextWidth
{
    private static readonly short[] Regular = Read(
        "250,333,408,500,500,833,778,180,333,333,500,564,250,333,250,278,500,500,500,500,500,500,500,500,500,500,278,278,564,564,564,444,921,722,667,667,722,611,556,722,722,333,389,722,611,889," +
        "722,722,556,722,667,556,611,722,722,944,722,722,611,333,278,333,469,500,333,444,500,444,500,444,333,500,500,278,278,500,278,778,500,500,500,500,333,389,278,500,500,722,500,500,444,480,200,480,541");

    private static readonly short[] Bold = Read(
        "250,333,555,500,500,1000,833,278,333,333,500,570,250,333,250,278,500,500,500,500,500,500,500,500,500,500,333,333,570,570,570,500,930,722,667,722,722,667,611,778,778,389,500,778,667,944," +
        "722,778,611,778,722,556,667,722,722,1000,722,722,667,333,278,333,581,500,333,500,556,444,556,444,333,500,556,278,333,556,278,833,556,500,556,556,444,389,333,556,500,722,500,500,444,394,220,394,520");

    /// <summary>The width in points at a size in points.</summary>
    public static double Of(string text, double size, bool bold)
    {
        var (table, thousandths) = (bold ? Bold : Regular, 0);
        foreach (var c in XmlText.Clean(text).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            thousandths += c switch
            {
                >= ' ' and <= '~' => table[c - ' '],
                'Đ' => 722,
                'đ' => bold ? 556 : 500,
                '\u00a0' => 250,
                '…' => 1000,
                _ => 500,
            };
        }
        return thousandths * size / 1000;
    }

    /// <summary>The text in as few lines as fit the width (points), as even as possible; a word wider than the line stands alone.</summary>
    public static IReadOnlyList<string> Break(string text, double size, bool bold, double width)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var lines = Fill(words, size, bold, width);
        if (lines.Count < 2) return lines;
        // The narrowest width that gives the same number of lines is the even one.
        var (low, high) = (width / lines.Count / 2, width);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            var tried = Fill(words, size, bold, middle);
            if (tried.Count == lines.Count && tried.All(l => Of(l, size, bold) <= middle)) high = middle;
            else low = middle;
        }
        return Fill(words, size, bold, high);
    }

    /// <summary>A name in lines: where two do, cut before "VÀ" or after a comma rather than inside a word of two syllables.</summary>
    public static IReadOnlyList<string> BreakName(string name, double size, bool bold, double width)
    {
        var even = Break(name, size, bold, width);
        if (even.Count != 2) return even;
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Enumerable.Range(1, words.Length - 1).Where(cut => words[cut - 1].EndsWith(',') || words[cut] is "VÀ" or "TỈNH" or "THÀNH" or "HUYỆN" or "XÃ" or "PHƯỜNG")
            .Select(cut => (string[])[string.Join(' ', words[..cut]), string.Join(' ', words[cut..])]).Where(lines => lines.All(l => Of(l, size, bold) <= width))
            .MinBy(lines => lines.Max(l => Of(l, size, bold))) ?? even;
    }

    private static List<string> Fill(string[] words, double size, bool bold, double width)
    {
        var lines = new List<string>();
        foreach (var word in words)
            if (lines.Count > 0 && Of($"{lines[^1]} {word}", size, bold) <= width) lines[^1] += " " + word;
            else lines.Add(word);
        return lines;
    }

    private static short[] Read(string widths) => [.. widths.Split(',').Select(w => short.Parse(w, CultureInfo.InvariantCulture))];
}
