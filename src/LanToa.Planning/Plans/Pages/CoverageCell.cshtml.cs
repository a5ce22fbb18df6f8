using LanToa.Contracts.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

/// <summary>One cell of the matrix: what was asked beside what the unit plans, the difference in days and numbers, and who decided it when.</summary>
public sealed class CoverageCellModel(LanToaDb db, PlanAccess access, CascadeRights rights, CascadeItems items, Actor actor, IOrganizationDirectory directory) : PageModel
{
    public Plan Plan { get; private set; } = null!;

    public CascadeItem Item { get; private set; } = null!;

    public string Issuer => directory.DistinctNameOf(Plan.IssuerId) ?? "–";

    public string Unit { get; private set; } = "";

    /// <summary>What was decided, newest first, in the unit's own words.</summary>
    public IReadOnlyList<HistoryEvent> Turns { get; private set; } = [];

    /// <summary>A draft is its issuer's own until it is issued.</summary>
    public bool Shows(LowerTask answer) => answer.Plan.State.IsPublished() || actor.Can(PlanPermissions.Read, answer.Plan.IssuerId);

    public async Task<IActionResult> OnGetAsync(Guid id, Guid task, Guid unit, CancellationToken cancel)
    {
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } plan || !rights.ReadsCoverage(plan.IssuerId) || directory.Find(unit) is not { } body) return NotFound();
        if (await items.OfPlanAsync(unit, id, cancel) is not { } found || found.Items.FirstOrDefault(i => i.Task.Id == task) is not { } item) return NotFound();
        (Plan, Item, Unit) = (plan, item, directory.DistinctNameOf(unit) ?? body.Name);
        if (item.Decision is { } decision)
            Turns = await db.Set<HistoryEvent>().AsNoTracking().Where(e => e.ProvinceId == decision.ProvinceId && e.SubjectId == decision.Id).OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(50).ToListAsync(cancel);
        return Page();
    }
}
