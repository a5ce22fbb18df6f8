using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using LanToa.Reading.Extraction;
using LanToa.Reading.Restoration;

namespace LanToa.Bench;

/// <summary>How much of a text comes back that a reader of another language misread: clean plans drawn and recognised as if they were English, and a real misread plan.</summary>
internal sealed class MisreadBench : Benchmark
{
    private const int Dpi = 200;

    /// <summary>The plan of ../shared/plans that came misread, with its annotation.</summary>
    private const string Misread = "002_57ae1f3d3a4b1fcb";

    public override string Name => "misread";

    public override string About => "khôi phục văn bản bị nhận dạng sai: kế hoạch sạch vẽ ra ảnh rồi đọc bằng tiếng Anh, và một kế hoạch thật đã bị hỏng";

    public override Task<IReadOnlyList<Figure>> RunAsync(Action<string> progress)
    {
        var figures = new List<Figure>();
        Drawn(figures, progress, "the samples", Samples.Texts(Samples.Own));
        if (Samples.Real is { } real)
        {
            Drawn(figures, progress, "three plans of ../shared/plans", [.. Directory.GetFiles(real, "*.txt").Order(StringComparer.Ordinal).Where(f => !f.Contains(Misread, StringComparison.Ordinal)).Take(3).Select(Read)]);
            progress("the misread plan of ../shared/plans");
            Annotated(figures, Read(Path.Combine(real, Misread + ".txt")), Path.Combine(real, Misread + ".gold.json"));
        }
        else progress("../shared/plans is not here: real plans were not measured");
        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    private static string Read(string file) => Extractor.Extract(File.ReadAllBytes(file), Path.GetFileName(file)).Text;

    private static void Drawn(List<Figure> figures, Action<string> progress, string of, IReadOnlyList<string> texts)
    {
        int words = 0, printed = 0, restored = 0;
        foreach (var text in texts)
        {
            progress($"{of}: {text.Length} characters drawn at {Dpi} dpi and recognised");
            var (written, misread) = (Words(text), Recognised(text));
            words += written.Length;
            printed += Kept(written, Words(misread));
            restored += Kept(written, Words(Restorer.Default.RestoreDamaged(misread).Text));
        }

        Add(figures, $"words right again, {of} at {Dpi} dpi, {words} words", restored, printed, words, 90);
    }

    /// <summary>Titles of headings, beginnings of tasks and names of bodies, as the annotation holds them: each counts the words that stand in it in their order.</summary>
    private static void Annotated(List<Figure> figures, string misread, string gold)
    {
        using var annotation = JsonDocument.Parse(File.ReadAllText(gold));
        var root = annotation.RootElement;
        string[] phrases =
        [
            root.GetProperty("document").GetProperty("title").GetString()!, .. root.GetProperty("headings").EnumerateArray().Select(h => h.GetProperty("title").GetString()!),
            .. root.GetProperty("tasks").EnumerateArray().Select(t => t.GetProperty("start").GetString()!), .. root.GetProperty("tasks").EnumerateArray().SelectMany(t => t.GetProperty("lead").EnumerateArray()).Select(l => l.GetString()!),
        ];
        var (before, after) = (Words(misread), Words(Restorer.Default.Restore(misread).Text));
        int words = 0, printed = 0, restored = 0;
        foreach (var phrase in phrases.Distinct().Select(Words).Where(p => p.Length > 0))
        {
            words += phrase.Length;
            printed += Best(phrase, before);
            restored += Best(phrase, after);
        }

        Add(figures, $"words right again, the misread plan of ../shared/plans, {words} words of its annotation", restored, printed, words, 85);
    }

    private static void Add(List<Figure> figures, string name, int restored, int printed, int words, double goal)
    {
        var share = 100.0 * restored / words;
        figures.Add(new(name, share, "%", 100.0 * printed / words, "words right as misread", string.Create(CultureInfo.InvariantCulture, $">= {goal} %"), share >= goal));
    }

    /// <summary>The most words of a phrase that stand together anywhere in a text.</summary>
    private static int Best(string[] phrase, string[] text)
    {
        var best = 0;
        for (var at = 0; at < text.Length && best < phrase.Length; at++)
        {
            var same = 0;
            for (var i = 0; i < phrase.Length && at + i < text.Length; i++)
                if (phrase[i] == text[at + i]) same++;
            best = Math.Max(best, same);
        }

        return best;
    }

    private static string[] Words(string text) =>
        [.. text.Normalize(NormalizationForm.FormC).ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(w => w.Trim([.. ".,;:()[]\"'“”‘’…!?*-–|/#"])).Where(w => w.Any(char.IsLetter))];

    /// <summary>Words of the one that come in the other in the same order.</summary>
    private static int Kept(string[] written, string[] read)
    {
        var above = new int[read.Length + 1];
        foreach (var word in written)
        {
            var corner = 0;
            for (var i = 0; i < read.Length; i++)
            {
                var next = above[i + 1];
                above[i + 1] = word == read[i] ? corner + 1 : Math.Max(above[i + 1], above[i]);
                corner = next;
            }
        }

        return above[^1];
    }

    /// <summary>The text on pages, and what tesseract reads there with its English data.</summary>
    private static string Recognised(string text)
    {
        var folder = Directory.CreateTempSubdirectory("lantoa-bench-").FullName;
        try
        {
            var lines = text.Split('\n').Select(l => $"<p>{WebUtility.HtmlEncode(l)}</p>");
            File.WriteAllText(Path.Combine(folder, "plan.html"), $"<html><head><meta charset=\"utf-8\"><style>p {{ font-family: 'Liberation Serif'; font-size: 13pt; margin: 2pt }}</style></head><body>{string.Join('\n', lines)}</body></html>");
            Run(folder, "soffice", $"-env:UserInstallation=file://{folder}/profile", "--headless", "--infilter=HTML (StarWriter)", "--convert-to", "pdf:writer_pdf_Export", "plan.html");
            Run(folder, "pdftoppm", "-r", Dpi.ToString(CultureInfo.InvariantCulture), "-gray", "-png", "plan.pdf", "page");
            return string.Concat(Directory.GetFiles(folder, "page-*.png").Order(StringComparer.Ordinal).Select(page => Run(folder, "tesseract", page, "-", "-l", "eng", "--psm", "4")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Run(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed with {process.ExitCode}.");
    }
}
