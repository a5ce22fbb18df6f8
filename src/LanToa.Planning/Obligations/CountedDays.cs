using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;

namespace LanToa.Planning.Obligations;

/// <summary>
/// A result that an amendment counted for a moved day (<see cref="PeriodChanges.Counted"/>) keeps the day by which it was given. Sent back, it is work to be done once more, and due by the day that holds now.
/// </summary>
public sealed class CountedDays(RuleBooks books, IOrganizationDirectory directory)
{
    /// <summary>The day by which the period is due by the rule of now; null where it keeps its own.</summary>
    public async Task<DateOnly?> OfAsync(Occurrence occurrence, Obligation obligation, CancellationToken cancel = default)
    {
        if (occurrence.StandsFor is not { } key || obligation.EndedOn is not null || directory.Find(occurrence.UnitId) is not { } unit) return null;
        var book = (await books.OfAsync(obligation.TaskProvinceId, cancel)).For(obligation.AssignerId);
        var calendar = new PlanCalendar(obligation.PlanDate, new DateSpan(obligation.PlanFrom, obligation.PlanTo));
        if (obligation.Rule.Problems(calendar).Count > 0) return null;
        var context = book.ContextOf(calendar, obligation.RegimeCode, directory.Find(obligation.AssignerId), DutyPatterns.LevelOf(unit));
        return OccurrenceGenerator.Generate(obligation.Rule, context).FirstOrDefault(p => p.Key == key) is { } asked ? AmendedPeriods.DueOf(occurrence.OpensOn, occurrence.DueOn, occurrence.DueMoved, asked.Due) : null;
    }
}
