using System.Xml.Linq;

namespace LanToa.Reading.Extraction;

/// <summary>What paragraph and character styles say about numbering, capitals, hidden text and fonts, with inheritance.</summary>
internal sealed class WordStyles
{
    private sealed record Style(string? BasedOn, string? NumId, int? Level, bool? Caps, bool? Hidden, string? Font, bool? PageBreak);

    private readonly Dictionary<string, Style> _styles = [];

    public WordStyles(XElement? styles)
    {
        if (styles == null) return;
        DefaultFont = Font(styles.Child("docDefaults").Child("rPrDefault").Child("rPr"));
        foreach (var element in styles.Elements())
        {
            if (element.Name.LocalName != "style" || element.Attr("styleId") is not { } id) continue;
            var paragraph = element.Child("pPr");
            var number = paragraph.Child("numPr");
            var run = element.Child("rPr");
            _styles[id] = new(element.Value("basedOn"), number.Value("numId"), Ooxml.Number(number.Value("ilvl")),
                run.Toggle("caps"), run.Toggle("vanish"), Font(run), paragraph.Toggle("pageBreakBefore"));
            if (element.Attr("type") == "paragraph" && element.Attr("default") is "1" or "true") DefaultParagraph = id;
        }
    }

    public string? DefaultParagraph { get; }

    private string? DefaultFont { get; }

    public bool Caps(string? style) => First(style, s => s.Caps) ?? false;

    public bool Hidden(string? style) => First(style, s => s.Hidden) ?? false;

    public bool PageBreak(string? style) => First(style, s => s.PageBreak) ?? false;

    public string? Font(string? style, bool orDefault) => Chain(style).Select(s => s.Style.Font).FirstOrDefault(f => f != null) ?? (orDefault ? DefaultFont : null);

    /// <summary>The numbering that a style brings, and the style of the chain that brings it (its level may hang on that one's name).</summary>
    public (string NumId, int? Level, string Style)? Numbering(string? style)
    {
        string? numId = null, of = null;
        int? level = null;
        foreach (var (id, s) in Chain(style))
        {
            level ??= s.Level;
            if (s.NumId == null || numId != null) continue;
            numId = s.NumId;
            of = id;
        }
        return numId is null or "0" ? null : (numId, level, of!);
    }

    public static string? Font(XElement? run)
    {
        var fonts = run.Child("rFonts");
        return fonts.Attr("ascii") ?? fonts.Attr("hAnsi");
    }

    private bool? First(string? style, Func<Style, bool?> property) => Chain(style).Select(s => property(s.Style)).FirstOrDefault(v => v != null);

    private IEnumerable<(string Id, Style Style)> Chain(string? style)
    {
        for (var left = 20; style != null && left > 0 && _styles.TryGetValue(style, out var s); left--)
        {
            yield return (style, s);
            style = s.BasedOn;
        }
    }
}
