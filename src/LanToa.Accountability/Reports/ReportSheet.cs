using System.Globalization;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc;

namespace LanToa.Accountability.Reports;

/// <summary>
/// A report as a workbook in the order of its form, section by section: the unit's own figures, those of each unit below in a column of its own, and as formulas totals and what a row is worked out to from others.
/// A formula stands only where it comes to the number that was reported.
/// </summary>
public static class ReportSheet
{
    private const int FirstFigure = 3;

    public static ActionResult Of(ReportContent content, string fileName) => new XlsxResult(fileName, content.PeriodName, Columns(content), Rows(content).ToAsyncEnumerable()) { Above = Above(content) };

    /// <summary>The same as bytes, to go with an envelope.</summary>
    public static byte[] Bytes(ReportContent content)
    {
        using var written = new MemoryStream();
        using (var sheet = new XlsxWriter(written, content.PeriodName, Columns(content)) { Above = Above(content) })
            foreach (var row in Rows(content)) sheet.Row(row);
        return written.ToArray();
    }

    private static IReadOnlyList<string> Above(ReportContent content) =>
    [
        $"{content.FormName} {content.PeriodName}{(content.Addendum is { } added ? $" (bổ sung lần {VietnameseFormat.Number(added.Number)})" : "")}",
        $"Đơn vị báo cáo: {content.UnitName}",
        .. content.OnlyParts ? (string[])[] : [$"Nơi nhận: {content.Addressee}{(content.Final is { } final ? $", để chuyển {final}" : "")}"],
        $"Số liệu từ {VietnameseFormat.Date(content.From)} đến {VietnameseFormat.Date(content.To)}{(content.Parts.Count + content.Missing.Count > 0 ? $"; tổng hợp từ {VietnameseFormat.Number(content.Parts.Count)}/{VietnameseFormat.Number(content.Parts.Count + content.Missing.Count)} đơn vị đã được chấp nhận báo cáo" : "")}",
    ];

    /// <summary>Where only one column would be added up, it is the total.</summary>
    private static bool HasOwn(ReportContent content) => !content.OnlyParts && content.Parts.Count > 0;

    private static List<SheetColumn> Columns(ReportContent content)
    {
        List<SheetColumn> columns = [new("TT", 6), new("Chỉ tiêu", 50), new("Đơn vị tính", 16)];
        if (HasOwn(content)) columns.Add(new("Của đơn vị", 14));
        columns.AddRange(content.Parts.Select(p => new SheetColumn(p.Via is null ? p.Unit : $"{p.Unit} (qua {p.Via})", 16)));
        columns.Add(new(content.Parts.Count > 0 ? "Tổng kỳ này" : "Kỳ này", 14));
        if (content.HasCumulative) columns.Add(new("Lũy kế từ đầu năm", 16));
        if (content.HasLastYear) columns.AddRange([new("Cùng kỳ năm trước", 16), new("Tăng, giảm so với cùng kỳ", 16), new("Tỷ lệ tăng, giảm (%)", 14)]);
        if (content.HasEstimate) columns.AddRange([new("Ước cả năm", 14), new("Cách ước", 40)]);
        columns.Add(new("Ghi chú", 40));
        return columns;
    }

    private static IEnumerable<IReadOnlyList<object?>> Rows(ReportContent content)
    {
        // The head stands under the lines above it.
        var (lines, line) = (new Dictionary<string, string>(), Above(content).Count + 1);
        var sections = content.Sections.Select(s => (s.Title, Rows: s.Blocks.SelectMany(b => b.Rows).ToList())).Where(s => s.Rows.Count > 0).ToList();
        var isParted = content.Sections.Count > 1;
        foreach (var section in sections)
        {
            if (isParted) line++;
            foreach (var row in section.Rows) lines[row.Code] = (++line).ToString(CultureInfo.InvariantCulture);
        }
        var (rows, n) = (content.Rows.ToDictionary(r => r.Code), 0);
        foreach (var section in sections)
        {
            if (isParted)
            {
                var (label, title) = ReportDocument.Label(section.Title);
                yield return [new SheetHeading(label?.TrimEnd('.') ?? ""), new SheetHeading(title)];
            }
            foreach (var row in section.Rows) yield return Cells(content, row, ++n, rows, lines);
        }
    }

    private static List<object?> Cells(ReportContent content, ContentRow row, int n, Dictionary<string, ContentRow> rows, Dictionary<string, string> lines)
    {
        var (line, made) = (lines[row.Code], RowExpression.Of(row));
        var last = FirstFigure + content.Parts.Count - (HasOwn(content) ? 0 : 1);
        var range = $"{XlsxWriter.LetterOf(FirstFigure)}{line}:{XlsxWriter.LetterOf(last)}{line}";
        List<object?> cells = [n, row.PartOf is null ? row.Name : "– " + row.Name, row.Unit];
        if (HasOwn(content)) cells.Add(Made(r => r.Own));
        for (var part = 0; part < row.Parts.Count; part++)
        {
            var at = part;
            cells.Add(Made(r => r.Parts[at]));
        }
        // As the cells show them, each rounded: 1,3 and 1,3 do not come to the 2,5 that was reported.
        var (counted, total) = ((HasOwn(content) ? row.Parts.Prepend(row.Own) : row.Parts).Select(f => Cell(f, row)).OfType<decimal>().ToList(), Cell(row.Total, row) as decimal?);
        cells.Add(row.Aggregation switch
        {
            Aggregation.Sum or Aggregation.Latest when counted.Count > 0 && counted.Sum() == total => new SheetFormula($"SUM({range})", total),
            Aggregation.Maximum when counted.Count > 0 && counted.Max() == total => new SheetFormula($"MAX({range})", total),
            _ => Made(r => r.Total),
        });
        if (content.HasCumulative) cells.Add(row.Cumulative is null ? null : Made(r => r.Cumulative ?? Figure.None));
        if (content.HasLastYear)
        {
            var (now, then) = ($"{XlsxWriter.LetterOf(last + 1)}{line}", $"{XlsxWriter.LetterOf(last + 2 + (content.HasCumulative ? 1 : 0))}{line}");
            var before = Cell(new Figure { Number = row.LastYear }, row) as decimal?;
            var change = row.Aggregation is Aggregation.YesNo or Aggregation.Text ? null : row.Total.Number - row.LastYear;
            cells.Add(before ?? row.LastYear);
            cells.Add(Shown($"{now}-{then}", total - before, change, row.Decimals));
            cells.Add(change is null || row.LastYear == 0 ? null : Shown($"ROUND(({now}-{then})/{then}*100,1)", before == 0 ? null : (total - before) / before * 100, change / row.LastYear * 100, 1));
        }
        if (content.HasEstimate) cells.AddRange([row.Estimate, row.IsEstimateGiven ? $"nhập tay{(row.EstimateRule is { } pace ? $"; tính được: {pace}" : "")}" : row.EstimateRule]);
        cells.Add(Note(row));
        return cells;

        // In the column that comes next: the formula over the cells of its rows where it comes to what was reported.
        object? Made(Func<ContentRow, Figure> of)
        {
            var shown = Cell(of(row), row);
            if (made is null || shown is not decimal number || made.Of(code => rows.TryGetValue(code, out var named) ? Cell(of(named), named) as decimal? : null) is not { } whole) return shown;
            var column = XlsxWriter.LetterOf(cells.Count);
            return Math.Round(whole, row.Decimals, MidpointRounding.AwayFromZero) == number ? new SheetFormula(made.InCells(code => column + lines[code], code => rows[code].Decimals, row.Decimals), number) : shown;
        }
    }

    /// <summary>The formula where the cells come to what was reported, else that.</summary>
    private static object? Shown(string formula, decimal? ofCells, decimal? reported, int decimals)
    {
        if (reported is not { } exact) return null;
        var number = Math.Round(exact, decimals, MidpointRounding.AwayFromZero);
        return ofCells is { } cells && Math.Round(cells, decimals, MidpointRounding.AwayFromZero) == number ? new SheetFormula(formula, number) : number;
    }

    /// <summary>Why a number is not what the records come to.</summary>
    private static string? Note(ContentRow row)
    {
        List<string> said = [];
        if (row.Computed is { } computed) said.Add($"Tính được {(computed.IsEmpty ? "chưa có" : computed.Words(row.Aggregation, row.Decimals))}; {row.Reason}");
        if (row.Carried is { } carried) said.Add($"Lũy kế gồm phần chênh {EarlierDifference.Shown(carried, row.Decimals)}: {row.CarriedReason}");
        return said.Count > 0 ? string.Join(" ", said) : null;
    }

    private static object? Cell(Figure figure, ContentRow row) =>
        figure.Text is not null || figure.Of is not null || row.Aggregation == Aggregation.YesNo ? figure.Words(row.Aggregation, row.Decimals) is { Length: > 0 } words ? words : null : figure.Number is { } number ? Math.Round(number, row.Decimals, MidpointRounding.AwayFromZero) : null;
}
