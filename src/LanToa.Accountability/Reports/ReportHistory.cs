using LanToa.Platform.Audit;

namespace LanToa.Accountability.Reports;

/// <summary>The history of a report with its indicators and questions by their names, and yes or no in words: the rows keep codes and numbers.</summary>
public static class ReportHistory
{
    private const string Number = "Số";

    public static IReadOnlyList<HistoryLine> Named(IReadOnlyList<HistoryLine> lines, ReportContent content)
    {
        var rows = content.Rows.ToDictionary(r => r.Code);
        return [.. lines.Select(l => l with
        {
            Part = l.Part is { } part && rows.TryGetValue(part, out var only) ? only.Name : l.Part, Differences = Worded(l.Differences, l.Part),
            Parts = [.. l.Parts.Select(p => p with { Name = rows.TryGetValue(p.Name, out var row) ? row.Name : p.Name, Differences = Worded(p.Differences, p.Name) })],
        })];

        // The name stands before them: the code beside it says nothing more.
        IReadOnlyList<HistoryDifference> Worded(IReadOnlyList<HistoryDifference> differences, string? code) => code is null || !rows.TryGetValue(code, out var row) ? differences
            : [.. differences.Where(d => (d.After ?? d.Before) != code).Select(d => row.Aggregation == Aggregation.YesNo && d.Name == Number ? d with { Name = "Trả lời", Before = Said(d.Before), After = Said(d.After) } : d)];
    }

    private static string? Said(string? number) => number switch { "1" => "Có", "0" => "Không", _ => number };
}
