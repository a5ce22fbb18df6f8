using FsCheck;
using FsCheck.Fluent;
using LanToa.Planning.Organizations;

namespace LanToa.Planning.Tests.Organizations;

public sealed class SuccessionMapTests
{
    private static readonly Guid A = Id(1), B = Id(2), C = Id(3), D = Id(4), E = Id(5);
    private static readonly DateOnly Day2025 = new(2025, 7, 1), Day2027 = new(2027, 1, 1);

    [Fact]
    public void AsOf_BeforeTheAct_IsTheBodyItself() =>
        new SuccessionMap([(Day2025, A, B, 1m)]).AsOf(A, Day2025.AddDays(-1)).ShouldBe([new Share(A, 1m)]);

    [Fact]
    public void AsOf_MergedThenSplit_FollowsBothActsWithWeights()
    {
        var map = new SuccessionMap([(Day2025, A, C, 1m), (Day2025, B, C, 1m), (Day2027, C, D, 0.25m), (Day2027, C, E, 0.75m)]);
        map.AsOf(A, Day2025).ShouldBe([new Share(C, 1m)]);
        map.AsOf(B, Day2027).ShouldBe([new Share(D, 0.25m), new Share(E, 0.75m)]);
    }

    [Fact]
    public void AsOf_Transfer_LeavesTheRestWithTheBodyItself() =>
        new SuccessionMap([(Day2025, A, A, 0.6m), (Day2025, A, B, 0.4m)]).AsOf(A, Day2027).ShouldBe([new Share(A, 0.6m), new Share(B, 0.4m)]);

    [Fact]
    public void AsOf_Abolished_IsCarriedOnByNobody() => new SuccessionMap([(Day2025, A, null, 1m)]).AsOf(A, Day2025).ShouldBeEmpty();

    [Fact]
    public void AsOf_RingInTheData_Ends() => new SuccessionMap([(Day2025, A, B, 1m), (Day2025, B, A, 1m)]).AsOf(A, Day2027).Sum(s => s.Weight).ShouldBe(1m);

    /// <summary>What five bodies had altogether is what their successors have altogether, on any day.</summary>
    [Fact]
    public void AsOf_RandomReorganizations_KeepTheTotal()
    {
        var act = from day in Gen.Choose(0, 3000)
                  from cut in Gen.Choose(1, 9)
                  select (Day: new DateOnly(2020, 1, 1).AddDays(day), Weight: cut / 10m);
        Prop.ForAll(act.ListOf(6).ToArbitrary(), Gen.Choose(0, 3500).ToArbitrary(), (acts, asked) =>
        {
            var lines = new List<(DateOnly, Guid, Guid?, decimal)>();
            var next = 10;
            var living = Enumerable.Range(1, 5).Select(Id).ToList();
            foreach (var (day, weight) in acts.OrderBy(a => a.Day))
            {
                var from = living[day.DayNumber % living.Count];
                living.Remove(from);
                Guid first = Id(next++), second = Id(next++);
                lines.AddRange([(day, from, first, weight), (day, from, second, 1 - weight)]);
                living.AddRange([first, second]);
            }
            var map = new SuccessionMap(lines);
            var total = Enumerable.Range(1, 5).Sum(i => map.AsOf(Id(i), new DateOnly(2020, 1, 1).AddDays(asked)).Sum(s => s.Weight));
            return Math.Abs(total - 5m) < 0.0000001m;
        }).QuickCheckThrowOnFailure();
    }

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
