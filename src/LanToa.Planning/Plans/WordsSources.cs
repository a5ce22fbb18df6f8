using LanToa.Planning.Plans.Pages.Import;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>Where the documents in which words were given a meaning can be opened: the plan that became of one, or its review, as far as this person may.</summary>
public sealed class WordsSources(LanToaDb db, PlanAccess access, Actor actor)
{
    /// <summary>The address by document; those that this person may not open are left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> OfAsync(IEnumerable<WordsMeaning> meanings, CancellationToken cancel = default)
    {
        var ids = meanings.Select(m => m.ImportId).OfType<Guid>().Distinct().ToList();
        if (ids.Count == 0) return new Dictionary<Guid, string>();
        var imports = await db.Set<PlanImport>().AsNoTracking().Where(i => ids.Contains(i.Id)).ToListAsync(cancel);
        var plans = imports.Select(i => i.PlanId).OfType<Guid>().ToList();
        var open = (await access.Visible().Where(p => plans.Contains(p.Id)).Select(p => p.Id).ToListAsync(cancel)).ToHashSet();
        return imports.Where(i => i.PlanId is { } plan ? open.Contains(plan) : actor.Can(PlanPermissions.Write, i.UnitId)).ToDictionary(i => i.Id, ImportLinks.Of);
    }
}
