namespace LanToa.Accountability.Reports;

/// <summary>What is said of differences that a person took over.</summary>
public static class CarryWords
{
    /// <summary>"Đã cộng 3".</summary>
    public static string Took(ContentRow row) => $"Đã {(row.Carried < 0 ? "trừ" : "cộng")} {EarlierDifference.Shown(Math.Abs(row.Carried!.Value), row.Decimals)}";

    /// <summary>What the earlier reports say now, where that is not what was taken over: "nay phần chênh là 4".</summary>
    public static string Now(ContentRow row) => row.Before == 0 ? "nay báo cáo trước không còn phần chênh" : $"nay phần chênh là {EarlierDifference.Shown(row.Before, row.Decimals)}";
}
