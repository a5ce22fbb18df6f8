using LanToa.Platform.Data;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

/// <summary>Asks how an issued plan is to be amended: in a working copy, or by a document that is there already.</summary>
public sealed class AmendModel(LanToaDb db, PlanAccess access, StartAmendment start, PlanVersions versions) : PageModel
{
    public Plan Plan { get; private set; } = null!;

    /// <summary>The amendment that is under way.</summary>
    public Plan? Open { get; private set; }

    public int Tasks { get; private set; }

    public IReadOnlyList<string> WhyNot { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await LoadAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        var started = await start.HandleAsync(id, cancel);
        foreach (var why in started.WhyNot) ModelState.AddModelError("", why);
        if (started.AmendmentId is not { } amendment) return Page();
        if (started.Open is { } open) this.Flash($"Đã có {PlanVersions.WordsOf(open)}; đây là bản ấy.", StatusKind.InProgress);
        else this.Flash("Đã lập bản điều chỉnh. Sửa, thêm, bỏ nhiệm vụ rồi bấm “So sánh, áp dụng”.");
        return Redirect(PlanLinks.Of(amendment));
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } plan) return false;
        (Plan, Open) = (plan, await versions.OpenAsync(id, cancel));
        // One that is under way is shown also to whoever reads and applies it, but does not write it.
        WhyNot = Open is null ? start.WhyNotStart(plan) : start.WhyNot(plan);
        Tasks = await db.Set<PlanTask>().CountAsync(t => t.PlanId == id && t.State == TaskState.Active, cancel);
        return true;
    }
}
