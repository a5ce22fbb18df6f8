using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace LanToa.Platform.Data;

/// <summary>
/// A question that every page asks: worked out once from its expression, and not anew to find that it was asked before. Kept for each model, since one process may run several programs.
/// </summary>
/// <param name="compile">Makes it: one of the <c>EF.CompileAsyncQuery</c>.</param>
public sealed class Prepared<TQuery>(Func<TQuery> compile)
{
    private readonly ConcurrentDictionary<IModel, TQuery> _queries = new();

    public TQuery For(DbContext db) => _queries.GetOrAdd(db.Model, static (_, make) => make(), compile);
}
