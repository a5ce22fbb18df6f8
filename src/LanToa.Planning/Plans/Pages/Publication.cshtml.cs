using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

/// <summary>Asks before everyone may read the plan, and before they may no longer.</summary>
public sealed class PublicationModel(PlanAccess access, PublishPlan publish, PlanVersions versions) : PageModel
{
    [BindProperty]
    public bool? Public { get; set; }

    public Plan Plan { get; private set; } = null!;

    /// <summary>A document that amended the plan has a signed copy.</summary>
    public bool HasSignedAmendment { get; private set; }

    public IReadOnlyList<string> WhyNot { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await LoadAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        if (!ModelState.IsValid || Public is not { } isPublic)
        {
            ModelState.Clear();
            ModelState.AddModelError("", "Trang này đã cũ. Hãy xem lại rồi bấm lại.");
            return Page();
        }
        var done = await publish.HandleAsync(id, isPublic, cancel);
        if (done.IsDone)
        {
            this.Flash(isPublic ? "Kế hoạch đã được công khai." : "Kế hoạch thôi công khai.");
            return Redirect(PlanLinks.Of(id));
        }
        // The page itself says why not; what only came to light on writing is added.
        foreach (var problem in done.WhyNot.Where(p => !WhyNot.Contains(p.Message))) ModelState.AddModelError(problem.Field, problem.Message);
        return Page();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } plan) return false;
        HasSignedAmendment = await versions.AnySignedAsync(plan, cancel);
        (Plan, WhyNot) = (plan, plan.PublishedOn is null ? await publish.WhyNotAsync(plan, cancel) : publish.WhyNotDecide(plan));
        return true;
    }
}
