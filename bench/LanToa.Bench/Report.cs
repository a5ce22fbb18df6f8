using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LanToa.Bench;

/// <summary>The one JSON line that every benchmark ends with.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Line(string bench, IReadOnlyList<Figure> figures) => JsonSerializer.Serialize(new
    {
        bench,
        machine = new
        {
            cores = Environment.ProcessorCount,
            memoryGiB = (long)Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024)),
            postgres = Postgres(),
        },
        figures = figures.Select(f => new
        {
            name = f.Name,
            value = Rounded(f.Value),
            unit = f.Unit,
            baseline = f.Baseline is { } b ? Rounded(b) : (double?)null,
            baselineName = f.BaselineName,
            ratio = f.Ratio is { } r ? Rounded(r) : (double?)null,
            goal = f.Goal,
            met = f.Met,
        }),
    }, Options);

    // Three figures that mean something, however small the value.
    private static double Rounded(double value) => double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string? Postgres()
    {
        try
        {
            using var psql = Process.Start(new ProcessStartInfo("psql", "--version") { RedirectStandardOutput = true, UseShellExecute = false });
            return psql?.StandardOutput.ReadToEnd().Split(' ').FirstOrDefault(w => w.Length > 0 && char.IsAsciiDigit(w[0]))?.Trim();
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
