using LanToa.Platform.Documents.Sheets;

namespace LanToa.Planning.Plans;

/// <summary>The tasks of a plan as the lines of a file, with how far each is; the annex of the document says only what was assigned.</summary>
internal static class PlanTaskFile
{
    public static IReadOnlyList<FileColumn<(int Number, TaskView Task)>> Columns { get; } =
    [
        new("TT", r => r.Number, 6), new("Nội dung", r => r.Task.Task.Text, 70), new("Mục", r => r.Task.Task.Section, 30), new("Chủ trì, đề nghị", r => Names(r.Task.Leads), 40), new("Phối hợp", r => Names(r.Task.Coordinating), 40),
        new("Thời hạn", r => r.Task.Task.RuleWords, 30), new("Sản phẩm", r => string.Join("; ", r.Task.Task.Products.Select(PlanCodes.ProductWords)), 30), new("Kênh", r => string.Join("; ", r.Task.Task.Channels.Select(PlanCodes.ChannelName)), 30),
        new("Hạn tới", r => r.Task.Progress?.NextDue, 12), new("Kỳ đã xong", r => r.Task.Progress?.Done, 12), new("Kỳ phải làm", r => r.Task.Progress?.Target, 12), new("Kỳ trễ", r => r.Task.Progress?.Late, 10),
    ];

    /// <summary>Those in force, in their order.</summary>
    public static IReadOnlyList<(int Number, TaskView Task)> Rows(IReadOnlyList<TaskView> tasks) => [.. tasks.Where(t => t.Task.State == TaskState.Active).Select((t, n) => (n + 1, t))];

    private static string Names(IEnumerable<PartyView> parties) => string.Join("; ", parties.Select(p => p.Name).Distinct());
}
