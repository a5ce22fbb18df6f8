using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
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
}
