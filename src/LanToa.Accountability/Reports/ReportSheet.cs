using System.Globalization;
using LanToa.Platform.Documents.Sheets;
using Microsoft.AspNetCore.Mvc;

namespace LanToa.Accountability.Reports;

/// <summary>A report as a workbook in the order of its form: the unit's own figures, those of each unit below in a column of its own, and totals as formulas where they can be added up.</summary>
public static class ReportSheet
{
    private const int FirstFigure = 3;

    public static ActionResult Of(ReportContent content, string fileName) => new XlsxResult(fileName, content.PeriodName, Columns(content), Rows(content).ToAsyncEnumerable());

    /// <summary>The same as bytes, to go with an envelope.</summary>
    public static byte[] Bytes(ReportContent content)
    {
        using var written = new MemoryStream();
        using (var sheet = new XlsxWriter(written, content.PeriodName, Columns(content)))
            foreach (var row in Rows(content)) sheet.Row(row);
        return written.ToArray();
    }

    private static List<SheetColumn> Columns(ReportContent content)
    {
        List<SheetColumn> columns = [new("TT", 6), new("Chỉ tiêu", 50), new("Đơn vị tính", 16)];
        if (!content.OnlyParts) columns.Add(new(content.Parts.Count > 0 ? "Của đơn vị" : "Số liệu", 14));
        columns.AddRange(content.Parts.Select(p => new SheetColumn(p.Via is null ? p.Unit : $"{p.Unit} (qua {p.Via})", 16)));
        columns.Add(new("Tổng kỳ này", 14));
        if (content.HasCumulative) columns.Add(new("Lũy kế từ đầu năm", 16));
        if (content.HasLastYear) columns.AddRange([new("Cùng kỳ năm trước", 16), new("Tăng, giảm so với cùng kỳ", 16), new("Tỷ lệ tăng, giảm (%)", 14)]);
        if (content.HasEstimate) columns.AddRange([new("Ước cả năm", 14), new("Cách ước", 40)]);
        columns.Add(new("Ghi chú", 40));
        return columns;
    }

    private static IEnumerable<IReadOnlyList<object?>> Rows(ReportContent content)
    {
        var n = 0;
        foreach (var row in content.Rows)
        {
            n++;
            // The head is line 1.
            var line = (n + 1).ToString(CultureInfo.InvariantCulture);
            var last = FirstFigure + content.Parts.Count - (content.OnlyParts ? 1 : 0);
            var range = $"{XlsxWriter.LetterOf(FirstFigure)}{line}:{XlsxWriter.LetterOf(last)}{line}";
            List<object?> cells = [n, row.PartOf is null ? row.Name : "– " + row.Name, row.Unit];
            if (!content.OnlyParts) cells.Add(Cell(row.Own, row));
            cells.AddRange(row.Parts.Select(p => Cell(p, row)));
            cells.Add(row.Aggregation switch
            {
                _ when last < FirstFigure => Cell(row.Total, row),
                Aggregation.Sum or Aggregation.Latest => new SheetFormula($"SUM({range})", row.Total.Number),
                Aggregation.Maximum => new SheetFormula($"MAX({range})", row.Total.Number),
                _ => Cell(row.Total, row),
            });
            if (content.HasCumulative) cells.Add(row.Cumulative is { } sum ? Cell(sum, row) : null);
            if (content.HasLastYear)
            {
                var (now, then) = ($"{XlsxWriter.LetterOf(last + 1)}{line}", $"{XlsxWriter.LetterOf(last + 2 + (content.HasCumulative ? 1 : 0))}{line}");
                var change = row.Aggregation is Aggregation.YesNo or Aggregation.Text ? null : row.Total.Number - row.LastYear;
                cells.Add(row.LastYear);
                cells.Add(change is null ? null : new SheetFormula($"{now}-{then}", change));
                cells.Add(change is null || row.LastYear == 0 ? null : new SheetFormula($"ROUND(({now}-{then})/{then}*100,1)", Math.Round(change.Value / row.LastYear!.Value * 100, 1, MidpointRounding.AwayFromZero)));
            }
            if (content.HasEstimate) cells.AddRange([row.Estimate, row.IsEstimateGiven ? $"nhập tay{(row.EstimateRule is { } pace ? $"; tính được: {pace}" : "")}" : row.EstimateRule]);
            cells.Add(Note(row));
            yield return cells;
        }
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
