using System.Text.Json;
using LanToa.Contracts.Reports;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>The counts that the board reads are those of the occurrences, whatever happened to them.</summary>
public sealed class CountTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Key(DateOnly Month, Guid UnitId, Guid PlanId, Guid AssignerId, bool IsRequest, short Stage, DateOnly DueMonth);

    private sealed record DueKey(DateOnly DueOn, Guid UnitId, DateOnly Month, Guid PlanId, Guid AssignerId, bool IsRequest, short Stage, DateOnly OpensOn);

    private static short? StageOf(Occurrence o) => o switch
    {
        { NotApplicableOn: not null } => null,
        { NothingAroseOn: not null } => OccurrenceCount.Done,
        { ConfirmedOn: not null } => o.StateOn(o.DueOn) == OccurrenceState.DoneLate ? OccurrenceCount.DoneLate : OccurrenceCount.Done,
        { ClaimedOn: not null } => OccurrenceCount.Waiting,
        { BeforeTracking: true } => OccurrenceCount.BeforeTracking,
        { ReturnedOn: not null } => OccurrenceCount.Returned,
        _ => OccurrenceCount.Owed,
    };

    private static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);

    /// <summary>Recomputes both tables from the rows and compares.</summary>
    private async Task ShouldBeExactAsync()
    {
        var (stored, months, days) = await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            return (await db.Set<Occurrence>().AsNoTracking().ToListAsync(), await db.Set<OccurrenceCount>().AsNoTracking().Where(c => c.ProvinceId == 99 && c.Total != 0).ToListAsync(),
                await db.Set<OccurrenceDueCount>().AsNoTracking().Where(c => c.ProvinceId == 99 && c.Total != 0).ToListAsync());
        });
        var counted = stored.Where(o => StageOf(o) is not null).ToList();
        Same(counted.CountBy(o => StageOf(o) is { } stage ? new Key(MonthOf(o.ScheduledOn), o.UnitId, o.PlanId, o.AssignerId, o.IsRequest, stage, MonthOf(stage < OccurrenceCount.Waiting ? o.DueOn : o.ScheduledOn)) : null!),
            months.Select(c => KeyValuePair.Create(new Key(c.Month, c.UnitId, c.PlanId, c.AssignerId, c.IsRequest, c.Stage, c.DueMonth), c.Total)));
        Same(counted.Where(o => StageOf(o) < OccurrenceCount.Waiting).CountBy(o => new DueKey(o.DueOn, o.UnitId, MonthOf(o.ScheduledOn), o.PlanId, o.AssignerId, o.IsRequest, StageOf(o)!.Value, o.OpensOn)),
            days.Select(c => KeyValuePair.Create(new DueKey(c.DueOn, c.UnitId, c.Month, c.PlanId, c.AssignerId, c.IsRequest, c.Stage, c.OpensOn), c.Total)));

        static void Same<T>(IEnumerable<KeyValuePair<T, int>> expected, IEnumerable<KeyValuePair<T, int>> found) where T : notnull
        {
            var (wanted, given) = (expected.ToHashSet(), found.ToHashSet());
            wanted.ShouldNotBeEmpty();
            given.Except(wanted).ShouldBeEmpty();
            wanted.Except(given).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Counts_AfterAnyVerbsOfManyPeopleAtOnce_AreThoseOfTheRows(int seed)
    {
        var random = new Random(seed);
        app.Clock.MoveTo(D("2026-07-05"));
        await app.IssueAsync(D("2026-01-15"), null, new TaskGiven($"Việc còn lại khi kế hoạch kia đã thu hồi {seed}", ObligationsApp.OneEachQuarter, [app.Culture.Id]));
        var plan = await app.IssueAsync(D("2026-01-15"), random.Next(2) == 0 ? D("2026-03-01") : null,
            new TaskGiven($"Việc đếm {seed}", ObligationsApp.OneEachQuarter, [app.Culture.Id, app.Finance.Id, app.Commune.Id]),
            new TaskGiven($"Đề nghị đếm {seed}", ObligationsApp.OneEachQuarter, [app.Office.Id, app.Commune.Id], TaskModality.Request),
            new TaskGiven($"Báo cáo đếm {seed}", ObligationsApp.ReportsOfPlan002, [app.Culture.Id, app.OtherCommune.Id]));
        await ShouldBeExactAsync();
        for (var round = 0; round < 4; round++)
        {
            var now = await app.OccurrencesAsync(plan.Id);
            // Each has a verb of its own, said at the same time as the others'.
            await Task.WhenAll(now.Where(_ => random.Next(3) > 0).Select(o =>
            {
                var verb = OccurrenceVerbs.All[random.Next(OccurrenceVerbs.All.Count)];
                var input = new ActInput(o.Id, verb, Guid.CreateVersion7(), o.Version) { Reason = "lý do", NewDue = o.DueOn.AddDays(random.Next(1, 40)), DoneOn = D("2026-07-05") };
                return app.InScopeAsync(s => s.GetRequiredService<ActOnOccurrence>().HandleAsync(input));
            }));
            await ShouldBeExactAsync();
        }
        await app.InScopeAsync(async s =>
        {
            s.GetRequiredService<JobQueue>().Enqueue(EndObligations.Job, new EndPayload(plan.Id, null, "Thu hồi"));
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        });
        await app.RunJobsAsync();
        await ShouldBeExactAsync();
        await using var connection = new NpgsqlConnection(app.Connections.Owner);
        await connection.OpenAsync();
        await using var delete = new NpgsqlCommand($"DELETE FROM occurrence WHERE plan_id = '{plan.Id}' AND period_key < '2026-Q3'", connection);
        (await delete.ExecuteNonQueryAsync()).ShouldBePositive();
        await ShouldBeExactAsync();
    }

    /// <summary>Many units are read day by day, few at once: by either way the same is named, the oldest first and of one day by its words.</summary>
    [Fact]
    public async Task Overdue_OfFewUnitsOrMany_NamesTheSameOldestFirst()
    {
        app.Clock.MoveTo(D("2026-08-20"));
        var (one, two) = (await app.AddOrganizationAsync("Sở Trễ Một", OrganizationLevel.Province, OrganizationKind.Department, app.Province), await app.AddOrganizationAsync("Sở Trễ Hai", OrganizationLevel.Province, OrganizationKind.Department, app.Province));
        await app.IssueAsync(D("2026-01-15"), null, Monthly("Đăng tin hằng tháng", 10, one.Id, two.Id), Monthly("Báo cáo hằng tháng", 10, one.Id), Monthly("Việc ngày mười hai", 12, two.Id), Monthly("Việc đã báo", 9, one.Id));
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Occurrence>().Where(o => o.UnitId == one.Id && o.DueOn.Day == 9).ExecuteUpdateAsync(set => set.SetProperty(o => o.ClaimedOn, D("2026-08-01"))));
        // The oldest of one task are then all of the same unit.
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Occurrence>().Where(o => o.UnitId == two.Id && o.DueOn.Day == 10 && o.DueOn.Month <= 3).ExecuteUpdateAsync(set => set.SetProperty(o => o.ConfirmedOn, D("2026-08-01"))));
        // Whoever is not known has no work: they only make it many.
        List<Guid> others = [.. Enumerable.Range(0, 60).Select(_ => Guid.CreateVersion7())], country = [.. Enumerable.Range(0, 1100).Select(_ => Guid.CreateVersion7())];
        foreach (var (units, most, expected) in new (Guid[], int, string[])[]
        {
            ([one.Id, two.Id], 2, ["Báo cáo hằng tháng", "Đăng tin hằng tháng"]), ([one.Id, two.Id], 5, ["Báo cáo hằng tháng", "Đăng tin hằng tháng", "Việc ngày mười hai"]), ([two.Id], 5, ["Việc ngày mười hai", "Đăng tin hằng tháng"]), ([], 5, []),
        })
        {
            var few = await OverdueAsync(units, most);
            few.Select(w => w.Text).ShouldBe(expected);
            // Named on two pages of the same day, they are told alike.
            JsonSerializer.Serialize(await OverdueAsync([.. units, .. others], most)).ShouldBe(JsonSerializer.Serialize(few));
            // Of a whole country the periods are not counted.
            JsonSerializer.Serialize(await OverdueAsync([.. units, .. country], most)).ShouldBe(JsonSerializer.Serialize(few.Select(w => w with { Periods = null })));
        }
        // Seven months of either unit were due by then; of what one explained and what was returned to it, only the first is a reason.
        await ExplainAsync(one.Id, "Hỏng máy ghi âm", returned: false);
        await ExplainAsync(two.Id, "Quên", returned: true);
        var told = (await OverdueAsync([one.Id, two.Id], 5)).Single(w => w.Text == "Đăng tin hằng tháng");
        (told.DueOn, told.Periods, told.Units).ShouldBe((D("2026-02-10"), 7, 2));
        told.FirstUnits.ShouldBe([one.Id, two.Id], ignoreOrder: true);
        told.Reasons.ShouldBe(["Hỏng máy ghi âm"]);

        // Of a country it is read once a minute, in whatever order its units are asked, unless it is read anew; of a task that few of them have the reasons are found as well.
        async Task<int> OfCountryAsync(bool anew = false) => (await OverdueAsync([.. country, two.Id, one.Id], 5, anew)).Count;
        (await OverdueAsync([one.Id, two.Id, .. country, Guid.CreateVersion7()], 5)).Single(w => w.Text == "Đăng tin hằng tháng").Reasons.ShouldBe(["Hỏng máy ghi âm"]);
        (await OfCountryAsync()).ShouldBe(3);
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Occurrence>().Where(o => o.UnitId == two.Id && o.DueOn.Day == 12).ExecuteUpdateAsync(set => set.SetProperty(o => o.ConfirmedOn, D("2026-08-01"))));
        (await OfCountryAsync()).ShouldBe(3);
        (await OfCountryAsync(anew: true)).ShouldBe(2);
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Occurrence>().Where(o => (o.UnitId == one.Id || o.UnitId == two.Id) && o.DueOn.Day == 10).ExecuteUpdateAsync(set => set.SetProperty(o => o.ConfirmedOn, D("2026-08-01"))));
        (await OfCountryAsync()).ShouldBe(2);
        app.Clock.Shift(TimeSpan.FromMinutes(1));
        (await OfCountryAsync()).ShouldBe(0);

        Task ExplainAsync(Guid unit, string text, bool returned) => app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var late = await db.Set<Occurrence>().Where(o => o.UnitId == unit && o.DueOn == D("2026-05-10")).OrderBy(o => o.Id).ToListAsync();
            foreach (var (occurrence, step) in late.SelectMany(o => returned ? new[] { (o, ExplanationStep.Given), (o, ExplanationStep.Returned) } : [(o, ExplanationStep.Given)]))
                db.Add(new Explanation { ProvinceId = occurrence.ProvinceId, OccurrenceId = occurrence.Id, UnitId = unit, Step = step, Text = text, ByName = "Thử", At = app.Clock.GetUtcNow().AddMinutes((int)step), FormKey = Guid.CreateVersion7() });
            await db.SaveChangesAsync();
        });

        Task<IReadOnlyList<OverdueWork>> OverdueAsync(IReadOnlyCollection<Guid> units, int most, bool anew = false) => app.InScopeAsync(s => s.GetRequiredService<IDutyFigures>().OverdueAsync([app.Province.ProvinceId], units, D("2026-01-01"), D("2026-12-31"), D("2026-08-20"), most, anew));

        static TaskGiven Monthly(string text, int day, params Guid[] leads) => new(text, new DutyRule { Kind = DutyKind.Cutoff, Every = [PeriodKind.Month], Day = day, Where = "mục I" }, leads);
    }
}
