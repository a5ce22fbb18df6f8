using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;

namespace LanToa.Planning.Obligations;

/// <summary>
/// A result that an amendment counted for a moved day (<see cref="PeriodChanges.Counted"/>) keeps the day by which it was given. Sent back, it is work to be done once more, and due by the day that holds now.
/// </summary>
public sealed class CountedDays(RuleBooks books, IOrganizationDirectory directory)
{
    /// <summary>Asks the period again as the rule of now asks it, where it does.</summary>
    public async Task AskAgainAsync(Occurrence occurrence, Obligation obligation, CancellationToken cancel = default)
    {
        if (occurrence.StandsFor is not { } key || obligation.EndedOn is not null || directory.Find(occurrence.UnitId) is not { } unit) return;
        var book = (await books.OfAsync(obligation.TaskProvinceId, cancel)).For(obligation.AssignerId);
        var calendar = new PlanCalendar(obligation.PlanDate, new DateSpan(obligation.PlanFrom, obligation.PlanTo));
        if (obligation.Rule.Problems(calendar).Count > 0) return;
        var context = book.ContextOf(calendar, obligation.RegimeCode, directory.Find(obligation.AssignerId), DutyPatterns.LevelOf(unit));
        if (OccurrenceGenerator.Generate(obligation.Rule, context).FirstOrDefault(p => p.Key == key) is not { } asked) return;
        occurrence.Target = asked.Target;
        occurrence.Bind(obligation.Role == DutyRole.Requested);
        // Another day that a person gave after the amendment stands, also an earlier one.
        if (occurrence.DueMoved && occurrence.RuleDueOn >= asked.Due) return;
        var due = AmendedPeriods.DueOf(occurrence.OpensOn, occurrence.DueOn, occurrence.DueMoved, asked.Due);
        var stays = AmendedPeriods.Stays(occurrence.DueMoved, occurrence.DueOn, due, asked.Due);
        (occurrence.DueMoved, occurrence.RuleDueOn, occurrence.DueOn) = (stays, stays ? asked.Due : null, due);
    }
}
