using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>What other rooms call a plan: its number where it has one, and its title.</summary>
public sealed record PlanName(Guid Id, string Number, string Title)
{
    public string Short => Number.Length > 0 ? Number : Title;
}

/// <summary>Names of plans for rooms that follow them up, also of plans that another province keeps: whoever owes the work may know who asked.</summary>
public sealed class PlanNames(LanToaDb db)
{
    public async Task<IReadOnlyDictionary<Guid, PlanName>> OfAsync(IReadOnlyCollection<Guid> plans, CancellationToken cancel = default)
    {
        if (plans.Count == 0) return new Dictionary<Guid, PlanName>();
        var found = await db.Set<Plan>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(p => plans.Contains(p.Id))
            .Select(p => new { p.Id, p.Number, p.Symbol, p.Title }).ToListAsync(cancel);
        return found.ToDictionary(p => p.Id, p => new PlanName(p.Id, PlanWords.NumberOf(p.Number, p.Symbol), p.Title));
    }
}
