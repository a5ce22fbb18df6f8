using System.Buffers;

namespace LanToa.Reading.Grammar;

/// <summary>Finds what belongs to the page and not to the document: page numbers, running heads, stamps of electronic signatures.</summary>
internal static class FurnitureFinder
{
    private static readonly string[] Stamps = ["ký bởi:", "ký bởi :", "ngày ký:", "thời gian ký:", "người ký:", "email:", "cơ quan:", "thời gian ký :", "văn bản này được ký số", "signature not verified", "digitally signed", "ký ngày:"];

    private static readonly SearchValues<char> StampLetters = SearchValues.Create([.. Stamps.Select(s => s[0])]);

    private const int LongestHead = 160;

    public static void Mark(TextView view, List<SourceLine> lines)
    {
        var heads = RunningHeads(view, lines).GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> masked = stackalloc char[LongestHead];
        var page = 1;
        var inStamp = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line.Role != LineRole.Text) continue;
            var lower = line.Of(view.Lower);
            if (line.Length <= LongestHead && heads.Set.Count > 0 && heads.Contains(Masked(lower, masked)))
            {
                line.Role = LineRole.Furniture;
                continue;
            }

            if (IsStamp(lower, ref inStamp))
            {
                line.Role = LineRole.Furniture;
                continue;
            }

            if (line.Length <= 14 && PageNumber(lower) is { } number && IsAlone(lines, i, number, ref page)) line.Role = LineRole.Furniture;
        }
    }

    private static bool IsStamp(ReadOnlySpan<char> lower, ref int inStamp)
    {
        if (inStamp > 0) inStamp--;
        if (lower.IsEmpty || !StampLetters.Contains(lower[0])) return false;
        foreach (var stamp in Stamps)
        {
            if (!lower.StartsWith(stamp, StringComparison.Ordinal)) continue;
            // "Cơ quan:" and "Email:" are also ordinary words: only beside a surer line of a stamp.
            if (stamp is "cơ quan:" or "email:" && inStamp == 0) return false;
            inStamp = 4;
            return true;
        }

        return false;
    }

    /// <summary>"12", "- 12 -", "Trang 3", "Trang 3/10".</summary>
    private static int? PageNumber(ReadOnlySpan<char> lower)
    {
        var text = lower.Trim([' ', '-', '.', '[', ']', '*', '_', '|', '~']);
        if (text.StartsWith("trang", StringComparison.Ordinal)) text = text[5..].TrimStart([' ', ':']);
        var slash = text.IndexOf('/');
        if (slash > 0 && int.TryParse(text[(slash + 1)..].Trim(), System.Globalization.CultureInfo.InvariantCulture, out _)) text = text[..slash].TrimEnd();
        if (text.IsEmpty || text.Length > 3) return null;
        foreach (var c in text)
            if (!char.IsAsciiDigit(c))
                return null;
        return int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static bool IsAlone(List<SourceLine> lines, int i, int number, ref int page)
    {
        var line = lines[i];
        var before = i > 0 ? lines[i - 1] : null;
        var after = i + 1 < lines.Count ? lines[i + 1] : null;
        var pageEdge = before is null || before.Page != line.Page || after is null || after.Page != line.Page || before.Role == LineRole.Furniture
            || (before.Role == LineRole.Blank && EdgeBefore(lines, i)) || (after.Role == LineRole.Blank && EdgeAfter(lines, i));
        var free = (before is null || before.Role == LineRole.Blank) && (after is null || after.Role == LineRole.Blank);
        var next = number == page + 1 || number == page + 2;
        if (pageEdge || line.Indent >= 20 || (free && next))
        {
            page = Math.Max(page, number);
            return true;
        }

        return false;
    }

    private static bool EdgeBefore(List<SourceLine> lines, int i)
    {
        var at = i - 1;
        while (at >= 0 && lines[at].Role is LineRole.Blank && i - at < 6) at--;
        return at < 0 || lines[at].Page != lines[i].Page;
    }

    private static bool EdgeAfter(List<SourceLine> lines, int i)
    {
        var at = i + 1;
        while (at < lines.Count && lines[at].Role is LineRole.Blank && at - i < 6) at++;
        return at >= lines.Count || lines[at].Page != lines[i].Page;
    }

    /// <summary>Lines that stand first or last on three or more pages, digits apart; and gazette banners wherever they stand.</summary>
    private static HashSet<string> RunningHeads(TextView view, List<SourceLine> lines)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var heads = new HashSet<string>(StringComparer.Ordinal);
        Span<char> masked = stackalloc char[LongestHead];
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line.Role != LineRole.Text || line.Length is > LongestHead or < 6) continue;
            var lower = line.Of(view.Lower);
            if (lower.StartsWith("công báo/", StringComparison.Ordinal)) heads.Add(Masked(lower, masked).ToString());
            if (line.Label.Class != LabelClass.None || !(FirstOnPage(lines, i) || LastOnPage(lines, i))) continue;
            var key = Masked(lower, masked).ToString();
            counts[key] = counts.GetValueOrDefault(key) + 1;
            if (counts[key] == 3) heads.Add(key);
        }

        return heads;
    }

    private static bool FirstOnPage(List<SourceLine> lines, int i)
    {
        var at = i - 1;
        while (at >= 0 && lines[at].Role == LineRole.Blank && lines[at].Page == lines[i].Page && i - at < 12) at--;
        return at >= 0 && lines[at].Page != lines[i].Page;
    }

    private static bool LastOnPage(List<SourceLine> lines, int i)
    {
        var at = i + 1;
        while (at < lines.Count && lines[at].Role == LineRole.Blank && lines[at].Page == lines[i].Page && at - i < 12) at++;
        return at < lines.Count && lines[at].Page != lines[i].Page;
    }

    /// <summary>The line without its digits, which differ from page to page.</summary>
    private static ReadOnlySpan<char> Masked(ReadOnlySpan<char> lower, Span<char> to)
    {
        for (var i = 0; i < lower.Length; i++) to[i] = char.IsAsciiDigit(lower[i]) ? '#' : lower[i];
        return to[..lower.Length];
    }
}
