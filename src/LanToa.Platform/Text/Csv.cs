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
        int or long or short or double => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        // Numbers of the database carry the decimals of their column: 0.25, not 0.25000000.
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        DateOnly day => VietnameseFormat.Date(day),
        DateTimeOffset moment => Cell(Clock.LocalOf(moment)),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        bool yes => yes ? "có" : "không",
        _ => Quoted(Harmless(value.ToString() ?? "")),
    };

    /// <summary>Text of which no spreadsheet makes a formula: what <see cref="MayRun"/> gets an apostrophe before it. Nothing that a person typed runs on another's machine.</summary>
    public static string Harmless(string text) => MayRun(text) ? "'" + text : text;

    /// <summary>Whether a spreadsheet may take a text for a formula: it begins with = + - @ (also in their wide forms, also behind signs that are not seen), with a tab or a line break.</summary>
    public static bool MayRun(string text)
    {
        var seen = 0;
        while (seen < text.Length && CharUnicodeInfo.GetUnicodeCategory(text[seen]) is UnicodeCategory.Control or UnicodeCategory.Format) seen++;
        return (seen < text.Length && text[seen] is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠') || (text.Length > 0 && text[0] is '\t' or '\r' or '\n');
    }

    /// <summary>
    /// Reads what others wrote: the records that hold something, each with its number as a spreadsheet counts rows (a cell may have several lines). What parts the cells is
    /// whichever of comma, semicolon and tab the first line has most of; quotes as in RFC 4180, a stray one is itself.
    /// </summary>
    /// <param name="text">Of the whole file.</param>
    /// <param name="mostCells">In one record. Of one that has more, one more is read; it is the last that is returned.</param>
    public static IEnumerable<(int Number, IReadOnlyList<string> Cells)> Read(string text, int mostCells)
    {
        text = text.TrimStart('\uFEFF');
        var parting = PartingOf(text);
        var (cells, cell, number, quoted, began) = (new List<string>(), new System.Text.StringBuilder(), 1, false, false);
        for (var at = 0; at <= text.Length; at++)
        {
            var (end, letter) = (at == text.Length, at == text.Length ? '\n' : text[at]);
            if (quoted && !end)
            {
                if (letter != '"') cell.Append(letter);
                else if (at + 1 < text.Length && text[at + 1] == '"') { cell.Append('"'); at++; }
                else quoted = false;
                continue;
            }
            if (letter == '"' && !began) (quoted, began) = (true, true);
            else if (letter == parting || letter is '\n' or '\r')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                began = false;
                if (cells.Count > mostCells)
                {
                    yield return (number, cells);
                    yield break;
                }
                if (letter == parting) continue;
                if (letter == '\r' && at + 1 < text.Length && text[at + 1] == '\n') at++;
                if (cells.Count > 1 || cells[0].Length > 0) yield return (number, cells);
                (cells, number) = ([], number + 1);
            }
            else
            {
                cell.Append(letter);
                began = began || !char.IsWhiteSpace(letter);
            }
        }
    }

    private static char PartingOf(string text)
    {
        var line = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? end : text.Length);
        var (best, most) = (',', line.Count(','));
        foreach (var other in (ReadOnlySpan<char>)[';', '\t'])
            if (line.Count(other) > most) (best, most) = (other, line.Count(other));
        return best;
    }

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
