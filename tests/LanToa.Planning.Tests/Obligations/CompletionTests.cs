using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>Tasks completed ÷ planned: the parts add up, a later day never takes away, and the database counts as the rows say.</summary>
public sealed class CompletionTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static DateOnly D(string iso) => DateOnly.Parse(iso, CultureInfo.InvariantCulture);

    private static readonly Gen<PeriodTally> Tallies =
        from planned in Gen.Choose(0, 20)
        from done in Gen.OneOf(Gen.Constant(planned), Gen.Choose(0, planned))
        from onTime in Gen.Choose(0, done)
        from waiting in Gen.Choose(0, planned - done)
        from overdue in Gen.Choose(0, planned - done - waiting)
        select new PeriodTally(planned, done, onTime, waiting, overdue);

    [Fact]
    public void Completion_OfParts_AddsUpToTheWhole() => Prop.ForAll(Tallies.ArrayOf().ToArbitrary(), Gen.Choose(0, 30).ToArbitrary(), (tasks, cut) =>
    {
        var (whole, first, rest) = (Completion.Of(tasks), Completion.Of(tasks.Take(cut)), Completion.Of(tasks.Skip(cut)));
        return whole == new Completion(first.Done + rest.Done, first.Planned + rest.Planned) && whole.Done <= whole.Planned && whole.Planned == tasks.Count(t => t.Planned > 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Percent_Any_IsAHundredOnlyWhereAllIsDone() => Prop.ForAll(Gen.Choose(1, 200_000).ToArbitrary(), Gen.Choose(0, 200_000).ToArbitrary(), (planned, done) =>
    {
        var percent = new Completion(Math.Min(done, planned), planned).Percent!.Value;
        return percent is >= 0 and <= 100 && (percent == 100) == (done >= planned) && percent == decimal.Round(percent, 2);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void State_OfATask_IsDoneOnlyWhereEveryUnitsPartIs() => Prop.ForAll(Tallies.Where(t => t.Planned > 0).NonEmptyListOf().ToArbitrary(), parts =>
    {
        var task = parts.Aggregate(default(PeriodTally), (a, b) => a + b);
        return (task.State == CompletionState.Done) == parts.All(p => p.State == CompletionState.Done)
            && (task.State == CompletionState.Late) == parts.Any(p => p.Overdue > 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Tasks_OfAPlanAsOfAnyDay_AreThoseOfTheRowsAndNeverFewer()
    {
        var today = D("2026-11-20");
        app.Clock.MoveTo(today);
        var random = new Random(33);
        var plan = await app.IssueAsync(D("2026-01-15"), D("2026-02-01"),
            [.. Enumerable.Range(1, 8).Select(n => new TaskGiven($"Nhiệm vụ hoàn thành {n}", n % 2 == 0 ? ObligationsApp.OneEachQuarter : ObligationsApp.ReportsOfPlan002, n % 3 == 0 ? [app.Culture.Id] : [app.Culture.Id, app.Finance.Id, app.Commune.Id])),
             new TaskGiven("Đề nghị không tính", ObligationsApp.OneEachQuarter, [app.Office.Id], TaskModality.Request), new TaskGiven("Khi có yêu cầu", new DutyRule { Kind = DutyKind.OnRequest }, [app.Culture.Id])]);
        await app.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            var tasks = new Dictionary<Guid, int>();
            foreach (var o in await db.Set<Occurrence>().Where(o => o.PlanId == plan.Id).OrderBy(o => o.DueOn).ThenBy(o => o.Id).ToListAsync())
            {
                var day = o.DueOn.AddDays(random.Next(-20, 20));
                if (day > today) day = today;
                var luck = tasks.TryAdd(o.TaskId, random.Next(3)) || tasks[o.TaskId] > 0 ? 0 : random.Next(8);
                if (luck < 4) (o.ClaimedOn, o.DoneOn, o.ConfirmedOn) = (day.AddDays(random.Next(3)), day, day.AddDays(random.Next(3, 40)));
                else if (luck == 4) o.NothingAroseOn = day;
                else if (luck == 5) (o.ClaimedOn, o.DoneOn) = (day, day);
                else if (luck == 6) o.NotApplicableOn = day;
            }
            await db.SaveChangesAsync();
        });
        using var officer = await app.SignInAsync(Role.Officer);
        var rows = (await app.OccurrencesAsync(plan.Id)).Where(o => !o.IsRequest && o.NotApplicableOn is null && !(o.BeforeTracking && o.ClaimedOn is null && o.NothingAroseOn is null)).ToList();
        var before = 0;
        foreach (var asOf in new[] { "2026-02-10", "2026-04-01", "2026-06-20", "2026-07-15", "2026-10-05", "2026-11-20" }.Select(D))
        {
            var csv = (await officer.Http.GetStringAsync($"/obligations/completion/{plan.Id}?ngay={VietnameseDay(asOf)}&handler=Export&dang=csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(',')).ToList();
            csv.Count.ShouldBe(10);
            foreach (var line in csv.Where(l => l[1].StartsWith("Nhiệm vụ hoàn thành", StringComparison.Ordinal)))
            {
                var of = (await app.ObligationsAsync(plan.Id)).Where(o => o.Text == line[1]).Select(o => o.Id).ToHashSet();
                var mine = rows.Where(o => of.Contains(o.ObligationId)).ToList();
                bool Done(Occurrence o) => (o.NothingAroseOn ?? (o.ConfirmedOn is null ? null : o.DoneOn)) <= asOf;
                int[] expected =
                [
                    mine.Select(o => o.UnitId).Distinct().Count(), mine.Count, mine.Count(Done), mine.Count(o => Done(o) && (o.NothingAroseOn is not null || o.DoneOn <= o.DueOn)),
                    mine.Count(o => o.StateOn(today) == OccurrenceState.AwaitingConfirmation && o.ClaimedOn <= asOf), mine.Count(o => !Done(o) && o.DueOn < asOf && !(o.ClaimedOn <= asOf) && !o.BeforeTracking),
                ];
                line[2..8].Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ShouldBe(expected, $"{line[1]} as of {asOf}");
                line[8].ShouldBe(expected[1] == 0 ? "Không có kỳ trong năm" : expected[2] == expected[1] ? "Hoàn thành" : expected[5] > 0 ? "Chậm" : "Chưa hoàn thành");
            }
            var done = csv.Sum(l => int.Parse(l[4], CultureInfo.InvariantCulture));
            done.ShouldBeGreaterThanOrEqualTo(before);
            before = done;
            // Unit by unit: the same periods.
            var units = (await officer.Http.GetStringAsync($"/obligations/completion/{plan.Id}?ngay={VietnameseDay(asOf)}&xem=co-quan&handler=Export&dang=csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(',')[^8..]).ToList();
            units.Sum(u => int.Parse(u[3], CultureInfo.InvariantCulture)).ShouldBe(done);
            units.Sum(u => int.Parse(u[4], CultureInfo.InvariantCulture)).ShouldBe(rows.Count);
        }
        before.ShouldBePositive();

        // The page: the figure with its denominator, and lists of exactly as many rows.
        var page = await officer.OpenAsync($"/obligations/completion/{plan.Id}");
        page.Text(".lt-figure").ShouldContain("/ 8");
        var followed = 0;
        foreach (var link in page.Html.QuerySelectorAll("main td a[href*='state='], main a.lt-figure"))
        {
            var words = link.QuerySelector(".lt-figure__value")?.TextContent.Split('/')[0] ?? link.TextContent;
            var list = await officer.OpenAsync(link.GetAttribute("href")!);
            list.Text("main .lt-paging span").ShouldContain($" trong {words.Trim()} ", Case.Sensitive, link.GetAttribute("href"));
            followed++;
        }
        followed.ShouldBeGreaterThan(10);
        using var stranger = await app.SignInAsync(Role.FocalPoint, app.OtherCommune);
        ((int)(await stranger.GetAsync($"/obligations/completion/{plan.Id}")).Status).ShouldBe(404);
        (await officer.OpenAsync($"/obligations/completion/{plan.Id}?year=2020")).Text("main").ShouldContain("Không có nhiệm vụ nào có kỳ");
        (await officer.OpenAsync($"/obligations/completion/{plan.Id}?ngay=32/13/2026")).Text("[role=alert]").ShouldContain("32/13/2026");
    }

    [Fact]
    public async Task Tasks_WithdrawnFromThePlan_StandApartMarked_AndCountForNothing()
    {
        app.Clock.MoveTo(D("2026-05-05"));
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Việc rút giữa năm", ObligationsApp.OneEachQuarter, [app.Culture.Id, app.Finance.Id]), new TaskGiven("Việc còn giao", ObligationsApp.OneEachQuarter, [app.Culture.Id]));
        var gone = (await app.ObligationsAsync(plan.Id)).First(o => o.Text == "Việc rút giữa năm").TaskId;
        using var officer = await app.SignInAsync(Role.Officer);
        var address = $"/obligations/completion/{plan.Id}";
        (await officer.OpenAsync(address)).Text(".lt-figure").ShouldContain("/ 2");
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            await db.Set<PlanTask>().Where(t => t.Id == gone).ExecuteUpdateAsync(set => set.SetProperty(t => t.State, TaskState.Withdrawn));
            // What was done before stays done.
            var first = await db.Set<Occurrence>().Where(o => o.TaskId == gone && o.UnitId == app.Culture.Id).OrderBy(o => o.DueOn).FirstAsync();
            (first.ClaimedOn, first.DoneOn, first.ConfirmedOn) = (D("2026-03-20"), D("2026-03-20"), D("2026-03-21"));
            await db.SaveChangesAsync();
            s.GetRequiredService<JobQueue>().Enqueue(EndObligations.Job, new EndPayload(plan.Id, gone, "Rút nhiệm vụ: thử"));
            await db.SaveChangesAsync();
        });
        await app.RunJobsAsync();

        var page = await officer.OpenAsync(address);
        page.Text(".lt-figure").ShouldContain("/ 1");
        page.Text("main").ShouldSatisfyAllConditions(t => t.ShouldContain("1 nhiệm vụ đã rút khỏi kế hoạch"), t => t.ShouldContain("không tính vào tỷ lệ"));
        page.Texts("main tbody tr").ShouldSatisfyAllConditions(rows => rows[0].ShouldContain("1. Việc còn giao"), rows => rows[1].ShouldSatisfyAllConditions(r => r.ShouldContain("Việc rút giữa năm"), r => r.ShouldContain("Đã rút"), r => r.ShouldNotContain("Chậm"), r => r.ShouldContain("1/2")));
        var followed = 0;
        foreach (var view in new[] { page, await officer.OpenAsync(address + "?xem=co-quan") })
            foreach (var link in view.Html.QuerySelectorAll("main td a[href*='state='], main a.lt-figure"))
            {
                var words = link.QuerySelector(".lt-figure__value")?.TextContent.Split('/')[0] ?? link.TextContent;
                (await officer.OpenAsync(link.GetAttribute("href")!)).Text("main .lt-paging span").ShouldContain($" trong {words.Trim()} ", Case.Sensitive, link.GetAttribute("href"));
                followed++;
            }
        followed.ShouldBeGreaterThan(3);
        var csv = (await officer.Http.GetStringAsync(address + "?handler=Export&dang=csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        csv[2].ShouldStartWith(",Việc rút giữa năm,2,2,1,");
        csv[2].ShouldContain("Đã rút, không tính vào tỷ lệ");
        // Finance owed nothing else, so it is no unit of the plan's tasks any more.
        var units = await officer.Http.GetStringAsync(address + "?xem=co-quan&handler=Export&dang=csv");
        units.ShouldSatisfyAllConditions(u => u.ShouldContain(app.Culture.Name), u => u.ShouldNotContain(app.Finance.Name));
        // The page of the plan counts the same, and its figures lead to what they count.
        var own = await officer.OpenAsync($"/plans/{plan.Id}");
        var figure = own.Html.QuerySelectorAll("main a.lt-figure").Single(f => f.TextContent.Contains("Kỳ đã hoàn thành", StringComparison.Ordinal));
        figure.TextContent.ShouldContain("không kể 1 nhiệm vụ đã rút");
        var counted = figure.QuerySelector(".lt-figure__value")!.TextContent.Split('/')[^1].Trim();
        (await officer.OpenAsync(figure.GetAttribute("href")!)).Text("main .lt-paging span").ShouldContain($" trong {counted} ", Case.Sensitive);
        (await officer.OpenAsync($"/obligations?state=all&plan={plan.Id}")).Text("main .lt-paging span").ShouldNotContain($" trong {counted} ", Case.Sensitive);
        // On an earlier day the plan still asked for it.
        (await officer.OpenAsync(address + $"?ngay={VietnameseDay(D("2026-05-04"))}")).Text("main").ShouldSatisfyAllConditions(t => t.ShouldContain("/ 2"), t => t.ShouldNotContain("Đã rút"));
    }

    private static string VietnameseDay(DateOnly day) => Uri.EscapeDataString(day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture));
}
