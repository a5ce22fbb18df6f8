using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Search;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>Plans by number, title, issuer, signer and year.</summary>
internal sealed class PlanSearch(LanToaDb db, PlanAccess access, IOrganizationDirectory directory) : ISearchSource
{
    public string Title => "Kế hoạch";

    public int Order => 10;

    public async Task<SearchHits> FindAsync(SearchQuery query, int most, CancellationToken cancel)
    {
        // What begins with the words as typed, a number above all, comes first: 9/KH-UBND is printed 09/KH-UBND.
        var begins = Folding.Fold(query.Text);
        var printed = "0" + begins;
        var found = await access.Visible().AsNoTracking().Where(p => p.State != PlanState.Applied && SearchWords.Match(p.SearchText, query.All))
            .OrderByDescending(p => p.SearchText.StartsWith(begins) || p.SearchText.StartsWith(printed)).ThenByDescending(p => p.Date).ThenByDescending(p => p.Id).Take(most + 1).ToListAsync(cancel);
        var dropped = await db.DroppedAsync(found, cancel);
        return SearchHits.Of([.. found.Select(p => new SearchHit(p.Title, PlanLinks.Of(p.Id),
            string.Join(" · ", new[] { p.NumberAndSymbol, p.Date is { } date ? VietnameseFormat.Date(date) : null, directory.DistinctNameOf(p.IssuerId) }.Where(s => !string.IsNullOrEmpty(s))), p.Mark(dropped.Contains(p.Id))))],
            most, $"{PlanLinks.List}?q={Uri.EscapeDataString(query.Bare)}");
    }
}

/// <summary>Tasks of plans by their words.</summary>
internal sealed class TaskSearch(LanToaDb db, PlanAccess access) : ISearchSource
{
    public string Title => "Nhiệm vụ của kế hoạch";

    public int Order => 20;

    public async Task<SearchHits> FindAsync(SearchQuery query, int most, CancellationToken cancel)
    {
        var found = await db.Set<PlanTask>().AsNoTracking().Where(t => t.State == TaskState.Active && SearchWords.Match(t.Text, query.All))
            .Join(access.Visible().Where(p => p.State != PlanState.Applied), t => t.PlanId, p => p.Id, (t, p) => new { t.Id, t.PlanId, t.Text, t.PartyWords, t.RuleWords, p.Date, p.Number, p.Symbol, p.Title })
            .OrderByDescending(t => t.Date).ThenBy(t => t.Id).Take(most + 1).ToListAsync(cancel);
        return SearchHits.Of([.. found.Select(t => new SearchHit(t.Text, PlanLinks.Task(t.PlanId, t.Id),
            string.Join(" · ", new[] { t.PartyWords, t.RuleWords, PlanWords.NumberOf(t.Number, t.Symbol) is { Length: > 0 } number ? number : t.Title }.Where(s => !string.IsNullOrEmpty(s)))))], most);
    }
}

/// <summary>The register of legal acts by number and title.</summary>
internal sealed class ActSearch(ActBooks books, Actor actor, Clock clock) : ISearchSource
{
    public string Title => "Sổ văn bản";

    public int Order => 50;

    public async Task<SearchHits> FindAsync(SearchQuery query, int most, CancellationToken cancel)
    {
        var acts = (await books.OfAsync(actor.ProvinceId, cancel)).Acts.Where(a => query.Mask(a.SearchText) == query.WholeMask).OrderByDescending(a => a.Date).Take(most + 1);
        return SearchHits.Of([.. acts.Select(a => new SearchHit(a.Title is { Length: > 0 } title ? title : a.Name, ActLinks.Of(a.Id), $"{a.Name} · {a.Validity()}", a.StateOn(clock.Today).Mark()))], most, $"{ActLinks.List}?q={Uri.EscapeDataString(query.Bare)}");
    }
}

/// <summary>A task with the words of a query that it has.</summary>
public sealed record FoundTask(Guid Id, int Mask);

/// <summary>Tasks in which words are found, for rooms that hold what came of them and judge who may see it.</summary>
public sealed class TasksFound(LanToaDb db)
{
    /// <summary>No more tasks than these are looked through.</summary>
    public const int Most = 500;

    /// <summary>The newest among those asked for that have at least one of the words. A province's units work for its own plans and the nation's; the nation's for any.</summary>
    public async Task<IReadOnlyList<FoundTask>> OfAsync(SearchQuery query, IQueryable<Guid> among, CancellationToken cancel = default)
    {
        var province = db.ProvinceId;
        var all = db.Set<PlanTask>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(t => (province == 0 || t.ProvinceId == province || t.ProvinceId == 0) && among.Contains(t.Id));
        var found = await all.Where(t => SearchWords.Match(t.Text, query.All)).OrderByDescending(t => t.Id).Take(Most).Select(t => new { t.Id, t.Text }).ToListAsync(cancel);
        if (found.Count < Most && query.Words.Count > 1)
            found.AddRange(await all.Where(t => SearchWords.Match(t.Text, query.Any) && !SearchWords.Match(t.Text, query.All)).OrderByDescending(t => t.Id).Take(Most - found.Count).Select(t => new { t.Id, t.Text }).ToListAsync(cancel));
        return [.. found.Select(t => new FoundTask(t.Id, query.Mask(t.Text)))];
    }
}
