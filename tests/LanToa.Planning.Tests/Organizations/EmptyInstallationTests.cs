using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Organizations;

public sealed class EmptyInstallationTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task List_NothingBelowTheNation_LeadsItsAdministratorToTheNationalList()
    {
        // The only body of the test is made the nation.
        await app.InScopeAsync(async s =>
        {
            await s.GetRequiredService<LanToaDb>().Set<Organization>().Where(o => o.Id == app.Province.Id).ExecuteUpdateAsync(o => o.SetProperty(x => x.Level, OrganizationLevel.Nation).SetProperty(x => x.ProvinceId, (short)0));
            s.GetRequiredService<OrganizationDirectory>().Forget();
        });
        using var administrator = await app.SignInAsync(Role.Administrator);
        (await administrator.GetAsync("/today")).Texts("main ol a").ShouldBe(["Nhập danh mục tỉnh, xã toàn quốc", "Thêm các sở, ban, ngành và đơn vị trực thuộc", "Mời người dùng và giao vai trò"]);
        (await administrator.GetAsync("/organizations")).Html.QuerySelector(".lt-empty a[href='/organizations/import']").ShouldNotBeNull();
        using var officer = await app.SignInAsync(Role.Officer);
        (await officer.GetAsync("/organizations")).Html.QuerySelector(".lt-empty a[href='/organizations/import']").ShouldBeNull();
    }
}
