namespace LanToa.Platform.Text;

/// <summary>
/// Comma-separated values (RFC 4180) that a spreadsheet opens as text: a cell that begins with = + - @, a tab or a line break gets an
/// apostrophe before it, so that nothing typed by a person runs as a formula.
/// </summary>
public static class Csv
{
    /// <summary>One line with its CR LF; null is an empty cell.</summary>
    public static string Line(params IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    public static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        if (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n') text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
