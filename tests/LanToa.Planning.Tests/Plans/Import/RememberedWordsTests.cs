using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans.Import;

/// <summary>What was said of a name once need not be said again: neither in the next document of the issuer nor where the list has come to know it.</summary>
public sealed class RememberedWordsTests(ImportApp app) : IClassFixture<ImportApp>
{
    [Fact]
    public async Task Words_SaidToBindNobody_AreNotAskedInTheNextDocument()
    {
        using var person = await app.OfficerAsync();
        const string printed = "Các hội quần chúng Nà Thử";
        var (id, _) = await ReadAsync(person, printed);
        var answer = await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Party", new() { ["printed"] = printed, ["means"] = "words" });
        answer.Location.ShouldNotBeNull();
        (await person.GetAsync(answer.Location)).Text(".lt-content > [role=status]").ShouldContain($"“{printed}” không phải một cơ quan cụ thể");

        var (_, next) = await ReadAsync(person, printed.ToUpperInvariant());
        next.ShouldHaveSingleItem().AsPrinted.ShouldBeTrue();

        // A later word replaces it.
        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Party", new() { ["printed"] = printed, ["means"] = $"o:{app.Home.Id}" });
        (await ReadAsync(person, printed)).Leads.ShouldHaveSingleItem().OrganizationId.ShouldBe(app.Home.Id);
    }

    [Fact]
    public async Task Words_SaidToStandForUnits_DoSoInTheNextDocument()
    {
        using var person = await app.OfficerAsync();
        const string printed = "Các hội nghề nghiệp Nà Thử";
        var (id, _) = await ReadAsync(person, printed);
        var listed = await ImportApp.PostAsync(person, PartyPath(id, printed), "List", new() { ["Names"] = "- Sở Nội vụ;\n- Đội Thông tin lưu động Nà Thử" });
        listed.Location.ShouldNotBeNull(listed.Text(".lt-errors"));

        var (_, next) = await ReadAsync(person, printed);
        next.Select(p => p.Printed).ShouldBe(["Sở Nội vụ", "Đội Thông tin lưu động Nà Thử"]);
        next.ShouldAllBe(p => p.OrganizationId != null);
    }

    [Fact]
    public async Task Review_NameThatTheListHasComeToKnow_IsResolvedWhenOpened()
    {
        using var person = await app.OfficerAsync();
        const string printed = "Trung tâm Truyền thông Khau Thử";
        var (id, before) = await ReadAsync(person, printed);
        before.ShouldHaveSingleItem().IsResolved.ShouldBeFalse();
        var unit = await app.AddOrganizationAsync(printed, OrganizationLevel.Province, OrganizationKind.PublicService, app.Province);

        (await person.GetAsync($"/plans/import/review/{id}")).Text("main").ShouldNotContain($"“{printed}” là cơ quan nào");
        (await LeadsAsync(id)).ShouldHaveSingleItem().OrganizationId.ShouldBe(unit.Id);
    }

    [Fact]
    public async Task List_DistrictAfterItsLevelEnded_IsRefusedWithTheDay()
    {
        using var person = await app.OfficerAsync();
        const string printed = "Các huyện vùng cao Nà Thử";
        var (id, _) = await ReadAsync(person, printed);
        var answer = await ImportApp.PostAsync(person, PartyPath(id, printed), "List", new() { ["Names"] = "UBND huyện Nà Thử" });
        answer.Text(".lt-errors").ShouldContain("cấp huyện kết thúc ngày 30/06/2025");
        answer.Text("textarea[name=Names]").ShouldContain("UBND huyện Nà Thử");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().AnyAsync(o => o.Name.Contains("huyện Nà Thử")))).ShouldBeFalse();
    }

    [Fact]
    public async Task List_UnitThatTheListHasOnlyFromLater_IsNotAddedASecondTime()
    {
        using var person = await app.OfficerAsync();
        const string printed = "Các chi cục vùng cao Nà Thử";
        await app.AddOrganizationAsync("Chi cục Thuận Thử", OrganizationLevel.Province, OrganizationKind.Department, app.Province, from: new DateOnly(2030, 1, 1));
        var (id, _) = await ReadAsync(person, printed);
        var answer = await ImportApp.PostAsync(person, PartyPath(id, printed), "List", new() { ["Names"] = "Chi cục Thuận Thử" });
        answer.Text(".lt-errors").ShouldContain("danh mục đã có, nhưng chỉ từ ngày 01/01/2030");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().CountAsync(o => o.Name == "Chi cục Thuận Thử"))).ShouldBe(1);
    }

    [Fact]
    public async Task Add_IssuerOfADocumentWithoutDate_TakesTheDateFromTheSameForm()
    {
        await app.NationAsync();
        using var person = await app.OfficerAsync();
        var text = ImportApp.PlanText.Replace("TỈNH THỬ NGHIỆM", "TỈNH HÒA BÌNH", StringComparison.Ordinal).Replace("Thử Nghiệm, ngày 20 tháng 01 năm 2026", "Hòa Bình, ngày    tháng    năm", StringComparison.Ordinal);
        var id = await app.ReadAsync(person, text);
        var import = await app.ImportAsync(id);
        (import.IssuerId, import.Date).ShouldBe((null, null));
        var form = await person.GetAsync(PartyPath(id, import.IssuerText!));
        (await person.SubmitAsync(form, "form[action$='handler=Add']")).Text(".lt-errors").ShouldContain("Bạn chưa nhập ngày ban hành của văn bản");
        var added = await person.SubmitAsync(form, "form[action$='handler=Add']", new() { ["Input.DocumentDate"] = "15/02/2022" });
        added.Location.ShouldBe($"/plans/import/review/{id}", added.Text(".lt-errors"));
        import = await app.ImportAsync(id);
        import.Date.ShouldBe(new DateOnly(2022, 2, 15));
        var issuer = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().AsNoTracking().FirstAsync(o => o.Id == import.IssuerId));
        issuer.ValidFrom.ShouldBe(new DateOnly(2022, 2, 15));
    }

    [Fact]
    public async Task Document_IssuerOfAnotherProvince_IsOfferedNoneOfOnesOwnAndAWayToAddIt()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, ImportApp.PlanText.Replace("TỈNH THỬ NGHIỆM", "TỈNH YÊN BÁI", StringComparison.Ordinal).Replace("Thử Nghiệm, ngày", "Yên Bái, ngày", StringComparison.Ordinal));
        var import = await app.ImportAsync(id);
        import.IssuerId.ShouldBeNull();
        var page = await person.GetAsync($"/plans/import/document/{id}");
        page.Texts("button[name=issuerId]").ShouldBeEmpty();
        page.Html.QuerySelector($"main a[href='{PartyPath(id, import.IssuerText!)}']").ShouldNotBeNull();
    }

    [Fact]
    public async Task Document_IssuerOfAnUnknownDistrict_IsOfferedNoDistrictOfAnotherName()
    {
        await app.AddOrganizationAsync("Ủy ban nhân dân huyện Phú Thử", OrganizationLevel.District, OrganizationKind.Committee, app.Province);
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, ImportApp.PlanText.Replace("TỈNH THỬ NGHIỆM  ", "HUYỆN VĨNH LỘC   ", StringComparison.Ordinal).Replace("Thử Nghiệm, ngày", "Vĩnh Lộc, ngày", StringComparison.Ordinal));
        (await app.ImportAsync(id)).IssuerId.ShouldBeNull();
        (await person.GetAsync($"/plans/import/document/{id}")).Texts("button[name=issuerId]").ShouldNotContain(n => n.Contains("Phú Thử", StringComparison.Ordinal));
    }

    private async Task<(Guid Id, List<ItemParty> Leads)> ReadAsync(TestBrowser person, string printed)
    {
        var id = await app.ReadAsync(person, ImportApp.PlanText.Replace(ImportApp.UnknownCentre, printed, StringComparison.Ordinal));
        return (id, await LeadsAsync(id));
    }

    /// <summary>Who leads the task of the centre that the text names.</summary>
    private async Task<List<ItemParty>> LeadsAsync(Guid id) => (await app.ItemsAsync(id)).First(i => i.Text.Contains("loa truyền thanh", StringComparison.Ordinal)).Leads;

    private static string PartyPath(Guid id, string printed) => $"/plans/import/party/{id}?ten={Uri.EscapeDataString(printed)}";
}
