using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;

namespace LanToa.Planning.Obligations.Pages.Administration;

/// <summary>
/// One row of settings of a province (of the country for the nation's administrator), saved with a reason. Whoever saves after somebody else sees what stands now, with what
/// they typed, and decides again.
/// </summary>
public abstract class SettingPage(History history, LanToaDb db) : PageModel
{
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public int Version { get; set; }

    public bool HasOwn { get; private set; }
    public bool IsProvince => db.ProvinceId != 0;
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];

    /// <summary>The province's own row, with what else the page shows; null while it follows the country.</summary>
    protected abstract Task<(Guid Id, int Version)?> ReadAsync(CancellationToken cancel);

    protected async Task<int> LoadAsync(CancellationToken cancel)
    {
        var own = await ReadAsync(cancel);
        HasOwn = own is not null;
        History = own is { } row ? await history.OfAsync(row.Id, cancel: cancel) : [];
        return own?.Version ?? 0;
    }

    /// <param name="save">Writes what was typed.</param>
    /// <param name="field">Where a refusal is said that is about no reason.</param>
    /// <param name="done">What was saved, in words.</param>
    /// <param name="cancel">Ends the reading.</param>
    protected async Task<IActionResult> SaveAsync(Func<Task<Outcome>> save, string field, Func<string> done, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            await LoadAsync(cancel);
            return Page();
        }
        var outcome = await save();
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        if (outcome.Succeeded)
        {
            this.Flash(done());
            return RedirectToPage();
        }
        foreach (var problem in outcome.Problems) ModelState.AddModelError(problem == "Hãy ghi lý do." ? nameof(Reason) : outcome.Kind == OutcomeKind.Stale ? "" : field, problem);
        db.ChangeTracker.Clear();
        var version = await LoadAsync(cancel);
        if (outcome.Kind != OutcomeKind.Stale) return Page();
        ModelState.Remove(nameof(Version));
        Version = version;
        return Page();
    }
}
