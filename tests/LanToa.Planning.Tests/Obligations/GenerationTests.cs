using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Planning.Tests.Obligations;

public sealed class GenerationTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task Issue_ReportsOfPlan002_GivesFourDatesToEveryUnit()
    {
        Guid[] units = [app.Office.Id, app.Finance.Id, app.Culture.Id, app.Commune.Id, app.OtherCommune.Id];
        var plan = await app.IssueAsync(D("2023-01-18"), null, new TaskGiven("Báo cáo kết quả tuyên truyền", ObligationsApp.ReportsOfPlan002, units));

        var made = await app.OccurrencesAsync(plan.Id);

        made.Count.ShouldBe(20);
        foreach (var unit in units)
            made.Where(o => o.UnitId == unit).Select(o => (o.PeriodKey, o.DueOn, o.ScheduledOn)).ShouldBe(
            [
                ("2023-Q1", D("2023-03-16"), D("2023-03-16")), ("2023-H1", D("2023-06-16"), D("2023-06-16")),
                ("2023-Q3", D("2023-09-16"), D("2023-09-16")), ("2023", D("2023-12-16"), D("2023-12-16")),
            ]);
        made[0].Calendars.ShouldBe(new PeriodCalendars(new DateSpan(D("2023-01-01"), D("2023-03-31")), new DateSpan(D("2022-12-15"), D("2023-03-14")), 2023));
        var reasons = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<DueReason>().Where(r => made.Select(o => o.DueReasonId).Contains(r.Id)).ToDictionaryAsync(r => r.Id, r => r.Sentences));
        reasons[made[0].DueReasonId].ShouldBe(["Hạn ngày 16 của tháng cuối kỳ báo cáo (quý I/2023: tháng 3) theo mục IV.1.1 Kế hoạch số 10/KH-UBND."]);
        made.Select(o => o.DueReasonId).Distinct().Count().ShouldBe(4, "units alike share the sentences of each of the four dates");
        reasons.Count.ShouldBe(4);
        made[0].Target.ShouldBe(1);
        (await app.ObligationsAsync(plan.Id)).ShouldAllBe(o => o.RegimeCode == "cchc-581" && o.Rule.Day == 16 && o.Kind == DutyKind.Cutoff && o.AssignerId == app.Province.Id);
    }

    [Fact]
    public async Task Issue_UnitThatEndsWithinThePlan_OwesNothingThatBeginsLater()
    {
        var district = await app.AddOrganizationAsync("Ủy ban nhân dân huyện Sắp Hết", OrganizationLevel.District, OrganizationKind.Committee, app.Province);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            (await db.Set<Organization>().FirstAsync(o => o.Id == district.Id)).ValidTo = D("2025-06-30");
            await db.SaveChangesAsync();
            s.GetRequiredService<OrganizationDirectory>().Forget();
        });

        var plan = await app.IssueAsync(D("2025-01-10"), null, new TaskGiven("Báo cáo kết quả tuyên truyền", ObligationsApp.ReportsOfPlan002, [district.Id, app.Commune.Id]));

        (await app.OccurrencesAsync(plan.Id, district.Id)).Select(o => o.PeriodKey).ShouldBe(["2025-Q1", "2025-H1"]);
        (await app.OccurrencesAsync(plan.Id, app.Commune.Id)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Issue_ToPartyAndVerticalBodies_AsksThemAndWhatStandsBelowThemAndTheyNeverOwe()
    {
        var police = await app.AddOrganizationAsync("Công an tỉnh Thử Nghiệm", OrganizationLevel.Province, OrganizationKind.Vertical, app.Province);
        var division = await app.AddOrganizationAsync("Phòng Cảnh sát quản lý hành chính", OrganizationLevel.Unit, OrganizationKind.Division, police);
        var party = await app.AddOrganizationAsync("Ban Tuyên giáo và Dân vận Tỉnh ủy", OrganizationLevel.Province, OrganizationKind.Party, app.Province);
        Guid[] outside = [police.Id, division.Id, party.Id];

        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Mỗi quý một chuyên mục", ObligationsApp.OneEachQuarter, [.. outside, app.Finance.Id]));
        var own = await app.IssueAsync(D("2026-01-15"), null, police, new TaskGiven("Việc trong ngành", ObligationsApp.OneEachQuarter, [division.Id]));

        (await app.ObligationsAsync(plan.Id)).ToDictionary(o => o.UnitId, o => o.Role).ShouldBe(new Dictionary<Guid, DutyRole> { [police.Id] = DutyRole.Requested, [division.Id] = DutyRole.Requested, [party.Id] = DutyRole.Requested, [app.Finance.Id] = DutyRole.Lead }, ignoreOrder: true);
        (await app.OccurrencesAsync(plan.Id)).Where(o => o.StateOn(D("2026-12-31")) == OccurrenceState.Overdue).ShouldAllBe(o => o.UnitId == app.Finance.Id);
        (await app.ObligationsAsync(own.Id)).ShouldHaveSingleItem().Role.ShouldBe(DutyRole.Lead);

        var group = new OrganizationGroup { Name = "Các sở, phòng thử", Levels = [OrganizationLevel.Province, OrganizationLevel.Unit], Kinds = [OrganizationKind.Department, OrganizationKind.Division] };
        async Task<List<Guid>> MembersAsync(OrganizationGroupMember? added = null) => await app.InScopeAsync(async s =>
        {
            s.GetRequiredService<LanToaDb>().Add((object?)added ?? group);
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
            return (await s.GetRequiredService<GroupMembers>().OfAsync(group.Id, app.Province.Id, D("2026-06-01"))).Select(o => o.Id).ToList();
        });
        var members = await MembersAsync();
        members.ShouldContain(app.Finance.Id);
        members.Intersect(outside).ShouldBeEmpty();
        (await MembersAsync(new OrganizationGroupMember { GroupId = group.Id, OrganizationId = police.Id, Included = true })).Intersect(outside).ShouldBe([police.Id]);
    }

    [Fact]
    public async Task Generate_Twice_ChangesNothingAndIsOneEvent()
    {
        var plan = await app.IssueAsync(D("2023-01-18"), null, new TaskGiven("Chuyên mục", ObligationsApp.OneEachQuarter, [app.Culture.Id], Coordinating: [app.Office.Id]));
        var before = await app.OccurrencesAsync(plan.Id);

        await app.InScopeAsync(async s =>
        {
            s.GetRequiredService<JobQueue>().Enqueue(GenerateObligations.Job, new GeneratePayload(plan.Id));
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        });
        await app.RunJobsAsync();

        (await app.OccurrencesAsync(plan.Id)).Select(o => (o.Id, o.Version)).ShouldBe(before.Select(o => (o.Id, o.Version)));
        before.Count.ShouldBe(4);
        var (events, job) = await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            return (await db.Set<HistoryEvent>().Where(e => e.SubjectId == plan.Id && e.Verb == GenerateObligations.Job).ToListAsync(), await db.Set<Job>().OrderBy(j => j.Id).LastAsync());
        });
        events.ShouldHaveSingleItem().Reason.ShouldBe("1 việc, 4 kỳ thực hiện");
        (job.State, job.ResultPath).ShouldBe((JobState.Done, $"/obligations?plan={plan.Id}"));
    }

    [Fact]
    public async Task Generate_InterruptedHalfway_FillsTheRest()
    {
        var plan = await app.IssueAsync(D("2023-01-18"), null, new TaskGiven("Chuyên mục", ObligationsApp.OneEachQuarter, [app.Culture.Id, app.Finance.Id]));
        var before = await app.OccurrencesAsync(plan.Id);
        await ExecuteAsync($"DELETE FROM occurrence WHERE id IN ('{before[1].Id}', '{before[6].Id}')");

        await app.InScopeAsync(async s =>
        {
            s.GetRequiredService<JobQueue>().Enqueue(GenerateObligations.Job, new GeneratePayload(plan.Id));
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        });
        await app.RunJobsAsync();

        (await app.OccurrencesAsync(plan.Id)).Select(o => o.Id).ShouldBe(before.Select(o => o.Id));
    }

    [Fact]
    public async Task Issue_Coordinating_SeesTheTaskAndOwesNothing()
    {
        var plan = await app.IssueAsync(D("2023-01-18"), null, new TaskGiven("Phóng sự", ObligationsApp.OneEachQuarter, [app.Culture.Id], Coordinating: [app.Finance.Id, app.Culture.Id]));

        (await app.ObligationsAsync(plan.Id)).Select(o => (o.UnitId, o.Role)).ShouldBe([(app.Culture.Id, DutyRole.Lead), (app.Finance.Id, DutyRole.Coordinating)], ignoreOrder: true);
        (await app.OccurrencesAsync(plan.Id, app.Finance.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Issue_RecordedLate_PeriodsBeforeTrackingAreNeverOverdue()
    {
        var plan = await app.IssueAsync(D("2023-01-18"), D("2023-07-01"), new TaskGiven("Chuyên mục", ObligationsApp.OneEachQuarter, [app.Culture.Id]));

        var made = await app.OccurrencesAsync(plan.Id);

        made.Select(o => o.BeforeTracking).ShouldBe([true, true, false, false]);
        made.Select(o => o.StateOn(D("2024-02-01"))).ShouldBe([OccurrenceState.BeforeTracking, OccurrenceState.BeforeTracking, OccurrenceState.Overdue, OccurrenceState.Overdue]);
    }

    [Fact]
    public async Task Issue_Request_IsNeverOverdue()
    {
        var plan = await app.IssueAsync(D("2023-01-18"), null, new TaskGiven("Đưa tin", ObligationsApp.OneEachQuarter, [app.Culture.Id], TaskModality.Request));

        (await app.OccurrencesAsync(plan.Id)).ShouldAllBe(o => o.IsRequest && o.StateOn(D("2024-02-01")) == OccurrenceState.Requested && o.DaysLateOn(D("2024-02-01")) == 0);
    }

    [Fact]
    public async Task Occurrence_ScheduledDate_CannotBeChanged()
    {
        var plan = await app.IssueAsync(D("2023-01-18"), null, new TaskGiven("Chuyên mục", ObligationsApp.OneEachQuarter, [app.Culture.Id]));

        var refused = await Should.ThrowAsync<PostgresException>(() => ExecuteAsync($"UPDATE occurrence SET scheduled_on = '2030-01-01' WHERE plan_id = '{plan.Id}'"));

        refused.SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
    }

    [Theory]
    [InlineData("INSERT INTO occurrence SELECT (jsonb_populate_record(o, jsonb_build_object('id', o.task_id, 'obligation_id', o.task_id))).* FROM occurrence o WHERE plan_id = '{0}' LIMIT 1", PostgresErrorCodes.ForeignKeyViolation)]
    [InlineData("DELETE FROM obligation WHERE plan_id = '{0}'", PostgresErrorCodes.RestrictViolation)]
    [InlineData("UPDATE obligation SET id = task_id WHERE plan_id = '{0}'", PostgresErrorCodes.RestrictViolation)]
    public async Task Occurrence_WithoutItsObligation_CannotBe(string sql, string refusal)
    {
        var plan = await app.IssueAsync(D("2023-01-18"), null, new TaskGiven("Chuyên mục", ObligationsApp.OneEachQuarter, [app.Culture.Id]));

        var refused = await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(sql.Replace("{0}", plan.Id.ToString(), StringComparison.Ordinal)));

        refused.SqlState.ShouldBe(refusal);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(app.Connections.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
