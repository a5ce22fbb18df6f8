using System.Globalization;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Files;
using LanToa.Platform.Text;
using LanToa.Platform.Time;

namespace LanToa.Accountability.Reports;

/// <summary>A line of a file of figures: for which indicator which value, and what stands against it.</summary>
public sealed record FileFigure(int Line, string Code, string Name, decimal? Number, string? Text, string Now, string? Problem);

/// <summary>
/// Figures of a report from a file (XLSX, or separated values): code and value of each indicator, for those that no formula computes. Read first, taken as a whole or not at all; each value keeps the file and line it came from.
/// </summary>
public static class FigureFile
{
    public const string CodeHead = "Mã chỉ tiêu", ValueHead = "Giá trị";

    public static readonly SheetLimits Limits = new(2 * FileLimits.Megabyte, 1000) { Besides = 10 };

    public static IReadOnlyList<SheetColumn> Columns { get; } = [new(CodeHead, 20), new("Chỉ tiêu", 60), new("Đơn vị tính", 18), new(ValueHead, 18) { IsToFill = true }];

    /// <summary>The rows of the template: every indicator that may come from a file.</summary>
    public static IEnumerable<IReadOnlyList<object?>> Template(ReportContent content) => content.Rows.Where(IsTaken).Select(r => (IReadOnlyList<object?>)[r.Code, r.Name, r.Aggregation == Aggregation.YesNo ? "có/không" : r.Unit, r.Own.IsEmpty ? null : r.Own.Text ?? (object?)r.Own.Number]);

    public static bool IsTaken(ContentRow row) => row.Source != IndicatorSource.Formula;

    /// <summary>The file as lines of text, which a person can look at and mend: number of the line, code, value, parted by tabs.</summary>
    /// <exception cref="SheetRefusedException">No sheet, too large, or without the two columns.</exception>
    public static string Lines(Stream file)
    {
        var rows = SheetReader.Read(file, Limits);
        var head = rows.Take(10).FirstOrDefault(r => ColumnOf(r, CodeHead) >= 0 && ColumnOf(r, ValueHead) >= 0) ?? throw new SheetRefusedException($"Không thấy hai cột “{CodeHead}” và “{ValueHead}”. Hãy dùng tệp mẫu và giữ nguyên dòng đầu.");
        var (code, value) = (ColumnOf(head, CodeHead), ColumnOf(head, ValueHead));
        return string.Join('\n', rows.Where(r => r.Number > head.Number && !(r[code].IsEmpty && r[value].IsEmpty)).Select(r => $"{r.Number.ToString(CultureInfo.InvariantCulture)}\t{OneLine(r[code].Text)}\t{(r[value].IsFormula ? FormulaMark : "")}{(r[value].Number is { } number ? VietnameseFormat.Exact(number) : OneLine(r[value].Text))}"));
    }

    /// <summary>A value that a formula of the file worked out is not taken: what it stands on is not in the file.</summary>
    private const string FormulaMark = "=";

    /// <summary>What the lines come to for this report; every line with its problem, in order.</summary>
    public static IReadOnlyList<FileFigure> Read(string lines, ReportContent content)
    {
        var rows = content.Rows.ToDictionary(r => r.Code);
        var (found, seen) = (new List<FileFigure>(), new Dictionary<string, int>());
        foreach (var cells in lines.ReplaceLineEndings("\n").Split('\n').Where(l => l.Trim().Length > 0).Select(l => l.Split('\t')))
        {
            var line = int.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
            var (code, value) = (cells.ElementAtOrDefault(1)?.Trim() ?? "", cells.ElementAtOrDefault(2)?.Trim() ?? "");
            if (!rows.TryGetValue(code, out var row))
            {
                found.Add(new FileFigure(line, code, "", null, null, "", code.Length == 0 ? "thiếu mã chỉ tiêu" : $"mẫu báo cáo không có chỉ tiêu mã {code}"));
                continue;
            }
            decimal? number = null;
            var problem = !IsTaken(row) ? "chỉ tiêu tính theo công thức; ghi số khác thì ghi tay, kèm lý do"
                : !seen.TryAdd(code, line) ? $"mã này đã có ở dòng {seen[code].ToString(CultureInfo.InvariantCulture)}"
                : value.StartsWith(FormulaMark, StringComparison.Ordinal) ? "ô chứa công thức; hãy chép thành giá trị rồi gửi lại"
                : value.Length > 2000 ? "lời ghi dài quá 2.000 chữ"
                : row.Aggregation == Aggregation.Text || value.Length == 0 ? null
                : row.Aggregation == Aggregation.YesNo ? (number = YesOf(value)) is null ? $"“{Short(value)}” không phải là có hoặc không" : null
                : value is ['-', _, ..] && VietnameseFormat.TryParseDecimal(value[1..], out _) ? "số âm"
                : !VietnameseFormat.TryParseDecimal(value, out var read) ? $"“{Short(value)}” không phải là số"
                : (number = read) > 1_000_000_000_000m ? "số lớn quá mức" : null;
            if (value.Length == 0) continue;
            found.Add(new FileFigure(line, code, row.Name, problem is null ? number : null, problem is null && row.Aggregation == Aggregation.Text ? value : null, row.OwnWords, problem));
        }
        return found;
    }

    private static decimal? YesOf(string value) => Folding.Fold(value) switch { "co" or "1" or "x" => 1, "khong" or "0" => 0, _ => null };

    private static int ColumnOf(SheetRow row, string head) => row.Cells.ToList().FindIndex(c => Folding.Fold(c.Text.Trim()) == Folding.Fold(head));

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Short(string value) => value.Length > 40 ? value[..40] + "…" : value;
}
