using System.CommandLine;
using LanToa.Cli.Printing;
using LanToa.Reading;
using LanToa.Reading.Extraction;
using LanToa.Reading.Model;

namespace LanToa.Cli.Verbs;

/// <summary><c>lantoa read FILE</c>: a plan document as a table, as JSON (contract plan-reading-1), or as its extracted text. Needs no database.</summary>
internal static class ReadVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { HelpName = "TỆP", Description = "Tệp .docx, .pdf, .txt, .md, .html, ảnh quét hoặc .doc." };
        var json = new Option<bool>("--json") { Description = "In toàn bộ kết quả dưới dạng JSON (plan-reading-1)." };
        var text = new Option<bool>("--text") { Description = "In văn bản trích được, nơi các vị trí trong JSON được đếm." };
        var command = new Command("read", "Đọc một văn bản kế hoạch và in bảng nhiệm vụ.") { file, json, text };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(text)) result.AddError("chọn một trong --json và --text.");
        });
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(json), parsed.GetValue(text), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string file, bool json, bool text, CancellationToken cancellation)
    {
        var source = await DocumentReader.ReadFileAsync(file, ProgressToTerminal(), cancellation);
        if (text)
        {
            await Console.Out.WriteAsync(source.Text);
            foreach (var warning in source.Warnings) await Console.Error.WriteLineAsync("Lưu ý: " + warning);
            return 0;
        }
        var reading = await PlanReader.ReadAsync(source, PlanReader.Patience, cancellation);
        if (json) Console.WriteLine(PlanReadingJson.Write(reading));
        else ReadingTable.Write(reading, Console.Out, Console.IsOutputRedirected ? 120 : Math.Clamp(Console.WindowWidth, 60, 200));
        return 0;
    }

    /// <summary>Recognising a scan takes seconds a page: somebody who watches is told.</summary>
    private static ExtractionOptions ProgressToTerminal() =>
        Console.IsErrorRedirected
            ? ExtractionOptions.Default
            : ExtractionOptions.Default with { Progress = new Progress<(int Page, int Pages)>(p => Console.Error.Write($"\rĐang đọc trang {p.Page}/{p.Pages}{(p.Page == p.Pages ? "\n" : "")}")) };
}
