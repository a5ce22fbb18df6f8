using System.Net;
using LanToa.Accountability.Activities;
using LanToa.Accountability.Reports;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Accountability.Tests.Reports;

/// <summary>Reports over provinces: two provinces and a ministry report to the nation; one commune also reports to it directly.</summary>
public sealed class NationTests(ReportApp app) : IClassFixture<ReportApp>
{
    private const string Form = "tuyen-truyen", Key = "2026-Q3", News = "Tin, bài tuyên truyền";

    [Fact]
    public async Task Nation_TwoProvincesAndMinistry_CountsEachUnitOnceAndOpensWhatIsBelow()
    {
        var top = await app.AddOrganizationAsync("Chính phủ", OrganizationLevel.Nation, OrganizationKind.Committee, null, province: 0);
        var ministry = await app.AddOrganizationAsync("Bộ Một", OrganizationLevel.Ministry, OrganizationKind.Department, top, province: 0);
        var (one, two) = (await app.AddOrganizationAsync("Ủy ban nhân dân tỉnh Một", OrganizationLevel.Province, OrganizationKind.Committee, top, province: 71), await app.AddOrganizationAsync("Ủy ban nhân dân tỉnh Hai", OrganizationLevel.Province, OrganizationKind.Committee, top, province: 72));
        var (first, both) = (await Commune("Xã Một A", one), await Commune("Xã Một B", one));
        var other = await Commune("Xã Hai A", two);
        foreach (var (unit, count) in new[] { (one, 1), (first, 10), (both, 100), (two, 1000), (other, 10_000), (ministry, 100_000) }) await Act(unit, count);
        await Act(other, 5, ActivityState.Recorded);
        // One more of the second province reports to nobody: its own records count with the body above it.
        var silent = await Commune("Xã Hai B", two);
        await Act(silent, 500_000);
        foreach (var (from, to) in new[] { (one, top), (two, top), (ministry, top), (first, one), (both, one), (both, top), (other, two) }) await Route(from, to.Id);
        await Route(top, top.Id);

        var whole = await Begin(top, top.Id);
        (await NewsAsync(whole)).ShouldBe("–");
        foreach (var (from, to) in new[] { (first, one), (both, one), (both, top), (other, two) }) await SendAndAccept(await Begin(from, to.Id));
        foreach (var from in new[] { one, ministry }) await SendAndAccept(await Begin(from, top.Id));
        // The second province's waits for the nation's officer.
        var waiting = await Begin(two, top.Id);
        await InProvince(72, s => s.GetRequiredService<SendReport>().HandleAsync(waiting.Id, Guid.CreateVersion7(), 1, null));

        using var officer = await app.SignInAsync(Role.Officer, top);
        using var ofTwo = await app.SignInAsync(Role.Officer, two);
        var received = await officer.GetAsync($"/reports/received?form={Form}&period={Key}");
        received.Texts("tbody th").ShouldBe(["Ủy ban nhân dân tỉnh Hai", "Bộ Một", "Ủy ban nhân dân tỉnh Một", "Xã Một B"], ignoreOrder: true);
        var page = await officer.GetAsync($"/reports/{whole.Id}");
        // The commune of both ways once; what is not accepted is apart.
        ReportApp.Cell(page, News, 4).ShouldBe("100.111");
        page.Text("main").ShouldContain("Ủy ban nhân dân tỉnh Hai: Đã gửi, chờ tiếp nhận");
        page.Text("main").ShouldContain("không gồm số đã đến theo đường khác: Xã Một B");

        // Returned with a remark, sent again, accepted: in the province's own records and history.
        var path = $"/reports/{waiting.Id}";
        ReportApp.Cell(await officer.GetAsync(path), News, 4).ShouldBe("511.000");
        (await officer.SubmitAsync(await officer.GetAsync($"{path}/return"), "main form[method=post]", new() { ["Reason"] = "Xem lại số tin.", ["Remarks[0].Text"] = "Nêu rõ nguồn." })).Location.ShouldBe(path);
        (await ofTwo.GetAsync(path)).Text("main").ShouldContain("trả lại: Xem lại số tin.");
        (await ofTwo.GetAsync("/notices")).Text("main").ShouldContain("bị trả lại");
        await ReportApp.DoAsync(ofTwo, path, "Send");
        (await ReportApp.DoAsync(officer, path, "Accept")).Location.ShouldBe(path);
        page = await officer.GetAsync($"/reports/{whole.Id}");
        ReportApp.Cell(page, News, 4).ShouldBe("611.111");
        ReportApp.Cell(page, "Cơ quan, đơn vị có hoạt động", 4).ShouldBe("7");

        // Down to the activity, through the province that keeps it; whoever is of another province opens nothing.
        var figure = await officer.GetAsync($"/reports/{whole.Id}/figure/tin_bai");
        figure.Html.QuerySelectorAll("tbody th a").Select(a => a.GetAttribute("href")).ShouldContain($"{path}/figure/tin_bai");
        var ofProvince = await officer.GetAsync($"{path}/figure/tin_bai");
        var below = ofProvince.Html.QuerySelectorAll("tbody th a").First(a => a.TextContent == "Xã Hai A").GetAttribute("href")!;
        var activity = (await officer.GetAsync(below)).Html.QuerySelector("tbody th a")!.GetAttribute("href")!;
        (await officer.GetAsync(activity)).Text("main").ShouldContain("Xã Hai A");
        (await officer.GetAsync(activity)).Html.QuerySelector("main a[href$='/edit']").ShouldBeNull();
        using var ofOne = await app.SignInAsync(Role.Officer, one);
        foreach (var closed in new[] { path, below, activity, $"/reports/{whole.Id}" }) (await ofOne.GetAsync(closed)).Status.ShouldBe(HttpStatusCode.NotFound);
        using var ofMinistry = await app.SignInAsync(Role.Officer, ministry);
        foreach (var closed in new[] { path, below, activity }) (await ofMinistry.GetAsync(closed)).Status.ShouldBe(HttpStatusCode.NotFound);

        // Closed with all that it counts, by unit; a reopened report below says that it was counted.
        (await InProvince(0, s => s.GetRequiredService<SendReport>().HandleAsync(whole.Id, Guid.CreateVersion7(), 1, null))).Problems.ShouldBeEmpty();
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<ReportPart>().Where(p => p.ReportId == whole.Id).Select(p => p.PartProvinceId).ToListAsync(), 0)).Order().ShouldBe([(short)0, (short)71, (short)71, (short)71, (short)72, (short)72]);
        (await ReportApp.DoAsync(officer, path, "Reopen", new() { ["until"] = "20/09/2026", ["reason"] = "Thiếu số." })).Location.ShouldBe(path);
        (await ofTwo.GetAsync(path)).Text("main").ShouldContain("Báo cáo cấp trên đã gửi có tính số liệu này");

        // What a province adds afterwards is told to the nation, which had counted it; so is what a commune of it adds.
        using var leader = await app.SignInAsync(Role.Leader, top);
        await Act(two, 3);
        await ReportApp.DoAsync(ofTwo, path, "Send");
        await ReportApp.DoAsync(officer, path, "Accept");
        (await leader.GetAsync("/notices")).Text("main").ShouldContain("Ủy ban nhân dân tỉnh Hai đã bổ sung số liệu quý III/2026 sau khi báo cáo của đơn vị bạn được gửi");
        var commune = $"/reports/{await InProvince(71, s => s.GetRequiredService<LanToaDb>().Set<Report>().Where(r => r.UnitId == first.Id).Select(r => r.Id).SingleAsync())}";
        using var ofFirst = await app.SignInAsync(Role.Officer, first);
        await ReportApp.DoAsync(ofOne, commune, "Reopen", new() { ["until"] = "20/09/2026", ["reason"] = "Thiếu một tin." });
        await ReportApp.DoAsync(ofFirst, commune, "Send");
        await ReportApp.DoAsync(ofOne, commune, "Accept");
        (await leader.GetAsync("/notices")).Text("main").ShouldContain("Xã Một A đã bổ sung số liệu quý III/2026");
        page = await leader.GetAsync($"/reports/{whole.Id}");
        ReportApp.Cell(page, News, 4).ShouldBe("611.111");
        page.Text("main").ShouldContain("Ủy ban nhân dân tỉnh Hai: Tin, bài tuyên truyền về cải cách hành chính 511.000 → 511.003");
        // One that the nation counts in its province's report is told to the province only: it has not reached the nation.
        var inTwo = $"/reports/{await InProvince(72, s => s.GetRequiredService<LanToaDb>().Set<Report>().Where(r => r.UnitId == other.Id).Select(r => r.Id).SingleAsync())}";
        using var leaderOfTwo = await app.SignInAsync(Role.Leader, two);
        using var ofOther = await app.SignInAsync(Role.Officer, other);
        await ReportApp.DoAsync(ofTwo, inTwo, "Reopen", new() { ["until"] = "20/09/2026", ["reason"] = "Thiếu một tin." });
        await ReportApp.DoAsync(ofOther, inTwo, "Send");
        await ReportApp.DoAsync(ofTwo, inTwo, "Accept");
        (await leaderOfTwo.GetAsync("/notices")).Text("main").ShouldContain("Xã Hai A đã bổ sung số liệu quý III/2026");
        (await leader.GetAsync("/notices")).Text("main").ShouldNotContain("Xã Hai A đã bổ sung");

        Task<Organization> Commune(string name, Organization above) => app.AddOrganizationAsync(name, OrganizationLevel.Commune, OrganizationKind.Committee, above, province: above.ProvinceId);
    }

    private Task Act(Organization unit, int count, ActivityState state = ActivityState.Accepted) => app.InScopeAsync(async s =>
    {
        var db = s.GetRequiredService<LanToaDb>();
        db.Add(new Activity { ProvinceId = unit.ProvinceId, UnitId = unit.Id, State = state, HappenedOn = new DateOnly(2026, 7, 1), Form = "news", Quantity = count, Title = $"Tin của {unit.Name}", RecordedByName = "Thử", RecordedAt = app.Clock.GetUtcNow(), SendKey = Guid.CreateVersion7() });
        await db.SaveChangesAsync();
    }, unit.ProvinceId);

    private async Task Route(Organization from, Guid to) =>
        (await InProvince(from.ProvinceId, s => s.GetRequiredService<EditRoutes>().AddAsync(new RouteInput(Guid.CreateVersion7(), Form, [from.Id], to, null, null, new DateOnly(2026, 1, 1), "Thử")))).Outcome.Problems.ShouldBeEmpty();

    private async Task<Report> Begin(Organization unit, Guid to) => await InProvince(unit.ProvinceId, async s =>
    {
        var db = s.GetRequiredService<LanToaDb>();
        var route = await db.Set<ReportRoute>().FirstAsync(r => r.UnitId == unit.Id && r.ToId == to);
        var (_, id) = await s.GetRequiredService<WriteReport>().BeginAsync(route.Id, Key);
        return await db.Set<Report>().AsNoTracking().FirstAsync(r => r.Id == id);
    });

    private async Task SendAndAccept(Report report)
    {
        (await InProvince(report.ProvinceId, s => s.GetRequiredService<SendReport>().HandleAsync(report.Id, Guid.CreateVersion7(), 1, null))).Problems.ShouldBeEmpty();
        (await InProvince(report.ProvinceId, s => s.GetRequiredService<DecideReport>().AcceptAsync(report.Id, Guid.CreateVersion7(), 2))).Problems.ShouldBeEmpty();
    }

    private async Task<string> NewsAsync(Report report) => await InProvince(report.ProvinceId, async s => (await s.GetRequiredService<ReportBuilder>().LiveAsync(report)).Rows.First(r => r.Code == "tin_bai").TotalWords) is { Length: > 0 } words and not "0" ? words : "–";

    private Task<T> InProvince<T>(short province, Func<IServiceProvider, Task<T>> work) => app.InScopeAsync(work, province);
}
