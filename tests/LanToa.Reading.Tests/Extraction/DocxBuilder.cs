using System.IO.Compression;
using System.Net;
using System.Text;

namespace LanToa.Reading.Tests.Extraction;

/// <summary>A .docx from pieces of WordprocessingML, so that a test can say exactly what stands in the file.</summary>
internal sealed class DocxBuilder
{
    private const string W = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" " +
        "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" xmlns:v=\"urn:schemas-microsoft-com:vml\"";
    private const string Relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

    private readonly StringBuilder _body = new();
    private readonly Dictionary<string, string> _parts = [];
    private readonly StringBuilder _relations = new();
    private readonly StringBuilder _overrides = new();

    public static string Text(string text) => $"<w:r><w:t xml:space=\"preserve\">{WebUtility.HtmlEncode(text)}</w:t></w:r>";

    public static string P(string text, string properties = "") => $"<w:p><w:pPr>{properties}</w:pPr>{Text(text)}</w:p>";

    public static string Num(int id, int level = 0) => $"<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{id}\"/></w:numPr>";

    public static string Cell(string content, string properties = "") =>
        $"<w:tc><w:tcPr>{properties}</w:tcPr>{(content.StartsWith('<') ? content : string.Concat(content.Split('\n').Select(l => P(l))))}</w:tc>";

    public static string Row(params string[] cells) => "<w:tr>" + string.Concat(cells.Select(c => c.StartsWith("<w:tc", StringComparison.Ordinal) ? c : Cell(c))) + "</w:tr>";

    public static string Table(params string[] rows) =>
        "<w:tbl><w:tblPr><w:tblBorders>" + string.Concat(new[] { "top", "left", "bottom", "right", "insideH", "insideV" }.Select(s => $"<w:{s} w:val=\"single\" w:sz=\"4\"/>")) +
        "</w:tblBorders></w:tblPr><w:tblGrid>" + string.Concat(Enumerable.Repeat("<w:gridCol w:w=\"2000\"/>", System.Text.RegularExpressions.Regex.Count(rows[0], "<w:tc>"))) + "</w:tblGrid>" + string.Concat(rows) + "</w:tbl>";

    public static string Level(int level, string format, string text, string more = "", int start = 1) =>
        $"<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"{start}\"/><w:numFmt w:val=\"{format}\"/>{more}<w:lvlText w:val=\"{text}\"/></w:lvl>";

    public DocxBuilder Body(params string[] pieces)
    {
        foreach (var piece in pieces) _body.Append(piece.StartsWith('<') ? piece : P(piece));
        return this;
    }

    public DocxBuilder Part(string type, string xml, string? id = null, bool main = true)
    {
        var name = $"{type}{_parts.Count}";
        _parts[$"word/{name}.xml"] = xml.Replace(" NS", " " + W, StringComparison.Ordinal);
        _relations.Append($"<Relationship Id=\"{id ?? name}\" Type=\"{Relation}{type}\" Target=\"{name}.xml\"/>");
        if (main) _overrides.Append($"<Override PartName=\"/word/{name}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.{type}+xml\"/>");
        return this;
    }

    public DocxBuilder Numbering(string inner) => Part("numbering", $"<w:numbering NS>{inner}</w:numbering>");

    public DocxBuilder Styles(string inner) => Part("styles", $"<w:styles NS>{inner}</w:styles>");

    public DocxBuilder External(string type, string target)
    {
        _relations.Append($"<Relationship Id=\"x{_relations.Length}\" Type=\"{Relation}{type}\" Target=\"{target}\" TargetMode=\"External\"/>");
        return this;
    }

    public DocxBuilder Raw(string name, string content)
    {
        _parts[name] = content;
        return this;
    }

    public byte[] Build(string? documentPrefix = null)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Add(string name, string content)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open(), new UTF8Encoding(false));
                writer.Write(content);
            }
            Add("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>" +
                "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>" + _overrides + "</Types>");
            Add("_rels/.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"m\" Type=\"{Relation}officeDocument\" Target=\"word/document.xml\"/></Relationships>");
            Add("word/_rels/document.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{_relations}</Relationships>");
            Add("word/document.xml", $"{documentPrefix}<w:document {W}><w:body>{_body}</w:body></w:document>");
            foreach (var (name, content) in _parts) Add(name, content);
        }
        return stream.ToArray();
    }

    public string Read() => LanToa.Reading.Extraction.Extractor.Extract(Build(), "a.docx").Text;
}
