using System.Globalization;
using System.Text.RegularExpressions;

namespace LanToa.Planning.Plans;

/// <summary>Numbers that printed words say. Pure.</summary>
internal static partial class PrintedNumbers
{
    /// <summary>Each number and how much it is: null where it is no whole number that counts something ("5/10", "quý 1").</summary>
    public static IReadOnlyList<(int At, int Length, int? Counts)> In(string words) => [.. Number().Matches(words).Select(m => (m.Index, m.Length, Orders().IsMatch(words[..m.Index]) ? null : Whole(m.Value)))];

    /// <summary>Whether words count without digits: "mười hai bản tin".</summary>
    public static bool AreSpelt(string words) => Spelt().IsMatch(words);

    private static int? Whole(string digits) => int.TryParse(Thousands().IsMatch(digits) ? digits.Replace(".", "", StringComparison.Ordinal) : digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // "A4" and "3D" are no numbers.
    [GeneratedRegex(@"(?<![\p{L}\d])(?>\d+(?:[.,/–-]\d+)*)(?!\p{Lu})")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\d{1,3}(\.\d{3})+$")]
    private static partial Regex Thousands();

    [GeneratedRegex(@"(?<!\b(mỗi|hằng|hàng|một) )\b(quý|tháng|tuần|ngày|năm|số|kỳ|đợt|thứ|mục) +$", RegexOptions.IgnoreCase)]
    private static partial Regex Orders();

    [GeneratedRegex(@"^\s*(một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Spelt();
}
