using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>Changes how many days ahead a due date is near, for the whole country or for one's province.</summary>
public sealed class EditDueSoon(LanToaDb db, Actor actor)
{
    public Task<List<DueSoonSetting>> ReadAsync(CancellationToken cancel = default) =>
        db.Set<DueSoonSetting>().AsNoTracking().Where(s => s.ProvinceId == 0 || s.ProvinceId == db.ProvinceId).ToListAsync(cancel);

    public async Task<Outcome> SaveAsync(int? days, int version, string? reason, CancellationToken cancel = default)
    {
        if (!actor.CanForProvince(ObligationPermissions.ManageRules)) return Outcome.Denied("Chỉ quản trị của tỉnh (hoặc cấp trung ương) đổi được số ngày báo sắp đến hạn.");
        if (days is not { } wanted || wanted is < 0 or > DueSoon.Most) return Outcome.Refused($"Số ngày phải từ 0 đến {DueSoon.Most}.");
        if (string.IsNullOrWhiteSpace(reason)) return Outcome.Refused("Hãy ghi lý do.");
        var row = await db.Set<DueSoonSetting>().FirstOrDefaultAsync(s => s.ProvinceId == db.ProvinceId, cancel);
        if ((row?.Version ?? 0) != version) return Outcome.Stale;
        if (row is null) db.Add(new DueSoonSetting { ProvinceId = db.ProvinceId, Days = wanted });
        else (row.Days, row.Version) = (wanted, row.Version + 1);
        return await db.SaveOrStaleAsync("due-soon.change", reason, cancel);
    }
}
