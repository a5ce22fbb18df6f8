namespace LanToa.Reading.Grammar;

/// <summary>Words of signature blocks: authorities, positions, names of persons.</summary>
internal static class Signatures
{
    private static readonly string[] Authorities = ["tm.", "kt.", "tl.", "tuq.", "q.", "t/m", "k/t", "t/l", "tm ", "kt ", "tl ", "tuq ", "tt."];

    private static readonly string[] Positions = new[]
    {
        "phó chủ tịch", "chủ tịch", "phó giám đốc", "giám đốc", "phó tổng giám đốc", "tổng giám đốc", "thứ trưởng", "bộ trưởng", "phó thủ tướng", "thủ tướng", "phó trưởng phòng",
        "trưởng phòng", "phó trưởng ban", "trưởng ban", "phó hiệu trưởng", "hiệu trưởng", "phó chánh văn phòng", "chánh văn phòng", "phó cục trưởng", "cục trưởng", "phó tổng cục trưởng",
        "tổng cục trưởng", "phó vụ trưởng", "vụ trưởng", "phó viện trưởng", "viện trưởng", "phó bí thư", "bí thư", "phó chánh thanh tra", "chánh thanh tra", "phó chánh án", "chánh án",
        "trạm trưởng", "phó trạm trưởng", "chi cục trưởng", "phó chi cục trưởng", "tổng biên tập", "phó tổng biên tập", "chỉ huy trưởng", "chính ủy", "trưởng công an", "phó trưởng công an",
        "trưởng khoa", "phó trưởng khoa", "trưởng đoàn", "đội trưởng", "tổng thư ký", "phó trưởng đoàn", "phó tổng thanh tra", "tổng thanh tra", "chủ nhiệm", "phó chủ nhiệm", "thủ trưởng",
        "chủ tịch hội đồng", "thống đốc", "phó thống đốc", "tổng kiểm toán", "người lập", "kế toán trưởng", "tổng giám đốc", "trưởng tiểu ban", "phó tổng kiểm toán", "tổ trưởng", "quyền",
    }.Select(p => Vn.Lower(p)).Distinct(StringComparer.Ordinal).OrderByDescending(p => p.Length).ToArray();

    private static readonly string[] Degrees = ["ts.", "ths.", "pgs.", "gs.", "bs.", "bscki.", "bsckii.", "bs", "ts", "ths", "pgs", "gs", "bscki", "bsckii", "ds.", "ks.", "cn.", "đại", "thượng", "trung", "thiếu", "tá", "tướng", "úy", "luật", "sư", "dược", "sĩ", "tiến", "thạc", "bác", "cki.", "ckii.", "cki", "ckii", "nghệ"];

    public static bool IsAuthority(ReadOnlySpan<char> lower)
    {
        foreach (var word in Authorities)
            if (lower.StartsWith(word, StringComparison.Ordinal))
                return true;
        return false;
    }

    public static bool HasPosition(ReadOnlySpan<char> lower)
    {
        foreach (var word in Positions)
            if (IndexOfWord(lower, word) >= 0)
                return true;
        return false;
    }

    private static bool StartsWithPosition(ReadOnlySpan<char> lower)
    {
        foreach (var word in Positions)
            if (lower.StartsWith(word, StringComparison.Ordinal) && (lower.Length == word.Length || !char.IsLetter(lower[word.Length])))
                return true;
        return false;
    }

    /// <summary>A line in capitals that gives an authority or a position.</summary>
    public static bool IsLine(ReadOnlySpan<char> text, ReadOnlySpan<char> lower) =>
        text.Length is > 3 and < 120 && Vn.MostlyUpper(text) && (IsAuthority(lower) || StartsWithPosition(lower));

    /// <summary>Where a signature begins inside a line of recipients, -1 where there is none: "- Bộ Nội vụ; KT. CHỦ TỊCH".</summary>
    public static int Inside(ReadOnlySpan<char> text, ReadOnlySpan<char> lower)
    {
        for (var i = 2; i + 3 < text.Length; i++)
        {
            if (text[i - 1] != ' ' || !char.IsUpper(text[i])) continue;
            var rest = lower[i..];
            if (!(IsAuthority(rest) || StartsWithPosition(rest))) continue;
            if (Vn.MostlyUpper(text[i..]) && text.Length - i > 5) return i;
        }

        return -1;
    }

    /// <summary>Where the person's name begins behind authority and position: "KT. BỘ TRƯỞNG THỨ TRƯỞNG Trần Văn Minh"; -1 where they do not stand on one line.</summary>
    public static int NameBehind(ReadOnlySpan<char> text, ReadOnlySpan<char> lower)
    {
        if (text.Length is < 12 or > 160 || !char.IsUpper(text[0]) || !(IsAuthority(lower) || StartsWithPosition(lower))) return -1;
        var name = text.Length;
        for (var i = text.Length - 1; i > 0; i--)
        {
            if (text[i - 1] != ' ' || text[i] == ' ') continue;
            var end = i;
            while (end < text.Length && text[end] != ' ') end++;
            if (Vn.MostlyUpper(text[i..end])) break;
            name = i;
        }

        return name < text.Length && IsLine(text[..name].TrimEnd(), lower[..name].TrimEnd()) && PersonName(text[name..].ToString()) is not null ? name : -1;
    }

    /// <summary>Authorities and position on one line, apart: "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH".</summary>
    public static List<string> Parts(string text, string lower)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = 4; i + 3 < text.Length; i++)
        {
            if (text[i - 1] != ' ' || text[i] == ' ') continue;
            var rest = lower.AsSpan(i);
            var before = lower.AsSpan(start, i - start).TrimEnd();
            var bare = IsAuthority(before) && before.Length <= 4;
            if (bare || before.EndsWith("phó", StringComparison.Ordinal) || before.EndsWith("quyền", StringComparison.Ordinal) || before.EndsWith("chánh", StringComparison.Ordinal)) continue;
            if (!(IsAuthority(rest) && rest.Length > 5 || StartsWithPosition(rest) && (IsAuthority(before) || HasPosition(before)))) continue;
            parts.Add(text[start..i].Trim());
            start = i;
        }

        parts.Add(text[start..].Trim());
        return parts;
    }

    private static int IndexOfWord(ReadOnlySpan<char> lower, string word)
    {
        var from = 0;
        while (from < lower.Length)
        {
            var at = lower[from..].IndexOf(word, StringComparison.Ordinal);
            if (at < 0) return -1;
            at += from;
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetter(lower[at - 1])) && (end == lower.Length || !char.IsLetter(lower[end]))) return at;
            from = at + 1;
        }

        return -1;
    }

    /// <summary>The name of a person, without degrees: two to five words, each with a capital; null where the text is not one.</summary>
    public static string? PersonName(string text)
    {
        var line = text.Trim([' ', '.', ',', ';', '*', '_', '[', ']', '(', ')', '|', '\u00a0']);
        if (line.Length is < 4 or > 60) return null;
        var words = line.Split([' ', '\u00a0'], StringSplitOptions.RemoveEmptyEntries).ToList();
        while (words.Count > 2 && Array.IndexOf(Degrees, Vn.Lower(words[0])) >= 0) words.RemoveAt(0);
        if (words.Count is < 2 or > 5) return null;
        foreach (var word in words)
        {
            if (!char.IsUpper(word[0]) || word.Length > 8) return null;
            foreach (var c in word)
                if (!char.IsLetter(c) && c is not ('\'' or '-' or '’'))
                    return null;
            for (var i = 1; i < word.Length; i++)
                if (char.IsUpper(word[i]) != char.IsUpper(word[word.Length - 1]) && i < word.Length - 1 && char.IsLetter(word[i]))
                    return null;
        }

        var lower = Vn.Lower(line);
        if (HasPosition(lower) || IsAuthority(lower) || AgencyLexicon.StartsWithHead(lower) || NotNames.Any(n => lower.Contains(n, StringComparison.Ordinal))) return null;
        return string.Join(' ', words);
    }

    private static readonly string[] NotNames = ["nơi nhận", "đã ký", "việt nam", "hạnh phúc", "độc lập", "kế hoạch", "phụ lục", "quyết định", "ghi chú", "ủy ban", "hội đồng", "như trên", "báo cáo", "thực hiện", "bản điện tử", "nhân dân", "kính gửi", "ký tên", "nội dung", "thời gian"];
}
