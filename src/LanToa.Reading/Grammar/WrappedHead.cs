namespace LanToa.Reading.Grammar;

/// <summary>
/// Collections of law print letterheads in narrow cells, so that a line ends within the motto, a name, a date: "CỘNG HÒA XÃ HỘI" / "CHỦ NGHĨA VIỆT NAM",
/// "QUYẾT" / "ĐỊNH", "Thanh La, ngày 21" / "tháng 01 năm 2024". Puts such lines together, letter for letter.
/// </summary>
internal static class WrappedHead
{
    private const int LongestLine = 60;

    private static readonly string[] Phrases =
        ["cộng hòa xã hội chủ nghĩa việt nam", "độc lập - tự do - hạnh phúc", "ủy ban nhân dân", "hội đồng nhân dân", "quyết định", "kế hoạch", "chương trình", "chỉ thị", "hướng dẫn", "về việc"];

    /// <summary>The text with a blank for each line break within such a phrase; the same string where there is none.</summary>
    public static string Closed(string text)
    {
        char[]? closed = null;
        int start = 0, end = text.IndexOf('\n');
        var afterBar = false;
        while (end >= 0)
        {
            var next = text.IndexOf('\n', end + 1);
            var line = (closed is null ? text.AsSpan(start, end - start) : closed.AsSpan(start, end - start)).Trim();
            var below = text.AsSpan(end + 1, (next < 0 ? text.Length : next) - end - 1).Trim();
            if (line.Length is > 0 and <= LongestLine && below.Length is > 0 and <= 200 && Opens(line[0]) && GoesOn(line, below, afterBar))
            {
                closed ??= text.ToCharArray();
                closed[end] = ' ';
            }
            else
            {
                afterBar = line is "|";
                start = end + 1;
            }

            end = next;
        }

        return closed is null ? text : new string(closed);
    }

    /// <summary>Most lines begin with a letter that no such line begins with.</summary>
    private static bool Opens(char c) => char.IsUpper(c);

    private static bool GoesOn(ReadOnlySpan<char> line, ReadOnlySpan<char> below, bool afterBar)
    {
        if (Vn.MostlyUpper(line)) return Completes(Vn.Lower(line), Vn.Lower(below));
        var lower = Vn.Lower(line);
        if (lower is "số:" or "số") return char.IsAsciiDigit(below[0]) && below.Contains('/') && below.Length < 30;
        if (below.Length > 40) return false;
        var rest = Vn.Lower(below);
        var day = lower.IndexOf(", ngày", StringComparison.Ordinal);
        if (day > 0) return day < 30 && !lower.Contains("năm", StringComparison.Ordinal) && rest.Contains("năm", StringComparison.Ordinal) && (char.IsAsciiDigit(rest[0]) || rest.StartsWith("tháng", StringComparison.Ordinal) || rest.StartsWith("năm", StringComparison.Ordinal));
        return lower.StartsWith("độc lập", StringComparison.Ordinal) ? Completes(lower, rest) : afterBar && line.Length < 26 && IsName(line) && rest.IndexOf(", ngày", StringComparison.Ordinal) is > 0 and < 20;
    }

    /// <summary>The lines together begin with one of the phrases, which the first line alone does not hold.</summary>
    private static bool Completes(string line, string below)
    {
        foreach (var phrase in Phrases)
        {
            if (phrase.Length <= line.Length || phrase[line.Length] != ' ' || !phrase.StartsWith(line, StringComparison.Ordinal)) continue;
            var rest = phrase.AsSpan(line.Length + 1);
            if (below.AsSpan().StartsWith(rest, StringComparison.Ordinal) ? below.Length == rest.Length || !char.IsLetterOrDigit(below[rest.Length]) : rest.StartsWith(below, StringComparison.Ordinal) && rest[below.Length] == ' ') return true;
        }

        return false;
    }

    /// <summary>Words in capitals, perhaps with a dash: the beginning of the name of a place.</summary>
    private static bool IsName(ReadOnlySpan<char> line)
    {
        var start = true;
        foreach (var c in line)
        {
            if (c != ' ' && c != '-' && !char.IsLetter(c) || start && char.IsLower(c)) return false;
            start = c is ' ' or '-';
        }

        return true;
    }
}
