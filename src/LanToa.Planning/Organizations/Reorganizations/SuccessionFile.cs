using System.Globalization;
using CsvHelper;
using LanToa.Platform.Text;
using LanToa.Platform.Time;

namespace LanToa.Planning.Organizations;

/// <summary>One row of a file of reorganizations: the bodies as written, a code or a name.</summary>
public sealed record SuccessionRow(int Line, SuccessionKind Kind, DateOnly EffectiveOn, string Act, string From, string To, decimal Weight);

/// <summary>What is wrong with a row, 1 being the heading (Vietnamese); line 0 is the file as a whole.</summary>
public sealed record RowProblem(int Line, string Message);

/// <summary>
/// A file of reorganizations: CSV in UTF-8, separated by comma, semicolon or tab, one row per old body and heir. Its columns are known by their headings, in any order
/// (<see cref="Headings"/>); a share left empty is 1.
/// </summary>
public static class SuccessionFile
{
    public const int MostRows = 2000;

    public static readonly IReadOnlyList<string> Headings = ["Hình thức", "Có hiệu lực từ", "Văn bản", "Cơ quan cũ", "Cơ quan kế thừa", "Tỷ lệ"];

    public static (IReadOnlyList<SuccessionRow> Rows, IReadOnlyList<RowProblem> Problems) Read(string text)
    {
        var problems = new List<RowProblem>();
        var rows = new List<SuccessionRow>();
        using var csv = CsvReader.FromText(text, new CsvReaderOptions { TrackLineNumbers = true });
        csv.ReadHeader();
        string[] headers = [.. csv.Headers.Select(h => Folding.Fold(h.Trim('\uFEFF', ' ')))];
        if (headers.Length == 0) return ([], [new(0, "Tệp không có dòng nào. Hãy tải tệp mẫu và điền từ dòng thứ hai.")]);
        var columns = Headings.Select(h => Array.IndexOf(headers, Folding.Fold(h))).ToArray();
        string[] missing = [.. Headings.Where((h, i) => columns[i] < 0 && h != "Tỷ lệ")];
        if (missing.Length > 0) return ([], [new(1, $"Dòng đầu thiếu cột {string.Join(", ", missing.Select(m => $"“{m}”"))}. Hãy giữ nguyên dòng đầu của tệp mẫu.")]);
        while (csv.Read())
        {
            var line = (int)csv.LineNumber;
            if (Enumerable.Range(0, Headings.Count).All(i => Cell(i).Length == 0)) continue;
            if (rows.Count + problems.Count >= MostRows) return (rows, [new(0, $"Tệp có hơn {VietnameseFormat.Number(MostRows)} dòng. Hãy chia thành nhiều tệp.")]);
            var wrong = problems.Count;
            if (KindOf(Cell(0)) is not { } kind) Wrong($"Hình thức “{Short(Cell(0))}” không có. Hãy ghi một trong: {string.Join("; ", Enum.GetValues<SuccessionKind>().Select(k => k.Words()))}.", out kind);
            if (!VietnameseFormat.TryParseDate(Cell(1), out var day)) problems.Add(new(line, $"Ngày “{Short(Cell(1))}” không đọc được. Hãy ghi như 01/07/2025."));
            if (Cell(2).Length == 0) problems.Add(new(line, "Chưa ghi văn bản quyết định việc sắp xếp."));
            else if (Cell(2).Length > 300) problems.Add(new(line, "Tên văn bản dài quá 300 chữ."));
            if (Cell(3).Length == 0) problems.Add(new(line, "Chưa ghi cơ quan cũ."));
            if (WeightOf(Cell(5)) is not { } weight) Wrong($"Tỷ lệ “{Short(Cell(5))}” không đúng: lớn hơn 0 và không quá 1, ví dụ 0,25.", out weight);
            if (problems.Count == wrong) rows.Add(new SuccessionRow(line, kind, day, Cell(2), Cell(3), Cell(4), weight));

            string Cell(int column) => columns[column] is >= 0 and var at && at < csv.FieldCount ? csv.GetString(at).Trim() : "";

            void Wrong<T>(string message, out T nothing)
            {
                problems.Add(new(line, message));
                nothing = default!;
            }
        }
        if (rows.Count + problems.Count == 0) problems.Add(new(0, "Tệp chỉ có dòng đầu. Hãy điền từ dòng thứ hai."));
        return (rows, problems);
    }

    /// <summary>"Hợp nhất", "Sáp nhập" and "Hợp nhất, sáp nhập" are one form.</summary>
    private static SuccessionKind? KindOf(string words) => Folding.Fold(words) is { Length: > 0 } folded
        ? Enum.GetValues<SuccessionKind>().Cast<SuccessionKind?>().FirstOrDefault(k => Folding.Fold(k!.Value.Words()) is var name && (name == folded || name.Split(", ").Contains(folded, StringComparer.Ordinal)))
        : null;

    private static decimal? WeightOf(string words) => words.Length == 0 ? 1
        : decimal.TryParse(words.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) && weight is > 0 and <= 1 ? weight : null;

    private static string Short(string words) => words.Length <= 40 ? words : words[..39] + "…";
}
