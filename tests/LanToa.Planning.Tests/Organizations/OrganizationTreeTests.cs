using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Organizations;

/// <summary>The list of agencies as a tree: one way down is open, the rest by a press; whatever is looked for comes as a list.</summary>
public sealed class OrganizationTreeTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Tree_OpenedAndClosed_ShowsOneWayDown()
    {
        var department = await app.AddOrganizationAsync("Sở Cây Một", OrganizationLevel.Province, OrganizationKind.Department, app.Province, "CM");
        var division = await app.AddOrganizationAsync("Phòng Cây Một", OrganizationLevel.Unit, OrganizationKind.Division, department, "CM.P");
        using var officer = await app.SignInAsync(Role.Officer);

        var tree = await officer.GetAsync("/organizations");
        Names(tree).ShouldContain("Sở Cây Một");
        Names(tree).ShouldNotContain("Phòng Cây Một", "below the person's own unit only the first step is open");
        var line = tree.Html.QuerySelector($"#cq-{department.Id:N}")!;
        line.GetAttribute("data-depth").ShouldBe("1");
        line.TextContent.ShouldContain("1 trực thuộc");
        var toggle = line.QuerySelector("a[aria-expanded=false]")!.GetAttribute("href")!;

        var open = await officer.GetAsync("/organizations" + toggle);
        Names(open).ShouldContain("Phòng Cây Một");
        open.Html.QuerySelector($"#cq-{division.Id:N} a[aria-expanded]").ShouldBeNull();
        var closed = await officer.GetAsync("/organizations" + open.Html.QuerySelector($"#cq-{department.Id:N} a[aria-expanded=true]")!.GetAttribute("href")!);
        Names(closed).ShouldContain("Sở Cây Một");
        Names(closed).ShouldNotContain("Phòng Cây Một");
    }

    [Fact]
    public async Task Tree_OfADayOrSomethingLookedFor_ShowsOnlyThat()
    {
        await app.AddOrganizationAsync("Sở Cây Hai", OrganizationLevel.Province, OrganizationKind.Department, app.Province, "CH");
        using var officer = await app.SignInAsync(Role.Officer);
        (await officer.GetAsync("/organizations?ngay=01/01/1950")).Text("main").ShouldContain("Không có cơ quan nào khớp");
        var found = await officer.GetAsync("/organizations?q=so+cay+hai");
        found.Html.QuerySelector(".lt-tree").ShouldBeNull();
        found.Texts("tbody tr").Count.ShouldBe(1);
        (await officer.GetAsync("/organizations?xem=danh-sach")).Texts("tbody tr").Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Search_BodyThatHasEnded_IsFoundAndMarkedUnlessADayIsAskedFor()
    {
        var ended = await app.AddOrganizationAsync("Sở Cây Đã Hết", OrganizationLevel.Province, OrganizationKind.Department, app.Province, "CDH");
        await app.InScopeAsync(async s =>
        {
            await s.GetRequiredService<LanToaDb>().Set<Organization>().Where(o => o.Id == ended.Id).ExecuteUpdateAsync(o => o.SetProperty(x => x.ValidTo, new DateOnly(2025, 6, 30)));
            s.GetRequiredService<OrganizationDirectory>().Forget();
        });
        using var officer = await app.SignInAsync(Role.Officer);
        (await officer.GetAsync("/organizations?q=cay+da+het")).Texts("tbody tr").ShouldHaveSingleItem().ShouldContain("hết hiệu lực sau 30/06/2025");
        (await officer.GetAsync("/organizations?q=cay+da+het&ngay=01/01/2026")).Texts("tbody tr").ShouldBeEmpty();
        (await officer.GetAsync("/organizations?q=cay+da+het&ngay=01/01/2025")).Texts("tbody tr").ShouldHaveSingleItem().ShouldNotContain("hết hiệu lực sau");
        (await officer.GetAsync("/organizations?xem=danh-sach")).Text("main").ShouldNotContain("Sở Cây Đã Hết");
        (await officer.GetAsync("/search?q=cay+da+het")).Text("main").ShouldContain("hết hiệu lực sau 30/06/2025");
    }

    [Fact]
    public async Task Tree_BodiesOfThePartyAndOfVerticalLines_StandApart_InTheAreaOfACommittee()
    {
        var party = await app.AddOrganizationAsync("Ban Tuyên giáo Cây", OrganizationLevel.Province, OrganizationKind.Party, app.Province, "CNP");
        var room = await app.AddOrganizationAsync("Phòng của Ban Tuyên giáo Cây", OrganizationLevel.Unit, OrganizationKind.Division, party, "CNP.P");
        using var officer = await app.SignInAsync(Role.Officer);
        var tree = await officer.GetAsync("/organizations");
        tree.Html.QuerySelector($"#ngoai-cay #cq-{party.Id:N}").ShouldNotBeNull().TextContent.ShouldContain("trên địa bàn");
        tree.Html.QuerySelectorAll($"#cq-{party.Id:N}").Length.ShouldBe(1);
        var committee = tree.Text($"#cq-{app.Province.Id:N} .lt-tree__facts");
        await app.AddOrganizationAsync("Công an Cây", OrganizationLevel.Province, OrganizationKind.Vertical, app.Province, "CNV");
        var below = (string facts) => facts.Split('·').SingleOrDefault(p => p.Contains("trực thuộc", StringComparison.Ordinal))?.Split(',')[0].Trim();
        below((await officer.GetAsync("/organizations")).Text($"#cq-{app.Province.Id:N} .lt-tree__facts")).ShouldBe(below(committee), "none of them is a subordinate");

        var page = await officer.GetAsync(OrganizationLinks.Of(party.Id));
        page.Text("main .lt-facts").ShouldSatisfyAllConditions(t => t.ShouldContain("Trên địa bàn"), t => t.ShouldNotContain("Trực thuộc", Case.Sensitive));
        foreach (var one in new[] { page, await officer.GetAsync(OrganizationLinks.Of(room.Id)) }) one.Html.QuerySelectorAll(".breadcrumb a, .lt-breadcrumbs a").Select(a => a.GetAttribute("href")).ShouldNotContain(OrganizationLinks.Of(app.Province.Id));
        (await officer.GetAsync(OrganizationLinks.Of(room.Id))).Text("main .lt-facts").ShouldContain("Trực thuộc");
        page.Text(".lt-timeline").ShouldContain($"Địa bàn: {app.Province.Name}");
        (await app.InScopeAsync(s => Task.FromResult(s.GetRequiredService<OrganizationDirectory>().PathOf(party.Id)))).ShouldBe($"địa bàn {app.Province.Name.Replace("Ủy ban nhân dân ", "", StringComparison.Ordinal)}");
        (await officer.GetAsync(OrganizationLinks.Of(room.Id))).Text(".lt-timeline").ShouldContain($"Cơ quan cấp trên: {party.Name}");
        (await officer.GetAsync("/organizations?q=ban+tuyen+giao+cay&loai=Party")).Texts("tbody tr").ShouldHaveSingleItem().ShouldContain("ngoài cây tổ chức, trên địa bàn");
        // Where another bears the same name its area tells it apart, not the committee.
        await app.AddOrganizationAsync(party.Name, OrganizationLevel.Commune, OrganizationKind.Party, await app.AddOrganizationAsync("Ủy ban nhân dân xã Gốc Cây", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province));
        (await app.InScopeAsync(s => Task.FromResult(s.GetRequiredService<OrganizationDirectory>().DistinctNameOf(party.Id)))).ShouldBe($"{party.Name}, địa bàn {app.Province.Name.Replace("Ủy ban nhân dân ", "", StringComparison.Ordinal)}");
    }

    [Fact]
    public async Task Tree_OfficesOfACommuneThatEnded_SayWhoseTheyWere()
    {
        var commune = await app.AddOrganizationAsync("Ủy ban nhân dân xã Cây Đổ", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province, "CD");
        var office = await app.AddOrganizationAsync("Phòng Kinh tế", OrganizationLevel.Unit, OrganizationKind.Division, commune, "CD.P");
        await app.InScopeAsync(async s =>
        {
            await s.GetRequiredService<LanToaDb>().Set<Organization>().Where(o => o.Id == commune.Id).ExecuteUpdateAsync(o => o.SetProperty(x => x.ValidTo, new DateOnly(2025, 6, 30)));
            s.GetRequiredService<OrganizationDirectory>().Forget();
        });
        var coming = await app.AddOrganizationAsync("Ủy ban nhân dân xã Cây Non", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province, "CN", new DateOnly(2090, 1, 1));
        var early = await app.AddOrganizationAsync("Phòng Kinh tế Cây Non", OrganizationLevel.Unit, OrganizationKind.Division, coming, "CN.P");
        using var officer = await app.SignInAsync(Role.Officer);
        var tree = await officer.GetAsync("/organizations");
        tree.Text($"#cq-{office.Id:N} .lt-tree__facts").ShouldContain("trực thuộc Ủy ban nhân dân xã Cây Đổ, đã kết thúc");
        tree.Text($"#cq-{early.Id:N} .lt-tree__facts").ShouldNotContain("đã kết thúc");
    }

    private static IReadOnlyList<string> Names(TestPage page) => page.Texts(".lt-tree__name a");
}
