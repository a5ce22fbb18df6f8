namespace LanToa.Reading.Grammar;

/// <summary>What the lines of a flattened row look like. Each question is answered once, however many divisions of the row ask it.</summary>
internal sealed class FlatRow
{
    private static readonly string[] Times = ["thường xuyên", "hằng năm", "hàng năm", "hằng quý", "hàng quý", "hằng tháng", "hàng tháng", "quý ", "tháng ", "từ quý", "từ tháng", "từ năm", "năm 20", "giai đoạn", "đã hoàn thành", "trước ngày", "trước tháng", "theo ", "sau khi", "trong năm", "cả năm", "đến ", "định kỳ", "ngày ", "kịp thời"];

    /// <summary>Lines that one look for names of bodies goes over.</summary>
    private const int LongestBodies = 12;

    /// <summary>Words behind a name that its reading looks at: where more follow, a longer cell begins with the same names.</summary>
    private const int Foresight = 24;

    private readonly List<string> texts;
    private readonly Words words, stretch;
    private readonly Line[] lines;
    private readonly BodiesOf[] bodies;

    private readonly List<bool>? blanks;

    /// <summary>Where blank lines part the cells of a row, each but perhaps the first begins behind one.</summary>
    public FlatRow(List<string> texts, List<bool> afterBlank)
    {
        this.texts = texts;
        var parted = 0;
        for (var i = 1; i < texts.Count; i++)
            if (afterBlank[i])
                parted++;
        blanks = parted > 1 ? afterBlank : null;
        var joined = string.Join(' ', texts);
        var lower = Vn.Lower(joined);
        words = new Words(joined, lower);
        stretch = words.Slice(0, 0);
        lines = new Line[texts.Count + 1];
        var at = 0;
        for (var i = 0; i < texts.Count; i++)
        {
            ref var line = ref lines[i];
            line.FirstWord = words.IndexAt(at);
            line.IsTime = IsTimeLine(texts[i], lower.AsSpan(at, texts[i].Length));
            lines[i + 1].LongBefore = line.LongBefore + (texts[i].Length > 28 ? 1 : 0);
            lines[i + 1].BreaksBefore = line.BreaksBefore + Breaks(i);
            at += texts[i].Length + 1;
        }

        lines[^1].FirstWord = words.Count;
        bodies = new BodiesOf[texts.Count * LongestBodies];
    }

    public bool Small(int line) => char.IsLower(texts[line][0]);

    /// <summary>What speaks for a cell's beginning at a line, where blank lines part cells.</summary>
    public double Parting(int line) => blanks is null || line == 0 ? 0 : blanks[line] ? 1.5 : -2;

    public bool IsLong(int line) => texts[line].Length > 25;

    public bool IsTime(int line) => lines[line].IsTime;

    private static bool IsTimeLine(string text, ReadOnlySpan<char> lower)
    {
        if (char.IsAsciiDigit(text[0])) return true;
        foreach (var time in Times)
            if (lower.StartsWith(time, StringComparison.Ordinal))
                return true;
        return false;
    }

    public bool StartsBody(int line) => lines[line].StartsBody ??= AgencyGrammar.Starts(Stretch(lines[line].FirstWord, lines[line + 1].FirstWord), 0);

    private Words Stretch(int from, int to)
    {
        stretch.Move(from, to);
        return stretch;
    }

    /// <summary>A score raised where the lines are names of bodies from their first word on, lowered where they are not.</summary>
    public double Bodies(int from, int lineCount, double score)
    {
        lineCount = Math.Min(lineCount, LongestBodies);
        ref var found = ref bodies[from * LongestBodies + lineCount - 1];
        if (!found.IsKnown) found = Bodies(from, lines[from].FirstWord, lines[from + lineCount].FirstWord);
        if (found.Gain == 0) return score - 4;
        score += found.Gain;
        if (found.Trailing) score -= 2;
        return found.Capital ? score + 1 : score;
    }

    private BodiesOf Bodies(int from, int first, int end)
    {
        ref var line = ref lines[from];
        var count = end - first;
        if (!line.NamesSettled || line.Names > count)
        {
            line.Names = AgencyGrammar.EndOfList(Stretch(first, end), 0, whole: true);
            line.NamesSettled = line.Names + Foresight <= count;
        }

        return line.Names == 0 ? new BodiesOf { IsKnown = true }
            : new BodiesOf { IsKnown = true, Gain = 2 + 4.0 * line.Names / Math.Max(1, count), Trailing = count - line.Names > 3, Capital = words.Capital(first) };
    }

    public int LongLines(int from, int to) => lines[to].LongBefore - lines[from].LongBefore;

    /// <summary>Lines within a cell that look like the beginning of another: a capital behind a finished line, a time.</summary>
    public double Inside(int from, int to) => to - from < 2 ? 0 : (lines[to].BreaksBefore - lines[from + 1].BreaksBefore) / 10.0;

    /// <summary>In tenths.</summary>
    private int Breaks(int line)
    {
        if (line == 0) return 0;
        var parted = blanks is not null && blanks[line] ? 15 : 0;
        if (!char.IsUpper(texts[line][0])) return parted;
        var end = texts[line - 1][^1];
        return parted + (end is ',' or '-' ? 2 : end is '.' ? 20 : 10);
    }

    private struct Line
    {
        public int FirstWord;
        public int LongBefore;
        public int BreaksBefore;
        public bool IsTime;
        public bool? StartsBody;
        public bool NamesSettled;
        /// <summary>Words of the names of bodies with which it begins.</summary>
        public int Names;
    }

    private struct BodiesOf
    {
        public bool IsKnown;
        public bool Trailing;
        public bool Capital;
        public double Gain;
    }
}
