using LanToa.Planning.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans.Import;

/// <summary>Bodies that the list knows from 2025 on and that were there before under the same name: said in one step of the review.</summary>
public sealed class EarlierBodyTests(ImportApp app) : IClassFixture<ImportApp>
{
    private const string Form = "form[action$='handler=Earlier']";
    private static readonly DateOnly Listed = new(2026, 7, 1), Day = new(2026, 1, 20);

    private static string Named(string name) => ImportApp.PlanText.Replace(ImportApp.UnknownCentre, name, StringComparison.Ordinal);

    private static string Of(string province) => ImportApp.PlanText.Replace("TỈNH THỬ NGHIỆM  ", $"TỈNH {province.ToUpperInvariant()}", StringComparison.Ordinal).Replace("Thử Nghiệm, ngày 20 tháng 01 năm 2026", $"{province}, ngày 20 tháng 01 năm 2022", StringComparison.Ordinal);

    private static string PartyPath(Guid id, string name) => $"/plans/import/party/{id}?ten={Uri.EscapeDataString(name)}";

    [Fact]
    public async Task Party_KnownFromALaterDay_IsMovedBackInOneStep()
    {
        var centre = await app.AddOrganizationAsync("Trung tâm Truyền thông Lùi Ngày", OrganizationLevel.Province, OrganizationKind.PublicService, app.Province, from: Listed);
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, Named(centre.Name));
        (await person.GetAsync($"/plans/import/review/{id}")).Text("main").ShouldContain("Trung tâm Truyền thông Lùi Ngày, đã có từ trước 01/07/2026?");
        var page = await person.GetAsync(PartyPath(id, centre.Name));
        page.Text("#tu-truoc").ShouldContain("chỉ từ 01/07/2026");
        (await person.SubmitAsync(page, Form)).Location.ShouldBe($"/plans/import/review/{id}");
        // Pressed twice it is done once.
        (await person.SubmitAsync(page, Form)).Location.ShouldBe($"/plans/import/review/{id}");

        (await FindAsync(centre.Id)).ValidFrom.ShouldBe(Day);
        (await app.ItemsAsync(id)).SelectMany(i => i.Leads).Single(p => p.Printed == centre.Name).OrganizationId.ShouldBe(centre.Id);
        var said = await EventsAsync(centre.Id);
        said.ShouldHaveSingleItem().Reason.ShouldNotBeNull().ShouldContain("15/KH-UBND nêu tên ngày 20/01/2026");
        (await person.GetAsync($"/organizations/detail/{centre.Id}")).Text(".lt-timeline").ShouldContain("Lùi ngày hiệu lực của cơ quan");
    }

    [Fact]
    public async Task Issuer_OwnProvinceListedFrom2025_IsMovedBackByItsOfficer()
    {
        var province = await ProvinceAsync("Sơn La", "14", 14);
        using var person = await app.SignInAsync(Role.Officer, province);
        var id = await app.ReadAsync(person, Of("Sơn La"));
        var review = await person.GetAsync($"/plans/import/review/{id}");
        review.Text("#tu-truoc button").ShouldBe("Đã có từ trước: lùi ngày hiệu lực đến 20/01/2022");
        (await person.SubmitAsync(review, Form)).Location.ShouldBe($"/plans/import/review/{id}");
        (await FindAsync(province.Id)).ValidFrom.ShouldBe(new DateOnly(2022, 1, 20));
        (await person.GetAsync($"/plans/import/review/{id}")).Text("#van-ban").ShouldContain("Ủy ban nhân dân tỉnh Sơn La");
    }

    [Fact]
    public async Task Issuer_FoundBeforeTheDocumentWasDated_IsMovedBackFromTheReview()
    {
        var province = await ProvinceAsync("Lạng Sơn", "20", 20);
        using var person = await app.SignInAsync(Role.Officer, province);
        var id = await app.ReadAsync(person, Of("Lạng Sơn").Replace("ngày 20 tháng 01 năm 2022", "ngày    tháng    năm", StringComparison.Ordinal));
        (await person.GetAsync($"/plans/import/review/{id}")).Text("#van-ban").ShouldContain(province.Name);
        var dated = await person.SubmitAsync(await person.GetAsync($"/plans/import/document/{id}"), "#van-ban form", new() { ["Input.Date"] = "20/01/2022" });
        dated.Location.ShouldNotBeNull(dated.Text(".lt-errors"));
        var review = await person.GetAsync($"/plans/import/review/{id}");
        review.Text("#van-ban").ShouldContain("không có hiệu lực vào ngày của văn bản");
        (await person.SubmitAsync(review, Form)).Location.ShouldBe($"/plans/import/review/{id}");
        (await FindAsync(province.Id)).ValidFrom.ShouldBe(new DateOnly(2022, 1, 20));
        (await person.GetAsync($"/plans/import/review/{id}")).Text("#van-ban").ShouldNotContain("không có hiệu lực");
    }

    [Fact]
    public async Task Issuer_OfAnotherProvince_IsFollowedByACopyThatBeginsOnTheDay()
    {
        var real = await ProvinceAsync("Cao Bằng", "04", 4);
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, Of("Cao Bằng"));
        var review = await person.GetAsync($"/plans/import/review/{id}");
        review.Text("#tu-truoc").ShouldContain("tỉnh của bạn giữ một bản riêng");
        var done = await person.SubmitAsync(review, Form);
        done.Location.ShouldBe($"/plans/import/review/{id}", done.Text("main"));
        var issuer = await FindAsync((await app.ImportAsync(id)).IssuerId!.Value);
        (issuer.StandsForId, issuer.ProvinceId, issuer.ValidFrom).ShouldBe((real.Id, (short)99, new DateOnly(2022, 1, 20)));
        (await FindAsync(real.Id)).ValidFrom.ShouldBe(new DateOnly(2025, 7, 1));
    }

    [Fact]
    public async Task Party_ThatThePersonMayNotManage_SaysWhoMay_AndNothingChanges()
    {
        var office = await app.AddOrganizationAsync("Sở Lùi Không Được", OrganizationLevel.Province, OrganizationKind.Department, app.Province, from: Listed);
        using var person = await app.SignInAsync(Role.Officer, app.Home);
        var id = await app.ReadAsync(person, Named(office.Name));
        var page = await person.GetAsync(PartyPath(id, office.Name));
        page.Text("#tu-truoc").ShouldContain("Chỉ người quản trị hoặc công chức phụ trách CCHC của Sở Lùi Không Được");
        page.Html.QuerySelector(Form).ShouldBeNull();
        (await ImportApp.PostAsync(person, PartyPath(id, office.Name), "Earlier", [])).Text(".lt-errors").ShouldContain("Chỉ người quản trị");
        (await FindAsync(office.Id)).ValidFrom.ShouldBe(Listed);
    }

    [Fact]
    public async Task Party_MadeByAReorganizationOfThatDay_WasAnotherBody_IsNotMovedBack()
    {
        var office = await app.AddOrganizationAsync("Sở Hợp Nhất Mới", OrganizationLevel.Province, OrganizationKind.Department, app.Province, from: Listed);
        var old = await app.AddOrganizationAsync("Sở Hợp Nhất Cũ", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        await app.InScopeAsync(s => s.GetRequiredService<RecordSuccession>().HandleAsync(new(SuccessionKind.Rename, Listed, "Nghị quyết thử 7", [new(old.Id, office.Id, 1)])));
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, Named(office.Name));
        (await person.GetAsync(PartyPath(id, office.Name))).Text("#tu-truoc").ShouldContain("do sắp xếp tổ chức (Nghị quyết thử 7)");
        (await ImportApp.PostAsync(person, PartyPath(id, office.Name), "Earlier", [])).Text(".lt-errors").ShouldContain("trước ngày đó là cơ quan khác");
        (await FindAsync(office.Id)).ValidFrom.ShouldBe(Listed);
    }

    [Fact]
    public async Task Party_SeveralOfTheName_IsNotOffered()
    {
        foreach (var above in new[] { app.Home, app.Finance }) await app.AddOrganizationAsync("Phòng Hai Nơi Cùng Tên", OrganizationLevel.Unit, OrganizationKind.Division, above, from: Listed);
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, Named("Phòng Hai Nơi Cùng Tên"));
        (await person.GetAsync(PartyPath(id, "Phòng Hai Nơi Cùng Tên"))).Html.QuerySelector("#tu-truoc").ShouldBeNull();
    }

    private async Task<Organization> ProvinceAsync(string name, string code, short province) =>
        await app.AddOrganizationAsync($"Ủy ban nhân dân tỉnh {name}", OrganizationLevel.Province, OrganizationKind.Committee, await app.NationAsync(), code, new DateOnly(2025, 7, 1), province);

    private Task<Organization> FindAsync(Guid id) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().AsNoTracking().FirstAsync(o => o.Id == id));

    private Task<List<HistoryEvent>> EventsAsync(Guid id) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<HistoryEvent>().AsNoTracking().Where(e => e.SubjectId == id && e.Verb == "organization.earlier").ToListAsync());
}
