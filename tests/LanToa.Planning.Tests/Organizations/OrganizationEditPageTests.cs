using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Organizations;

public sealed class OrganizationEditPageTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Add_BelowADistrictThatEnded_IsSavedWithAProposedCode()
    {
        var district = await EndedDistrictAsync("Ủy ban nhân dân huyện Bản Cũ", "BC");
        using var person = await app.SignInAsync(Role.Officer);
        var form = await person.GetAsync("/organizations/edit");
        form.Text($"option[value='{district.Id}']").ShouldContain("01/01/2000 – 30/06/2025");
        var saved = await person.SubmitAsync(form, "form[data-draft]", new() { ["Input.Name"] = "UBND xã Khe Cũ", ["Input.Level"] = "Commune", ["Input.Kind"] = "Committee", ["Input.ParentId"] = district.Id.ToString(), ["Input.ValidFrom"] = "01/01/2020", ["Input.ValidTo"] = "30/06/2025" });
        saved.Location.ShouldNotBeNull(saved.Text(".lt-errors"));
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().AsNoTracking().FirstAsync(o => o.Name == "UBND xã Khe Cũ"))).Code.ShouldBe("BC.UXKC");
    }

    [Fact]
    public async Task Add_BelowADistrictAfterItsEnd_IsRefused()
    {
        var district = await EndedDistrictAsync("Ủy ban nhân dân huyện Bản Xưa", "BX");
        using var person = await app.SignInAsync(Role.Officer);
        var refused = await person.SubmitAsync(await person.GetAsync("/organizations/edit"), "form[data-draft]", new() { ["Input.Name"] = "UBND xã Khe Xưa", ["Input.Level"] = "Commune", ["Input.Kind"] = "Committee", ["Input.ParentId"] = district.Id.ToString(), ["Input.ValidFrom"] = "01/08/2025" });
        refused.Text(".lt-errors").ShouldContain("đã hết hiệu lực vào ngày 01/08/2025");
    }

    private async Task<Organization> EndedDistrictAsync(string name, string code)
    {
        var district = await app.AddOrganizationAsync(name, OrganizationLevel.District, OrganizationKind.Committee, app.Province, code);
        await app.InScopeAsync(async s =>
        {
            await s.GetRequiredService<LanToaDb>().Set<Organization>().Where(o => o.Id == district.Id).ExecuteUpdateAsync(o => o.SetProperty(x => x.ValidTo, new DateOnly(2025, 6, 30)));
            s.GetRequiredService<OrganizationDirectory>().Forget();
        });
        return district;
    }
}
