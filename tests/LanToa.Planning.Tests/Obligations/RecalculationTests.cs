using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>After a holiday or a regime changed: what moves on the stored data, and all that does not.</summary>
public sealed class RecalculationTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The province's rule: a due date on a day off moves to the working day before or after.</summary>
    private async Task GivenShiftAsync(ShiftRule shift)
    {
        app.Clock.MoveTo(Today);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var row = await db.Set<RegimeRow>().FirstOrDefaultAsync(r => r.ProvinceId == 99 && r.Code == "cchc-581");
            var data = new RegimeData { Code = "cchc-581", Name = "Chế độ CCHC của tỉnh", Source = "Quyết định thử", BasedOn = RegimeSet.GovernmentDefault, Scope = new RegimeScope(RuleBook.Topic), Shift = shift };
            if (row is null) db.Add(row = new RegimeRow { ProvinceId = 99, Code = data.Code, Data = data });
            (row.Data, row.WithdrawnAt) = (data, null);
            await db.SaveChangesAsync();
        });
    }

    private Task GivenHolidayAsync(DateOnly date, bool withdrawn = false) => app.InScopeAsync(async s =>
    {
        var db = s.GetRequiredService<LanToaDb>();
        var row = await db.Set<Holiday>().FirstOrDefaultAsync(h => h.ProvinceId == 99 && h.Date == date);
        if (row is null) db.Add(row = new Holiday { ProvinceId = 99, Date = date, Name = "Ngày nghỉ của tỉnh", Kind = HolidayKind.Holiday, Source = HolidaySource.Official });
        row.WithdrawnAt = withdrawn ? app.Clock.GetUtcNow() : null;
        await db.SaveChangesAsync();
    });

    private Task<DueChangeSet> FoundAsync() => app.InScopeAsync(s => s.GetRequiredService<DueChanges>().OfAsync(99));

    private async Task RecalculateAsync(string reason)
    {
        await ConfirmAsync(reason);
        await app.RunJobsAsync();
    }

    /// <summary>Confirms what would move now; the job waits.</summary>
    private Task<Guid?> ConfirmAsync(string reason) => app.InScopeAsync(async s =>
    {
        var found = await s.GetRequiredService<DueChanges>().OfAsync(99);
        if (found.Total == 0) return null;
        var (outcome, job) = await s.GetRequiredService<ConfirmRecalculation>().HandleAsync(found.Seen, Guid.CreateVersion7(), reason);
        outcome.Problems.ShouldBeEmpty();
        return job;
    });

    private Task<Job> JobAsync(Guid? id) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Job>().AsNoTracking().SingleAsync(j => j.Id == id));

    [Fact]
    public async Task Dates_OfAPlanThatIsOnlyKept_AreNotMovedByTheProvincesRules()
    {
        await GivenShiftAsync(ShiftRule.Before);
        var (neighbour, department) = await app.KeepAsync("Ủy ban nhân dân tỉnh Tân Quang");
        TaskGiven[] tasks = [new("Báo cáo cải cách hành chính", ObligationsApp.ReportsOfPlan002, [department.Id]), new("Chuyên mục mỗi quý", ObligationsApp.OneEachQuarter, [department.Id])];

        var own = await app.IssueAsync(D("2023-01-15"), null, new TaskGiven("Báo cáo cải cách hành chính", ObligationsApp.ReportsOfPlan002, [app.Finance.Id]));
        var kept = await app.IssueAsync(D("2023-01-15"), null, neighbour, tasks);
        var open = await app.IssueAsync(D("2026-01-15"), null, neighbour, tasks);
        await GivenHolidayAsync(D("2026-09-16"));

        (await app.OccurrencesAsync(own.Id)).Select(o => o.DueOn).ShouldBe([D("2023-03-16"), D("2023-06-16"), D("2023-09-15"), D("2023-12-15")]);
        (await app.OccurrencesAsync(kept.Id)).Select(o => o.DueOn).ShouldBe(
            [D("2023-03-16"), D("2023-03-31"), D("2023-06-16"), D("2023-06-30"), D("2023-09-16"), D("2023-09-30"), D("2023-12-16"), D("2023-12-31")]);
        (await FoundAsync()).Changes.ShouldNotContain(c => c.Of.PlanId == open.Id);
        await app.InScopeAsync(async s =>
        {
            var rules = await s.GetRequiredService<RuleBooks>().OfAsync(99);
            rules.For(neighbour.Id).Holidays.IsWorkingDay(D("2026-09-16")).ShouldBeTrue();
            rules.For(app.Province.Id).Holidays.IsWorkingDay(D("2026-09-16")).ShouldBeFalse();
        });
        await GivenHolidayAsync(D("2026-09-16"), withdrawn: true);
    }

    [Fact]
    public async Task Job_RulesChangedAfterConfirming_MovesNothingAndSaysSo()
    {
        await GivenShiftAsync(ShiftRule.Before);
        await RecalculateAsync("Quy định thử");
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Báo cáo đổi luật giữa chừng", ObligationsApp.ReportsOfPlan002, [app.Culture.Id]));
        var before = await app.OccurrencesAsync(plan.Id);
        await GivenHolidayAsync(D("2026-09-16"));
        var job = await ConfirmAsync("Nghỉ");
        await GivenHolidayAsync(D("2026-09-16"), withdrawn: true);

        await app.RunJobsAsync();

        (await app.OccurrencesAsync(plan.Id)).Select(o => o.DueOn).ShouldBe(before.Select(o => o.DueOn));
        var died = await JobAsync(job);
        died.State.ShouldBe(JobState.Dead);
        died.Error.ShouldNotBeNull().ShouldContain("Hãy xem lại rồi xác nhận lại");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<ConfirmedMove>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Job_RowsChangedAfterConfirming_MovesWhatWasConfirmedAndIsStillSo()
    {
        await GivenShiftAsync(ShiftRule.Before);
        await RecalculateAsync("Quy định thử");
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Báo cáo đang thay đổi", ObligationsApp.ReportsOfPlan002, [app.Culture.Id, app.Finance.Id, app.Office.Id]));
        var third = (await app.OccurrencesAsync(plan.Id)).Where(o => o.PeriodKey == "2026-Q3").ToDictionary(o => o.UnitId);
        app.Clock.MoveTo(D("2026-08-03"));
        await DoAsync(third[app.Finance.Id], OccurrenceVerb.ClaimDone);
        await GivenHolidayAsync(D("2026-09-16"));
        var job = await ConfirmAsync("Nghỉ");
        await DoAsync(await app.OccurrenceAsync(third[app.Finance.Id].Id), OccurrenceVerb.Return);
        await DoAsync(await app.OccurrenceAsync(third[app.Office.Id].Id), OccurrenceVerb.ClaimDone);

        await app.RunJobsAsync();

        (await app.OccurrenceAsync(third[app.Culture.Id].Id)).DueOn.ShouldBe(D("2026-09-15"));
        (await app.OccurrenceAsync(third[app.Finance.Id].Id)).DueOn.ShouldBe(D("2026-09-16"), "it was not among what was confirmed");
        (await app.OccurrenceAsync(third[app.Office.Id].Id)).DueOn.ShouldBe(D("2026-09-16"), "it was claimed since");
        (await JobAsync(job)).ProgressText.ShouldNotBeNull().ShouldContain("1 hạn giữ nguyên");
        app.Clock.MoveTo(Today);
        await GivenHolidayAsync(D("2026-09-16"), withdrawn: true);
        await RecalculateAsync("Trả lại như cũ");
    }

    [Fact]
    public async Task Job_DayThatAUnitAskedForIsGivenByTheRules_NobodyHasToAnswer_AndALaterOneStillWaits()
    {
        await GivenShiftAsync(ShiftRule.After);
        await RecalculateAsync("Quy định thử");
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Báo cáo xin lùi hạn", ObligationsApp.ReportsOfPlan002, [app.Culture.Id, app.Finance.Id]));
        async Task<Occurrence> OfAsync(Organization unit) => (await app.OccurrencesAsync(plan.Id, unit.Id)).Single(o => o.PeriodKey == "2026-Q3");
        using var leader = await app.SignInAsync(Role.Leader);
        var key = $"occurrence.extension:{(await OfAsync(app.Culture)).TaskId}";
        Task<bool> IsToldAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<LanToa.Platform.Notices.Notice>().AnyAsync(n => n.AccountId == leader.AccountId && n.Key == key && n.ReadAt == null));
        foreach (var (unit, until) in new[] { (app.Culture, "2026-09-17"), (app.Finance, "2026-09-18") })
            await app.InScopeAsync(async s => (await s.GetRequiredService<SmallActs>().AskExtensionAsync((await OfAsync(unit)).Id, Guid.CreateVersion7(), (await OfAsync(unit)).Version, D(until), "Chờ số liệu")).Problems.ShouldBeEmpty());

        await GivenHolidayAsync(D("2026-09-16"));
        await RecalculateAsync("Nghỉ");
        (await OfAsync(app.Culture)).ShouldSatisfyAllConditions(o => (o.DueOn, o.ExtensionTo, o.ExtensionReason).ShouldBe((D("2026-09-17"), null, null)));
        (await OfAsync(app.Finance)).ShouldSatisfyAllConditions(o => (o.DueOn, o.ExtensionTo, o.ExtensionReason).ShouldBe((D("2026-09-17"), D("2026-09-18"), "Chờ số liệu")));
        (await leader.GetAsync($"/obligations/{(await OfAsync(app.Culture)).Id}")).Text(".lt-timeline").ShouldContain("Đơn vị xin lùi hạn đến 17/09/2026, hạn mới đã đáp ứng nên không cần trả lời nữa");
        (await leader.GetAsync($"/obligations/{(await OfAsync(app.Culture)).Id}")).Text(".lt-timeline").ShouldNotContain("..");
        (await IsToldAsync()).ShouldBeTrue("one of them still asks");
        await GivenHolidayAsync(D("2026-09-17"));
        await RecalculateAsync("Nghỉ thêm");
        (await OfAsync(app.Finance)).ShouldSatisfyAllConditions(o => (o.DueOn, o.ExtensionTo).ShouldBe((D("2026-09-18"), null)));
        (await IsToldAsync()).ShouldBeFalse();

        foreach (var day in new[] { "2026-09-16", "2026-09-17" }) await GivenHolidayAsync(D(day), withdrawn: true);
        await GivenShiftAsync(ShiftRule.Before);
        await RecalculateAsync("Trả lại như cũ");
    }

    [Fact]
    public async Task Job_StoppedWhileItSettlesWhatItGives_HasMovedNothing_AndSettlesItWhenItRunsAgain()
    {
        await GivenShiftAsync(ShiftRule.After);
        await RecalculateAsync("Quy định thử");
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Báo cáo dừng giữa chừng", ObligationsApp.ReportsOfPlan002, [app.Culture.Id]));
        async Task<Occurrence> OfAsync() => (await app.OccurrencesAsync(plan.Id)).Single(o => o.PeriodKey == "2026-Q3");
        using var leader = await app.SignInAsync(Role.Leader);
        var key = $"occurrence.extension:{(await OfAsync()).TaskId}";
        Task<bool> IsToldAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<LanToa.Platform.Notices.Notice>().AnyAsync(n => n.AccountId == leader.AccountId && n.Key == key && n.ReadAt == null));
        await app.InScopeAsync(async s => (await s.GetRequiredService<SmallActs>().AskExtensionAsync((await OfAsync()).Id, Guid.CreateVersion7(), (await OfAsync()).Version, D("2026-09-17"), "Chờ số liệu")).Problems.ShouldBeEmpty());
        await GivenHolidayAsync(D("2026-09-16"));
        var found = await FoundAsync();
        var confirmation = Guid.CreateVersion7();
        await app.InScopeAsync(s => s.GetRequiredService<DueChanges>().KeepAsync(found, confirmation));
        Task RunAsync(CancellationToken cancel) => app.InScopeAsync(s => s.GetRequiredService<RecalculateDueDates>().RunAsync(new RecalculatePayload(99, "Nghỉ", confirmation, found.Rules, found.Total), new JobRun(Guid.CreateVersion7(), 1, (_, _) => Task.CompletedTask), cancel));

        // Somebody tells of this task at the moment, and meanwhile the program stops.
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            await using var holds = await db.Database.BeginTransactionAsync();
            await s.GetRequiredService<LanToa.Platform.Notices.NoticeBoard>().HoldAsync([key]);
            using var stop = new CancellationTokenSource();
            var run = RunAsync(stop.Token);
            while (!run.IsCompleted && !await db.Database.SqlQuery<bool>($"SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted) AS \"Value\"").SingleAsync()) await Task.Delay(20);
            await stop.CancelAsync();
            await Should.ThrowAsync<Exception>(() => run);
        });
        (await OfAsync()).ShouldSatisfyAllConditions(o => (o.DueOn, o.ExtensionTo).ShouldBe((D("2026-09-16"), D("2026-09-17"))));
        (await IsToldAsync()).ShouldBeTrue();

        await RunAsync(TestContext.Current.CancellationToken);
        (await OfAsync()).ShouldSatisfyAllConditions(o => (o.DueOn, o.ExtensionTo).ShouldBe((D("2026-09-17"), null)));
        (await IsToldAsync()).ShouldBeFalse();
        await GivenHolidayAsync(D("2026-09-16"), withdrawn: true);
        await GivenShiftAsync(ShiftRule.Before);
        await RecalculateAsync("Trả lại như cũ");
    }

    [Fact]
    public async Task Page_ManyChanges_ShowsThemPageByPageWithAllCounted()
    {
        await GivenShiftAsync(ShiftRule.Before);
        await RecalculateAsync("Quy định thử");
        await app.IssueAsync(D("2026-01-15"), null, [.. Enumerable.Range(1, 60).Select(i => new TaskGiven($"Báo cáo thứ {i:00}", new DutyRule { Kind = DutyKind.Once, Dates = [D("2026-10-14")] }, [app.Culture.Id]))]);
        await GivenHolidayAsync(D("2026-10-14"));
        using var administrator = await app.SignInAsync(Role.Administrator);

        var first = await administrator.OpenAsync("/rules/recalculation");
        var last = await administrator.OpenAsync("/rules/recalculation?trang=2");

        var all = (await FoundAsync()).Changes.Count;
        first.Text(".lt-figure__value").ShouldBe((await FoundAsync()).Total.ToString(System.Globalization.CultureInfo.InvariantCulture));
        first.Html.QuerySelectorAll("main tbody tr").Length.ShouldBe(50);
        last.Html.QuerySelectorAll("main tbody tr").Length.ShouldBe(all - 50);
        first.Html.QuerySelector("input[name=Seen]")!.GetAttribute("value").ShouldBe(last.Html.QuerySelector("input[name=Seen]")!.GetAttribute("value"));
        await GivenHolidayAsync(D("2026-10-14"), withdrawn: true);
        (await FoundAsync()).Total.ShouldBe(0);
    }

    [Fact]
    public async Task Job_RunAfterTheNewDateHasPassed_LeavesTheDueDate()
    {
        await GivenShiftAsync(ShiftRule.Before);
        await RecalculateAsync("Quy định thử");
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Báo cáo chạy lại sau nửa đêm", new DutyRule { Kind = DutyKind.Once, Dates = [D("2026-09-17")] }, [app.Culture.Id]));
        app.Clock.MoveTo(D("2026-09-16"));
        await GivenHolidayAsync(D("2026-09-17"));
        (await FoundAsync()).Changes.Single(c => c.Of.PlanId == plan.Id).To.ShouldBe(D("2026-09-16"));
        await ConfirmAsync("Nghỉ");
        app.Clock.MoveTo(D("2026-09-17"));

        await app.RunJobsAsync();

        var stays = (await app.OccurrencesAsync(plan.Id)).ShouldHaveSingleItem();
        stays.DueOn.ShouldBe(D("2026-09-17"));
        (await MovesOfAsync(stays.Id)).ShouldBeEmpty();
        app.Clock.MoveTo(Today);
        await GivenHolidayAsync(D("2026-09-17"), withdrawn: true);
        await RecalculateAsync("Trả lại như cũ");
    }

    [Fact]
    public async Task Job_RulesChangedBetweenBatches_StopsThereAndSaysWhatIsLeft()
    {
        app.Clock.MoveTo(Today);
        var confirmation = Guid.CreateVersion7();
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Database.ExecuteSqlAsync($"""
            INSERT INTO confirmed_move (province_id, confirmation_id, occurrence_id, due_from, due_to, why)
            SELECT 99, {confirmation}, gen_random_uuid(), {D("2026-09-16")}, {D("2026-09-15")}, 'thử' FROM generate_series(1, 2001)
            """));
        var run = new JobRun(Guid.CreateVersion7(), 1, (_, _) => GivenHolidayAsync(D("2026-11-17")));

        var stopped = await Should.ThrowAsync<JobFailedException>(() => app.InScopeAsync(async s =>
        {
            var rules = await s.GetRequiredService<DueChanges>().RulesAsync([99]);
            await s.GetRequiredService<RecalculateDueDates>().RunAsync(new RecalculatePayload(99, "thử", confirmation, rules, 2001), run, TestContext.Current.CancellationToken);
        }));

        stopped.Message.ShouldContain(" 1 hạn chưa đổi");
        await GivenHolidayAsync(D("2026-11-17"), withdrawn: true);
    }

    private Task<List<HistoryEvent>> MovesOfAsync(Guid id) =>
        app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<HistoryEvent>().Where(e => e.SubjectId == id && e.Verb == RecalculateDueDates.Verb).ToListAsync());

    private Task DoAsync(Occurrence o, OccurrenceVerb verb, DateOnly? due = null) => app.InScopeAsync(async s =>
        (await s.GetRequiredService<ActOnOccurrence>().HandleAsync(new ActInput(o.Id, verb, Guid.CreateVersion7(), o.Version) { Reason = "lý do", Note = "đã làm, không có tệp", NewDue = due })).Problems.ShouldBeEmpty());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Recalculate_AnyDayMadeOrNoLongerOff_MovesExactlyWhatTheRulesGive(int seed)
    {
        var random = new Random(seed);
        await GivenShiftAsync(random.Next(2) == 0 ? ShiftRule.Before : ShiftRule.After);
        await RecalculateAsync("Quy định thử");
        Guid[] units = [app.Culture.Id, app.Finance.Id, app.Commune.Id, app.OtherCommune.Id];
        var rules = Enumerable.Range(0, 5).Select(_ => AnyRule(random)).ToList();
        var plan = await app.IssueAsync(D("2026-01-15"), null,
            [.. rules.Select((r, i) => new TaskGiven($"Việc {seed}.{i}", r, [.. units.Where(_ => random.Next(4) > 0).DefaultIfEmpty(units[0])], random.Next(5) == 0 ? TaskModality.Request : TaskModality.Command))]);
        foreach (var o in await app.OccurrencesAsync(plan.Id))
        {
            if (o.StateOn(Today) is not (OccurrenceState.Open or OccurrenceState.Overdue)) continue;
            var verb = new OccurrenceVerb?[] { null, null, OccurrenceVerb.ClaimDone, OccurrenceVerb.NothingArose, OccurrenceVerb.NotApplicable, OccurrenceVerb.MoveDueDate }[random.Next(6)];
            if (verb is { } said) await DoAsync(o, said, due: o.DueOn.AddDays(random.Next(1, 9)));
        }
        var before = await app.OccurrencesAsync(plan.Id);
        // One of the dates on which something falls due, so that something has a reason to move.
        var day = before[random.Next(before.Count)].DueOn;
        await GivenHolidayAsync(day);
        var found = await FoundAsync();

        await RecalculateAsync("Thông báo nghỉ");

        var after = (await app.OccurrencesAsync(plan.Id)).ToDictionary(o => o.Id);
        var book = (await app.InScopeAsync(s => s.GetRequiredService<RuleBooks>().OfAsync(99))).Own;
        var duties = (await app.ObligationsAsync(plan.Id)).ToDictionary(b => b.Id);
        var moved = 0;
        foreach (var was in before)
        {
            var now = after[was.Id];
            var duty = duties[was.ObligationId];
            var level = was.UnitId == app.Commune.Id || was.UnitId == app.OtherCommune.Id ? "commune" : null;
            var planned = OccurrenceGenerator.Generate(duty.Rule, new GenerationContext(new PlanCalendar(duty.PlanDate, new DateSpan(duty.PlanFrom, duty.PlanTo)), book.Regimes[duty.RegimeCode], book.Holidays) { Level = level });
            var given = planned.FirstOrDefault(p => p.Key == was.PeriodKey)?.Due;
            var mayMove = was is { ClaimedOn: null, ConfirmedOn: null, NothingAroseOn: null, NotApplicableOn: null, DueMoved: false } && was.DueOn >= Today;
            var expected = mayMove && given is { } due && due >= Today && due >= was.OpensOn ? due : was.DueOn;

            now.DueOn.ShouldBe(expected, $"{duty.Text}, {was.PeriodKey}, nghỉ {day:yyyy-MM-dd}");
            (now.ScheduledOn, now.PeriodKey, now.PeriodFrom, now.PeriodTo, now.OpensOn).ShouldBe((was.ScheduledOn, was.PeriodKey, was.PeriodFrom, was.PeriodTo, was.OpensOn));
            (now.ClaimedOn, now.ConfirmedOn, now.NothingAroseOn, now.NotApplicableOn).ShouldBe((was.ClaimedOn, was.ConfirmedOn, was.NothingAroseOn, was.NotApplicableOn));
            var told = await MovesOfAsync(was.Id);
            told.Count.ShouldBe(expected == was.DueOn ? 0 : 1);
            now.Version.ShouldBe(was.Version + told.Count);
            if (told.Count == 0) continue;
            moved++;
            told[0].Reason.ShouldNotBeNull().ShouldStartWith("Thông báo nghỉ. ");
            (told[0].Before, told[0].After).ShouldBe(($$"""{"DueOn": "{{was.DueOn:yyyy-MM-dd}}"}""", $$"""{"DueOn": "{{now.DueOn:yyyy-MM-dd}}"}"""));
        }
        found.Changes.Where(c => c.Of.PlanId == plan.Id).Sum(c => c.Count).ShouldBe(moved);
        (await FoundAsync()).Total.ShouldBe(0);

        await GivenHolidayAsync(day, withdrawn: true);
        await RecalculateAsync("Hoãn nghỉ");
        var dates = before.ToDictionary(o => o.Id, o => o.DueOn);
        (await app.OccurrencesAsync(plan.Id)).Where(o => o.DueOn != dates[o.Id]).ShouldBeEmpty();
    }

    private static DutyRule AnyRule(Random random) => random.Next(6) switch
    {
        0 => ObligationsApp.ReportsOfPlan002,
        1 => ObligationsApp.OneEachQuarter,
        2 => new DutyRule { Kind = DutyKind.Cutoff, Every = [PeriodKind.Month], Day = random.Next(1, 29) },
        3 => new DutyRule { Kind = DutyKind.Standing, Every = [PeriodKind.Month] },
        4 => new DutyRule { Kind = DutyKind.Once, Dates = [new DateOnly(2026, random.Next(3, 12), random.Next(3, 29)), new DateOnly(2026, 12, random.Next(1, 29))] },
        _ => new DutyRule { Kind = DutyKind.Cutoff, Every = [PeriodKind.Quarter], Offset = new DutyOffset(random.Next(1, 20), Working: true) },
    };

    [Fact]
    public async Task Recalculation_ShownThenConfirmed_MovesWithHistoryAndSaysWhyOnThePage()
    {
        await GivenShiftAsync(ShiftRule.Before);
        await RecalculateAsync("Quy định thử");
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Báo cáo dời ngày", ObligationsApp.ReportsOfPlan002, [app.Culture.Id, app.Office.Id]));
        using var administrator = await app.SignInAsync(Role.Administrator);
        var added = await administrator.SubmitAsync(await administrator.GetAsync("/rules/holidays/edit"), "#luu", new()
        {
            ["Input.Date"] = "16/06/2026", ["Input.Name"] = "Ngày hội tỉnh", ["Input.Kind"] = "Holiday", ["Input.Source"] = "Official", ["Input.Basis"] = "Quyết định 1/QĐ-UBND", ["Input.Reason"] = "Theo quyết định",
        });
        added.Location.ShouldBe("/rules/recalculation");

        var page = await administrator.OpenAsync("/rules/recalculation");
        page.Text("main").ShouldContain("Báo cáo dời ngày");
        page.Texts("tbody tr").ShouldContain(t => t.Contains("thứ Ba 16/06/2026 thứ Hai 15/06/2026 2", StringComparison.Ordinal));
        (await administrator.SubmitAsync(page, "#xac-nhan", new() { ["Reason"] = " " })).Text("#Reason-error").ShouldContain("Hãy ghi lý do");
        var confirmed = await administrator.SubmitAsync(page, "#xac-nhan", new() { ["Reason"] = "Nghỉ ngày hội" });
        (await administrator.SubmitAsync(page, "#xac-nhan", new() { ["Reason"] = "Nghỉ ngày hội" })).Location.ShouldBe(confirmed.Location);
        await app.RunJobsAsync();

        (await administrator.OpenAsync(confirmed.Location!)).Text("#cap-nhat").ShouldContain("Đã đổi");
        var half = (await app.OccurrencesAsync(plan.Id, app.Culture.Id)).Single(o => o.PeriodKey == "2026-H1");
        (half.ScheduledOn, half.DueOn).ShouldBe((D("2026-06-16"), D("2026-06-15")));
        (await MovesOfAsync(half.Id)).ShouldHaveSingleItem().ActorName.ShouldStartWith("Quản trị");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        var text = (await focal.OpenAsync($"/obligations/{half.Id}")).Text("main");
        text.ShouldContain("Từ 16/06/2026 sang 15/06/2026; Quản trị");
        text.ShouldContain("Nghỉ ngày hội");
        text.ShouldContain("Tính lại hạn");
        (await administrator.OpenAsync("/rules/recalculation")).Text("main").ShouldContain("Không hạn nào phải đổi");
        await GivenHolidayAsync(D("2026-06-16"), withdrawn: true);
        await RecalculateAsync("Trả lại như cũ");
    }

    [Fact]
    public async Task Confirm_SomethingElseWouldMoveSinceShown_IsShownAnew()
    {
        await GivenShiftAsync(ShiftRule.After);
        await RecalculateAsync("Quy định thử");
        await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Báo cáo đã xem", ObligationsApp.ReportsOfPlan002, [app.Culture.Id]));
        await GivenHolidayAsync(D("2026-09-16"));
        using var administrator = await app.SignInAsync(Role.Administrator);
        var shown = await administrator.OpenAsync("/rules/recalculation");
        await GivenHolidayAsync(D("2026-12-16"));

        var answer = await administrator.SubmitAsync(shown, "#xac-nhan", new() { ["Reason"] = "Nghỉ" });

        answer.Text(".lt-errors").ShouldContain("hãy xem lại rồi xác nhận");
        answer.Text("textarea").ShouldBe("Nghỉ");
        (await administrator.SubmitAsync(answer, "#xac-nhan")).Location.ShouldNotBeNull().ShouldStartWith("/rules/recalculation?job=");
        await app.RunJobsAsync();
        await GivenHolidayAsync(D("2026-09-16"), withdrawn: true);
        await GivenHolidayAsync(D("2026-12-16"), withdrawn: true);
        await RecalculateAsync("Trả lại như cũ");
    }

    [Fact]
    public async Task Withdraw_OverrideOfProvince_CountrysRuleHoldsAndDueDatesFollow()
    {
        await GivenShiftAsync(ShiftRule.Before);
        await RecalculateAsync("Quy định thử");
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Báo cáo bỏ quy định riêng", new DutyRule { Kind = DutyKind.Once, Dates = [D("2026-08-16")] }, [app.Culture.Id]));
        (await app.OccurrencesAsync(plan.Id)).ShouldHaveSingleItem().DueOn.ShouldBe(D("2026-08-14"));
        using var administrator = await app.SignInAsync(Role.Administrator);
        var page = await administrator.OpenAsync("/rules/regimes/edit?code=cchc-581");

        (await administrator.SubmitAsync(page, "#go", new() { ["why"] = "" })).Text("main").ShouldContain("Hãy ghi lý do");
        (await administrator.SubmitAsync(page, "#go", new() { ["why"] = "Bãi bỏ quyết định" })).Location.ShouldBe("/rules/recalculation");
        await RecalculateAsync("Bãi bỏ quyết định");

        (await app.InScopeAsync(s => s.GetRequiredService<RuleBooks>().OfAsync(99))).Own.Regimes["cchc-581"].Shift.ShouldBe(ShiftRule.None);
        var stays = (await app.OccurrencesAsync(plan.Id)).ShouldHaveSingleItem();
        (stays.ScheduledOn, stays.DueOn).ShouldBe((D("2026-08-16"), D("2026-08-16")));
        var back = await administrator.OpenAsync("/rules/regimes/edit?code=cchc-581");
        back.Text("main").ShouldContain("Bản riêng của tỉnh đã gỡ");
        await administrator.SubmitAsync(back, "#go", new() { ["why"] = "Gỡ nhầm" });
        (await app.InScopeAsync(s => s.GetRequiredService<RuleBooks>().OfAsync(99))).Own.Regimes["cchc-581"].Shift.ShouldBe(ShiftRule.Before);
    }

    [Fact]
    public async Task End_RegimeOfProvince_LaterPlansFollowAnother()
    {
        app.Clock.MoveTo(Today);
        using var administrator = await app.SignInAsync(Role.Administrator);
        await administrator.SubmitAsync(await administrator.OpenAsync("/rules/regimes/terms"), "#luu", RegimeTermsTests.New("rieng-het-han", "Riêng", "01/01/2026"));
        var page = await administrator.OpenAsync("/rules/regimes/edit?code=rieng-het-han");

        (await administrator.SubmitAsync(page, "#ket-thuc", new() { ["Last"] = "31/12/2025", ["because"] = "Hết hạn" })).Text("#Last-error").ShouldContain("không thể trước ngày có hiệu lực");
        await administrator.SubmitAsync(page, "#ket-thuc", new() { ["Last"] = "31/01/2026", ["because"] = "Hết hạn" });

        var book = (await app.InScopeAsync(s => s.GetRequiredService<RuleBooks>().OfAsync(99))).Own;
        book.Regimes.Resolve(D("2026-01-31"), RuleBook.Topic, province: "99").Code.ShouldBe("rieng-het-han");
        book.Regimes.Resolve(D("2026-02-01"), RuleBook.Topic, province: "99").Code.ShouldBe("cchc-581");
        (await administrator.OpenAsync("/rules/regimes")).Text("main").ShouldContain("01/01/2026 đến 31/01/2026");
        await administrator.SubmitAsync(await administrator.OpenAsync("/rules/regimes/edit?code=rieng-het-han"), "#go", new() { ["why"] = "Dọn" });
        (await administrator.OpenAsync("/rules/regimes")).Text("main").ShouldContain("Đã gỡ");
    }

    [Fact]
    public async Task Withdraw_RegimeThatOthersFollow_IsRefused()
    {
        app.Clock.MoveTo(Today);
        (await WithdrawAsNationAsync(RegimeSet.GovernmentDefault)).Problems.ShouldHaveSingleItem().ShouldContain("chế độ chung");
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.Add(new RegimeRow { ProvinceId = 97, Code = "dua-tren", Data = new RegimeData { Code = "dua-tren", Name = "x", Source = "x", BasedOn = "cchc-581" } });
            await db.SaveChangesAsync();
        });

        (await WithdrawAsNationAsync("cchc-581")).Problems.ShouldHaveSingleItem().ShouldContain("dua-tren");
    }

    private Task<Outcome> WithdrawAsNationAsync(string code) => app.InScopeAsync(async s =>
    {
        await s.GetRequiredService<RuleBooks>().RegimesAsync(0);
        var row = await s.GetRequiredService<LanToaDb>().Set<RegimeRow>().AsNoTracking().SingleAsync(r => r.ProvinceId == 0 && r.Code == code);
        return await s.GetRequiredService<EditRegimes>().WithdrawAsync(code, row.Version, withdrawn: true, "thử");
    }, province: 0);
}
