using System.Net;
using LanToa.Accountability.Activities;
using LanToa.Planning.Organizations;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Accountability.Tests.Activities;

/// <summary>Evidence that serves criteria of the index: the same piece for several, by whom it belongs to and by those above.</summary>
public sealed class CriterionTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private const string Plan = "communication-plan", Modern = "communication-modern", Form = "main form:not([action*='handler']):not([method=get])";

    private Task<List<CriterionEvidence>> UsesAsync(Guid evidence) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<CriterionEvidence>().AsNoTracking().Where(u => u.EvidenceId == evidence).OrderBy(u => u.Id).ToListAsync());

    private async Task<Evidence> KeptAsync(Organization unit, string title, ActivityDocument? document = null, string? link = null)
    {
        var input = new ActivityInput { HappenedOn = new DateOnly(2026, 9, 18), Form = "guidance", Title = title, Document = document, Links = link is null ? [] : [link], NoEvidenceReason = "Gửi sau." };
        var logged = await app.InScopeAsync(s => s.GetRequiredService<LogActivity>().HandleAsync(Guid.CreateVersion7(), unit.Id, input));
        return await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<ActivityEvidence>().Where(u => u.ActivityId == logged.Id).Join(s.GetRequiredService<LanToaDb>().Set<Evidence>(), u => u.EvidenceId, e => e.Id, (_, e) => e).SingleAsync());
    }

    [Fact]
    public async Task Evidence_UsedForTwoCriteria_IsOnePiece_TakenOffAndPutBack()
    {
        app.Clock.MoveTo(new DateOnly(2026, 9, 20));
        var evidence = await KeptAsync(app.Culture, "Văn bản cho tiêu chí", new ActivityDocument("12/KH-SVHTT", new DateOnly(2026, 1, 5), null, null, null));
        var at = $"/activities/evidence/{evidence.Id}/criteria";
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        Task<TestPage> UseAsync(string criterion, string? pointer = null, string? year = null) => SendAsync(criterion, pointer, year);
        async Task<TestPage> SendAsync(string criterion, string? pointer, string? year)
        {
            var said = new Dictionary<string, string> { ["Criterion"] = criterion };
            if (pointer is not null) said["Pointer"] = pointer;
            if (year is not null) said["Year"] = year;
            return await focal.SubmitAsync(await focal.GetAsync(at), Form, said);
        }

        (await UseAsync(Plan)).Text(".lt-errors").ShouldContain("Hãy ghi trang, mục nào");
        (await UseAsync("khong-co", "trang 1")).Text(".lt-errors").ShouldContain("Hãy chọn một tiêu chí");
        (await UseAsync(Plan, "trang 1", "2025")).Text(".lt-errors").ShouldContain("ngoài năm 2025");
        var form = await focal.GetAsync(at);
        // Pressed twice at once: one use.
        foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => focal.SubmitAsync(form, Form, new() { ["Criterion"] = Plan, ["Pointer"] = "trang 3" })))) answer.Location.ShouldBe(at);
        (await UseAsync(Modern, "trang 4")).Location.ShouldBe(at);

        var uses = await UsesAsync(evidence.Id);
        uses.Select(u => (u.Criterion, u.Year, u.Pointer, u.UnitId)).ShouldBe([(Plan, 2026, "trang 3", app.Culture.Id), (Modern, 2026, "trang 4", app.Culture.Id)], ignoreOrder: true);
        var page = await focal.OpenAsync($"/activities/evidence/{evidence.Id}");
        page.Text("main").ShouldContain("Hình thức hiện đại, trực tuyến");
        page.Text("main").ShouldContain("dùng minh chứng cho tiêu chí", Case.Insensitive);
        (await focal.OpenAsync($"/activities/evidence?criterion={Plan}&year=2026")).Text("main table").ShouldContain("Văn bản số 12/KH-SVHTT");
        (await focal.OpenAsync($"/activities/evidence?criterion={Plan}&year=2026")).Text("main table").ShouldContain("1 hoạt động, 2 tiêu chí");
        (await focal.OpenAsync($"/activities/evidence?criterion={Plan}&year=2025")).Text("main").ShouldNotContain("Văn bản số 12/KH-SVHTT");
        // A year that is none is no year.
        foreach (var year in new[] { 0, -1, 10000 }) (await focal.OpenAsync($"/activities/evidence?unit={app.Culture.Id}&year={year}")).Text("main table").ShouldContain("Văn bản số 12/KH-SVHTT");

        var plan = uses.Single(u => u.Criterion == Plan);
        TestPage shown;
        async Task PressAsync(string handler) => (await focal.SubmitAsync(shown!, $"main form[action*='{handler}']:has(input[value='{plan.Id}'])")).Location.ShouldBe(at);
        shown = await focal.OpenAsync(at);
        await PressAsync("Remove");
        await PressAsync("Remove");
        (await focal.OpenAsync($"/activities/evidence?criterion={Plan}&year=2026")).Text("main").ShouldNotContain("Văn bản số 12/KH-SVHTT");
        shown = await focal.OpenAsync(at);
        await PressAsync("Back");
        (await UsesAsync(evidence.Id)).ShouldAllBe(u => u.RemovedAt == null);
        (await focal.OpenAsync($"/activities/criteria/{Plan}?nam=2026")).Text("main").ShouldContain("trang 3");
    }

    [Fact]
    public async Task Criteria_CountByUnit_AndOnlyForTheUnitAndThoseAboveIt()
    {
        app.Clock.MoveTo(new DateOnly(2026, 9, 20));
        var (one, two) = (await KeptAsync(app.Commune, "Bài đăng một", link: "https://xa.gov.vn/1"), await KeptAsync(app.Commune, "Bài đăng hai", link: "https://xa.gov.vn/2"));
        using var commune = await app.SignInAsync(Role.FocalPoint, app.Commune);
        var from = $"/activities/criteria/{Modern}";

        (await commune.SubmitAsync(await commune.GetAsync(from), Form)).Text(".lt-errors").ShouldContain("Hãy chọn ít nhất một minh chứng");
        (await commune.SubmitAsync(await commune.GetAsync(from), Form, new() { ["Chosen"] = one.Id.ToString() })).Location!.ShouldStartWith(from);
        (await commune.OpenAsync("/activities/criteria")).Text("main table").ShouldContain("Chưa có minh chứng");
        // The province's officer uses the commune's piece for the province's own criterion: the same one.
        using var officer = await app.SignInAsync(Role.Officer);
        (await officer.SubmitAsync(await officer.GetAsync(from), Form, new() { ["Chosen"] = one.Id.ToString(), ["Pointer"] = "phần riêng của tỉnh" })).Location!.ShouldStartWith(from);
        (await UsesAsync(one.Id)).Select(u => u.UnitId).ShouldBe([app.Commune.Id, app.Province.Id], ignoreOrder: true);
        var count = (await app.InScopeAsync(s => s.GetRequiredService<CriterionUses>().CountAsync(app.Province.Id, 2026, TestContext.Current.CancellationToken))).Single(c => c.Criterion.Code == Modern);
        count.Own.ShouldBe(1);
        count.UnitsWith.ShouldBeInRange(1, 2);
        count.Units.ShouldBeGreaterThan(2);

        // The commune reads nothing of the province's use: neither in the history nor in the list.
        var plan = $"/activities/criteria/{Plan}";
        (await officer.SubmitAsync(await officer.GetAsync(plan), Form, new() { ["Chosen"] = one.Id.ToString() })).Location!.ShouldStartWith(plan);
        (await officer.OpenAsync($"/activities/evidence/{one.Id}")).Text("main").ShouldContain("phần riêng của tỉnh");
        var seen = (await commune.OpenAsync($"/activities/evidence/{one.Id}")).Text("main");
        seen.ShouldNotContain("phần riêng của tỉnh");
        seen.ShouldContain("dùng minh chứng cho tiêu chí", Case.Insensitive);
        Row(await commune.OpenAsync("/activities/evidence"))!.ShouldContain("1 hoạt động, 1 tiêu chí");
        Row(await officer.OpenAsync("/activities/evidence"))!.ShouldContain("1 hoạt động, 3 tiêu chí");
        Row(await commune.OpenAsync($"/activities/evidence?criterion={Plan}&year=2026")).ShouldBeNull();

        // What proves nothing in the year is not counted.
        (await OwnAsync(EvidenceState.Rejected, null)).ShouldBe(0);
        (await OwnAsync(EvidenceState.Expired, new DateOnly(2025, 12, 31))).ShouldBe(0);
        (await OwnAsync(EvidenceState.Expired, new DateOnly(2026, 9, 19))).ShouldBe(1);
        (await OwnAsync(EvidenceState.Accepted, null)).ShouldBe(1);
        // Refused and corrected, until somebody accepts it: neither counted, nor used, nor put back.
        (await OwnAsync(EvidenceState.InReview, null, "Không mở được.")).ShouldBe(0);
        (await commune.OpenAsync($"/activities/evidence/{one.Id}/criteria")).Text("main").ShouldContain("đang chờ xem lại; khi được chấp nhận mới chứng minh được");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<CriterionEvidence>().Where(u => u.EvidenceId == one.Id && u.UnitId == app.Province.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.RemovedAt, app.Clock.GetUtcNow())))).ShouldBeGreaterThan(0);
        var removed = (await UsesAsync(one.Id)).First(u => u.RemovedAt is not null);
        (await app.InScopeAsync(s => s.GetRequiredService<UseForCriterion>().RemoveAsync(removed.Id, removed.Version, true, TestContext.Current.CancellationToken))).Succeeded.ShouldBeFalse();
        (await OwnAsync(EvidenceState.Accepted, null)).ShouldBe(1);

        // Neither another unit nor a reader.
        using var other = await app.SignInAsync(Role.FocalPoint, app.Finance);
        (await other.GetAsync($"/activities/evidence/{two.Id}/criteria")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await other.SubmitAsync(await commune.GetAsync(from), Form, new() { ["Chosen"] = two.Id.ToString() })).Location.ShouldBeNull();
        using var viewer = await app.SignInAsync(Role.Viewer, app.Commune);
        (await viewer.OpenAsync(from)).Html.QuerySelector("main form[method=post]").ShouldBeNull();
        (await UsesAsync(two.Id)).ShouldBeEmpty();
        (await commune.GetAsync("/activities/criteria/khong-co")).Status.ShouldBe(HttpStatusCode.NotFound);

        string? Row(TestPage page) => page.Html.QuerySelector($"main tbody tr:has(a[href$='{one.Id}'])")?.TextContent;

        Task<int> OwnAsync(EvidenceState state, DateOnly? last, string? refused = null) => app.InScopeAsync(async s =>
        {
            await s.GetRequiredService<LanToaDb>().Set<Evidence>().Where(e => e.Id == one.Id).ExecuteUpdateAsync(e => e.SetProperty(x => x.State, state).SetProperty(x => x.ExpiresOn, last).SetProperty(x => x.DecisionReason, refused));
            return (await s.GetRequiredService<CriterionUses>().CountAsync(app.Commune.Id, 2026, TestContext.Current.CancellationToken)).Single(c => c.Criterion.Code == Modern).Own;
        });
    }

    [Fact]
    public async Task Units_BehindTheFigure_AreListedWithTheirEvidence()
    {
        app.Clock.MoveTo(new DateOnly(2026, 9, 20));
        const string Code = "communication-plan", Figure = "main td a[href$='/units?nam=2026']";
        // A part of the province with units of its own, so that nobody else's evidence is counted.
        var top = await app.AddOrganizationAsync("Cụm Một", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var (with, without) = (await app.AddOrganizationAsync("Trung tâm Có", OrganizationLevel.Province, OrganizationKind.Division, top), await app.AddOrganizationAsync("Trung tâm Chưa", OrganizationLevel.Province, OrganizationKind.Division, top));
        var team = await app.AddOrganizationAsync("Tổ của Trung tâm Có", OrganizationLevel.Province, OrganizationKind.Division, with);
        var (own, below, refused) = (await KeptAsync(with, "Bài của trung tâm", link: "https://tt.gov.vn/1"), await KeptAsync(team, "Bài của tổ", link: "https://tt.gov.vn/2"), await KeptAsync(without, "Bài bị từ chối", link: "https://tt.gov.vn/3"));
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            // The piece of the team is used twice: it is one.
            foreach (var (unit, evidence) in new[] { (with, own), (with, below), (team, below), (without, refused) })
                db.Add(new CriterionEvidence { ProvinceId = 99, UnitId = unit.Id, EvidenceId = evidence.Id, Criterion = Code, Year = 2026, AddedByName = "Thử", AddedAt = app.Clock.GetUtcNow() });
            await db.SaveChangesAsync();
            await db.Set<Evidence>().Where(e => e.Id == refused.Id).ExecuteUpdateAsync(e => e.SetProperty(x => x.State, EvidenceState.Rejected));
        });
        using var officer = await app.SignInAsync(Role.Officer, top);

        var figure = (await officer.OpenAsync("/activities/criteria")).Html.QuerySelectorAll(Figure).Single(a => a.GetAttribute("href")!.Contains(Code, StringComparison.Ordinal));
        figure.TextContent.ShouldBe("1/2 đơn vị");
        var list = figure.GetAttribute("href")!;
        var page = await officer.OpenAsync(list);
        page.Texts("main tbody tr").Select(Spaced).ShouldBe(["Trung tâm Chưa 0 — Chưa có", "Trung tâm Có 2 18/09/2026 Đã có"]);
        (await officer.OpenAsync($"{list}&state=without")).Texts("main tbody th").ShouldHaveSingleItem().ShouldStartWith("Trung tâm Chưa");
        (await officer.OpenAsync($"{list}&q=tam co")).Texts("main tbody th").ShouldHaveSingleItem().ShouldStartWith("Trung tâm Có");
        (await officer.OpenAsync($"{list}&sort=-count")).Texts("main tbody th")[0].ShouldStartWith("Trung tâm Có");
        (await officer.Http.GetStringAsync($"{list}&state=with&handler=Export&dang=csv")).ShouldContain("2,18/09/2026,Đã có");

        // The number of a unit leads to those pieces and to no others.
        var behind = await officer.OpenAsync(page.Html.QuerySelector("main td a")!.GetAttribute("href")!);
        behind.Texts("main tbody th a").ShouldBe([own.Title, below.Title], ignoreOrder: true);
        behind.Texts("select[name=unit] option").ShouldContain(o => o.StartsWith("Trung tâm Có", StringComparison.Ordinal));

        (await officer.GetAsync("/activities/criteria/khong-co/units")).Status.ShouldBe(HttpStatusCode.NotFound);
        using var other = await app.SignInAsync(Role.Viewer, app.Finance);
        (await other.OpenAsync(list)).Text("main").ShouldNotContain("Trung tâm Có");

        static string Spaced(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace(", Cụm Một", "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Criteria_AtTheNation_CountUnitsOfItsOwnOnly()
    {
        var top = await app.AddOrganizationAsync("Chính phủ", OrganizationLevel.Nation, OrganizationKind.Committee, null, province: 0);
        await app.AddOrganizationAsync("Bộ Một", OrganizationLevel.Ministry, OrganizationKind.Department, top, province: 0);
        await app.AddOrganizationAsync("Ủy ban nhân dân tỉnh Một", OrganizationLevel.Province, OrganizationKind.Committee, top, province: 71);
        (await app.InScopeAsync(s => s.GetRequiredService<CriterionUses>().CountAsync(top.Id, 2026, TestContext.Current.CancellationToken), 0)).ShouldAllBe(c => c.Units == 1);
    }
}
