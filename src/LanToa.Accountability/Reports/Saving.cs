namespace LanToa.Accountability.Reports;

internal static class Saving
{
    public static string? WhyNotReason(string? reason) => string.IsNullOrWhiteSpace(reason) ? "Hãy ghi lý do." : reason.Length > 2000 ? "Lý do dài quá 2.000 chữ; hãy rút gọn." : null;
}
