using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Outside;

/// <summary>What amendments changed in a duty while its unit stood outside: what it says now, and its periods beside what is asked now.</summary>
internal sealed record MissedDuty(StandingDuty Duty, string Reason, Obligation Says, PeriodChanges Periods);

/// <summary>
/// An amendment changes the work of those whom the plan asks. Of a duty that ended because its unit came to stand outside only what the version of now still asks comes back with the unit:
/// the same comparison, from the day on from which the first amendment held that it missed. Plans that another province keeps are not compared.
/// </summary>
public sealed class MissedAmendments(LanToaDb db, PlanDuties duties, AmendedWork work)
{
    internal async Task<IReadOnlyList<MissedDuty>> OfAsync(IReadOnlyList<StandingDuty> changes, CancellationToken cancel)
    {
        var back = changes.Where(d => d is { Change: StandingChange.BindsAgain, Role: not DutyRole.Coordinating }).ToList();
        if (back.Count == 0) return [];
        Guid[] plans = [.. back.Select(d => d.PlanId).Distinct()], ids = [.. back.Select(d => d.Id)];
        var versions = (await db.Set<PlanVersion>().AsNoTracking().Where(v => plans.Contains(v.PlanId) && v.Ordinal > 1)
            .Select(v => new { v.PlanId, v.Ordinal, v.Kind, v.Number, v.Symbol, v.EffectiveOn, v.At }).ToListAsync(cancel)).OrderBy(v => v.Ordinal).ToLookup(v => v.PlanId);
        if (versions.Count == 0) return [];
        var left = await db.Set<Obligation>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(o => ids.Contains(o.Id)).Select(o => new { o.Id, o.EndedOn }).ToDictionaryAsync(o => o.Id, o => o.EndedOn, cancel);
        var missed = new List<MissedDuty>();
        foreach (var plan in back.GroupBy(d => d.PlanId).Where(g => versions.Contains(g.Key)))
        {
            var asked = (await duties.OfAsync(plan.Key, cancel)).ToLookup(d => d.TaskId);
            foreach (var duty in plan.Where(d => asked.Contains(d.TaskId)))
            {
                var since = versions[plan.Key].Where(v => Clock.DateOf(v.At) >= left.GetValueOrDefault(duty.Id)).ToList();
                if (since.Count == 0) continue;
                var from = since.Min(v => v.EffectiveOn);
                // Before it is saved that the unit stands inside again the plan does not ask it yet.
                List<PlanDuty> now = [.. asked[duty.TaskId]];
                if (!now.Exists(d => d.OwingUnits.Contains(duty.UnitId))) now[0] = now[0] with { OwingUnits = [.. now[0].OwingUnits, duty.UnitId] };
                var (planned, units) = await work.OfAsync(plan.Key, duty.TaskId, now, from, [], cancel, duty.UnitId);
                if (units.FirstOrDefault(u => u.Binds) is not { } unit) continue;
                var says = planned.Bound[duty.UnitId].Patterns.Select(p => planned.Patterns[p].Obligation).First(o => o.Role != DutyRole.Coordinating);
                var called = PlanWords.NumberOf(since[^1].Number, since[^1].Symbol) is { Length: > 0 } number ? $"{since[^1].Kind} số {number}" : $"{since[^1].Kind} chưa có số";
                missed.Add(new MissedDuty(duty, $"{AmendedWork.Ending}{called}, áp dụng từ {VietnameseFormat.Date(from)}, khi đơn vị ở ngoài nhóm cơ quan được giao chung", says, unit.Periods));
            }
        }
        return missed;
    }
}
