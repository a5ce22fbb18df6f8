using System.Net;
using LanToa.Planning.Obligations;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Planning.Tests.Plans.Import;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests;

/// <summary>Rules, registers and groups that many units share are not for the administrator of one of them.</summary>
public sealed class SharedRecordsTests(ImportApp app) : IClassFixture<ImportApp>
{
    [Fact]
    public async Task Rules_AdministratorOfADepartment_ChangesNothingForTheProvince()
    {
        using var administrator = await app.SignInAsync(Role.Administrator, app.Finance);
        var holidays = await CountAsync<Holiday>(h => h.ProvinceId == 99);
        var form = await administrator.GetAsync("/rules/holidays/edit");
        var holiday = await administrator.SubmitAsync(form, "#luu", new() { ["Input.Date"] = "08/05/2026", ["Input.Name"] = "Ngày của sở", ["Input.Kind"] = "Holiday", ["Input.Source"] = "Official", ["Input.Basis"] = "x", ["Input.Reason"] = "thử" });
        ((int)holiday.Status).ShouldBeLessThan(500);
        (await CountAsync<Holiday>(h => h.ProvinceId == 99)).ShouldBe(holidays);

        var regime = await administrator.SubmitAsync(await administrator.GetAsync("/rules/regimes/edit?code=cchc-581"), "#luu",
            new() { ["Json"] = """{"code":"cchc-581","name":"Của sở","source":"x","basedOn":"nd09-2019","scope":{"topic":"cchc"}}""", ["Reason"] = "thử" });
        ((int)regime.Status).ShouldBeLessThan(500);
        (await app.InScopeAsync(s => s.GetRequiredService<RuleBooks>().OfAsync(99))).Own.Regimes["cchc-581"].Name.ShouldNotBe("Của sở");

        await administrator.PostAsync("/plans/acts/edit", new() { ["__RequestVerificationToken"] = TokenOf(form), ["Input.Number"] = "77/QĐ-STC", ["Input.Kind"] = "Quyết định", ["Input.Title"] = "x", ["Input.Subject"] = "x" });
        (await CountAsync<LegalAct>(a => a.ProvinceId == 99)).ShouldBe(0);
    }

    [Fact]
    public async Task Group_AdministratorOfADepartment_CannotPutOthersInOrOut()
    {
        var group = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<OrganizationGroup>().FirstAsync(g => g.Name == "Các sở, ban, ngành"));
        using var administrator = await app.SignInAsync(Role.Administrator, app.Finance);
        var path = $"/organizations/group/{group.Id}";
        var token = TokenOf(await administrator.GetAsync(path));
        var answer = await administrator.PostAsync(path, new() { ["__RequestVerificationToken"] = token, ["organization"] = app.Culture.Id.ToString(), ["included"] = "false", ["reason"] = "thử" });
        answer.Text(".lt-errors").ShouldContain("ngoài phạm vi quản trị");
        (await CountAsync<OrganizationGroupMember>(m => m.OrganizationId == app.Culture.Id)).ShouldBe(0);
        using var province = await app.SignInAsync(Role.Administrator);
        (await province.SubmitAsync(await province.GetAsync(path), "#thanh-vien", new() { ["organization"] = app.Culture.Id.ToString(), ["included"] = "false", ["reason"] = "Có quy định riêng" })).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task NationalList_AdministratorOfADepartmentWhoMayLookAtTheNation_IsRefused()
    {
        var nation = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().FirstOrDefaultAsync(o => o.Level == OrganizationLevel.Nation))
            ?? await app.AddOrganizationAsync("Trung ương thử", OrganizationLevel.Nation, OrganizationKind.Committee, null, province: 0);
        using var person = await app.SignInAsync(Role.Administrator, app.Finance);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.Add(new Platform.Identity.Membership { AccountId = person.AccountId, OrganizationId = nation.Id, Role = Role.Viewer, ValidFrom = new DateOnly(2000, 1, 1) });
            await db.SaveChangesAsync();
        });
        await person.PostAsync("/identity/unit", new() { ["__RequestVerificationToken"] = TokenOf(await person.GetAsync("/identity/me")), ["unitId"] = nation.Id.ToString() });
        var before = await CountAsync<Organization>(_ => true);
        var form = await person.GetAsync("/organizations/import");
        var list = "[{\"Code\":\"77\",\"FullName\":\"Tỉnh Giả\",\"Wards\":[]}]"u8.ToArray();
        using var content = new MultipartFormDataContent { { new StringContent(TokenOf(form)), "__RequestVerificationToken" }, { new StringContent("01/07/2025"), "ValidFrom" }, { new ByteArrayContent(list), "List", "a.json" } };
        using var answer = await person.Http.PostAsync("/organizations/import", content);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await CountAsync<Organization>(_ => true)).ShouldBe(before);
    }

    [Theory]
    [InlineData("Input.Level", "Nation", "Chỉ có một cấp trung ương")]
    [InlineData("Input.ValidFrom", "01/01/1900", "năm ngoài khoảng 1945 đến 2100")]
    [InlineData("Input.ValidTo", "01/01/2001", "Ngày hết hiệu lực phải sau")]
    [InlineData("Input.ParentId", "01900000-0000-7000-8000-000000000001", "chưa chọn cơ quan cấp trên")]
    [InlineData("Input.ParentId", "khong-phai-ma", "không hợp lệ")]
    public async Task Organization_ImpossibleField_IsRefusedAndKept(string field, string value, string why)
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var values = new Dictionary<string, string>
        {
            ["Input.Name"] = "Phòng Không Có", ["Input.Code"] = "PKC", ["Input.Level"] = "Unit", ["Input.Kind"] = "Division", ["Input.ParentId"] = app.Province.Id.ToString(), ["Input.ValidFrom"] = "01/01/2020", ["Input.ValidTo"] = "",
        };
        if (field == "Input.ValidTo") values["Input.ValidFrom"] = "01/01/2010";
        values[field] = value;
        var answer = await officer.SubmitAsync(await officer.GetAsync("/organizations/edit"), "main form", values);
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text(".lt-errors").ShouldContain(why);
        answer.Html.QuerySelector("[name='Input.Name']")!.GetAttribute("value").ShouldBe("Phòng Không Có");
        (await CountAsync<Organization>(o => o.Name == "Phòng Không Có")).ShouldBe(0);
    }

    private Task<int> CountAsync<T>(System.Linq.Expressions.Expression<Func<T, bool>> which) where T : class =>
        app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<T>().CountAsync(which));

    private static string TokenOf(TestPage page) => page.Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
}
