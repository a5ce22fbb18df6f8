using System.Diagnostics;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using LanToa.Reading;
using LanToa.Reading.Extraction;
using LanToa.Reading.Restoration;

namespace LanToa.Bench;

/// <summary>How fast documents are read, on one core.</summary>
internal sealed class ReadingBench : Benchmark
{
    private const int Seed = 20260101;
    private const int Large = 2 * 1024 * 1024;
    /// <summary>The size of a file, in bytes, up to which the goal speaks of the speed.</summary>
    private const int TwoMegabytes = 2_000_000;
    private const int PageCharacters = 2800;
    private const string CopyName = "copy and NFC-normalise the text";
    private static readonly int[] Sizes = [64 * 1024, 256 * 1024, 1024 * 1024, Large];

    public override string Name => "reading";

    public override string About => "đọc kế hoạch từ văn bản thuần nhiều cỡ và từ tệp .docx 20 trang, khôi phục văn bản mất dấu";

    public override Task<IReadOnlyList<Figure>> RunAsync(Action<string> progress)
    {
        var figures = new List<Figure>();
        progress("first restoration");
        figures.Add(FirstRestoration());
        Plain(figures, progress, "one long plan", size => PlanText.Make(size, Seed));
        var samples = Samples.Texts(Samples.Own);
        Plain(figures, progress, "the samples", size => Samples.Repeat(samples, size));
        if (Samples.Real is { } real)
        {
            var plans = Samples.Texts(real);
            Plain(figures, progress, "the plans of ../shared/plans", size => Samples.Repeat(plans, size));
        }
        else progress("../shared/plans is not here: real plans were not measured");

        progress("a .docx of 20 pages");
        var word = Word(PlanText.Make(20 * PageCharacters, Seed));
        var milliseconds = Fastest(() => PlanReader.Read(Extractor.Extract(word, "plan.docx"))) * 1000;
        figures.Add(new(".docx of 20 pages, extracted and read", milliseconds, "ms", null, "none: no simpler reader of .docx to compare with", "<= 150 ms", milliseconds <= 150));

        progress("restoration");
        var misread = PlanText.Misread(PlanText.Make(Large / 4, Seed), Seed);
        Restoration(figures, "misread text", misread, Restorer.Default.RestoreDamaged);
        Restoration(figures, "lost marks", PlanText.Bare(PlanText.Make(Large / 4, Seed)), Restorer.Default.RestoreMarks);
        Restoration(figures, "lost marks of the samples", PlanText.Bare(Samples.Repeat(samples, Large / 4)), Restorer.Default.RestoreMarks);
        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    /// <summary>
    /// Reading of plain text: files of several numbers of characters, one of two MB, and how the time per MB grows from a quarter of a million characters to two.
    /// </summary>
    private static void Plain(List<Figure> figures, Action<string> progress, string of, Func<int, string> make)
    {
        double SecondsPerMegabyte(byte[] bytes)
        {
            var size = $"{Megabytes(bytes):0.00} MB ({Encoding.UTF8.GetCharCount(bytes) / 1e6:0.00} million characters)";
            progress($"plain text, {of}, {size}");
            var copied = Megabytes(bytes) / Fastest(() => Copy(bytes), runs: 3);
            var seconds = Fastest(() => PlanReader.Read(Extractor.Extract(bytes, "plan.txt"))) / Megabytes(bytes);
            figures.Add(new($"plain text, {of}, {size}, extracted and read", 1 / seconds, "MB/s", copied, CopyName, ">= 5 MB/s", 1 / seconds >= 5));
            return seconds;
        }

        var perMegabyte = Array.ConvertAll(Sizes, size => SecondsPerMegabyte(Encoding.UTF8.GetBytes(make(size))));
        SecondsPerMegabyte(Cut(Encoding.UTF8.GetBytes(make(Large)), TwoMegabytes));
        var growth = perMegabyte[^1] / perMegabyte[1];
        figures.Add(new($"plain text, {of}: time per MB of {Large / 1024 / 1024} million characters to that of a quarter million", growth, "times", 1, "linear", "<= 1.5", growth <= 1.5));
    }

    private static void Restoration(List<Figure> figures, string of, string text, Func<string, object> restore)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var baseline = Megabytes(bytes) / Fastest(() => Copy(bytes));
        var speed = Megabytes(bytes) / Fastest(() => restore(text), runs: 5);
        figures.Add(new($"restoration, {of}", speed, "MB/s", baseline, CopyName, ">= 1 MB/s", speed >= 1));
    }

    /// <summary>What a damaged text costs more when it is the first one of a process: the model is loaded and the code compiled.</summary>
    private static Figure FirstRestoration()
    {
        var watch = Stopwatch.StartNew();
        _ = Restorer.Default.RestoreMarks("Tuyen truyen cai cach hanh chinh");
        var milliseconds = watch.Elapsed.TotalMilliseconds;
        return new("first restoration in a process, with the language model loaded", milliseconds, "ms", null, "none: once in a process", "<= 150 ms", milliseconds <= 150);
    }

    /// <summary>The first bytes of a text in UTF-8, without a broken letter at the end.</summary>
    private static byte[] Cut(byte[] bytes, int length)
    {
        while ((bytes[length] & 0xC0) == 0x80) length--;
        return bytes[..length];
    }

    private static double Megabytes(byte[] bytes) => bytes.Length / 1e6;

    private static string Copy(byte[] bytes) => Encoding.UTF8.GetString(bytes).Normalize(NormalizationForm.FormC);

    private static byte[] Word(string text)
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var part = document.AddMainDocumentPart();
            part.Document = new Document(new Body(text.Split('\n').Select(line =>
                new Paragraph(new Run(new Text(line) { Space = SpaceProcessingModeValues.Preserve })))));
        }
        return stream.ToArray();
    }
}
