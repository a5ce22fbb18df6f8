using LanToa.Planning.Plans;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

public enum CompletionState
{
    /// <summary>Every planned period is done and confirmed.</summary>
    Done,
    /// <summary>Not done, and a period is owed past its date.</summary>
    Late,
    Open,
}

/// <summary>The periods of one task in a year, as of a day: of all its units or of one. Parts add up to the whole.</summary>
public readonly record struct PeriodTally(int Planned, int Done, int OnTime, int Waiting, int Overdue)
{
    public CompletionState State => Planned > 0 && Done == Planned ? CompletionState.Done : Overdue > 0 ? CompletionState.Late : CompletionState.Open;

    public static PeriodTally operator +(PeriodTally a, PeriodTally b) => new(a.Planned + b.Planned, a.Done + b.Done, a.OnTime + b.OnTime, a.Waiting + b.Waiting, a.Overdue + b.Overdue);
}

/// <summary>Tasks completed out of those planned: what PAR INDEX asks of a plan.</summary>
public readonly record struct Completion(int Done, int Planned)
{
    /// <summary>To two decimals, never rounded up: 100 only where every task is done. Null where nothing was planned.</summary>
    public decimal? Percent => Planned == 0 ? null : Math.Round(100m * Done / Planned, 2, MidpointRounding.ToZero);

    /// <summary>Tasks with a planned period count; those whose planned periods are all done are completed.</summary>
    public static Completion Of(IEnumerable<PeriodTally> tasks) => tasks.Where(t => t.Planned > 0).Aggregate(default(Completion), (c, t) => new Completion(c.Done + (t.State == CompletionState.Done ? 1 : 0), c.Planned + 1));
}

/// <summary>A task of a plan by its words, with its periods of the year; none where it has none that count.</summary>
public sealed record TaskCompletion(Guid TaskId, string Text, int Units, PeriodTally Tally)
{
    /// <summary>The plan no longer asked for it on the day: what was done, and what is still owed, is told, but it is none of the planned tasks.</summary>
    public bool IsWithdrawn { get; init; }
}

/// <summary>A unit with the tasks that it owes in the year and those of them that it completed.</summary>
public sealed record UnitCompletion(Guid UnitId, Completion Tasks, PeriodTally Periods);

/// <summary>
/// How far a plan is completed in a year, as of a day, over what this person may see. What counts: commanded work whose period is scheduled in the year, unless it does not apply
/// or was due before the plan was followed and nothing was ever reported; not that of tasks that the plan no longer asked for on the day. Done is what is confirmed by now and was completed by the day; so the figure of a year's end takes in what
/// was confirmed in January.
/// </summary>
public sealed class PlanCompletion(OccurrenceRows rows, PlanNames names)
{
    /// <summary>The tasks in the plan's order, those withdrawn by the day after the others.</summary>
    public async Task<IReadOnlyList<TaskCompletion>> TasksAsync(Guid plan, int year, DateOnly asOf, CancellationToken cancel)
    {
        var tallies = await Facts(plan, year, asOf).GroupBy(f => f.TaskId).Select(g => new
        {
            g.Key, Units = g.Select(f => f.UnitId).Distinct().Count(), Planned = g.Count(), Done = g.Sum(f => f.Done ? 1 : 0), OnTime = g.Sum(f => f.OnTime ? 1 : 0), Waiting = g.Sum(f => f.Waiting ? 1 : 0), Overdue = g.Sum(f => f.Overdue ? 1 : 0),
        }).ToDictionaryAsync(t => t.Key, cancel);
        var tasks = await rows.VisibleObligations(named: true).Where(o => o.PlanId == plan).GroupBy(o => o.TaskId).Select(g => new { Id = g.Key, Text = g.Min(o => o.Text)! }).ToListAsync(cancel);
        var order = await names.TaskOrderAsync(plan, cancel);
        var withdrawn = await rows.WithdrawnTasksAsync(plan, asOf, cancel);
        return [.. tasks.OrderBy(t => withdrawn.Contains(t.Id)).ThenBy(t => order.GetValueOrDefault(t.Id, int.MaxValue)).ThenBy(t => t.Id)
            .Select(t => (tallies.TryGetValue(t.Id, out var s) ? new TaskCompletion(t.Id, t.Text, s.Units, new(s.Planned, s.Done, s.OnTime, s.Waiting, s.Overdue)) : new TaskCompletion(t.Id, t.Text, 0, default)) with { IsWithdrawn = withdrawn.Contains(t.Id) })];
    }

    public async Task<IReadOnlyList<UnitCompletion>> UnitsAsync(Guid plan, int year, DateOnly asOf, CancellationToken cancel)
    {
        var withdrawn = await rows.WithdrawnTasksAsync(plan, asOf, cancel);
        var parts = Facts(plan, year, asOf).Where(f => !withdrawn.Contains(f.TaskId)).GroupBy(f => new { f.UnitId, f.TaskId }).Select(g => new
        {
            g.Key.UnitId, Planned = g.Count(), Done = g.Sum(f => f.Done ? 1 : 0), OnTime = g.Sum(f => f.OnTime ? 1 : 0), Waiting = g.Sum(f => f.Waiting ? 1 : 0), Overdue = g.Sum(f => f.Overdue ? 1 : 0),
        });
        var units = await parts.GroupBy(p => p.UnitId).Select(g => new
        {
            g.Key, Tasks = g.Count(), TasksDone = g.Sum(p => p.Done == p.Planned ? 1 : 0),
            Planned = g.Sum(p => p.Planned), Done = g.Sum(p => p.Done), OnTime = g.Sum(p => p.OnTime), Waiting = g.Sum(p => p.Waiting), Overdue = g.Sum(p => p.Overdue),
        }).ToListAsync(cancel);
        return [.. units.Select(u => new UnitCompletion(u.Key, new(u.TasksDone, u.Tasks), new(u.Planned, u.Done, u.OnTime, u.Waiting, u.Overdue)))];
    }

    /// <summary>Periods of the year that were due before tracking and have no result: they do not count until it is written down.</summary>
    public Task<int> LeftOutAsync(Guid plan, int year, CancellationToken cancel) => OfYear(plan, year).CountAsync(o => !o.IsRequest && o.NotApplicableOn == null && o.BeforeTracking && o.ClaimedOn == null && o.ReturnedOn == null && o.ConfirmedOn == null && o.NothingAroseOn == null, cancel);

    private IQueryable<Occurrence> OfYear(Guid plan, int year)
    {
        var (from, to) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        return rows.Visible(named: true).Where(o => o.PlanId == plan && o.ScheduledOn >= from && o.ScheduledOn <= to);
    }

    private IQueryable<Fact> Facts(Guid plan, int year, DateOnly asOf) => OfYear(plan, year).Planned().Select(o => new Fact
    {
        TaskId = o.TaskId,
        UnitId = o.UnitId,
        Done = (o.ConfirmedOn != null && (o.DoneOn ?? o.ClaimedOn ?? o.ConfirmedOn) <= asOf) || (o.NothingAroseOn != null && (o.ClaimedOn ?? o.NothingAroseOn) <= asOf),
        OnTime = (o.ConfirmedOn != null && o.NothingAroseOn == null && (o.DoneOn ?? o.ClaimedOn ?? o.ConfirmedOn) <= asOf && (o.DoneOn ?? o.ClaimedOn ?? o.DueOn) <= o.DueOn) || (o.NothingAroseOn != null && (o.ClaimedOn ?? o.NothingAroseOn) <= asOf),
        Waiting = o.ClaimedOn != null && o.ClaimedOn <= asOf && o.ConfirmedOn == null && o.NothingAroseOn == null,
        Overdue = !o.BeforeTracking && o.DueOn < asOf && (o.ClaimedOn == null || o.ClaimedOn > asOf)
            && !(o.ConfirmedOn != null && (o.DoneOn ?? o.ClaimedOn ?? o.ConfirmedOn) <= asOf) && !(o.NothingAroseOn != null && (o.ClaimedOn ?? o.NothingAroseOn) <= asOf),
    });

    private sealed class Fact
    {
        public Guid TaskId { get; init; }
        public Guid UnitId { get; init; }
        public bool Done { get; init; }
        public bool OnTime { get; init; }
        public bool Waiting { get; init; }
        public bool Overdue { get; init; }
    }
}
