using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>
/// Figures of a day before a reorganization: what passed from the ended bodies to their heirs by it had not passed yet. With it each body has what it had before anything was recorded, so that a table of such a day
/// reads the same whenever it is made.
/// </summary>
public sealed class NotYetPassedOn(LanToaDb db, OccurrenceRows rows, PlanDuties duties, SuccessionReader successions, OrganizationDirectory directory, Clock clock)
{
    /// <summary>By unit what is to be added to its figures of the year (less, for heirs) on the day.</summary>
    public async Task<IReadOnlyDictionary<Guid, Figures>> OfAsync(DateOnly day, int year, Guid? plan, CancellationToken cancel = default)
    {
        var after = await db.Set<Succession>().AsNoTracking().Where(s => s.WithdrawnAt == null && s.EffectiveOn > day).ToListAsync(cancel);
        if (after.Count == 0) return new Dictionary<Guid, Figures>();
        Guid[] ids = [.. after.Select(s => s.Id)];
        var lines = (await db.Set<SuccessionLine>().AsNoTracking().Where(l => ids.Contains(l.SuccessionId)).ToListAsync(cancel)).ToLookup(l => l.SuccessionId);
        var (from, to) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        var all = rows.Visible(named: plan is not null).Where(o => !o.IsRequest && !o.BeforeTracking && o.ScheduledOn >= from && o.ScheduledOn <= to);
        if (plan is { } one) all = all.Where(o => o.PlanId == one);

        var figures = new Dictionary<Guid, Figures>();
        var (back, heirs) = (new HashSet<Guid>(), new List<(Guid Plan, Guid Task, string Period, Guid Heir)>());
        foreach (var succession in after)
        {
            Guid[] ended = [.. lines[succession.Id].Select(l => l.FromId).Distinct()];
            var why = FollowSuccession.WhyOf(succession);
            foreach (var o in await all.Where(o => ended.Contains(o.UnitId) && o.NotApplicableOn != null && o.Reason == why).Select(o => new { o.Id, o.UnitId, o.PlanId, o.TaskId, o.PeriodKey }).ToListAsync(cancel))
            {
                // Passed on twice, it is one body's before both.
                if (back.Add(o.Id)) Add(o.UnitId, new Figures(0, 1, 0));
                heirs.AddRange(lines[succession.Id].Where(l => l.FromId == o.UnitId && l.ToId is not null).Select(l => (o.PlanId, o.TaskId, o.PeriodKey, l.ToId!.Value)));
            }
        }
        var map = await successions.MapAsync(cancel);
        foreach (var of in heirs.GroupBy(h => h.Plan))
        {
            // What an heir was asked itself it had before, too, and what an earlier reorganization had given it by the day.
            var own = (await duties.OfAnyAsync(of.Key, cancel)).SelectMany(d => DutySpan.OfAll(d.OwingUnits, d.PlanDate, day, map, directory).Select(u => (d.TaskId, u.Unit.Id))).ToHashSet();
            var passed = of.Where(h => !own.Contains((h.Task, h.Heir))).Select(h => (h.Task, h.Period, h.Heir)).ToHashSet();
            Guid[] units = [.. passed.Select(p => p.Heir).Distinct()], tasks = [.. passed.Select(p => p.Task).Distinct()];
            foreach (var o in (await all.Where(o => o.PlanId == of.Key && units.Contains(o.UnitId) && tasks.Contains(o.TaskId)).ToListAsync(cancel)).Where(o => passed.Contains((o.TaskId, o.PeriodKey, o.UnitId))))
            {
                if (back.Contains(o.Id)) Add(o.UnitId, new Figures(0, -1, 0));
                else if (o.NotApplicableOn is null)
                    Add(o.UnitId, new Figures(o.ConfirmedOn is not null || o.NothingAroseOn is not null ? -1 : 0, -1, o.StateOn(clock.Today) is OccurrenceState.Overdue || (o.ReturnedOn is not null && o.DueOn < clock.Today) ? -1 : 0));
            }
        }
        return figures;

        void Add(Guid unit, Figures more) => figures[unit] = figures.GetValueOrDefault(unit) + more;
    }
}
