using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Digests;

/// <summary>When digests are sent: the province's own row, else the country's, else what comes with the program. Read and changed here.</summary>
public sealed class DigestSettings(LanToaDb db, RuleBooks books, Actor actor)
{
    public const string Changed = "digest-setting.change";

    public async Task<DigestSetting> OfAsync(short province, CancellationToken cancel = default) =>
        await db.Set<DigestSetting>().AsNoTracking().Where(s => s.ProvinceId == 0 || s.ProvinceId == province).OrderByDescending(s => s.ProvinceId).FirstOrDefaultAsync(cancel) ?? new DigestSetting { ProvinceId = 0 };

    public async Task<HolidayCalendar> HolidaysAsync(short province, CancellationToken cancel = default) => RuleBooks.CalendarOf(await books.HolidaysAsync(province, cancel));

    /// <summary>The row of the province in which is acted; null while it follows the country.</summary>
    public Task<DigestSetting?> OwnAsync(CancellationToken cancel = default) => db.Set<DigestSetting>().FirstOrDefaultAsync(s => s.ProvinceId == db.ProvinceId, cancel);

    public async Task<Outcome> SaveAsync(bool isOn, int? hour, bool weekends, bool holidays, int version, string? reason, CancellationToken cancel = default)
    {
        if (!actor.CanForProvince(ObligationPermissions.ManageRules)) return Outcome.Denied("Chỉ quản trị của tỉnh (hoặc cấp trung ương) đổi được giờ gửi bản tổng hợp việc.");
        if (hour is not (>= 0 and <= 23)) return Outcome.Refused("Giờ gửi phải từ 0 đến 23.");
        if (string.IsNullOrWhiteSpace(reason)) return Outcome.Refused("Hãy ghi lý do.");
        var row = await OwnAsync(cancel);
        if ((row?.Version ?? 0) != version) return Outcome.Stale;
        if (row is null) db.Add(row = new DigestSetting { ProvinceId = db.ProvinceId });
        else row.Version++;
        (row.IsOn, row.Hour, row.RestsOnWeekends, row.RestsOnHolidays) = (isOn, hour.Value, weekends, holidays);
        return await db.SaveOrStaleAsync(Changed, reason, cancel);
    }
}
