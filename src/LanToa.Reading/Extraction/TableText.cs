using System.Text;

namespace LanToa.Reading.Extraction;

/// <summary>A table row as one line of text: "| cell | cell |", paragraphs of a cell parted by U+2028.</summary>
internal static class TableText
{
    /// <summary>Null when every cell is empty.</summary>
    public static string? Row(IEnumerable<string> cells)
    {
        var line = new StringBuilder("|");
        var any = false;
        foreach (var cell in cells)
        {
            var text = Cell(cell);
            any |= text.Length > 0;
            line.Append(' ').Append(text).Append(text.Length > 0 ? " |" : "|");
        }
        return any ? line.ToString() : null;
    }

    /// <summary>Paragraphs (by \n, \f or U+2028) trimmed, empty ones dropped, white space collapsed; a bar inside a cell would end it.</summary>
    public static string Cell(string text)
    {
        var result = new StringBuilder(text.Length);
        var space = false;
        var broken = false;
        foreach (var c in text)
        {
            if (c is '\n' or '\f' or '\r' or TextCleaner.CellBreak) broken = true;
            else if (char.IsWhiteSpace(c)) space = true;
            else
            {
                if (result.Length > 0 && broken) result.Append(TextCleaner.CellBreak);
                else if (result.Length > 0 && space) result.Append(' ');
                space = broken = false;
                result.Append(c == '|' ? '¦' : c);
            }
        }
        return result.ToString();
    }

    /// <summary>A table inside a cell: its rows stay as paragraphs of the cell, without bars of their own.</summary>
    public static string Flatten(string text)
    {
        if (!text.Contains('|', StringComparison.Ordinal)) return text;
        return string.Join('\n', text.Split('\n').Select(l => l.StartsWith("| ", StringComparison.Ordinal) && l.EndsWith('|')
            ? string.Join(' ', l.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            : l));
    }
}
