using System.Runtime.InteropServices;

namespace LanToa.Reading.Grammar;

/// <summary>A stretch of the view.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Piece(int Start, int End);

/// <summary>Joins pieces of text into one line: markup and superfluous blanks go, words stay as printed.</summary>
internal static class Cleaner
{
    private const int LongestKept = 1 << 20;

    [ThreadStatic] private static char[]? shared;

    public static string Join(string text, IReadOnlyList<Piece> pieces)
    {
        var longest = pieces.Count;
        for (var i = 0; i < pieces.Count; i++) longest += Of(text, pieces[i]).Length;
        var to = shared is { } kept && kept.Length >= longest ? kept : new char[Math.Max(longest, 1024)];
        shared = to.Length <= LongestKept ? to : null;
        var length = 0;
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = Of(text, pieces[i]);
            if (length > 0 && to[length - 1] != ' ' && !BrokenAtHyphen(to.AsSpan(0, length), piece)) to[length++] = ' ';
            length = Append(to, length, piece);
        }

        return to.AsSpan(0, length).Trim(' ').ToString();
    }

    private static ReadOnlySpan<char> Of(string text, Piece piece)
    {
        var start = Math.Min(piece.Start, text.Length);
        return text.AsSpan(start, Math.Max(0, Math.Min(piece.End, text.Length) - start));
    }

    /// <summary>"5969/QĐ-" and "UBND" on the next line are one word.</summary>
    private static bool BrokenAtHyphen(ReadOnlySpan<char> to, ReadOnlySpan<char> next)
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
        return BrokenAtHyphen(last, text.AsSpan(after.Start, after.End - after.Start));
    }

    /// <summary>Writes a piece behind what is there; returns the new length.</summary>
    private static int Append(char[] to, int length, ReadOnlySpan<char> piece)
    {
        for (var i = 0; i < piece.Length; i++)
        {
            var c = piece[i];
            if (Vn.IsSpace(c))
            {
                if (length > 0 && to[length - 1] != ' ') to[length++] = ' ';
            }
            else if (c == '*')
            {
                // Emphasis: a run of stars that touches a word. A lone star between blanks is a printed star.
                var run = i;
                while (run < piece.Length && piece[run] == '*') run++;
                var lone = run - i == 1 && (i == 0 || Vn.IsSpace(piece[i - 1]) || piece[i - 1] == '(') && (run >= piece.Length || Vn.IsSpace(piece[run]) || piece[run] == ')');
                if (lone) to[length++] = '*';
                i = run - 1;
            }
            else if (c == '\\' && i + 1 < piece.Length && piece[i + 1] is '.' or '-' or '+' or '*' or '(' or ')' or '#' or '_' or '[' or ']' or '|' or '~' or '>' or '&')
            {
                to[length++] = piece[++i];
            }
            else if (c == '|' || (c == '_' && ((i + 1 < piece.Length && piece[i + 1] == '_') || (i > 0 && piece[i - 1] == '_'))))
            {
                if (length > 0 && to[length - 1] != ' ') to[length++] = ' ';
            }
            else
            {
                to[length++] = c;
            }
        }

        return length;
    }
}
