using LanToa.Reading.Model;

namespace LanToa.Reading.Grammar;

/// <summary>Puts the lines of a letterhead together into the issuing body and the body above it, in ordinary capitals.</summary>
internal static class IssuerNames
{
    private static readonly string[] Levels = ["tỉnh ", "thành phố ", "tp ", "tp. ", "huyện ", "quận ", "thị xã ", "xã ", "phường ", "thị trấn ", "đặc khu "];
    private const int LongestOpening = 6000;
    private static readonly PhraseSet SelfStanding = new("khối dân vận|sở|bộ|phòng|ban|cục|chi cục|tổng cục|vụ|viện|trung tâm|trường|bệnh viện|trạm|văn phòng|đài|báo|hội|liên đoàn|đoàn|đảng ủy|chi bộ|tỉnh ủy|thành ủy|huyện ủy|công ty|tổng công ty|ủy ban nhân dân|ubnd|ủy ban|hội đồng|thủ tướng|thủ tướng chính phủ|chính phủ|công an|tòa án|viện kiểm sát|kho bạc|bảo hiểm|học viện|đại học|tổ|ban chỉ đạo|ủy ban mttq|mặt trận tổ quốc|đảng bộ|quốc hội|liên hiệp|thanh tra|bchqs|bộ chỉ huy|hạt|quỹ|nhà|khoa|liên minh|tập đoàn|ngân hàng|đảng cộng sản");

    public static (string? Issuer, string? Parent) From(List<string> bodies, string? symbol, string fullText, string fullLower)
    {
        var names = new List<string>();
        foreach (var body in bodies)
        {
            var lower = Vn.Lower(body);
            var words = new Words(lower, lower);
            if (names.Count == 0 || SelfStanding.Match(words, 0) > 0 && !Open(names[^1])) names.Add(body);
            else names[^1] += " " + body;
        }

        if (names.Count == 0) return (null, null);
        if (names.Count > 1 && Vn.Lower(names[0]).StartsWith("đảng cộng sản", StringComparison.Ordinal)) names.RemoveAt(0);
        var issuer = Proper(names[^1], fullText, fullLower);
        var level = Vn.Lower(issuer);
        // The first line of the name may be lost: "TỈNH TUYÊN QUANG" with a symbol of the people's committee.
        if (symbol is not null && symbol.EndsWith("UBND", StringComparison.Ordinal) && Array.Exists(Levels, l => level.StartsWith(l, StringComparison.Ordinal))) issuer = "Ủy ban nhân dân " + char.ToLower(issuer[0], System.Globalization.CultureInfo.InvariantCulture) + issuer[1..];
        return (issuer, names.Count > 1 ? Proper(names[^2], fullText, fullLower) : null);
    }

    /// <summary>Where a second body begins on the line of the one above it: "SỞ Y TẾ LAM GIANG BỆNH VIỆN ĐA KHOA TỈNH"; 0 where none does.</summary>
    public static int SecondBody(string lower)
    {
        var words = new Words(lower, lower);
        if (Superiors.Match(words, 0) is not (> 0 and var head)) return 0;
        for (var i = head + 2; i + 1 < words.Count; i++)
            if (Inferiors.Match(words, i) is > 0 and var next && i + next < words.Count && !words.Is(i - 1, "môi") && !words.Is(i - 1, "thị") && !words.Is(i - 1, "và") && words[i - 1].IsWord) return words[i].Start;
        return 0;
    }

    private static readonly PhraseSet Superiors = new("sở|bộ|tổng cục|ubnd|ủy ban nhân dân|phòng giáo dục|phòng gd&đt");
    private static readonly PhraseSet Inferiors = new("bệnh viện|trường|trung tâm|chi cục|phòng giáo dục|phòng gd|phòng nội vụ|phòng tư pháp|phòng y tế|trạm y tế");

    /// <summary>A name put from capitals into small letters, with the place of issue in it as that is written: "Sở Y tế lam giang".</summary>
    public static string? WithPlace(string? name, string? place) => name is null || place is not { Length: > 2 } ? name : name.Replace(" " + Vn.Lower(place), " " + place, StringComparison.Ordinal);

    /// <summary>A name that cannot end here: "ỦY BAN NHÂN DÂN", "TRƯỜNG", "BAN CHỈ ĐẠO".</summary>
    private static bool Open(string name) => Vn.Lower(name).TrimEnd() is "trường" or "ban chỉ đạo" or "hội đồng" or "ban" or "văn phòng" or "ban quản lý" or "ban chấp hành" or "thanh tra" or "cục" or "liên hiệp" or "ban thường vụ" or "ban chấp hành đảng bộ";

    /// <summary>"UBND tỉnh" in the opening of a text without a letterhead: the full name, with the place that the title and the text name.</summary>
    public static string Completed(string issuer, string? title, string? seat, string text, string lower)
    {
        var name = issuer.Replace("(UBND) ", "", StringComparison.Ordinal);
        if (name.StartsWith("UBND", StringComparison.Ordinal)) name = "Ủy ban nhân dân" + name[4..];
        if (Vn.Lower(name) == "ủy ban nhân dân") return name + Placed(title ?? "", seat, text, lower);
        var level = Array.Find(Levels, l => Vn.Lower(name).EndsWith(" " + l.TrimEnd(), StringComparison.Ordinal));
        if (level is null) return name;
        var place = PlaceOf(level, title ?? "", Vn.Lower(title ?? "")) ?? PlaceOf(level, text, lower);
        return place is null ? name : name + " " + place;
    }

    /// <summary>A letterhead that lost its second line: the unit that the title names, the line of capitals above the grounds, the level that the text names at the place of issue.</summary>
    private static string Placed(string title, string? seat, string text, string lower)
    {
        var titled = Vn.Lower(title);
        foreach (var level in Levels)
            if (PlaceOf(level, title, titled) is { } place)
                return " " + level + place;
        if (Authority(text, lower) is { } named) return named;
        if (seat is null) return "";
        foreach (var level in Levels)
            if (lower.Contains(" " + level + Vn.Lower(seat), StringComparison.Ordinal))
                return " " + level + seat;
        const string committee = "ủy ban nhân dân ";
        var at = lower.IndexOf(committee, StringComparison.Ordinal);
        for (; at >= 0 && at < LongestOpening; at = lower.IndexOf(committee, at + committee.Length, StringComparison.Ordinal))
            foreach (var level in Levels)
                if (lower.AsSpan(at + committee.Length).StartsWith(level, StringComparison.Ordinal))
                    return " " + level + (PlaceOf(level, text, lower) ?? seat);
        return "";
    }

    /// <summary>"ỦY BAN NHÂN DÂN TỈNH THANH LA" on a line of its own: the level and the name.</summary>
    private static string? Authority(string text, string lower)
    {
        foreach (var level in Levels)
        {
            var wanted = "ủy ban nhân dân " + level;
            for (var at = lower.IndexOf(wanted, StringComparison.Ordinal); at >= 0 && at < LongestOpening; at = lower.IndexOf(wanted, at + wanted.Length, StringComparison.Ordinal))
            {
                var end = lower.IndexOf('\n', at);
                if (end < 0) end = lower.Length;
                var name = text.AsSpan(at + wanted.Length, end - at - wanted.Length).Trim([' ', '|', '*', ':']);
                if (name.Length is > 2 and < 40 && Vn.MostlyUpper(text.AsSpan(at, end - at)) && !name.ContainsAny(',', ';')) return " " + level + Vn.TitleCase(Vn.Lower(name));
            }
        }

        return null;
    }

    /// <summary>The proper name that most often follows a level: "tỉnh Cao Bằng".</summary>
    private static string? PlaceOf(string level, string text, string lower)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        string? best = null;
        for (var at = lower.IndexOf(level, StringComparison.Ordinal); at >= 0 && counts.Count < 200; at = lower.IndexOf(level, at + level.Length, StringComparison.Ordinal))
        {
            if (at > 0 && char.IsLetter(lower[at - 1])) continue;
            var start = at + level.Length;
            var end = start;
            var words = 0;
            while (end < text.Length && char.IsUpper(text[end]) && words < 3)
            {
                var stop = end;
                while (stop < text.Length && char.IsLetter(text[stop])) stop++;
                if (stop - end > 1 && char.IsUpper(text[end + 1])) break;
                words++;
                if (stop >= text.Length || text[stop] != ' ') { end = stop; break; }
                end = stop + 1;
            }

            var name = text[start..end].TrimEnd();
            if (words < 2) continue;
            counts[name] = counts.GetValueOrDefault(name) + 1;
            if (best is null || counts[name] > counts[best]) best = name;
        }

        return best;
    }

    /// <summary>The spelling that the body of the text uses, else capitals by rule.</summary>
    public static string Proper(string name, string text, string lower)
    {
        if (!Vn.MostlyUpper(name)) return name;
        var wanted = Vn.Lower(name);
        for (var from = 0; from < lower.Length;)
        {
            var at = lower.IndexOf(wanted, from, StringComparison.Ordinal);
            if (at < 0) break;
            var found = text.Substring(at, wanted.Length);
            if (!Vn.MostlyUpper(found) && char.IsUpper(found[0])) return found;
            from = at + wanted.Length;
        }

        return Provinces.Capitalized(Acronyms(ByRule(wanted))).Replace("việt nam", "Việt Nam", StringComparison.Ordinal).Replace("Thủ tướng chính phủ", "Thủ tướng Chính phủ", StringComparison.Ordinal);
    }

    /// <summary>"Ubnd", "Gd - Đt", "Thcs" cannot be read as syllables: they are written in capitals.</summary>
    private static string Acronyms(string name) => string.Join(' ', name.Split(' ').Select(w => IsAcronym(Vn.Lower(w)) ? w.ToUpperInvariant() : w));

    private static bool IsAcronym(string lower)
    {
        if (lower is "ubnd" or "ubmttq" or "ubmttqvn" or "thcs" or "thpt") return true;
        var letters = 0;
        foreach (var c in lower)
        {
            if (char.IsLetter(c)) letters++;
            if (Phrases.VietnameseLetters.Base(c) is (byte)'a' or (byte)'e' or (byte)'i' or (byte)'o' or (byte)'u' or (byte)'y') return false;
        }

        return letters > 1;
    }

    /// <summary>Body words small, names of places in capitals: "Ủy ban nhân dân huyện Vĩnh Lộc".</summary>
    private static string ByRule(string lower)
    {
        foreach (var level in Levels)
        {
            var at = lower.IndexOf(" " + level, StringComparison.Ordinal);
            if (at < 0 || level == "xã " && lower.AsSpan(at + 1 + level.Length).StartsWith("hội", StringComparison.Ordinal)) continue;
            var head = lower[..at];
            return Domain(head) + " " + level + Vn.TitleCase(lower[(at + 1 + level.Length)..]);
        }

        foreach (var level in Levels)
            if (lower.StartsWith(level, StringComparison.Ordinal))
                return Vn.Capital(level) + Vn.TitleCase(lower[level.Length..]);
        return Domain(lower);
    }

    private static string Domain(string lower)
    {
        foreach (var head in (ReadOnlySpan<string>)["tổng cục ", "chi cục ", "trung tâm ", "sở ", "bộ ", "phòng ", "vụ ", "cục ", "viện ", "trường ", "bệnh viện ", "ban ", "đài ", "báo "])
        {
            if (!lower.StartsWith(head, StringComparison.Ordinal)) continue;
            if (head == "trường ") return "Trường " + Vn.TitleCase(lower[head.Length..]);
            var rest = lower[head.Length..].Replace(" và ", " và \u0001", StringComparison.Ordinal).Replace(", ", ", \u0001", StringComparison.Ordinal).Replace("- ", "- \u0001", StringComparison.Ordinal);
            return Vn.Capital(head) + string.Concat(rest.Split('\u0001').Select(Vn.Capital));
        }

        return Vn.Capital(lower);
    }

    /// <summary>The body that says in the opening that it issues the plan: "…, UBND huyện Vĩnh Lộc ban hành Kế hoạch …".</summary>
    public static string? FromOpening(IEnumerable<Block> opening)
    {
        foreach (var block in opening)
        {
            var words = new Words(block.Text, block.Lower);
            for (var i = words.Count - 2; i > 0; i--)
            {
                if (!(words.Is(i, "ban") && words.Is(i + 1, "hành")) && !(words.Is(i, "xây") && words.Is(i + 1, "dựng")) && !(words.Is(i, "triển") && words.Is(i + 1, "khai")) && !(words.Is(i, "tổ") && words.Is(i + 1, "chức")) && !words.Is(i, "lập")) continue;
                for (var start = Math.Max(0, i - 16); start < i; start++)
                {
                    if (!words.Capital(start) || AgencyLexicon.Head(words, start, determined: false) == 0) continue;
                    if (start > 0 && (words.Is(start - 1, "của") || words.Is(start - 1, "thuộc"))) continue;
                    if (AgencyGrammar.List(words, start) is { } list && list.To == i && list.Actors.Count == 1) return list.Actors[0].Name;
                }
            }
        }

        return null;
    }
}
