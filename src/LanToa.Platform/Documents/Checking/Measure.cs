using System.Globalization;

namespace LanToa.Platform.Documents.Checking;

/// <summary>How an element is set against how the form wants it set.</summary>
internal static class Measure
{
    private const double Tolerance = 0.26;

    public static IEnumerable<Difference> Element(DocumentMap map, string code, params IEnumerable<WordParagraph?> paragraphs)
    {
        var rule = map.Form[code];
        foreach (var paragraph in paragraphs.OfType<WordParagraph>())
        {
            var runs = paragraph.Runs.Where(r => r.Text.Any(char.IsLetterOrDigit)).ToList();
            var sizes = runs.Select(r => r.Size).Where(s => s < rule.Sizes[0] - Tolerance || s > rule.Sizes[^1] + Tolerance).Distinct().Order().ToList();
            if (sizes.Count > 0) yield return new($"{code}-size", $"{rule.Name}: cỡ chữ {string.Join(", ", sizes.Select(Number))}; phải là cỡ {Range(rule.Sizes)}.", paragraph.Where, rule.Place);
            if (rule.Bold is { } bold && runs.Exists(r => r.Bold != bold)) yield return new($"{code}-bold", $"{rule.Name}: phải {(bold ? "in đậm" : "không in đậm")}.", paragraph.Where, rule.Place);
            if (rule.Italic is { } italic && runs.Exists(r => r.Italic != italic)) yield return new($"{code}-italic", $"{rule.Name}: phải là kiểu chữ {(italic ? "nghiêng" : "đứng")}.", paragraph.Where, rule.Place);
            if (rule.Caps is { } caps && paragraph.Text.Any(char.IsLetter) && (paragraph.Text == paragraph.Text.ToUpperInvariant()) != caps)
                yield return new($"{code}-caps", $"{rule.Name}: phải {(caps ? "in hoa" : "in thường")}.", paragraph.Where, rule.Place);
            if (rule.Align == "center" && paragraph.Align != "center") yield return new($"{code}-align", $"{rule.Name}: phải canh giữa.", paragraph.Where, rule.Place);
        }
    }

    /// <summary>"13 đến 14", "11".</summary>
    public static string Range(double[] values) => values[0] == values[^1] ? Number(values[0]) : $"{Number(values[0])} đến {Number(values[^1])}";

    public static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture).Replace('.', ',');
}
