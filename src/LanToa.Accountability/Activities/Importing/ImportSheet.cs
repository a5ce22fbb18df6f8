using System.Security.Cryptography;
using LanToa.Contracts.Activities;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Files;
using LanToa.Platform.Text;
using LanToa.Platform.Time;

namespace LanToa.Accountability.Activities;

public enum ImportCell
{
    Words,
    Day,
    Number,
    /// <summary>Names or codes of a list, parted by semicolons.</summary>
    Codes,
}

/// <summary>A column of the form by which activities come in a file.</summary>
/// <param name="Field">The property of <see cref="ActivityInput"/> that it fills; its problems are told at this column.</param>
/// <param name="Heading">The words at its head, by which it is known.</param>
/// <param name="Example">What stands in the example.</param>
public sealed record ImportColumn(string Field, string Heading, ImportCell Kind, string Example, double Width = 16);

/// <summary>The form by which activities come in a file: its columns, its template, and how a file is read by it. Columns are known by their headings, in any order.</summary>
public static class ImportSheet
{
    public const string Mark = "Mark", Unit = "Unit", Task = "Task", Plan = "Plan";

    /// <summary>What the first column says of a row that is only shown.</summary>
    public const string Example = "Ví dụ, xóa dòng này";

    public static readonly SheetLimits Limits = new(5 * FileLimits.Megabyte, 5000) { Besides = HeadWithin };

    private const int HeadWithin = 10, LeastHeads = 3;

    public static readonly IReadOnlyList<ImportColumn> Columns =
    [
        new(Mark, "STT", ImportCell.Words, Example, 10), new(Unit, "Đơn vị", ImportCell.Words, "", 28),
        new(nameof(ActivityInput.HappenedOn), "Ngày thực hiện", ImportCell.Day, "15/09/2026", 13), new(nameof(ActivityInput.EndedOn), "Đến ngày", ImportCell.Day, "", 13),
        new(nameof(ActivityInput.Form), "Sản phẩm", ImportCell.Words, "Hội nghị, hội thảo, tọa đàm", 24), new(nameof(ActivityInput.Title), "Tên hoạt động", ImportCell.Words, "Hội nghị phổ biến dịch vụ công trực tuyến tại thôn Nà Lốc", 44),
        new(Task, "Nhiệm vụ", ImportCell.Words, "", 12), new(Plan, "Kế hoạch", ImportCell.Words, "", 16),
        new(nameof(ActivityInput.Quantity), "Số lượng", ImportCell.Number, "1", 10), new(nameof(ActivityInput.QuantityUnit), "Đơn vị tính", ImportCell.Words, "", 12),
        new(nameof(ActivityInput.Attendance), "Người dự", ImportCell.Number, "45", 10), new(nameof(ActivityInput.Listeners), "Lượt nghe, nhận", ImportCell.Number, "", 12), new(nameof(ActivityInput.Views), "Lượt xem", ImportCell.Number, "", 12),
        new(nameof(ActivityInput.Minutes), "Số phút", ImportCell.Number, "90", 10), new(nameof(ActivityInput.Pages), "Số trang", ImportCell.Number, "", 10), new(nameof(ActivityInput.Entries), "Bài dự thi", ImportCell.Number, "", 10),
        new(nameof(ActivityInput.Channels), "Kênh", ImportCell.Codes, "Hội nghị, hội thảo, giao ban; Loa truyền thanh cấp xã", 30), new(nameof(ActivityInput.Topics), "Nội dung", ImportCell.Codes, "Dịch vụ công trực tuyến", 30),
        new(nameof(ActivityInput.Audiences), "Đối tượng", ImportCell.Codes, "Người dân", 26), new(nameof(ActivityInput.Languages), "Ngôn ngữ", ImportCell.Codes, "", 16),
        new(nameof(ActivityInput.Place), "Địa điểm", ImportCell.Words, "Nhà văn hóa thôn Nà Lốc", 26), new(nameof(ActivityInput.Partners), "Đơn vị phối hợp", ImportCell.Words, "", 26),
        new(nameof(ActivityInput.Cost), "Kinh phí (đồng)", ImportCell.Number, "1.500.000", 14), new(nameof(ActivityInput.CostSource), "Nguồn kinh phí", ImportCell.Words, "Ngân sách xã", 18),
        new(nameof(ActivityInput.HostEvent), "Lồng ghép trong", ImportCell.Words, "", 24), new(nameof(ActivityInput.HostMinutes), "Số phút lồng ghép", ImportCell.Number, "", 12),
        new(nameof(ActivityInput.RecordedFor), "Ghi thay cho", ImportCell.Words, "", 18), new(nameof(ActivityInput.Description), "Mô tả", ImportCell.Words, "", 36),
        new(nameof(ActivityInput.Links), "Đường dẫn", ImportCell.Words, "https://xa.example.gov.vn/tin/12", 30), new(nameof(ActivityInput.NoEvidenceReason), "Không có minh chứng vì", ImportCell.Words, "", 26),
    ];

    private static readonly string[] Needed = [nameof(ActivityInput.HappenedOn), nameof(ActivityInput.Form), nameof(ActivityInput.Title)];

    private static readonly Dictionary<string, ImportColumn> ByHeading = Columns.ToDictionary(c => Folding.Fold(c.Heading), StringComparer.Ordinal);

    private static readonly Dictionary<string, ImportColumn> ByField = Columns.ToDictionary(c => c.Field, StringComparer.Ordinal);

    public static string HeadingOf(string field) => ByField.TryGetValue(field, out var column) ? column.Heading : field;

    /// <summary>The rows of a file, by the columns of the form; nothing is judged yet.</summary>
    /// <exception cref="SheetRefusedException">No sheet, too large, or not of this form.</exception>
    public static (IReadOnlyDictionary<string, string> Letters, IReadOnlyList<ImportRow> Rows, string Sha256) Read(Stream content)
    {
        var rows = SheetReader.Read(content, Limits);
        content.Position = 0;
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        var head = rows.Take(HeadWithin).FirstOrDefault(r => r.Cells.Count(c => ByHeading.ContainsKey(Folding.Fold(c.Text.Trim()))) >= LeastHeads) ?? throw new SheetRefusedException("Không thấy dòng tên cột. Hãy dùng tệp mẫu và giữ nguyên dòng đầu.");
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var at = 0; at < head.Cells.Count; at++)
            if (ByHeading.TryGetValue(Folding.Fold(head[at].Text.Trim()), out var column) && !places.TryAdd(column.Field, at)) throw new SheetRefusedException($"Cột “{column.Heading}” có hai lần ({XlsxWriter.LetterOf(places[column.Field])} và {XlsxWriter.LetterOf(at)}). Hãy bỏ một cột.");
        if (Needed.Where(n => !places.ContainsKey(n)).Select(n => $"“{HeadingOf(n)}”").ToList() is { Count: > 0 } missing) throw new SheetRefusedException($"Dòng tên cột thiếu {string.Join(", ", missing)}. Hãy dùng tệp mẫu và giữ nguyên dòng đầu.");
        var example = Folding.Fold(Example);
        var read = new List<ImportRow>();
        foreach (var row in rows.Where(r => r.Number > head.Number))
        {
            var cells = new Dictionary<string, string>(StringComparer.Ordinal);
            var formulas = new List<string>();
            foreach (var (field, at) in places)
            {
                if (row[at].IsFormula) formulas.Add(field);
                if (Written(ByField[field], row[at]) is { Length: > 0 } words) cells.Add(field, words);
            }
            if (cells.GetValueOrDefault(Mark) is { } mark && Folding.Fold(mark).StartsWith("vi du", StringComparison.Ordinal)) continue;
            cells.Remove(Mark);
            if (cells.Count > 0 || formulas.Count > 0) read.Add(new ImportRow(row.Number, cells, formulas));
        }
        if (read.Count == 0) throw new SheetRefusedException($"Tệp chưa có dòng nào để ghi (dòng “{Example}” không tính). Hãy điền từ dòng dưới dòng tên cột.");
        return (places.ToDictionary(p => p.Key, p => XlsxWriter.LetterOf(p.Value), StringComparer.Ordinal), read, sha256);
    }

    // As people write it, so that a spreadsheet's day and a typed one are the same from here on.
    private static string Written(ImportColumn column, SheetCell cell) => (column.Kind, cell.Number) switch
    {
        (ImportCell.Day, { } number) when SheetReader.DayOf(number) is { } day => VietnameseFormat.Date(day),
        (ImportCell.Number, { } number) => VietnameseFormat.Exact(number),
        _ => cell.Text.Trim(),
    };

    /// <summary>The form as a workbook: the rows to fill in with one example, the lists of what may stand in them, and the tasks of the unit with their numbers.</summary>
    public static byte[] Workbook(IReadOnlyList<UnitTask> tasks, Func<Guid, string> nameOf)
    {
        using var bytes = new MemoryStream();
        using (var writer = new XlsxWriter(bytes, "Hoạt động", [.. Columns.Select(c => new SheetColumn(c.Heading, c.Width) { IsToFill = true })], "Danh mục", "Nhiệm vụ"))
        {
            writer.Row(Columns.Select(c => c.Kind switch
            {
                ImportCell.Day when VietnameseFormat.TryParseDate(c.Example, out var day) => (object)day,
                ImportCell.Number when VietnameseFormat.TryParseNumber(c.Example, out var number) => number,
                _ => c.Example.Length == 0 ? null : c.Example,
            }));
            writer.Next([new("Cột", 20), new("Ghi một trong (tên hoặc mã)", 50), new("Mã", 24), new("Minh chứng cần có", 50)]);
            foreach (var (field, kind) in Lists)
                foreach (var (code, name) in CodeNames.List(kind)) writer.Row(HeadingOf(field), name, code, kind == CodeKind.Product ? FormRules.Of(code).Words : null);
            writer.Next([new("Nhiệm vụ", 12), new("Kế hoạch", 20), new("Nội dung", 90), new("Đơn vị", 36)]);
            foreach (var task in tasks) writer.Row(task.Number, task.Plan, task.Text, nameOf(task.UnitId));
        }
        return bytes.ToArray();
    }

    /// <summary>The same as separated values, without the lists: UTF-8 with its mark and semicolons, which spreadsheets here open as columns.</summary>
    public static byte[] SeparatedValues()
    {
        var lines = new[] { Columns.Select(c => c.Heading), Columns.Select(c => c.Example) }.Select(cells => string.Join(';', cells.Select(c => c.AsSpan().IndexOfAny(";\"") < 0 ? c : $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n");
        return [.. System.Text.Encoding.UTF8.GetPreamble(), .. System.Text.Encoding.UTF8.GetBytes(string.Concat(lines))];
    }

    /// <summary>The columns whose words come from a list.</summary>
    public static readonly IReadOnlyList<(string Field, CodeKind Kind)> Lists =
    [
        (nameof(ActivityInput.Form), CodeKind.Product), (nameof(ActivityInput.Channels), CodeKind.Channel), (nameof(ActivityInput.Topics), CodeKind.Topic), (nameof(ActivityInput.Audiences), CodeKind.Audience), (nameof(ActivityInput.Languages), CodeKind.Language),
    ];
}
