using LanToa.Contracts.Organizations;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>The criteria of a year with how much evidence the unit chosen now, and those below it, have for each.</summary>
public sealed class CriteriaModel(CriterionUses uses, ActivityAccess access, IOrganizationDirectory directory, Actor actor, Clock clock) : PageModel
{
    [FromQuery(Name = "nam")] public int? Asked { get; set; }

    public int Year => CriteriaList.Sound(Asked, clock.Today.Year) ?? clock.Today.Year;
    public string UnitName => actor.UnitId is { } unit ? directory.DistinctNameOf(unit) ?? "" : "";
    public bool MayUse => actor.UnitId is { } unit && access.MayDo(unit);
    public IReadOnlyList<CriterionCount> Rows { get; private set; } = [];
    public bool HasUnits => Rows.Any(r => r.Units > 0);
    public IReadOnlyList<SelectListItem> Years => CriteriaList.Years(clock.Today.Year);

    public async Task OnGetAsync(CancellationToken cancel) => Rows = actor.UnitId is { } unit ? await uses.CountAsync(unit, Year, cancel) : [];
}
