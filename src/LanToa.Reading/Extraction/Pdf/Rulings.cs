using System.Runtime.InteropServices;

namespace LanToa.Reading.Extraction;

/// <summary>A drawn line in points; horizontal when <see cref="Y0"/> and <see cref="Y1"/> are about equal.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Ruling(double X0, double Y0, double X1, double Y1)
{
    public double X => (X0 + X1) / 2;
    public double Y => (Y0 + Y1) / 2;
}

/// <summary>The horizontal and vertical lines of a page, found in its picture: the one way that serves every PDF producer and scans alike.</summary>
internal sealed record Rulings(List<Ruling> Horizontal, List<Ruling> Vertical)
{
    public static Rulings None { get; } = new([], []);

    private const byte Dark = 195;
    private const double LeastPoints = 12;
    // Longer than a stem or a bar of a letter of 16 points: otherwise stems under each other look like a line.
    private const double LeastRunAcross = 8;
    private const double LeastRunDown = 12;
    private const int Break = 2;

    private sealed record Stroke(int From, int To, int First, int Last, List<(int At, int From, int To)> Runs);

    /// <param name="picture">About 100 dpi: a hair line is then one dark pixel.</param>
    /// <param name="pointsPerPixel">72/dpi.</param>
    /// <param name="eraseIn">A larger picture in which the lines are painted over: they disturb the recognition of letters.</param>
    public static Rulings Find(GrayImage picture, double pointsPerPixel, GrayImage? eraseIn = null)
    {
        var across = Strokes(picture.Height, picture.Width, (line, along) => picture[along, line] < Dark, pointsPerPixel, LeastRunAcross);
        var down = Strokes(picture.Width, picture.Height, (line, along) => picture[line, along] < Dark, pointsPerPixel, LeastRunDown);
        if (eraseIn != null) Erase(eraseIn, eraseIn.Width / picture.Width, across, down);
        return new(
            across.ConvertAll(s => new Ruling(s.From * pointsPerPixel, s.First * pointsPerPixel, (s.To + 1) * pointsPerPixel, (s.Last + 1) * pointsPerPixel)),
            down.ConvertAll(s => new Ruling(s.First * pointsPerPixel, s.From * pointsPerPixel, (s.Last + 1) * pointsPerPixel, (s.To + 1) * pointsPerPixel)));
    }

    // Runs of dark pixels on neighbouring lines grow into one stroke, so that a slightly turned scan still gives one line.
    private static List<Stroke> Strokes(int lines, int length, Func<int, int, bool> dark, double pointsPerPixel, double leastPoints)
    {
        var leastRun = (int)(leastPoints / pointsPerPixel);
        var open = new List<Stroke>();
        var done = new List<Stroke>();
        for (var line = 0; line < lines; line++)
        {
            var runs = Runs(line, length, leastRun, dark);
            foreach (var (from, to) in runs)
            {
                var touching = open.FindAll(s => s.Last >= line - 2 && s.Runs[^1].At >= line - 2 && from <= s.To + Break && to >= s.From - Break && Reaches(s, line, from, to));
                var stroke = new Stroke(from, to, line, line, [(line, from, to)]);
                foreach (var s in touching)
                {
                    open.Remove(s);
                    s.Runs.AddRange(stroke.Runs);
                    stroke = new(Math.Min(s.From, stroke.From), Math.Max(s.To, stroke.To), Math.Min(s.First, stroke.First), line, s.Runs);
                }
                open.Add(stroke);
            }
            done.AddRange(open.FindAll(s => s.Last < line - 2));
            open.RemoveAll(s => s.Last < line - 2);
        }
        done.AddRange(open);
        return done.FindAll(s => IsLine(s, pointsPerPixel));
    }

    private static bool Reaches(Stroke stroke, int line, int from, int to)
    {
        for (var i = stroke.Runs.Count - 1; i >= 0 && stroke.Runs[i].At >= line - 2; i--)
            if (from <= stroke.Runs[i].To + Break && to >= stroke.Runs[i].From - Break) return true;
        return false;
    }

    private static bool IsLine(Stroke s, double pointsPerPixel)
    {
        var length = (s.To - s.From + 1) * pointsPerPixel;
        var thickness = (s.Last - s.First + 1) * pointsPerPixel;
        // Filled: a stroke that is long only because scattered runs touched is no line.
        var covered = s.Runs.Sum(r => r.To - r.From + 1);
        return length >= LeastPoints && thickness <= 3 + length * 0.02 && covered >= (s.To - s.From + 1) * 0.8;
    }

    private static List<(int From, int To)> Runs(int line, int length, int least, Func<int, int, bool> dark)
    {
        var runs = new List<(int, int)>();
        for (var at = 0; at < length; at++)
        {
            if (!dark(line, at)) continue;
            var from = at;
            while (at < length && dark(line, at)) at++;
            if (at - from >= least) runs.Add((from, at - 1));
        }
        return runs;
    }

    // Only strokes longer than any letter or its underline's neighbour: what is painted over is gone.
    private static void Erase(GrayImage image, int factor, List<Stroke> across, List<Stroke> down)
    {
        foreach (var (at, from, to) in across.Where(s => s.To - s.From > 55).SelectMany(s => s.Runs)) image.White(from * factor - 1, at * factor - 2, (to + 1) * factor + 1, (at + 1) * factor + 2);
        foreach (var (at, from, to) in down.Where(s => s.To - s.From > 22).SelectMany(s => s.Runs)) image.White(at * factor - 2, from * factor - 1, (at + 1) * factor + 2, (to + 1) * factor + 1);
    }
}
