using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

/// <summary>What one version of a plan said.</summary>
public sealed class VersionModel(PlanAccess access, PlanVersions versions) : PageModel
{
    public Plan Plan { get; private set; } = null!;

    public PlanVersion Version { get; private set; } = null!;

    public PlanContent Says { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, int ordinal, CancellationToken cancel)
    {
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id && p.AmendsId == null, cancel) is not { } plan
            || (await versions.OfAsync(plan, cancel)).FirstOrDefault(v => v.Ordinal == ordinal) is not { } version || await versions.ContentAsync(plan, ordinal, cancel) is not { } content) return NotFound();
        (Plan, Version, Says) = (plan, version, content);
        return Page();
    }
}
