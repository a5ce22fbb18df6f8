namespace LanToa.Reading.Grammar;

/// <summary>Deals the printed lines of a flattened row out to its columns: the division in which the cells look most like their columns.</summary>
internal static class FlatCells
{
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
        var row = new FlatRow(texts);
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
                    var score = best[c, start] + Cell(row, start, i, columns[c], before[c]);
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

    private static double Cell(FlatRow row, int from, int to, Field column, string before)
    {
        if (from == to) return before.Length > 0 ? 0 : column is Field.Coordinating or Field.Product or Field.Note ? -1.5 : -3;
        var goesOn = before.Length > 0;
        var small = row.Small(from);
        // A cell begins with a capital; what a page cut goes on in small letters.
        var score = goesOn ? (small ? 1.0 : -1.5) : small ? -4.0 : 0.5;
        var lines = to - from;
        return column switch
        {
            Field.Lead or Field.Coordinating when goesOn => score - Math.Max(0, lines - 3) * 0.5,
            Field.Lead or Field.Coordinating => row.Bodies(from, lines, score) - Math.Max(0, lines - 8) * 0.5 - row.Inside(from, to),
            Field.Time => (row.IsTime(from) ? score + 5 : score - 4) - Math.Max(0, lines - 2) * 2,
            Field.Work => score + (row.IsLong(from) ? 1.5 : 0) + row.LongLines(from, to) * 0.4 - row.Inside(from, to),
            _ => score - Math.Max(0, lines - 6) * 0.4 - (row.StartsBody(from) ? 0.5 : 0) - row.Inside(from, to) * 0.5,
        };
    }
}
