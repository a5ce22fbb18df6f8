using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using LanToa.Platform.Time;

namespace LanToa.Accountability.Reports;

/// <summary>A body as an envelope names it.</summary>
/// <param name="Code">Its identifier on the exchange axis (Quyết định 20/2020/QĐ-TTg); where that is not known, the code under which LanToa keeps it.</param>
public sealed record EdXmlBody(string Code, string Name, string? Above);

/// <summary>A file that goes with the document.</summary>
public sealed record EdXmlFile(string Name, string MediaType, byte[] Content, string Description);

/// <summary>What the office adds to a report when it is issued as a document: LanToa does not give numbers.</summary>
public sealed partial record IssuedAs(string? Number, string? Notation, DateOnly? On, string? Signer, string? Position, int? Pages)
{
    /// <summary>What has to be put right before an envelope can be made, by its field.</summary>
    public IReadOnlyList<(string Field, string Problem)> WhyNot()
    {
        var problems = new List<(string Field, string Problem)>();
        if (string.IsNullOrWhiteSpace(Number) || Number.Length > 20) problems.Add((nameof(Number), "Hãy ghi số văn bản (nhiều nhất 20 ký tự)."));
        else if (!Digits().IsMatch(Number.Trim())) problems.Add((nameof(Number), "Số văn bản là phần đứng trước dấu “/”, ví dụ 12."));
        if (string.IsNullOrWhiteSpace(Notation) || Notation.Length > 60) problems.Add((nameof(Notation), "Hãy ghi ký hiệu văn bản, ví dụ BC-SNV (nhiều nhất 60 ký tự)."));
        else if (!Letters().IsMatch(Notation.Trim())) problems.Add((nameof(Notation), "Ký hiệu là các nhóm chữ viết tắt nối bằng dấu “-”, không có cách chữ, ví dụ BC-UBND."));
        if (On is null) problems.Add((nameof(On), "Hãy ghi ngày ban hành."));
        if (string.IsNullOrWhiteSpace(Signer) || Signer.Length > 100) problems.Add((nameof(Signer), "Hãy ghi họ tên người ký."));
        if (string.IsNullOrWhiteSpace(Position) || Position.Length > 100) problems.Add((nameof(Position), "Hãy ghi chức vụ người ký."));
        else if (!Position.Any(char.IsLetter)) problems.Add((nameof(Position), "Chức vụ người ký phải ghi bằng chữ, ví dụ Giám đốc."));
        if (Pages is null or < 1 or > 9999) problems.Add((nameof(Pages), "Hãy ghi số trang của văn bản, từ 1 đến 9.999."));
        return problems;
    }

    // "12", "05", "12a".
    [GeneratedRegex(@"^\d{1,9}\p{L}{0,3}$", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();

    // Nghị định 30/2020, Phụ lục I: the kind, then the agency, perhaps the unit: "BC-UBND", "CTr-UBND", "BC-UBND-VX1".
    [GeneratedRegex(@"^\p{L}[\p{L}\p{M}\d&.]*(-[\p{L}\p{M}\d&.]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Letters();
}

/// <summary>
/// The envelope by which systems of documents exchange (QCVN 102:2016/BTTTT): header with from, to, code, promulgation, type, trace; body with the list of files; the files zipped and in base64. It is a file to hand
/// over: LanToa sends nothing. Names are spelled as the programs of the axis read them ("Bussiness"). Its structure is checked by a schema of our own (<c>Data/edxml.xsd</c>).
/// </summary>
public static class EdXml
{
    public const string MediaType = "application/xml";

    public static readonly XNamespace Namespace = "http://www.mic.gov.vn/TBT/QCVN_102_2016";

    // A file is named in the body by a reference to its part, and in its part without it.
    private const string Cid = "cid:";

    private static readonly XNamespace Link = "http://www.w3.org/1999/xlink";

    // "Văn bản hành chính", in the order of the standard's kinds; a new document; no paper copy follows; for information; issued once.
    private const int Administrative = 2, NewDocument = 0, NoPaper = 0, NotSteering = 0, Usual = 0, Issues = 1;

    private static readonly Lazy<XmlSchemaSet> Schema = new(() =>
    {
        var set = new XmlSchemaSet();
        using var reader = XmlReader.Create(ReportData.Open("edxml.xsd"));
        set.Add(null, reader);
        set.Compile();
        return set;
    });

    public static byte[] Write(ReportContent content, IssuedAs issued, EdXmlBody from, IReadOnlyList<EdXmlBody> to, IReadOnlyList<EdXmlFile> files, string staff, DateTimeOffset at)
    {
        var (number, notation, on) = (issued.Number!.Trim(), issued.Notation!.Trim(), issued.On!.Value.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture));
        var subject = content.FormName.Length + content.PeriodName.Length < 490 ? $"{content.FormName} {content.PeriodName}" : content.FormName[..Math.Min(490, content.FormName.Length)];
        // By the content: the same sending gives the same envelope, whenever it is made.
        var named = files.Select(f => (File: f, Id: Convert.ToHexStringLower(SHA256.HashData(f.Content))[..32])).ToList();
        var root = new XElement(Namespace + "edXML", new XAttribute(XNamespace.Xmlns + "edXML", Namespace.NamespaceName), new XAttribute(XNamespace.Xmlns + "xlink", Link.NamespaceName),
            E("edXMLEnvelope",
                E("edXMLHeader",
                    E("MessageHeader",
                        Body("From", from), to.Select(t => Body("To", t)),
                        E("DocumentId", $"{from.Code},{on},{number}/{notation}"),
                        E("Code", E("CodeNumber", number), E("CodeNotation", notation)),
                        E("PromulgationInfo", E("Place", content.Head?.Place ?? from.Name), E("PromulgationDate", on)),
                        E("DocumentType", E("Type", Administrative), E("TypeName", "Báo cáo")),
                        E("Subject", subject), E("Content", subject),
                        E("SignerInfo", E("Competence", content.Head is { Authority.Count: > 0 } head ? head.Authority[0] : ""), E("Position", issued.Position!.Trim()), E("FullName", issued.Signer!.Trim())),
                        E("ToPlaces", to.Select(t => E("Place", t.Name))),
                        E("OtherInfo", E("Priority", Usual), E("PromulgationAmount", Issues), E("PageAmount", issued.Pages!.Value)), E("SteeringType", NotSteering)),
                    E("TraceHeaderList",
                        E("TraceHeader", E("OrganId", from.Code), E("Timestamp", Clock.LocalOf(at).ToString("yyyy/MM/dd HH:mm:ss", CultureInfo.InvariantCulture))),
                        E("Bussiness", E("BussinessDocType", NewDocument), E("BussinessDocReason", content.Addendum is { } added ? $"Báo cáo bổ sung lần {VietnameseFormat.Number(added.Number)}" : "Báo cáo"), E("Paper", NoPaper), E("StaffInfo", E("Department", from.Name), E("Staff", staff))))),
                E("edXMLBody", E("edXMLManifest", new XAttribute("version", "1.0"), named.Select(f => E("Reference", new XAttribute(Link + "type", "simple"), new XAttribute(Link + "href", Cid + f.Id), E("ContentId", Cid + f.Id), E("ContentType", f.File.MediaType), E("AttachmentName", f.File.Name), E("Description", f.File.Description)))))),
            E("AttachmentEncoded", named.Select(f => E("Attachment", E("ContentId", f.Id), E("AttachmentName", f.File.Name), E("ContentType", f.File.MediaType), E("ContentTransferEncoded", Convert.ToBase64String(Zipped(f.File, at)))))));
        using var written = new MemoryStream();
        using (var writer = XmlWriter.Create(written, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true })) new XDocument(root).Save(writer);
        return written.ToArray();
    }

    /// <summary>What is wrong with the structure of an envelope; empty where nothing is. Nothing outside it is read.</summary>
    public static IReadOnlyList<string> Check(byte[] envelope)
    {
        var problems = new List<string>();
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = Schema.Value, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        settings.ValidationEventHandler += (_, e) => problems.Add(e.Message);
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(envelope), settings);
            var document = XDocument.Load(reader);
            var references = document.Descendants(Namespace + "Reference").ToList();
            var told = references.Select(r => r.Element(Namespace + "ContentId")?.Value).ToList();
            var there = document.Descendants(Namespace + "Attachment").Select(r => Cid + r.Element(Namespace + "ContentId")?.Value).ToList();
            if (references.Any(r => r.Attribute(Link + "href")?.Value != r.Element(Namespace + "ContentId")?.Value)) problems.Add("A file is referred to by another name than its own.");
            if (!told.Order(StringComparer.Ordinal).SequenceEqual(there.Order(StringComparer.Ordinal))) problems.Add("The files named in the body are not those that are attached.");
        }
        catch (XmlException e)
        {
            problems.Add(e.Message);
        }
        return problems;
    }

    private static XElement E(string name, params object?[] content) => new(Namespace + name, content);

    private static XElement Body(string name, EdXmlBody body) => E(name, E("OrganId", body.Code), body.Above is { } above ? E("OrganizationInCharge", above) : null, E("OrganName", body.Name));

    private static byte[] Zipped(EdXmlFile file, DateTimeOffset at)
    {
        using var zipped = new MemoryStream();
        using (var zip = new ZipArchive(zipped, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = zip.CreateEntry(file.Name, CompressionLevel.Optimal);
            entry.LastWriteTime = at.ToUniversalTime();
            using var content = entry.Open();
            content.Write(file.Content);
        }
        return zipped.ToArray();
    }
}
