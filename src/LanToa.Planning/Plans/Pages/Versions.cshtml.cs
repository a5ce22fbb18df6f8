using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

/// <summary>The versions of a plan: which document made each, and from when it held.</summary>
public sealed class VersionsModel(PlanAccess access, PlanVersions versions) : PageModel
{
    public Plan Plan { get; private set; } = null!;

    public IReadOnlyList<PlanVersion> Versions { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Choices => [.. Versions.Select(v => new SelectListItem($"{v.Ordinal} · {v.Called}", $"{v.Ordinal}"))];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id && p.AmendsId == null, cancel) is not { } plan) return NotFound();
        (Plan, Versions) = (plan, await versions.OfAsync(plan, cancel));
        return Page();
    }
}
