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

    public static string Join(string text, List<Piece> pieces)
    {
        if (pieces.Count == 1) return Join(text, pieces[0]);
        var longest = pieces.Count;
        for (var i = 0; i < pieces.Count; i++) longest += Of(text, pieces[i]).Length;
        var to = Room(longest);
        var length = 0;
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = Of(text, pieces[i]);
            if (length > 0 && to[length - 1] != ' ' && !BrokenAtHyphen(to.AsSpan(0, length), piece)) to[length++] = ' ';
            length = Append(to, length, piece);
        }

        return to.AsSpan(0, length).Trim(' ').ToString();
    }

    public static string Join(string text, Piece piece)
    {
        var only = Of(text, piece);
        if (IsPlain(only)) return only.TrimEnd(' ').ToString();
        var to = Room(only.Length + 1);
        return to.AsSpan(0, Append(to, 0, only)).Trim(' ').ToString();
    }

    /// <summary>The array of the thread, where that is long enough.</summary>
    private static char[] Room(int length)
    {
        var to = shared is { } kept && kept.Length >= length ? kept : new char[Math.Max(length, 1024)];
        shared = to.Length <= LongestKept ? to : null;
        return to;
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

    /// <summary>By character: markup, or a blank other than a space.</summary>
    private static readonly bool[] Marks = [.. Enumerable.Range(0, char.MaxValue + 1).Select(c => (char)c is '*' or '\\' or '|' or '_' || c != ' ' && Vn.IsSpace((char)c))];

    /// <summary>Nothing of a piece has to go: it begins with a word and parts words by single spaces.</summary>
    private static bool IsPlain(ReadOnlySpan<char> piece)
    {
        var marks = Marks;
        var before = ' ';
        foreach (var c in piece)
        {
            if (marks[c] | (c == ' ' & before == ' ')) return false;
            before = c;
        }

        return true;
    }

    /// <summary>Writes a piece behind what is there; returns the new length.</summary>
    private static int Append(char[] to, int length, ReadOnlySpan<char> piece)
    {
        if (IsPlain(piece))
        {
            piece.CopyTo(to.AsSpan(length));
            return length + piece.Length;
        }

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
