using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace LanToa.Reading.Extraction;

/// <summary>The runs of a paragraph as text: fields, revisions, symbols, breaks, references to notes; text boxes are handed back.</summary>
internal sealed class WordRuns(WordStyles styles, bool legacyFonts)
{
    private sealed class Field
    {
        public StringBuilder Instruction { get; } = new();
        public bool InResult { get; set; }
        public bool IsPageNumber { get; set; }
    }

    private readonly Stack<Field> _fields = new();

    /// <summary>Notes in the order of their marks.</summary>
    public List<(string Label, string Part, string Id)> Notes { get; } = [];

    /// <summary>Letters above ASCII in fonts of the old encodings, and those among them that only Unicode has.</summary>
    public int LegacyLetters { get; private set; }

    public int UnicodeInLegacy { get; private set; }

    public string Read(XElement paragraph, string? style, List<XElement> boxes)
    {
        var text = new StringBuilder();
        Inline(paragraph, style, text, boxes);
        // Results may span paragraphs (a table of contents); an instruction that does was never closed and would swallow the rest.
        while (_fields.TryPeek(out var field) && (!field.InResult || field.IsPageNumber)) _fields.Pop();
        return text.ToString();
    }

    private void Inline(XElement container, string? style, StringBuilder text, List<XElement> boxes)
    {
        foreach (var child in container.Elements())
            switch (child.Name.LocalName)
            {
                case "r":
                    Run(child, style, text, boxes);
                    break;
                case "sdt":
                    if (child.Child("sdtContent") is { } content) Inline(content, style, text, boxes);
                    break;
                case "fldSimple":
                    if (!IsPageNumber(child.Attr("instr") ?? "")) Inline(child, style, text, boxes);
                    break;
                case "hyperlink" or "ins" or "moveTo" or "smartTag" or "customXml" or "dir" or "bdo":
                    Inline(child, style, text, boxes);
                    break;
                case "AlternateContent":
                    if ((child.Child("Choice") ?? child.Child("Fallback")) is { } chosen) Inline(chosen, style, text, boxes);
                    break;
                case "oMath" or "oMathPara":
                    foreach (var t in child.Descendants().Where(e => e.Name.LocalName == "t")) text.Append(t.Value);
                    break;
            }
    }

    private void Run(XElement run, string? style, StringBuilder text, List<XElement> boxes)
    {
        var properties = run.Child("rPr");
        var runStyle = properties.Value("rStyle");
        if (properties.Toggle("vanish") ?? (styles.Hidden(runStyle) || styles.Hidden(style))) return;
        var caps = properties.Toggle("caps") ?? (styles.Caps(runStyle) || styles.Caps(style));
        var legacy = LegacyVietnamese.ByFont(WordStyles.Font(properties) ?? styles.Font(runStyle, orDefault: false) ?? styles.Font(style, orDefault: true));
        Content(run, caps, legacy, text, boxes);
    }

    private void Content(XElement run, bool caps, Func<string, string>? legacy, StringBuilder text, List<XElement> boxes)
    {
        foreach (var child in run.Elements())
        {
            if (child.Name.LocalName == "fldChar")
            {
                FieldMark(child.Attr("fldCharType"));
                continue;
            }
            if (child.Name.LocalName == "instrText")
            {
                if (_fields.TryPeek(out var field) && !field.InResult) field.Instruction.Append(child.Value);
                continue;
            }
            if (_fields.Any(f => !f.InResult || f.IsPageNumber)) continue;
            switch (child.Name.LocalName)
            {
                case "t":
                    var value = Converted(child.Value, legacy);
                    text.Append(caps ? value.ToUpperInvariant() : value);
                    break;
                case "tab" or "ptab":
                    text.Append('\t');
                    break;
                case "br":
                    text.Append(child.Attr("type") == "page" ? '\f' : '\n');
                    break;
                case "cr":
                    text.Append('\n');
                    break;
                case "noBreakHyphen":
                    text.Append('-');
                    break;
                case "sym":
                    if (int.TryParse(child.Attr("char"), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code)) text.Append(Symbol(code));
                    break;
                case "footnoteReference" or "endnoteReference":
                    var label = (Notes.Count + 1).ToString(CultureInfo.InvariantCulture);
                    Notes.Add((label, child.Name.LocalName == "footnoteReference" ? "footnotes" : "endnotes", child.Attr("id") ?? ""));
                    text.Append('[').Append(label).Append(']');
                    break;
                case "drawing" or "pict" or "object":
                    Boxes(child, boxes);
                    break;
                case "AlternateContent":
                    if ((child.Child("Choice") ?? child.Child("Fallback")) is { } chosen) Content(chosen, caps, legacy, text, boxes);
                    break;
                case "ruby":
                    foreach (var inner in (child.Child("rubyBase")?.Elements() ?? []).Where(e => e.Name.LocalName == "r")) Content(inner, caps, legacy, text, boxes);
                    break;
            }
        }
    }

    private void FieldMark(string? type)
    {
        switch (type)
        {
            case "begin":
                _fields.Push(new Field());
                break;
            case "separate" when _fields.TryPeek(out var field):
                field.InResult = true;
                field.IsPageNumber = IsPageNumber(field.Instruction.ToString());
                break;
            case "end":
                _fields.TryPop(out _);
                break;
        }
    }

    private static bool IsPageNumber(string instruction)
    {
        var name = instruction.AsSpan().Trim();
        return name.StartsWith("PAGE", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("PAGEREF", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("NUMPAGES", StringComparison.OrdinalIgnoreCase) || name.StartsWith("SECTIONPAGES", StringComparison.OrdinalIgnoreCase);
    }

    private string Converted(string text, Func<string, string>? legacy)
    {
        if (legacy == null) return text;
        if (legacyFonts) return legacy(text);
        foreach (var c in text)
            if (c > 0xFF) UnicodeInLegacy++;
            else if (c > 0xA0) LegacyLetters++;
        return text;
    }

    private static string Symbol(int code) => code is >= 0xF000 and <= 0xF0FF ? SymbolFont.ToUnicode((char)code) : code is > 0x1F and < 0xD800 ? ((char)code).ToString() : "";

    // Word writes a text box twice: as DrawingML and, for old programs, as VML under mc:Fallback.
    private static void Boxes(XElement drawing, List<XElement> boxes)
    {
        foreach (var child in drawing.Elements())
            if (child.Name.LocalName == "txbxContent") boxes.Add(child);
            else if (child.Name.LocalName == "AlternateContent")
            {
                if ((child.Child("Choice") ?? child.Child("Fallback")) is { } chosen) Boxes(chosen, boxes);
            }
            else Boxes(child, boxes);
    }
}
