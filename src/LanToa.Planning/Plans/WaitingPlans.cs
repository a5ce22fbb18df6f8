using LanToa.Platform.Audit;
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

/// <summary>A draft that came back from approval, and why.</summary>
public sealed record ReturnedPlan(PlanName Name, DateOnly Since, string By, string? Why)
{
    public string Href => PlanLinks.Of(Name.Id);
}

/// <summary>The plans that wait for this person, working for the unit chosen now: to be approved, or to be mended after they came back. For the page of the day.</summary>
public sealed class WaitingPlans(LanToaDb db, Actor actor, PlanNames names)
{
    /// <summary>At most so many are told: a unit drafts a few plans a year.</summary>
    public const int Most = 10;

    public async Task<IReadOnlyList<SubmittedPlan>> ToApproveAsync(CancellationToken cancel = default)
    {
        if (actor.UnitId is not { } unit || !actor.Can(PlanPermissions.Approve, unit)) return [];
        var waiting = await db.Set<Plan>().AsNoTracking().Where(p => p.IssuerId == unit && p.State == PlanState.Submitted).OrderBy(p => p.StateAt).ThenBy(p => p.Id).Take(Most)
            .Select(p => new { p.Id, p.StateAt, p.StateByName }).ToListAsync(cancel);
        var called = await names.OfAsync([.. waiting.Select(p => p.Id)], cancel);
        return [.. waiting.Select(p => new SubmittedPlan(called[p.Id], Clock.DateOf(p.StateAt), p.StateByName))];
    }

    public async Task<IReadOnlyList<ReturnedPlan>> ReturnedAsync(CancellationToken cancel = default)
    {
        if (actor.UnitId is not { } unit || !actor.Can(PlanPermissions.Write, unit)) return [];
        var drafts = await db.Set<Plan>().AsNoTracking().Where(p => p.IssuerId == unit && p.State == PlanState.Drafted).OrderByDescending(p => p.StateAt).ThenBy(p => p.Id).Take(Most).Select(p => p.Id).ToListAsync(cancel);
        var returned = new List<(Guid Id, HistoryEvent Turn)>();
        foreach (var id in drafts)
            if (await LastTurnAsync(db, id, cancel) is { } turn && turn.Verb == PlanVerb.Return.Code()) returned.Add((id, turn));
        var called = await names.OfAsync([.. returned.Select(r => r.Id)], cancel);
        return [.. returned.Select(r => new ReturnedPlan(called[r.Id], Clock.DateOf(r.Turn.At), r.Turn.ActorName, r.Turn.Reason))];
    }

    /// <summary>When the plan last went up for approval or came back.</summary>
    internal static Task<HistoryEvent?> LastTurnAsync(LanToaDb db, Guid plan, CancellationToken cancel)
    {
        string[] turns = [PlanVerb.Return.Code(), PlanVerb.Submit.Code()];
        return db.Set<HistoryEvent>().AsNoTracking().Where(e => e.ProvinceId == db.ProvinceId && e.SubjectId == plan && turns.Contains(e.Verb)).OrderByDescending(e => e.At).ThenByDescending(e => e.Id).FirstOrDefaultAsync(cancel);
    }
}
