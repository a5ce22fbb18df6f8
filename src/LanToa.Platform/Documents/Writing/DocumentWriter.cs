using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace LanToa.Platform.Documents.Writing;

/// <summary>
/// Sets an administrative document as DOCX after the form in force (<see cref="DocumentForm.Current"/>). The same document gives the same
/// bytes: nothing of the clock, no random ids.
/// </summary>
public static class DocumentWriter
{
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Types = "application/vnd.openxmlformats-officedocument.wordprocessingml";

    /// <summary>The whole document with its annexes, each annex in a section of its own.</summary>
    public static byte[] Write(OfficialDocument document)
    {
        var page = new Page(Landscape: false);
        var body = new Body();
        body.Append(OpeningPart.Of(document, page));
        body.Append(BodyPart.Of(document.Body, page, ended: true));
        body.Append(BodyPart.Closing(document, page));
        Finish(body, page, document, restart: false);
        return Package(body, document.Subject);
    }

    /// <summary>One annex by itself, as it is sent along: under the number that it has in the document.</summary>
    public static byte[] WriteAnnex(OfficialDocument document, DocumentAnnex annex)
    {
        var body = new Body();
        var at = document.Annexes.TakeWhile(a => !ReferenceEquals(a, annex)).Count();
        body.Append(AnnexPart.Of(annex, at < document.Annexes.Count ? NumberOf(at, document) : null, document));
        body.Append(new Page(annex.Landscape).Properties(restart: true));
        return Package(body, annex.Title);
    }

    private static void Finish(Body body, Page page, OfficialDocument document, bool restart)
    {
        var section = page.Properties(restart);
        foreach (var (annex, n) in document.Annexes.Select((a, n) => (a, n)))
        {
            // A section ends at the properties of its last paragraph; the last one at the body's.
            body.Append(new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = Styles.Tail }, section)));
            body.Append(AnnexPart.Of(annex, NumberOf(n, document), document));
            section = new Page(annex.Landscape).Properties(restart: true);
        }
        if (document.Annexes.Count == 0) body.Append(Pieces.Text(Styles.Tail, ""));
        body.Append(section);
    }

    // One alone is only called an annex.
    private static string? NumberOf(int annex, OfficialDocument document) => document.Annexes.Count > 1 ? OfficialText.Roman(annex + 1) : null;

    private static byte[] Package(Body body, string title)
    {
        var package = new OpcPackage();
        package.Add("word/document.xml", $"{Types}.document.main+xml", new Document(body).OuterXml);
        package.Add("word/styles.xml", $"{Types}.styles+xml", Styles.All().OuterXml);
        package.Add("word/settings.xml", $"{Types}.settings+xml", Settings().OuterXml);
        package.Add("word/header1.xml", $"{Types}.header+xml", Page.Numbered().OuterXml);
        package.Add("word/header2.xml", $"{Types}.header+xml", Page.Empty().OuterXml);
        package.Add("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", Core(title));
        package.Relate("", "rId1", $"{Relations}/officeDocument", "word/document.xml");
        package.Relate("", "rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml");
        package.Relate("word/document.xml", "rIdStyles", $"{Relations}/styles", "styles.xml");
        package.Relate("word/document.xml", "rIdSettings", $"{Relations}/settings", "settings.xml");
        package.Relate("word/document.xml", Page.NumberedHeader, $"{Relations}/header", "header1.xml");
        package.Relate("word/document.xml", Page.EmptyHeader, $"{Relations}/header", "header2.xml");
        return package.ToBytes();
    }

    private static Settings Settings() => new(
        new Compatibility(new CompatibilitySetting { Name = CompatSettingNameValues.CompatibilityMode, Uri = "http://schemas.microsoft.com/office/word", Val = "15" }));

    private static string Core(string title) =>
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">" +
        $"<dc:title>{System.Security.SecurityElement.Escape(XmlText.Clean(title))}</dc:title><dc:language>vi-VN</dc:language></cp:coreProperties>";
}
