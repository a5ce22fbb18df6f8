using LanToa.Planning.Obligations;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans;

/// <summary>A group's rule may change: what an issued plan asked of whom does not.</summary>
public sealed class GroupsAsIssuedTests(ByHandApp app) : IClassFixture<ByHandApp>
{
    [Fact]
    public async Task Rule_ChangedAfterIssuing_PlanAndItsDutiesKeepTheUnitsOfThatDay()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var issued = await ByHandApp.DraftAsync(officer, "Kế hoạch đã ban hành trước khi nhóm đổi");
        var draft = await ByHandApp.DraftAsync(officer, "Kế hoạch còn dự thảo khi nhóm đổi");
        foreach (var id in new[] { issued, draft }) await ByHandApp.AddAsync(officer, id, "Tuyên truyền tại hội nghị giao ban", "Các sở, ngành");
        (await officer.SubmitAsync(await officer.GetAsync($"/plans/{issued}"), "#recordissued form[method=post]")).Location.ShouldNotBeNull();
        await app.RunJobsAsync();
        Guid[] meant = [app.Culture.Id, app.Finance.Id];

        // From now on the group means Finance and the province's office, not Culture.
        var office = await app.AddOrganizationAsync("Văn phòng được thêm vào nhóm", OrganizationLevel.Province, OrganizationKind.Division, app.Province);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.Add(new OrganizationGroupMember { GroupId = app.Departments.Id, OrganizationId = app.Culture.Id, Included = false, Reason = "Tách riêng" });
            db.Add(new OrganizationGroupMember { GroupId = app.Departments.Id, OrganizationId = office.Id, Included = true, Reason = "Thêm vào" });
            await db.SaveChangesAsync();
        });

        (await UnitsAsync(issued)).ShouldBe(meant, ignoreOrder: true);
        (await UnitsAsync(draft)).ShouldBe([app.Finance.Id, office.Id], ignoreOrder: true);
        var page = await officer.GetAsync($"/plans/{issued}");
        page.Text("tbody details").ShouldContain("Sở Văn hóa");
        page.Text("tbody details").ShouldNotContain("Văn phòng được thêm");

        // The duties made over again are the same ones.
        await app.InScopeAsync(async s =>
        {
            s.GetRequiredService<JobQueue>().Enqueue(GenerateObligations.Job, new GeneratePayload(issued), province: app.Province.ProvinceId);
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        });
        await app.RunJobsAsync();
        (await app.ReadAsync(db => db.Set<Obligation>().Where(o => o.PlanId == issued).Select(o => o.UnitId).ToListAsync())).ShouldBe(meant, ignoreOrder: true);
    }

    private Task<List<Guid>> UnitsAsync(Guid plan) => app.InScopeAsync(async s =>
    {
        var read = await s.GetRequiredService<LanToaDb>().Set<Plan>().AsNoTracking().FirstAsync(p => p.Id == plan);
        return (await s.GetRequiredService<PlanView>().OfAsync(read, new DateOnly(2026, 11, 20))).Tasks.Single().Units.Select(u => u.Unit.Id).ToList();
    });
}
