using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans.Import;

/// <summary>What a printed name is answered with: a new agency in its right place, or that it is no certain agency.</summary>
public sealed class PartyTests(ImportApp app) : IClassFixture<ImportApp>
{
    [Fact]
    public async Task Add_IssuerOfAnotherProvince_StandsBelowTheNationAndItsAgenciesBelowIt()
    {
        await AddNationAsync();
        using var person = await app.OfficerAsync();
        var text = ImportApp.PlanText.Replace("TỈNH THỬ NGHIỆM", "TỈNH CAO BẰNG", StringComparison.Ordinal).Replace("Thử Nghiệm, ngày", "Cao Bằng, ngày", StringComparison.Ordinal);
        var id = await app.ReadAsync(person, text);
        var import = await app.ImportAsync(id);
        import.IssuerId.ShouldBeNull();
        var form = await person.GetAsync(PartyPath(id, import.IssuerText!));
        var added = await person.SubmitAsync(form, "form[action$='handler=Add']");
        added.Location.ShouldBe($"/plans/import/review/{id}", added.Text(".lt-errors"));
        var issuer = (await app.ImportAsync(id)).IssuerId.ShouldNotBeNull();
        var province = await OrganizationAsync(issuer);
        (province.Level, province.ParentId).ShouldBe((OrganizationLevel.Province, (await NationAsync()).Id));

        form = await person.GetAsync(PartyPath(id, ImportApp.UnknownCentre));
        added = await person.SubmitAsync(form, "form[action$='handler=Add']");
        added.Location.ShouldBe($"/plans/import/review/{id}", added.Text(".lt-errors"));
        var unit = (await app.ItemsAsync(id)).SelectMany(i => i.Leads).First(p => p.Printed == ImportApp.UnknownCentre).OrganizationId.ShouldNotBeNull();
        (await OrganizationAsync(unit)).ParentId.ShouldBe(issuer);
        // Nobody else works for it: this province keeps it and who brought it in may give the plan force.
        ((await OrganizationAsync(unit)).ProvinceId, province.ProvinceId).ShouldBe((app.Province.ProvinceId, app.Province.ProvinceId));
        (await HoldersAsync(issuer)).ShouldBe([LanToa.Platform.Permissions.Role.Officer]);
    }

    [Fact]
    public async Task Add_IssuerOfAnotherProvinceByADivision_GivesNobodyARole()
    {
        await AddNationAsync();
        var division = await app.AddOrganizationAsync("Phòng Thử Vai", OrganizationLevel.Unit, OrganizationKind.Division, app.Province);
        using var person = await app.SignInAsync(LanToa.Platform.Permissions.Role.Officer, division);
        var id = await app.ReadAsync(person, ImportApp.PlanText.Replace("TỈNH THỬ NGHIỆM", "TỈNH HÀ GIANG", StringComparison.Ordinal).Replace("Thử Nghiệm, ngày", "Hà Giang, ngày", StringComparison.Ordinal));
        var form = await person.GetAsync(PartyPath(id, (await app.ImportAsync(id)).IssuerText!));
        var added = await person.SubmitAsync(form, "form[action$='handler=Add']");
        added.Location.ShouldBe($"/plans/import/review/{id}", added.Text(".lt-errors"));
        (await HoldersAsync((await app.ImportAsync(id)).IssuerId.ShouldNotBeNull())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Add_DepartmentOfAProvinceNobodyKnows_BringsItsCommitteeAlong()
    {
        await AddNationAsync();
        using var person = await app.OfficerAsync();
        var text = ImportApp.PlanText.Replace("ỦY BAN NHÂN DÂN                         CỘNG", "UBND TỈNH LẠNG SƠN                      CỘNG", StringComparison.Ordinal).Replace("TỈNH THỬ NGHIỆM  ", "SỞ KHOA HỌC VÀ CÔNG NGHỆ", StringComparison.Ordinal)
            .Replace("Thử Nghiệm, ngày", "Lạng Sơn, ngày", StringComparison.Ordinal).Replace("TM. ỦY BAN NHÂN DÂN", "GIÁM ĐỐC", StringComparison.Ordinal).Replace("CHỦ TỊCH", "", StringComparison.Ordinal);
        var id = await app.ReadAsync(person, text);
        var import = await app.ImportAsync(id);
        import.IssuerId.ShouldBeNull();
        var form = await person.GetAsync(PartyPath(id, import.IssuerText!));
        form.Html.QuerySelector("[name='Input.NewParent']")!.GetAttribute("value").ShouldBe("Ủy ban nhân dân tỉnh Lạng Sơn");
        // The second is refused: nothing of the first stays.
        (await person.SubmitAsync(form, "form[action$='handler=Add']", new() { ["Input.Code"] = "mã sai!" })).Text(".lt-errors").ShouldContain("Mã gồm");
        (await ProvinceAsync()).ShouldBeNull();
        var added = await person.SubmitAsync(form, "form[action$='handler=Add']");
        added.Location.ShouldBe($"/plans/import/review/{id}", added.Text(".lt-errors"));
        var province = (await ProvinceAsync()).ShouldNotBeNull();
        (province.Level, province.ParentId, province.ProvinceId).ShouldBe((OrganizationLevel.Province, (await NationAsync()).Id, app.Province.ProvinceId));
        var issuer = await OrganizationAsync((await app.ImportAsync(id)).IssuerId.ShouldNotBeNull());
        (issuer.ParentId, issuer.Level, issuer.ProvinceId).ShouldBe((province.Id, OrganizationLevel.Province, app.Province.ProvinceId));

        // The next document of the same body is known by it, and is never taken for that of another province.
        (await app.ImportAsync(await app.ReadAsync(person, text.Replace("15/KH", "16/KH", StringComparison.Ordinal)))).IssuerId.ShouldBe(issuer.Id);
        (await app.ImportAsync(await app.ReadAsync(person, text.Replace("LẠNG SƠN", "LAI CHÂU", StringComparison.Ordinal).Replace("Lạng Sơn", "Lai Châu", StringComparison.Ordinal)))).IssuerId.ShouldBeNull();

        Task<Organization?> ProvinceAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().AsNoTracking().FirstOrDefaultAsync(o => o.Name == "Ủy ban nhân dân tỉnh Lạng Sơn"));
    }

    [Fact]
    public async Task Add_BelowAProvinceWherePeopleWork_IsRefused()
    {
        var neighbour = await app.AddOrganizationAsync("Ủy ban nhân dân tỉnh Hàng Xóm", OrganizationLevel.Province, OrganizationKind.Committee, null, province: 98);
        await app.AddPersonAsync(LanToa.Platform.Permissions.Role.Officer, neighbour);
        using var person = await app.OfficerAsync();
        const string printed = "Trung tâm Truyền thông Na Thử";
        var id = await app.ReadAsync(person, ImportApp.PlanText.Replace(ImportApp.UnknownCentre, printed, StringComparison.Ordinal));
        var form = await person.GetAsync(PartyPath(id, printed));
        var refused = await person.SubmitAsync(form, "form[action$='handler=Add']", new() { ["Input.ParentId"] = neighbour.Id.ToString() });
        refused.Text(".lt-errors").ShouldContain("ở ngoài tỉnh của bạn");
    }

    [Fact]
    public async Task Review_NameOfABodyThatHasEnded_OffersItsHeirsByNameAndDay()
    {
        const string printed = "Trung tâm Truyền thông Ngòi Thử";
        Task<Organization> AddAsync(string name) => app.AddOrganizationAsync(name, OrganizationLevel.Province, OrganizationKind.PublicService, app.Province);
        var (old, first, second) = (await AddAsync(printed), await AddAsync("Cơ sở Văn nghệ Một"), await AddAsync("Viện Phát hành Hai"));
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var succession = new Succession { Kind = SuccessionKind.Split, EffectiveOn = new DateOnly(2026, 1, 10), Act = "01/NQ-HĐND" };
            db.Add(succession);
            foreach (var heir in new[] { first, second }) db.Add(new SuccessionLine { SuccessionId = succession.Id, FromId = old.Id, ToId = heir.Id });
            await db.SaveChangesAsync();
            await db.Set<Organization>().Where(o => o.Id == old.Id).ExecuteUpdateAsync(o => o.SetProperty(x => x.ValidTo, new DateOnly(2026, 1, 9)));
            s.GetRequiredService<OrganizationDirectory>().Forget();
        });
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, ImportApp.PlanText.Replace(ImportApp.UnknownCentre, printed, StringComparison.Ordinal));
        var item = (await app.ItemsAsync(id)).First(i => i.Leads.Exists(p => p.Printed == printed));
        var card = await person.GetAsync($"/plans/import/review/{id}");
        card.Text($"#card-{item.Id}").ShouldContain($"{printed} đã kết thúc từ 10/01/2026; 2 cơ quan kế thừa");
        card.Texts($"#card-{item.Id} .lt-party--open button").Take(2).ShouldBe([first.Name, second.Name]);
        (await person.GetAsync(PartyPath(id, printed))).ShouldSatisfyAllConditions(p => p.Text("main").ShouldContain("đã kết thúc từ 10/01/2026"), p => p.Texts(".lt-found button").ShouldContain(second.Name));
        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Party", new() { ["printed"] = printed, ["means"] = $"o:{second.Id}" });
        (await app.ItemAsync(item.Id)).Leads.First(p => p.Printed == printed).OrganizationId.ShouldBe(second.Id);
        // Remembered for later documents, and not for one of the days when the body itself was there.
        (await LeadOfAsync("25")).ShouldBe(second.Id);
        (await LeadOfAsync("05")).ShouldBe(old.Id);

        async Task<Guid?> LeadOfAsync(string day) => (await app.ItemsAsync(await app.ReadAsync(person, ImportApp.PlanText.Replace(ImportApp.UnknownCentre, printed, StringComparison.Ordinal).Replace("15/KH", $"{day}/KH", StringComparison.Ordinal)
            .Replace("ngày 20 tháng 01 năm 2026", $"ngày {day} tháng 01 năm 2026", StringComparison.Ordinal)))).SelectMany(i => i.Leads).First(p => p.Printed == printed).OrganizationId;
    }

    [Fact]
    public async Task Add_DocumentWithoutDate_AsksForTheDateFirst()
    {
        using var person = await app.OfficerAsync();
        const string printed = "Trung tâm Truyền thông Khuổi Thử";
        var id = await app.ReadAsync(person, ImportApp.PlanText.Replace(ImportApp.UnknownCentre, printed, StringComparison.Ordinal).Replace("ngày 20 tháng 01 năm 2026", "ngày    tháng    năm 2026", StringComparison.Ordinal));
        (await app.ImportAsync(id)).Date.ShouldBeNull();
        var page = await person.GetAsync(PartyPath(id, printed));
        page.Html.QuerySelector("form[action$='handler=Add']").ShouldBeNull();
        page.Html.QuerySelector($"main a[href='/plans/import/document/{id}']").ShouldNotBeNull();
        var answer = await ImportApp.PostAsync(person, PartyPath(id, printed), "Add", new() { ["Input.Name"] = printed, ["Input.Code"] = "KT.1", ["Input.ParentId"] = app.Province.Id.ToString(), ["Input.ValidFrom"] = "01/01/2026" });
        answer.Text(".lt-errors").ShouldContain("ngày của văn bản");
    }

    [Theory]
    [InlineData("Viettel Thử Nghiệm", OrganizationKind.Other)]
    [InlineData("Viễn thông Thử Nghiệm", OrganizationKind.Other)]
    [InlineData("Văn phòng HĐND và UBND thử", OrganizationKind.Department)]
    [InlineData("Trung tâm Truyền thông Xó Thử", OrganizationKind.PublicService)]
    [InlineData("Thanh tra Sở Thử", OrganizationKind.Division)]
    public async Task Add_KindIsProposedAsTheNameSays_AnEnterpriseIsNoDepartment(string printed, OrganizationKind kind)
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, ImportApp.PlanText.Replace(ImportApp.UnknownCentre, printed, StringComparison.Ordinal));
        (await person.GetAsync(PartyPath(id, printed))).Html.QuerySelector("[name='Input.Kind'] option[selected]")!.GetAttribute("value").ShouldBe(kind.ToString());
    }

    [Fact]
    public async Task Add_BodyThatOtherWordsMeanToo_IsNotAskedAgain()
    {
        using var person = await app.OfficerAsync();
        const string printed = "Trung tâm Truyền thông Cốc Thử";
        var id = await app.ReadAsync(person, ImportApp.PlanText.Replace(ImportApp.UnknownCentre, printed, StringComparison.Ordinal));
        var other = (await app.ItemsAsync(id)).First(i => i.Leads.TrueForAll(p => p.Printed != printed));
        // The same body in another task, written with its short name.
        var form = await person.GetAsync($"/plans/import/item/{other.Id}");
        (await person.SubmitAsync(form, $"#card-{other.Id} form", new() { ["Input.NewCoordinating"] = "TTTT Cốc Thử" })).Location.ShouldNotBeNull();
        await app.InScopeAsync(s => s.GetRequiredService<SaveOrganization>().HandleAsync(
            new OrganizationInput(null, 0, "TTTTCT", printed, "TTTT Cốc Thử", OrganizationLevel.Province, OrganizationKind.PublicService, app.Province.Id, null, new DateOnly(2026, 1, 1), null)));

        var unit = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().AsNoTracking().FirstAsync(o => o.Name == printed));
        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Party", new() { ["printed"] = printed, ["means"] = $"o:{unit.Id}" });

        (await app.ItemAsync(other.Id)).Coordinating.First(p => p.Printed == "TTTT Cốc Thử").OrganizationId.ShouldBe(unit.Id);
    }

    [Theory]
    [InlineData("Các cơ quan có liên quan thử")]
    [InlineData("Những đơn vị thử")]
    public async Task Add_NameOfMany_IsRefused(string name)
    {
        var (id, problems) = await app.InScopeAsync(s => s.GetRequiredService<SaveOrganization>().HandleAsync(
            new OrganizationInput(null, 0, $"T{Guid.CreateVersion7():N}"[..20], name, "", OrganizationLevel.Province, OrganizationKind.Department, app.Province.Id, null, new DateOnly(2026, 1, 1), null)));
        id.ShouldBeNull();
        problems.ShouldHaveSingleItem().Message.ShouldContain("không phải một cơ quan cụ thể");
    }

    [Fact]
    public async Task Words_PhraseOfMany_KeepsThemWithoutUnitAndAsksNoMore()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person);
        var item = (await app.ItemsAsync(id)).First(i => i.Leads.Exists(p => p.IsResolved));
        const string phrase = "các đơn vị có liên quan ở bản thử";
        var form = await person.GetAsync($"/plans/import/item/{item.Id}");
        (await person.SubmitAsync(form, $"#card-{item.Id} form", new() { ["Input.NewCoordinating"] = phrase })).Location.ShouldNotBeNull();
        var review = await person.GetAsync($"/plans/import/review/{id}");
        review.Texts($"#card-{item.Id} .lt-party--open button")[0].ShouldBe("Không phải một cơ quan cụ thể");
        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Party", new() { ["printed"] = phrase, ["means"] = "words" });

        var party = (await app.ItemAsync(item.Id)).Coordinating.First(p => p.Printed == phrase);
        (party.AsPrinted, party.IsResolved).ShouldBe((true, false));
        review = await person.GetAsync($"/plans/import/review/{id}");
        review.Text($"#card-{item.Id}").ShouldNotContain("là cơ quan nào");
        await app.InScopeAsync(async s => (await s.GetRequiredService<LanToaDb>().Set<OrganizationAlias>().AnyAsync(a => a.Folded.Contains("o ban thu"))).ShouldBeFalse());
    }

    [Fact]
    public async Task Review_TaskLedByAnEmptyGroup_IsAQuestionAndCannotBeAccepted()
    {
        using var person = await app.OfficerAsync();
        // There is no commune in this province.
        var id = await app.ReadAsync(person, ImportApp.PlanText.Replace("4. Các sở, ban, ngành", "4. UBND các xã, phường, đặc khu", StringComparison.Ordinal));
        var item = (await app.ItemsAsync(id)).First(i => i.Leads.Exists(p => p.GroupId is not null));
        var card = await person.GetAsync($"/plans/import/review/{id}");
        card.Text($"#card-{item.Id}").ShouldContain("chưa có đơn vị nào tính đến ngày 20/01/2026");
        card.Text($"#card-{item.Id} .lt-review-card__head").ShouldNotContain("Rõ ràng");
        card.Html.QuerySelector($"#card-{item.Id} a[href$='#them-nhieu']").ShouldNotBeNull();
        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Clear", []);
        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Decide", new() { ["item"] = item.Id.ToString(), ["version"] = item.Version.ToString(), ["decision"] = "accept" });
        (await app.ItemAsync(item.Id)).Decision.ShouldBe(ItemDecision.Pending);
    }

    [Fact]
    public async Task Review_UnitNotValidOnTheDocumentsNewDate_IsWarnedOf()
    {
        using var person = await app.OfficerAsync();
        const string printed = "Trung tâm Truyền thông Pác Thử";
        var unit = await app.AddOrganizationAsync(printed, OrganizationLevel.Province, OrganizationKind.PublicService, app.Province, from: new DateOnly(2026, 1, 10));
        var id = await app.ReadAsync(person, ImportApp.PlanText.Replace(ImportApp.UnknownCentre, printed, StringComparison.Ordinal));
        var item = (await app.ItemsAsync(id)).First(i => i.Leads.Exists(p => p.OrganizationId == unit.Id));
        (await person.GetAsync($"/plans/import/review/{id}")).Text($"#card-{item.Id}").ShouldNotContain("không có vào ngày");
        var form = await person.GetAsync($"/plans/import/document/{id}");
        var saved = await person.SubmitAsync(form, "#van-ban form", new() { ["Input.Date"] = "05/01/2026" });
        saved.Location.ShouldNotBeNull(saved.Text(".lt-errors"));
        (await person.GetAsync($"/plans/import/review/{id}")).Text($"#card-{item.Id}").ShouldContain("chỉ có hiệu lực từ 10/01/2026, không có vào ngày của văn bản (05/01/2026)");
    }

    [Theory]
    [InlineData("Bắc Giang", false)]
    [InlineData("Thử Nghiệm", true)]
    [InlineData("Pác Thử", true)]
    public async Task Read_IssuerNamedAsOwnDepartment_IsAskedWhenAnotherProvinceIsPrinted(string place, bool taken)
    {
        using var person = await app.OfficerAsync();
        var text = ImportApp.PlanText.Replace("ỦY BAN NHÂN DÂN  ", "UBND TỈNH        ", StringComparison.Ordinal).Replace("TỈNH THỬ NGHIỆM", "SỞ NỘI VỤ      ", StringComparison.Ordinal)
            .Replace("Thử Nghiệm, ngày", $"{place}, ngày", StringComparison.Ordinal).Replace("15/KH-UBND", "15/KH-SNV", StringComparison.Ordinal).Replace("TM. ỦY BAN NHÂN DÂN", "GIÁM ĐỐC", StringComparison.Ordinal);
        var import = await app.ImportAsync(await app.ReadAsync(person, text));
        import.Place.ShouldBe(place);
        import.IssuerId.ShouldBe(taken ? app.Home.Id : null, import.IssuerText);
    }

    private static string PartyPath(Guid import, string printed) => $"/plans/import/party/{import}?ten={Uri.EscapeDataString(printed)}";

    private Task<Organization> OrganizationAsync(Guid id) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().AsNoTracking().FirstAsync(o => o.Id == id));

    private Task<Organization> NationAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().AsNoTracking().FirstAsync(o => o.Level == OrganizationLevel.Nation));

    private async Task AddNationAsync()
    {
        if (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().AnyAsync(o => o.Level == OrganizationLevel.Nation))) return;
        await app.AddOrganizationAsync("Chính phủ", OrganizationLevel.Nation, OrganizationKind.Committee, null, "VN", province: 0);
    }

    private Task<List<LanToa.Platform.Permissions.Role>> HoldersAsync(Guid unit) =>
        app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<LanToa.Platform.Identity.Membership>().Where(m => m.OrganizationId == unit).Select(m => m.Role).ToListAsync());
}
