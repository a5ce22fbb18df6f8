using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Outside;

/// <summary>What amendments changed in a duty while its unit stood outside: what it says now, and its periods beside what is asked now.</summary>
public sealed record MissedDuty(StandingDuty Duty, string Reason, Obligation Says, PeriodChanges Periods);

/// <summary>
/// An amendment changes the work of those whom the plan asks. Of a duty that ended because its unit came to stand outside only what the version of now still asks comes back with the unit:
/// the same comparison, from the day on from which the first amendment of its task held that it missed. Plans that another province keeps are not compared.
/// </summary>
public sealed class MissedAmendments(LanToaDb db, PlanDuties duties, AmendedWork work)
{
    internal async Task<IReadOnlyList<MissedDuty>> OfAsync(IReadOnlyList<StandingDuty> changes, CancellationToken cancel)
    {
        var back = changes.Where(d => d is { Change: StandingChange.BindsAgain, Role: not DutyRole.Coordinating }).ToLookup(d => d.PlanId);
        if (back.Count == 0) return [];
        Guid[] plans = [.. back.Select(g => g.Key)];
        var applied = (await db.Set<PlanVersion>().AsNoTracking().Where(v => plans.Contains(v.PlanId) && v.Ordinal > 1).Select(v => new { v.PlanId, v.At }).ToListAsync(cancel)).ToLookup(v => v.PlanId, v => Clock.DateOf(v.At));
        Guid[] amended = [.. plans.Where(p => applied[p].Any(on => back[p].Any(d => on >= d.EndedOn)))];
        if (amended.Length == 0) return [];
        var versions = (await db.Set<PlanVersion>().AsNoTracking().Where(v => amended.Contains(v.PlanId)).ToListAsync(cancel)).OrderBy(v => v.Ordinal).ToLookup(v => v.PlanId);
        var ground = await work.GroundAsync(cancel);
        var missed = new List<MissedDuty>();
        foreach (var plan in amended)
        {
            var asked = (await duties.OfAsync(plan, cancel)).ToLookup(d => d.TaskId);
            var touched = asked.ToDictionary(t => t.Key, t => Touching([.. versions[plan]], t.Key, [.. t.Select(d => d.BindsFrom)]));
            // Those who missed the same of a task are compared together.
            foreach (var same in back[plan].Where(d => touched.ContainsKey(d.TaskId)).GroupBy(d => (d.TaskId, First: touched[d.TaskId].Find(v => Clock.DateOf(v.At) >= d.EndedOn))))
            {
                if (same.Key.First is not { } first) continue;
                var since = touched[same.Key.TaskId].FindAll(v => v.Ordinal >= first.Ordinal);
                var reason = $"{AmendedWork.Ending}{since[^1].Called}, áp dụng từ {VietnameseFormat.Date(since[^1].EffectiveOn)}, khi đơn vị ở ngoài nhóm cơ quan được giao chung";
                // Before it is saved that the units stand inside again the plan does not ask them yet.
                List<PlanDuty> now = [.. asked[same.Key.TaskId]];
                now[0] = now[0] with { OwingUnits = [.. now[0].OwingUnits, .. same.Select(d => d.UnitId).Where(unit => !now.Exists(d => d.OwingUnits.Contains(unit)))] };
                var (planned, units) = await work.OfAsync(plan, same.Key.TaskId, now, since.Min(v => v.EffectiveOn), ground, [], cancel, [.. same.Select(d => d.UnitId)]);
                missed.AddRange(same.Join(units.Where(u => u.Binds), d => d.UnitId, u => u.UnitId, (duty, unit) =>
                    new MissedDuty(duty, reason, planned.Bound[duty.UnitId].Patterns.Select(p => planned.Patterns[p].Obligation).First(o => o.Role != DutyRole.Coordinating), unit.Periods)));
            }
        }
        return missed;
    }

    /// <summary>The versions that made the duties of the task others: what two of them say of it shows that, and of the version in force the day from which they bind.</summary>
    private static List<PlanVersion> Touching(List<PlanVersion> versions, Guid task, List<DateOnly?> bind)
    {
        var touching = new List<PlanVersion>();
        foreach (var (before, version) in versions.Zip(versions.Skip(1)))
        {
            if (before.Content is { } said && version.Content is { } says)
            {
                var row = new TaskRow(said.Tasks.FirstOrDefault(t => t.Id == task), says.Tasks.FirstOrDefault(t => t.Id == task));
                if ((row.Old ?? row.New) is not null && (row.ChangesDuties || said.Period != says.Period)) touching.Add(version);
            }
            else if (bind.Contains(version.EffectiveOn)) touching.Add(version);
        }
        return touching;
    }
}
