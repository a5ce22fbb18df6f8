using LanToa.Contracts.Plans;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>One task of a plan made for a test.</summary>
public sealed record TaskGiven(string Text, DutyRule Rule, IReadOnlyList<Guid> Leads, TaskModality Modality = TaskModality.Command, IReadOnlyList<Guid>? Coordinating = null);

/// <summary>The program with a small province: an office, two departments and two communes.</summary>
public class ObligationsApp : TestApp
{
    public Organization Office { get; private set; } = null!;
    public Organization Finance { get; private set; } = null!;
    public Organization Culture { get; private set; } = null!;
    public Organization Commune { get; private set; } = null!;
    public Organization OtherCommune { get; private set; } = null!;

    public static DutyRule ReportsOfPlan002 { get; } = new()
    {
        Kind = DutyKind.Cutoff, Every = [PeriodKind.Quarter, PeriodKind.HalfYear, PeriodKind.Year], Day = 16, Where = "mục IV.1.1 Kế hoạch số 10/KH-UBND",
    };

    public static DutyRule OneEachQuarter { get; } = new() { Kind = DutyKind.Counted, Every = [PeriodKind.Quarter], Count = 1 };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Office = await AddOrganizationAsync("Văn phòng Ủy ban nhân dân tỉnh", OrganizationLevel.Province, OrganizationKind.Division, Province);
        Finance = await AddOrganizationAsync("Sở Tài chính", OrganizationLevel.Province, OrganizationKind.Department, Province);
        Culture = await AddOrganizationAsync("Sở Văn hóa, Thể thao và Du lịch", OrganizationLevel.Province, OrganizationKind.Department, Province);
        Commune = await AddOrganizationAsync("Ủy ban nhân dân xã Suối Thử", OrganizationLevel.Commune, OrganizationKind.Committee, Province);
        OtherCommune = await AddOrganizationAsync("Ủy ban nhân dân phường Đồi Thử", OrganizationLevel.Commune, OrganizationKind.Committee, Province);
    }

    /// <summary>A neighbour with a department, kept by the province of the test.</summary>
    public async Task<(Organization Neighbour, Organization Department)> KeepAsync(string name)
    {
        var neighbour = await AddOrganizationAsync(name, OrganizationLevel.Province, OrganizationKind.Committee, null);
        var department = await AddOrganizationAsync("Sở Tài chính", OrganizationLevel.Province, OrganizationKind.Department, neighbour);
        await InScopeAsync(async s =>
        {
            await s.GetRequiredService<LanToaDb>().Database.ExecuteSqlAsync($"UPDATE organization SET kept_for = 'Kế hoạch của nơi khác' WHERE id = {neighbour.Id}");
            s.GetRequiredService<OrganizationDirectory>().Forget();
        });
        return (neighbour, department);
    }

    /// <summary>Issues a plan of the province's committee and runs the job that makes its duties.</summary>
    public Task<Plan> IssueAsync(DateOnly date, DateOnly? trackingFrom = null, params TaskGiven[] tasks) => IssueAsync(date, trackingFrom, Province, tasks);

    /// <summary>The same for a plan of another body, kept by that body's province.</summary>
    public async Task<Plan> IssueAsync(DateOnly date, DateOnly? trackingFrom, Organization issuer, params TaskGiven[] tasks)
    {
        var plan = new Plan
        {
            ProvinceId = issuer.ProvinceId, IssuerId = issuer.Id, Number = "10", Symbol = "KH-UBND", Title = "Kế hoạch tuyên truyền cải cách hành chính", Date = date,
            PeriodFrom = new DateOnly(date.Year, 1, 1), PeriodTo = new DateOnly(date.Year, 12, 31), State = PlanState.Issued, TrackingFrom = trackingFrom,
        };
        await InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            plan.RefreshSearch(issuer.Name);
            db.Add(plan);
            foreach (var (given, i) in tasks.Select((t, i) => (t, i)))
            {
                var task = new PlanTask { ProvinceId = issuer.ProvinceId, PlanId = plan.Id, Ordinal = i, Text = given.Text, Modality = given.Modality, Rule = given.Rule };
                db.Add(task);
                var parties = given.Leads.Select(u => (Unit: u, Role: given.Modality == TaskModality.Request ? PartyRole.Requested : PartyRole.Lead))
                    .Concat((given.Coordinating ?? []).Select(u => (Unit: u, Role: PartyRole.Coordinating)));
                foreach (var (party, n) in parties.Select((p, n) => (p, n)))
                    db.Add(new TaskParty { ProvinceId = issuer.ProvinceId, PlanId = plan.Id, TaskId = task.Id, Ordinal = n, Role = party.Role, Printed = "đơn vị", OrganizationId = party.Unit });
            }
            await services.GetRequiredService<Events>().PublishAsync(new PlanIssued(issuer.ProvinceId, plan.Id, plan.IssuerId, date, trackingFrom));
            await db.SaveChangesAsync();
        }, issuer.ProvinceId);
        await RunJobsAsync();
        return plan;
    }

    public Task<List<Occurrence>> OccurrencesAsync(Guid planId, Guid? unit = null) => InScopeAsync(services =>
        services.GetRequiredService<LanToaDb>().Set<Occurrence>().AsNoTracking().Where(o => o.PlanId == planId && (unit == null || o.UnitId == unit)).OrderBy(o => o.DueOn).ThenBy(o => o.UnitId).ToListAsync());

    public Task<List<Obligation>> ObligationsAsync(Guid planId) => InScopeAsync(services =>
        services.GetRequiredService<LanToaDb>().Set<Obligation>().AsNoTracking().Where(o => o.PlanId == planId).ToListAsync());

    public Task<Occurrence> OccurrenceAsync(Guid id) => InScopeAsync(services =>
        services.GetRequiredService<LanToaDb>().Set<Occurrence>().AsNoTracking().FirstAsync(o => o.Id == id));
}
