using System.Globalization;
using LanToa.Platform.Documents.Sheets;
using Microsoft.AspNetCore.Mvc;

namespace LanToa.Accountability.Reports;

/// <summary>A report as a workbook in the order of its form: the unit's own figures, those of each unit below in a column of its own, and totals as formulas where they can be added up.</summary>
public static class ReportSheet
{
    private const int FirstFigure = 3;

    public static ActionResult Of(ReportContent content, string fileName)
    {
        List<SheetColumn> columns = [new("TT", 6), new("Chỉ tiêu", 50), new("Đơn vị tính", 16), new(content.Parts.Count > 0 ? "Của đơn vị" : "Số liệu", 14)];
        columns.AddRange(content.Parts.Select(p => new SheetColumn(p.Via is null ? p.Unit : $"{p.Unit} (qua {p.Via})", 16)));
        columns.Add(new("Tổng kỳ này", 14));
        if (content.HasCumulative) columns.Add(new("Lũy kế từ đầu năm", 16));
        columns.Add(new("Ghi chú", 40));
        return new XlsxResult(fileName, content.PeriodName, columns, Rows(content).ToAsyncEnumerable());
    }

    private static IEnumerable<IReadOnlyList<object?>> Rows(ReportContent content)
    {
        var n = 0;
        foreach (var row in content.Rows)
        {
            n++;
            // The head is line 1.
            var line = (n + 1).ToString(CultureInfo.InvariantCulture);
            var range = $"{XlsxWriter.LetterOf(FirstFigure)}{line}:{XlsxWriter.LetterOf(FirstFigure + content.Parts.Count)}{line}";
            List<object?> cells = [n, row.PartOf is null ? row.Name : "– " + row.Name, row.Unit, Cell(row.Own, row)];
            cells.AddRange(row.Parts.Select(p => Cell(p, row)));
            cells.Add(row.Aggregation switch
            {
                Aggregation.Sum or Aggregation.Latest => new SheetFormula($"SUM({range})", row.Total.Number),
                Aggregation.Maximum => new SheetFormula($"MAX({range})", row.Total.Number),
                _ => Cell(row.Total, row),
            });
            if (content.HasCumulative) cells.Add(row.Cumulative is { } sum ? Cell(sum, row) : null);
            cells.Add(row.Computed is { } computed ? $"Tính được {(computed.IsEmpty ? "chưa có" : computed.Words(row.Aggregation, row.Decimals))}; {row.Reason}" : null);
            yield return cells;
        }
    }

    private static object? Cell(Figure figure, ContentRow row) =>
        figure.Text is not null || figure.Of is not null || row.Aggregation == Aggregation.YesNo ? figure.Words(row.Aggregation, row.Decimals) is { Length: > 0 } words ? words : null : figure.Number is { } number ? Math.Round(number, row.Decimals, MidpointRounding.AwayFromZero) : null;
}
