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
        var form = await person.SubmitAsync(await person.GetAsync("/organizations/edit"), "main form[method=post]", new() { ["Input.FindParent"] = "huyen ban cu" });
        form.Text("#Input_ParentId").ShouldContain("01/01/2000 – 30/06/2025");
        var saved = await person.SubmitAsync(form, "main form[method=post]", new() { ["Input.Name"] = "UBND xã Khe Cũ", ["Input.Level"] = "Commune", ["Input.Kind"] = "Committee", ["Input.ParentId"] = district.Id.ToString(), ["Input.ValidFrom"] = "01/01/2020", ["Input.ValidTo"] = "30/06/2025" });
        saved.Location.ShouldNotBeNull(saved.Text(".lt-errors"));
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().AsNoTracking().FirstAsync(o => o.Name == "UBND xã Khe Cũ"))).Code.ShouldBe("BC.UXKC");
    }

    [Fact]
    public async Task Add_BelowADistrictAfterItsEnd_IsRefused()
    {
        var district = await EndedDistrictAsync("Ủy ban nhân dân huyện Bản Xưa", "BX");
        using var person = await app.SignInAsync(Role.Officer);
        var refused = await person.SubmitAsync(await person.GetAsync("/organizations/edit"), "main form[method=post]", new() { ["Input.Name"] = "UBND xã Khe Xưa", ["Input.Level"] = "Commune", ["Input.Kind"] = "Committee", ["Input.ParentId"] = district.Id.ToString(), ["Input.ValidFrom"] = "01/08/2025" });
        refused.Text(".lt-errors").ShouldContain("đã hết hiệu lực vào ngày 01/08/2025");
    }

    [Fact]
    public async Task Parent_OfMany_IsSearchedByAnyNameAndShownWithItsTree()
    {
        var department = await app.AddOrganizationAsync("Sở Nội vụ Cây Thử", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        for (var i = 1; i <= 25; i++) await app.AddOrganizationAsync($"Ủy ban nhân dân xã Bản Đông {i}", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province, $"BD{i:00}");
        var centre = await app.AddOrganizationAsync("Chi cục Cây Thử", OrganizationLevel.Province, OrganizationKind.Department, department, "CCCT");
        using var person = await app.SignInAsync(Role.Officer);
        var form = await person.GetAsync("/organizations/edit");
        form.Html.QuerySelectorAll("input[type=radio][name='Input.ParentId']").Length.ShouldBe(1, "only the person's own unit, not all");

        var none = await person.SubmitAsync(form, "main form[method=post]", new() { ["Input.Name"] = "Phòng Đã Gõ", ["Input.ValidFrom"] = "31/31/2026", ["Input.FindParent"] = "khong co co quan nay" }, button: "button[name=find]");
        none.Text(".lt-errors").ShouldContain("Không thấy cơ quan nào");
        none.Html.QuerySelector("[name='Input.ValidFrom']")!.GetAttribute("value").ShouldBe("31/31/2026");
        var many = await person.SubmitAsync(none, "main form[method=post]", new() { ["Input.FindParent"] = "ubnd ban dong" }, button: "button[name=find]");
        many.Text(".lt-errors").ShouldContain("hơn 20 cơ quan");
        // Typed words are answered whatever is pressed: nothing is saved beside them.
        var found = await person.SubmitAsync(many, "main form[method=post]", new() { ["Input.FindParent"] = "ccct", ["Input.ValidFrom"] = "01/01/2026" });
        found.Html.QuerySelector("input[type=radio][name='Input.ParentId'][checked]")!.GetAttribute("value").ShouldBe(centre.Id.ToString());
        found.Text("#Input_ParentId").ShouldContain($"{app.Province.Name} › Sở Nội vụ Cây Thử");
        found.Html.QuerySelector("[name='Input.Name']")!.GetAttribute("value").ShouldBe("Phòng Đã Gõ");
        var saved = await person.SubmitAsync(found, "main form[method=post]");
        saved.Location.ShouldNotBeNull(saved.Text(".lt-errors"));
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().AsNoTracking().FirstAsync(o => o.Name == "Phòng Đã Gõ"))).ParentId.ShouldBe(centre.Id);
    }

    [Fact]
    public async Task Succession_BodiesSearchedByName_AreChosenAndNothingIsRecordedBesideTheSearch()
    {
        for (var i = 1; i <= 15; i++) await app.AddOrganizationAsync($"Ủy ban nhân dân xã Nà Kế {i}", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province, $"NK{i:00}");
        var (old, heir) = (await app.AddOrganizationAsync("Phòng Kế Cũ", OrganizationLevel.Province, OrganizationKind.Department, app.Province, "PKC1"), await app.AddOrganizationAsync("Phòng Kế Mới", OrganizationLevel.Province, OrganizationKind.Department, app.Province, "PKM1"));
        using var person = await app.SignInAsync(Role.Officer);
        var form = await person.GetAsync("/organizations/succession");
        form.Html.QuerySelectorAll("select option").Length.ShouldBeLessThan(20, "no list of all bodies");
        var found = await person.SubmitAsync(form, "main form[method=post]", new() { ["Input.Act"] = "12/QĐ-UBND", ["Input.Lines[0].FindFrom"] = "pkc1", ["Input.Lines[0].FindTo"] = "phong ke moi" });
        found.Location.ShouldBeNull();
        Chosen("From").ShouldBe(old.Id.ToString());
        Chosen("To").ShouldBe(heir.Id.ToString());
        found.Html.QuerySelector("[name='Input.Act']")!.GetAttribute("value").ShouldBe("12/QĐ-UBND");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().AsNoTracking().FirstAsync(o => o.Id == old.Id))).ValidTo.ShouldBeNull();

        string? Chosen(string field) => found.Html.QuerySelector($"input[type=radio][name='Input.Lines[0].{field}'][checked]")?.GetAttribute("value");
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
