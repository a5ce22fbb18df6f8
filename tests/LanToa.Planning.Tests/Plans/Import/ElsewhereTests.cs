using LanToa.Planning.Obligations;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans.Import;

/// <summary>
/// Documents of other provinces, of which the tree knows the committee and the communes and for which nobody works here: followed in their place, and
/// their words never taken for one's own bodies.
/// </summary>
public sealed class ElsewhereTests(ImportApp app) : IClassFixture<ImportApp>
{
    private const string Commune = "Ủy ban nhân dân xã Thử Lũng";

    /// <summary>A province of the national list with one commune, and a document of it.</summary>
    private async Task<(Organization Province, Organization Commune, string Text)> GivenAsync(string name, short code)
    {
        var nation = await app.NationAsync();
        var province = await app.AddOrganizationAsync($"Ủy ban nhân dân tỉnh {name}", OrganizationLevel.Province, OrganizationKind.Committee, nation, code.ToString("00", System.Globalization.CultureInfo.InvariantCulture), province: code);
        var commune = await app.AddOrganizationAsync($"{Commune} {name}", OrganizationLevel.Commune, OrganizationKind.Committee, province, province: code);
        var text = ImportApp.PlanText.Replace("TỈNH THỬ NGHIỆM  ", $"TỈNH {name.ToUpperInvariant()}", StringComparison.Ordinal).Replace("Thử Nghiệm, ngày", $"{name}, ngày", StringComparison.Ordinal)
            .Replace(ImportApp.UnknownCentre, $"UBND xã Thử Lũng {name}", StringComparison.Ordinal).Replace("4. Các sở, ban, ngành", "4. UBND các xã, phường, đặc khu", StringComparison.Ordinal);
        return (province, commune, text);
    }

    [Fact]
    public async Task Follow_IssuerForWhomNobodyWorksHere_IsIssuedAndWorkedInTheOwnProvince()
    {
        var (real, commune, text) = await GivenAsync("Cao Bằng", 4);
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, text);
        (await app.ImportAsync(id)).IssuerId.ShouldBe(real.Id);
        var review = await person.GetAsync($"/plans/import/review/{id}");
        review.Text("#chan-doi-chieu").ShouldContain("Theo dõi thay");
        var followed = await person.SubmitAsync(review, "form[action$='handler=Follow']", new() { ["reason"] = "Tỉnh bạn nhờ theo dõi" });
        followed.Location.ShouldNotBeNull(followed.Text("main"));
        // A second press is done already.
        (await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Follow", [])).Location.ShouldNotBeNull();

        var issuer = await OrganizationAsync((await app.ImportAsync(id)).IssuerId!.Value);
        (issuer.Id == real.Id, issuer.ProvinceId, issuer.StandsForId).ShouldBe((false, (short)99, (Guid?)real.Id));
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().CountAsync(o => o.StandsForId != null && (o.StandsForId == real.Id || o.StandsForId == commune.Id)))).ShouldBe(2);
        var named = (await app.ItemsAsync(id)).SelectMany(i => i.Leads).ToList();
        (await OrganizationAsync(named.First(p => p.Printed.Contains("Thử Lũng", StringComparison.Ordinal)).OrganizationId!.Value)).StandsForId.ShouldBe(commune.Id);
        // Its departments bear the names of one's own and are nobody that is known.
        named.Where(p => p.Printed.StartsWith("Sở", StringComparison.Ordinal)).ShouldAllBe(p => !p.IsResolved);

        foreach (var name in named.Concat((await app.ItemsAsync(id)).SelectMany(i => i.Coordinating)).Where(p => !p.IsSettled).Select(p => p.Printed).Distinct())
        {
            var added = await person.SubmitAsync(await person.GetAsync(PartyPath(id, name)), "form[action$='handler=Add']");
            added.Location.ShouldBe($"/plans/import/review/{id}", added.Text(".lt-errors"));
        }
        await app.CheckAllAsync(person, id);
        var created = await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Create", []);
        var plan = (await app.PlansOfAsync(id)).ShouldHaveSingleItem(created.Text("main"));
        (plan.IssuerId, plan.ProvinceId).ShouldBe((issuer.Id, (short)99));
        var page = await person.GetAsync($"/plans/{plan.Id}");
        var issued = await person.SubmitAsync(page, "#recordissued form");
        issued.Location.ShouldNotBeNull(issued.Text("main"));
        await app.RunJobsAsync();

        var owed = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Occurrence>().IgnoreQueryFilters().AsNoTracking().Where(o => o.PlanId == plan.Id).ToListAsync());
        owed.ShouldNotBeEmpty();
        owed.ShouldAllBe(o => o.ProvinceId == 99);
        owed.ShouldAllBe(o => o.UnitId != app.Home.Id && o.UnitId != app.Finance.Id && o.UnitId != app.Culture.Id && o.UnitId != commune.Id);
        (await person.GetAsync($"/obligations/{owed[0].Id}")).Status.ShouldBe(System.Net.HttpStatusCode.OK);
        var why = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<HistoryEvent>().AsNoTracking().FirstAsync(e => e.SubjectId == issuer.Id && e.Verb == "organization.follow"));
        why.Reason.ShouldNotBeNull().ShouldContain("Tỉnh bạn nhờ theo dõi");
    }

    [Fact]
    public async Task Follow_GivesNoRightOverTheBodyItself_AndIsNotOfferedOnceItWorksHere()
    {
        var (real, commune, text) = await GivenAsync("Hà Giang", 2);
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, text);
        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Follow", []);
        (await app.ImportAsync(id)).IssuerId.ShouldNotBe(real.Id);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var account = await db.Users.FirstAsync(a => a.Id == person.AccountId);
            var actor = s.GetRequiredService<Actor>();
            actor.BecomePerson(account, await db.Set<Membership>().Where(m => m.AccountId == account.Id).OrderBy(m => m.Id).ToListAsync(), app.Province.Id, null);
            (actor.Can(PlanPermissions.Issue, real.Id), actor.Can(PlanPermissions.Write, commune.Id), actor.Can(OrganizationPermissions.Manage, real.Id)).ShouldBe((false, false, false));
        });

        var (working, _, other) = await GivenAsync("Bắc Kạn", 6);
        await app.AddPersonAsync(Role.Leader, working);
        id = await app.ReadAsync(person, other);
        var review = await person.GetAsync($"/plans/import/review/{id}");
        review.Html.QuerySelector("form[action$='handler=Follow']").ShouldBeNull();
        review.Text("main").ShouldContain("Đã có người của Ủy ban nhân dân tỉnh Bắc Kạn làm việc ở đây");
        (await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Follow", [])).Text("main").ShouldContain("Đã có người");
        (await app.ImportAsync(id)).IssuerId.ShouldBe(working.Id);
    }

    [Theory]
    [InlineData(Role.Officer, true)]
    [InlineData(Role.Leader, false)]
    public async Task Follow_ByADepartmentOrALeader_IsRefused(Role role, bool mayReview)
    {
        var (real, _, text) = await GivenAsync(role == Role.Officer ? "Lào Cai" : "Yên Bái", (short)(role == Role.Officer ? 10 : 15));
        using var officer = await app.SignInAsync(Role.Officer, app.Home);
        var id = await app.ReadAsync(officer, text);
        using var person = mayReview ? officer : await app.SignInAsync(role, app.Home);
        var refused = await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Follow", []);
        if (mayReview) refused.Text("main").ShouldContain("Chỉ công chức phụ trách CCHC của cả tỉnh");
        else refused.Status.ShouldBeOneOf(System.Net.HttpStatusCode.Forbidden, System.Net.HttpStatusCode.NotFound, System.Net.HttpStatusCode.Redirect, System.Net.HttpStatusCode.BadRequest);
        (await app.ImportAsync(id)).IssuerId.ShouldBe(real.Id);
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().AnyAsync(o => o.StandsForId == real.Id))).ShouldBeFalse();
    }

    [Fact]
    public async Task Follow_APlanThatWasMadeBefore_PassesItsIssuerAndUnits()
    {
        var (real, commune, _) = await GivenAsync("Sơn La", 14);
        using var person = await app.OfficerAsync();
        var plan = new Plan { ProvinceId = 99, IssuerId = real.Id, Title = "Kế hoạch đã tạo từ trước", Date = new(2026, 1, 20), PeriodFrom = new(2026, 1, 1), PeriodTo = new(2026, 12, 31), CreatedBy = person.AccountId };
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.Add(plan);
            var task = new PlanTask { ProvinceId = 99, PlanId = plan.Id, Ordinal = 0, Text = "Việc của xã" };
            db.Add(task);
            db.Add(new TaskParty { ProvinceId = 99, PlanId = plan.Id, TaskId = task.Id, Ordinal = 0, Role = PartyRole.Lead, Printed = commune.Name, OrganizationId = commune.Id });
            await db.SaveChangesAsync();
        });
        var page = await person.GetAsync($"/plans/{plan.Id}");
        var followed = await person.SubmitAsync(page, "form[action$='handler=Follow']");
        followed.Location.ShouldBe($"/plans/{plan.Id}", followed.Text("main"));
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            (await db.Set<Plan>().Where(p => p.Id == plan.Id).Join(db.Set<Organization>(), p => p.IssuerId, o => o.Id, (_, o) => o.StandsForId).FirstAsync()).ShouldBe(real.Id);
            (await db.Set<TaskParty>().Where(p => p.PlanId == plan.Id).Join(db.Set<Organization>(), p => p.OrganizationId, o => o.Id, (_, o) => o.StandsForId).FirstAsync()).ShouldBe(commune.Id);
        });
        (await person.GetAsync($"/plans/{plan.Id}")).Html.QuerySelector("form[action$='handler=Follow']").ShouldBeNull();
    }

    [Fact]
    public async Task Add_DistrictOfAProvinceThatNothingNames_IsAddedWithTheProvinceAPersonNames()
    {
        await app.NationAsync();
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, ImportApp.PlanText.Replace("TỈNH THỬ NGHIỆM  ", "HUYỆN LŨNG THỬ   ", StringComparison.Ordinal).Replace("Thử Nghiệm, ngày", "Lũng Thử, ngày", StringComparison.Ordinal));
        var import = await app.ImportAsync(id);
        import.IssuerId.ShouldBeNull();
        var added = await person.SubmitAsync(await person.GetAsync(PartyPath(id, import.IssuerText!)), "form[action$='handler=Add']", new() { ["Input.NewParent"] = "Ủy ban nhân dân tỉnh Thanh Thử" });
        added.Location.ShouldBe($"/plans/import/review/{id}", added.Text(".lt-errors"));
        var issuer = await OrganizationAsync((await app.ImportAsync(id)).IssuerId.ShouldNotBeNull());
        var above = await OrganizationAsync(issuer.ParentId.ShouldNotBeNull());
        (issuer.Level, issuer.ProvinceId, above.Name, above.KeptFor is null).ShouldBe((OrganizationLevel.District, (short)99, "Ủy ban nhân dân tỉnh Thanh Thử", false));
    }

    [Fact]
    public async Task Names_OfAnotherProvince_AreNeverTakenForOnesOwn()
    {
        var (other, _, _) = await GivenAsync("Lai Châu", 12);
        var commune = await app.AddOrganizationAsync("Ủy ban nhân dân xã Trùng Tên", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.Add(OrganizationAlias.Of("Sở VHTTDL", app.Culture.Id, null, null, null, app.Clock.GetUtcNow()));
            db.Add(OrganizationAlias.Of("UBND tỉnh", app.Province.Id, null, null, null, app.Clock.GetUtcNow()));
            await db.SaveChangesAsync();
            s.GetRequiredService<OrganizationDirectory>().Forget();
            var (names, day) = (s.GetRequiredService<OrganizationNames>(), new DateOnly(2026, 1, 20));
            foreach (var printed in new[] { "Sở Nội vụ", "Sở VHTTDL", "UBND xã Trùng Tên" })
            {
                (await names.ResolveAsync(printed, app.Province.Id, day)).OrganizationId.ShouldNotBeNull(printed);
                var found = await names.ResolveAsync(printed, other.Id, day);
                found.IsResolved.ShouldBeFalse(printed);
                found.Suggestions.ShouldAllBe(x => x.OrganizationId != app.Home.Id && x.OrganizationId != app.Culture.Id && x.OrganizationId != commune.Id);
            }
            (await names.ResolveAsync("UBND tỉnh", app.Home.Id, day)).OrganizationId.ShouldBe(app.Province.Id);
            (await names.ResolveAsync("UBND tỉnh", other.Id, day)).OrganizationId.ShouldBe(other.Id);
            // Where the words name the province, there is no doubt; and a group is its issuer's.
            (await names.ResolveAsync("Sở Nội vụ tỉnh Thử Nghiệm", other.Id, day)).OrganizationId.ShouldBe(app.Home.Id);
            var group = (await names.ResolveAsync("Các sở, ban, ngành", other.Id, day)).GroupId.ShouldNotBeNull();
            db.Add(new OrganizationGroupMember { GroupId = group, OrganizationId = app.Home.Id, Included = true, Reason = "thêm bằng tay" });
            await db.SaveChangesAsync();
            (await s.GetRequiredService<GroupMembers>().OfAsync(group, other.Id, day)).ShouldBeEmpty();
            (await s.GetRequiredService<GroupMembers>().OfAsync(group, app.Province.Id, day)).Count.ShouldBe(3);
        });
    }

    [Fact]
    public async Task Choose_OwnDepartmentInADocumentOfElsewhere_IsNotRememberedForTheNext()
    {
        var (_, _, text) = await GivenAsync("Điện Biên", 11);
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, text);
        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Follow", []);
        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Party", new() { ["printed"] = "Sở Nội vụ", ["means"] = $"o:{app.Home.Id}" });
        (await app.ItemsAsync(id)).SelectMany(i => i.Leads).ShouldContain(p => p.OrganizationId == app.Home.Id, "a person may say so for this document");
        var next = await app.ReadAsync(person, text + "\n");
        (await app.ItemsAsync(next)).SelectMany(i => i.Leads).ShouldAllBe(p => p.OrganizationId != app.Home.Id);
    }

    [Fact]
    public async Task Issuer_CorrectedToAnotherProvince_AsksForItsBodiesAgain()
    {
        var (other, _, _) = await GivenAsync("Thái Nguyên", 19);
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person);
        (await app.ItemsAsync(id)).SelectMany(i => i.Leads).ShouldContain(p => p.OrganizationId == app.Home.Id);
        var saved = await person.SubmitAsync(await person.GetAsync($"/plans/import/document/{id}"), "#van-ban form", new() { ["Input.Issuer"] = other.Name });
        saved.Location.ShouldNotBeNull(saved.Text(".lt-errors"));
        (await app.ImportAsync(id)).IssuerId.ShouldBe(other.Id);
        (await app.ItemsAsync(id)).SelectMany(i => i.Leads.Concat(i.Coordinating)).ShouldAllBe(p => p.OrganizationId == null);
    }

    [Fact]
    public async Task List_MembersOfAnEmptyGroup_AreAddedInOneStepAndOweTheWork()
    {
        using var person = await app.OfficerAsync();
        const string printed = "UBND các huyện, thành phố";
        var id = await app.ReadAsync(person, ImportApp.PlanText.Replace("4. Các sở, ban, ngành", $"4. {printed}", StringComparison.Ordinal).Replace("20 tháng 01 năm 2026", "20 tháng 01 năm 2022", StringComparison.Ordinal));
        var item = (await app.ItemsAsync(id)).First(i => i.Leads.Exists(p => p.GroupId is not null));
        var path = $"{PartyPath(id, item.Leads[0].Printed)}&nhiemvu={item.Id}";
        (await person.SubmitAsync(await person.GetAsync(path), "form[action*='handler=List']", new() { ["Names"] = "  " })).Text("main").ShouldContain("Bạn chưa nhập tên đơn vị nào");
        var wrong = await person.SubmitAsync(await person.GetAsync(path), "form[action*='handler=List']", new() { ["Names"] = "Huyện Thử Một\nCác huyện khác" });
        wrong.Text("main").ShouldContain("chỉ nhiều cơ quan");
        wrong.Html.QuerySelector("textarea[name=Names]")!.TextContent.ShouldContain("Huyện Thử Một");
        (await DistrictsAsync()).ShouldBeEmpty("all or none");
        for (var press = 1; press <= 2; press++)
        {
            var added = await person.SubmitAsync(await person.GetAsync(path), "form[action*='handler=List']", new() { ["Names"] = "- Huyện Thử Một;\n2. UBND huyện Thử Hai\r\nhuyện Thử Một" });
            added.Location.ShouldNotBeNull(added.Text("main"));
        }
        var districts = await DistrictsAsync();
        districts.Select(d => d.Name).Order(StringComparer.Ordinal).ShouldBe(["UBND huyện Thử Hai", "Ủy ban nhân dân huyện Thử Một"]);
        districts.ShouldAllBe(d => d.Kind == OrganizationKind.Committee && d.ParentId == app.Province.Id && d.ValidFrom == new DateOnly(2022, 1, 20) && d.ValidTo == new DateOnly(2025, 6, 30));
        // The group stays a group and has its members on the document's day.
        (await app.ItemAsync(item.Id)).Leads[0].GroupId.ShouldNotBeNull();
        (await person.GetAsync($"/plans/import/review/{id}")).Text($"#card-{item.Id}").ShouldNotContain("chưa có đơn vị nào");

        Task<List<Organization>> DistrictsAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().AsNoTracking().Where(o => o.Level == OrganizationLevel.District && o.ParentId == app.Province.Id).ToListAsync());
    }

    [Fact]
    public async Task Words_AsTheOnlyLead_AreKeptWithAWarningAndThePlanIsIssued()
    {
        using var person = await app.OfficerAsync();
        const string printed = "UBND các xã, phường, đặc khu";
        var id = await app.ReadAsync(person, ImportApp.PlanText.Replace("4. Các sở, ban, ngành", $"4. {printed}", StringComparison.Ordinal).Replace("20 tháng 01 năm 2026", "20 tháng 01 năm 2021", StringComparison.Ordinal)
            .Replace(ImportApp.UnknownCentre, "Sở Tài chính", StringComparison.Ordinal));
        var item = (await app.ItemsAsync(id)).First(i => i.Leads.Exists(p => p.GroupId is not null));
        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Party", new() { ["printed"] = item.Leads[0].Printed, ["means"] = "words" });
        var review = await person.GetAsync($"/plans/import/review/{id}");
        review.Text($"#card-{item.Id}").ShouldContain("Chưa giao cho đơn vị nào");
        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Clear", []);
        (await app.ItemAsync(item.Id)).Decision.ShouldBe(ItemDecision.Pending, "a person says so, task by task");
        foreach (var one in await app.ItemsAsync(id))
        {
            if (one.Rule is null) await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Time", new() { ["item"] = one.Id.ToString(), ["version"] = (await app.ItemAsync(one.Id)).Version.ToString(), ["time"] = "thuong-xuyen" });
            await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Decide", new() { ["item"] = one.Id.ToString(), ["version"] = (await app.ItemAsync(one.Id)).Version.ToString(), ["decision"] = "accept" });
        }
        var created = await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Create", []);
        var plan = (await app.PlansOfAsync(id)).ShouldHaveSingleItem(created.Text("main"));
        var page = await person.GetAsync($"/plans/{plan.Id}");
        page.Text("main").ShouldContain("1 nhiệm vụ chưa giao cho đơn vị nào");
        page.Text("#recordissued").ShouldContain("chưa giao cho đơn vị nào");
        (await person.SubmitAsync(page, "#recordissued form")).Location.ShouldNotBeNull();
        await app.RunJobsAsync();
        var task = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<TaskParty>().AsNoTracking().Where(p => p.PlanId == plan.Id && p.AsPrinted).Select(p => p.TaskId).SingleAsync());
        var owed = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Obligation>().AsNoTracking().Where(o => o.PlanId == plan.Id).ToListAsync());
        owed.ShouldNotBeEmpty();
        owed.ShouldAllBe(o => o.TaskId != task);
    }

    private static string PartyPath(Guid import, string printed) => $"/plans/import/party/{import}?ten={Uri.EscapeDataString(printed)}";

    private Task<Organization> OrganizationAsync(Guid id) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().AsNoTracking().FirstAsync(o => o.Id == id));

}
