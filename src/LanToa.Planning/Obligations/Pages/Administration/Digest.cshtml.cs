using LanToa.Planning.Obligations.Digests;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using Microsoft.AspNetCore.Mvc;

namespace LanToa.Planning.Obligations.Pages.Administration;

/// <summary>At which hour and on which days the daily digest is sent.</summary>
public sealed class DigestSettingModel(DigestSettings settings, DueSoon dueSoon, History history, LanToaDb db) : SettingPage(history, db)
{
    private readonly LanToaDb _db = db;

    [BindProperty] public bool IsOn { get; set; }
    [BindProperty] public int? Hour { get; set; }
    [BindProperty] public bool Weekends { get; set; }
    [BindProperty] public bool Holidays { get; set; }

    public int Lead { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Version = await LoadAsync(cancel);
        var now = await settings.OfAsync(_db.ProvinceId, cancel);
        (IsOn, Hour, Weekends, Holidays) = (now.IsOn, now.Hour, now.RestsOnWeekends, now.RestsOnHolidays);
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancel) => SaveAsync(
        () => settings.SaveAsync(IsOn, Hour, Weekends, Holidays, Version, Reason, cancel), nameof(Hour), () => IsOn ? $"Đã lưu: gửi từ {Hour} giờ." : "Đã lưu: tắt bản tổng hợp hằng ngày.", cancel);

    protected override async Task<(Guid Id, int Version)?> ReadAsync(CancellationToken cancel)
    {
        Lead = await dueSoon.DaysAsync(cancel);
        return await settings.OwnAsync(cancel) is { } own ? (own.Id, own.Version) : null;
    }
}
