namespace LanToa.Planning.Plans;

/// <summary>The names of the code lists that plans use, as people read them. Codes are stable; a code without a name is shown as it is.</summary>
public static class PlanCodes
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

    private static readonly Dictionary<string, string> ChannelNames = Channels.ToDictionary(c => c.Code, c => c.Name, StringComparer.Ordinal);

    public static string ChannelName(string code) => ChannelNames.GetValueOrDefault(code, code);
}
