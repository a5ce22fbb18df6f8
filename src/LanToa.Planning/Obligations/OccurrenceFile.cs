using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Documents.Sheets;

namespace LanToa.Planning.Obligations;

/// <summary>Occurrences as the lines of a file.</summary>
internal static class OccurrenceFile
{
    public static IReadOnlyList<FileColumn<OccurrenceRows.Joined>> Columns(DateOnly today, IOrganizationDirectory directory, IReadOnlyDictionary<Guid, string> plans) =>
    [
        new("Việc", r => r.Obligation.Text, 60), new("Đơn vị", r => directory.NameOf(r.Occurrence.UnitId), 36), new("Vai trò", r => r.Obligation.Role.Name(), 12), new("Kế hoạch", r => plans.GetValueOrDefault(r.Occurrence.PlanId)),
        new("Kỳ", r => r.Occurrence.PeriodName), new("Ngày theo quy tắc", r => r.Occurrence.ScheduledOn, 12), new("Hạn", r => r.Occurrence.DueOn, 12), new("Chỉ tiêu", r => r.Occurrence.Target, 10),
        new("Đã làm", r => r.Occurrence is { Target: null, Progress: 0 } ? null : r.Occurrence.Progress, 10),
        new("Trạng thái", r => r.Occurrence.ClaimsNothing ? "Báo không phát sinh, chờ xác nhận" : r.Occurrence.StateOn(today).Label(), 22),
        new("Số ngày trễ", r => r.Occurrence.DaysLateOn(today) is > 0 and var days ? days : null, 10), new("Người thực hiện", r => r.Obligation.AssigneeName, 24), new("Ngày hoàn thành", r => r.Occurrence.DoneOn, 12),
        new("Ngày xác nhận", r => r.Occurrence.ConfirmedOn, 12), new("Kết quả", r => r.Occurrence.Note, 40), new("Lý do", r => r.Occurrence.Reason, 40),
    ];
}
