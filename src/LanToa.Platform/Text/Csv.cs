using System.Globalization;
using LanToa.Platform.Time;

namespace LanToa.Platform.Text;

/// <summary>
/// Comma-separated values (RFC 4180) that a spreadsheet opens as text: see <see cref="Harmless"/>. Numbers stay numbers, dates are dd/MM/yyyy,
/// moments yyyy-MM-dd HH:mm:ss of Vietnam, true and false "có" and "không".
/// </summary>
public static class Csv
{
    /// <summary>One line with its CR LF; null is an empty cell.</summary>
    public static string Line(IEnumerable<object?> cells) => string.Join(',', cells.Select(c => Cell(c))) + "\r\n";

    public static string Cell(object? value) => value switch
    {
        null => "",
        int or long or short or decimal or double => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        DateOnly day => VietnameseFormat.Date(day),
        DateTimeOffset moment => Cell(Clock.LocalOf(moment)),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        bool yes => yes ? "có" : "không",
        _ => Quoted(Harmless(value.ToString() ?? "")),
    };

    /// <summary>
    /// Text of which no spreadsheet makes a formula: what begins with = + - @ (also in their wide forms, also behind signs that are not seen), with a tab or a line break gets
    /// an apostrophe before it. Nothing that a person typed runs on another's machine.
    /// </summary>
    public static string Harmless(string text)
    {
        var seen = 0;
        while (seen < text.Length && CharUnicodeInfo.GetUnicodeCategory(text[seen]) is UnicodeCategory.Control or UnicodeCategory.Format) seen++;
        var runs = (seen < text.Length && text[seen] is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠') || (text.Length > 0 && text[0] is '\t' or '\r' or '\n');
        return runs ? "'" + text : text;
    }

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
