using System.Net;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Organizations;

/// <summary>Groups from their making to their end.</summary>
public sealed class GroupPageTests(KeptWorld world) : IClassFixture<KeptWorld>
{
    private static readonly DateOnly Today = new(2026, 1, 20);

    [Fact]
    public async Task Add_ForAnOwnBody_IsMeantByItsDocumentsUntilItEnds()
    {
        var commune = await world.AddOrganizationAsync("Ủy ban nhân dân xã Biên Một", OrganizationLevel.Commune, OrganizationKind.Committee, world.Home, "98101", province: 98);
        await world.AddOrganizationAsync("Ủy ban nhân dân xã Biên Sau", OrganizationLevel.Commune, OrganizationKind.Committee, world.Home, "98102", from: new DateOnly(2030, 1, 1), province: 98);
        using var administrator = await world.SignInAsync(Role.Administrator, world.Home);
        (await administrator.GetAsync("/organizations/groups")).Html.QuerySelector("a[href='/organizations/groupedit']").ShouldNotBeNull();
        var form = await administrator.GetAsync("/organizations/groupedit");
        (await administrator.SubmitAsync(form, "#nhom", new() { ["Input.Name"] = "Các xã biên giới", ["Input.Levels"] = "Commune" })).Text(".lt-errors").ShouldContain("Quy tắc gồm cả cấp và loại");
        var values = new Dictionary<string, string> { ["Input.Name"] = "Các xã biên giới", ["Input.Levels"] = "Commune", ["Input.Kinds"] = "Committee" };
        var added = await administrator.SubmitAsync(form, "#nhom", values);
        added.Location.ShouldNotBeNull(added.Text(".lt-errors"));
        (await administrator.SubmitAsync(form, "#nhom", values)).Location.ShouldBe(added.Location, "pressed twice");

        var page = await administrator.OpenAsync(added.Location);
        page.Text("main").ShouldContain("Trực thuộc Ủy ban nhân dân tỉnh Nhà; cấp: Xã");
        page.Text("tbody").ShouldContain(commune.Name);
        page.Text("tbody").ShouldNotContain("Biên Sau");
        (await administrator.GetAsync($"{added.Location}?ngay=01/01/2030")).Text("tbody").ShouldContain("Biên Sau");
        var wording = await administrator.SubmitAsync(page, "#cach-viet", new() { ["text"] = "UBND các xã vùng biên" });
        wording.Location.ShouldNotBeNull(wording.Text(".lt-errors"));
        (await MeantAsync("UBND các xã vùng biên", commune.Id)).ShouldNotBeNull();
        (await MeantAsync("UBND các xã vùng biên", world.Nation.Id)).ShouldBeNull("documents of others mean something else");

        page = await administrator.OpenAsync(added.Location);
        (await administrator.SubmitAsync(page, "#ket-thuc", new() { ["LastDay"] = "19/01/2026" })).Text(".lt-errors").ShouldContain("Hãy ghi lý do");
        (await administrator.SubmitAsync(page, "#ket-thuc", new() { ["LastDay"] = "19/01/2026", ["EndReason"] = "Không còn quy định riêng" })).Location.ShouldNotBeNull();
        (await MeantAsync("UBND các xã vùng biên", commune.Id)).ShouldBeNull();
        (await MeantAsync("UBND các xã vùng biên", commune.Id, Today.AddDays(-1))).ShouldNotBeNull("documents of before still mean it");
        page = await administrator.OpenAsync(added.Location);
        page.Texts(".lt-timeline > *")[0].ShouldContain("Không còn quy định riêng");
        (await administrator.SubmitAsync(page, "#ket-thuc", new() { ["EndReason"] = "Dùng lại" }, button: "button[name=again]")).Location.ShouldNotBeNull();
        (await MeantAsync("UBND các xã vùng biên", commune.Id)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Change_TwoAdministrators_SecondIsToldFieldByField()
    {
        var group = await AddAsync("Nhóm cùng sửa", world.Home.Id);
        using var first = await world.SignInAsync(Role.Administrator, world.Home);
        using var second = await world.SignInAsync(Role.Administrator, world.Home);
        var form = await second.GetAsync($"/organizations/groupedit/{group}");
        (await first.SubmitAsync(await first.GetAsync($"/organizations/groupedit/{group}"), "#nhom", new() { ["Input.DirectOnly"] = "true", ["Input.Reason"] = "Theo quy chế" })).Location.ShouldNotBeNull();
        var told = await second.SubmitAsync(form, "#nhom", new() { ["Input.Name"] = "Nhóm đã đổi tên", ["Input.Reason"] = "Gọn hơn" });
        told.Texts(".lt-clash li strong").ShouldBe(["Chỉ cấp dưới trực tiếp"]);
        (await second.SubmitAsync(told, "#nhom")).Location.ShouldNotBeNull();
        var saved = await world.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<OrganizationGroup>().AsNoTracking().FirstAsync(g => g.Id == group));
        (saved.Name, saved.DirectOnly).ShouldBe(("Nhóm đã đổi tên", true));
    }

    [Fact]
    public async Task Group_ForEveryIssuer_IsChangedByTheInstallationsAdministratorOnly()
    {
        var common = await AddAsync("Nhóm chung cả nước", null);
        using var province = await world.SignInAsync(Role.Administrator, world.Home);
        (await province.GetAsync($"/organizations/groupedit/{common}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await province.GetAsync($"/organizations/group/{common}")).Html.QuerySelector("#ket-thuc").ShouldBeNull();
        var refused = await province.SubmitAsync(await province.GetAsync("/organizations/groupedit"), "#nhom", new() { ["Input.Name"] = "Nhóm tự phong", ["Input.Everywhere"] = "true" });
        refused.Text(".lt-errors").ShouldContain("quản trị của toàn hệ thống");
        refused.Html.QuerySelector("[name='Input.Name']")!.GetAttribute("value").ShouldBe("Nhóm tự phong");
        using var nation = await world.SignInAsync(Role.Administrator, world.Nation);
        (await nation.SubmitAsync(await nation.GetAsync($"/organizations/groupedit/{common}"), "#nhom", new() { ["Input.Name"] = "Nhóm chung đổi tên", ["Input.Reason"] = "Theo nghị định" })).Location.ShouldNotBeNull();
        (await province.GetAsync($"/organizations/group/{common}")).Text(".lt-timeline").ShouldContain("Theo nghị định");

        var ofHome = await AddAsync("Nhóm riêng của tỉnh", world.Home.Id);
        var elsewhere = await world.AddOrganizationAsync("Ủy ban nhân dân tỉnh Kề", OrganizationLevel.Province, OrganizationKind.Committee, world.Nation, "96", province: 96);
        using var neighbour = await world.SignInAsync(Role.Administrator, elsewhere);
        (await neighbour.GetAsync($"/organizations/group/{ofHome}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await neighbour.GetAsync("/organizations/groups")).Text("main").ShouldNotContain("Nhóm riêng của tỉnh");
    }

    [Fact]
    public async Task Wording_OfAnotherGroup_IsRefusedWithItsName()
    {
        var (one, other) = (await AddAsync("Nhóm chữ một", world.Home.Id), await AddAsync("Nhóm chữ hai", world.Home.Id));
        using var administrator = await world.SignInAsync(Role.Administrator, world.Home);
        (await administrator.SubmitAsync(await administrator.GetAsync($"/organizations/group/{one}"), "#cach-viet", new() { ["text"] = "Các đơn vị thí điểm" })).Location.ShouldNotBeNull();
        var refused = await administrator.SubmitAsync(await administrator.GetAsync($"/organizations/group/{other}"), "#cach-viet", new() { ["text"] = "các đơn vị thí điểm" });
        refused.Text(".lt-errors").ShouldContain("đang là cách viết của nhóm Nhóm chữ một");
    }

    private async Task<Guid> AddAsync(string name, Guid? owner)
    {
        var group = new OrganizationGroup { Name = name, OwnerId = owner };
        await world.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.Add(group);
            await db.SaveChangesAsync();
        });
        return group.Id;
    }

    private Task<Guid?> MeantAsync(string printed, Guid issuer, DateOnly? day = null) => world.InScopeAsync(async s => (await s.GetRequiredService<OrganizationNames>().ResolveAsync(printed, issuer, day ?? Today)).GroupId);
}
