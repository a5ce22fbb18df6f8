namespace LanToa.Reading.Grammar;

/// <summary>Titles of decisions that issue plans, and kinds by symbol.</summary>
internal static class Titles
{
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

    public static string? KindOfSymbol(string? symbol) => symbol?.Split('-', '/').FirstOrDefault(p => !p.All(char.IsAsciiDigit)) switch
    {
        "KH" => "Kế hoạch", "QĐ" => "Quyết định", "CTr" => "Chương trình", "CT" => "Chỉ thị", "TB" => "Thông báo", "HD" => "Hướng dẫn", "PA" => "Phương án", "ĐA" => "Đề án", "NQ" => "Nghị quyết", "TTr" => "Tờ trình", "BC" => "Báo cáo",
        null => null, _ => "Công văn",
    };
}
