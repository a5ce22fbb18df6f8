using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

/// <summary>The versions of a plan: which document made each, and from when it held.</summary>
public sealed class VersionsModel(PlanAccess access, PlanVersions versions, PlanRights rights) : PageModel
{
    public Plan Plan { get; private set; } = null!;

    public IReadOnlyList<PlanVersion> Versions { get; private set; } = [];

    /// <summary>Whether the person attaches the signed copies of what amended the plan.</summary>
    public bool MayAttach => rights.WhyNot(PlanPermissions.Issue, Plan.IssuerId, "đính kèm bản đã ký").Count == 0;

    public IReadOnlyList<SelectListItem> Choices => [.. Versions.Select(v => new SelectListItem($"{v.Ordinal} · {v.Called}", $"{v.Ordinal}"))];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id && p.AmendsId == null, cancel) is not { } plan) return NotFound();
        (Plan, Versions) = (plan, await versions.OfAsync(plan, cancel));
        return Page();
    }
}
