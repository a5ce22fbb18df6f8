namespace LanToa.Reading.Grammar;

/// <summary>Deals the printed lines of a flattened row out to its columns: the division in which the cells look most like their columns.</summary>
internal static class FlatCells
{
    /// <summary>Where a second cell begins on a line, 0 where the line is of one cell.</summary>
    public static int Cut(ReadOnlySpan<char> text, ReadOnlySpan<char> lower)
    {
        for (var i = 12; i + 4 < text.Length; i++)
        {
            if (text[i - 1] != ' ' || !char.IsUpper(text[i]) || !char.IsLower(text[i + 1]) || !char.IsLower(text[i - 2])) continue;
            var rest = lower[i..];
            if (rest.StartsWith("thường xuyên", StringComparison.Ordinal)) return i;
            if (!rest.StartsWith("bộ ", StringComparison.Ordinal) || rest.Length >= 24 || !char.IsUpper(text[i + 3])) continue;
            var before = lower[..(i - 1)];
            if (!before.EndsWith(" trưởng", StringComparison.Ordinal) && !before.EndsWith(" của", StringComparison.Ordinal) && !before.EndsWith(" và", StringComparison.Ordinal)) return i;
        }

        return 0;
    }

    /// <summary>The column of each line; columns follow each other, and one may stay empty.</summary>
    public static int[] Deal(List<string> texts, List<bool> afterBlank, Field[] columns, string[] before)
    {
        int n = texts.Count, width = columns.Length, stride = n + 1;
        var row = new FlatRow(texts, afterBlank);
        // best[c * stride + i]: the lines before i are dealt out to the columns before c.
        Span<double> best = new double[(width + 1) * stride];
        Span<int> from = new int[(width + 1) * stride];
        best[1..stride].Fill(double.NegativeInfinity);
        for (var c = 0; c < width; c++)
        {
            var (column, open) = (columns[c], before[c]);
            var last = best.Slice(c * stride, stride);
            var next = best.Slice((c + 1) * stride, stride);
            var origin = from.Slice((c + 1) * stride, stride);
            for (var i = 0; i <= n; i++)
            {
                if (column == Field.Number)
                {
                    (next[i], origin[i]) = (last[i], i);
                    continue;
                }

                next[i] = double.NegativeInfinity;
                for (var start = 0; start <= i; start++)
                {
                    if (double.IsNegativeInfinity(last[start])) continue;
                    var score = last[start] + Cell(row, start, i, column, open);
                    if (score > next[i]) (next[i], origin[i]) = (score, start);
                }
            }
        }

        var dealt = new int[n];
        for (int c = width, end = n; c > 0; c--)
        {
            var start = from[c * stride + end];
            dealt.AsSpan(start, end - start).Fill(c - 1);
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
        var score = (goesOn ? (small ? 1.0 : -1.5) : small ? -4.0 : 0.5) + row.Parting(from);
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
