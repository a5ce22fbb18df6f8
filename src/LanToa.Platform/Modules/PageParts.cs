namespace LanToa.Platform.Modules;

/// <summary>A part of a page that another room fills: a partial view by its path, and its model.</summary>
public sealed record PagePart(string View, object Model);

/// <summary>
/// What a room shows on a page of another room, registered as scoped. <see cref="Place"/> names the page as its room documents it: the kind of its record
/// ("occurrence"), or the page itself ("today").
/// </summary>
public interface IPagePart
{
    string Place { get; }

    /// <summary>The part for this record (empty for a page without one) as the acting person may see it; null for nothing.</summary>
    Task<PagePart?> OfAsync(Guid subject, CancellationToken cancel);
}

/// <summary>What a room lets people do with a record of another room: a button at the record that leads to a page. Registered as a singleton.</summary>
/// <param name="Place">The kind of the record.</param>
/// <param name="Href">The page for the record with this id.</param>
public sealed record RecordLink(string Place, string Text, Func<Guid, string> Href);

public static class PageParts
{
    /// <summary>What the rooms show at this place.</summary>
    public static async Task<IReadOnlyList<PagePart>> AtAsync(this IEnumerable<IPagePart> parts, string place, Guid subject, CancellationToken cancel)
    {
        var found = new List<PagePart>();
        foreach (var part in parts.Where(p => p.Place == place))
            if (await part.OfAsync(subject, cancel) is { } shown) found.Add(shown);
        return found;
    }
}
