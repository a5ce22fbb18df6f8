using System.Linq.Expressions;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace LanToa.Planning.Plans;

/// <summary>What other rooms call a plan: its number where it has one, and its title with the issuer, since many issue plans of one title.</summary>
public sealed record PlanName(Guid Id, string Number, string Title, string Issuer)
{
    /// <summary>Which version is in force: 1 where it was never amended.</summary>
    public int Revision { get; init; } = 1;

    public string Short => Number.Length > 0 ? Number : Issuer.Length > 0 ? $"{Title} ({Issuer})" : Title;
}

/// <summary>Names of plans for rooms that follow them up, also of plans that another province keeps: whoever owes the work may know who asked.</summary>
public sealed class PlanNames(LanToaDb db, IOrganizationDirectory directory)
{
    private static readonly Prepared<Func<LanToaDb, Guid[], IAsyncEnumerable<Row>>> Named = Rows((LanToaDb db, Guid[] plans) => db.Set<Plan>().Where(p => plans.Contains(p.Id)));

    private static readonly Prepared<Func<LanToaDb, Guid, IAsyncEnumerable<Row>>> One = Rows((LanToaDb db, Guid plan) => db.Set<Plan>().Where(p => p.Id == plan));

    // Compiled from one tree: what is asked of the plans that were found.
    private static Prepared<Func<LanToaDb, T, IAsyncEnumerable<Row>>> Rows<T>(Expression<Func<LanToaDb, T, IQueryable<Plan>>> found)
    {
        Expression<Func<IQueryable<Plan>, IQueryable<Row>>> row = plans => plans.IgnoreQueryFilters(new[] { LanToaDb.ProvinceFilter }).AsNoTracking()
            .Select(p => new Row { Id = p.Id, Number = p.Number, Symbol = p.Symbol, Title = p.Title, IssuerId = p.IssuerId, Revision = p.Revision });
        var whole = ReplacingExpressionVisitor.Replace(row.Parameters[0], found.Body, row.Body);
        return new(() => EF.CompileAsyncQuery(Expression.Lambda<Func<LanToaDb, T, IQueryable<Row>>>(whole, found.Parameters)));
    }

    public async Task<IReadOnlyDictionary<Guid, PlanName>> OfAsync(IReadOnlyCollection<Guid> plans, CancellationToken cancel = default)
    {
        if (plans.Count == 0) return new Dictionary<Guid, PlanName>();
        var found = new Dictionary<Guid, PlanName>();
        // Mostly it is one.
        var rows = plans.Count == 1 ? One.For(db)(db, plans.First()) : Named.For(db)(db, [.. plans]);
        await foreach (var p in rows.WithCancellation(cancel)) found[p.Id] = new PlanName(p.Id, PlanWords.NumberOf(p.Number, p.Symbol), p.Title, directory.Find(p.IssuerId)?.Name ?? "") { Revision = p.Revision };
        return found;
    }

    /// <summary>The place of each task in its plan.</summary>
    public Task<Dictionary<Guid, int>> TaskOrderAsync(Guid plan, CancellationToken cancel = default) =>
        db.Set<PlanTask>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(t => t.PlanId == plan).ToDictionaryAsync(t => t.Id, t => t.Ordinal, cancel);

    /// <summary>The tasks that the plan no longer asks for.</summary>
    public Task<Guid[]> WithdrawnTasksAsync(Guid plan, CancellationToken cancel = default) =>
        db.Set<PlanTask>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(t => t.PlanId == plan && t.State == TaskState.Withdrawn).Select(t => t.Id).ToArrayAsync(cancel);

    private sealed class Row
    {
        public Guid Id { get; init; }
        public string? Number { get; init; }
        public string? Symbol { get; init; }
        public required string Title { get; init; }
        public Guid IssuerId { get; init; }
        public int Revision { get; init; }
    }
}
