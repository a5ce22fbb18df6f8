using System.Text;
using System.Text.RegularExpressions;

namespace LanToa.Reading.Extraction;

/// <summary>Words that stand on one line, left to right.</summary>
internal sealed partial class TextRow(List<Word> words)
{
    public List<Word> Words { get; } = words;
    public double X0 { get; } = words.Min(w => w.X0);
    public double X1 { get; } = words.Max(w => w.X1);
    public double Y0 { get; } = Median(words.Select(w => w.Y0));
    public double Y1 { get; } = Median(words.Select(w => w.Y1));
    public double Height => Y1 - Y0;

    /// <summary>Rows from top to bottom. A word joins the row that it overlaps by more than half of the lower of the two.</summary>
    public static List<TextRow> Group(IEnumerable<Word> words)
    {
        var rows = new List<(double Y0, double Y1, List<Word> Words)>();
        foreach (var word in words.OrderBy(w => w.MiddleY).ThenBy(w => w.X0))
        {
            var at = -1;
            var best = 0.5;
            for (var i = rows.Count - 1; i >= 0 && i >= rows.Count - 6; i--)
            {
                var overlap = (Math.Min(rows[i].Y1, word.Y1) - Math.Max(rows[i].Y0, word.Y0)) / Math.Min(rows[i].Y1 - rows[i].Y0, word.Height);
                if (overlap <= best) continue;
                best = overlap;
                at = i;
            }
            if (at < 0)
            {
                rows.Add((word.Y0, word.Y1, [word]));
                continue;
            }
            var list = rows[at].Words;
            list.Add(word);
            // The row keeps the height of its words, not their hull: a raised number or a slope must not make it swallow its neighbour.
            rows[at] = (list.Average(w => w.Y0), list.Average(w => w.Y1), list);
        }
        return rows.Select(r => new TextRow(r.Words.OrderBy(w => w.X0).ToList())).OrderBy(r => r.Y0 + r.Y1).ToList();
    }

    /// <summary>White space wider than <paramref name="least"/> between words; what only parts a label from its text does not count unless asked for.</summary>
    public List<(double From, double To)> Gaps(double least, bool labels = false)
    {
        var gaps = new List<(double, double)>();
        double right = Words[0].X1, sum = 0;
        for (var i = 1; i < Words.Count; i++)
        {
            var gap = Words[i].X0 - right;
            if (gap > 0) sum += Math.Min(gap, least);
            if (gap >= least && !(i == 1 && !labels && Label().IsMatch(Words[0].Text))) gaps.Add((right, Words[i].X0));
            right = Math.Max(right, Words[i].X1);
        }
        // A justified line with few words is wide everywhere.
        var mean = Words.Count > 1 ? sum / (Words.Count - 1) : 0;
        return !labels && Words.Count > 3 && mean > least * 0.7 ? [] : gaps;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Words.Count; i++)
        {
            // A gap as wide as several letters is kept visible: two things on one line ("Số: …    Hà Nội, ngày …").
            if (i > 0) text.Append(Words[i].X0 - Words[i - 1].X1 > 2.2 * Height && !(i == 1 && Label().IsMatch(Words[0].Text)) ? "    " : " ");
            text.Append(Words[i].Text);
        }
        return text.ToString();
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[sorted.Count / 2];
    }

    [GeneratedRegex(@"^(?:[-+*•–—]|\(?[0-9]{1,3}(?:\.[0-9]{1,3})*[.)/]?|\(?[IVXLivx]{1,5}[.)/]|\(?[a-zđA-ZĐ][.)/])$")]
    private static partial Regex Label();
}
