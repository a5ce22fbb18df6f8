using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Ui;

/// <summary>A page that lists something: the query names that every list shares (<c>q</c>, <c>sort</c>, <c>trang</c>), and one page of the rows. Filters of its own stand in the page.</summary>
public abstract class ListPage : PageModel
{
    /// <summary>The words looked for; null when none.</summary>
    [FromQuery(Name = "q")]
    public string? Search { get; set; }

    /// <summary>The order asked for: a column's key, with "-" before it for descending.</summary>
    [FromQuery(Name = Query.Sort)]
    public string? Sort { get; set; }

    /// <summary>The page asked for, from 1.</summary>
    [FromQuery(Name = Query.Page)]
    public int? PageNumber { get; set; }

    public Paging Paging { get; protected set; } = Paging.Of(1, 0);

    /// <summary>The rows of the page asked for; <see cref="Paging"/> counts them all.</summary>
    protected async Task<List<T>> PageOfAsync<T>(IQueryable<T> ordered, CancellationToken cancel, int size = 50)
    {
        Paging = Paging.Of(PageNumber, await ordered.CountAsync(cancel), size);
        return await ordered.Skip(Paging.Skip).Take(Paging.Size).ToListAsync(cancel);
    }

    /// <summary>The same of a list that is in memory already.</summary>
    protected List<T> PageOf<T>(IReadOnlyCollection<T> rows, int size = 50)
    {
        Paging = Paging.Of(PageNumber, rows.Count, size);
        return [.. rows.Skip(Paging.Skip).Take(Paging.Size)];
    }
}
