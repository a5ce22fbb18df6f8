using System.Text.RegularExpressions;

namespace LanToa.Reading.Extraction;

/// <summary>Two blocks beside each other: the letterhead's agency and motto, the recipients and the signature.</summary>
internal sealed partial record SideBySide(List<Word> Left, List<Word> Right, int End)
{
    /// <summary>The block that begins at this row; null when the row runs through.</summary>
    public static SideBySide? At(List<TextRow> rows, int start)
    {
        for (var first = start; first < Math.Min(rows.Count, start + 4); first++)
        {
            if (first > start && AlignedTable.At(rows, first) != null) return null;
            foreach (var gap in Candidates(rows[first]))
                if (Grow(rows, start, first, gap) is { } block) return block;
            if (Annex().IsMatch(rows[first].ToString())) break;
            // Rows above the first pair may belong to one side (a signature that starts higher than the recipients); a full line may not.
            if (rows[first].X1 - rows[first].X0 > 300) break;
        }
        return null;
    }

    private static List<(double From, double To)> Candidates(TextRow row)
    {
        // The motto and the recipients' mark show the edge even where the gap is no wider than two spaces.
        for (var i = 1; i < row.Words.Count; i++)
            if (RightMark().IsMatch(From(row, i)) && row.Words[i].X0 - row.Words[i - 1].X1 > 0.3 * row.Height) return [(row.Words[i - 1].X1, row.Words[i].X0)];
        return row.Gaps(0.9 * row.Height).OrderByDescending(g => g.To - g.From).ToList();
    }

    private static SideBySide? Grow(List<TextRow> rows, int start, int first, (double From, double To) gap)
    {
        int end = first, lastBoth = first, both = 0, lastLeft = -1;
        var marked = false;
        // At least two ordinary spaces, and a good part of the gap that began it: in running text they do not stand under each other.
        var least = Math.Max(0.45 * rows[first].Height, Math.Min(12, 0.4 * (gap.To - gap.From)));
        for (; end < rows.Count; end++)
        {
            var row = rows[end];
            if (Annex().IsMatch(row.ToString())) break;
            var narrowed = Crossing(row, gap, least);
            if (narrowed == null) break;
            var (left, right) = (row.X0 < gap.From + 1, row.X1 > gap.To - 1);
            // One side may go on alone only while its lines follow each other.
            if (end > lastBoth && left && !right && (lastLeft < 0 || row.Y0 - rows[lastLeft].Y1 > 1.5 * row.Height)) break;
            if (end > lastBoth && right && !left && row.Y0 - rows[end - 1].Y1 > 6 * row.Height) break;
            gap = narrowed.Value;
            if (left) lastLeft = end;
            marked |= IsMarked(row);
            if (!left || !right) continue;
            both++;
            lastBoth = end;
        }
        if (both < 2 && !marked) return null;
        // Trailing lines on the right alone read the same after the block, unless the left goes on beside them.
        while (end > lastBoth + 1 && end > lastLeft + 1 && rows[end - 1].Y0 - rows[end - 2].Y1 > 1.0 * rows[end - 1].Height) end--;
        for (var i = start; i < first; i++)
            if (Crossing(rows[i], gap, least) == null) return null;
        var middle = (gap.From + gap.To) / 2;
        var words = rows.Skip(start).Take(end - start).SelectMany(r => r.Words).ToList();
        return new(words.FindAll(w => w.MiddleX < middle), words.FindAll(w => w.MiddleX >= middle), end);
    }

    // The part of the white corridor that the row leaves free; null when it crosses.
    public static (double From, double To)? Crossing(TextRow row, (double From, double To) gap, double least)
    {
        double from = gap.From, to = gap.To;
        var middle = (from + to) / 2;
        foreach (var word in row.Words)
        {
            if (word.MiddleX < middle) from = Math.Max(from, word.X1);
            else to = Math.Min(to, word.X0);
        }
        return to - from > least ? (from, to) : null;
    }

    private static string From(TextRow row, int at) => string.Join(' ', row.Words.Skip(at).Take(4).Select(w => w.Text));

    public static bool IsMarked(TextRow row)
    {
        for (var i = 0; i < row.Words.Count; i++)
            if (RightMark().IsMatch(From(row, i)) || (i == 0 && LeftMark().IsMatch(From(row, 0)))) return true;
        return false;
    }

    // What stands at the right in every letterhead and signature block; the second half of the first also after the loss of its marks.
    [GeneratedRegex(@"^(?:C[ỘO]NG\s+H[ÒOÀ][AÀ]?\s+X[ÃA]|[ĐD][ộo]c\s+l[ậa]p\s*[-–]|(?:TM|KT|TL|TUQ|Q)\.\s*\p{Lu}|(?:PHÓ|QUYỀN)?\s*(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|THỨ TRƯỞNG|CHÁNH VĂN PHÒNG|HIỆU TRƯỞNG))")]
    private static partial Regex RightMark();

    // The title of an annex stands in the middle, beside nothing.
    [GeneratedRegex(@"^PHỤ\s+LỤC(?:\s+(?:SỐ\s+)?[0-9IVX]{1,5})?$")]
    private static partial Regex Annex();

    [GeneratedRegex(@"^\W*(?:Nơi nhận|Số\s*:|Lưu\s*:)")]
    private static partial Regex LeftMark();
}
