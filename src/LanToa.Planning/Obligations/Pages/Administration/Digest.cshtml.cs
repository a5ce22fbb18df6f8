using LanToa.Planning.Obligations.Digests;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Planning.Obligations.Pages.Administration;

/// <summary>At which hour and on which days the daily digest is sent.</summary>
public sealed class DigestSettingModel(DigestSettings settings, DueSoon dueSoon, History history, LanToaDb db) : PageModel
{
    [BindProperty] public bool IsOn { get; set; }
    [BindProperty] public int? Hour { get; set; }
    [BindProperty] public bool Weekends { get; set; }
    [BindProperty] public bool Holidays { get; set; }
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public int Version { get; set; }

    public int Lead { get; private set; }
    public bool HasOwn { get; private set; }
    public bool IsProvince => db.ProvinceId != 0;
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Version = await LoadAsync(cancel);
        var now = await settings.OfAsync(db.ProvinceId, cancel);
        (IsOn, Hour, Weekends, Holidays) = (now.IsOn, now.Hour, now.RestsOnWeekends, now.RestsOnHolidays);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (ModelState.IsValid)
        {
            var outcome = await settings.SaveAsync(IsOn, Hour, Weekends, Holidays, Version, Reason, cancel);
            if (outcome.Kind == OutcomeKind.Denied) return Forbid();
            if (outcome.Succeeded)
            {
                this.Flash(IsOn ? $"Đã lưu: gửi từ {Hour} giờ." : "Đã lưu: tắt bản tổng hợp hằng ngày.");
                return RedirectToPage();
            }
            foreach (var problem in outcome.Problems) ModelState.AddModelError(problem == "Hãy ghi lý do." ? nameof(Reason) : outcome.Kind == OutcomeKind.Stale ? "" : nameof(Hour), problem);
            db.ChangeTracker.Clear();
            if (outcome.Kind == OutcomeKind.Stale)
            {
                ModelState.Remove(nameof(Version));
                Version = await LoadAsync(cancel);
                return Page();
            }
        }
        await LoadAsync(cancel);
        return Page();
    }

    private async Task<int> LoadAsync(CancellationToken cancel)
    {
        Lead = await dueSoon.DaysAsync(cancel);
        var own = await settings.OwnAsync(cancel);
        HasOwn = own is not null;
        History = own is null ? [] : await history.OfAsync(own.Id, cancel: cancel);
        return own?.Version ?? 0;
    }
}
