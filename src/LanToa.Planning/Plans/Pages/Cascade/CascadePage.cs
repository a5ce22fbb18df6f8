using LanToa.Contracts.Organizations;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Planning.Plans.Pages.Cascade;

/// <summary>A page about what one upper plan asks of the person's unit.</summary>
public abstract class CascadePage(CascadeItems items, CascadeRights rights, IOrganizationDirectory directory) : PageModel
{
    public Guid UnitId { get; private set; }

    public string UnitName => directory.DistinctNameOf(UnitId) ?? "";

    public UpperPlan Upper { get; private set; } = null!;

    public IReadOnlyList<CascadeItem> All { get; private set; } = [];

    /// <summary>Why this person may not decide for the unit.</summary>
    public IReadOnlyList<string> WhyNot { get; private set; } = [];

    /// <summary>The unit's drafts into which work can be taken.</summary>
    public IReadOnlyList<SelectListItem> Drafts { get; private set; } = [];

    protected CascadeItems Items { get; } = items;

    /// <summary>False when the plan asks nothing of the unit.</summary>
    protected async Task<bool> OpenAsync(Guid upper, CancellationToken cancel)
    {
        if (rights.Unit is not { } unit || await Items.OfPlanAsync(unit, upper, cancel) is not { } found) return false;
        (UnitId, Upper, All) = (unit, found.Plan, found.Items);
        WhyNot = rights.WhyNot(unit, Upper.Plan.IssuerId);
        Drafts = [.. (await Items.DraftsAsync(unit, Upper.Plan, cancel)).Select(p => new SelectListItem(Name(p), p.Id.ToString()))];
        return true;
    }

    protected void Show(CascadeStep step, string prefix = "")
    {
        // The rows of a table have no one field to lead to.
        foreach (var problem in step.WhyNot) ModelState.AddModelError(problem.Field is "" or "ids" ? "" : prefix + problem.Field, problem.Message);
    }

    public static string Name(Plan plan) => plan.NumberAndSymbol.Length > 0 ? $"{plan.NumberAndSymbol} {PlanWords.Short(plan.Title, 100)}" : $"{PlanWords.Short(plan.Title, 100)} ({plan.State.Name().ToLowerInvariant()})";

    public static string Products(PlanTask task) => string.Join("; ", task.Products.Select(p => $"{(p.Quantity is { } quantity && !p.Text.Any(char.IsDigit) ? LanToa.Platform.Time.VietnameseFormat.Number(quantity) : "")} {(p.Text.Length > 0 ? p.Text : PlanCodes.ProductName(p.Form).ToLowerInvariant())}".Trim()));

    /// <summary>What a unit decided, as a mark; of what is open nothing but that.</summary>
    public static StatusMark Mark(CascadeItem item) => item.Kind == CascadeKind.Open && item.Coverage.State == CoverageState.Missing
        ? new StatusMark(item.Role == PartyRole.Lead ? StatusKind.DueSoon : StatusKind.Request, CascadeKind.Open.Name()) : item.Coverage.State.Mark();
}
