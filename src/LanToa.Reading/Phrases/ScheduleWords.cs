using System.Collections.Frozen;

namespace LanToa.Reading.Phrases;

/// <summary>The words that wordings of time are made of.</summary>
internal static class ScheduleWords
{
    public static readonly Word Day = new("ngày");
    public static readonly Word Week = new("tuần");
    public static readonly Word Month = new("tháng", loose: true);
    public static readonly Word Quarter = new("quý");
    public static readonly Word Year = new("năm");
    public static readonly Word HalfOf = new("nửa", loose: true);
    public static readonly Word Period = new("kỳ"), School = new("học");
    public static readonly Word Phase = new("giai"), PhaseEnd = new("đoạn", loose: true);
    public static readonly Word Every = new("hằng"), EveryToo = new("hàng"), Each = new("mỗi", loose: true), EachOne = new("từng"), Those = new("các");
    public static readonly Word Definite = new("định"), Times = new("lần"), One = new("một"), Foremost = new("tiên"), Two = new("hai"), Six = new("sáu"), Nine = new("chín"), Three = new("ba");
    public static readonly Word Often = new("thường"), Going = new("xuyên", loose: true), Without = new("liên"), Break = new("tục"), Whole = new("suốt");
    public static readonly Word By = new("theo"), Batch = new("đợt", loose: true), Right = new("đúng"), Rule = new("quy"), RuleEnd = new("định");
    public static readonly Word When = new("khi"), Has = new("có"), Is = new("được"), Need = new("cần"), Asked = new("yêu"), AskedEnd = new("cầu");
    public static readonly Word Arise = new("phát"), AriseEnd = new("sinh"), Proposed = new("đề"), ProposedEnd = new("nghị"), Order = new("chỉ"), OrderEnd = new("đạo");
    public static readonly Word Guide = new("hướng"), GuideEnd = new("dẫn"), Sudden = new("đột", loose: true), SuddenEnd = new("xuất", loose: true);
    public static readonly Word Before = new("trước", loose: true), Late = new("chậm"), LateToo = new("muộn"), Most = new("nhất"), Done = new("xong"), Over = new("quá"), Not = new("không");
    public static readonly Word Complete = new("hoàn"), CompleteEnd = new("thành"), Until = new("đến"), UntilToo = new("tới"), Out = new("hết"), Limit = new("hạn");
    public static readonly Word From = new("từ"), Since = new("kể"), Start = new("bắt"), Count = new("tính"), In = new("trong"), At = new("vào"), Be = new("là"), About = new("khoảng"), Clock = new("giờ");
    public static readonly Word Of = new("của"), Last = new("cuối"), First = new("đầu"), Middle = new("giữa"), Next = new("sau"), NextToo = new("kế"), NextAlso = new("tiếp"), Final = new("cùng");
    public static readonly Word Working = new("làm"), WorkingEnd = new("việc"), Just = new("ngay");
    public static readonly Word Report = new("báo"), ReportEnd = new("cáo"), With = new("với"), Together = new("kèm"), Blend = new("lồng"), BlendEnd = new("ghép");
    public static readonly Word Expected = new("dự"), ExpectedEnd = new("kiến"), And = new("và"), Or = new("hoặc"), Full = new("cả"), On = new("trở"), OnEnd = new("đi"), Now = new("nay");
    public static readonly Word Time = new("thời"), TimeEnd = new("gian"), Pace = new("tiến"), PaceEnd = new("độ"), Moment = new("điểm"), Route = new("lộ"), RouteEnd = new("trình");
    public static readonly Word Expense = new("phí"), Spend = new("chi"), Duty = new("vụ"), Already = new("đã"), Effect = new("hiệu"), EffectEnd = new("lực"), Data = new("số"), DataEnd = new("liệu");
    public static readonly Word Th = new("thứ"), Following = new("những"), T = new("t"), Least = new("thiểu"), AtLeast = new("ít");
    public static readonly Word Received = new("nhận"), Signed = new("ký"), Issued = new("ban"), IssuedEnd = new("hành");

    public static readonly string[] EveryNames = ["month", "quarter", "half-year", "nine-months", "year"];

    /// <summary>Words at which a wording of time can begin or be recognised, without marks.</summary>
    public static readonly FrozenSet<ulong> Triggers = Folded(
        "ngày", "tuần", "tháng", "quý", "năm", "nửa", "giai", "hằng", "mỗi", "từng", "định", "thường", "theo", "khi", "đột", "cùng", "kèm", "trong", "t", "cả", "cuối", "đầu",
        "giữa", "kế", "ngay", "sau", "đã", "suốt", "liên", "dự", "lồng", "các");

    /// <summary>Verbs with which a duty goes on after "hằng năm".</summary>
    public static readonly WordSet Verbs = new(
        "báo", "tổng", "tổ", "xây", "kiểm", "rà", "đánh", "tham", "chủ", "phối", "ban", "thực", "triển", "tiến", "lập", "gửi", "cập", "công", "khảo", "biên", "đăng", "duy", "phát", "mở", "đưa", "viết");

    /// <summary>Nouns that "hằng năm" only describes: ngân sách hằng năm is no deadline.</summary>
    public static readonly WordSet Described = new(
        "sách", "toán", "hoạch", "trình", "phí", "hội", "vụ", "tiêu", "số", "loại", "giá", "đua", "tác", "quả", "cấp", "phân", "học", "tế", "khen", "giao", "duyệt", "nước");

    private static FrozenSet<ulong> Folded(params string[] words) => words.Select(w => new Word(w).Folded).ToFrozenSet();
}
