using System.Globalization;
using System.Text.RegularExpressions;

namespace LanToa.Platform.Time;

/// <summary>Dates and numbers as Vietnamese officials write them: dd/MM/yyyy, 24-hour time, 1.234,5.</summary>
public static partial class VietnameseFormat
{
    private static readonly CultureInfo Culture = Create();
    private static readonly string[] Weekdays = ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"];

    public static string Date(DateOnly date) => date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>The date, or nothing where there is none.</summary>
    public static string DateOrNothing(DateOnly? date) => date is { } day ? Date(day) : "";

    public static string DateWithWeekday(DateOnly date) => $"{Weekdays[(int)date.DayOfWeek]} {Date(date)}";

    public static string DateTime(DateTimeOffset instant) => Clock.LocalOf(instant).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture);

    public static string Number(decimal value) => value.ToString("#,##0.##", Culture);

    /// <summary>Every decimal and no mark between thousands: what a form shows comes back as it was.</summary>
    public static string Exact(decimal value) => value.ToString("0.########", Culture);

    /// <summary>Reads dd/MM/yyyy (also d/M/yyyy, with - or . between, and yyyy-MM-dd); years 1945 to 2100.</summary>
    public static bool TryParseDate(string? text, out DateOnly date) => IsDate(text, out date) && date.Year is >= 1945 and <= 2100;

    /// <summary>A number as people write it here: "1.000", "1.234,5", "12". "1.5" is none: a point parts thousands.</summary>
    public static bool TryParseNumber(string? text, out decimal number)
    {
        number = 0;
        return NumberPattern().IsMatch(text?.Trim() ?? "") && decimal.TryParse(text!.Trim(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, Culture, out number);
    }

    /// <summary>As <see cref="TryParseNumber"/>, and with a point before the decimals where it cannot part thousands: "0.25", "1.5"; "1.500" is a thousand and a half.</summary>
    public static bool TryParseDecimal(string? text, out decimal number) =>
        TryParseNumber(text, out number) || (PointPattern().IsMatch(text?.Trim() ?? "") && decimal.TryParse(text!.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number));

    /// <summary>A whole number as people or a machine writes it: "1.200", "1200", "-3", "-1.200"; a point only where it parts thousands.</summary>
    public static bool TryParseWhole(string? text, out long number) =>
        long.TryParse(GroupedPattern().IsMatch(text?.Trim() ?? "") ? text!.Replace(".", "", StringComparison.Ordinal) : text, NumberStyles.Integer, CultureInfo.InvariantCulture, out number);

    /// <summary>What to say of a text that <see cref="TryParseWhole"/> does not take, or that is more than fits (Vietnamese).</summary>
    public static string WhyNotWhole(string text) => TryParseWhole(text, out _) || text.All(char.IsAsciiDigit) ? $"“{text}” là số quá lớn. Hãy kiểm tra lại."
        : !TryParseDecimal(text, out _) ? $"“{text}” không phải một số. Hãy nhập số nguyên, ví dụ 12 hoặc 1.200."
        : $"“{text}” có phần lẻ, mục này chỉ nhận số nguyên. Hãy nhập ví dụ 12 hoặc 1.200.";

    [GeneratedRegex(@"^-?[1-9]\d{0,2}(\.\d{3})+$")]
    private static partial Regex GroupedPattern();

    [GeneratedRegex(@"^([1-9]\d{0,2}(\.\d{3})+|\d{1,12})(,\d{1,4})?$")]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"^\d{1,12}\.\d{1,4}$")]
    private static partial Regex PointPattern();

    /// <summary>What to say of a text that <see cref="TryParseDate"/> does not take (Vietnamese).</summary>
    public static string WhyNotDate(string text) => IsDate(text, out _)
        ? $"“{text}” có năm ngoài khoảng 1945 đến 2100. Hãy kiểm tra lại năm."
        : $"“{text}” không phải là ngày có trong lịch. Hãy nhập ngày/tháng/năm, ví dụ 24/11/2026.";

    private static bool IsDate(string? text, out DateOnly date) =>
        DateOnly.TryParseExact(text?.Trim(), ["d/M/yyyy", "dd/MM/yyyy", "d-M-yyyy", "d.M.yyyy", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    private static CultureInfo Create()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NumberDecimalSeparator = ",";
        return CultureInfo.ReadOnly(culture);
    }
}
