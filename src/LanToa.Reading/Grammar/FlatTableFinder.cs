namespace LanToa.Reading.Grammar;

/// <summary>The head of a flattened table: the lines that name its columns, in order.</summary>
internal sealed record FlatHead(int To, Field[] Columns, string[] Titles);

/// <summary>Finds tables that the text layer of a PDF gives as one short line per printed line of each cell.</summary>
internal static class FlatTableFinder
{
    private const int LongestHead = 16;

    /// <summary>Marks the lines of flattened tables: from a head, to the next part of the document.</summary>
    public static void Mark(TextView view, List<SourceLine> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (HeadAt(view, lines, i) is not { } head) continue;
            var end = EndOf(view, lines, head.To);
            var expected = 1;
            for (var j = i; j < end; j++)
            {
                // A number alone on its line may have been taken for the number of a page.
                var number = lines[j].Role is LineRole.Text or LineRole.Furniture && j >= head.To ? Number(lines[j].Of(view.Text)) : 0;
                var counts = number > 0 && (number == expected || number == 1) && !IsAtPageEdge(lines, j);
                if (counts) expected = number + 1;
                if (lines[j].Role == LineRole.Text || counts) lines[j].Role = LineRole.FlatTable;
            }

            i = end - 1;
        }
    }

    private static bool IsAtPageEdge(List<SourceLine> lines, int at)
    {
        int before = at - 1, after = at + 1;
        while (before >= 0 && lines[before].Role == LineRole.Blank) before--;
        while (after < lines.Count && lines[after].Role == LineRole.Blank) after++;
        return before < 0 || after >= lines.Count || lines[before].Page != lines[at].Page || lines[after].Page != lines[at].Page;
    }

    /// <summary>"STT", then names of columns on lines of their own, then a number or a group; null where there is no such head.</summary>
    public static FlatHead? HeadAt(TextView view, List<SourceLine> lines, int at)
    {
        if (lines[at].Role is not (LineRole.Text or LineRole.FlatTable) || lines[at].Length > 12 || !FieldLabels.IsNumber(lines[at].Of(view.Lower).Trim())) return null;
        var columns = new List<Field> { Field.Number };
        var titles = new List<string> { lines[at].Of(view.Text).ToString() };
        var open = "";
        var i = at + 1;
        for (; i < lines.Count && i - at < LongestHead; i++)
        {
            var line = lines[i];
            if (line.Role is LineRole.Blank or LineRole.Furniture or LineRole.Rule) continue;
            if (line.Role is not (LineRole.Text or LineRole.FlatTable) || line.Length > 40 || StartsRow(view, line)) break;
            var text = Text(view, line);
            var joined = open.Length == 0 ? text : open + " " + text;
            // A name wrapped over lines goes on in small letters.
            if (line.LowerStart && columns.Count > 1 && open.Length == 0)
            {
                joined = Vn.Lower(titles[^1]) + " " + text;
                columns.RemoveAt(columns.Count - 1);
                titles.RemoveAt(titles.Count - 1);
            }

            var field = TableHeader.Of(joined);
            if (field == Field.None)
            {
                open = joined;
                continue;
            }

            columns.Add(field);
            titles.Add(joined);
            open = "";
        }

        if (open.Length > 0 || columns.Count < 4 || !columns.Contains(Field.Work) || !(columns.Contains(Field.Lead) || columns.Contains(Field.Time)) || i >= lines.Count) return null;
        return new FlatHead(i, [.. columns], [.. titles]);
    }

    private static string Text(TextView view, SourceLine line) => line.Of(view.Lower).Trim().ToString();

    public static bool StartsRow(TextView view, SourceLine line) => Number(line.Of(view.Text)) > 0 || line.Label.Class is LabelClass.Roman or LabelClass.UpperLetter;

    /// <summary>The number that opens a row, "10.  Xây dựng …" or "10." alone; 0 where there is none.</summary>
    public static int Number(ReadOnlySpan<char> text)
    {
        var i = 0;
        while (i < text.Length && i < 3 && char.IsAsciiDigit(text[i])) i++;
        if (i == 0 || i < text.Length && text[i] is not '.' || i + 1 < text.Length && !Vn.IsSpace(text[i + 1])) return 0;
        return int.Parse(text[..i], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Number of the section that the table stands in, 0 in an annex or where sections have none.</summary>
    private static int SectionBefore(List<SourceLine> lines, int from)
    {
        for (var i = from - 1; i >= Math.Max(0, from - 400); i--)
        {
            if (lines[i].Label.Class == LabelClass.Annex || lines[i].Role is LineRole.TableRow) return 0;
            if (lines[i].Role == LineRole.Text && lines[i].Label.Class == LabelClass.Roman) return lines[i].Label.Ordinal;
        }

        return 0;
    }

    private static int EndOf(TextView view, List<SourceLine> lines, int from)
    {
        var section = SectionBefore(lines, from);
        for (var i = from; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line.Role is LineRole.TableRow) return i;
            if (line.Role != LineRole.Text) continue;
            var lower = line.Of(view.Lower);
            // The section after the one that holds the table, where the rows have no groups with such numbers.
            if (line.Label.Class == LabelClass.Roman)
            {
                if (section > 0 && line.Label.Ordinal == section + 1) return i;
                section = 0;
            }

            if (PartFinder.IsMotto(lower) || lower.StartsWith("nơi nhận", StringComparison.Ordinal) || line.Label.Class == LabelClass.Annex || Signatures.IsLine(line.Of(view.Text), lower)) return i;
        }

        return lines.Count;
    }
}
