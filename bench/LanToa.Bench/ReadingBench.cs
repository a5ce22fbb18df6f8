using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using LanToa.Reading.Extraction;
using LanToa.Reading.Restoration;

namespace LanToa.Bench;

/// <summary>How fast documents are read, on one core.</summary>
internal sealed class ReadingBench : Benchmark
{
    private const int Seed = 20260101;
    private const int Small = 256 * 1024, Large = 2 * 1024 * 1024;
    private const int PageCharacters = 2800;
    private const string CopyName = "copy and NFC-normalise the text";

    public override string Name => "reading";

    public override string About => "đọc văn bản thuần, tệp .docx 20 trang, khôi phục văn bản mất dấu";

    public override Task<IReadOnlyList<Figure>> RunAsync(Action<string> progress)
    {
        var figures = new List<Figure>();
        var small = Encoding.UTF8.GetBytes(PlanText.Make(Small, Seed));
        var large = Encoding.UTF8.GetBytes(PlanText.Make(Large, Seed));

        progress($"baseline: {CopyName}");
        var copied = Megabytes(large) / Fastest(() => Copy(large));
        progress("extraction of plain text");
        var slow = Fastest(() => Extract(small, "plan.txt"));
        var fast = Fastest(() => Extract(large, "plan.txt"));
        var speed = Megabytes(large) / fast;
        figures.Add(new("plain text extraction", speed, "MB/s", copied, CopyName, ">= 5 MB/s", speed >= 5));
        var growth = fast / Megabytes(large) / (slow / Megabytes(small));
        figures.Add(new("time per MB at 2 MB to that at 0.25 MB", growth, "times", 1, "linear", "<= 1.5", growth <= 1.5));

        progress("extraction of a .docx of 20 pages");
        var word = Word(PlanText.Make(20 * PageCharacters, Seed));
        var milliseconds = Fastest(() => Extract(word, "plan.docx")) * 1000;
        figures.Add(new(".docx of 20 pages, extraction", milliseconds, "ms", null, "none: no simpler reader of .docx to compare with", "<= 150 ms", milliseconds <= 150));

        progress("restoration");
        var misread = PlanText.Misread(PlanText.Make(Large / 4, Seed), Seed);
        var bytes = Encoding.UTF8.GetBytes(misread);
        var baseline = Megabytes(bytes) / Fastest(() => Copy(bytes));
        var restored = Megabytes(bytes) / Fastest(() => Restorer.Default.RestoreDamaged(misread), warmUp: 2, runs: 4);
        figures.Add(new("restoration of misread text", restored, "MB/s", baseline, CopyName, ">= 1 MB/s", restored >= 1));
        var bare = PlanText.Bare(PlanText.Make(Large / 4, Seed));
        var marked = Megabytes(Encoding.UTF8.GetBytes(bare)) / Fastest(() => Restorer.Default.RestoreMarks(bare), warmUp: 2, runs: 4);
        figures.Add(new("restoration of lost marks", marked, "MB/s", baseline, CopyName, ">= 1 MB/s", marked >= 1));
        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    private static double Megabytes(byte[] bytes) => bytes.Length / 1e6;

    private static void Extract(byte[] bytes, string name) => Extractor.Extract(bytes, name);

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
