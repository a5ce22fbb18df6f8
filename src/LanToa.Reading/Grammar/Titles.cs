using System.Text.RegularExpressions;

namespace LanToa.Reading.Grammar;

/// <summary>Titles of decisions that issue plans, and kinds by symbol.</summary>
internal static partial class Titles
{
    /// <summary>The title that a page prints in ordinary letters above a text without letterhead: "Kế hoạch tuyên truyền … năm 2022".</summary>
    public static string? Headline(IEnumerable<Block> first)
    {
        foreach (var block in first.Take(6))
        {
            var lower = block.Lower;
            if (!lower.StartsWith("kế hoạch ", StringComparison.Ordinal) || lower.Length is < 24 or > 220 || lower[^1] is ':' or ';' || lower.StartsWith("kế hoạch số", StringComparison.Ordinal) || lower.StartsWith("kế hoạch này", StringComparison.Ordinal)) continue;
            return Vn.Capital(DayOfPage().Replace(block.Text["kế hoạch ".Length..], "").Trim(' ', '.', '*'));
        }

        return null;
    }

    private static readonly string[] Openings = ["về việc", "v/v", "về", "việc"];
    private static readonly string[] Acts = ["ban hành", "phê duyệt"];
    private static readonly string[] Kinds = ["kế hoạch", "chương trình", "phương án", "đề án"];

    /// <summary>"Về việc ban hành Kế hoạch tuyên truyền …" → "tuyên truyền …"; other titles as they are.</summary>
    public static string? Unwrapped(string? title)
    {
        if (title is null) return null;
        var rest = title;
        foreach (var words in (ReadOnlySpan<string[]>)[Openings, Acts, Kinds])
        {
            var lower = Vn.Lower(rest);
            var word = Array.Find(words, w => lower.StartsWith(w + " ", StringComparison.Ordinal));
            if (word is not null) rest = rest[(word.Length + 1)..];
            else if (words != Openings) return title;
        }

        return Vn.Capital(rest);
    }

    /// <summary>When the page was put up, printed behind its headline.</summary>
    [GeneratedRegex(@"\s[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}\b.*$")]
    private static partial Regex DayOfPage();

    public static string? KindOfSymbol(string? symbol) => symbol?.Split('-', '/').FirstOrDefault(p => !p.All(char.IsAsciiDigit)) switch
    {
        "KH" => "Kế hoạch", "QĐ" => "Quyết định", "CTr" => "Chương trình", "CT" => "Chỉ thị", "TB" => "Thông báo", "HD" => "Hướng dẫn", "PA" => "Phương án", "ĐA" => "Đề án", "NQ" => "Nghị quyết", "TTr" => "Tờ trình", "BC" => "Báo cáo",
        null => null, _ => "Công văn",
    };
}
