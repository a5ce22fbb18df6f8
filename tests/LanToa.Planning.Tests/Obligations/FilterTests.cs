using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;

namespace LanToa.Planning.Tests.Obligations;

public sealed class FilterTests
{
    [Fact]
    public void Is_EveryCombinationOfFacts_FindsExactlyTheStateOfTheRules()
    {
        var day = new DateOnly(2026, 11, 20);
        DateOnly?[] maybe = [null, day.AddDays(-3)];
        var filters = Enum.GetValues<OccurrenceState>().ToDictionary(s => s, s => OccurrenceFilters.Is(s, day).Compile());
        var seen = new HashSet<OccurrenceState>();
        foreach (var due in new[] { -5, -1, 0, 5 })
            foreach (var opens in new[] { -30, 3 })
                foreach (var request in new[] { false, true })
                    foreach (var before in new[] { false, true })
                        foreach (var (claimed, done) in new[] { (maybe[0], maybe[0]), (maybe[1], maybe[1]), (maybe[1], maybe[0]) })
                            foreach (var confirmed in maybe)
                                foreach (var returned in maybe)
                                    foreach (var nothing in maybe)
                                        foreach (var not in maybe)
                                        {
                                            var o = new Occurrence
                                            {
                                                PeriodKey = "k", PeriodName = "k", OpensOn = day.AddDays(opens), ScheduledOn = day.AddDays(due), DueOn = day.AddDays(due), IsRequest = request, BeforeTracking = before,
                                                ClaimedOn = claimed, DoneOn = done, ConfirmedOn = confirmed, ReturnedOn = returned, NothingAroseOn = nothing, NotApplicableOn = not,
                                            };
                                            filters.Where(f => f.Value(o)).Select(f => f.Key).ShouldBe([o.StateOn(day)]);
                                            seen.Add(o.StateOn(day));
                                        }
        seen.Count.ShouldBe(Enum.GetValues<OccurrenceState>().Length);
    }
}
