using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace LanToa.Platform.Documents.Writing;

/// <summary>One section's page: margins by the form, the number in the middle of the top margin from the second page on. Lengths in twentieths of a point.</summary>
internal sealed record Page(bool Landscape)
{
    public const string NumberedHeader = "rIdNumbered";
    public const string EmptyHeader = "rIdEmpty";

    private static DocumentForm Form => DocumentForm.Current;

    private static int Long => Twips(Form.Paper.HeightMm);

    private static int Short => Twips(Form.Paper.WidthMm);

    // A page on its side is a page turned: its top was the left edge.
    private int Top => Landscape ? Twips(Form.Margins.Left[0]) : Twips(Form.Margins.Top[0]);

    private int Bottom => Landscape ? Twips(Form.Margins.Right[0]) : Twips(Form.Margins.Bottom[0]);

    private int Left => Landscape ? Twips(Form.Margins.Bottom[0]) : Twips(Form.Margins.Left[0]);

    private int Right => Landscape ? Twips(Form.Margins.Top[0]) : Twips(Form.Margins.Right[0]);

    /// <summary>Between the margins.</summary>
    public int TextWidth => (Landscape ? Long : Short) - Left - Right;

    public static int Twips(double millimetres) => (int)Math.Round(millimetres * 1440 / 25.4);

    /// <summary>The section's properties; <paramref name="restart"/>: pages are counted from 1.</summary>
    public SectionProperties Properties(bool restart)
    {
        var properties = new SectionProperties(
            new HeaderReference { Type = HeaderFooterValues.Default, Id = NumberedHeader },
            new HeaderReference { Type = HeaderFooterValues.First, Id = EmptyHeader },
            new SectionType { Val = SectionMarkValues.NextPage },
            new PageSize { Width = (uint)(Landscape ? Long : Short), Height = (uint)(Landscape ? Short : Long), Orient = Landscape ? PageOrientationValues.Landscape : null },
            new PageMargin { Top = Top, Bottom = Bottom, Left = (uint)Left, Right = (uint)Right, Header = (uint)Twips(Landscape ? 15 : 10), Footer = (uint)Twips(8), Gutter = 0 });
        if (restart) properties.Append(new PageNumberType { Start = 1 });
        properties.Append(new TitlePage());
        return properties;
    }

    public static Header Numbered() => new(new Paragraph(
        new ParagraphProperties(new ParagraphStyleId { Val = Styles.IdOf("page-number") }),
        new Run(new FieldChar { FieldCharType = FieldCharValues.Begin }),
        new Run(new FieldCode(" PAGE ") { Space = SpaceProcessingModeValues.Preserve }),
        new Run(new FieldChar { FieldCharType = FieldCharValues.Separate }),
        new Run(new DocumentFormat.OpenXml.Wordprocessing.Text("2")),
        new Run(new FieldChar { FieldCharType = FieldCharValues.End })));

    public static Header Empty() => new(new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = Styles.IdOf("page-number") })));
}
