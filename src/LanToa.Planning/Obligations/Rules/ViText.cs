using System.Globalization;

namespace LanToa.Planning.Obligations.Rules;

/// <summary>The few Vietnamese words that explanations need; independent of the machine's culture, since explanations are stored.</summary>
internal static class ViText
{
    private static readonly string[] DaysOfWeek = ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"];
    private static readonly string[] RomanQuarters = ["I", "II", "III", "IV"];

    public static string Date(DateOnly date) => date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    public static string DayOfWeek(DateOnly date) => DaysOfWeek[(int)date.DayOfWeek];

    public static string DateWithDay(DateOnly date) => $"{DayOfWeek(date)} ngày {Date(date)}";

    public static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Quarter(int quarter) => RomanQuarters[quarter - 1];

    /// <summary>Numbers below ten are written with a zero, as official documents do: "02 ngày".</summary>
    public static string Count(int number) => number.ToString("00", CultureInfo.InvariantCulture);

    /// <summary>A figure, with a point between thousands: "1.331 ngày".</summary>
    public static string Figure(int number) => number.ToString("#,0", Thousands);

    private static readonly NumberFormatInfo Thousands = new() { NumberGroupSeparator = "." };

    /// <summary>A number that is a name: a year, a place in a row.</summary>
    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
