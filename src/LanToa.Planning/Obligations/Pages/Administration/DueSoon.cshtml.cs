using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using Microsoft.AspNetCore.Mvc;

namespace LanToa.Planning.Obligations.Pages.Administration;

/// <summary>How many days ahead a due date is near.</summary>
public sealed class DueSoonModel(DueSoon dueSoon, EditDueSoon edit, History history, LanToaDb db) : SettingPage(history, db)
{
    private readonly LanToaDb _db = db;

    [BindProperty] public int? Days { get; set; }

    public int InForce { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Version = await LoadAsync(cancel);
        Days = InForce;
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancel) => SaveAsync(() => edit.SaveAsync(Days, Version, Reason, cancel), nameof(Days), () => $"Đã lưu: báo trước {Days} ngày.", cancel);

    protected override async Task<(Guid Id, int Version)?> ReadAsync(CancellationToken cancel)
    {
        InForce = await dueSoon.DaysAsync(cancel);
        return (await edit.ReadAsync(cancel)).Find(s => s.ProvinceId == _db.ProvinceId) is { } own ? (own.Id, own.Version) : null;
    }
}
