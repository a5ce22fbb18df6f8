using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Reading.Model;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>
/// A task as it binds units: groups as they were when it was issued, exclusions left out. Units that coordinate see the duty and owe
/// nothing; a request (<see cref="IsRequest"/>) is never overdue.
/// </summary>
public sealed record PlanDuty(
    Guid TaskId, Guid PlanId, string Text, TaskModality Modality, DutyRule Rule, IReadOnlyList<Guid> OwingUnits, IReadOnlyList<Guid> CoordinatingUnits, bool IsRequest,
    DateOnly PlanDate, DatePeriod? Period, DateOnly? TrackingFrom, Guid IssuerId)
{
    /// <summary>An amendment made it what it is: nothing that was due before this day comes of it.</summary>
    public DateOnly? BindsFrom { get; init; }
}

/// <summary>What a plan asks of whom, for the rooms that follow it up.</summary>
public sealed class PlanDuties(LanToaDb db, PartyMembers members)
{
    /// <summary>The duties of the published plan's active tasks that have a rule, in the plan's order. Sees changes of the running transaction.</summary>
    public async Task<IReadOnlyList<PlanDuty>> OfAsync(Guid planId, CancellationToken cancel = default) =>
        await db.Set<Plan>().FirstOrDefaultAsync(p => p.Id == planId, cancel) is { } plan ? await OfAsync(plan, cancel) : [];

    /// <summary>The same of a plan that any province keeps, or the nation: for what it asks of the units of this one.</summary>
    public async Task<IReadOnlyList<PlanDuty>> OfAnyAsync(Guid planId, CancellationToken cancel = default) =>
        await db.Set<Plan>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).FirstOrDefaultAsync(p => p.Id == planId, cancel) is { } plan ? await OfAsync(plan, cancel) : [];

    private async Task<IReadOnlyList<PlanDuty>> OfAsync(Plan plan, CancellationToken cancel)
    {
        if (plan.Date is not { } date || !plan.State.IsPublished()) return [];
        var tasks = await db.Set<PlanTask>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(t => t.ProvinceId == plan.ProvinceId && t.PlanId == plan.Id).OrderBy(t => t.Ordinal).ToListAsync(cancel);
        var parties = await db.Set<TaskParty>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(p => p.ProvinceId == plan.ProvinceId && p.PlanId == plan.Id).OrderBy(p => p.Ordinal).ToListAsync(cancel);
        var byTask = parties.ToLookup(p => p.TaskId);
        var duties = new List<PlanDuty>(tasks.Count);
        foreach (var task in tasks) await AddAsync(duties, plan, task.Id, task, byTask[task.Id], date, plan.Period, task.BindsFrom, cancel);
        return duties;
    }

    /// <summary>
    /// The duties that tasks of a published plan would give if it were amended: <paramref name="tasks"/> are the tasks as they would stand, each with the task
    /// of the plan that it would be; groups that the plan did not speak to before as of the day from which the amendment holds.
    /// </summary>
    public async Task<IReadOnlyList<PlanDuty>> AmendedAsync(Plan plan, IReadOnlyList<(Guid Becomes, PlanTask Task)> tasks, DatePeriod? period, DateOnly effectiveOn, CancellationToken cancel = default)
    {
        var ids = tasks.Select(t => t.Task.Id).ToList();
        var parties = (await db.Set<TaskParty>().AsNoTracking().Where(p => ids.Contains(p.TaskId)).OrderBy(p => p.Ordinal).ToListAsync(cancel)).ToLookup(p => p.TaskId);
        var duties = new List<PlanDuty>(tasks.Count);
        foreach (var (becomes, task) in tasks) await AddAsync(duties, plan, becomes, task, parties[task.Id], effectiveOn, period, effectiveOn, cancel);
        return duties;
    }

    private async Task AddAsync(List<PlanDuty> duties, Plan plan, Guid taskId, PlanTask task, IEnumerable<TaskParty> parties, DateOnly groupsOn, DatePeriod? period, DateOnly? bindsFrom, CancellationToken cancel)
    {
        if (task is not { State: TaskState.Active, Rule: { } rule }) return;
        // Whoever was given a part of it later owes it from that day on.
        var owed = new HashSet<Guid>();
        foreach (var given in parties.GroupBy(p => p.GivenOn).OrderBy(g => g.Key ?? DateOnly.MinValue))
        {
            var owing = (await UnitsAsync(given.Where(p => p.Role != PartyRole.Coordinating), plan, groupsOn, cancel)).Where(owed.Add).ToList();
            var coordinating = await UnitsAsync(given.Where(p => p.Role == PartyRole.Coordinating), plan, groupsOn, cancel);
            duties.Add(new PlanDuty(taskId, plan.Id, task.Text, task.Modality, rule, owing, [.. coordinating.Except(owed)], task.Modality == TaskModality.Request,
                plan.Date!.Value, period, given.Key is { } from && !(plan.TrackingFrom > from) ? from : plan.TrackingFrom, plan.IssuerId) { BindsFrom = bindsFrom });
        }
    }

    /// <summary>What of the plan is withdrawn as stored now: its tasks, or all of it (null).</summary>
    public async Task<IReadOnlyList<Guid?>> WithdrawnAsync(Guid planId, CancellationToken cancel = default)
    {
        if (await db.Set<Plan>().AnyAsync(p => p.Id == planId && p.State == PlanState.Withdrawn, cancel)) return [null];
        return await db.Set<PlanTask>().Where(t => t.PlanId == planId && t.State == TaskState.Withdrawn).OrderBy(t => t.Ordinal).Select(t => (Guid?)t.Id).ToListAsync(cancel);
    }

    private async Task<List<Guid>> UnitsAsync(IEnumerable<TaskParty> parties, Plan plan, DateOnly date, CancellationToken cancel)
    {
        var units = new List<Guid>();
        foreach (var party in parties) units.AddRange((await members.OfAsync(plan, party, date, cancel)).Select(o => o.Id));
        return [.. units.Distinct()];
    }
}
