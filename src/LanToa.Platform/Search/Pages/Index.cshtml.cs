using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Search.Pages;

/// <summary>What one source found.</summary>
public sealed record SearchGroup(string Title, SearchHits Found);

/// <summary>One box for everything: groups of what was found, each with the first few and the way to the rest.</summary>
public sealed class IndexModel(IEnumerable<ISearchSource> sources) : PageModel
{
    private const int MostPerGroup = 6;

    [FromQuery(Name = "q")]
    public string? Search { get; set; }

    public SearchQuery Query { get; private set; } = new(null);

    public IReadOnlyList<SearchGroup> Groups { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Query = new SearchQuery(Search);
        if (Query.IsEmpty) return;
        var groups = new List<SearchGroup>();
        foreach (var source in sources.OrderBy(s => s.Order))
        {
            var found = await source.FindAsync(Query, MostPerGroup, cancel);
            if (found.Hits.Count > 0 || found.HasMore) groups.Add(new SearchGroup(source.Title, found));
        }
        Groups = groups;
    }
}
