using LanToa.Contracts.Plans;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>Names of plans and words of their tasks for other wings.</summary>
internal sealed class TaskWording(LanToaDb db, PlanNames names) : IPlanWords
{
    private const short Nation = 0;

    public async Task<IReadOnlyList<(Guid Id, string Name)>> IssuedAsync(int most, CancellationToken cancel = default)
    {
        var own = db.ProvinceId;
        var newest = await db.Set<Plan>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(p => (p.ProvinceId == own || p.ProvinceId == Nation) && (p.State == PlanState.Issued || p.State == PlanState.InProgress || p.State == PlanState.Closed))
            .OrderByDescending(p => p.Date).ThenByDescending(p => p.Id).Take(most).Select(p => p.Id).ToListAsync(cancel);
        var called = await NamesAsync(newest, cancel);
        return [.. newest.Select(id => (id, called[id]))];
    }

    public async Task<IReadOnlyDictionary<Guid, string>> NamesAsync(IReadOnlyCollection<Guid> plans, CancellationToken cancel = default) =>
        (await names.OfAsync(plans, cancel)).ToDictionary(p => p.Key, p => p.Value.Number.Length > 0 ? $"{p.Value.Number}: {p.Value.Title} ({p.Value.Issuer})" : p.Value.Short);

    public async Task<IReadOnlyDictionary<Guid, TaskWords>> OfTasksAsync(IReadOnlyCollection<Guid> tasks, CancellationToken cancel = default)
    {
        if (tasks.Count == 0) return new Dictionary<Guid, TaskWords>();
        var found = await db.Set<PlanTask>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(t => tasks.Contains(t.Id)).Select(t => new { t.Id, t.PlanId, t.Text, t.Section, t.StatementKeys }).ToListAsync(cancel);
        List<Guid> plans = [.. found.Select(t => t.PlanId).Distinct()];
        List<string> keys = [.. found.SelectMany(t => t.StatementKeys).Distinct()];
        var sentences = (await db.Set<PlanStatement>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(s => plans.Contains(s.PlanId) && keys.Contains(s.Key)).OrderBy(s => s.Ordinal)
            .Select(s => new { s.PlanId, s.Key, s.Label, s.Text, s.Restored }).ToListAsync(cancel)).ToLookup(s => s.PlanId);
        return found.ToDictionary(t => t.Id, t =>
        {
            var said = string.Join(" ", sentences[t.PlanId].Where(s => t.StatementKeys.Contains(s.Key)).Select(s => $"{s.Label} {s.Restored ?? s.Text}".Trim()));
            return new TaskWords(said.Length > 0 ? said : t.Text, t.Section);
        });
    }
}
