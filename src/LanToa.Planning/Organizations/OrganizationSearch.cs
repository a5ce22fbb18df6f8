using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Search;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations;

internal static class OrganizationFilters
{
    /// <summary>The bodies that exist on the day: of the province and the country's, for the nation all of them.</summary>
    public static IQueryable<Organization> SeenFrom(this IQueryable<Organization> all, short province, DateOnly day) =>
        all.SeenFrom(province).Where(o => o.ValidFrom <= day && (o.ValidTo == null || o.ValidTo >= day));

    /// <summary>The same of any day: who looks for a body of before finds it.</summary>
    public static IQueryable<Organization> SeenFrom(this IQueryable<Organization> all, short province) => all.Where(o => province == 0 || o.ProvinceId == province || o.ProvinceId == 0);

    /// <summary>Said beside a body that is not there on the day; null for one that is.</summary>
    public static string? Absence(this Organization o, DateOnly day) =>
        o.ValidTo is { } last && last < day ? $"hết hiệu lực sau {VietnameseFormat.Date(last)}" : o.ValidFrom > day ? $"có từ {VietnameseFormat.Date(o.ValidFrom)}" : null;

    /// <summary>Those of whose name, code or another name every word begins a word, with or without diacritics.</summary>
    public static IQueryable<Organization> Named(this IQueryable<Organization> all, LanToaDb db, string? words)
    {
        foreach (var word in Folding.Fold(words).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (begins, plain, key) = (" " + word, word + ":*", " " + PrintedNames.Key(word));
            // "H02.12" is a code and stands as it is; plain letters may follow a bracket or a hyphen too. Words are told apart only where the letters are there at all: no index knows them here.
            all = word.All(char.IsAsciiLetterOrDigit)
                ? all.Where(o => (o.SearchText.Contains(word) && SearchWords.Match(o.SearchText, plain)) || db.Set<OrganizationAlias>().Any(a => a.OrganizationId == o.Id && (" " + a.Folded).Contains(key)))
                : all.Where(o => (" " + o.SearchText).Contains(begins) || db.Set<OrganizationAlias>().Any(a => a.OrganizationId == o.Id && (" " + a.Folded).Contains(key)));
        }
        return all;
    }
}

/// <summary>Agencies and units by any of their names.</summary>
internal sealed class OrganizationSearch(LanToaDb db, Actor actor, OrganizationDirectory directory, Clock clock) : ISearchSource
{
    public string Title => "Cơ quan, đơn vị";

    public int Order => 40;

    public async Task<SearchHits> FindAsync(SearchQuery query, int most, CancellationToken cancel)
    {
        if (!actor.Holds(OrganizationPermissions.Read)) return SearchHits.None;
        var today = clock.Today;
        var found = await db.Set<Organization>().AsNoTracking().SeenFrom(actor.ProvinceId).Named(db, query.Bare)
            .OrderBy(o => o.ValidTo != null && o.ValidTo < today).ThenBy(o => o.ProvinceId).ThenBy(o => o.Code).Take(most + 1).ToListAsync(cancel);
        return SearchHits.Of([.. found.Select(o => new SearchHit(o.Name, OrganizationLinks.Of(o.Id), $"{o.Kind.Words()}{(o.Absence(today) is { } absence ? $" · {absence}" : "")}{(o.ParentId is { } parent && directory.Find(parent) is { } above ? $" · {above.Name}" : "")}"))],
            most, $"{OrganizationLinks.List}?q={Uri.EscapeDataString(query.Bare)}");
    }
}
