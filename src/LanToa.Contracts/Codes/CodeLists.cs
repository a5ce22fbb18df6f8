namespace LanToa.Contracts.Codes;

/// <summary>
/// The code lists that plans and activities share, each in its order, as people read them. Codes are stable, a list may grow, a code is never used again;
/// a code without a name is shown as it is.
/// </summary>
public static class CodeLists
{
    /// <summary>Channels in the order of the list.</summary>
    public static readonly IReadOnlyList<(string Code, string Name)> Channels =
    [
        ("provincial-broadcaster", "Đài Phát thanh và Truyền hình tỉnh"), ("district-radio", "Đài truyền thanh cấp huyện"), ("commune-loudspeaker", "Loa truyền thanh cấp xã"),
        ("newspaper", "Báo, tạp chí"), ("portal", "Cổng/Trang thông tin điện tử"), ("notice-board", "Bảng tin công cộng"), ("posting", "Niêm yết công khai"), ("poster", "Pa nô, áp phích"),
        ("banner", "Băng rôn, khẩu hiệu"), ("leaflet", "Tờ rơi, tờ gấp"), ("bulletin", "Bản tin, tài liệu không kinh doanh"), ("bookcase", "Tủ sách pháp luật, điểm bưu điện - văn hóa xã"),
        ("e-library", "Tủ sách điện tử"), ("mobile-unit", "Thông tin lưu động"), ("oral", "Tuyên truyền miệng"), ("sms", "Nhắn tin trên mạng viễn thông"), ("social", "Mạng xã hội"),
        ("app", "Ứng dụng di động"), ("meeting", "Hội nghị, hội thảo, giao ban"), ("training", "Tập huấn, bồi dưỡng"), ("talk", "Tọa đàm"), ("dialogue", "Đối thoại"),
        ("contest", "Cuộc thi, hội thi"), ("exam", "Nội dung thi tuyển dụng, nâng ngạch"), ("community-team", "Tổ công nghệ số cộng đồng"), ("hotline", "Tổng đài, đường dây nóng"),
    ];

    public static readonly IReadOnlyList<(string Code, string Name)> Products =
    [
        ("news", "Tin"), ("article", "Bài"), ("column", "Chuyên mục"), ("page", "Chuyên trang"), ("feature", "Chuyên đề, phóng sự"), ("broadcast", "Chương trình, buổi phát thanh"), ("video", "Video clip, phim"),
        ("image", "Hình ảnh, infographic"), ("poster", "Áp phích"), ("panel", "Pa nô"), ("banner", "Băng rôn"), ("leaflet", "Tờ rơi, tờ gấp"), ("booklet", "Tài liệu, ấn phẩm"), ("issue", "Số bản tin"),
        ("event", "Hội nghị, hội thảo, tọa đàm"), ("training", "Lớp tập huấn"), ("dialogue", "Buổi đối thoại"), ("contest", "Cuộc thi"), ("posting", "Niêm yết"), ("message", "Tin nhắn"), ("post", "Bài mạng xã hội"),
        ("guidance", "Văn bản hướng dẫn"), ("plan", "Kế hoạch"), ("report", "Báo cáo"), ("inspection", "Cuộc kiểm tra"), ("commendation", "Khen thưởng"), ("estimate", "Dự toán"), ("other", "Khác"),
    ];

    public static readonly IReadOnlyList<(string Code, string Name)> Audiences =
    [
        ("officials", "Cán bộ, công chức, viên chức, người lao động"), ("party-members", "Đảng viên"), ("citizens", "Người dân"), ("businesses", "Doanh nghiệp"), ("organizations", "Tổ chức"),
        ("students", "Học sinh, sinh viên"), ("ethnic-minorities", "Đồng bào dân tộc thiểu số"), ("other", "Khác"),
    ];

    /// <summary>After Nghị quyết 76/NQ-CP.</summary>
    public static readonly IReadOnlyList<(string Code, string Name)> Topics =
    [
        ("institution", "Cải cách thể chế"), ("procedures", "Cải cách thủ tục hành chính"), ("organization", "Cải cách tổ chức bộ máy"), ("civil-service", "Cải cách chế độ công vụ"),
        ("public-finance", "Cải cách tài chính công"), ("digital-government", "Chính quyền điện tử, chính quyền số"), ("direction", "Chỉ đạo, điều hành"), ("one-stop", "Một cửa, một cửa liên thông"),
        ("online-services", "Dịch vụ công trực tuyến"), ("public-post", "Bưu chính công ích"), ("feedback", "Phản ánh, kiến nghị"), ("indices", "PAR INDEX, SIPAS, PAPI, PCI"),
        ("models", "Gương điển hình, mô hình, sáng kiến"), ("shortcomings", "Tồn tại, phê bình"), ("quality-system", "ISO"), ("other", "Khác"),
    ];

    /// <summary>The channels as a form offers them: what is alike stands together.</summary>
    public static readonly IReadOnlyList<(string Group, IReadOnlyList<string> Codes)> ChannelGroups =
    [
        ("Báo, đài, truyền thanh", ["provincial-broadcaster", "district-radio", "commune-loudspeaker", "newspaper", "mobile-unit"]),
        ("Trên mạng, điện thoại", ["portal", "social", "app", "sms", "e-library", "hotline"]),
        ("Trực quan, tài liệu", ["notice-board", "posting", "poster", "banner", "leaflet", "bulletin", "bookcase"]),
        ("Gặp gỡ, học tập, thi", ["meeting", "training", "talk", "dialogue", "oral", "community-team", "contest", "exam"]),
    ];

    public static readonly IReadOnlyList<(string Group, IReadOnlyList<string> Codes)> TopicGroups =
    [
        ("Sáu nội dung cải cách", ["institution", "procedures", "organization", "civil-service", "public-finance", "digital-government"]),
        ("Phục vụ người dân, doanh nghiệp", ["one-stop", "online-services", "public-post", "feedback"]),
        ("Chỉ đạo, đánh giá", ["direction", "indices", "models", "shortcomings", "quality-system", "other"]),
    ];

    /// <summary>ISO 639 codes; "vi" where nothing is said.</summary>
    public static readonly IReadOnlyList<(string Code, string Name)> Languages =
    [
        ("vi", "Tiếng Việt"), ("tyz", "Tiếng Tày"), ("nut", "Tiếng Nùng"), ("hmn", "Tiếng Mông"), ("ium", "Tiếng Dao"), ("tai", "Tiếng Thái"), ("mtq", "Tiếng Mường"), ("sign", "Ngôn ngữ ký hiệu"), ("en", "Tiếng Anh"), ("other", "Khác"),
    ];
}
