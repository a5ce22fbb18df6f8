using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>A day as an administrator fills it in.</summary>
public sealed record HolidayInput(DateOnly? Date, string? Name, HolidayKind Kind, HolidaySource Source, string? Basis, string? Reason);

/// <summary>
/// Adds, changes, confirms and withdraws days off. Whoever works for the nation edits the country's calendar, others their province's own.
/// Due dates that exist already stay; new ones follow the calendar.
/// </summary>
public sealed class EditHolidays(LanToaDb db, RuleBooks books, Actor actor, Clock clock)
{
    public async Task<(Outcome Outcome, Guid? Id)> SaveAsync(Guid? id, int version, HolidayInput input, CancellationToken cancel = default)
    {
        if (!actor.CanForProvince(ObligationPermissions.ManageRules)) return (Outcome.Denied("Chỉ quản trị của tỉnh (hoặc cấp trung ương) sửa được lịch nghỉ."), null);
        var problems = Problems(input);
        await books.HolidaysAsync(db.ProvinceId, cancel);
        Holiday? row = null;
        if (id is { } known)
        {
            row = await db.Set<Holiday>().FirstOrDefaultAsync(h => h.Id == known && h.ProvinceId == db.ProvinceId, cancel);
            if (row is null) return (Outcome.NotFound, null);
            if (row.Version != version) return (Outcome.Stale, null);
            problems.RemoveAll(p => p.StartsWith("Hãy chọn ngày", StringComparison.Ordinal));
        }
        else if (input.Date is { } date && await db.Set<Holiday>().AnyAsync(h => h.ProvinceId == db.ProvinceId && h.Date == date, cancel))
            problems.Add($"Ngày {VietnameseFormat.Date(date)} đã có trong lịch; hãy sửa dòng đó.");
        if (problems.Count > 0) return (Outcome.Refused(problems), null);
        var verb = row is null ? "holiday.create" : row.Source != HolidaySource.Official && input.Source == HolidaySource.Official ? "holiday.confirm" : "holiday.change";
        if (row is null) db.Add(row = new Holiday { ProvinceId = db.ProvinceId, Date = input.Date!.Value, Name = "" });
        else row.Version++;
        (row.Name, row.Kind, row.Source, row.Basis) = (input.Name!.Trim(), input.Kind, input.Source, ActOnOccurrence.Trimmed(input.Basis));
        return (await db.SaveOrStaleAsync(verb, input.Reason, cancel), row.Id);
    }

    /// <summary>Takes a day out of the calendar, or back into it.</summary>
    public async Task<Outcome> WithdrawAsync(Guid id, int version, bool withdrawn, string? reason, CancellationToken cancel = default)
    {
        if (!actor.CanForProvince(ObligationPermissions.ManageRules)) return Outcome.Denied("Chỉ quản trị của tỉnh (hoặc cấp trung ương) sửa được lịch nghỉ.");
        var row = await db.Set<Holiday>().FirstOrDefaultAsync(h => h.Id == id && h.ProvinceId == db.ProvinceId, cancel);
        if (row is null) return Outcome.NotFound;
        if (row.WithdrawnAt is not null == withdrawn) return Outcome.Already;
        if (row.Version != version) return Outcome.Stale;
        if (string.IsNullOrWhiteSpace(reason)) return Outcome.Refused("Hãy ghi lý do.");
        (row.WithdrawnAt, row.Version) = (withdrawn ? clock.Now : null, row.Version + 1);
        return await db.SaveOrStaleAsync(withdrawn ? "holiday.withdraw" : "holiday.restore", reason, cancel);
    }

    private static List<string> Problems(HolidayInput input)
    {
        var problems = new List<string>();
        if (input.Date is not { } date) problems.Add("Hãy chọn ngày.");
        else if (date.Year is < 2000 or > 2100) problems.Add($"Ngày {VietnameseFormat.Date(date)} không hợp lý; hãy kiểm tra lại năm.");
        else if (input.Kind == HolidayKind.Working && date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) problems.Add("Ngày làm bù phải là thứ Bảy hoặc Chủ nhật.");
        if (string.IsNullOrWhiteSpace(input.Name)) problems.Add("Hãy ghi tên ngày nghỉ.");
        if (input.Source == HolidaySource.Official && string.IsNullOrWhiteSpace(input.Basis)) problems.Add("Hãy ghi căn cứ: thông báo, quyết định nào.");
        if (string.IsNullOrWhiteSpace(input.Reason)) problems.Add("Hãy ghi lý do.");
        return problems;
    }
}

public static class HolidayWords
{
    public static string Name(this HolidayKind kind) => kind switch
    {
        HolidayKind.Holiday => "Nghỉ lễ, Tết",
        HolidayKind.Compensatory => "Nghỉ bù",
        HolidayKind.SwappedOff => "Nghỉ hoán đổi",
        _ => "Làm bù",
    };

    public static string Name(this HolidaySource source) => source switch
    {
        HolidaySource.Official => "Đã công bố",
        HolidaySource.Computed => "Tính theo luật",
        _ => "Chưa chắc chắn, chưa được tính",
    };
}
