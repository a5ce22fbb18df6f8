namespace LanToa.Reading.Grammar;

internal enum LineRole
{
    Text,
    Blank,
    Furniture,
    Rule,
    TableRow,
    FlatTable,
    LayoutTable,
}

/// <summary>One printed line of the view: where its content stands and what it looks like.</summary>
internal sealed class SourceLine
{
    public required int Start { get; init; }
    /// <summary>After the last character of the line, before the line break.</summary>
    public required int End { get; init; }
    /// <summary>First character after blanks and markup (heading marks, emphasis).</summary>
    public required int ContentStart { get; init; }
    public required int ContentEnd { get; init; }
    public required int Indent { get; init; }
    public required int Page { get; init; }
    public required LineRole Role { get; set; }
    public required Label Label { get; init; }
    /// <summary>The whole line is a heading by markup: "#", or all of it in bold.</summary>
    public required bool Marked { get; init; }
    public required bool Upper { get; init; }
    public required bool LowerStart { get; init; }
    /// <summary>Last printed character, without markup and closing quotation marks.</summary>
    public required char Last { get; init; }
    /// <summary>An HTML break stands before it.</summary>
    public bool AfterBreak { get; init; }
    public int Length => ContentEnd - ContentStart;
    public bool Terminated => Last is '.' or ';' or ':' or '!' or '?';
    public bool IsText => Role == LineRole.Text;

    public ReadOnlySpan<char> Of(string text) => text.AsSpan(ContentStart, ContentEnd - ContentStart);
}

/// <summary>Cuts the view into lines.</summary>
internal static class LineReader
{
    public static List<SourceLine> Read(TextView view)
    {
        var text = view.Text;
        var lines = new List<SourceLine>(text.AsSpan().Count('\n') + text.AsSpan().Count('\f') + 1);
        int start = 0, page = 1;
        while (start < text.Length)
        {
            var rest = text.AsSpan(start);
            var at = rest.IndexOfAny('\n', '\f');
            var end = at < 0 ? text.Length : start + at;
            AddLine(view, lines, start, end, page);
            if (at >= 0 && text[end] == '\f') page++;
            start = end + 1;
        }

        if (IsDoubleSpaced(lines)) Close(lines);
        return lines;
    }

    /// <summary>A blank line after each printed one, sentences cut or not: blank lines then part nothing.</summary>
    private static bool IsDoubleSpaced(List<SourceLine> lines)
    {
        int gaps = 0, cut = 0, text = 0;
        for (var i = 0; i + 2 < lines.Count; i++)
        {
            if (lines[i].Role != LineRole.Text) continue;
            text++;
            if (lines[i + 1].Role != LineRole.Blank || lines[i + 2].Role != LineRole.Text) continue;
            gaps++;
            if (!lines[i].Terminated && lines[i + 2].LowerStart && lines[i].Length >= 40) cut++;
        }

        return text > 12 && gaps * 2 > text && cut > 2 && cut * 10 > gaps;
    }

    /// <summary>Drops the single blank lines; wider gaps stay one blank line.</summary>
    private static void Close(List<SourceLine> lines)
    {
        var kept = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Role == LineRole.Blank && (i == 0 || lines[i - 1].Role != LineRole.Blank || kept > 0 && lines[kept - 1].Role == LineRole.Blank)) continue;
            lines[kept++] = lines[i];
        }

        lines.RemoveRange(kept, lines.Count - kept);
    }

    /// <summary>A line that holds HTML breaks is several printed lines, unless it is a table row, where they part paragraphs of a cell.</summary>
    private static void AddLine(TextView view, List<SourceLine> lines, int start, int end, int page)
    {
        var text = view.Text.AsSpan(start, end - start);
        if (text.Contains('<') && !text.TrimStart().StartsWith("|", StringComparison.Ordinal))
        {
            var from = start;
            foreach (var (breakStart, breakEnd) in Breaks(view.Lower, start, end))
            {
                lines.Add(Line(view, from, breakStart, page, from > start));
                from = breakEnd;
            }

            lines.Add(Line(view, from, end, page, from > start));
            return;
        }

        lines.Add(Line(view, start, end, page, afterBreak: false));
    }

    /// <summary>HTML line breaks within a range.</summary>
    public static IEnumerable<(int Start, int End)> Breaks(string lower, int start, int end)
    {
        for (var i = start; i + 3 < end;)
        {
            var at = lower.AsSpan(i, end - i).IndexOf("<br", StringComparison.Ordinal);
            if (at < 0) yield break;
            i += at;
            var close = i + 3;
            while (close < end && lower[close] is ' ' or '/') close++;
            if (close < end && lower[close] == '>')
            {
                yield return (i, close + 1);
                i = close + 1;
            }
            else
            {
                i += 3;
            }
        }
    }

    private static SourceLine Line(TextView view, int start, int end, int page, bool afterBreak)
    {
        var text = view.Text;
        var at = start;
        var indent = 0;
        while (at < end && Vn.IsSpace(text[at]))
        {
            indent += text[at] == '\t' ? 8 : 1;
            at++;
        }

        int contentEnd = end, sharps = 0;
        while (contentEnd > at && Vn.IsSpace(text[contentEnd - 1])) contentEnd--;
        while (at < contentEnd && text[at] == '#')
        {
            sharps++;
            at++;
        }

        if (sharps > 0)
        {
            if (at < contentEnd && !Vn.IsSpace(text[at])) at -= sharps;
            else while (at < contentEnd && Vn.IsSpace(text[at])) at++;
        }

        while (at < contentEnd && text[at] == '>' && at + 1 < contentEnd && text[at + 1] == ' ') at += 2;
        var emphasis = 0;
        while (at + emphasis < contentEnd && text[at + emphasis] == '*') emphasis++;
        // One star and a blank is a bullet, stars without a blank are emphasis.
        if (emphasis > 0 && (emphasis > 1 || (at + 1 < contentEnd && !Vn.IsSpace(text[at + 1]) && text[at + 1] != ')'))) at += emphasis;
        else emphasis = 0;
        var closing = contentEnd;
        while (emphasis > 0 && closing > at && text[closing - 1] is '*' or ' ') closing--;
        var marked = sharps > 0 && at > start || (emphasis >= 2 && closing < contentEnd && text.AsSpan(at, closing - at).IndexOf("**", StringComparison.Ordinal) < 0);
        if (emphasis > 0 && closing < contentEnd) contentEnd = closing;
        var content = text.AsSpan(at, contentEnd - at);
        var role = Role(content);
        return new SourceLine
        {
            Start = start, End = end, ContentStart = at, ContentEnd = contentEnd, Indent = indent, Page = page, Role = role, Marked = marked, AfterBreak = afterBreak,
            Label = role == LineRole.Text ? LabelReader.Read(content, view.Lower.AsSpan(at, contentEnd - at)) : default,
            Upper = role == LineRole.Text && Vn.MostlyUpper(content),
            LowerStart = StartsLower(content),
            Last = LastOf(content),
        };
    }

    private static LineRole Role(ReadOnlySpan<char> content)
    {
        if (content.IsEmpty) return LineRole.Blank;
        if (content[0] == '|') return content[1..].Contains('|') || content.Length < 3 ? LineRole.TableRow : LineRole.Text;
        if (content.Count(" | ") + (content.EndsWith(" |", StringComparison.Ordinal) ? 1 : 0) >= 2) return LineRole.TableRow;
        foreach (var c in content)
            if (char.IsLetterOrDigit(c))
                return LineRole.Text;
        return LineRole.Rule;
    }

    private static bool StartsLower(ReadOnlySpan<char> content)
    {
        foreach (var c in content)
        {
            if (char.IsLetter(c)) return char.IsLower(c);
            if (char.IsDigit(c)) return true;
            if (c is ',' or ';' or '.' or ')') return true;
        }

        return true;
    }

    private static char LastOf(ReadOnlySpan<char> content)
    {
        for (var i = content.Length - 1; i >= 0; i--)
            if (content[i] is not ('*' or '_' or ' ' or '”' or '"' or '\'' or '’' or '»' or '\u00a0'))
                return content[i] == '/' && i > 0 && content[i - 1] == '.' ? '.' : content[i];
        return '\0';
    }
}
