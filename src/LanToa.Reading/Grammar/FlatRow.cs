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
    private readonly Words words;
    private readonly int[] firstWord;
    private readonly bool?[] times, bodyStarts;
    private readonly (double Gain, bool Trailing, bool Capital)?[] bodies;
    private readonly (bool IsSettled, AgencyList? List)[] names;
    private readonly double[,] inside;

    public FlatRow(List<string> texts)
    {
        this.texts = texts;
        words = new Words(string.Join(' ', texts));
        firstWord = new int[texts.Count + 1];
        var at = 0;
        for (var i = 0; i < texts.Count; i++)
        {
            firstWord[i] = words.IndexAt(at);
            at += texts[i].Length + 1;
        }

        firstWord[^1] = words.Count;
        times = new bool?[texts.Count];
        bodyStarts = new bool?[texts.Count];
        bodies = new (double, bool, bool)?[texts.Count * LongestBodies];
        names = new (bool, AgencyList?)[texts.Count];
        inside = new double[texts.Count + 1, texts.Count + 1];
        for (var from = 0; from < texts.Count; from++)
            for (var to = from + 2; to <= texts.Count; to++)
                inside[from, to] = inside[from, to - 1] + Breaks(to - 1);
    }

    public bool Small(int line) => char.IsLower(texts[line][0]);

    public bool IsLong(int line) => texts[line].Length > 25;

    public bool IsTime(int line) => times[line] ??= char.IsAsciiDigit(texts[line][0]) || Vn.Lower(texts[line]) is var lower && Array.Exists(Times, t => lower.StartsWith(t, StringComparison.Ordinal));

    public bool StartsBody(int line) => bodyStarts[line] ??= AgencyGrammar.Starts(words.Slice(firstWord[line], firstWord[line + 1]), 0);

    /// <summary>A score raised where the lines are names of bodies from their first word on, lowered where they are not.</summary>
    public double Bodies(int from, int lines, double score)
    {
        lines = Math.Min(lines, LongestBodies);
        var found = bodies[from * LongestBodies + lines - 1] ??= Bodies(from, words.Slice(firstWord[from], firstWord[from + lines]));
        if (found.Gain == 0) return score - 4;
        score += found.Gain;
        if (found.Trailing) score -= 2;
        return found.Capital ? score + 1 : score;
    }

    private (double Gain, bool Trailing, bool Capital) Bodies(int from, Words cell)
    {
        var (settled, list) = names[from];
        if (!settled || list?.To > cell.Count)
        {
            list = AgencyGrammar.List(cell, 0, whole: true);
            names[from] = ((list?.To ?? 0) + Foresight <= cell.Count, list);
        }

        return list is null ? default : (2 + 4.0 * (list.To - list.From) / Math.Max(1, cell.Count), cell.Count - list.To > 3, cell.Capital(0));
    }

    public int LongLines(int from, int to)
    {
        var count = 0;
        for (var i = from; i < to; i++)
            if (texts[i].Length > 28)
                count++;
        return count;
    }

    /// <summary>Lines within a cell that look like the beginning of another: a capital behind a finished line, a time.</summary>
    public double Inside(int from, int to) => inside[from, to];

    private double Breaks(int line)
    {
        if (!char.IsUpper(texts[line][0])) return 0;
        var end = texts[line - 1][^1];
        return end is ',' or '-' ? 0.2 : end is '.' ? 2 : 1;
    }
}
