using System.Globalization;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>Occurrences as the lines of a file, read as they are sent.</summary>
internal static class OccurrenceExport
{
    private static readonly string[] Head =
        ["Việc", "Đơn vị", "Vai trò", "Kế hoạch", "Kỳ", "Ngày theo quy tắc", "Hạn", "Chỉ tiêu", "Đã làm", "Trạng thái", "Số ngày trễ", "Người thực hiện", "Ngày hoàn thành", "Ngày xác nhận", "Kết quả", "Lý do"];

    public static async IAsyncEnumerable<IReadOnlyList<string?>> Lines(
        IQueryable<OccurrenceRows.Joined> found, DateOnly today, IOrganizationDirectory directory, IReadOnlyDictionary<Guid, string> plans)
    {
        yield return Head;
        await foreach (var row in found.AsAsyncEnumerable())
        {
            var (o, b) = (row.Occurrence, row.Obligation);
            yield return
            [
                b.Text, directory.NameOf(o.UnitId), b.Role.Name(), plans.GetValueOrDefault(o.PlanId), o.PeriodName, VietnameseFormat.Date(o.ScheduledOn), VietnameseFormat.Date(o.DueOn),
                o.Target?.ToString(CultureInfo.InvariantCulture), o.Target is null && o.Progress == 0 ? null : o.Progress.ToString(CultureInfo.InvariantCulture), o.ClaimsNothing ? "Báo không phát sinh, chờ xác nhận" : o.StateOn(today).Label(),
                o.DaysLateOn(today) is > 0 and var days ? days.ToString(CultureInfo.InvariantCulture) : null, b.AssigneeName,
                o.DoneOn is { } done ? VietnameseFormat.Date(done) : null, o.ConfirmedOn is { } confirmed ? VietnameseFormat.Date(confirmed) : null, o.Note, o.Reason,
            ];
        }
    }
}
