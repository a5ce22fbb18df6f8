using System.Net;
using LanToa.Accountability.Activities;
using LanToa.Accountability.Activities.Links;
using LanToa.Accountability.Activities.Packs;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Demonstration.Tests;

public sealed class LoadTests(DemonstrationApp app) : IClassFixture<DemonstrationApp>
{
    [Fact]
    public async Task Load_FirstStart_EndsWithoutFailure()
    {
        var jobs = await app.FromDbAsync(db => db.Set<Job>().AsNoTracking().ToListAsync());
        jobs.ShouldContain(j => j.Kind == LoadDemonstration.Job);
        jobs.ShouldAllBe(j => j.State == JobState.Done, string.Join("; ", jobs.Select(j => $"{j.Kind} {j.State} {j.Error}")));
    }

    [Fact]
    public async Task Load_Organizations_StandAsOfEachDay()
    {
        var all = await app.FromDbAsync(db => db.Set<Organization>().AsNoTracking().ToListAsync());
        int Count(DateOnly day, OrganizationLevel level, OrganizationKind kind) => all.Count(o => o.ProvinceId == 99 && o.Level == level && o.Kind == kind && o.ExistsOn(day));

        var (before, after) = (new DateOnly(2025, 6, 30), new DateOnly(2025, 7, 1));
        Count(before, OrganizationLevel.Commune, OrganizationKind.Committee).ShouldBe(40);
        Count(after, OrganizationLevel.Commune, OrganizationKind.Committee).ShouldBe(20);
        Count(before, OrganizationLevel.District, OrganizationKind.Committee).ShouldBe(5);
        Count(after, OrganizationLevel.District, OrganizationKind.Committee).ShouldBe(0);
        Count(new DateOnly(2025, 2, 28), OrganizationLevel.Province, OrganizationKind.Department).ShouldBe(19);
        Count(new DateOnly(2025, 3, 1), OrganizationLevel.Province, OrganizationKind.Department).ShouldBe(14);
    }

    [Fact]
    public async Task Load_Successions_LoseAndInventNothing()
    {
        var all = await app.FromDbAsync(db => db.Set<Organization>().AsNoTracking().ToListAsync());
        var map = await app.FromDbAsync(async db => new SuccessionMap(
            (from line in await db.Set<SuccessionLine>().ToListAsync() join s in await db.Set<Succession>().ToListAsync() on line.SuccessionId equals s.Id select (s.EffectiveOn, line.FromId, line.ToId, line.Weight)).ToList()));
        var today = new DateOnly(2026, 11, 20);

        var communes = all.Where(o => o.Level == OrganizationLevel.Commune && o.ExistsOn(new DateOnly(2025, 6, 30))).ToList();
        var shares = communes.SelectMany(c => map.AsOf(c.Id, today)).ToList();
        shares.Sum(s => s.Weight).ShouldBe(40);
        shares.Select(s => s.OrganizationId).Distinct().Count().ShouldBe(20);
        shares.ShouldAllBe(s => all.Single(o => o.Id == s.OrganizationId).ExistsOn(today));

        var departments = all.Where(o => o is { Level: OrganizationLevel.Province, Kind: OrganizationKind.Department } && o.ExistsOn(new DateOnly(2025, 2, 28))).ToList();
        departments.SelectMany(d => map.AsOf(d.Id, today)).Sum(s => s.Weight).ShouldBe(19);
    }

    [Fact]
    public async Task Load_Plans_LastYearsIsClosedThisYearsAreInProgress()
    {
        var plans = await app.FromDbAsync(db => db.Set<Plan>().IgnoreQueryFilters().AsNoTracking().Where(p => p.ProvinceId == 99).OrderBy(p => p.Date).Select(p => new { p.Title, p.State, p.PublishedOn }).ToListAsync());
        plans.Select(p => p.State).ShouldBe([PlanState.Closed, PlanState.InProgress, PlanState.InProgress], string.Join("; ", plans.Select(p => p.Title)));
        plans.Select(p => p.PublishedOn is not null).ShouldBe([false, true, false]);
    }

    [Fact]
    public async Task Load_Evidence_HasStoredPagesCriteriaAndAPackToTake()
    {
        var (stored, uses, packs, parts, asked) = await app.FromDbAsync(async db => (
            await db.Set<EvidenceVersion>().IgnoreQueryFilters().CountAsync(v => v.SnapshotAt != null && v.Answers == true && v.CheckAfter == null), await db.Set<CriterionEvidence>().IgnoreQueryFilters().Select(u => u.Criterion).Distinct().CountAsync(),
            await db.Set<EvidencePack>().IgnoreQueryFilters().AsNoTracking().ToListAsync(), await db.Set<Activity>().IgnoreQueryFilters().CountAsync(a => a.HostActivityId != null && a.HostMinutes == 20),
            await db.Set<Job>().CountAsync(j => j.Kind == LookAtLinks.Job && j.Payload != "null")));
        (stored, uses, parts, asked).ShouldBe((3, 3, 1, 0));
        var pack = packs.ShouldHaveSingleItem();
        pack.MadeAt.ShouldNotBeNull();
        pack.Files.ShouldBeGreaterThan(6);
    }

    [Fact]
    public async Task Start_Again_AddsNothingAndPrintsTheAccounts()
    {
        var before = await CountsAsync();
        var output = await app.StartAgainAsync();
        await app.RunJobsAsync();
        (await CountsAsync()).ShouldBe(before);
        output.ShouldContain(DemonstrationAccounts.Password);
        output.ShouldContain("cchc");
        output.ShouldNotContain("đang được nạp");
    }

    [Fact]
    public async Task Load_Again_AddsNothing()
    {
        var before = await CountsAsync();
        await app.InScopeAsync(async s =>
        {
            await s.GetRequiredService<LoadDemonstration>().RunAsync(new LoadPayload(), new JobRun(Guid.CreateVersion7(), 1, (_, _) => Task.CompletedTask), default);
            return 0;
        });
        await app.RunJobsAsync();
        (await CountsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Account_EachPrinted_SignsInAndSeesItsPages()
    {
        app.FirstOutput.ShouldContain(DemonstrationAccounts.Password);
        var menu = app.Services.GetRequiredService<ModuleList>().Menu;
        foreach (var account in DemonstrationAccounts.Printed)
        {
            using var browser = await app.SignInAsync(account.UserName);
            foreach (var place in menu.Where(m => m.Permission.Roles.Contains(account.Role)))
                (await browser.OpenAsync(place.Path)).Status.ShouldBe(HttpStatusCode.OK, $"{account.UserName} {place.Path}");
        }
    }

    [Fact]
    public async Task Account_EachUnitOfToday_HasItsFocalPoint()
    {
        var people = await app.FromDbAsync(db => (from a in db.Users join m in db.Set<Membership>() on a.Id equals m.AccountId join o in db.Set<Organization>() on m.OrganizationId equals o.Id
            select new { a.UserName, m.Role, o.Code, o.ValidTo }).ToListAsync());
        people.Count.ShouldBe(people.Select(p => p.UserName).Distinct().Count());
        people.ShouldAllBe(p => p.ValidTo == null);
        people.Count(p => p.Code.StartsWith("996", StringComparison.Ordinal) && p.Role is Role.FocalPoint or Role.Officer).ShouldBeGreaterThanOrEqualTo(20);
        people.ShouldContain(p => p.UserName == "daumoi.snv");
        people.ShouldContain(p => p.UserName == "xa.hailam");
    }

    private Task<string> CountsAsync() => app.FromDbAsync(async db => string.Join(' ',
        await db.Set<Organization>().CountAsync(), await db.Set<OrganizationAlias>().CountAsync(), await db.Set<SuccessionLine>().CountAsync(), await db.Users.CountAsync(), await db.Set<Membership>().CountAsync(),
        await db.Set<Job>().CountAsync()));
}
