using FsCheck;
using FsCheck.Fluent;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Digests;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Permissions;

namespace LanToa.Planning.Tests.Obligations.Digests;

[CollectionDefinition(nameof(DigestRulesTests), DisableParallelization = true)]
public sealed class DigestRulesTestsCollection;

/// <summary>Whom a digest goes to, on which days, and what stands in it, for every combination.</summary>
[Collection(nameof(DigestRulesTests))]
public sealed class DigestRulesTests
{
    private static readonly HolidayCalendar Holidays = BuiltInRules.Holidays;
    private static readonly Guid[] People = [.. Enumerable.Range(1, 4).Select(n => new Guid(n, 0, 0, new byte[8]))];

    private static readonly Gen<DateOnly> Days = Gen.Choose(new DateOnly(2026, 1, 1).DayNumber, new DateOnly(2026, 12, 31).DayNumber).Select(DateOnly.FromDayNumber);

    private static readonly Gen<DigestSetting> Settings =
        from weekends in Gen.Elements(true, false)
        from holidays in Gen.Elements(true, false)
        select new DigestSetting { RestsOnWeekends = weekends, RestsOnHolidays = holidays };

    private static readonly Gen<DigestChoice?> Choices =
        from none in Gen.Elements(true, false)
        from quiet in Gen.Choose(0, 127)
        from soon in Gen.Elements(true, false)
        from summary in Gen.Elements(true, false)
        select none ? null : new DigestChoice { QuietDays = [.. Enumerable.Range(0, 7).Where(d => d != 3 && (quiet & (1 << d)) != 0)], NoSoon = soon, NoSummary = summary };

    private static readonly Gen<IReadOnlyCollection<(Guid Account, Role Role)>> Staff =
        Gen.Choose(0, 5).SelectMany(n => (from person in Gen.Elements(People) from role in Gen.Elements(Role.FocalPoint, Role.Officer, Role.Leader, Role.Viewer, Role.Administrator) select (person, role)).ListOf(n)).Select(l => (IReadOnlyCollection<(Guid, Role)>)[.. l]);

    private static void Holds<T>(Gen<T> gen, Action<T> check) => Prop.ForAll(gen.ToArbitrary(), (T value) => check(value)).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void OwnersOf_AnyStaff_AreTheOneWhoHasItOrTheNearestToTheWork() => Holds(
        from staff in Staff from assignee in Gen.Elements(People) from given in Gen.Elements(true, false) from works in Gen.Elements(true, false) select (staff, assignee, given, works),
        c =>
        {
            var owners = DigestRules.OwnersOf(c.given ? c.assignee : null, c.works, c.staff);
            owners.Distinct().Count().ShouldBe(owners.Count);
            if (c is { given: true, works: true })
            {
                owners.ShouldBe([c.assignee]);
                return;
            }
            var nearest = new[] { Role.FocalPoint, Role.Officer, Role.Leader }.Where(r => c.staff.Any(p => p.Role == r)).Select(r => (Role?)r).FirstOrDefault();
            owners.Order().ShouldBe(c.staff.Where(p => p.Role == nearest).Select(p => p.Account).Distinct().Order());
            if (nearest is null) owners.ShouldBeEmpty();
        });

    [Fact]
    public void IsQuiet_AnyDay_FollowsWeekendsAndTheCalendar() => Holds(from day in Days from setting in Settings select (day, setting), c =>
    {
        var entry = Holidays.EntryOn(c.day);
        var weekend = c.day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        var quiet = DigestRules.IsQuiet(c.day, c.setting, Holidays);
        if (quiet) (entry is { Kind: not HolidayKind.Working } || weekend).ShouldBeTrue();
        if (c.setting is { RestsOnWeekends: true, RestsOnHolidays: true }) quiet.ShouldBe(!Holidays.IsWorkingDay(c.day));
        if (c.setting is { RestsOnWeekends: false, RestsOnHolidays: false }) quiet.ShouldBeFalse();
    });

    [Fact]
    public void PartOf_AnyDueDate_IsSaidBeforeTheDayAndWhileItIsOwed() => Holds(
        from today in Days from due in Gen.Choose(-40, 40) from setting in Settings from choice in Choices from lead in Gen.Choose(0, 20) from request in Gen.Elements(true, false) from before in Gen.Elements(true, false) from returned in Gen.Elements(true, false)
        select (today, due: today.AddDays(due), setting, choice, lead, request, before, returned),
        c =>
        {
            var next = DigestRules.NextAfter(c.today, c.setting, Holidays, c.choice);
            next.ShouldBeGreaterThan(c.today);
            (DigestRules.IsQuiet(next, c.setting, Holidays) || c.choice?.IsQuietOn(next) == true).ShouldBeFalse("a digest comes on the next day that is not quiet");
            var facts = new OccurrenceFacts { OpensOn = c.due.AddDays(-60), Scheduled = c.due, Due = c.due, IsRequest = c.request, BeforeTracking = c.before, ReturnedOn = c.returned ? c.today : null };
            var part = DigestRules.PartOf(facts, c.today, next, c.lead);
            if (c.returned) part.ShouldBe(DigestPart.Returned);
            else if (c.before) part.ShouldBeNull();
            else if (c.due < c.today) part.ShouldBe(c.request ? null : DigestPart.Overdue);
            else if (c.due < next) part.ShouldBe(DigestPart.Due, "nothing falls due unsaid on a quiet day");
            else part.ShouldBe(c.due.DayNumber - c.today.DayNumber <= c.lead ? DigestPart.Soon : null);
            DigestRules.PartOf(facts with { ClaimedOn = c.today, DoneOn = c.today, ReturnedOn = null }, c.today, next, c.lead).ShouldBeNull("what was reported is not told again");
        });

    [Fact]
    public void Chosen_AnyChoice_KeepsWhatIsDuty() => Holds(from choice in Choices from mask in Gen.Choose(0, 31) select (choice, mask), c =>
    {
        var all = new DigestContent([.. Enum.GetValues<DigestPart>().Where((_, i) => (c.mask & (1 << i)) != 0).Select(p => new DigestGroup(p, 1, []))], (c.mask & 16) == 0 ? null : new DigestSummary(1, 2, 1, 1, 0, []));
        var chosen = DigestRules.Chosen(all, c.choice);
        foreach (var part in new[] { DigestPart.Overdue, DigestPart.Due, DigestPart.Returned }) chosen.CountOf(part).ShouldBe(all.CountOf(part));
        chosen.CountOf(DigestPart.Soon).ShouldBe(c.choice is { NoSoon: true } ? 0 : all.CountOf(DigestPart.Soon));
        (chosen.Summary is null).ShouldBe(all.Summary is null || c.choice is { NoSummary: true });
        if (c.choice is { NoSoon: true, NoSummary: true }) DigestRules.HasOptional(chosen).ShouldBeFalse();
    });
}
