using LanToa.Contracts.Organizations;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Planning.Plans.Pages.Cascade;

/// <summary>The upper plans that ask something of the person's unit.</summary>
public sealed class IndexModel(CascadeItems items, CascadeRights rights, IOrganizationDirectory directory) : ListPage
{
    private const int PerPage = 20;

    public string Unit { get; private set; } = "";

    public IReadOnlyList<UpperPlan> Plans { get; private set; } = [];

    public int Open { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        if (rights.Unit is not { } unit) return;
        Unit = directory.DistinctNameOf(unit) ?? "";
        var plans = await items.PlansAsync(unit, cancel: cancel);
        // Plans that are over come last.
        Open = plans.Where(p => p.Plan.State != PlanState.Closed).Sum(p => p.Open);
        Plans = PageOf([.. plans.OrderBy(p => p.Plan.State == PlanState.Closed)], PerPage);
    }
}
