using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>A plan that was submitted and waits for a leader's word.</summary>
public sealed record SubmittedPlan(PlanName Name, DateOnly Since, string By)
{
    public string Href => PlanLinks.Of(Name.Id);
}

/// <summary>The plans that wait for this person's approval, working for the unit chosen now; for the page of the day.</summary>
public sealed class PlansToApprove(LanToaDb db, Actor actor, PlanNames names)
{
    /// <summary>At most so many are told: a unit drafts a few plans a year.</summary>
    public const int Most = 10;

    public async Task<IReadOnlyList<SubmittedPlan>> ListAsync(CancellationToken cancel = default)
    {
        if (actor.UnitId is not { } unit || !actor.Can(PlanPermissions.Approve, unit)) return [];
        var waiting = await db.Set<Plan>().AsNoTracking().Where(p => p.IssuerId == unit && p.State == PlanState.Submitted).OrderBy(p => p.StateAt).ThenBy(p => p.Id).Take(Most)
            .Select(p => new { p.Id, p.StateAt, p.StateByName }).ToListAsync(cancel);
        var called = await names.OfAsync([.. waiting.Select(p => p.Id)], cancel);
        return [.. waiting.Select(p => new SubmittedPlan(called[p.Id], Clock.DateOf(p.StateAt), p.StateByName))];
    }
}
