namespace LanToa.Reading.Grammar;

/// <summary>The words that names of Vietnamese bodies are made of. No list of names: heads, group nouns, qualifiers and what may not follow.</summary>
internal static class AgencyLexicon
{
    /// <summary>Heads that make a name also in small letters.</summary>
    public static readonly PhraseSet StrongHeads = new(
        "ủy ban nhân dân|ubnd|hội đồng nhân dân|hđnd|ủy ban mặt trận tổ quốc|ủy ban mttq|ubmttq|mttq|mặt trận tổ quốc|sở|văn phòng|phòng|trung tâm|công an|ban quản lý|ban chỉ đạo|ban giám hiệu|ban giám đốc",
        "chi cục|tổng cục|bệnh viện|trường|đài phát thanh|đài truyền thanh|đài truyền hình|tỉnh đoàn|thành đoàn|huyện đoàn|quận đoàn|đoàn thanh niên|thành ủy|tỉnh ủy|huyện ủy|quận ủy|đảng ủy|thị ủy|ban tuyên giáo",
        "hội liên hiệp phụ nữ|hội nông dân|hội cựu chiến binh|liên đoàn lao động|công đoàn|bảo hiểm xã hội|kho bạc nhà nước|bộ phận một cửa|bộ phận tiếp nhận và trả kết quả|trạm y tế|bưu điện|viễn thông|viettel|vnpt",
        "cơ quan thường trực|hội đồng phối hợp phổ biến, giáo dục pháp luật|hội đồng phối hợp phổ biến giáo dục pháp luật|hội đồng phối hợp pbgdpl|hội đồng phối hợp công tác pbgdpl|hội đồng pbgdpl|trung tâm phục vụ hành chính công|tổ công nghệ số cộng đồng|đài pt-th|đài ptth|đài pt&th|liên hiệp các hội khoa học và kỹ thuật");

    /// <summary>Heads that make a name when written with a capital, or after "các".</summary>
    public static readonly PhraseSet Heads = new(
        "bộ|ban|vụ|cục|viện|đài|báo|tạp chí|hội|liên đoàn|liên hiệp|liên minh|đoàn|đội|tổ|khoa|công ty|tổng công ty|tập đoàn|ngân hàng|hiệp hội|câu lạc bộ|quỹ|thư viện|bảo tàng|nhà xuất bản|nhà văn hóa|nhà hát",
        "tòa án|tòa án nhân dân|viện kiểm sát|viện kiểm sát nhân dân|thanh tra|kiểm toán nhà nước|bộ chỉ huy|bộ chỉ huy quân sự|ban chỉ huy quân sự|bộ tư lệnh|bộ đội biên phòng|quân khu|chi bộ|đảng bộ|đảng đoàn|thường trực|ban thường vụ",
        "cơ quan|đơn vị|hội đồng|tổ giúp việc|tiểu ban|bộ phận|trạm|nhà máy|xí nghiệp|hợp tác xã|doanh nghiệp|chính phủ|quốc hội|thủ tướng|thủ tướng chính phủ|văn phòng chính phủ|học viện|đại học|cao đẳng|trung tâm|hạt kiểm lâm",
        "đồng chí|đ/c|ông|bà|thủ trưởng|bộ trưởng|chủ tịch|phó chủ tịch|giám đốc|phó giám đốc|trưởng phòng|phó trưởng phòng|trưởng ban|chánh văn phòng|chánh thanh tra|cục trưởng|vụ trưởng|tổng cục trưởng|hiệu trưởng|phó hiệu trưởng|viện trưởng|người đứng đầu|lãnh đạo|trưởng khoa|trưởng thôn|trưởng các|tổ trưởng|bí thư",
        "công chức|viên chức|cán bộ|giáo viên|giáo viên chủ nhiệm|tổng phụ trách|tổng phụ trách đội|chi đoàn|liên đội|thôn|khu phố|tổ dân phố|ấp|bản|xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|đặc khu|đại sứ quán|kho bạc|điện lực",
        "gvcn|gvbm|bgh|mặt trận|hội lhpn|hội ccb|hội liên hiệp|hội chữ thập đỏ|hội luật gia|hội nhà báo|ubmt|cổng thông tin điện tử|trang thông tin điện tử|đoàn tncs hồ chí minh|đoàn tncs|vpub|vp|tand|vksnd|bhxh|bch|ban chấp hành|nhà trường|tổng thư ký|tổng biên tập|hãng phim|hội sinh viên|ban dân tộc|ban dân vận|ban tổ chức");

    /// <summary>Nouns that stand in groups: "các sở, ban, ngành", "UBND các xã, phường".</summary>
    public static readonly PhraseSet GroupNouns = new(
        "sở|ban|ngành|phòng|ban ngành|bộ|cơ quan|đơn vị|địa phương|đoàn thể|hội|hội đoàn thể|tổ chức|cá nhân|doanh nghiệp|xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|đặc khu|thôn|tổ dân phố|khu phố|ấp|bản|khu dân cư|cấp|cấp ủy|cấp uỷ|cục|vụ|viện|trường|trường học|khoa|trạm",
        "hiệp hội|cơ sở|cơ sở giáo dục|cơ sở đào tạo|cơ quan ngang bộ|cơ quan thuộc chính phủ|hộ gia đình|tập thể|chính quyền|chính quyền địa phương|bộ phận|trung tâm|tập đoàn|tổng công ty|công ty|ban quản lý|chi cục|tổ|tổ chuyên môn|đội|báo|đài|tạp chí|cơ quan báo chí|cơ quan thông tấn|báo chí|lực lượng|lực lượng vũ trang|ban đảng",
        "tổ chức chính trị - xã hội|tổ chức chính trị|đoàn thể chính trị - xã hội|tổ chức xã hội|tổ chức quốc tế|đại sứ quán|nghệ sĩ|nghệ sỹ|nghệ nhân|thành viên|giáo viên|giáo viên chủ nhiệm|công chức|viên chức|cán bộ|câu lạc bộ|nhà trường|chi bộ|chi đoàn|lớp|học sinh|sinh viên|phòng ban|chuyên môn|phòng chuyên môn|sở ngành|ban chuyên môn|phòng học|xóm|khóm|buôn|làng|doanh nhân|nhà mạng|hợp tác xã|chủ đầu tư|nhóm|chuyên gia|ban, ngành|hội quần chúng|đồng chí|bộ, ngành|khối|khu vực|văn phòng|cấp ủy đảng|cấp chính quyền|tầng lớp|tổng cục|hội đặc thù");

    public static readonly PhraseSet Determiners = new("các|những|toàn thể|tất cả|tất cả các|một số|mỗi|từng|toàn bộ|mọi|các cơ quan|cùng các|hệ thống các|lãnh đạo các|thủ trưởng các|giám đốc các|chủ tịch các|trưởng các|người đứng đầu các");

    /// <summary>Small words that stay within a name or qualify it.</summary>
    public static readonly PhraseSet Qualifiers = new(
        "khám bệnh|chữa bệnh|sáng tạo|thường trực|liên quan|có liên quan|khác có liên quan|khác liên quan|khác|trực thuộc|thuộc|trực thuộc trung ương|của|trên địa bàn|trên địa bàn tỉnh|trên địa bàn huyện|trên địa bàn thành phố|trên địa bàn xã|trên địa bàn phường|trên toàn tỉnh|cùng cấp|các cấp|cấp tỉnh|cấp huyện|cấp xã|cấp cơ sở|cấp|tỉnh|huyện|xã|phường|thị trấn|thành phố|thị xã|quận|cơ sở|địa phương|các|và|trung ương|nhà nước|liên ngành|chuyên môn|chức năng|nghiệp vụ|cơ sở|trong tỉnh|trong huyện|trong xã|trong nước|quốc tế|ngành|khu vực|tại địa phương|ở trung ương|ở địa phương|thành viên|đóng trên địa bàn|tham mưu giúp việc|được phân công|được giao|được giao nhiệm vụ|được phân công chủ trì|được giao chủ trì|sự nghiệp|ngoài|này|trên|nêu trên|có tên trong|phụ trách|chủ chốt");

    /// <summary>Fields of work that names of bodies hold, though they are verbs as well: "Cục Tin học và thống kê tài chính".</summary>
    public static readonly PhraseSet Fields = new("thống kê|truyền thông|đào tạo|thông tin|kiểm soát|giáo dục|khai thác|phát triển|quản lý|đầu tư|hợp tác|xử lý|tuyên truyền|giám sát|nghiên cứu|bồi dưỡng|quảng bá|tư vấn|hỗ trợ|cung cấp|tiếp nhận|giải quyết|theo dõi|thanh tra|kiểm tra|đánh giá|phổ biến|ứng dụng");

    /// <summary>Names of fields that hold a word of work and stay whole: "Phòng Kế hoạch tổng hợp", "Phòng Quản lý thu".</summary>
    public static readonly PhraseSet Compounds = new(
        "kế hoạch tổng hợp|đào tạo|công nghệ thông tin|quản lý thu|quản lý chất lượng|quản lý đào tạo|quản lý khoa học|quản lý sinh viên|quản lý đô thị|quản lý dự án|quản lý nhà nước|quản lý chuyên ngành|quản lý xây dựng|quản lý đất đai|quản lý ngân sách|quản lý thị trường",
        "kiểm soát nhiễm khuẩn|kiểm soát bệnh tật|kiểm soát thủ tục hành chính|kiểm soát tthc|thường trực|thanh tra pháp chế|khảo thí và đảm bảo chất lượng|khảo thí và kiểm định chất lượng|đảm bảo chất lượng|bảo đảm chất lượng",
        "tiếp nhận và trả kết quả|hành chính quản trị|hành chính tổng hợp|tổ chức cán bộ|tổ chức hành chính|tổ chức biên chế|tổ chức nhà nước|tổ chức bộ máy|thi đua khen thưởng|đại diện cha mẹ học sinh|đại diện hội cha mẹ học sinh|đại diện người bệnh",
        "hợp tác quốc tế|nghiên cứu khoa học|công tác xã hội|công tác sinh viên|thông tin cổ động|tuyên truyền cổ động|thông tin tuyên truyền|thông tin lưu động|thông tin đối ngoại|thông tin cơ sở|chẩn đoán hình ảnh|hồi sức cấp cứu|hồi sức tích cực|phát triển đối tượng|phát triển nông thôn",
        "giáo dục mầm non|giáo dục tiểu học|giáo dục trung học|giáo dục thường xuyên|giáo dục nghề nghiệp|đăng ký kinh doanh|đăng ký đất đai|xúc tiến đầu tư|phục vụ hành chính công|phổ biến giáo dục pháp luật|chuyển đổi số|cải cách hành chính|hành chính công|bổ trợ tư pháp|hành chính tư pháp|trợ giúp pháp lý|nghiệp vụ tổng hợp|giám định bảo hiểm y tế|sử dụng đất");

    /// <summary>Words that give a body its duty.</summary>
    public static readonly PhraseSet Duties = new("chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|tham mưu|chủ động|căn cứ");

    private static readonly Dictionary<string, string[]> NotAfter = new(StringComparer.Ordinal)
    {
        ["ban"] = ["hành", "đầu", "đêm", "bố"], ["bộ"] = ["tiêu", "chỉ số", "chỉ tiêu", "máy", "thủ", "câu", "đề", "nhận", "môn", "luật", "quy", "tài", "ảnh", "dữ", "công"], ["báo"] = ["cáo", "hiệu", "động", "giá", "viên"], ["tổ"] = ["chức"],
        ["hội"] = ["nghị", "thảo", "thi", "họp", "trường", "nhập", "tụ", "viên", "chợ", "diễn", "ý"], ["đoàn"] = ["kết", "viên", "thể", "công"], ["đội"] = ["ngũ", "tuyên"], ["phòng"] = ["chống", "ngừa", "tránh", "bệnh", "cháy", "dịch"], ["vụ"] = ["việc", "án", "mùa"],
        ["viện"] = ["dẫn", "trợ"], ["trường"] = ["hợp"], ["đài"] = ["loan"], ["quỹ"] = ["đất"], ["cơ quan"] = [], ["tổ chức"] = ["thực", "triển", "các", "tuyên", "hội", "tập", "cuộc", "thi", "quán", "xây", "tốt", "lễ", "phổ", "đối", "kiểm", "rà", "sơ", "tổng", "đánh", "lớp", "phát", "in", "ra", "biên", "tọa", "sinh", "hướng", "truyền", "ký", "một", "khảo", "đoàn", "thông", "vận", "cho", "đăng", "hiệu", "có", "chương", "giao", "đợt", "đào", "niêm", "công", "chuyên", "ít", "các", "và", "bồi", "lấy", "lồng", "lực", "việc", "buổi", "đêm", "đón", "dạy", "diễn", "học"],
        ["cục"] = ["bộ"], ["bà"] = ["con"], ["khoa"] = ["học"], ["bản"] = ["tin", "đồ", "thân", "chất", "sắc", "cam", "điện", "sao", "án", "vẽ", "mềm", "giấy", "kế"], ["thanh tra"] = ["kiểm", "việc", "công"], ["sở"] = ["hữu", "thích", "tại"], ["quốc hội"] = [], ["cơ sở"] = ["vật", "dữ", "hạ", "lý", "pháp", "đó", "nội", "kế", "chỉ", "hạn", "các", "kết", "chức"], ["xã"] = ["hội"], ["tỉnh"] = ["hình"], ["thành phố"] = [], ["hệ thống"] = ["hóa", "lại", "chính"],
        ["cán bộ"] = ["công", "và"], ["lãnh đạo"] = ["chỉ", "việc"], ["thành viên"] = [], ["nhóm"] = ["nhiệm", "giải", "nội", "đối", "tiêu", "chỉ", "tiêu chí"], ["văn phòng"] = ["phẩm", "điện"], ["công an"] = [], ["quận"] = [], ["đồng chí"] = [], ["trạm"] = [], ["liên hiệp"] = [], ["đảng ủy"] = [], ["trung tâm"] = ["là", "của"],
        ["cấp"] = ["phát", "phép", "giấy", "bách", "thiết", "kinh", "đổi", "mới", "lại"], ["công chức"] = ["viên", "và"], ["viên chức"] = ["người", "và"], ["nhà trường"] = [], ["hội đồng"] = [], ["bưu điện"] = [], ["đơn vị"] = ["tính", "hành chính"], ["doanh nghiệp"] = [], ["giáo viên"] = [], ["bảo hiểm xã hội"] = ["tự", "bắt", "cho"], ["đại học"] = [], ["thôn"] = [], ["ấp"] = ["ủ"], ["thường trực"] = [], ["lực lượng"] = [], ["chính quyền"] = ["điện", "số", "thân"], ["báo chí"] = [], ["hộ gia đình"] = [], ["đài phát thanh"] = [], ["tập thể"] = [], ["cá nhân"] = [], ["viễn thông"] = [],
    };

    private static readonly Dictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> NotAfterHead = NotAfter.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Words of the head at a word, 0 where there is none.</summary>
    public static int Head(Words words, int at, bool determined)
    {
        var length = Math.Max(StrongHeads.Match(words, at), Heads.Match(words, at));
        if (determined) length = Math.Max(length, GroupNouns.Match(words, at));
        if (length == 0) return 0;
        if (!determined && !words.Capital(at) && StrongHeads.Match(words, at) == 0) return 0;
        if (words.Is(at, "các")) return 0;
        // After "các" it is a noun: "các tổ chức đoàn thể".
        if (determined && length == 2 && words.Is(at, "tổ") && words.Is(at + 1, "chức")) return length;
        return Excluded(words, at, length) ? 0 : length;
    }

    public static bool Excluded(Words words, int at, int length)
    {
        if (at + length >= words.Count || !NotAfterHead.TryGetValue(words.LowerRange(at, at + length), out var banned)) return false;
        if (words.Mark(at + length) == ',' && length == 1 && words.Is(at, "phòng") && words.Is(at + length + 1, "chống")) return true;
        foreach (var word in banned)
            if (words.Is(at + length, word) && (words.Upper || !words.Capital(at + length)))
                return true;
        return false;
    }

    public static bool StartsWithHead(string lower)
    {
        var words = new Words(lower, lower);
        return StrongHeads.Match(words, 0) > 0 || (Heads.Match(words, 0) > 0 && words.Count > 1 && Heads.Match(words, 0) < words.Count && words.Is(0, "hội") is false && !Excluded(words, 0, Heads.Match(words, 0)));
    }
}
