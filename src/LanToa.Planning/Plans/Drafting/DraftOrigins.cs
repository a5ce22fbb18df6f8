using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>Where a plan was drafted from, and how many of the differences are there, and still to be looked at.</summary>
public sealed record DraftedFrom(PlanOrigin Origin, int Changes, int Open, bool MayOpenSource);

/// <summary>Reads where plans came from.</summary>
public sealed class DraftOrigins(LanToaDb db, PlanAccess access)
{
    public async Task<DraftedFrom?> OfAsync(Guid plan, CancellationToken cancel = default)
    {
        if (await db.Set<PlanOrigin>().AsNoTracking().FirstOrDefaultAsync(o => o.PlanId == plan, cancel) is not { } origin) return null;
        var states = await db.Set<DraftChange>().AsNoTracking().Where(c => c.PlanId == plan).Select(c => c.State).ToListAsync(cancel);
        return new DraftedFrom(origin, states.Count, states.Count(s => s == ChangeState.Open), origin.SourcePlanId is { } source && await access.Visible().AnyAsync(p => p.Id == source, cancel));
    }
}
