using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace LanToa.Platform.Ui;

/// <summary>Links that change one thing of a list (its order, its page) and keep the rest of what was asked.</summary>
public static class Query
{
    /// <summary>The order that the list is asked for: a column's key, with "-" before it for descending.</summary>
    public const string Sort = "sort";
    /// <summary>The number of the page asked for; "page" itself is taken by the router.</summary>
    public const string Page = "trang";

    /// <summary>Where a part of a long list begins: a place in the order that it is read in.</summary>
    public const string After = "after";

    /// <summary>This request's query with <paramref name="name"/> changed (or removed when null); a changed order begins at the first page.</summary>
    public static string With(HttpRequest request, string name, string? value)
    {
        var query = new QueryBuilder(request.Query.Where(p => p.Key != name && p.Key != Page && !(name == Sort && p.Key == After)).SelectMany(p => p.Value, (p, v) => KeyValuePair.Create(p.Key, v ?? "")));
        if (value is not null) query.Add(name, value);
        var text = query.ToQueryString().Value;
        return string.IsNullOrEmpty(text) ? request.Path.Value ?? "?" : text;
    }
}

/// <summary>One page of a long list.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Size">Rows per page.</param>
/// <param name="Total">Rows in all.</param>
public sealed record Paging(int Number, int Size, int Total)
{
    /// <summary>There are more rows than were counted: shown as "1.000+".</summary>
    public bool AtLeast { get; init; }
    /// <summary>Rows of the list before those that this paging counts.</summary>
    public int Before { get; init; }

    public int Pages => Math.Max(1, (Total + Size - 1) / Size);
    /// <summary>Rows before this page, for OFFSET.</summary>
    public int Skip => (Number - 1) * Size;
    public int First => Total == 0 ? 0 : Skip + 1;
    public int Last => Math.Min(Total, Skip + Size);

    /// <summary>The page asked for by <paramref name="number"/>, held within what exists.</summary>
    public static Paging Of(int? number, int total, int size = 50)
    {
        var pages = Math.Max(1, (total + size - 1) / size);
        return new Paging(Math.Clamp(number ?? 1, 1, pages), size, total);
    }
}
