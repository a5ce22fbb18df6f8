using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>
/// How commanded work stands: what was done on time (or did not arise), done late, waits for a confirmation, and is owed past its date. Together that is
/// what counts so far; what is not due yet and not reported, what was only asked for, what does not apply and what was before tracking is left out.
/// </summary>
public readonly record struct Standing(int OnTime, int DoneLate, int Waiting, int Late)
{
    public int Reckoned => OnTime + DoneLate + Waiting + Late;

    /// <summary>Of all that counts, how much was done on time; null where nothing counts.</summary>
    public decimal? Share => Reckoned == 0 ? null : (decimal)OnTime / Reckoned;

    public static Standing operator +(Standing a, Standing b) => new(a.OnTime + b.OnTime, a.DoneLate + b.DoneLate, a.Waiting + b.Waiting, a.Late + b.Late);

    public static Standing Sum(IEnumerable<Standing> all) => all.Aggregate(default(Standing), (a, b) => a + b);
}

/// <summary>The standing of one plan or unit in the time that is shown, and in a quarter and the one before it, to be compared.</summary>
public sealed record Compared(Guid Id, Standing Shown, Standing Quarter, Standing Before)
{
    /// <summary>Points by which the share rose since the quarter before; null where one of them has none.</summary>
    public decimal? Rise => Quarter.Share - Before.Share;
}

/// <summary>Why late work is late: a later date is asked for, it was sent back, or nothing has been reported.</summary>
public sealed record LateReasons(int Asked, int Returned, int Silent)
{
    public int All => Asked + Returned + Silent;
}

/// <summary>The figures of the leader's screen. Read from the counts that triggers keep; of the occurrences only what the partial indexes hold.</summary>
public sealed class Standings(OccurrenceRows rows, Clock clock)
{
    public Task<IReadOnlyList<Compared>> OfPlansAsync(DateSpan shown, CalendarPeriod quarter, CancellationToken cancel) => CompareAsync(byPlan: true, shown, quarter, null, cancel);

    /// <param name="plan">Of one plan only.</param>
    public Task<IReadOnlyList<Compared>> OfUnitsAsync(DateSpan shown, CalendarPeriod quarter, Guid? plan, CancellationToken cancel) => CompareAsync(byPlan: false, shown, quarter, plan, cancel);

    /// <summary>What is late in the time and scope, by why; <paramref name="late"/> is how much there is in all.</summary>
    public async Task<LateReasons> WhyAsync(DateSpan shown, Guid? plan, int late, CancellationToken cancel)
    {
        var all = LateIn(shown, plan);
        var asked = await all.CountAsync(o => o.ExtensionTo != null, cancel);
        var returned = await all.CountAsync(o => o.ReturnedOn != null && o.ExtensionTo == null, cancel);
        return new LateReasons(asked, returned, late - asked - returned);
    }

    /// <summary>What has been late longest.</summary>
    public Task<IReadOnlyList<OccurrenceRow>> LongestLateAsync(DateSpan shown, Guid? plan, int most, CancellationToken cancel) =>
        rows.ReadAsync(rows.Join(LateIn(shown, plan).OrderBy(o => o.DueOn).ThenBy(o => o.Id).Take(most)).OrderBy(r => r.Occurrence.DueOn).ThenBy(r => r.Occurrence.Id), cancel);

    private IQueryable<Occurrence> LateIn(DateSpan shown, Guid? plan)
    {
        var late = rows.Visible().Debts(clock.Today).Where(o => o.ScheduledOn >= shown.From && o.ScheduledOn <= shown.To);
        return plan is { } one ? late.Where(o => o.PlanId == one) : late;
    }

    private async Task<IReadOnlyList<Compared>> CompareAsync(bool byPlan, DateSpan shown, CalendarPeriod quarter, Guid? plan, CancellationToken cancel)
    {
        var (now, before) = (quarter.Span, CalendarPeriod.Of(PeriodKind.Quarter, quarter.FirstMonth.AddMonths(-1)).Span);
        var (from, to) = (before.From < shown.From ? before.From : shown.From, shown.To > now.To ? shown.To : now.To);
        var (today, thisMonth) = (clock.Today, new DateOnly(clock.Today.Year, clock.Today.Month, 1));
        var byStage = rows.VisibleCounts().Where(c => c.Month >= from && c.Month <= to && !c.IsRequest && c.Total != 0);
        // Whole months that have passed are late; only of the days of this one each is asked for.
        var byDay = rows.VisibleDueCounts().Where(c => c.DueOn >= thisMonth && c.DueOn < today && c.Month >= from && c.Month <= to && !c.IsRequest && c.Total != 0);
        if (plan is { } one) (byStage, byDay) = (byStage.Where(c => c.PlanId == one), byDay.Where(c => c.PlanId == one));
        var stages = byStage.Select(c => new { Id = byPlan ? c.PlanId : c.UnitId, c.Month, c.Stage, c.DueMonth, c.Total });
        var days = byDay.Select(c => new { Id = byPlan ? c.PlanId : c.UnitId, c.Month, c.Total });
        var found = new Dictionary<Guid, Compared>();

        foreach (var s in await stages.GroupBy(c => new { c.Id, Shown = c.Month >= shown.From && c.Month <= shown.To, Now = c.Month >= now.From && c.Month <= now.To, Before = c.Month >= before.From && c.Month <= before.To }).Select(g => new
        {
            g.Key,
            OnTime = g.Sum(c => c.Stage == OccurrenceCount.Done ? c.Total : 0),
            DoneLate = g.Sum(c => c.Stage == OccurrenceCount.DoneLate ? c.Total : 0),
            Waiting = g.Sum(c => c.Stage == OccurrenceCount.Waiting ? c.Total : 0),
            Late = g.Sum(c => c.Stage < OccurrenceCount.Waiting && c.DueMonth < thisMonth ? c.Total : 0),
        }).ToListAsync(cancel)) Add(s.Key.Id, s.Key.Shown, s.Key.Now, s.Key.Before, new Standing(s.OnTime, s.DoneLate, s.Waiting, s.Late));
        foreach (var s in await days.GroupBy(c => new { c.Id, Shown = c.Month >= shown.From && c.Month <= shown.To, Now = c.Month >= now.From && c.Month <= now.To, Before = c.Month >= before.From && c.Month <= before.To })
            .Select(g => new { g.Key, Late = g.Sum(c => c.Total) }).ToListAsync(cancel)) Add(s.Key.Id, s.Key.Shown, s.Key.Now, s.Key.Before, new Standing(0, 0, 0, s.Late));
        return [.. found.Values.Where(c => c.Shown.Reckoned > 0)];

        void Add(Guid id, bool inShown, bool inNow, bool inBefore, Standing standing)
        {
            var c = found.GetValueOrDefault(id) ?? new Compared(id, default, default, default);
            found[id] = new Compared(id, inShown ? c.Shown + standing : c.Shown, inNow ? c.Quarter + standing : c.Quarter, inBefore ? c.Before + standing : c.Before);
        }
    }
}
