using LanToa.Contracts.Organizations;
using LanToa.Platform.Documents.Sheets;

namespace LanToa.Planning.Plans;

/// <summary>The cells of a matrix as the lines of a file, one per task and unit.</summary>
public static class CoverageExport
{
    public static IReadOnlyList<SheetColumn> Columns =>
    [
        new("TT", 6), new("Việc cấp trên giao", 60), new("Thời hạn cấp trên giao", 28), new("Đơn vị", 36), new("Vai trò", 12), new("Trạng thái", 20), new("Khác nhau", 50), new("Ban hành sau kế hoạch cấp trên (ngày)", 16),
    ];

    public static IEnumerable<IReadOnlyList<object?>> Rows(IEnumerable<MatrixCell> cells, IOrganizationDirectory directory) => cells.Select(c => (IReadOnlyList<object?>)
        [c.Task.Number, c.Task.Text, c.Task.RuleWords, directory.DistinctNameOf(c.Unit.Id), c.Role.Name(), c.StateWords, string.Join(" ", c.Coverage.Findings.Select(f => f.Words)), c.Coverage.DaysAfter]);

    public static async IAsyncEnumerable<IReadOnlyList<string?>> Lines(IEnumerable<MatrixCell> cells, IOrganizationDirectory directory)
    {
        yield return [.. Columns.Select(c => c.Head)];
        await Task.CompletedTask;
        foreach (var row in Rows(cells, directory)) yield return [.. row.Select(cell => cell is null ? null : FormattableString.Invariant($"{cell}"))];
    }
}
