using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using LanToa.Cli.Printing;
using LanToa.Platform.Documents.Checking;

namespace LanToa.Cli.Verbs;

/// <summary><c>lantoa check-document FILE</c>: where a Word document differs from the form of administrative documents. Exit code 1 when it does. Needs no database.</summary>
internal static class CheckDocumentVerb
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public static Command Create()
    {
        var file = new Argument<string>("file") { HelpName = "TỆP", Description = "Văn bản Word (.docx)." };
        var json = new Option<bool>("--json") { Description = "In kết quả dưới dạng JSON." };
        var command = new Command("check-document", "Kiểm tra thể thức một văn bản Word theo Nghị định 30/2020/NĐ-CP.") { file, json };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed.GetRequiredValue(file), parsed.GetValue(json))));
        return command;
    }

    private static int Run(string file, bool json)
    {
        using var docx = File.OpenRead(file);
        var result = FormChecker.Check(docx);
        if (json) Console.WriteLine(JsonSerializer.Serialize(result, Json));
        else Print(result, Console.Out, Console.IsOutputRedirected ? 120 : Math.Clamp(Console.WindowWidth, 60, 200));
        return result.Differences.Count == 0 ? 0 : Failures.Failed;
    }

    private static void Print(CheckResult result, TextWriter output, int width)
    {
        if (result.Differences.Count == 0)
        {
            output.WriteLine($"Không thấy điểm nào khác {result.Form} ({result.Paragraphs} đoạn đã xem).");
            return;
        }
        output.WriteLine($"{result.Differences.Count} điểm khác {result.Form}:");
        output.WriteLine();
        var table = new TextTable(width, ("Điểm khác", 5), ("Ở đâu", 4), ("Theo quy định", 3));
        table.WriteHead(output);
        foreach (var d in result.Differences) table.Write(output, d.Message, d.Count == 1 ? d.Where : $"{d.Where} và {d.Count - 1} chỗ khác", d.Place);
    }
}
