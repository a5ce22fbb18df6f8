using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace LanToa.Platform.Documents.Checking;

/// <summary>Effective formatting (ECMA-376 part 1, 17.7): the element's own, then its styles up the chain, then the document's defaults.</summary>
internal sealed class WordFormats
{
    private const int MaxChain = 20;

    private readonly Dictionary<string, Style> _styles = new(StringComparer.Ordinal);
    private readonly OpenXmlElement? _runDefaults, _paragraphDefaults;
    private readonly string? _defaultStyle, _major, _minor;
    private readonly Numbering? _numbering;

    public WordFormats(MainDocumentPart main)
    {
        var styles = main.StyleDefinitionsPart?.Styles;
        foreach (var style in styles?.Elements<Style>() ?? [])
        {
            if (style.StyleId?.Value is { } id) _styles.TryAdd(id, style);
            if (style.Type?.Value == StyleValues.Paragraph && style.Default?.Value == true) _defaultStyle ??= style.StyleId?.Value;
        }
        _runDefaults = styles?.DocDefaults?.RunPropertiesDefault?.RunPropertiesBaseStyle;
        _paragraphDefaults = styles?.DocDefaults?.ParagraphPropertiesDefault?.ParagraphPropertiesBaseStyle;
        _numbering = main.NumberingDefinitionsPart?.Numbering;
        var fonts = main.ThemePart?.Theme?.ThemeElements?.FontScheme;
        (_major, _minor) = (fonts?.MajorFont?.LatinFont?.Typeface?.Value, fonts?.MinorFont?.LatinFont?.Typeface?.Value);
    }

    /// <summary>Where a paragraph's formatting is looked for, nearest first.</summary>
    public IReadOnlyList<OpenXmlElement> OfParagraph(Paragraph paragraph)
    {
        var own = paragraph.ParagraphProperties;
        return [.. Chain(own?.ParagraphStyleId?.Val?.Value ?? _defaultStyle).Select(s => (OpenXmlElement?)s.StyleParagraphProperties).Prepend(own).Append(_paragraphDefaults).OfType<OpenXmlElement>()];
    }

    /// <summary>Where a run's formatting is looked for, nearest first.</summary>
    public IReadOnlyList<OpenXmlElement> OfRun(RunProperties? own, Paragraph paragraph)
    {
        var style = paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value ?? _defaultStyle;
        return [.. Chain(own?.RunStyle?.Val?.Value).Concat(Chain(style)).Select(s => (OpenXmlElement?)s.StyleRunProperties).Prepend(own).Append(_runDefaults).OfType<OpenXmlElement>()];
    }

    public static T? First<T>(IReadOnlyList<OpenXmlElement> places) where T : OpenXmlElement => places.Select(p => p.GetFirstChild<T>()).FirstOrDefault(e => e is not null);

    public static bool Is<T>(IReadOnlyList<OpenXmlElement> places) where T : OnOffType => First<T>(places) is { } toggle && (toggle.Val is null || toggle.Val.Value);

    public string Font(IReadOnlyList<OpenXmlElement> places)
    {
        foreach (var fonts in places.Select(p => p.GetFirstChild<RunFonts>()).OfType<RunFonts>())
        {
            if (fonts.AsciiTheme?.Value is { } theme) return (theme.ToString().StartsWith("Major", StringComparison.OrdinalIgnoreCase) ? _major : _minor) ?? "Times New Roman";
            // Some programs name the fonts that may stand in as well, behind semicolons.
            if ((fonts.Ascii?.Value ?? fonts.HighAnsi?.Value) is { } font) return font.Split(';')[0].Trim();
        }
        return "Times New Roman";
    }

    /// <summary>The format of the automatic number, and its list.</summary>
    public (string? Format, string? List) NumberOf(IReadOnlyList<OpenXmlElement> places)
    {
        var properties = First<NumberingProperties>(places);
        if (properties?.NumberingId?.Val?.Value is not (> 0 and var id) || _numbering is null) return (null, null);
        var level = properties.NumberingLevelReference?.Val?.Value ?? 0;
        var definition = _numbering.Elements<NumberingInstance>().FirstOrDefault(n => n.NumberID?.Value == id)?.AbstractNumId?.Val?.Value;
        var format = _numbering.Elements<AbstractNum>().FirstOrDefault(a => a.AbstractNumberId?.Value == definition)?.Elements<Level>().FirstOrDefault(l => l.LevelIndex?.Value == level)?.NumberingFormat?.Val;
        return (format?.InnerText, string.Create(CultureInfo.InvariantCulture, $"{id}/{level}"));
    }

    /// <summary>A length in points from twentieths of a point.</summary>
    public static double Points(string? twips) => double.TryParse(twips, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value / 20 : 0;

    private IEnumerable<Style> Chain(string? id)
    {
        for (var depth = 0; id is not null && depth < MaxChain && _styles.TryGetValue(id, out var style); depth++)
        {
            yield return style;
            id = style.BasedOn?.Val?.Value;
        }
    }
}
