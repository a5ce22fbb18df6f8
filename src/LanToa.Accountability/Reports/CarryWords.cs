using LanToa.Platform.Time;

namespace LanToa.Accountability.Reports;

/// <summary>What is said of differences to earlier reports, and of what a person took over of them.</summary>
public static class CarryWords
{
    /// <summary>As of when the records of an earlier period are counted: on a page that is made now, and in a report that was sent.</summary>
    public const string AtPresent = "nay", AtSending = "khi gửi báo cáo này";

    /// <summary>"Đã cộng 3".</summary>
    public static string Took(ContentRow row) => $"Đã {(row.Carried < 0 ? "trừ" : "cộng")} {Shown(row.Carried!.Value, row)}";

    /// <summary>What the press does that takes it back: "Thôi cộng", "Thôi trừ".</summary>
    public static string Leave(ContentRow row) => row.Carried < 0 ? "Thôi trừ" : "Thôi cộng";

    /// <summary>What the earlier reports and the records say now, where that is not what was taken over: "nay phần chênh là 4".</summary>
    public static string Now(ContentRow row) => row.Before != 0 ? $"nay phần chênh là {EarlierDifference.Shown(row.Before, row.Decimals)}" : HasMoved(row, inside: false) ? "nay không còn phần chênh" : "nay báo cáo trước không còn phần chênh";

    /// <summary>What the press does: "Cộng phần chênh 3", "Trừ phần chênh 2"; "Cộng phần chênh còn lại 2" where some of it was recorded since.</summary>
    public static string Press(ContentRow row, bool inside, decimal by) => $"{(by < 0 ? "Trừ" : "Cộng")} phần chênh {(HasMoved(row, inside) && by > 0 ? "còn lại " : "")}{Shown(by, row)}";

    /// <summary>Whether something was recorded for the earlier periods, or taken back, since they were sent.</summary>
    public static bool HasMoved(ContentRow row, bool inside) => (row.Earlier ?? []).Any(d => d.Inside == inside && d.HasMoved);

    // Of more reports than this only so many are named: the press beside the figure is one for all of them.
    private const int MostNamed = 2;

    /// <summary>What is said before sending of the differences about which nobody has decided, all of the period itself or all of before it.</summary>
    public static string Warning(ContentRow row, IReadOnlyList<EarlierDifference> open)
    {
        var (inside, by, named) = (open[0].Inside, open.Sum(d => d.By), open.Count > MostNamed ? open.Take(MostNamed) : open);
        var said = $"{row.Name}: {string.Join("; ", named.Select(d => d.Words(row.Decimals)))}{(open.Count > MostNamed ? $"; và {VietnameseFormat.Number(open.Count - MostNamed)} báo cáo khác trong năm" : "")}";
        return open.Any(d => d.Now is null)
            ? $"{said}; phần chênh {EarlierDifference.Shown(by, row.Decimals)} có thể chưa có trong số {Where(inside)}. Hãy xem hoạt động đã ghi rồi quyết định."
            : $"{said}; {Lacks(row, inside, by)}. Hãy bấm “{Press(row, inside, by)}” ngay dưới số {Where(inside)} của chỉ tiêu này trong bảng, hoặc giải thích.";
    }

    /// <summary>What the page of the figure says of them all.</summary>
    /// <param name="row">The figure.</param>
    /// <param name="isSent">Whether the report was sent, so that nothing is to be done.</param>
    public static string Advice(ContentRow row, bool isSent)
    {
        if (row.Open is { Count: > 0 } open)
        {
            if (open.Any(d => d.Now is null)) return "Phần chênh có thể chưa có trong số ở đây, cũng có thể đã được ghi sau thành hoạt động, nên không tự cộng: người lập xem hoạt động, khi chắc chắn thì cộng ở trang báo cáo.";
            var lacks = string.Join("; ", open.GroupBy(d => d.Inside).Select(g => Lacks(row, g.Key, g.Sum(d => d.By))));
            return $"Đã tính lại theo hoạt động ghi đến {(isSent ? "lúc gửi báo cáo này" : "nay")}: {lacks}. {(isSent ? "" : $"Phần này không tự cộng: người lập {(open.Sum(d => d.By) < 0 ? "trừ" : "cộng")} ở trang báo cáo, hoặc giải thích khi gửi.")}";
        }
        if (row.Computed is not null) return "Số của kỳ này do người lập ghi.";
        if (row.Carried is not null) return "";
        return (row.Earlier ?? []).Any(d => d.HasMoved) ? "Hoạt động được ghi hoặc rút sau khi gửi đã bù phần chênh, nên không còn gì để cộng." : "Các phần chênh bù nhau nên không phải cộng.";
    }

    private static string Lacks(ContentRow row, bool inside, decimal by) => by < 0 ? $"số {Where(inside)} nhiều hơn số đã báo cáo {Shown(by, row)}" : $"số {Where(inside)} còn thiếu {Shown(by, row)} so với số đã báo cáo";

    private static string Where(bool inside) => inside ? "của kỳ này" : "lũy kế";

    private static string Shown(decimal number, ContentRow row) => EarlierDifference.Shown(Math.Abs(number), row.Decimals);
}
