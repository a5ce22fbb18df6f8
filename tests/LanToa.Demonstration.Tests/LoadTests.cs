using System.Net;
using LanToa.Accountability.Activities;
using LanToa.Accountability.Activities.Links;
using LanToa.Accountability.Activities.Packs;
using LanToa.Contracts.Reports;
using LanToa.Planning.Obligations;
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
        pack.Missing.ShouldBe(0);
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
    public async Task Nation_ItsOfficer_FindsTheProvinceAndItsOwnReport()
    {
        using var officer = await app.SignInAsync(DemonstrationAccounts.Nation);
        var own = await officer.GetAsync("/reports");
        own.Text("main").ShouldContain("Báo cáo kết quả thông tin, tuyên truyền cải cách hành chính");
        var report = own.Html.QuerySelectorAll("main a[href^='/reports/']").Select(a => a.GetAttribute("href")!).First(h => Guid.TryParse(h["/reports/".Length..], out _));
        (await officer.GetAsync(report)).Text("main").ShouldContain("Ủy ban nhân dân tỉnh Lam Giang: Đang lập");
        (await officer.GetAsync("/reports/received")).Texts("tbody th").ShouldContain(t => t.Contains("tỉnh Lam Giang", StringComparison.Ordinal));
    }

    /// <summary>What formulas count of duties, against the rows one by one: for some units, all of them and one, in a period and in the year to its end.</summary>
    [Fact]
    public async Task Duties_OfAnySpan_AreThoseOfTheRows()
    {
        var today = new DateOnly(2026, 11, 20);
        var rows = await app.FromDbAsync(db => db.Set<Occurrence>().AsNoTracking().Where(o => !o.IsRequest && o.NotApplicableOn == null).ToListAsync());
        var units = rows.Select(o => o.UnitId).Distinct().Order().ToList();
        foreach (var chosen in new[] { units, [units[0]], [.. units.Where((_, i) => i % 3 == 0)] })
            foreach (var (from, to) in new[] { (new DateOnly(2026, 7, 1), new DateOnly(2026, 9, 30)), (new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31)), (new DateOnly(2026, 11, 1), new DateOnly(2026, 12, 15)) })
            {
                var found = await app.InScopeAsync(s => s.GetRequiredService<IDutyFigures>().OfAsync([Samples.ProvinceId], chosen, new DateOnly(2026, 1, 1), from, to, today));
                found.Period.ShouldBe(Plainly(from));
                found.Year.ShouldBe(Plainly(new DateOnly(2026, 1, 1)));

                DutyFigures Plainly(DateOnly first)
                {
                    var due = rows.Where(o => chosen.Contains(o.UnitId) && o.DueOn >= first && o.DueOn <= to && !(o.BeforeTracking && o.ClaimedOn is null && o.ConfirmedOn is null && o.NothingAroseOn is null)).ToList();
                    var done = due.Where(o => o.ConfirmedOn is not null || o.NothingAroseOn is not null).ToList();
                    var late = done.Count(o => o.NothingAroseOn is null && (o.DoneOn ?? o.ClaimedOn ?? o.ConfirmedOn) > o.DueOn);
                    var waiting = due.Except(done).Where(o => o.ClaimedOn is not null).ToList();
                    var rest = due.Except(done).Except(waiting).ToList();
                    return new DutyFigures(due.Count, done.Count - late, late, waiting.Count, rest.Count(o => o.DueOn < today), rest.Count(o => o.DueOn >= today));
                }
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
