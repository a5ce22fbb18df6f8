using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;

namespace LanToa.Planning.Obligations;

/// <summary>
/// What an ended body did by a day that an amendment moves beyond its end: its result counts for the new day, as it does where a body goes on. Its heir is made the new day and need not do it (<see cref="SettleHeirs"/>), where all whom it
/// carries on have done it.
/// </summary>
internal sealed class CarriedResults(IReadOnlyList<PlanDuty> duties, DutyPatterns planned, ILookup<Guid, StandingPeriod> standing, SuccessionMap map, IOrganizationDirectory directory)
{
    /// <summary>The changes of one task with such results counted at the bodies that gave them, and no longer among what their heirs are newly asked.</summary>
    public List<UnitChanges> Count(List<UnitChanges> units)
    {
        var asked = duties.SelectMany(d => d.OwingUnits.Select(u => (Unit: u, d.PlanDate))).DistinctBy(a => a.Unit).ToList();
        var byHeir = WaysToHeir.ByHeir(asked, a => a, map, directory);
        if (byHeir.Count == 0) return units;
        var own = asked.Select(a => a.Unit).ToHashSet();
        // What the amended rule still names, for whomever, is not what it moves.
        var now = planned.Patterns.SelectMany(p => p.Occurrences).Select(o => o.PeriodKey).Where(AmendedPeriods.IsDay).ToHashSet(StringComparer.Ordinal);
        if (now.Count == 0) return units;
        var named = planned.Patterns.SelectMany(p => p.Early).Concat(now).ToHashSet(StringComparer.Ordinal);
        var at = units.Select((u, n) => (u.UnitId, n)).ToDictionary(u => u.UnitId, u => u.n);
        List<UnitChanges> counted = [.. units];
        foreach (var heir in units.Where(u => u.Binds && !own.Contains(u.UnitId) && byHeir.Contains(u.UnitId)))
        {
            List<(Guid Unit, DateOnly PlanDate)> before = [.. byHeir[heir.UnitId]];
            var keys = Done(heir, before, new WaysToHeir(heir.UnitId, map, directory));
            // Counted for it and made by a run that was cut short before the heir was looked at.
            if (standing[Obligation.IdFor(duties[0].TaskId, heir.UnitId)].Any(p => p.Open && now.Contains(p.Key) && keys.Exists(k => k.Key == p.Key)))
                counted[at[heir.UnitId]] = counted[at[heir.UnitId]] with { IsSettled = true };
            foreach (var (day, results) in Pairs(heir, keys, named))
            {
                var asks = counted[at[heir.UnitId]];
                counted[at[heir.UnitId]] = asks with { IsSettled = true, Periods = asks.Periods with { Made = [.. asks.Periods.Made.Where(m => m != day)] } };
                foreach (var (unit, period) in results.Where(r => r.Period.Key != day.Key && at.ContainsKey(r.Unit)))
                {
                    var gave = counted[at[unit]];
                    if (!gave.Periods.Counted.Any(c => c.From.Id == period.Id)) counted[at[unit]] = gave with { Periods = gave.Periods with { Counted = [.. gave.Periods.Counted, new PeriodMove(period, day, period.DueOn)] } };
                }
            }
        }
        return counted;
    }

    /// <summary>The days that the heir would newly be asked and that all of before have done, each with what they did.</summary>
    private static IEnumerable<(AskedPeriod Day, List<(Guid Unit, StandingPeriod Period)> Results)> Pairs(UnitChanges heir, List<(string Key, List<(Guid Unit, StandingPeriod Period)> Results)> keys, HashSet<string> named)
    {
        var days = heir.Periods.Made.Where(m => AmendedPeriods.IsDay(m.Key)).ToList();
        // Counted for it by a run that was cut short.
        foreach (var (key, results) in keys)
            if (days.Find(d => d.Key == key) is { } same && days.Remove(same)) yield return (same, results);
        var free = keys.Where(k => !named.Contains(k.Key)).TakeLast(days.Count).ToList();
        foreach (var (day, (_, results)) in days.Zip(free))
            if (results.TrueForAll(r => (day.Target ?? 1) <= (r.Period.Target ?? 1))) yield return (day, results);
    }

    /// <summary>The days that all of before have done, in their order.</summary>
    private List<(string Key, List<(Guid Unit, StandingPeriod Period)> Results)> Done(UnitChanges heir, List<(Guid Unit, DateOnly PlanDate)> before, WaysToHeir ways)
    {
        return [.. ways.Before(before).SelectMany(Answered).GroupBy(p => p.Key, StringComparer.Ordinal).OrderBy(g => g.Min(p => p.DueOn)).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, Results: Together(g.Key))).Where(k => k.Results.Count > 0)];

        List<(Guid Unit, StandingPeriod Period)> Together(string key)
        {
            var all = new List<(Guid Unit, StandingPeriod Period)>();
            return before.TrueForAll(b => Found(b.Unit, b.PlanDate, key, WaysToHeir.MostSteps, all)) ? all : [];
        }

        // By the body itself, or by all of those who carried it on in between.
        bool Found(Guid body, DateOnly on, string key, int steps, List<(Guid Unit, StandingPeriod Period)> all)
        {
            if (Answered(body).FirstOrDefault(p => p.Key == key) is { } period)
            {
                all.Add((body, period));
                return true;
            }
            var next = steps == 0 ? [] : ways.Next(body, on).FindAll(h => h != heir.UnitId);
            return next.Count > 0 && next.TrueForAll(h => Found(h, on, key, steps - 1, all));
        }
    }

    private IEnumerable<StandingPeriod> Answered(Guid unit) => standing[Obligation.IdFor(duties[0].TaskId, unit)].Where(p => p.Answered && AmendedPeriods.IsDay(p.Key));
}
