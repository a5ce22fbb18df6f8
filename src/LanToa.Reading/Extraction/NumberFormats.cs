using System.Globalization;
using System.Text;

namespace LanToa.Reading.Extraction;

/// <summary>Numbers as lists print them (ECMA-376 part 1, 17.18.59 ST_NumberFormat; what is not listed prints as decimal).</summary>
internal static class NumberFormats
{
    public static string Format(int value, string format) => format switch
    {
        "none" => "",
        "decimalZero" => value.ToString("00", CultureInfo.InvariantCulture),
        "upperRoman" => Roman(value),
        "lowerRoman" => Roman(value).ToLowerInvariant(),
        "upperLetter" => Letters(value),
        "lowerLetter" => Letters(value).ToLowerInvariant(),
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    // a … z, then aa, bb, cc: Word repeats the letter.
    private static string Letters(int value) => value is < 1 or > 26 * 40 ? value.ToString(CultureInfo.InvariantCulture) : new string((char)('A' + (value - 1) % 26), (value - 1) / 26 + 1);

    private static string Roman(int value)
    {
        if (value is < 1 or > 3999) return value.ToString(CultureInfo.InvariantCulture);
        (int Value, string Sign)[] signs = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
        var result = new StringBuilder();
        foreach (var (amount, sign) in signs)
            for (; value >= amount; value -= amount) result.Append(sign);
        return result.ToString();
    }
}
