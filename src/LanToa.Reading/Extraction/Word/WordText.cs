using System.Text;
using System.Xml.Linq;

namespace LanToa.Reading.Extraction;

/// <summary>
/// The text of a Word document as it is printed: automatic numbers written out, insertions kept and deletions dropped, tables as rows, text boxes
/// after the paragraph that anchors them, notes at the end.
/// </summary>
internal sealed class WordText
{
    private const int MaxSpan = 63;

    private readonly WordPackage _package;
    private readonly WordNumbering _numbering;
    private readonly WordRuns _runs;
    private readonly List<string> _warnings;
    private readonly List<XElement> _sections;
    private int _section;

    private WordText(WordPackage package, List<string> warnings, bool legacyFonts)
    {
        _package = package;
        _numbering = package.Numbering();
        _runs = new WordRuns(package.Styles, legacyFonts);
        _warnings = warnings;
        _sections = package.Document.Descendants().Where(e => e.Name.LocalName == "sectPr" && e.Parent?.Name.LocalName is "pPr" or "body").ToList();
    }

    public static string Extract(SafeZip zip, List<string> warnings)
    {
        var package = WordPackage.Open(zip, warnings);
        var reader = new WordText(package, warnings, legacyFonts: false);
        var text = reader.Read();
        // Fonts named .Vn… and VNI-… hold letters of the old encodings, unless the text under them was typed in Unicode.
        if (reader._runs.LegacyLetters <= 4 || reader._runs.UnicodeInLegacy * 10 > reader._runs.LegacyLetters) return text;
        warnings.Add("Tệp Word dùng phông chữ TCVN3 hoặc VNI, đã chuyển sang Unicode. Hãy kiểm lại chữ có dấu.");
        return new WordText(package, [], legacyFonts: true).Read();
    }

    private string Read()
    {
        var body = _package.Document.Child("body") ?? _package.Document;
        var main = new WordSink();
        Blocks(body, main);

        var result = new StringBuilder();
        var (first, rest) = HeadersAndFooters();
        foreach (var text in first) result.Append(text).Append('\n');
        result.Append(main);
        var notes = new WordSink();
        foreach (var (label, kind, id) in _runs.Notes) Note(notes, label, kind, id);
        if (!notes.IsEmpty) result.Append('\n').Append(notes);
        // Running heads and feet stand on every page of the print; here once, apart from the body.
        if (rest.Count > 0) result.Append('\f').AppendJoin('\n', rest).Append('\n');
        return result.ToString();
    }

    private void Blocks(XElement container, WordSink sink)
    {
        foreach (var child in container.Elements())
            switch (child.Name.LocalName)
            {
                case "p":
                    Paragraph(child, sink);
                    break;
                case "tbl":
                    Table(child, sink);
                    break;
                case "sdt":
                    if (child.Child("sdtContent") is { } content) Blocks(content, sink);
                    break;
                case "customXml" or "ins" or "moveTo" or "smartTag":
                    Blocks(child, sink);
                    break;
                case "AlternateContent":
                    if ((child.Child("Choice") ?? child.Child("Fallback")) is { } chosen) Blocks(chosen, sink);
                    break;
                case "altChunk":
                    _warnings.Add("Tệp Word có một phần nhúng (altChunk) không đọc được. Hãy mở bằng Word, lưu lại rồi tải lên lần nữa.");
                    break;
            }
    }

    private void Paragraph(XElement paragraph, WordSink sink)
    {
        var properties = paragraph.Child("pPr");
        var style = properties.Value("pStyle") ?? _package.Styles.DefaultParagraph;
        var boxes = new List<XElement>();
        var text = _runs.Read(paragraph, style, boxes);
        var deletedMark = properties.Child("rPr").Child("del") != null || properties.Child("rPr").Child("moveFrom") != null;
        // A paragraph deleted whole leaves nothing, not even its number.
        if (deletedMark && text.Length == 0 && boxes.Count == 0) return;

        if (properties.Toggle("pageBreakBefore") ?? _package.Styles.PageBreak(style)) sink.PageBreak();
        var label = sink.Joins ? null : Label(properties, style);
        sink.Paragraph(label, text, joinNext: deletedMark);
        foreach (var box in boxes) Blocks(box, sink);
        if (properties.Child("sectPr") == null) return;
        _section++;
        var next = _section < _sections.Count ? _sections[_section].Value("type") : null;
        if (next is not ("continuous" or "nextColumn")) sink.PageBreak();
    }

    private string? Label(XElement? properties, string? style)
    {
        var direct = properties.Child("numPr");
        var numId = direct.Value("numId");
        var level = Ooxml.Number(direct.Value("ilvl"));
        if (numId == "0") return null;
        if (numId != null) return _numbering.Next(numId, level ?? (style != null ? _numbering.LevelOfStyle(numId, style) : null) ?? 0);
        if (_package.Styles.Numbering(style) is not var (of, styleLevel, named)) return null;
        return _numbering.Next(of, level ?? _numbering.LevelOfStyle(of, style!) ?? styleLevel ?? _numbering.LevelOfStyle(of, named) ?? 0);
    }

    private void Table(XElement table, WordSink sink)
    {
        var rows = Unwrapped(table, "tr").Where(r => r.Child("trPr").Child("del") == null).ToList();
        var cells = rows.ConvertAll(r => Unwrapped(r, "tc").ToList());
        // A frame drawn with a table of one column holds ordinary paragraphs.
        if (cells.TrueForAll(c => c.Count <= 1))
        {
            foreach (var cell in cells.SelectMany(c => c)) Blocks(cell, sink);
            return;
        }
        sink.EndJoin();
        for (var i = 0; i < rows.Count; i++)
            if (TableText.Row(Cells(rows[i], cells[i])) is { } line) sink.Line(line);
    }

    private List<string> Cells(XElement row, List<XElement> cells)
    {
        var result = new List<string>();
        var properties = row.Child("trPr");
        Fill(result, Ooxml.Number(properties.Value("gridBefore")) ?? 0);
        foreach (var cell in cells)
        {
            var own = cell.Child("tcPr");
            var continued = IsContinued(own.Child("vMerge")) || IsContinued(own.Child("hMerge"));
            var inner = new WordSink();
            Blocks(cell, inner);
            result.Add(continued ? "" : TableText.Flatten(inner.ToString()));
            Fill(result, (Ooxml.Number(own.Value("gridSpan")) ?? 1) - 1);
        }
        Fill(result, Ooxml.Number(properties.Value("gridAfter")) ?? 0);
        return result;
    }

    private static bool IsContinued(XElement? merge) => merge != null && merge.Attr("val") is null or "continue";

    private static void Fill(List<string> cells, int count)
    {
        for (var i = 0; i < Math.Min(count, MaxSpan); i++) cells.Add("");
    }

    private static IEnumerable<XElement> Unwrapped(XElement parent, string name)
    {
        foreach (var child in parent.Elements())
            if (child.Name.LocalName == name) yield return child;
            else if (child.Name.LocalName is "sdt" or "sdtContent" or "customXml" or "ins" or "moveTo" or "smartTag")
                foreach (var inner in Unwrapped(child, name)) yield return inner;
    }

    private void Note(WordSink sink, string label, string kind, string id)
    {
        var note = _package.Part(kind)?.Elements().FirstOrDefault(n => n.Attr("id") == id);
        if (note == null) return;
        var inner = new WordSink();
        Blocks(note, inner);
        sink.Line($"[{label}] {inner.ToString().Trim()}");
    }

    private (List<string> First, List<string> Others) HeadersAndFooters()
    {
        List<string> first = [], rest = [];
        for (var i = 0; i < _sections.Count; i++)
        {
            var opening = _sections[i].Toggle("titlePg") == true ? "first" : "default";
            foreach (var reference in _sections[i].Elements())
            {
                if (reference.Name.LocalName is not ("headerReference" or "footerReference") || _package.PartById(reference.Attr("id")) is not { } part) continue;
                var sink = new WordSink();
                Blocks(part, sink);
                var text = sink.ToString().Trim();
                if (!text.Any(char.IsLetter) || first.Contains(text) || rest.Contains(text)) continue;
                var opens = i == 0 && reference.Name.LocalName == "headerReference" && (reference.Attr("type") ?? "default") == opening;
                (opens ? first : rest).Add(text);
            }
        }
        return (first, rest);
    }
}

/// <summary>Lines being written; knows the paragraph whose deleted mark joins it to the next.</summary>
internal sealed class WordSink
{
    private readonly StringBuilder _text = new();

    public bool Joins { get; private set; }

    public bool IsEmpty => _text.Length == 0;

    public void Paragraph(string? label, string text, bool joinNext)
    {
        if (!Joins) text = text.TrimStart(' ', '\t');
        _text.Append(label).Append(joinNext ? text : text.TrimEnd(' ', '\t'));
        Joins = joinNext;
        if (!Joins) _text.Append('\n');
    }

    public void Line(string text)
    {
        EndJoin();
        _text.Append(text).Append('\n');
    }

    public void PageBreak()
    {
        EndJoin();
        if (_text.Length > 0 && _text[^1] != '\f') _text.Append('\f');
    }

    public void EndJoin()
    {
        if (Joins) _text.Append('\n');
        Joins = false;
    }

    public override string ToString() => _text.ToString();
}
