namespace LanToa.Reading.Phrases;

/// <summary>The kinds of acts, as printed in full or abbreviated, and what the capitals of a symbol say of the kind.</summary>
internal static class ActKinds
{
    private sealed record Kind(string Name, (Word[] Words, bool Abbreviation)[] Spellings);

    private static readonly Kind[] All =
    [
        Of("Thông tư liên tịch", "TTLT"), Of("Nghị quyết liên tịch", "NQLT"), Of("Kế hoạch liên tịch", "KHLT"), Of("Kế hoạch phối hợp"), Of("Hướng dẫn liên ngành"), Of("Hướng dẫn liên tịch"),
        Of("Chương trình hành động"), Of("Chương trình phối hợp"), Of("Chương trình công tác"), Of("Kế hoạch hành động"), Of("Thông báo kết luận"), Of("Văn bản hợp nhất"),
        Of("Quy chế phối hợp"), Of("Bộ luật"), Of("Hiến pháp"), Of("Pháp lệnh"), Of("Nghị quyết", "NQ"), Of("Nghị định", "NĐ"), Of("Quyết định", "QĐ"), Of("Chỉ thị", "CT"),
        Of("Thông tư", "TT"), Of("Thông báo", "TB"), Of("Thông tri"), Of("Kết luận", "KL"), Of("Kế hoạch", "KH"), Of("Chương trình", "CTr"), Of("Công văn", "CV"), Of("Công điện", "CĐ"),
        Of("Đề án", "ĐA"), Of("Dự án"), Of("Hướng dẫn", "HD"), Of("Quy định", "QĐi"), Of("Quy chế", "QC"), Of("Báo cáo", "BC"), Of("Tờ trình", "TTr"), Of("Văn bản"), Of("Văn kiện"),
        Of("Phương án", "PA"), Of("Biên bản", "BB"), Of("Điều lệ"), Of("Chiến lược"), Of("Quy hoạch"), Of("Lệnh"), Of("Luật"),
    ];

    // By the first word's exact and folded hash, longest spelling first.
    private static readonly Dictionary<ulong, List<(Word[] Words, string Name, bool Abbreviation)>> ByFirst = Index();

    /// <summary>What stands at the beginning of a symbol: NQ-CP is a Nghị quyết.</summary>
    private static readonly Dictionary<string, string> BySymbol = new(StringComparer.Ordinal)
    {
        ["NQ"] = "Nghị quyết", ["NĐ"] = "Nghị định", ["ND"] = "Nghị định", ["QĐ"] = "Quyết định", ["QD"] = "Quyết định", ["CT"] = "Chỉ thị", ["TT"] = "Thông tư", ["TTLT"] = "Thông tư liên tịch",
        ["KH"] = "Kế hoạch", ["CTR"] = "Chương trình", ["CTRHĐ"] = "Chương trình hành động", ["CTHĐ"] = "Chương trình hành động", ["KL"] = "Kết luận", ["TB"] = "Thông báo", ["HD"] = "Hướng dẫn", ["BC"] = "Báo cáo",
        ["TTR"] = "Tờ trình", ["CĐ"] = "Công điện", ["ĐA"] = "Đề án", ["QC"] = "Quy chế", ["QYĐ"] = "Quy định", ["VBHN"] = "Văn bản hợp nhất", ["NQLT"] = "Nghị quyết liên tịch", ["PL"] = "Pháp lệnh",
        ["CTPH"] = "Chương trình phối hợp", ["KHPH"] = "Kế hoạch phối hợp", ["KHLT"] = "Kế hoạch liên tịch", ["HDLT"] = "Hướng dẫn liên tịch", ["PA"] = "Phương án",
    };

    /// <summary>The kind whose words stand at a token, longest first; false where none does.</summary>
    public static bool TryRead(PhraseTokens tokens, int index, out string name, out int next)
    {
        (name, next) = ("", index);
        ref readonly var token = ref tokens[index];
        if (token.Kind != TokenKind.Word) return false;
        if (!ByFirst.TryGetValue(token.Folded, out var candidates)) return false;
        foreach (var candidate in candidates)
        {
            var matches = true;
            for (var i = 0; i < candidate.Words.Length && matches; i++) matches = tokens.Is(index + i, candidate.Words[i]);
            if (!matches) continue;
            // NQ, QĐ … only in capitals, and not as a part of a longer symbol.
            if (candidate.Abbreviation && (!char.IsUpper(token.First) || IsInSymbol(tokens, index))) continue;
            (name, next) = (candidate.Name, index + candidate.Words.Length);
            return true;
        }
        return false;
    }

    /// <summary>The kind that the first letters of a symbol stand for, or null.</summary>
    public static string? FromSymbol(ReadOnlySpan<char> letters)
    {
        Span<char> upper = stackalloc char[8];
        if (letters.Length > upper.Length) return null;
        // Most symbols are printed in capitals, so that a look at the letters is enough.
        letters.CopyTo(upper);
        for (var i = 0; i < letters.Length; i++)
            if (!char.IsUpper(upper[i])) upper[i] = char.ToUpperInvariant(upper[i]);
        return SymbolKinds.TryGetValue(upper[..letters.Length], out var name) ? name : null;
    }

    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> SymbolKinds = BySymbol.GetAlternateLookup<ReadOnlySpan<char>>();

    private static bool IsInSymbol(PhraseTokens tokens, int index) =>
        (tokens.Touches(index) && (tokens.IsMark(index - 1, '/') || tokens.IsDash(index - 1))) || (tokens.Touches(index + 1) && (tokens.IsDash(index + 1) || tokens.IsMark(index + 1, '/')));

    private static Kind Of(string name, string? abbreviation = null)
    {
        var spelled = (name.Split(' ').Select(w => new Word(w)).ToArray(), false);
        return new Kind(name, abbreviation is null ? [spelled] : [spelled, ([new Word(abbreviation)], true)]);
    }

    private static Dictionary<ulong, List<(Word[] Words, string Name, bool Abbreviation)>> Index()
    {
        var index = new Dictionary<ulong, List<(Word[], string, bool)>>();
        foreach (var kind in All)
        {
            foreach (var (words, abbreviation) in kind.Spellings)
            {
                if (!index.TryGetValue(words[0].Folded, out var list)) index[words[0].Folded] = list = [];
                list.Add((words, kind.Name, abbreviation));
            }
        }
        return index;
    }
}
