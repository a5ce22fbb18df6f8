using LanToa.Platform.Data;
using LanToa.Reading.Phrases;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>A plan above that this one carries out: how many of its tasks the unit still has to answer, and how many days later this one was issued.</summary>
public sealed record CarriedOut(UpperPlan Upper, int? DaysAfter);

/// <summary>Finds the plans above that a plan carries out: by what its text cites, and by the tasks that were linked.</summary>
public sealed class CitedPlans(LanToaDb db, CascadeItems items)
{
    /// <param name="cited">The acts that its text cites.</param>
    public async Task<IReadOnlyList<CarriedOut>> OfAsync(Plan plan, IReadOnlyList<CitedAct> cited, CancellationToken cancel = default)
    {
        if (plan.State == PlanState.Withdrawn) return [];
        var linked = await (from l in db.Set<CascadeLink>().AsNoTracking() join d in db.Set<CascadeDecision>() on l.DecisionId equals d.Id where l.PlanId == plan.Id select d.UpperPlanId).Distinct().ToListAsync(cancel);
        var numbers = cited.Select(c => c.Citation).Where(c => c.Number is not null).ToList();
        if (linked.Count == 0 && numbers.Count == 0) return [];
        var above = await items.PlansAsync(plan.IssuerId, cancel: cancel);
        return [.. above.Where(u => linked.Contains(u.Plan.Id) || numbers.Exists(c => IsCited(u.Plan, c.Number!, c.Date)))
            .Select(u => new CarriedOut(u, plan.State.IsPublished() && plan.Date is { } on && u.Plan.Date is { } asked ? on.DayNumber - asked.DayNumber : null))];
    }

    /// <summary>Whether a citation means this plan: its number and symbol, of its day where the text says one, otherwise of its year.</summary>
    public static bool IsCited(Plan plan, string number, DateOnly? date) =>
        plan.NumberAndSymbol.Length > 0 && ActRegister.Key(number) == ActRegister.Key(plan.NumberAndSymbol) && (date is null || plan.Date is null || date == plan.Date || date.Value.Year == plan.Date.Value.Year);
}
