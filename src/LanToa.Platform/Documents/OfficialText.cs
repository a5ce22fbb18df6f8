using System.Globalization;
using System.Text.RegularExpressions;

namespace LanToa.Platform.Documents;

/// <summary>Wordings that the form prescribes to the character: numbers, dates, ends, labels.</summary>
public static partial class OfficialText
{
    /// <summary>The letters that label points: the Vietnamese alphabet without ă â ê ô ơ ư.</summary>
    public const string PointLetters = "abcdđeghiklmnopqrstuvxy";

    // Room for a number, a day or a month that is written in by hand.
    private const string Room = "\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0";

    private static readonly (int Value, string Digits)[] Romans =
        [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];

    /// <summary>"Số: 05/KH-UBND"; a number under 10 gets its zero, a missing one leaves room.</summary>
    public static string NumberLine(string? number, string? symbol) => $"Số: {NumberAndSymbol(number, symbol) ?? $"{Room}/{symbol}"}";

    /// <summary>"Lam Giang, ngày 05 tháng 02 năm 2026": days under 10 and the months 1 and 2 get a zero.</summary>
    public static string PlaceAndDate(string place, DateOnly? date, int? year) => $"{place}, {Day(date, year)}";

    /// <summary>"05/KH-UBND", null without a number.</summary>
    public static string? NumberAndSymbol(string? number, string? symbol)
    {
        if (string.IsNullOrWhiteSpace(number)) return null;
        number = number.Trim();
        if (number is [>= '1' and <= '9']) number = "0" + number;
        return string.IsNullOrEmpty(symbol) ? number : $"{number}/{symbol}";
    }

    /// <summary>"ngày 05 tháng 02 năm 2026".</summary>
    public static string Day(DateOnly? date, int? year = null) => date is { } day
        ? string.Create(CultureInfo.InvariantCulture, $"ngày {day.Day:00} tháng {(day.Month < 3 ? "0" : "")}{day.Month} năm {day.Year}")
        : $"ngày {Room}tháng {Room}năm {(year is { } known ? known.ToString(CultureInfo.InvariantCulture) : Room)}";

    /// <summary>The text without the mark at its end, as the form sets the mark itself.</summary>
    public static string WithoutEnd(string text) => text.Trim().TrimEnd('.', ';', ',', '/', ' ', '\u00a0').TrimEnd();

    /// <summary>Bases as the form ends them: ";" each, "." the last.</summary>
    public static IEnumerable<string> Bases(IReadOnlyList<string> bases) => bases.Select((b, n) => WithoutEnd(b) + (n == bases.Count - 1 ? "." : ";"));

    /// <summary>The end of the text: "./.".</summary>
    public static string Ended(string text) => WithoutEnd(text) + "./.";

    /// <summary>Words after which the text goes on: what was its end is a sentence now.</summary>
    public static string GoingOn(string text) => text.TrimEnd().EndsWith("./.", StringComparison.Ordinal) ? WithoutEnd(text) + "." : text;

    /// <summary>"ngày 25/02/2026" and "số 36/KH-UBND" are not broken over two lines.</summary>
    public static string Bound(string text) => Numbered().Replace(text, "$1\u00a0");

    [GeneratedRegex(@"\b([Nn]gày|[Ss]ố) (?=\d)")]
    private static partial Regex Numbered();

    public static string Roman(int number)
    {
        var digits = "";
        foreach (var (value, sign) in Romans)
            for (; number >= value; number -= value) digits += sign;
        return digits;
    }

    /// <summary>The label of the nth point, from 0: a, b, c, d, đ, e, g…; after y it goes on with aa.</summary>
    public static string Point(int n) => n < PointLetters.Length ? PointLetters[n].ToString() : Point((n / PointLetters.Length) - 1) + PointLetters[n % PointLetters.Length];
}
