using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text;
using LanToa.Platform.Audit;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Web;

namespace LanToa.Cli.Verbs;

/// <summary><c>lantoa export-history</c>: the history as CSV or as JSON lines on standard output, streamed.</summary>
internal static class ExportHistoryVerb
{
    public static Command Create()
    {
        var province = CommonOptions.Province();
        var form = new Option<string>("--format") { Description = "csv (mở bằng bảng tính) hoặc jsonl (mỗi dòng một thay đổi, đủ để tính lại mã băm).", HelpName = "DẠNG", DefaultValueFactory = _ => "jsonl" };
        form.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.Tokens[0].Value is not ("csv" or "jsonl")) result.AddError("--format: chọn csv hoặc jsonl.");
        });
        var (from, to) = (Day("--from", "Ngày đầu"), Day("--to", "Ngày cuối"));
        var connection = CommonOptions.Connection();
        var data = CommonOptions.Data();
        var command = new Command("export-history", "In lịch sử thay đổi ra stdout dưới dạng CSV hoặc JSON từng dòng.") { province, form, from, to, connection, data };
        command.Validators.Add(result =>
        {
            if (DayOf(result.GetValue(from)) > DayOf(result.GetValue(to))) result.AddError("--to: ngày cuối đứng trước ngày đầu.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var database = await Database.ExistingAsync(parsed.GetValue(connection), parsed.GetRequiredValue(data), cancellation);
            await database.EnsureMigratedAsync(cancellation);
            await WriteAsync(database, parsed.GetValue(province), parsed.GetRequiredValue(form), DayOf(parsed.GetValue(from)), DayOf(parsed.GetValue(to)), cancellation);
            return 0;
        });
        return command;
    }

    private static async Task WriteAsync(Database database, short? province, string form, DateOnly? from, DateOnly? to, CancellationToken cancellation)
    {
        await using var source = database.Source();
        var export = new HistoryExport(source, LanToaHost.Modules());
        await using var output = Console.OpenStandardOutput();
        var provinces = province is { } one ? [one] : await new HistoryVerifier(source, TimeProvider.System).ProvincesAsync(cancellation);
        var rows = RowsAsync(export, provinces, from, to, cancellation);
        if (form == "jsonl")
        {
            await HistoryExport.WriteJsonLinesAsync(rows, output, cancellation);
            return;
        }
        await using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await writer.WriteAsync(Csv.Line(export.Columns.Select(c => (object?)c.Head)).AsMemory(), cancellation);
        await foreach (var row in rows.WithCancellation(cancellation)) await writer.WriteAsync(Csv.Line(export.Columns.Select(c => c.Of(row))).AsMemory(), cancellation);
    }

    /// <summary>One province after the other, as one file.</summary>
    private static async IAsyncEnumerable<HistoryExportRow> RowsAsync(HistoryExport export, IReadOnlyList<short> provinces, DateOnly? from, DateOnly? to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var province in provinces)
            await foreach (var row in export.RowsAsync(province, from, to, cancellation)) yield return row;
    }

    private static Option<string?> Day(string name, string words)
    {
        var option = new Option<string?>(name) { Description = words + " (ngày/tháng/năm).", HelpName = "NGÀY" };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (!VietnameseFormat.TryParseDate(token.Value, out _)) result.AddError($"{name}: {VietnameseFormat.WhyNotDate(token.Value)}");
        });
        return option;
    }

    private static DateOnly? DayOf(string? text) => VietnameseFormat.TryParseDate(text, out var day) ? day : null;
}
