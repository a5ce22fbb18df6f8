using System.Text;
using System.Text.RegularExpressions;

namespace LanToa.Reading.Extraction;

/// <summary>The words of a table cell as text: wrapped lines are joined, paragraphs parted by U+2028.</summary>
internal static partial class CellText
{
    /// <param name="words">The words inside the cell.</param>
    /// <param name="right">Right edge of the cell, in points: a line that leaves room for the next word ended on purpose.</param>
    public static string Of(List<Word>? words, double right)
    {
        if (words == null || words.Count == 0) return "";
        var rows = TextRow.Group(words);
        var text = new StringBuilder();
        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0) text.Append(BeginsParagraph(rows[i - 1], rows[i], right) ? TextCleaner.CellBreak : ' ');
            text.AppendJoin(' ', rows[i].Words.Select(w => w.Text));
        }
        return text.ToString();
    }

    private static bool BeginsParagraph(TextRow above, TextRow row, double right)
    {
        var first = row.Words[0];
        if (Bullet().IsMatch(first.Text)) return true;
        var padding = 0.55 * row.Height;
        var room = right - padding - above.X1;
        var fits = room > first.X1 - first.X0 + 0.35 * row.Height;
        // Centred lines leave room on both sides and only say that they were broken; a sentence that is over says more.
        var over = above.Words[^1].Text[^1] is '.' or ';' or ':' or '!' or '?';
        return fits && (over || (char.IsUpper(first.Text[0]) && room > 2.5 * (first.X1 - first.X0)) || row.Y0 - above.Y1 > 0.6 * row.Height);
    }

    [GeneratedRegex(@"^(?:[-+*•–—]|[-+•–—]\p{L}.*|\(?[0-9]{1,2}[.)]|\(?[a-zđ]\))$")]
    private static partial Regex Bullet();
}
