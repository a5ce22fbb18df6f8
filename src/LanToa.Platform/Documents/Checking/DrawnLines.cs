using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace LanToa.Platform.Documents.Checking;

/// <summary>Lines that stand in a paragraph: its own borders, and drawn shapes. A border is as wide as its column (points) less the indents.</summary>
internal static partial class DrawnLines
{
    private const double PointsPerEmu = 1 / 12700.0;

    public static IEnumerable<DrawnLine> Of(Paragraph paragraph, IReadOnlyList<OpenXmlElement> places, double? width)
    {
        if (WordFormats.First<ParagraphBorders>(places) is { } borders && (IsDrawn(borders.TopBorder) || IsDrawn(borders.BottomBorder)))
            yield return new DrawnLine(width - Indent(places, i => i.Left ?? i.Start) - Indent(places, i => i.Right ?? i.End));
        foreach (var shape in paragraph.Descendants().Where(e => e.LocalName is "inline" or "anchor" && e.Descendants().Any(d => d.LocalName == "prstGeom" && Attribute(d, "prst") is "line" or "straightConnector1")))
            yield return new DrawnLine(double.TryParse(Attribute(shape.ChildElements.FirstOrDefault(c => c.LocalName == "extent"), "cx"), NumberStyles.Float, CultureInfo.InvariantCulture, out var emu) ? emu * PointsPerEmu : null);
        foreach (var line in paragraph.Descendants().Where(e => e.LocalName == "line" && e.NamespaceUri == "urn:schemas-microsoft-com:vml"))
            yield return new DrawnLine(X(Attribute(line, "to")) - X(Attribute(line, "from")));
        foreach (var _ in paragraph.Descendants().Where(e => e.LocalName == "shape" && e.NamespaceUri == "urn:schemas-microsoft-com:vml" && Attribute(e, "type")?.EndsWith("t32", StringComparison.Ordinal) == true))
            yield return new DrawnLine(null);
    }

    private static double Indent(IReadOnlyList<OpenXmlElement> places, Func<Indentation, StringValue?> side) =>
        WordFormats.Points(places.Select(p => p.GetFirstChild<Indentation>()).OfType<Indentation>().Select(side).FirstOrDefault(v => v is not null)?.Value);

    private static bool IsDrawn(BorderType? border) => border?.Val is { } value && value.InnerText is not ("none" or "nil");

    private static string? Attribute(OpenXmlElement? element, string name) => element?.GetAttributes().FirstOrDefault(a => a.LocalName == name).Value;

    private static double? X(string? point) =>
        point is not null && Coordinate().Match(point) is { Success: true } m && double.TryParse(m.Groups[1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value * m.Groups[2].Value switch { "in" => 72, "mm" => 72 / 25.4, "cm" => 720 / 25.4, _ => 1 }
            : null;

    [GeneratedRegex(@"^(-?[\d.]+)(pt|in|mm|cm)?")]
    private static partial Regex Coordinate();
}
