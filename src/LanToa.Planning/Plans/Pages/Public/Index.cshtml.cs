using LanToa.Contracts.Organizations;
using LanToa.Platform.Text;
using LanToa.Platform.Ui;

namespace LanToa.Planning.Plans.Pages.Public;

/// <summary>The plans that everyone may read, the newest first.</summary>
[PublicPage]
public sealed class IndexModel(PublishedPlans published, IOrganizationDirectory organizations) : ListPage
{
    public IReadOnlyList<Plan> Plans { get; private set; } = [];

    public string IssuerName(Plan plan) => organizations.DistinctNameOf(plan.IssuerId) ?? "–";

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var query = published.Shown();
        foreach (var word in Folding.Fold(Search).Split(' ', StringSplitOptions.RemoveEmptyEntries)) query = query.Where(p => p.SearchText.Contains(word));
        Plans = await PageOfAsync(query.OrderByDescending(p => p.Date).ThenByDescending(p => p.Id), cancel);
    }
}
