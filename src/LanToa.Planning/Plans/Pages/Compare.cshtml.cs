using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

/// <summary>Two versions of a plan side by side, sentence by sentence and task by task.</summary>
public sealed class CompareModel(PlanAccess access, PlanVersions versions) : PageModel
{
    [FromQuery(Name = "tu")]
    public int From { get; set; }

    [FromQuery(Name = "den")]
    public int To { get; set; }

    public Plan Plan { get; private set; } = null!;

    public PlanDifference Difference { get; private set; } = null!;

    /// <summary>What came of it stands in the history; here only the words are compared.</summary>
    public IReadOnlyDictionary<Guid, TaskEffect> NoEffects { get; } = new Dictionary<Guid, TaskEffect>();

    /// <summary>What was paired is history.</summary>
    public IReadOnlyDictionary<TaskContent, string> NoPairing { get; } = new Dictionary<TaskContent, string>();

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id && p.AmendsId == null, cancel) is not { } plan
            || await versions.ContentAsync(plan, From, cancel) is not { } before || await versions.ContentAsync(plan, To, cancel) is not { } after) return NotFound();
        (Plan, Difference) = (plan, PlanDifference.Of(before, after));
        return Page();
    }
}
