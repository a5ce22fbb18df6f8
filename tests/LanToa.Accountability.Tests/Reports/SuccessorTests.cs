using System.Net;
using FsCheck;
using FsCheck.Fluent;
using LanToa.Accountability.Activities;
using LanToa.Accountability.Reports;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Accountability.Tests.Reports;

/// <summary>Units merged and split within a period: nothing is lost, nothing counts twice, and both views sum to the same.</summary>
public sealed class SuccessorTests(ReportApp app) : IClassFixture<ReportApp>
{
    private const string News = "Tin, bài tuyên truyền";

    [Fact]
    public async Task Report_OfUnitsMergedAndSplitInThePeriod_CountsOnceAndShowsBothViews()
    {
        var top = await app.UnitAsync("Sở Sắp Xếp");
        var (merged, heir, split, larger, smaller) = (await app.UnitAsync("Xã Sáp Nhập", top), await app.UnitAsync("Xã Kế Thừa", top), await app.UnitAsync("Xã Chia Tách", top), await app.UnitAsync("Xã Phần Lớn", top), await app.UnitAsync("Xã Phần Nhỏ", top));
        foreach (var unit in new[] { merged, heir, split, larger, smaller }) await app.RouteAsync(unit, top);
        await app.RouteAsync(top, app.Province);
        await app.ActivityAsync(merged, "news", 10);
        await app.ActivityAsync(heir, "news", 5, new DateOnly(2026, 8, 20));
        await app.ActivityAsync(split, "news", 8);
        await app.ActivityAsync(larger, "news", 3, new DateOnly(2026, 8, 20));
        // What hangs on a body that ends is told of every room before anything is recorded.
        var tried = await app.InScopeAsync(s => s.GetRequiredService<RecordFile>().TryAsync(new SuccessionInput(SuccessionKind.Merge, new DateOnly(2026, 9, 1), "Nghị quyết thử", [new(merged.Id, heir.Id, 1)])));
        tried.Successions[0].Holdings.Select(h => h.Words).ShouldContain(w => w.StartsWith("1 hoạt động đã ghi", StringComparison.Ordinal));
        tried.Successions[0].Holdings.Select(h => h.Words).ShouldContain(w => w.StartsWith("1 đường gửi báo cáo", StringComparison.Ordinal));
        await RecordAsync(SuccessionKind.Merge, (merged, heir, 1m));
        await RecordAsync(SuccessionKind.Split, (split, larger, 0.75m), (split, smaller, 0.25m));

        // The heir reports what the merged one did; what was split stays above until it is shared out.
        using var atHeir = await app.SignInAsync(Role.FocalPoint, heir);
        using var atTop = await app.SignInAsync(Role.Officer, top);
        var own = await ReportApp.BeginAsync(atHeir, "Sở Sắp Xếp");
        var page = await atHeir.GetAsync(own);
        ReportApp.Cell(page, News, 2).ShouldBe("15");
        page.Text("main").ShouldContain("1 đơn vị được sắp xếp trong kỳ");
        (await atHeir.GetAsync($"{own}/figure/tin_bai")).Text("main").ShouldContain("Xã Sáp Nhập");
        await ReportApp.DoAsync(atHeir, own, "Send");
        await ReportApp.DoAsync(atTop, own, "Accept");
        var whole = await ReportApp.BeginAsync(atTop, "tỉnh Thử Nghiệm");
        page = await atTop.GetAsync(whole);
        ReportApp.Cell(page, News, 2).ShouldBe("8");
        ReportApp.Cell(page, News, 4).ShouldBe("23");
        // Nobody waits for a body that has ended.
        page.Text("main").ShouldContain("Xã Phần Lớn: Chưa lập");
        page.Text("main").ShouldNotContain("Xã Sáp Nhập: Chưa lập");
        (await atTop.GetAsync("/reports/received?period=2026-Q3")).Texts("tbody th").ShouldNotContain("Xã Sáp Nhập");
        using (var atMerged = await app.SignInAsync(Role.FocalPoint, merged)) (await atMerged.GetAsync("/reports")).Text("main").ShouldNotContain("quý III/2026");
        // Who tries all the same is told where its figures are.
        (await WhyNotAsync(merged)).ShouldContain("Xã Kế Thừa kế thừa và báo cáo, có cả số liệu đến ngày đó.");
        (await WhyNotAsync(split)).ShouldContain("số liệu đến ngày đó được tính vào báo cáo của đơn vị cấp trên.");

        var view = await atTop.GetAsync($"{whole}/successors?code=tin_bai");
        var tables = view.Html.QuerySelectorAll("main table").Select(t => string.Join(" | ", t.QuerySelectorAll("tbody tr").Select(r => string.Join(' ', r.Children.SelectMany(c => c.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))))).ToList();
        tables[0].ShouldBe("Sở Sắp Xếp 0 | Xã Kế Thừa 5 | Xã Sáp Nhập 10 | Xã Chia Tách 8 | Cộng 23");
        tables[1].ShouldContain("Xã Kế Thừagồm Xã Sáp Nhập: 10 15");
        tables[1].ShouldContain("Xã Phần Lớngồm Xã Chia Tách: 6 6");
        tables[1].ShouldContain("Xã Phần Nhỏgồm Xã Chia Tách: 2 2");
        tables[1].ShouldEndWith("Cộng 23");
        view.Text("main").ShouldContain("theo đơn vị kế thừa ngày 14/09/2026.");
        // What was sent keeps the map of then, whatever is recorded after it.
        (await atHeir.GetAsync($"{own}/successors")).Text("main").ShouldContain("theo đơn vị kế thừa ngày 14/09/2026, như đã ghi nhận đến lúc gửi báo cáo.");
    }

    private async Task<string> WhyNotAsync(Organization unit)
    {
        using var person = await app.SignInAsync(Role.FocalPoint, unit);
        return await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            await s.GetRequiredService<ActingPerson>().BecomeAsync(await db.Users.SingleAsync(a => a.Id == person.AccountId));
            var route = await db.Set<ReportRoute>().Where(r => r.UnitId == unit.Id).Select(r => r.Id).SingleAsync();
            return string.Join(" ", (await s.GetRequiredService<WriteReport>().BeginAsync(route, "2026-Q3")).Outcome.Problems);
        });
    }

    [Fact]
    public async Task Activity_ReturnedToABodyThatEnded_IsCorrectedAndSentByWhoeverCarriesItOn()
    {
        var (ended, heir, id) = (await app.UnitAsync("Xã Đã Kết Thúc"), await app.UnitAsync("Xã Gửi Thay"), Guid.Empty);
        await app.ActivityAsync(ended, "news", 2, more: a => (a.State, a.DecisionReason, id) = (ActivityState.Returned, "Thiếu đường dẫn.", a.Id));
        var draft = Guid.Empty;
        await app.ActivityAsync(ended, "news", 1, more: a => (a.State, draft) = (ActivityState.Draft, a.Id));
        using var person = await app.SignInAsync(Role.FocalPoint, heir);
        using var stranger = await app.SignInAsync(Role.FocalPoint, await app.UnitAsync("Xã Ngoài Cuộc"));
        (await person.GetAsync($"/activities/{id}/edit")).Status.ShouldBe(HttpStatusCode.NotFound, "the body goes on");
        var tried = await app.InScopeAsync(s => s.GetRequiredService<RecordFile>().TryAsync(new SuccessionInput(SuccessionKind.Merge, new DateOnly(2026, 9, 1), "Nghị quyết thử", [new(ended.Id, heir.Id, 1)])));
        tried.Successions[0].Holdings.Select(h => h.Words).ShouldContain("2 hoạt động đã ghi, cùng minh chứng: giữ nguyên ở đây; 1 bản nháp: hãy gửi hoặc rút trước ngày sắp xếp; 1 bị trả lại: hãy gửi lại, sau ngày sắp xếp thì cơ quan kế thừa gửi lại");
        await RecordAsync(SuccessionKind.Merge, (ended, heir, 1m));

        (await person.GetAsync("/today")).Text("main").ShouldContain("của Xã Đã Kết Thúc · trả lại: Thiếu đường dẫn.");
        // The list, to which that card leads where there are many, has it too, and so it has the draft that nobody else could send.
        foreach (var (state, one) in new[] { ("returned", id), ("draft", draft) })
        {
            (await person.GetAsync($"/activities?state={state}")).Html.QuerySelector($"main a[href='/activities/{one}']").ShouldNotBeNull(state);
            (await person.GetAsync($"/activities/{one}")).Status.ShouldBe(HttpStatusCode.OK);
            (await stranger.GetAsync($"/activities?state={state}")).Html.QuerySelector($"main a[href='/activities/{one}']").ShouldBeNull(state);
        }
        var corrected = await person.SubmitAsync(await person.GetAsync($"/activities/{id}/edit"), "main form[enctype]", new() { ["Input.Title"] = "Tin đã bổ sung", ["Input.Link"] = "https://xa.gov.vn/tin" });
        corrected.Location.ShouldBe($"/activities/{id}", corrected.Text(".lt-errors"));
        (await person.GetAsync($"/activities/{id}")).Text("main").ShouldContain("xa.gov.vn/tin");
        var sent = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Activity>().AsNoTracking().SingleAsync(a => a.Id == id));
        (sent.State, sent.UnitId).ShouldBe((ActivityState.Recorded, ended.Id));
        sent.ChangedForUnitBy.ShouldNotBeNull().ShouldContain("Xã Gửi Thay");
        (await stranger.GetAsync($"/activities/{id}/edit")).Status.ShouldBe(HttpStatusCode.NotFound);
        // What is new the heir writes down as its own.
        (await app.InScopeAsync(async s => { await s.GetRequiredService<ActingPerson>().BecomeAsync(await s.GetRequiredService<LanToaDb>().Users.SingleAsync(a => a.Id == person.AccountId)); return s.GetRequiredService<ActivityAccess>().MayDo(ended.Id); })).ShouldBeFalse();
    }

    private static readonly Guid[] Units = [.. Enumerable.Range(1, 8).Select(n => new Guid(n, 0, 0, new byte[8]))];

    [Fact]
    public void BothViews_OfAnyFiguresAndShares_SumToTheSame() => Prop.ForAll(
        (from own in Gen.Choose(0, 100_000) from parts in Gen.Choose(0, 100_000).ArrayOf(4) from ended in Gen.Choose(0, 9_999).ArrayOf(3) from holders in Gen.Choose(0, 4).ArrayOf(3) from weights in Gen.Choose(1, 9).ArrayOf(9) from heirs in Gen.Choose(0, 7).ArrayOf(9) from abolished in Gen.Elements(true, false)
         select (own, parts, ended, holders, weights, heirs, abolished)).ToArbitrary(),
        c =>
        {
            var content = new ReportContent
            {
                FormCode = "a", FormName = "a", UnitName = "0", UnitId = Units[0], Addressee = "b", PeriodKey = "2026", PeriodName = "2026", Sections = [],
                Parts = [.. c.parts.Select((_, n) => new ContentPart(Units[n + 1], Units[n + 1], $"{n + 1}", null, []))],
                Predecessors = [.. c.ended.Select((number, n) => new ContentPredecessor(Units[n + 5], $"{n + 5}", new DateOnly(2026, 7, 1), Units[c.holders[n]], new Dictionary<string, decimal> { ["tin"] = number / 100m }))],
                // Thirds and sevenths, as bodies are split; what is left of a body is nobody's where a part was abolished.
                Shares = [.. Enumerable.Range(0, 3).SelectMany(n => Split(n, c.weights, c.heirs, c.abolished))],
            };
            var row = new ContentRow { Code = "tin", Name = "tin", Unit = "tin", Own = new Figure { Number = c.own / 7m }, Total = Figure.None, Parts = [.. c.parts.Select(p => new Figure { Number = p / 3m })] };
            var (was, now) = SuccessorView.Of(content, row);
            now.Sum(f => f.Number).ShouldBe(was.Sum(f => f.Number), 0.0000000001m);
            was.Sum(f => f.Number).ShouldBe((c.own / 7m) + c.parts.Sum(p => p / 3m), 0.0000000001m);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static IEnumerable<ContentShare> Split(int n, int[] weights, int[] heirs, bool abolished)
    {
        var mine = weights[(n * 3)..((n * 3) + 3)];
        return mine.Select((w, i) => new ContentShare(Units[n + 5], abolished && i == 2 ? null : Units[heirs[(n * 3) + i]], "x", (decimal)w / mine.Sum()));
    }

    private Task RecordAsync(SuccessionKind kind, params (Organization From, Organization To, decimal Weight)[] lines) => app.InScopeAsync(s =>
        s.GetRequiredService<RecordSuccession>().HandleAsync(new(kind, new DateOnly(2026, 8, 1), $"Nghị quyết về {lines[0].From.Name}", [.. lines.Select(l => new SuccessionLineInput(l.From.Id, l.To.Id, l.Weight))])));
}
