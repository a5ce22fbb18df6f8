namespace LanToa.Reading.Grammar;

/// <summary>What a document calls itself: "KẾ HOẠCH", with what stands on the same line after it.</summary>
internal sealed record DocumentKind(string Name, string Rest);

internal static class DocumentKinds
{
    private static readonly (string Lower, string Name)[] Kinds =
    [
        .. new[]
        {
            "Kế hoạch", "Chương trình", "Quyết định", "Chỉ thị", "Thông báo", "Hướng dẫn", "Đề án", "Phương án", "Nghị quyết", "Tờ trình", "Báo cáo", "Công điện", "Quy chế", "Quy định",
            "Đề cương", "Kịch bản", "Thể lệ",
        }.Select(k => (Vn.Lower(k), k)),
    ];

    /// <summary>Words that only widen the kind: "KẾ HOẠCH HÀNH ĐỘNG".</summary>
    private static readonly string[] Widening = ["hành động", "công tác", "phối hợp", "liên tịch", "liên ngành", "triển khai", "thực hiện", "chi tiết", "tổng thể", "tuyên truyền", "truyền thông"];

    public static DocumentKind? Find(ReadOnlySpan<char> lower, ReadOnlySpan<char> text)
    {
        if (lower.Length is < 5 or > 300) return null;
        foreach (var (word, name) in Kinds)
        {
            if (!lower.StartsWith(word, StringComparison.Ordinal)) continue;
            if (lower.Length > word.Length && char.IsLetterOrDigit(lower[word.Length])) continue;
            var rest = text[word.Length..].Trim([' ', '*', '_', '\u00a0', '\u2028']);
            if (rest.Length == 0) return char.IsUpper(text[0]) ? new DocumentKind(name, "") : null;
            if (!Vn.MostlyUpper(text) || rest[^1] == ':') return null;
            return rest[0] is '(' or ':' or '-' or ',' or '.' or ';' or '/' ? null : new DocumentKind(name, rest.ToString());
        }

        return null;
    }

    /// <summary>True where the rest of the kind line is not yet a title.</summary>
    public static bool OnlyWidens(string rest) => rest.Length == 0 || Array.IndexOf(Widening, Vn.Lower(rest)) >= 0;
}
