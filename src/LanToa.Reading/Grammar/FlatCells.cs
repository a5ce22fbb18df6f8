namespace LanToa.Reading.Grammar;

/// <summary>Deals the printed lines of a flattened row out to its columns: the division in which the cells look most like their columns.</summary>
internal static class FlatCells
{
    private static readonly string[] Times = ["thường xuyên", "hằng năm", "hàng năm", "hằng quý", "hàng quý", "hằng tháng", "hàng tháng", "quý ", "tháng ", "từ quý", "từ tháng", "từ năm", "năm 20", "giai đoạn", "đã hoàn thành", "trước ngày", "trước tháng", "theo ", "sau khi", "trong năm", "cả năm", "đến ", "định kỳ", "ngày ", "kịp thời"];

    /// <summary>Where a second cell begins on a line, 0 where the line is of one cell.</summary>
    public static int Cut(ReadOnlySpan<char> text)
    {
        for (var i = 12; i + 4 < text.Length; i++)
        {
            if (text[i - 1] != ' ' || !char.IsUpper(text[i]) || !char.IsLower(text[i + 1]) || !char.IsLower(text[i - 2])) continue;
            var rest = Vn.Lower(text[i..]);
            if (rest.StartsWith("thường xuyên", StringComparison.Ordinal) || (rest.StartsWith("bộ ", StringComparison.Ordinal) && rest.Length < 24 && char.IsUpper(text[i + 3]) && !Vn.Lower(text[..(i - 1)]).EndsWith(" trưởng", StringComparison.Ordinal) && !Vn.Lower(text[..(i - 1)]).EndsWith(" của", StringComparison.Ordinal) && !Vn.Lower(text[..(i - 1)]).EndsWith(" và", StringComparison.Ordinal))) return i;
        }

        return 0;
    }

    /// <summary>The column of each line; columns follow each other, and one may stay empty.</summary>
    public static int[] Deal(List<string> texts, Field[] columns, string[] before)
    {
        int n = texts.Count, width = columns.Length;
        // best[c, i]: the lines before i are dealt out to the columns before c.
        var best = new double[width + 1, n + 1];
        var from = new int[width + 1, n + 1];
        for (var i = 1; i <= n; i++) best[0, i] = double.NegativeInfinity;
        for (var c = 0; c < width; c++)
        {
            for (var i = 0; i <= n; i++)
            {
                best[c + 1, i] = double.NegativeInfinity;
                if (columns[c] == Field.Number)
                {
                    (best[c + 1, i], from[c + 1, i]) = (best[c, i], i);
                    continue;
                }

                for (var start = 0; start <= i; start++)
                {
                    if (double.IsNegativeInfinity(best[c, start])) continue;
                    var score = best[c, start] + Cell(texts, start, i, columns[c], before[c]);
                    if (score > best[c + 1, i]) (best[c + 1, i], from[c + 1, i]) = (score, start);
                }
            }
        }

        var dealt = new int[n];
        for (int c = width, end = n; c > 0; c--)
        {
            var start = from[c, end];
            for (var i = start; i < end; i++) dealt[i] = c - 1;
            end = start;
        }

        return dealt;
    }

    private static double Cell(List<string> texts, int from, int to, Field column, string before)
    {
        if (from == to) return before.Length > 0 ? 0 : column is Field.Coordinating or Field.Product or Field.Note ? -1.5 : -3;
        var text = texts[from];
        var goesOn = before.Length > 0;
        var small = char.IsLower(text[0]);
        // A cell begins with a capital; what a page cut goes on in small letters.
        var score = goesOn ? (small ? 1.0 : -1.5) : small ? -4.0 : 0.5;
        var lines = to - from;
        switch (column)
        {
            case Field.Lead or Field.Coordinating:
                if (goesOn) return score - Math.Max(0, lines - 3) * 0.5;
                var joined = string.Join(' ', texts.GetRange(from, Math.Min(lines, 12)));
                var words = new Words(joined);
                if (AgencyGrammar.List(words, 0, whole: true) is { } list)
                {
                    score += 2 + 4.0 * (list.To - list.From) / Math.Max(1, words.Count);
                    if (words.Count - list.To > 3) score -= 2;
                    if (StartsBody(words)) score += 1;
                }
                else score -= 4;
                return score - Math.Max(0, lines - 8) * 0.5 - Inside(texts, from, to);
            case Field.Time:
                var lower = Vn.Lower(text);
                if (Array.Exists(Times, t => lower.StartsWith(t, StringComparison.Ordinal)) || char.IsAsciiDigit(text[0])) score += 5;
                else score -= 4;
                return score - Math.Max(0, lines - 2) * 2;
            case Field.Work:
                return score + (text.Length > 25 ? 1.5 : 0) + Long(texts, from, to) * 0.4 - Inside(texts, from, to);
            default:
                return score - Math.Max(0, lines - 6) * 0.4 - (AgencyGrammar.Starts(new Words(text), 0) ? 0.5 : 0) - Inside(texts, from, to) * 0.5;
        }
    }

    private static bool StartsBody(Words words) => words.Capital(0);

    private static int Long(List<string> texts, int from, int to)
    {
        var count = 0;
        for (var i = from; i < to; i++)
            if (texts[i].Length > 28)
                count++;
        return count;
    }

    /// <summary>Lines within a cell that look like the beginning of another: a capital behind a finished line, a time.</summary>
    private static double Inside(List<string> texts, int from, int to)
    {
        double cost = 0;
        for (var i = from + 1; i < to; i++)
        {
            if (!char.IsUpper(texts[i][0])) continue;
            var end = texts[i - 1][^1];
            cost += end is ',' or '-' ? 0.2 : end is '.' ? 2 : 1;
        }

        return cost;
    }
}
