namespace LanToa.Reading.Phrases;

/// <summary>The body that issued an act: "của Chủ tịch UBND huyện Vĩnh Lộc| về việc …", and where its name ends.</summary>
internal static class ActIssuer
{
    private static readonly Word Of = new("của"), By = new("do"), Issued = new("ban"), IssuedEnd = new("hành"), And = new("và"), Assembly = new("hội"), AssemblyEnd = new("nghị"), Time = new("lần"), Th = new("thứ");
    private static readonly Word Nation = new("quốc"), Board = new("chấp");
    private static readonly Word Approves = new("phê"), ApprovesEnd = new("duyệt");
    private static readonly Word Ministry = new("bộ"), District = new("quận"), Ward = new("phường"), Zone = new("khu");

    /// <summary>Words with which an agency's name begins.</summary>
    private static readonly WordSet Heads = new(
        "bộ", "ban", "ủy", "ubnd", "hđnd", "ubtvqh", "sở", "hội", "tỉnh", "thành", "huyện", "chính", "thủ", "chủ", "quốc", "cục", "tổng", "vụ", "văn", "thanh", "đảng", "trung", "phòng", "xã", "phường", "thị",
        "quận", "viện", "tòa", "kiểm", "ngân", "đài", "thường", "liên", "giám", "trưởng", "hiệu", "cơ", "bảo", "mặt", "đoàn", "trường", "chi", "công", "phó", "bí", "kho", "ubmttq", "ubmttqvn", "btv", "btg", "bch", "đại", "học", "chánh", "tw", "nhà", "lãnh", "quân", "bệnh");

    // Two words that end a name: what the act does.
    private static readonly PairSet Ends = new(
        "ban hành", "phê duyệt", "quy định", "thực hiện", "triển khai", "hướng dẫn", "sửa đổi", "công bố", "điều chỉnh", "thay thế", "bãi bỏ", "tăng cường", "đẩy mạnh", "tiếp tục", "đối với", "kèm theo", "giao cho", "phân công", "phân cấp", "quán triệt", "thành lập", "đã được", "tổ chức", "giao chỉ",
        "giao dự", "chấn chỉnh", "nâng cao", "cụ thể", "thông qua", "thông báo", "xây dựng", "kiện toàn", "bổ sung", "góp phần", "yêu cầu", "hội nghị", "phối hợp", "tham mưu", "phát động", "chỉ đạo", "khóa họp");

    private static readonly WordSet Stops = new("về", "v", "để", "nhằm", "là", "có", "đã", "được", "theo", "tại", "cho", "trong", "khi", "gồm", "như", "trên", "đến", "từ", "với", "thì", "do", "giao", "gửi", "nêu", "ngày", "số", "năm", "và", "hoặc", "này", "đồng", "sau");

    public static string? Read(PhraseTokens tokens, int index, string kind, out int next)
    {
        next = index;
        var at = index;
        if (tokens.IsMark(at, ',') || tokens.IsMark(at, ')')) at++;
        if (tokens.Is(at, Assembly, AssemblyEnd)) at = SkipAssembly(tokens, at);
        else if (tokens.Is(at, Of)) at = tokens.Is(at + 1, Assembly, AssemblyEnd) ? SkipAssembly(tokens, at + 1) : at + 1;
        else if (tokens.Is(at, By) && HasIssuedAfter(tokens, at + 1)) at++;
        else return null;
        if (at >= tokens.Count || !tokens.IsWord(at) || !Heads.Has(tokens, at)) return null;
        var end = NameEnd(tokens, at, kind);
        if (end <= at) return null;
        next = end;
        return tokens.Slice(at, end);
    }

    private static bool HasIssuedAfter(PhraseTokens tokens, int at)
    {
        for (var i = at; i < Math.Min(tokens.Count, at + 14); i++)
        {
            if (tokens.Is(i, Issued, IssuedEnd)) return true;
            if (tokens.EndsSentence(i)) return false;
        }
        return false;
    }

    /// <summary>"Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng khóa XII"</summary>
    private static int SkipAssembly(PhraseTokens tokens, int at)
    {
        var i = at + 2;
        if (tokens.Is(i, Time)) i++;
        if (tokens.Is(i, Th)) i++;
        for (var steps = 0; steps < 4 && i < tokens.Count; steps++, i++)
        {
            if (tokens.Is(i, Issued, Board)) return i;
        }
        return i;
    }

    private static int NameEnd(PhraseTokens tokens, int at, string kind)
    {
        var joint = kind.Contains("liên", StringComparison.Ordinal) || kind.Contains("phối", StringComparison.Ordinal);
        var i = at;
        var capitals = IsAllCapitals(tokens, at) && IsAllCapitals(tokens, at - 1);
        for (; i < tokens.Count && i < at + 22; i++)
        {
            ref readonly var token = ref tokens[i];
            if (i > at && token.BlankLineBefore) break;
            if (token.Kind == TokenKind.Number && !IsDistrict(tokens, i)) break;
            if (token.Kind == TokenKind.Mark)
            {
                // "Ủy ban nhân dân (UBND) tỉnh", "Văn hóa - Thông tin", "Văn hóa, Thể thao và Du lịch"
                if (token.First == '(' && tokens.IsMark(i + 2, ')') && tokens.IsCapital(i + 1) && Heads.Has(tokens, i + 3)) { i += 2; continue; }
                if (tokens.IsDash(i) && tokens.IsCapital(i + 1)) continue;
                if (token.First == '&' && tokens.IsWord(i + 1)) continue;
                if (token.First == ',' && ContinuesList(tokens, i, joint)) continue;
                if (token.First == '.' && tokens.Touches(i) && tokens[i - 1].Length <= 3 && tokens.IsCapital(i - 1) && tokens.IsCapital(i + 1)) continue;
                break;
            }
            if (i == at) continue;
            if (tokens.Is(i, And))
            {
                if (ContinuesName(tokens, i) || (joint && Heads.Has(tokens, i + 1) && tokens.IsCapital(i + 1) && !ActKinds.TryRead(tokens, i + 1, out _, out _))) continue;
                break;
            }
            if (Stops.Has(tokens, i) && (capitals || !tokens.IsCapital(i))) break;
            if ((capitals || !tokens.IsCapital(i) || tokens.Is(i, Issued, IssuedEnd) || tokens.Is(i, Approves, ApprovesEnd)) && Ends.Has(tokens, i)) break;
            if (ActKinds.TryRead(tokens, i, out _, out var after) && after > i + 1 && !IsOffice(tokens, i)) break;
        }
        return i;
    }

    private static bool IsAllCapitals(PhraseTokens tokens, int i) => tokens.IsWord(i) && tokens[i].Length > 1 && char.IsUpper(tokens.Text[tokens[i].End - 1]) && tokens.IsCapital(i);

    private static bool IsOffice(PhraseTokens tokens, int i) => i > 0 && tokens.Is(i - 1, Ministry);

    private static bool IsDistrict(PhraseTokens tokens, int i) => tokens[i].Length <= 2 && (tokens.Is(i - 1, District) || tokens.Is(i - 1, Ward) || tokens.Is(i - 1, Zone));

    /// <summary>"Thông tin và Truyền thông", "Văn hóa, Thể thao và Du lịch": a capital that begins no agency goes on with the name.</summary>
    private static bool ContinuesName(PhraseTokens tokens, int i)
    {
        if (!tokens.IsWord(i + 1)) return false;
        if (Joined.Has(tokens, i + 1) && !Offices.Has(tokens, i + 1)) return true;
        return tokens.IsCapital(i + 1) && !Offices.Has(tokens, i + 1) && !ActKinds.TryRead(tokens, i + 1, out _, out _);
    }

    private static bool ContinuesList(PhraseTokens tokens, int i, bool joint)
    {
        if (joint && Offices.Has(tokens, i + 1) && tokens.IsCapital(i + 1)) return true;
        // Văn hóa, Thể thao và Du lịch · Lao động - Thương binh và Xã hội · văn hóa, thông tin, thể thao và du lịch
        return ListHeads.Has(tokens, i - 1) && ListParts.Has(tokens, i + 1);
    }

    private static readonly WordSet ListHeads = new("hóa", "hoá", "tin", "thao", "niên");
    private static readonly WordSet ListParts = new("thể", "thông", "gia", "du", "thiếu");
    private static readonly WordSet Joined = new("truyền", "du", "công", "môi", "đào", "phát", "xã", "nhi", "đầu", "thể", "trẻ", "tìm", "thống", "nghiên", "quản");
    private static readonly WordSet Offices = new("bộ", "ban", "ủy", "ubnd", "hđnd", "sở", "tỉnh", "chính", "thủ", "chủ", "quốc", "cục", "tổng", "vụ", "thanh", "huyện", "văn", "kế", "nghị", "quyết", "chỉ", "thông");
}
