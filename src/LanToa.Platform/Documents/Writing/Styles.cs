using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using WordStyles = DocumentFormat.OpenXml.Wordprocessing.Styles;

namespace LanToa.Platform.Documents.Writing;

/// <summary>One paragraph style per element of the form, named in Vietnamese, so that whoever goes on in Word finds them.</summary>
internal static class Styles
{
    public const string Normal = "Normal";
    public const string Line = "LTLine";
    public const string Cell = "LTCell";
    public const string CellHead = "LTCellHead";
    public const string CellBold = "LTCellBold";
    public const string Tail = "LTTail";
    private const string CellSize = "24";

    /// <summary>Space above headings, the kind and the end, in twentieths of a point.</summary>
    private static readonly Dictionary<string, (int Before, int After)> Gaps = new(StringComparer.Ordinal)
    {
        ["number"] = (120, 0), ["place-date"] = (120, 0), ["letter-subject"] = (120, 0), ["kind"] = (360, 0), ["subject"] = (0, 0), ["addressees"] = (60, 60),
        ["basis"] = (0, 120), ["body"] = (0, 120), ["annex-reference"] = (0, 60),
    };

    public static string IdOf(string element) => "LT-" + element;

    public static string HeadingId(int level) => string.Create(CultureInfo.InvariantCulture, $"LTHeading{Math.Clamp(level, 1, 3)}");

    public static WordStyles All()
    {
        var form = DocumentForm.Current;
        var styles = new WordStyles(Defaults(form), Style(Normal, "Normal", null, isDefault: true));
        foreach (var (code, rule) in form.Elements) styles.Append(OfElement(code, rule, form));
        for (var level = 1; level <= 3; level++) styles.Append(Heading(level));
        styles.Append(
            With(Style(Line, "Đường kẻ", Normal), new ParagraphProperties(Spacing(40, 0, exactly: 80)), Run("4")),
            With(Style(Tail, "Cuối phần", Normal), new ParagraphProperties(Spacing(0, 0, exactly: 20)), Run("2")),
            With(Style(Cell, "Ô trong bảng", Normal), new ParagraphProperties(Spacing(40, 40)), Run(CellSize)),
            With(Style(CellBold, "Ô đậm trong bảng", Cell), new ParagraphProperties(new KeepNext()), Run(CellSize, bold: true)),
            With(Style(CellHead, "Tiêu đề cột", Cell), new ParagraphProperties(new KeepNext(), new Justification { Val = JustificationValues.Center }), Run(CellSize, bold: true)));
        return styles;
    }

    private static DocDefaults Defaults(DocumentForm form) => new(
        new RunPropertiesDefault(new RunPropertiesBaseStyle(
            new RunFonts { Ascii = form.Font.Name, HighAnsi = form.Font.Name, EastAsia = form.Font.Name, ComplexScript = form.Font.Name },
            new Color { Val = "000000" },
            new FontSize { Val = HalfPoints(form["body"].Size) }, new FontSizeComplexScript { Val = HalfPoints(form["body"].Size) },
            new Languages { Val = "vi-VN", EastAsia = "vi-VN", Bidi = "ar-SA" })),
        new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(Spacing(0, 0))));

    private static Style OfElement(string code, ElementRule rule, DocumentForm form)
    {
        var paragraph = new ParagraphProperties();
        if (code is "kind" or "annex" or "annex-title" or "subject" or "authority" or "recipients") paragraph.Append(new KeepNext());
        var (before, after) = Gaps.GetValueOrDefault(code);
        // Body lines a little wider than single: between one line and one and a half.
        paragraph.Append(code is "body" or "basis" ? Spacing(before, after, line: 264) : Spacing(before, after));
        if (code is "body" or "basis") paragraph.Append(new Indentation { FirstLine = FirstLine(form) });
        if (rule.Align is { } align) paragraph.Append(new Justification { Val = align == "both" ? JustificationValues.Both : JustificationValues.Center });
        return With(Style(IdOf(code), rule.Name, Normal), paragraph, Run(HalfPoints(rule.Size), rule.Bold == true, rule.Italic == true));
    }

    private static Style Heading(int level) => With(Style(HeadingId(level), string.Create(CultureInfo.InvariantCulture, $"Tiêu đề mục {level}"), IdOf("body")),
        new ParagraphProperties(new KeepNext(), new OutlineLevel { Val = level - 1 }), Run(HalfPoints(DocumentForm.Current["body"].Size), bold: level < 3));

    private static string FirstLine(DocumentForm form) => Page.Twips(form.Body.FirstLineCm[^1] * 10).ToString(CultureInfo.InvariantCulture);

    private static Style Style(string id, string name, string? basedOn, bool isDefault = false)
    {
        var style = new Style { Type = StyleValues.Paragraph, StyleId = id, Default = isDefault ? true : null, CustomStyle = isDefault ? null : true };
        style.Append(new StyleName { Val = name });
        if (basedOn is not null) style.Append(new BasedOn { Val = basedOn });
        style.Append(new PrimaryStyle());
        return style;
    }

    private static Style With(Style style, ParagraphProperties paragraph, StyleRunProperties run)
    {
        style.Append(new StyleParagraphProperties(paragraph.ChildElements.Select(c => c.CloneNode(true))), run);
        return style;
    }

    private static StyleRunProperties Run(string halfPoints, bool bold = false, bool italic = false)
    {
        var run = new StyleRunProperties();
        if (bold) run.Append(new Bold());
        if (italic) run.Append(new Italic());
        run.Append(new FontSize { Val = halfPoints }, new FontSizeComplexScript { Val = halfPoints });
        return run;
    }

    private static SpacingBetweenLines Spacing(int before, int after, int line = 240, int? exactly = null) => new()
    {
        Before = before.ToString(CultureInfo.InvariantCulture), After = after.ToString(CultureInfo.InvariantCulture),
        Line = (exactly ?? line).ToString(CultureInfo.InvariantCulture), LineRule = exactly is null ? LineSpacingRuleValues.Auto : LineSpacingRuleValues.Exact,
    };

    private static string HalfPoints(double points) => ((int)Math.Round(points * 2)).ToString(CultureInfo.InvariantCulture);
}
