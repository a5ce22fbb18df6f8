using LanToa.Planning.Obligations;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Organizations;

/// <summary>A province with the nation above it, that keeps a neighbour only because a document names it.</summary>
public sealed class KeptWorld : TestApp
{
    public Organization Nation { get; private set; } = null!;

    public Organization Home { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Nation = await AddOrganizationAsync("Chính phủ", OrganizationLevel.Nation, OrganizationKind.Committee, null, "VN", province: 0);
        Home = await AddOrganizationAsync("Ủy ban nhân dân tỉnh Nhà", OrganizationLevel.Province, OrganizationKind.Committee, Nation, "98", province: 98);
    }

    /// <summary>Adds bodies as an officer of the whole province does for a document.</summary>
    public async Task<(Guid Province, Guid Department, Account Officer)> KeepAsync(string name)
    {
        var officer = await AddPersonAsync(Role.Officer, Home);
        var ids = await AsAsync(officer, async s =>
        {
            var above = new OrganizationInput(null, 0, $"K.{Guid.CreateVersion7():N}"[..20], name, "", OrganizationLevel.Province, OrganizationKind.Committee, Nation.Id, null, new DateOnly(2023, 1, 1), null) { NamedBy = "Kế hoạch thử của nơi khác" };
            var below = above with { Code = above.Code + ".S", Name = "Sở " + name, Kind = OrganizationKind.Department, ParentId = above.NewId, NewId = Guid.CreateVersion7() };
            (await s.GetRequiredService<SaveOrganization>().AddAllAsync([above, below])).ShouldBeEmpty();
            return (above.NewId, below.NewId);
        });
        return (ids.Item1, ids.Item2, officer);
    }

    /// <summary>Works as a person does, at the unit of their first role.</summary>
    public Task<T> AsAsync<T>(Account person, Func<IServiceProvider, Task<T>> work) => InScopeAsync(async s =>
    {
        var memberships = await s.GetRequiredService<LanToaDb>().Set<Membership>().AsNoTracking().Where(m => m.AccountId == person.Id).OrderBy(m => m.Id).ToListAsync();
        s.GetRequiredService<Actor>().BecomePerson(person, memberships, null, null);
        return await work(s);
    });
}

public sealed class KeptBodyTests(KeptWorld world) : IClassFixture<KeptWorld>
{
    [Fact]
    public async Task Role_OnAKeptBody_ReachesItAndWhatStandsBelowItOnly()
    {
        var (province, department, _) = await world.KeepAsync("Ủy ban nhân dân tỉnh Vai Trò");
        var own = await world.AddOrganizationAsync("Sở của nhà", OrganizationLevel.Province, OrganizationKind.Department, world.Home, province: 98);
        var top = await world.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().AsNoTracking().FirstAsync(o => o.Id == province));
        (top.ProvinceId, top.KeptFor).ShouldBe(((short)98, "Kế hoạch thử của nơi khác"));
        foreach (var role in new[] { Role.Administrator, Role.Officer, Role.Leader })
        {
            var stranger = await world.AddPersonAsync(role, top);
            await world.AsAsync(stranger, async s =>
            {
                var actor = s.GetRequiredService<Actor>();
                foreach (var permission in new[] { ObligationPermissions.ManageRules, PlanPermissions.ManageActs, PlanPermissions.Write, ObligationPermissions.Read, OrganizationPermissions.Manage }.Where(p => p.Roles.Contains(role)))
                {
                    (actor.Can(permission, province), actor.Can(permission, department)).ShouldBe((true, true), permission.Code);
                    (actor.Can(permission, world.Home.Id), actor.Can(permission, own.Id), actor.CanForProvince(permission)).ShouldBe((false, false, false), permission.Code);
                }
                s.GetRequiredService<OccurrenceRows>().SeesWholeProvince.ShouldBeFalse();
                s.GetRequiredService<JobsInSight>().Query().ToQueryString().ShouldContain("@provinces={  }", Case.Sensitive, "no province's jobs are theirs");
                return await Task.FromResult(0);
            });
        }
    }

    [Fact]
    public async Task Officer_WhoKeepsABody_GoesOnWithTheWholeProvince()
    {
        var (province, department, officer) = await world.KeepAsync("Ủy ban nhân dân tỉnh Giữ Hộ");
        await world.AsAsync(officer, async s =>
        {
            var actor = s.GetRequiredService<Actor>();
            (actor.CanForProvince(PlanPermissions.Write), actor.Can(PlanPermissions.Issue, province), actor.Can(PlanPermissions.Issue, department)).ShouldBe((true, true, true));
            return await Task.FromResult(0);
        });
    }

    [Fact]
    public async Task Detail_OfAKeptBody_SaysForWhichDocument()
    {
        var (province, department, _) = await world.KeepAsync("Ủy ban nhân dân tỉnh Nêu Tên");
        using var viewer = await world.SignInAsync(Role.Viewer, world.Home);
        (await viewer.GetAsync($"/organizations/detail/{province}")).Text("main").ShouldContain("Giữ ở đây vì một văn bản nêu tên cơ quan này");
        (await viewer.GetAsync($"/organizations/detail/{province}")).Text("main").ShouldContain("Văn bản: Kế hoạch thử của nơi khác.");
        (await viewer.GetAsync($"/organizations/detail/{department}")).Text("main").ShouldContain("Được giữ cùng Ủy ban nhân dân tỉnh Nêu Tên");
        (await viewer.GetAsync($"/organizations/detail/{world.Home.Id}")).Text("main").ShouldNotContain("Giữ ở đây vì");
    }

    [Fact]
    public async Task AddAll_OneIsWrong_AddsNone()
    {
        var officer = await world.AddPersonAsync(Role.Officer, world.Home);
        await world.AsAsync(officer, async s =>
        {
            var above = new OrganizationInput(null, 0, "K.KHONG", "Ủy ban nhân dân tỉnh Không Thành", "", OrganizationLevel.Province, OrganizationKind.Committee, world.Nation.Id, null, new DateOnly(2023, 1, 1), null) { NamedBy = "văn bản" };
            var below = above with { Code = "mã sai!", Name = "Sở Không Thành", ParentId = above.NewId, NewId = Guid.CreateVersion7() };
            (await s.GetRequiredService<SaveOrganization>().AddAllAsync([above, below])).ShouldHaveSingleItem().Input.ShouldBe(below);
            (await s.GetRequiredService<LanToaDb>().Set<Organization>().AnyAsync(o => o.Id == above.NewId)).ShouldBeFalse();
            return 0;
        });
    }

    [Fact]
    public async Task Regime_OfTheProvince_IsNamedAfterItsOwnCommittee()
    {
        await world.KeepAsync("Ủy ban nhân dân tỉnh Đứng Trước");
        var words = await world.InScopeAsync(s => Task.FromResult(new RegimeScopes(s.GetRequiredService<OrganizationDirectory>())
            .Words(new RegimeRow { ProvinceId = 0, Code = "thu", Data = new() { Code = "thu", Name = "thử", Source = "thử", Scope = new() { Province = "98" } } }, 98)));
        words.ShouldContain("Ủy ban nhân dân tỉnh Nhà");
    }
}
