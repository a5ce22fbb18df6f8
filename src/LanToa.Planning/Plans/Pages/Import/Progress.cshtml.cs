using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages.Import;

/// <summary>How far the reading of a document is; works by reloading, and one may leave and come back.</summary>
public sealed class ProgressModel(LanToaDb db, ReviewBoards boards, StartImport start, DiscardImport discard) : PageModel
{
    public PlanImport Import { get; private set; } = null!;

    public int? Percent { get; private set; }

    public string? Now { get; private set; }

    public int Found { get; private set; }

    /// <summary>Could not be read, or its reading will not go on by itself.</summary>
    public bool IsFailed { get; private set; }

    public bool IsRead => Import.State is ImportState.Ready or ImportState.Done;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await boards.FindAsync(id, cancel) is not { } import) return NotFound();
        await ShowAsync(import, cancel);
        // Whoever waits on the page is taken on to the review; without script the link stays.
        if (IsRead && Request.Headers.ContainsKey("HX-Request"))
        {
            Response.Headers["HX-Redirect"] = ImportLinks.Of(import);
            return new EmptyResult();
        }
        return Page();
    }

    public async Task<IActionResult> OnPostAgainAsync(Guid id, CancellationToken cancel)
    {
        if (await boards.FindAsync(id, cancel) is not { } import) return NotFound();
        foreach (var why in await start.AgainAsync(id, cancel)) ModelState.AddModelError("", why);
        if (ModelState.IsValid) return Redirect(ImportLinks.Progress(id));
        await ShowAsync(import, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostDiscardAsync(Guid id, string? reason, CancellationToken cancel)
    {
        if (await boards.FindAsync(id, cancel) is not { } import) return NotFound();
        foreach (var why in await discard.HandleAsync(id, reason, cancel)) ModelState.AddModelError("", why);
        if (ModelState.IsValid)
        {
            this.Flash($"Đã bỏ văn bản “{import.FileName}”.");
            return Redirect(ImportLinks.List);
        }
        await ShowAsync(import, cancel);
        return Page();
    }

    private async Task ShowAsync(PlanImport import, CancellationToken cancel)
    {
        Import = import;
        IsFailed = import.State == ImportState.Failed || await start.IsStuckAsync(import, cancel);
        if (IsRead)
        {
            Percent = 100;
            Found = await db.Set<ImportItem>().CountAsync(i => i.ImportId == import.Id && i.Decision != ItemDecision.Merged, cancel);
        }
        else if (await db.Set<Job>().AsNoTracking().FirstOrDefaultAsync(j => j.Id == import.JobId, cancel) is { State: JobState.Running or JobState.Queued } job)
        {
            Percent = job.State == JobState.Running ? job.Progress : null;
            Now = job.State == JobState.Running ? job.ProgressText : "Có thể chờ ít giây nếu máy đang đọc văn bản khác.";
        }
    }
}
