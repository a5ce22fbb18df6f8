using System.Globalization;
using System.Text;

namespace LanToa.Bench;

/// <summary>Made-up plans of any length from a fixed seed: the wording of real ones, no real agency's.</summary>
internal static class PlanText
{
    private static readonly string[] Openings =
        ["Chủ trì, phối hợp với các cơ quan liên quan", "Phối hợp với Sở Nội vụ", "Tổ chức triển khai", "Thường xuyên cập nhật, công khai", "Xây dựng chuyên trang, chuyên mục để", "Tiếp tục đẩy mạnh"];

    private static readonly string[] Works =
        ["tuyên truyền công tác cải cách hành chính trên hệ thống truyền thanh cơ sở", "phổ biến các văn bản quy phạm pháp luật mới ban hành", "giải quyết thủ tục hành chính qua dịch vụ công trực tuyến",
         "hướng dẫn, đôn đốc, kiểm tra các đơn vị thực hiện kế hoạch", "tổng hợp, báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện", "nâng cao nhận thức, trách nhiệm của cán bộ, công chức, viên chức"];

    private static readonly string[] Times =
        ["thường xuyên trong năm", "trước ngày 15/11/2026", "mỗi quý 01 chuyên mục", "định kỳ hằng quý, 6 tháng, năm (chậm nhất là ngày 16 của tháng cuối kỳ báo cáo)", "quý I/2026", "theo đúng quy định"];

    private static readonly string[] Agencies = ["Sở Nội vụ", "Sở Tư pháp", "Sở Tài chính", "Văn phòng Ủy ban nhân dân tỉnh", "Báo và Đài Phát thanh, Truyền hình tỉnh", "Ủy ban nhân dân các xã, phường"];

    public static string Make(int characters, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder(characters + 1024);
        text.Append("ỦY BAN NHÂN DÂN\nTỈNH LAM SƠN\nSố: 15/KH-UBND\nLam Sơn, ngày 12 tháng 01 năm 2026\n\nKẾ HOẠCH\nTuyên truyền cải cách hành chính tỉnh Lam Sơn năm 2026\n\n");
        text.Append("Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ ban hành Chương trình tổng thể cải cách hành chính nhà nước;\n\nI. MỤC ĐÍCH, YÊU CẦU\n\n");
        for (var section = 1; text.Length < characters; section++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{section}. {Agencies[random.Next(Agencies.Length)]}\n\n");
            for (var item = 1; item <= 6; item++)
                text.Append(CultureInfo.InvariantCulture, $"{section}.{item}. {Pick(Openings)} {Pick(Works)}; {Pick(Works)}; {Pick(Times)}.\n");
        }
        return text.ToString(0, characters);

        string Pick(string[] from) => from[random.Next(from.Length)];
    }

    /// <summary>As a reader of another language prints it: marks lost, one marked letter in twelve misread.</summary>
    public static string Misread(string text, int seed)
    {
        var random = new Random(seed);
        return WithoutMarks(text, c => random.Next(12) != 0 ? c : c switch { 'e' or 'o' => 'é', 'a' => 'd', 'u' => 't', 'i' => 'j', _ => c });
    }

    public static string Bare(string text) => WithoutMarks(text, c => c);

    private static string WithoutMarks(string text, Func<char, char> printed)
    {
        var to = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark) to.Append(c switch { 'đ' => 'd', 'Đ' => 'D', _ => c });
            else if (to.Length > 0) to[^1] = printed(to[^1]);
        }
        return to.ToString();
    }
}
