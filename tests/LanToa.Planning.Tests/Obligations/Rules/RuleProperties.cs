using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LanToa.Planning.Obligations.Rules;
using static LanToa.Planning.Tests.Obligations.Rules.RuleSamples;

namespace LanToa.Planning.Tests.Obligations.Rules;

[CollectionDefinition(nameof(RuleProperties), DisableParallelization = true)]
public sealed class RulePropertiesCollection;

/// <summary>What holds for every rule, plan, regime and calendar.</summary>
[Collection(nameof(RuleProperties))]
public sealed class RuleProperties
{
    private static readonly PeriodKind[] Kinds = Enum.GetValues<PeriodKind>();

    private static readonly Gen<DateOnly> Dates = Gen.Choose(D("2021-01-01").DayNumber, D("2027-12-31").DayNumber).Select(DateOnly.FromDayNumber);

    private static readonly Gen<PlanCalendar> Plans =
        from start in Dates
        from length in Gen.Choose(0, 1900)
        from lead in Gen.Choose(-200, 60)
        select new PlanCalendar(start.AddDays(lead), new DateSpan(start, start.AddDays(length)));

    private static readonly Gen<DutyRule> PeriodicRules =
        from kind in Gen.Elements(DutyKind.Cutoff, DutyKind.Counted, DutyKind.Standing)
        from mask in Gen.Choose(1, (1 << Kinds.Length) - 1)
        from when in Gen.Choose(0, 4)
        from day in Gen.Choose(1, 31)
        from week in Gen.Choose(1, 5)
        from count in Gen.Choose(1, 9)
        from working in Gen.Elements(true, false)
        select new DutyRule
        {
            Kind = kind,
            Every = [.. Kinds.Where((_, i) => (mask & (1 << i)) != 0)],
            Day = when == 1 ? day : null,
            Week = when == 2 ? week : null,
            LastWorkingDay = when == 3,
            Offset = when == 4 ? new DutyOffset(week, working) : null,
            Count = count,
        };

    private static readonly Gen<ReportingRegime> Regimes =
        from regime in Gen.Elements<ReportingRegime>([.. BuiltInRules.Regimes.All.OrderBy(r => r.Code, StringComparer.Ordinal)])
        from shift in Gen.Elements(ShiftRule.None, ShiftRule.Before, ShiftRule.After)
        from days in Gen.Choose(0, 10)
        from override_ in Gen.Elements(true, false)
        select regime with { Shift = shift, Send = override_ ? new SendRule(SendKind.WorkingDaysAfterCutoff, Days: days) : regime.Send };

    private static readonly Gen<(DutyRule Rule, GenerationContext Context)> Cases =
        from rule in PeriodicRules
        from plan in Plans
        from regime in Regimes
        select (rule, Context(plan, regime));

    private static void Holds<T>(Gen<T> gen, Action<T> check) =>
        Prop.ForAll(gen.ToArbitrary(), (T value) => check(value)).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Generate_AnyPeriodOfThePlan_HasItsOccurrenceOrAnAbsorber() => Holds(Cases, c =>
    {
        // Issued on the day it begins: only what falls due before that day may be missing. That lies in the first period, or within the few days by
        // which a shift to the working day before can reach back from the next one.
        var plan = c.Context.Plan with { IssuedOn = c.Context.Plan.Span.From };
        var occurrences = OccurrenceGenerator.Generate(c.Rule, c.Context with { Plan = plan });
        var covered = occurrences.Keys().Concat(occurrences.SelectMany(o => o.Absorbed)).ToHashSet(StringComparer.Ordinal);
        for (var day = plan.Span.From; day <= plan.Span.To; day = day.AddDays(1))
        {
            foreach (var period in c.Rule.Every.Select(kind => CalendarPeriod.Of(kind, day)).Where(p => p.Span.Contains(day)))
                (covered.Contains(period.Key) || period.FirstMonth <= plan.Span.From.AddDays(10)).ShouldBeTrue($"{period.Key} has no occurrence");
        }
    });

    [Fact]
    public void Generate_LaterIssue_DropsExactlyWhatWasDueBefore() => Holds(Cases, c =>
    {
        var from = c.Context.Plan.Span.From;
        var all = OccurrenceGenerator.Generate(c.Rule, c.Context with { Plan = c.Context.Plan with { IssuedOn = from } });

        var issued = c.Context.Plan.IssuedOn;
        var generated = OccurrenceGenerator.Generate(c.Rule, c.Context);

        generated.Keys().ShouldBe(all.Where(o => o.Due >= issued).Keys());
    });

    [Fact]
    public void Generate_OwnSpans_NeitherOverlapNorLeaveGaps() => Holds(Cases, c =>
    {
        var occurrences = OccurrenceGenerator.Generate(c.Rule, c.Context);

        occurrences.Keys().ShouldBeUnique();
        var own = occurrences.Where(o => o.Own is not null).Select(o => o.Own!.Value).OrderBy(s => s.From).ToList();
        for (var i = 1; i < own.Count; i++)
        {
            own[i].From.ShouldBeGreaterThan(own[i - 1].To);
            if (c.Rule.Every is not [PeriodKind.NineMonths])
                own[i].From.ShouldBe(own[i - 1].To.AddDays(1));
        }
        foreach (var sameKind in occurrences.GroupBy(o => CalendarPeriod.TryParse(o.Key, out var p) ? p.Kind : throw new FormatException(o.Key)))
        {
            var spans = sameKind.Select(o => o.Span).OrderBy(s => s.From).ToList();
            spans.Skip(1).Where((s, i) => s.Overlaps(spans[i])).ShouldBeEmpty();
        }
        occurrences.ShouldAllBe(o => o.OpensOn <= o.Due || o.OpensOn <= o.Scheduled);
    });

    [Fact]
    public void Generate_AbsorbedPeriods_NeverDouble() => Holds(Cases, c =>
    {
        var occurrences = OccurrenceGenerator.Generate(c.Rule, c.Context);

        var absorbed = occurrences.SelectMany(o => o.Absorbed).ToList();
        absorbed.ShouldBeUnique();
        absorbed.Intersect(occurrences.Keys(), StringComparer.Ordinal).ShouldBeEmpty();
        foreach (var occurrence in occurrences)
        {
            CalendarPeriod.TryParse(occurrence.Key, out var period).ShouldBeTrue();
            foreach (var key in occurrence.Absorbed)
            {
                CalendarPeriod.TryParse(key, out var part).ShouldBeTrue();
                period.Span.Intersect(part.Span).ShouldBe(part.Span);
            }
        }
    });

    [Fact]
    public void Generate_Again_GivesTheSameOccurrencesAndIds() => Holds(Cases, c =>
    {
        var obligation = Guid.CreateVersion7();
        var shuffled = c.Rule with { Every = [.. c.Rule.Every.Reverse()] };

        var first = OccurrenceGenerator.Generate(c.Rule, c.Context);
        var again = OccurrenceGenerator.Generate(shuffled, c.Context);

        // A standing duty's explanation lists its periods in the order given; dates and keys do not depend on it.
        again.Select(Essence).ShouldBe(first.Select(Essence));
        Json(OccurrenceGenerator.Generate(c.Rule, c.Context)).ShouldBe(Json(first));
        first.Select(o => OccurrenceId.For(obligation, o.Key)).ShouldBeUnique();
        first.Select(o => OccurrenceId.For(obligation, o.Key)).ShouldBe(again.Select(o => OccurrenceId.For(obligation, o.Key)));
    });

    [Fact]
    public void Generate_AnyTimeZoneAndCulture_SameDates()
    {
        var zone = Environment.GetEnvironmentVariable("TZ");
        var culture = CultureInfo.CurrentCulture;
        try
        {
            Holds(
                from c in Cases
                from place in Gen.Elements(("Pacific/Kiritimati", "th-TH"), ("Pacific/Pago_Pago", "ar-SA"), ("Asia/Ho_Chi_Minh", "vi-VN"), ("America/New_York", "fa-IR"))
                select (c, place),
                x =>
                {
                    var span = x.c.Context.Plan.Span;
                    DutyRule[] rules = [x.c.Rule, new() { Kind = DutyKind.Once, Dates = [span.To] }, new() { Kind = DutyKind.Campaign, Spans = [span] }];
                    SetPlace("UTC", CultureInfo.InvariantCulture);
                    var expected = rules.Select(r => Json(OccurrenceGenerator.Generate(r, x.c.Context))).ToList();
                    SetPlace(x.place.Item1, CultureInfo.GetCultureInfo(x.place.Item2));
                    rules.Select(r => Json(OccurrenceGenerator.Generate(r, x.c.Context))).ShouldBe(expected);
                });
        }
        finally
        {
            SetPlace(zone, culture);
        }
    }

    [Fact]
    public void Generate_PrintedDayWithoutShift_NoHolidayMovesIt() => Holds(WithHoliday(DayRules, ShiftRule.None), x =>
        Moved(x).ShouldBeEmpty());

    [Fact]
    public void Generate_PrintedDayShiftedAfter_OnlyAHolidayOnItMovesIt() => Holds(WithHoliday(DayRules, ShiftRule.After), x =>
    {
        foreach (var (before, after) in Moved(x))
        {
            before.Due.ShouldBe(x.Holiday);
            after.Due.ShouldBe(x.Before.Calendar.AddWorkingDays(before.Due, 1));
            after.Scheduled.ShouldBe(before.Scheduled);
        }
        OccurrenceGenerator.Generate(x.Rule, x.After).ShouldAllBe(o => o.Due != x.Holiday);
    });

    [Fact]
    public void Generate_WorkingDaysAfterCutoff_OnlyAHolidayBetweenMovesIt() => Holds(WithHoliday(SendRules, ShiftRule.None), x =>
    {
        var moved = Moved(x).ToDictionary(m => m.Before.Key, m => m.After, StringComparer.Ordinal);
        foreach (var occurrence in OccurrenceGenerator.Generate(x.Rule, x.Before))
        {
            var between = x.Holiday > occurrence.Calendars.ReportData!.Value.To && x.Holiday <= occurrence.Due;
            moved.ContainsKey(occurrence.Key).ShouldBe(between, occurrence.Key);
            if (between)
                moved[occurrence.Key].Due.ShouldBe(x.Before.Calendar.AddWorkingDays(occurrence.Due, 1));
        }
    });

    [Fact]
    public void Ask_WorkingDays_DueAfterExactlySoMany() => Holds(
        from asked in Dates from days in Gen.Choose(1, 40) select (asked, days),
        x =>
        {
            var occurrence = OccurrenceGenerator.Ask(new DutyRule { Kind = DutyKind.OnRequest }, Context(Plan2023), x.asked, new DutyOffset(x.days, Working: true));

            BuiltInRules.Holidays.IsWorkingDay(occurrence.Due).ShouldBeTrue();
            BuiltInRules.Holidays.WorkingDaysBetween(x.asked, occurrence.Due).ShouldBe(x.days - 1);
        });

    [Fact]
    public void Apply_AnySequenceOfVerbs_KeepsTheInvariants() => Holds(
        from steps in Gen.ListOf(from verb in Gen.Elements<OccurrenceVerb>([.. OccurrenceVerbs.All]) from wait in Gen.Choose(0, 40) select (verb, wait), 15)
        from request in Gen.Elements(true, false)
        from before in Gen.Elements(true, false)
        from self in Gen.Elements(true, false)
        select (steps, request, before, self),
        x =>
        {
            var facts = new OccurrenceFacts
            {
                OpensOn = D("2023-01-01"), Scheduled = D("2023-03-16"), Due = D("2023-03-16"), IsRequest = x.request, BeforeTracking = x.before, ConfirmsItself = x.self,
            };
            var today = D("2022-12-01");
            foreach (var (verb, wait) in x.steps)
            {
                today = today.AddDays(wait);
                var input = new VerbInput(today, "Lý do", DoneOn: today < facts.OpensOn ? facts.OpensOn : today, NewDue: today.AddDays(30));
                if (OccurrenceVerbs.WhyNot(verb, facts, input).Count == 0)
                    facts = OccurrenceVerbs.Apply(verb, facts, input);
                else
                    Should.Throw<InvalidOperationException>(() => OccurrenceVerbs.Apply(verb, facts, input));
                var state = facts.StateOn(today);
                facts.Scheduled.ShouldBe(D("2023-03-16"));
                facts.DaysLateOn(today).ShouldBeGreaterThanOrEqualTo(0);
                if (facts.IsRequest)
                    (state is OccurrenceState.Overdue or OccurrenceState.DoneLate || facts.DaysLateOn(today) > 0).ShouldBeFalse();
                if (facts.BeforeTracking)
                    facts.IsDebtOn(today).ShouldBeFalse();
                (state == OccurrenceState.DoneOnTime && facts.DaysLateOn(today) > 0).ShouldBeFalse();
                OccurrenceVerbs.All.ShouldContain(v => OccurrenceVerbs.WhyNot(v, facts, today) == null, $"no way out of {state}");
                WhyLate.Explain(facts, today, [], BuiltInRules.Holidays).ShouldNotBeEmpty();
            }
        });

    [Fact]
    public void Key_AnyCalendarPeriod_ParsesBack() => Holds(
        from kind in Gen.Elements(Kinds) from date in Dates select CalendarPeriod.Of(kind, date),
        period =>
        {
            CalendarPeriod.TryParse(period.Key, out var parsed).ShouldBeTrue();
            parsed.ShouldBe(period);
            CalendarPeriod.Exactly(period.Span).ShouldBe(period);
            period.Next().FirstMonth.ShouldBeGreaterThan(period.LastMonth);
        });

    [Fact]
    public void For_KnownInput_IsTheDocumentedUuid()
    {
        var id = OccurrenceId.For(new Guid("01890a5d-ac96-774b-bcce-b302099a8057"), "2023-Q1");

        id.Version.ShouldBe(8);
        id.ShouldBe(OccurrenceId.For(new Guid("01890a5d-ac96-774b-bcce-b302099a8057"), "2023-Q1"));
        id.ShouldNotBe(OccurrenceId.For(new Guid("01890a5d-ac96-774b-bcce-b302099a8057"), "2023-Q2"));
        id.ToString().ShouldBe("b3914913-9601-89fa-b27a-74198eeff4cb");
    }

    private static Gen<DutyRule> DayRules => from rule in PeriodicRules from day in Gen.Choose(1, 31) select rule with { Day = day, Week = null, LastWorkingDay = false, Offset = null };

    private static Gen<DutyRule> SendRules => from rule in PeriodicRules select rule with { Kind = DutyKind.Cutoff, Day = null, Week = null, LastWorkingDay = false, Offset = null };

    private static Gen<HolidayCase> WithHoliday(Gen<DutyRule> rules, ShiftRule shift) =>
        from rule in rules
        from days in Gen.Choose(0, 10)
        from year in Gen.Choose(2023, 2026)
        from date in Dates.Where(d => d.Year is >= 2023 and <= 2026 && BuiltInRules.Holidays.IsWorkingDay(d))
        let regime = Government with { Shift = shift, Send = new SendRule(SendKind.WorkingDaysAfterCutoff, Days: days), SendByLevel = new Dictionary<string, SendRule>(StringComparer.Ordinal) }
        let before = Context(PlanCalendar.Of(new DateOnly(year, 1, 1), new DateSpan(new DateOnly(year, 1, 1), new DateOnly(year + 1, 12, 31))), regime)
        select new HolidayCase(rule, before, before with { Calendar = before.Calendar.With(new HolidayEntry(date, "Nghỉ đột xuất", HolidayKind.Holiday, HolidaySource.Official)) }, date);

    private static List<(PlannedOccurrence Before, PlannedOccurrence After)> Moved(HolidayCase x)
    {
        var after = OccurrenceGenerator.Generate(x.Rule, x.After).ToDictionary(o => o.Key, StringComparer.Ordinal);
        var before = OccurrenceGenerator.Generate(x.Rule, x.Before);
        before.Keys().Order(StringComparer.Ordinal).ShouldBe(after.Keys.Order(StringComparer.Ordinal));
        return [.. before.Where(o => after[o.Key].Due != o.Due).Select(o => (o, after[o.Key]))];
    }

    private static void SetPlace(string? zone, CultureInfo culture)
    {
        Environment.SetEnvironmentVariable("TZ", zone);
        TimeZoneInfo.ClearCachedData();
        CultureInfo.CurrentCulture = culture;
    }

    private static string Json(IReadOnlyList<PlannedOccurrence> occurrences) => JsonSerializer.Serialize(occurrences, RuleJson.Options);

    private static (string, DateSpan, DateSpan?, DateOnly, DateOnly, int?) Essence(PlannedOccurrence o) => (o.Key, o.Span, o.Own, o.Scheduled, o.Due, o.Target);

    private sealed record HolidayCase(DutyRule Rule, GenerationContext Before, GenerationContext After, DateOnly Holiday);
}
