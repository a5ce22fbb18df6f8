using System.Runtime.InteropServices;
using System.Text;

namespace LanToa.Reading.Grammar;

/// <summary>A stretch of the view.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Piece(int Start, int End);

/// <summary>Joins pieces of text into one line: markup and superfluous blanks go, words stay as printed.</summary>
internal static class Cleaner
{
    [ThreadStatic] private static StringBuilder? shared;

    public static string Join(string text, IReadOnlyList<Piece> pieces)
    {
        var to = shared ??= new StringBuilder(512);
        to.Clear();
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = text.AsSpan(Math.Min(pieces[i].Start, text.Length), Math.Max(0, Math.Min(pieces[i].End, text.Length) - Math.Min(pieces[i].Start, text.Length)));
            if (to.Length > 0 && to[^1] != ' ' && !BrokenAtHyphen(to, piece)) to.Append(' ');
            Append(to, piece);
        }

        while (to.Length > 0 && to[^1] == ' ') to.Length--;
        var start = 0;
        while (start < to.Length && to[start] == ' ') start++;
        var clean = to.ToString(start, to.Length - start);
        if (to.Capacity > 1 << 20) shared = null;
        return clean;
    }

    /// <summary>"5969/QĐ-" and "UBND" on the next line are one word.</summary>
    private static bool BrokenAtHyphen(StringBuilder to, ReadOnlySpan<char> next)
    {
        if (to.Length < 2 || to[^1] != '-' || !(char.IsUpper(to[^2]) || char.IsDigit(to[^2]))) return false;
        var at = 0;
        while (at < next.Length && Vn.IsSpace(next[at])) at++;
        return at < next.Length && (char.IsUpper(to[^2]) ? char.IsUpper(next[at]) : char.IsLetterOrDigit(next[at]));
    }

    /// <summary>True where <see cref="Join"/> puts two pieces together without a blank.</summary>
    public static bool JoinsAtHyphen(string text, Piece before, Piece after)
    {
        var last = text.AsSpan(before.Start, before.End - before.Start).TrimEnd();
        if (last.Length < 2 || last[^1] != '-') return false;
        var end = new StringBuilder(2).Append(last[^2..]);
        return BrokenAtHyphen(end, text.AsSpan(after.Start, after.End - after.Start));
    }

    private static void Append(StringBuilder to, ReadOnlySpan<char> piece)
    {
        for (var i = 0; i < piece.Length; i++)
        {
            var c = piece[i];
            if (Vn.IsSpace(c))
            {
                if (to.Length > 0 && to[^1] != ' ') to.Append(' ');
            }
            else if (c == '*')
            {
                // Emphasis: a run of stars that touches a word. A lone star between blanks is a printed star.
                var run = i;
                while (run < piece.Length && piece[run] == '*') run++;
                var lone = run - i == 1 && (i == 0 || Vn.IsSpace(piece[i - 1]) || piece[i - 1] == '(') && (run >= piece.Length || Vn.IsSpace(piece[run]) || piece[run] == ')');
                if (lone) to.Append('*');
                i = run - 1;
            }
            else if (c == '\\' && i + 1 < piece.Length && piece[i + 1] is '.' or '-' or '+' or '*' or '(' or ')' or '#' or '_' or '[' or ']' or '|' or '~' or '>' or '&')
            {
                to.Append(piece[++i]);
            }
            else if (c == '|' || (c == '_' && ((i + 1 < piece.Length && piece[i + 1] == '_') || (i > 0 && piece[i - 1] == '_'))))
            {
                if (to.Length > 0 && to[^1] != ' ') to.Append(' ');
            }
            else
            {
                to.Append(c);
            }
        }
    }
}
