namespace LanToa.Cli.Printing;

/// <summary>Columns of wrapped text for a terminal. A positive share divides what the fixed columns leave; a negative one is a fixed width.</summary>
internal sealed class TextTable(int width, params (string Title, int Share)[] columns)
{
    private const string Gap = "  ";

    private readonly int[] widths = Share(width - (columns.Length - 1) * Gap.Length, [.. columns.Select(c => c.Share)]);

    public void WriteHead(TextWriter output)
    {
        Write(output, [.. columns.Select(c => c.Title)]);
        output.WriteLine(string.Join(Gap, widths.Select(w => new string('─', w))));
    }

    public void Write(TextWriter output, params string[] cells)
    {
        var wrapped = cells.Select((cell, i) => Wrap(cell, widths[i])).ToArray();
        for (var line = 0; line < wrapped.Max(w => w.Count); line++)
            output.WriteLine(string.Join(Gap, wrapped.Select((w, i) => (line < w.Count ? w[line] : "").PadRight(widths[i]))).TrimEnd());
    }

    public static List<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(w => w.Chunk(width).Select(c => new string(c))))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length > width)
                {
                    lines.Add(line);
                    line = "";
                }
                line = line.Length == 0 ? word : line + " " + word;
            }
            lines.Add(line);
        }
        return lines;
    }

    private static int[] Share(int width, int[] shares)
    {
        var parts = shares.Where(s => s > 0).Sum();
        var left = width - shares.Where(s => s < 0).Sum(s => -s);
        return [.. shares.Select(s => s < 0 ? -s : Math.Max(8, left * s / parts))];
    }
}
