using LanToa.Contracts.Activities;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>The duties of units for the room that logs what was done.</summary>
internal sealed class UnitDuties(LanToaDb db, OccurrenceAccess access, ActOnOccurrence act, PlanNames plans, EarlierWordings wordings, Clock clock) : IDuties
{
    private const int Most = 100;

    private readonly Dictionary<Guid, DutyInfo> _ahead = [];

    public async Task<IReadOnlyList<DutyInfo>> FindAsync(IReadOnlyCollection<Guid> occurrences, CancellationToken cancel = default) =>
        occurrences.Count == 0 ? [] : occurrences.All(_ahead.ContainsKey) ? [.. occurrences.Distinct().Select(o => _ahead[o]).Where(d => access.MayRead(d.UnitId, d.AssignerId)).OrderBy(d => d.DueOn).ThenBy(d => d.OccurrenceId)]
            : await ReadAsync(Of(occurrences), cancel);

    public async Task ReadAheadAsync(IReadOnlyCollection<Guid> occurrences, CancellationToken cancel = default)
    {
        if (occurrences.Count == 0) return;
        foreach (var duty in await AllAsync(await Of(occurrences).ToListAsync(cancel), cancel)) _ahead[duty.OccurrenceId] = duty;
    }

    public Task HoldAsync(IReadOnlyCollection<Guid> occurrences, CancellationToken cancel = default) => db.HoldAsync(db.ProvinceId, [.. occurrences], cancel);

    private IQueryable<Occurrence> Of(IReadOnlyCollection<Guid> occurrences) => db.Set<Occurrence>().AsNoTracking().Where(o => occurrences.Contains(o.Id)).OrderBy(o => o.DueOn).ThenBy(o => o.Id);

    public Task<IReadOnlyList<DutyInfo>> OpenAsync(Guid unit, CancellationToken cancel = default)
    {
        var today = clock.Today;
        return ReadAsync(db.Set<Occurrence>().AsNoTracking().Where(o => o.UnitId == unit && o.OpensOn <= today).Owed().OrderBy(o => o.DueOn < today ? 1 : 0).ThenBy(o => o.DueOn).ThenBy(o => o.Id).Take(Most), cancel);
    }

    public async Task<DutyInfo?> OfDayAsync(Guid unit, Guid task, DateOnly day, CancellationToken cancel = default) => (await OfDaysAsync([(unit, task, day)], cancel)).Values.FirstOrDefault();

    public async Task<IReadOnlyDictionary<(Guid Unit, Guid Task, DateOnly Day), DutyInfo>> OfDaysAsync(IReadOnlyCollection<(Guid Unit, Guid Task, DateOnly Day)> days, CancellationToken cancel = default)
    {
        if (days.Count == 0) return new Dictionary<(Guid, Guid, DateOnly), DutyInfo>();
        Guid[] units = [.. days.Select(d => d.Unit).Distinct()], tasks = [.. days.Select(d => d.Task).Distinct()];
        var (first, last) = (days.Min(d => d.Day), days.Max(d => d.Day));
        var holding = (await db.Set<Occurrence>().AsNoTracking().Where(o => units.Contains(o.UnitId) && tasks.Contains(o.TaskId) && o.NotApplicableOn == null && (o.OwnFrom ?? o.PeriodFrom) <= last && first <= (o.OwnTo ?? o.PeriodTo)).ToListAsync(cancel))
            .ToLookup(o => (o.UnitId, o.TaskId));
        var chosen = days.Distinct().Select(d => (Day: d, Period: holding[(d.Unit, d.Task)].Where(o => (o.OwnFrom ?? o.PeriodFrom) <= d.Day && d.Day <= (o.OwnTo ?? o.PeriodTo)).OrderBy(o => o.PeriodTo.DayNumber - o.PeriodFrom.DayNumber).ThenBy(o => o.DueOn).FirstOrDefault()?.Id))
            .Where(c => c.Period is not null).ToList();
        var seen = (await FindAsync([.. chosen.Select(c => c.Period!.Value).Distinct()], cancel)).ToDictionary(d => d.OccurrenceId);
        return chosen.Where(c => seen.ContainsKey(c.Period!.Value)).ToDictionary(c => c.Day, c => seen[c.Period!.Value]);
    }

    public async Task<IReadOnlyList<UnitTask>> TasksAsync(IReadOnlyCollection<Guid> units, CancellationToken cancel = default)
    {
        var owed = (await db.Set<Obligation>().AsNoTracking().Where(o => units.Contains(o.UnitId) && o.Role != DutyRole.Coordinating).Select(o => new { o.UnitId, o.AssignerId, o.TaskId, o.PlanId, o.Text }).ToListAsync(cancel))
            .Where(o => access.MayRead(o.UnitId, o.AssignerId)).ToList();
        Guid[] asked = [.. owed.Select(o => o.PlanId).Distinct()];
        var names = await plans.OfAsync(asked, cancel);
        // The number is the place among the tasks that stand, as the plan's list shows it.
        var numbers = (await db.Set<PlanTask>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(t => asked.Contains(t.PlanId) && t.State == TaskState.Active).Select(t => new { t.Id, t.PlanId, t.Ordinal }).ToListAsync(cancel))
            .GroupBy(t => t.PlanId).SelectMany(g => g.OrderBy(t => t.Ordinal).Select((t, n) => (t.Id, Number: n + 1))).ToDictionary(t => t.Id, t => t.Number);
        return [.. owed.Where(o => numbers.ContainsKey(o.TaskId)).DistinctBy(o => (o.UnitId, o.TaskId))
            .Select(o => new UnitTask(o.UnitId, o.TaskId, o.PlanId, numbers[o.TaskId], names.GetValueOrDefault(o.PlanId)?.Short ?? "", names.GetValueOrDefault(o.PlanId)?.Title ?? "", o.Text))
            .OrderBy(t => t.Plan, StringComparer.Ordinal).ThenBy(t => t.PlanId).ThenBy(t => t.Number)];
    }

    public async Task<IReadOnlyList<string>> ClaimAsync(Guid occurrence, DateOnly doneOn, string note, Guid key, CancellationToken cancel = default)
    {
        var now = await db.Set<Occurrence>().AsNoTracking().Where(o => o.Id == occurrence).Select(o => new { o.Version, o.Progress }).FirstOrDefaultAsync(cancel);
        if (now is null) return ["Việc này không còn."];
        var outcome = await act.HandleAsync(new ActInput(occurrence, OccurrenceVerb.ClaimDone, key, now.Version) { DoneOn = doneOn, Note = note, Quantity = now.Progress }, cancel);
        return outcome.Succeeded ? [] : outcome.Problems;
    }

    private async Task<IReadOnlyList<DutyInfo>> ReadAsync(IQueryable<Occurrence> some, CancellationToken cancel) => await AllAsync((await some.ToListAsync(cancel)).FindAll(o => access.MayRead(o.UnitId, o.AssignerId)), cancel);

    private async Task<IReadOnlyList<DutyInfo>> AllAsync(List<Occurrence> found, CancellationToken cancel)
    {
        if (found.Count == 0) return [];
        var duties = await db.Set<Obligation>().AsNoTracking().Where(o => found.Select(f => f.ObligationId).Contains(o.Id)).ToDictionaryAsync(o => o.Id, cancel);
        var names = await plans.OfAsync([.. found.Select(o => o.PlanId).Distinct()], cancel);
        var before = await wordings.OfAsync(names.Values, cancel);
        var tasks = await db.Set<PlanTask>().AsNoTracking().Where(t => found.Select(f => f.TaskId).Contains(t.Id)).Select(t => new { t.Id, t.Products, t.Channels, t.Topics, t.Audiences }).ToDictionaryAsync(t => t.Id, cancel);
        return [.. found.Select(o =>
        {
            var (duty, task) = (duties[o.ObligationId], tasks.GetValueOrDefault(o.TaskId));
            return new DutyInfo(o.Id, o.UnitId, o.AssignerId, duty.TaskProvinceId, o.TaskId, o.PlanId, before.TextOf(o) ?? duty.Text, names.GetValueOrDefault(o.PlanId)?.Short ?? "", o.PeriodName, o.OwnFrom ?? o.PeriodFrom, o.OwnTo ?? o.PeriodTo, o.DueOn)
            {
                Target = o.Aim, Progress = o.Progress, IsOpen = o.ClaimedOn is null && o.ConfirmedOn is null && o.NothingAroseOn is null && o.NotApplicableOn is null,
                Forms = [.. task?.Products.Select(p => p.Form).Distinct() ?? []], Channels = task?.Channels ?? [], Topics = task?.Topics ?? [], Audiences = task?.Audiences ?? [],
            };
        })];
    }
}
