using LanToa.Contracts.Organizations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Planning.Plans.Pages.Public;

/// <summary>An issued plan for everyone, without signing in; once withdrawn its address says so.</summary>
[PublicPage]
public sealed class PlanModel(PublishedPlans published, IOrganizationDirectory organizations) : PageModel
{
    public Plan Plan { get; private set; } = null!;

    /// <summary>Null once the plan was withdrawn.</summary>
    public PublishedText? Text { get; private set; }

    public string Issuer => organizations.DistinctNameOf(Plan.IssuerId) ?? "–";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await published.FindAsync(id, cancel) is not { } plan) return NotFound();
        Plan = plan;
        if (!plan.State.IsPublished()) return new PageResult { StatusCode = StatusCodes.Status410Gone };
        Text = await published.ReadAsync(plan, cancel);
        Response.GetTypedHeaders().LastModified = Text.ChangedAt;
        return Page();
    }
}
