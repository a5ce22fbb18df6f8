using System.Text;
using System.Text.RegularExpressions;
using LanToa.Reading.Extraction;
using static LanToa.Reading.Tests.Extraction.DocxBuilder;

namespace LanToa.Reading.Tests.Extraction;

/// <summary>The four real plans made into .docx with Word's own numbering, and these into .pdf, once for all tests.</summary>
public sealed partial class PlanFiles : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    internal sealed record Plan(string Name, string[] Lines, byte[] Word);

    internal List<Plan> Plans { get; } = [];

    /// <summary>Empty where LibreOffice is absent.</summary>
    internal Dictionary<string, byte[]> Pdf { get; } = [];

    public async ValueTask InitializeAsync()
    {
        var shared = FindShared();
        if (shared == null)
        {
            Console.WriteLine("NOT RUN: ../shared/plans is absent, the real plans were not made into files");
            return;
        }
        foreach (var path in Directory.EnumerateFiles(shared, "*.txt").Order(StringComparer.Ordinal))
        {
            var lines = File.ReadLines(path).Select(Plain).Where(l => l.Length > 0).ToArray();
            var plan = new Plan(Path.GetFileNameWithoutExtension(path), lines, Word(lines));
            Plans.Add(plan);
            await File.WriteAllBytesAsync(_folder.File(plan.Name + ".docx"), plan.Word);
        }
        if (!ExternalProgram.LibreOffice.IsAvailable)
        {
            Console.WriteLine("NOT RUN: LibreOffice is absent, the plans were not made into PDF");
            return;
        }
        await ConvertAsync("pdf", Plans.Select(p => p.Name + ".docx"));
        foreach (var plan in Plans) Pdf[plan.Name] = await File.ReadAllBytesAsync(_folder.File("out/" + plan.Name + ".pdf"));
    }

    /// <summary>Files of the folder to another format, into "out".</summary>
    internal async Task ConvertAsync(string to, IEnumerable<string> names)
    {
        var run = await ExternalProgram.LibreOffice.RunAsync(
            ["--headless", "--norestore", "-env:UserInstallation=" + new Uri(_folder.File("profile")).AbsoluteUri, "--convert-to", to, "--outdir", _folder.File("out"), .. names.Select(_folder.File)],
            new() { Time = TimeSpan.FromMinutes(3), MemoryBytes = 0 }, new Dictionary<string, string> { ["HOME"] = _folder.Path });
        run.Succeeded.ShouldBeTrue(run.Error);
    }

    internal async Task<byte[]> ConvertAsync(byte[] word, string to, string extension)
    {
        await File.WriteAllBytesAsync(_folder.File("one.docx"), word);
        await ConvertAsync(to, ["one.docx"]);
        return await File.ReadAllBytesAsync(_folder.File("out/one." + extension));
    }

    /// <summary>A page as a scanner would give it: a JPEG of 200 dpi.</summary>
    internal async Task<byte[]> ScanAsync(byte[] pdf, int page)
    {
        await File.WriteAllBytesAsync(_folder.File("scan.pdf"), pdf);
        var run = await ExternalProgram.PdfToImage.RunAsync(["-r", "200", "-jpeg", "-singlefile", "-f", $"{page}", "-l", $"{page}", _folder.File("scan.pdf"), _folder.File("scan")]);
        run.Succeeded.ShouldBeTrue(run.Error);
        return await File.ReadAllBytesAsync(_folder.File("scan.jpg"));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    internal static IEnumerable<string> Words(string text) => WordPattern().Matches(text.Normalize(NormalizationForm.FormC)).Select(m => m.Value);

    /// <summary>Share of the words of one text that stand in the other in the same order.</summary>
    internal static double Recall(IEnumerable<string> wanted, IEnumerable<string> found)
    {
        var (a, b) = (wanted.ToArray(), found.ToArray());
        var row = new int[b.Length + 1];
        foreach (var word in a)
        {
            var diagonal = 0;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = word == b[j - 1] ? diagonal + 1 : Math.Max(row[j], row[j - 1]);
                diagonal = above;
            }
        }
        return a.Length == 0 ? 1 : (double)row[b.Length] / a.Length;
    }

    private static byte[] Word(string[] lines)
    {
        var builder = new DocxBuilder();
        var instances = new StringBuilder();
        int instance = 10, last = 0;
        foreach (var line in lines)
        {
            var label = LabelPattern().Match(line);
            if (line.StartsWith("- ", StringComparison.Ordinal)) builder.Body(Paragraph(line[2..], Num(1)));
            else if (label.Success && int.Parse(label.Groups[1].ValueSpan) is var number && (number == 1 || number == last + 1))
            {
                // Each list that begins anew is an instance of its own with a start override, as Word writes it.
                if (number == 1) instances.Append($"<w:num w:numId=\"{++instance}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>");
                last = number;
                builder.Body(Paragraph(line[label.Length..], Num(instance)));
            }
            else builder.Body(Paragraph(line, ""));
        }
        builder.Body(Table(Row("TT", "Nội dung công việc", "Cơ quan chủ trì", "Thời gian"), Row("1", "Xây dựng chuyên mục trên cổng thông tin điện tử của tỉnh", "Sở Nội vụ", "Quý I"), Row("2", "Phát tờ rơi", "UBND các xã", "Quý IV")), "./.", "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr>");
        return builder.Numbering("<w:abstractNum w:abstractNumId=\"0\">" + Level(0, "bullet", "-") + "</w:abstractNum><w:abstractNum w:abstractNumId=\"1\">" + Level(0, "decimal", "%1.") +
            "</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>" + instances).Build();
    }

    private static string Paragraph(string text, string properties) => P(text, properties + "<w:spacing w:before=\"120\"/>");

    private static string Plain(string line) => Marks().Replace(line, "").Replace("\f", "", StringComparison.Ordinal).Trim();

    private static string? FindShared()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LanToa.slnx")) && Path.Combine(folder.Parent?.FullName ?? "/", "shared", "plans") is var plans && Directory.Exists(plans)) return plans;
        return null;
    }

    [GeneratedRegex(@"^#+\s*|\*")]
    private static partial Regex Marks();

    [GeneratedRegex(@"^([0-9]{1,2})\.\s+")]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex WordPattern();
}
