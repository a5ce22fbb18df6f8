using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace LanToa.Platform.Documents.Writing;

/// <summary>Paragraphs, lines and frames that the parts of a document are made of. Lengths in twentieths of a point.</summary>
internal static class Pieces
{
    public static Paragraph Text(string style, string text, Indentation? indent = null, bool keepNext = false)
    {
        var properties = new ParagraphProperties(new ParagraphStyleId { Val = style });
        if (keepNext) properties.Append(new KeepNext());
        if (indent is not null) properties.Append(indent);
        var paragraph = new Paragraph(properties);
        if (text.Length > 0) paragraph.Append(Run(text));
        return paragraph;
    }

    public static Paragraph Element(string element, string text) => Text(Styles.IdOf(element), text);

    /// <summary>Centred text whose lines come out even: indents make the space as narrow as the widest of them needs. Gives the widest line, for the line under it.</summary>
    public static (Paragraph Paragraph, double Widest) Even(string element, string text, int width)
    {
        var rule = DocumentForm.Current[element];
        var bold = rule.Bold == true;
        var lines = TextWidth.Break(text, rule.Size, bold, (width / 20.0) - 4);
        var widest = lines.Select(l => TextWidth.Of(l, rule.Size, bold)).DefaultIfEmpty(0).Max();
        // Some slack for programs and stand-in fonts that measure a little wider.
        var side = lines.Count < 2 ? 0 : Math.Max(0, (int)((width - (widest * 20 * 1.06)) / 2));
        return (Text(Styles.IdOf(element), text, side == 0 ? null : Indent(side)), widest);
    }

    /// <summary>Names of bodies in capitals, each broken where it reads best; gives the widest line.</summary>
    public static (List<OpenXmlElement> Lines, double Widest) Names(string element, IEnumerable<string> names, int width)
    {
        var rule = DocumentForm.Current[element];
        var lines = names.SelectMany(n => TextWidth.BreakName(n.ToUpperInvariant(), rule.Size, rule.Bold == true, width / 20.0)).ToList();
        return ([.. lines.Select(l => Element(element, l))], lines.Select(l => TextWidth.Of(l, rule.Size, rule.Bold == true)).DefaultIfEmpty(0).Max());
    }

    /// <summary>A line as long as given (points), in the middle.</summary>
    public static Paragraph Rule(double length, int width)
    {
        var side = Math.Max(0, (int)Math.Round((width - (length * 20)) / 2));
        return new Paragraph(new ParagraphProperties(
            new ParagraphStyleId { Val = Styles.Line },
            new ParagraphBorders(new TopBorder { Val = BorderValues.Single, Size = 6, Space = 0, Color = "000000" }),
            Indent(side)));
    }

    /// <summary>A line under text: between a third and a half of it.</summary>
    public static Paragraph ShortRule(double textWidth, int width) => Rule(textWidth * DocumentForm.Current.Lines.Share.Average(), width);

    /// <summary>A table without borders that sets its cells side by side.</summary>
    public static Table Frame(int[] widths, params OpenXmlElement[][][] rows)
    {
        var table = new Table(
            new TableProperties(
                new TableWidth { Width = Number(widths.Sum()), Type = TableWidthUnitValues.Dxa }, new TableIndentation { Width = 0, Type = TableWidthUnitValues.Dxa },
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(new TableCellLeftMargin { Width = 0, Type = TableWidthValues.Dxa }, new TableCellRightMargin { Width = 0, Type = TableWidthValues.Dxa })),
            new TableGrid(widths.Select(w => new GridColumn { Width = Number(w) })));
        foreach (var row in rows)
            table.Append(new TableRow([new TableRowProperties(new CantSplit()), .. row.Select((cell, n) =>
                new TableCell([new TableCellProperties(new TableCellWidth { Width = Number(widths[n]), Type = TableWidthUnitValues.Dxa }), .. cell]))]));
        return table;
    }

    public static Run Run(string text) => new(new DocumentFormat.OpenXml.Wordprocessing.Text(Clean(text)) { Space = SpaceProcessingModeValues.Preserve });

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static Indentation Indent(int side) => new() { Left = Number(side), Right = Number(side), FirstLine = "0" };

    // A line break inside a piece is a space.
    private static string Clean(string text) => XmlText.Clean(text).Replace('\n', ' ').Replace('\r', ' ').Replace('\t', ' ');
}
