using FsCheck;
using FsCheck.Fluent;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;

namespace LanToa.Planning.Tests.Obligations.Rules;

public sealed class SuccessorFiguresTests
{
    private static readonly DateOnly Start = new(2020, 1, 1);

    /// <summary>Whatever bodies were merged, split, renamed or abolished, on whatever day it is asked: the total as-is is the total as-was, to the last decimal.</summary>
    [Fact]
    public void Of_AnyReorganizations_TotalAsIsIsTotalAsWas()
    {
        var act = from day in Gen.Choose(0, 2000) from form in Gen.Choose(0, 3) from cut in Gen.Choose(1, 99) select (Day: Start.AddDays(day), form, Weight: cut / 100m);
        var figures = from done in Gen.Choose(0, 50) from more in Gen.Choose(0, 50) from late in Gen.Choose(0, 50) select new Figures(done, done + more, late);
        Prop.ForAll(act.ListOf(8).ToArbitrary(), figures.ListOf(6).ToArbitrary(), Gen.Choose(0, 2500).ToArbitrary(), (acts, each, asked) =>
        {
            var asWas = each.Select((f, i) => (Id: Id(i + 1), f)).ToDictionary(f => f.Id, f => f.f);
            var found = SuccessorFigures.Of(asWas, Map(acts, asWas.Count), Start.AddDays(asked));
            return found.Aggregate(default(Figures), (sum, s) => sum + s.AsIs) == asWas.Values.Aggregate(default(Figures), (a, b) => a + b)
                && found.Select(s => s.Unit).Distinct().Count() == found.Count;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Of_AbolishedInPart_KeepsItInARowOfNobody()
    {
        var map = new SuccessionMap([(Start, Id(1), Id(2), 0.5m), (Start, Id(1), Id(3), 0.5m), (Start.AddDays(9), Id(3), null, 1m)]);
        var found = SuccessorFigures.Of(new Dictionary<Guid, Figures> { [Id(1)] = new(3, 4, 1) }, map, Start.AddDays(10));
        found.Select(s => (s.Unit, s.AsIs)).ShouldBe([(Id(2), new Figures(1.5m, 2, 0.5m)), (null, new Figures(1.5m, 2, 0.5m))]);
    }

    [Fact]
    public void Of_BeforeTheAct_IsWhatWas() =>
        SuccessorFigures.Of(new Dictionary<Guid, Figures> { [Id(1)] = new(3, 4, 1) }, new SuccessionMap([(Start, Id(1), Id(2), 1m)]), Start.AddDays(-1)).ShouldHaveSingleItem().IsChanged.ShouldBeFalse();

    [Fact]
    public void HeirsOf_MergedThenRenamed_NamesBothWithTheDayFromWhichEachOwes()
    {
        var map = new SuccessionMap([(Start, Id(1), Id(2), 1m), (Start.AddDays(30), Id(2), Id(3), 1m), (Start, Id(4), Id(4), 0.6m), (Start, Id(4), Id(5), 0.4m)]);
        map.HeirsOf(Id(1), Start.AddDays(-1)).ShouldBe([new Heir(Id(2), Start), new Heir(Id(3), Start.AddDays(30))]);
        map.HeirsOf(Id(1), Start).ShouldBeEmpty("asked after it had ended");
        map.HeirsOf(Id(4), Start.AddDays(-1)).ShouldBeEmpty("it goes on");
    }

    private static SuccessionMap Map(IReadOnlyList<(DateOnly Day, int Form, decimal Weight)> acts, int bodies)
    {
        var lines = new List<(DateOnly, Guid, Guid?, decimal)>();
        var living = Enumerable.Range(1, bodies).Select(Id).ToList();
        var next = 100;
        foreach (var (day, form, weight) in acts.OrderBy(a => a.Day))
        {
            if (living.Count < 2) break;
            var from = living[day.DayNumber % living.Count];
            living.Remove(from);
            var heir = form == 0 ? living[0] : Id(next++);
            if (form == 3) lines.Add((day, from, null, 1));
            else if (form == 2) lines.AddRange([(day, from, heir, weight), (day, from, living[0], 1 - weight)]);
            else lines.Add((day, from, heir, 1));
            if (form is 1 or 2) living.Add(heir);
        }
        return new SuccessionMap(lines);
    }

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
