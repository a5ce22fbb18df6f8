using DocumentFormat.OpenXml;

namespace LanToa.Platform.Documents.Writing;

/// <summary>An annex: its label, its title, the document that it belongs to, its text.</summary>
internal static class AnnexPart
{
    public static IEnumerable<OpenXmlElement> Of(DocumentAnnex annex, string? number, OfficialDocument document)
    {
        var page = new Page(annex.Landscape);
        yield return Pieces.Element("annex", number is null ? "Phụ lục" : $"Phụ lục {number}");
        yield return Pieces.Even("annex-title", annex.Title.ToUpperInvariant(), page.TextWidth).Paragraph;
        var reference = Reference(document);
        yield return Pieces.Even("annex-reference", reference, page.TextWidth).Paragraph;
        yield return Pieces.Rule(Math.Min(page.TextWidth / 20.0, TextWidth.Of(reference, DocumentForm.Current["annex-reference"].Size, bold: false)) / 4, page.TextWidth);
        yield return Pieces.Text(Styles.Line, "");
        foreach (var element in BodyPart.Of(annex.Body, page, ended: false)) yield return element;
    }

    private static string Reference(OfficialDocument document)
    {
        var kind = document.Kind ?? "Công văn";
        var number = OfficialText.NumberLine(document.Number, document.Symbol).Replace("Số: ", "số ", StringComparison.Ordinal);
        return $"(Kèm theo {kind} {number} {OfficialText.Day(document.Date, document.Year)} của {document.IssuerName})";
    }
}
