using LanToa.Platform.Ui;

namespace LanToa.Platform.Search;

/// <summary>One thing found.</summary>
public sealed record SearchHit(string Title, string Href, string? Sub = null, StatusMark? Mark = null);

/// <summary>What a source found, at most as many as asked for. <paramref name="HasMore"/>: there is more than that; <paramref name="AllHref"/>: the list that shows all of it, where there is one.</summary>
public sealed record SearchHits(IReadOnlyList<SearchHit> Hits, bool HasMore, string? AllHref = null)
{
    public static readonly SearchHits None = new([], false);

    /// <summary>Of one more row than is shown, what is shown.</summary>
    public static SearchHits Of(IReadOnlyCollection<SearchHit> found, int most, string? allHref = null) => new([.. found.Take(most)], found.Count > most, allHref);
}

/// <summary>A kind of thing that can be searched for. Rooms register theirs; each shows only what this person may open.</summary>
public interface ISearchSource
{
    /// <summary>The heading of its group.</summary>
    string Title { get; }

    /// <summary>Where the group stands among the others.</summary>
    int Order { get; }

    /// <param name="query">Never empty.</param>
    Task<SearchHits> FindAsync(SearchQuery query, int most, CancellationToken cancel);
}
