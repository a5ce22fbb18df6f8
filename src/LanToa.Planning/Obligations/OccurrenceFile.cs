using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Plans;
using LanToa.Platform.Documents.Sheets;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>Occurrences as the lines of a file.</summary>
internal static class OccurrenceFile
{
    /// <param name="Occurrence">What is owed in one period.</param>
    /// <param name="Obligation">The duty of which it is a period.</param>
    /// <param name="Explained">Why it was late, as the unit explained it, oldest first.</param>
    public sealed record Line(Occurrence Occurrence, Obligation Obligation, IReadOnlyList<string> Explained);

    public static IAsyncEnumerable<Line> Read(IQueryable<OccurrenceRows.Joined> ordered, IQueryable<Explanation> explanations) => ordered.Select(r => new Line(
        r.Occurrence, r.Obligation, explanations.Where(e => e.OccurrenceId == r.Occurrence.Id && e.Step == ExplanationStep.Given).OrderBy(e => e.At).Select(e => e.Text).ToList())).AsAsyncEnumerable();

    public static IReadOnlyList<FileColumn<Line>> Columns(DateOnly today, IOrganizationDirectory directory, IReadOnlyDictionary<Guid, string> plans, PlanWordings before) =>
    [
        new("Việc", r => before.TextOf(r.Occurrence) ?? r.Obligation.Text, 60), new("Đơn vị", r => directory.NameOf(r.Occurrence.UnitId), 36), new("Vai trò", r => r.Obligation.Role.Name(), 12), new("Kế hoạch", r => plans.GetValueOrDefault(r.Occurrence.PlanId)),
        new("Kỳ", r => r.Occurrence.PeriodName), new("Ngày theo quy tắc", r => r.Occurrence.ScheduledOn, 12), new("Hạn", r => r.Occurrence.DueOn, 12), new("Chỉ tiêu", r => r.Occurrence.Target, 10),
        new("Đã làm", r => r.Occurrence is { Target: null, Progress: 0 } ? null : r.Occurrence.Progress, 10),
        new("Trạng thái", r => r.Occurrence.ClaimsNothing ? "Báo không phát sinh, chờ xác nhận" : r.Occurrence.StateOn(today).Label(), 22),
        new("Số ngày trễ", r => r.Occurrence.DaysLateOn(today) is > 0 and var days ? days : null, 10), new("Người thực hiện", r => r.Obligation.AssigneeName, 24), new("Ngày hoàn thành", r => r.Occurrence.DoneOn, 12),
        new("Ngày xác nhận", r => r.Occurrence.ConfirmedOn, 12), new("Kết quả", r => r.Occurrence.Note, 40), new("Lý do", r => r.Occurrence.Reason, 40), new("Giải trình trễ hạn", r => r.Explained.Count == 0 ? null : string.Join("; ", r.Explained), 40),
    ];
}
