using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace LanToa.Reading.Extraction;

/// <summary>
/// HTML to text: blocks become lines, tables pipe rows with spans opened, scripts and hidden parts are dropped. Nothing is fetched and
/// no script runs: AngleSharp only parses here.
/// </summary>
internal sealed class HtmlText
{
    private const int MaxDepth = 250;
    private const int MaxSpan = 60;
    private static readonly HashSet<string> Dropped = new(StringComparer.OrdinalIgnoreCase)
        { "script", "style", "noscript", "template", "head", "title", "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video", "select", "textarea", "button", "input" };
    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "div", "section", "article", "header", "footer", "main", "nav", "aside", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd",
        "blockquote", "pre", "form", "fieldset", "figure", "figcaption", "address", "center", "hr", "details", "summary", "caption", "tr", "table", "tbody", "thead", "tfoot", "td", "th",
    };

    private readonly StringBuilder _out = new();
    private bool _space;
    private readonly Stack<(bool Ordered, int Next, string Type)> _lists = new();

    public static string Extract(byte[] bytes, List<string> warnings)
    {
        var source = Decode(bytes, warnings);
        RefuseDeep(source);
        var document = new HtmlParser().ParseDocument(source);
        if (document.Scripts.Length > 0) warnings.Add("Trang HTML có mã lệnh (script), đã bỏ qua.");
        var writer = new HtmlText();
        if (document.Body is { } body) writer.Children(body, 0);
        return writer._out.ToString();
    }

    private static string Decode(byte[] bytes, List<string> warnings)
    {
        var head = Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, 2048));
        // Only a declared Vietnamese code page needs the declaration; everything else is told by the bytes.
        var utf8 = bytes is [0xEF, 0xBB, 0xBF, ..] || IsUtf8(bytes);
        if (!utf8 && head.Contains("windows-1258", StringComparison.OrdinalIgnoreCase))
            return CodePagesEncodingProvider.Instance.GetEncoding(1258)!.GetString(bytes);
        return TextDecoder.Decode(bytes, warnings);
    }

    private static bool IsUtf8(byte[] bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    // The parser keeps every open element; elements opened by the thousand and never closed make its work quadratic.
    private static void RefuseDeep(string html)
    {
        int depth = 0, at = 0;
        while ((at = html.IndexOf('<', at)) >= 0 && ++at < html.Length)
        {
            if (html[at] == '/') depth = Math.Max(0, depth - 1);
            else if (char.IsAsciiLetter(html[at]) && !IsOftenUnclosed(html.AsSpan(at))) depth++;
            if (depth > 5000) throw TooDeep();
        }
    }

    private static UnreadableFileException TooDeep() => new(UnreadableCodes.TooDeep,
        "Trang HTML có cấu trúc lồng nhau bất thường. Hãy mở trang, sao chép nội dung vào Word rồi tải lên tệp .docx.");

    private static bool IsOftenUnclosed(ReadOnlySpan<char> tag)
    {
        var end = 0;
        while (end < tag.Length && end < 8 && char.IsAsciiLetterOrDigit(tag[end])) end++;
        Span<char> name = stackalloc char[8];
        tag[..end].ToLowerInvariant(name);
        return name[..end] is "p" or "li" or "td" or "th" or "tr" or "br" or "hr" or "img" or "meta" or "link" or "input" or "col" or "dd" or "dt" or "option" or "wbr" or "area" or "base";
    }

    private void Children(INode node, int depth)
    {
        if (depth > MaxDepth) throw TooDeep();
        foreach (var child in node.ChildNodes)
            switch (child)
            {
                case IText text:
                    Text(text.Data, preserve: node is IElement { LocalName: "pre" });
                    break;
                case IElement element when !IsHidden(element):
                    Element(element, depth + 1);
                    break;
            }
    }

    private void Element(IElement element, int depth)
    {
        switch (element.LocalName)
        {
            case "br":
                _out.Append('\n');
                _space = false;
                return;
            case "table" when IsDataTable(element):
                Line();
                foreach (var row in Rows(element, depth)) _out.Append(row).Append('\n');
                Line();
                return;
            case "ul" or "ol":
                Line();
                var ordered = element.LocalName == "ol";
                _lists.Push((ordered, int.TryParse(element.GetAttribute("start"), CultureInfo.InvariantCulture, out var start) ? start : 1, element.GetAttribute("type") ?? "1"));
                Children(element, depth);
                _lists.Pop();
                Line();
                return;
            case "li":
                Line();
                Label(element);
                Children(element, depth);
                Line();
                return;
        }
        var block = Blocks.Contains(element.LocalName);
        if (block) Line();
        Children(element, depth);
        if (!block) return;
        Line();
        if (element.LocalName is "p" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "div" && _out.Length > 1 && _out[^2] != '\n') _out.Append('\n');
    }

    private void Label(IElement item)
    {
        if (_lists.Count == 0)
        {
            _out.Append("- ");
            return;
        }
        var list = _lists.Pop();
        if (list.Ordered)
        {
            if (int.TryParse(item.GetAttribute("value"), CultureInfo.InvariantCulture, out var value)) list.Next = value;
            var format = list.Type switch { "a" => "lowerLetter", "A" => "upperLetter", "i" => "lowerRoman", "I" => "upperRoman", _ => "decimal" };
            _out.Append(NumberFormats.Format(list.Next, format)).Append(format == "lowerLetter" ? ") " : ". ");
            list.Next++;
        }
        else _out.Append("- ");
        _lists.Push(list);
    }

    private void Text(string data, bool preserve)
    {
        foreach (var c in data)
        {
            if (preserve && c == '\n')
            {
                _out.Append('\n');
                _space = false;
            }
            else if (char.IsWhiteSpace(c)) _space = true;
            else
            {
                if (_space && _out.Length > 0 && _out[^1] is not ('\n' or ' ')) _out.Append(' ');
                _space = false;
                _out.Append(c);
            }
        }
    }

    private void Line()
    {
        _space = false;
        if (_out.Length > 0 && _out[^1] != '\n') _out.Append('\n');
    }

    private static bool IsHidden(IElement element)
    {
        if (Dropped.Contains(element.LocalName) || element.HasAttribute("hidden")) return true;
        var style = element.GetAttribute("style");
        return style != null && style.Replace(" ", "", StringComparison.Ordinal).Contains("display:none", StringComparison.OrdinalIgnoreCase);
    }

    // A frame around a page is a table of one column: its content is read as blocks.
    private static bool IsDataTable(IElement table) =>
        OwnRows(table).Any(r => r.Children.Count(IsCell) > 1 || r.Children.Any(c => IsCell(c) && Span(c, "colspan") > 1));

    private static bool IsCell(IElement element) => element.LocalName is "td" or "th";

    private static IEnumerable<IElement> OwnRows(IElement table) =>
        table.Children.SelectMany(c => c.LocalName is "thead" or "tbody" or "tfoot" ? c.Children : Enumerable.Repeat(c, 1)).Where(c => c.LocalName == "tr");

    private static int Span(IElement cell, string name) =>
        int.TryParse(cell.GetAttribute(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var n) ? Math.Clamp(n, 1, MaxSpan) : 1;

    private static IEnumerable<string> Rows(IElement table, int depth)
    {
        var below = new Dictionary<int, int>(); // column → rows still covered by a cell above
        if (table.Children.FirstOrDefault(c => c.LocalName == "caption") is { } caption && Inner(caption, depth).Trim() is { Length: > 0 } title)
            yield return title.ReplaceLineEndings(" ");
        foreach (var row in OwnRows(table))
        {
            var cells = new List<string>();
            void SkipCovered()
            {
                while (below.TryGetValue(cells.Count, out var left) && left > 0)
                {
                    below[cells.Count] = left - 1;
                    cells.Add("");
                }
            }
            foreach (var cell in row.Children.Where(IsCell))
            {
                SkipCovered();
                if (cells.Count > 500) break;
                var down = Span(cell, "rowspan") - 1;
                var across = Span(cell, "colspan");
                for (var i = 0; i < across; i++)
                {
                    below[cells.Count] = down;
                    cells.Add(i == 0 && !IsHidden(cell) ? Inner(cell, depth) : "");
                }
            }
            SkipCovered();
            if (TableText.Row(cells) is { } line) yield return line;
        }
    }

    private static string Inner(IElement cell, int depth)
    {
        var writer = new HtmlText();
        writer.Children(cell, depth + 1);
        return TableText.Flatten(writer._out.ToString());
    }
}
