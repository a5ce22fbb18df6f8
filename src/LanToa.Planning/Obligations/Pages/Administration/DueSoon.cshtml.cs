using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Planning.Obligations.Pages.Administration;

/// <summary>How many days ahead a due date is near.</summary>
public sealed class DueSoonModel(DueSoon dueSoon, EditDueSoon edit, History history, LanToaDb db) : PageModel
{
    [BindProperty] public int? Days { get; set; }
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public int Version { get; set; }

    public int InForce { get; private set; }
    public bool HasOwn { get; private set; }
    public bool IsProvince => db.ProvinceId != 0;
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Version = await LoadAsync(cancel);
        Days = InForce;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (ModelState.IsValid)
        {
            var outcome = await edit.SaveAsync(Days, Version, Reason, cancel);
            if (outcome.Kind == OutcomeKind.Denied) return Forbid();
            if (outcome.Succeeded)
            {
                this.Flash($"Đã lưu: báo trước {Days} ngày.");
                return RedirectToPage();
            }
            foreach (var problem in outcome.Problems) ModelState.AddModelError(problem == "Hãy ghi lý do." ? nameof(Reason) : outcome.Kind == OutcomeKind.Stale ? "" : nameof(Days), problem);
            db.ChangeTracker.Clear();
            var version = await LoadAsync(cancel);
            if (outcome.Kind != OutcomeKind.Stale) return Page();
            ModelState.Remove(nameof(Version));
            Version = version;
            return Page();
        }
        await LoadAsync(cancel);
        return Page();
    }

    private async Task<int> LoadAsync(CancellationToken cancel)
    {
        InForce = await dueSoon.DaysAsync(cancel);
        var own = (await edit.ReadAsync(cancel)).Find(s => s.ProvinceId == db.ProvinceId);
        HasOwn = own is not null;
        History = own is null ? [] : await history.OfAsync(own.Id, cancel: cancel);
        return own?.Version ?? 0;
    }
}
