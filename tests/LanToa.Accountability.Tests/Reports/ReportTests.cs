using System.Net;
using System.Security.Cryptography;
using LanToa.Accountability.Activities;
using LanToa.Accountability.Reports;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Accountability.Tests.Reports;

/// <summary>Units with activities of the third quarter of 2026 (15/6 to 14/9), and who reports to whom. Each test works on units of its own.</summary>
public sealed class ReportApp : TestApp
{
    public TestBrowser Officer { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Clock.MoveTo(new DateOnly(2026, 9, 16));
        Officer = await SignInAsync(Role.Officer);
    }

    public override async ValueTask DisposeAsync()
    {
        Officer.Dispose();
        await base.DisposeAsync();
    }

    public Task<Organization> UnitAsync(string name, Organization? under = null) => AddOrganizationAsync(name, OrganizationLevel.Province, OrganizationKind.Department, under ?? Province);

    public Task ActivityAsync(Organization unit, string form, decimal? quantity, DateOnly? day = null, Action<Activity>? more = null) => InScopeAsync(async s =>
    {
        var db = s.GetRequiredService<LanToaDb>();
        var activity = new Activity
        {
            ProvinceId = 99, UnitId = unit.Id, State = ActivityState.Accepted, HappenedOn = day ?? new DateOnly(2026, 7, 1), Form = form, Quantity = quantity, Title = $"{form} của {unit.Name}", RecordedByName = "Thử", RecordedAt = Clock.GetUtcNow(), SendKey = Guid.CreateVersion7(),
        };
        more?.Invoke(activity);
        db.Add(activity);
        await db.SaveChangesAsync();
    });

    public async Task RouteAsync(Organization from, Organization to, Organization? via = null)
    {
        var values = new Dictionary<string, string> { ["Input.Units"] = from.Id.ToString(), ["Input.ToId"] = to.Id.ToString(), ["Input.ViaId"] = via?.Id.ToString() ?? "", ["Input.ValidFrom"] = "01/01/2026", ["Input.Reason"] = "Theo kế hoạch." };
        var answer = await Officer.SubmitAsync(await Officer.GetAsync("/reports/routes?form=tuyen-truyen"), "#them", values);
        if (answer.Location is null) throw new InvalidOperationException(answer.Text("main"));
    }

    /// <summary>Begins the quarter's report; the address of its page.</summary>
    public static async Task<string> BeginAsync(TestBrowser person, string to, string quarter = "quý III/2026")
    {
        var page = await person.GetAsync("/reports");
        var row = page.Html.QuerySelectorAll("tbody tr").First(r => r.TextContent.Contains($"{quarter}", StringComparison.Ordinal) && r.TextContent.Contains(to, StringComparison.Ordinal) && r.TextContent.Contains("thông tin, tuyên truyền", StringComparison.Ordinal));
        var form = row.QuerySelector("form")!;
        form.Id = "lap";
        return (await person.SubmitAsync(page, "#lap")).Location ?? throw new InvalidOperationException("No report was begun.");
    }

    public static async Task<TestPage> DoAsync(TestBrowser person, string path, string verb, Dictionary<string, string>? values = null) => await person.SubmitAsync(await person.GetAsync(path), $"form[action*='handler={verb}']", values);

    public static string Cell(TestPage page, string name, int column) =>
        string.Join(' ', page.Html.QuerySelectorAll("tbody tr").First(r => r.QuerySelector("th")!.TextContent.Trim().TrimStart('–', ' ').StartsWith(name, StringComparison.Ordinal)).Children[column].TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

public sealed class ReportTests(ReportApp app) : IClassFixture<ReportApp>
{
    private const string News = "Tin, bài tuyên truyền";

    [Fact]
    public async Task Report_PrefilledOverriddenSentReturnedAcceptedReopened_GoesItsWay()
    {
        var unit = await app.UnitAsync("Sở Một");
        await app.RouteAsync(unit, app.Province);
        await app.ActivityAsync(unit, "news", 7);
        await app.ActivityAsync(unit, "article", 5);
        await app.ActivityAsync(unit, "article", 90, new DateOnly(2026, 9, 15));
        await app.ActivityAsync(unit, "article", 80, more: a => a.State = ActivityState.Recorded);
        await app.ActivityAsync(unit, "event", null, more: a => a.Attendance = 45);
        using var person = await app.SignInAsync(Role.FocalPoint, unit);
        // Of the CCHC regime: the longer report stands in for the shorter one.
        (await person.GetAsync("/reports")).Texts("tbody th").Select(t => t[(t.LastIndexOf(", ", StringComparison.Ordinal) + 2)..]).ShouldBe(["năm 2026", "quý III/2026", "6 tháng đầu năm 2026", "quý I/2026"]);
        (await person.GetAsync("/reports?handler=Export&dang=csv")).Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..].Count(l => l.Contains("Định kỳ,", StringComparison.Ordinal)).ShouldBe(4);
        var path = await ReportApp.BeginAsync(person, "tỉnh Thử Nghiệm");

        var page = await person.GetAsync(path);
        ReportApp.Cell(page, News, 2).ShouldBe("12");
        ReportApp.Cell(page, "Hội nghị, hội thảo", 2).ShouldBe("1");
        page.Text("main").ShouldContain("Sở Một đã đăng, phát 12 tin, bài");
        var working = await person.GetAsync($"{path}/figure/tin_bai");
        working.Text("main").ShouldContain("7 + 5 = 12");
        working.Text("main").ShouldContain("article của Sở Một");
        working.Text("main").ShouldNotContain("15/09/2026");

        // Nobody reports for another unit, however high they stand.
        (await app.Officer.GetAsync($"{path}/figures")).Location!.ShouldContain("/identity/denied");
        (await app.Officer.GetAsync(path)).Html.QuerySelector("form[action*='handler=Send']").ShouldBeNull();

        // Another number needs a reason; the computed one stays beside it, and the formula takes it up.
        var figures = await person.GetAsync($"{path}/figures");
        // What the form requires is not read aloud as optional.
        figures.Html.QuerySelectorAll("tbody tr").Where(r => r.QuerySelector("th")!.TextContent.Contains(" *", StringComparison.Ordinal)).Select(r => r.QuerySelector("label")!.TextContent).ToList().ShouldSatisfyAllConditions(
            labels => labels.ShouldNotBeEmpty(), labels => labels.ShouldAllBe(l => !l.Contains("không bắt buộc")));
        var at = figures.Html.QuerySelectorAll("input[name$='.Code']").First(i => i.GetAttribute("value") == "tin").GetAttribute("name")!.Replace(".Code", "", StringComparison.Ordinal);
        (await person.SubmitAsync(figures, "main form[method=post]", new() { [$"{at}.Number"] = "9" })).Text("main").ShouldContain("ghi lý do khác số tính được (7)");
        (await person.SubmitAsync(figures, "main form[method=post]", new() { [$"{at}.Number"] = "chín" })).Text("main").ShouldContain("không phải là số");
        (await person.SubmitAsync(figures, "main form[method=post]", new() { [$"{at}.Number"] = "9", [$"{at}.Reason"] = "Thêm 2 tin trên bản tin giấy." })).Location.ShouldBe(path);
        page = await person.GetAsync(path);
        ReportApp.Cell(page, News, 2).ShouldBe("14");
        // In the sums of the year as well.
        ReportApp.Cell(page, News, 4).ShouldBe("14");
        page.Text("main").ShouldContain("tính được 7; Thêm 2 tin trên bản tin giấy.");
        page.Text(".lt-timeline").ShouldContain("Số liệu của báo cáo “Tin” Số: 9", Case.Sensitive);

        // Words follow figures, until a person writes; then what changed is said.
        var text = await person.GetAsync($"{path}/text/1");
        (await person.SubmitAsync(text, "main form[method=post]", new() { ["Text"] = "Sở đã đăng {tin_bai} tin, bài {như vậy}." })).Text(".lt-errors").ShouldContain("“{tin_bai}” sẽ được gửi nguyên như thế");
        await person.SubmitAsync(text, "main form[method=post]", new() { ["Text"] = "Sở đã đăng 14 tin, bài." });
        await app.ActivityAsync(unit, "article", 1);
        (await person.GetAsync(path)).Text("main").ShouldContain($"{News} về cải cách hành chính: 14 → 15");

        // The dialog that sends it names the paragraph, and it is not sent so without a word about it; a paragraph that somebody looked at again is no matter any more.
        (await person.GetAsync(path)).Text("#gui").ShouldContain("(đoạn 1) còn viết theo số cũ: Tin, bài");
        (await person.SubmitAsync(await person.GetAsync(path), "form[action*='handler=Send']")).Text(".lt-errors").ShouldContain("còn viết theo số cũ");
        (await SendingsAsync(path)).ShouldBe(0);
        await person.SubmitAsync(await person.GetAsync($"{path}/text/1"), "main form[method=post]", new() { ["Text"] = "Sở đã đăng 15 tin, bài." });
        (await person.GetAsync(path)).Text("#gui").ShouldNotContain("số cũ");

        // Sent twice by the same form it is sent once; from another window it was sent already, and that is said.
        var otherWindow = await person.GetAsync(path);
        page = await person.GetAsync(path);
        var sent = await person.SubmitAsync(page, "form[action*='handler=Send']");
        sent.Location.ShouldBe(path);
        (await person.SubmitAsync(page, "form[action*='handler=Send']")).Location.ShouldBe(path);
        (await person.SubmitAsync(otherWindow, "form[action*='handler=Send']")).Text("main").ShouldContain("Báo cáo đã gửi, đang chờ nơi nhận xem");
        (await SendingsAsync(path)).ShouldBe(1);
        // Opened by its address it is shown, without a form that would not be saved.
        foreach (var place in new[] { "text/1", "figures" })
        {
            var shut = await person.GetAsync($"{path}/{place}");
            shut.Text(".lt-errors").ShouldContain("bị trả lại thì mới sửa được");
            shut.Html.QuerySelector("main form[method=post]").ShouldBeNull();
        }
        (await person.SubmitAsync(figures, "main form[method=post]", new() { [$"{at}.Number"] = "8", [$"{at}.Reason"] = "x" })).Text("main").ShouldContain("Báo cáo đã gửi");

        // What happens afterwards is no part of it, and the documents are the same bytes.
        await app.ActivityAsync(unit, "article", 50);
        page = await person.GetAsync(path);
        ReportApp.Cell(page, News, 2).ShouldBe("15");
        page.Text("#edxml").ShouldContain("Chưa có mã định danh điện tử");
        // What is missing is said at its field, in the dialog that stands open again with what was given.
        var asked = await person.GetAsync($"{path}?handler=EdXml&number=12&notation=BC-SNV&on=45/13/2026&signer=An&position=12&pages=0");
        asked.Html.QuerySelector("#edxml")!.GetAttribute("data-open").ShouldBe("true");
        asked.Html.QuerySelectorAll("#edxml [aria-invalid=true]").Select(f => f.GetAttribute("name")).ShouldBe(["on", "pages", "position"]);
        foreach (var link in asked.Html.QuerySelectorAll("#edxml .lt-errors a")) asked.Html.QuerySelector(link.GetAttribute("href")!).ShouldNotBeNull();
        asked.Html.QuerySelectorAll("#edxml .lt-errors a").Length.ShouldBe(3);
        asked.Html.QuerySelector("#edxml [name=number]")!.GetAttribute("value").ShouldBe("12");
        System.Text.Encoding.UTF8.GetString(await person.Http.GetByteArrayAsync($"{path}?handler=EdXml&number=12&notation=BC-SNV&on=16/09/2026&signer=An&position=TP&pages=2")).ShouldContain("<edXML:PageAmount>2</edXML:PageAmount>");
        var word = await person.Http.GetByteArrayAsync($"{path}?handler=Word");
        app.Clock.Shift(TimeSpan.FromSeconds(90));
        SHA256.HashData(await person.Http.GetByteArrayAsync($"{path}?handler=Word")).ShouldBe(SHA256.HashData(word));
        SHA256.HashData(await person.Http.GetByteArrayAsync($"{path}?handler=Excel")).ShouldBe(SHA256.HashData(await person.Http.GetByteArrayAsync($"{path}?handler=Excel")));

        // The unit does not decide on its own report; the addressee returns it with a remark at the figure.
        (await person.GetAsync($"{path}/return")).Location!.ShouldContain("/identity/denied");
        page = await app.Officer.GetAsync(path);
        await app.Officer.SubmitAsync(page, "#tiep-nhan");
        var back = await app.Officer.GetAsync($"{path}/return");
        (await app.Officer.SubmitAsync(back, "main form[method=post]")).Text("main").ShouldContain("Hãy ghi lý do.");
        (await app.Officer.SubmitAsync(back, "main form[method=post]", new() { ["Reason"] = "Xem lại số tin.", ["Remarks[1].Text"] = "Kèm danh sách." })).Location.ShouldBe(path);
        page = await person.GetAsync(path);
        page.Text("main").ShouldContain("trả lại: Xem lại số tin.");
        page.Text("main").ShouldContain("Ý kiến: Kèm danh sách.");
        (await ReportApp.DoAsync(person, path, "Send", new() { ["note"] = "Lời nói số của lần gửi đầu." })).Location.ShouldBe(path);
        (await person.GetAsync(path)).Text("main").ShouldContain("15 → 65");

        (await ReportApp.DoAsync(app.Officer, path, "Accept")).Location.ShouldBe(path);
        (await app.Officer.GetAsync("/reports/received?form=tuyen-truyen&period=2026-Q3")).Html.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("Sở Một", StringComparison.Ordinal)).TextContent.ShouldContain("Đã chấp nhận");
        (await ReportApp.DoAsync(app.Officer, path, "Reopen", new() { ["until"] = "20/09/2026" })).Text("main").ShouldContain("Hãy ghi lý do.");
        (await ReportApp.DoAsync(app.Officer, path, "Reopen", new() { ["until"] = "20/09/2026", ["reason"] = "Bổ sung số liệu kiểm toán." })).Location.ShouldBe(path);
        (await person.GetAsync(path)).Text("main").ShouldContain("Được mở lại đến hết ngày 20/09/2026: Bổ sung số liệu kiểm toán.");
        await ReportApp.DoAsync(app.Officer, path, "Accept");
        (await SendingsAsync(path)).ShouldBe(2);
    }

    [Fact]
    public async Task Received_SeveralChosen_EachIsAcceptedAndWhatHasToBeOpenedFirstIsLeftWithItsReason()
    {
        var (sent, people) = (new Dictionary<string, string>(), new Dictionary<string, TestBrowser>());
        foreach (var name in new[] { "Sở Nhận Đơn", "Sở Nhận Sửa", "Sở Nhận Lời", "Sở Nhận Thêm", "Sở Nhận Trước" })
        {
            var unit = await app.UnitAsync(name);
            await app.RouteAsync(unit, app.Province);
            await app.ActivityAsync(unit, "news", 3);
            people[name] = await app.SignInAsync(Role.FocalPoint, unit);
            sent[name] = await ReportApp.BeginAsync(people[name], "tỉnh Thử Nghiệm");
            await ReportApp.DoAsync(people[name], sent[name], "Send", name == "Sở Nhận Lời" ? new() { ["note"] = "Có \"note\": số tăng vì có chiến dịch." } : null);
            // What is logged for it after it was sent is to be seen first.
            if (name == "Sở Nhận Thêm") await app.ActivityAsync(unit, "news", 1);
        }
        const string List = "/reports/received?form=tuyen-truyen&period=2026-Q3";
        using var colleague = await app.SignInAsync(Role.Officer);
        using var viewer = await app.SignInAsync(Role.Viewer);
        var list = await app.Officer.OpenAsync(List);
        string Line(TestPage page, string unit) => page.Html.QuerySelectorAll("tbody tr").Single(r => r.QuerySelector("th")!.TextContent.Trim() == unit).OuterHtml;
        string? Choice(TestPage page, string unit) => page.Html.QuerySelectorAll("tbody tr").Single(r => r.QuerySelector("th")!.TextContent.Trim() == unit).QuerySelector("input[name=ids]")?.GetAttribute("value");
        Choice(list, "Sở Nhận Lời").ShouldBeNull();
        Line(list, "Sở Nhận Lời").ShouldContain("Mở ra xem trước khi chấp nhận: đơn vị có lời giải thích gửi kèm");
        var shown = await viewer.OpenAsync(List);
        shown.Html.QuerySelector("input[name=ids]").ShouldBeNull();
        // Whoever may not decide is told who does, on the list and on the report.
        foreach (var page in new[] { shown, await viewer.OpenAsync(sent["Sở Nhận Đơn"]) }) page.Text("main").ShouldContain($"Chỉ công chức phụ trách hoặc lãnh đạo của {app.Province.Name}, hoặc của cấp trên, quyết định về báo cáo này.");
        (await people["Sở Nhận Đơn"].OpenAsync(sent["Sở Nhận Đơn"])).Text("main").ShouldNotContain("hoặc của cấp trên, quyết định");
        list.Text("#chap-nhan").ShouldContain("được để lại vì cần mở ra xem trước");

        (await AcceptAsync(app.Officer, list)).Text(".lt-errors").ShouldContain("chưa chọn báo cáo nào");
        (await AcceptAsync(app.Officer, list, Choice(list, "Sở Nhận Đơn")!, "không phải mã")).Text(".lt-errors").ShouldContain("chưa chấp nhận gì");
        (await colleague.SubmitAsync(await colleague.GetAsync($"{sent["Sở Nhận Sửa"]}/return"), "main form[method=post]", new() { ["Reason"] = "Xem lại số tin." })).Location.ShouldNotBeNull();
        await ReportApp.DoAsync(people["Sở Nhận Sửa"], sent["Sở Nhận Sửa"], "Send");
        await ReportApp.DoAsync(colleague, sent["Sở Nhận Trước"], "Accept");
        string[] ids = [Choice(list, "Sở Nhận Đơn")!, Choice(list, "Sở Nhận Sửa")!, Choice(list, "Sở Nhận Thêm")!, Choice(list, "Sở Nhận Trước")!, $"{sent["Sở Nhận Lời"][^36..]}:2", $"{Guid.CreateVersion7()}:1"];
        var answer = await AcceptAsync(app.Officer, list, ids);

        answer.Location.ShouldBe(List);
        var told = (await app.Officer.OpenAsync(List)).Text();
        told.ShouldContain("Đã chấp nhận 1 báo cáo.");
        told.ShouldContain("Để lại 1 báo cáo (Sở Nhận Sửa): đã thay đổi từ lúc bạn xem danh sách; hãy mở ra xem lại.");
        told.ShouldContain("Để lại 1 báo cáo (Sở Nhận Thêm): số tính từ bản ghi của đơn vị nay khác lúc gửi; hãy mở ra xem rồi chấp nhận.");
        told.ShouldContain("Để lại 1 báo cáo (Sở Nhận Lời): đơn vị có lời giải thích gửi kèm; hãy mở ra xem rồi chấp nhận.");
        told.ShouldContain("(Sở Nhận Trước): ");
        told.ShouldContain("không còn, hoặc bạn không xem được.");
        (await StatesAsync()).ShouldBe([ReportState.Accepted, ReportState.Sent, ReportState.Sent, ReportState.Sent, ReportState.Accepted]);
        (await app.Officer.OpenAsync(sent["Sở Nhận Đơn"])).Text(".lt-timeline").ShouldContain("hấp nhận");
        (await people["Sở Nhận Đơn"].OpenAsync("/notices")).Text("main").ShouldContain("được chấp nhận");
        // Sent again after it was returned: opened first.
        Line(await app.Officer.OpenAsync(List), "Sở Nhận Sửa").ShouldContain("đã bị trả lại, nay gửi lại");

        // Pressed twice: nothing happens a second time, and nothing is said to have failed. By hand of somebody who decides nothing: left.
        (await app.Officer.OpenAsync((await AcceptAsync(app.Officer, list, ids[0])).Location!)).Text().ShouldContain("Đã chấp nhận 1 báo cáo.");
        var token = (await viewer.OpenAsync("/api/tokens")).Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await viewer.SendAsync(list.Address, [new("__RequestVerificationToken", token), new("FormKey", Guid.CreateVersion7().ToString()), new("ids", ids[2])]);
        (await StatesAsync()).Count(s => s == ReportState.Accepted).ShouldBe(2);
        foreach (var person in people.Values) person.Dispose();

        Task<List<ReportState>> StatesAsync() => app.InScopeAsync(async s =>
        {
            var states = await s.GetRequiredService<LanToaDb>().Set<Report>().AsNoTracking().ToDictionaryAsync(r => r.Id, r => r.State);
            return sent.Values.Select(path => states[Guid.Parse(path[^36..])]).ToList();
        });

        static Task<TestPage> AcceptAsync(TestBrowser person, TestPage list, params IEnumerable<string> chosen) => person.SendAsync(list.Address,
            [.. TestBrowser.FieldsOf((AngleSharp.Html.Dom.IHtmlFormElement)list.Html.QuerySelector("#chap-nhan-nhieu")!).Where(f => f.Key != "ids"), .. chosen.Select(i => new KeyValuePair<string, string>("ids", i))]);
    }

    [Fact]
    public async Task RollUp_UnitByTwoRoutes_CountsOnceAndShowsWhatIsMissing()
    {
        var top = await app.UnitAsync("Ban Chỉ đạo Hai");
        var (middle, leaf, silent) = (await app.UnitAsync("Sở Giữa", top), await app.UnitAsync("Xã Hai Đường", top), await app.UnitAsync("Xã Im Lặng", top));
        foreach (var (from, to) in new[] { (middle, top), (leaf, top), (silent, top), (top, app.Province) }) await app.RouteAsync(from, to);
        await app.RouteAsync(leaf, top, via: middle);
        await app.ActivityAsync(leaf, "news", 10);
        await app.ActivityAsync(middle, "news", 4);
        await app.ActivityAsync(top, "news", 1);
        await app.ActivityAsync(silent, "news", 1000);
        // A unit that did nothing else than write its report did nothing that communicates.
        await app.ActivityAsync(await app.UnitAsync("Xã Chỉ Viết Báo Cáo", top), "report", 1);
        await app.ActivityAsync(leaf, "event", null, more: a => a.Attendance = 100);
        await app.ActivityAsync(middle, "event", null, more: a => a.Attendance = 20);
        using var atTop = await app.SignInAsync(Role.Officer, top);
        using var atMiddle = await app.SignInAsync(Role.Officer, middle);
        using var atLeaf = await app.SignInAsync(Role.FocalPoint, leaf);

        var (direct, through) = (await ReportApp.BeginAsync(atLeaf, "Ban Chỉ đạo Hai"), "");
        await ReportApp.DoAsync(atLeaf, direct, "Send");
        through = await ReportApp.BeginAsync(atLeaf, "Sở Giữa");
        await ReportApp.DoAsync(atLeaf, through, "Send");
        var whole = await ReportApp.BeginAsync(atTop, "tỉnh Thử Nghiệm");
        ReportApp.Cell(await atTop.GetAsync(whole), News, 2).ShouldBe("1");
        await ReportApp.DoAsync(atMiddle, through, "Accept");
        var own = await ReportApp.BeginAsync(atMiddle, "Ban Chỉ đạo Hai");
        ReportApp.Cell(await atMiddle.GetAsync(own), News, 4).ShouldBe("14");
        await ReportApp.DoAsync(atMiddle, own, "Send");
        await ReportApp.DoAsync(atTop, own, "Accept");

        // By the second route alone, then by both: the same.
        ReportApp.Cell(await atTop.GetAsync(whole), News, 4).ShouldBe("15");
        await ReportApp.DoAsync(atTop, direct, "Accept");
        var page = await atTop.GetAsync(whole);
        ReportApp.Cell(page, News, 4).ShouldBe("15");
        ReportApp.Cell(page, "Số người dự bình quân", 4).ShouldBe("60");
        ReportApp.Cell(page, "Cơ quan, đơn vị có hoạt động", 4).ShouldBe("3");
        page.Text("main").ShouldContain("cũng đến theo đường khác (qua Sở Giữa), không tính lần nữa");
        page.Text("main").ShouldContain("Xã Im Lặng: Chưa lập");
        var figure = await atTop.GetAsync($"{whole}/figure/tin_bai");
        figure.Texts("tbody th a").ShouldContain("Xã Hai Đường");

        // Another unit's report is not there for whom it does not concern.
        (await atLeaf.GetAsync(whole)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await atLeaf.GetAsync(own)).Status.ShouldBe(HttpStatusCode.NotFound);

        // What is reopened below after the whole was sent changes nothing above.
        await ReportApp.DoAsync(atTop, whole, "Send");
        await ReportApp.DoAsync(atTop, direct, "Reopen", new() { ["until"] = "30/09/2026", ["reason"] = "Thiếu một tin." });
        ReportApp.Cell(await atTop.GetAsync(whole), News, 4).ShouldBe("15");
        (await atLeaf.GetAsync(direct)).Text("main").ShouldContain("Báo cáo cấp trên đã gửi có tính số liệu này");
    }

    [Fact]
    public async Task Figures_WrittenByTwoAtOnce_KeepWhatEachWrote()
    {
        var unit = await app.UnitAsync("Sở Hai Người");
        await app.RouteAsync(unit, app.Province);
        using var person = await app.SignInAsync(Role.FocalPoint, unit);
        var path = await ReportApp.BeginAsync(person, "tỉnh Thử Nghiệm");
        var (first, second, third, text) = (await person.GetAsync($"{path}/figures"), await person.GetAsync($"{path}/figures"), await person.GetAsync($"{path}/figures"), await person.GetAsync($"{path}/text/1"));
        (await person.SubmitAsync(first, "main form[method=post]", Given("tin", "3"))).Location.ShouldBe(path);

        var met = await person.SubmitAsync(second, "main form[method=post]", Given("bai", "4"));
        met.Text(".lt-errors").ShouldContain("Số người khác vừa ghi đã có trong bảng: Tin.");
        met.Html.QuerySelector($"[name='{At("tin")}.Number']")!.GetAttribute("value").ShouldBe("3");
        (await person.SubmitAsync(met, "main form[method=post]")).Location.ShouldBe(path);
        (await person.SubmitAsync(third, "main form[method=post]", Given("tin", "9"))).Text(".lt-errors").ShouldContain("Tin: người khác vừa ghi 3; gửi lại thì số bạn ghi thay số đó.");
        var page = await person.GetAsync(path);
        (ReportApp.Cell(page, News, 3), ReportApp.Cell(page, "Bài viết", 3)).ShouldBe(("7", "4"));

        await person.SubmitAsync(await person.GetAsync($"{path}/text/1"), "main form[method=post]", new() { ["Text"] = "Lời của người thứ nhất." });
        (await person.SubmitAsync(text, "main form[method=post]", new() { ["Text"] = "Lời của người thứ hai." })).Texts(".lt-note").ShouldContain(t => t.Contains("Lời của người thứ nhất.", StringComparison.Ordinal));

        string At(string code) => first.Html.QuerySelectorAll("input[name$='.Code']").First(i => i.GetAttribute("value") == code).GetAttribute("name")!.Replace(".Code", "", StringComparison.Ordinal);
        Dictionary<string, string> Given(string code, string number) => new() { [$"{At(code)}.Number"] = number, [$"{At(code)}.Reason"] = "Bản tin giấy." };
    }

    [Fact]
    public async Task Routes_WithSendRulesOfTheirOwn_DateTheReports()
    {
        // Cut-offs: 14/9 for quarter III, 14/12 for the year.
        (await RuledAsync("Sở Hạn Làm Việc", new() { ["Input.Send"] = "WorkingDays", ["Input.WorkingDays"] = "5" })).ShouldBe(("5 ngày làm việc sau ngày chốt", "21/09/2026", "21/12/2026"));
        (await RuledAsync("Sở Hạn Ngày", new() { ["Input.Send"] = "DayOfMonth", ["Input.Day"] = "22" })).ShouldBe(("ngày 22 của tháng, sau ngày chốt", "22/09/2026", "22/12/2026"));
        (await RuledAsync("Sở Hạn Ngày Sớm", new() { ["Input.Send"] = "DayOfMonth", ["Input.Day"] = "5" })).ShouldBe(("ngày 5 của tháng, sau ngày chốt", "05/10/2026", "05/01/2027"));
        (await RuledAsync("Sở Hạn Năm", new() { ["Input.Send"] = "BeforeDate", ["Input.Day"] = "25", ["Input.Month"] = "9" })).ShouldBe(("trước ngày 25/09", "25/09/2026", "25/09/2027"));
        var page = await app.Officer.GetAsync("/reports/routes?form=tuyen-truyen");
        foreach (var (values, said) in new (Dictionary<string, string>, string)[]
        {
            (new() { ["Input.Day"] = "20" }, "hãy chọn cách tính hạn"), (new() { ["Input.Send"] = "DayOfMonth" }, "hãy ghi số ngày làm việc, hoặc ngày phải gửi"), (new() { ["Input.Send"] = "BeforeDate", ["Input.Day"] = "3" }, "Tháng phải gửi là từ 1 đến 12"),
            (new() { ["Input.Send"] = "BeforeDate", ["Input.Day"] = "31", ["Input.Month"] = "4" }, "Tháng 4 không có ngày 31"),
        })
            (await app.Officer.SubmitAsync(page, "#them", values)).Text("main").ShouldContain(said);

        // The same way with another rule is not taken for the one that is there.
        var unit = await app.UnitAsync("Sở Đổi Hạn");
        await app.RouteAsync(unit, app.Province);
        Dictionary<string, string> other = new() { ["Input.Units"] = unit.Id.ToString(), ["Input.ToId"] = app.Province.Id.ToString(), ["Input.ValidFrom"] = "01/01/2026", ["Input.Reason"] = "Đổi hạn.", ["Input.Send"] = "WorkingDays", ["Input.WorkingDays"] = "5" };
        (await app.Officer.SubmitAsync(page, "#them", other)).Text(".lt-errors").ShouldContain("Sở Đổi Hạn đã có đường gửi này với hạn gửi khác");
    }

    private async Task<(string Words, string Quarter, string Year)> RuledAsync(string name, Dictionary<string, string> rule)
    {
        var unit = await app.UnitAsync(name);
        foreach (var (field, value) in new Dictionary<string, string> { ["Input.Units"] = unit.Id.ToString(), ["Input.ToId"] = app.Province.Id.ToString(), ["Input.ValidFrom"] = "01/01/2026", ["Input.Reason"] = "Theo quy chế." }) rule[field] = value;
        var added = await app.Officer.SubmitAsync(await app.Officer.GetAsync("/reports/routes?form=tuyen-truyen"), "#them", rule);
        added.Location.ShouldNotBeNull(added.Text(".lt-errors"));
        var routes = await app.Officer.GetAsync("/reports/routes?form=tuyen-truyen");
        (await app.Officer.GetAsync("/reports/routes?form=tuyen-truyen&handler=Export&dang=csv")).Body.ShouldContain("Đơn vị gửi,Qua,Nơi nhận,Hạn gửi");
        using var person = await app.SignInAsync(Role.FocalPoint, unit);
        var due = (await person.GetAsync("/reports")).Html.QuerySelectorAll("tbody tr").Select(r => r.TextContent).ToList();
        return (ReportApp.Cell(routes, name, 3), Day(due.Single(r => r.Contains("quý III/2026", StringComparison.Ordinal))), Day(due.Single(r => r.Contains("năm 2026", StringComparison.Ordinal) && !r.Contains("6 tháng", StringComparison.Ordinal))));

        static string Day(string row) => System.Text.RegularExpressions.Regex.Matches(row, @"\d\d/\d\d/\d{4}")[2].Value;
    }

    [Fact]
    public async Task Routes_CircleAndSelf_AreNamed()
    {
        var (one, two) = (await app.UnitAsync("Sở Vòng Một"), await app.UnitAsync("Sở Vòng Hai"));
        await app.RouteAsync(one, two);
        (await Should.ThrowAsync<InvalidOperationException>(() => app.RouteAsync(two, one))).Message.ShouldContain("Đường gửi đi vòng: Sở Vòng Hai → Sở Vòng Một → Sở Vòng Hai");
        (await Should.ThrowAsync<InvalidOperationException>(() => app.RouteAsync(one, one))).Message.ShouldContain("không gửi báo cáo cho chính mình");
    }

    [Fact]
    public async Task Routes_ThroughAUnitThatSendsNothingOn_AreRefusedOrLedOn()
    {
        var (unit, passing) = (await app.UnitAsync("Sở Gửi Qua"), await app.UnitAsync("Sở Chuyển Tiếp"));
        Dictionary<string, string> way = new() { ["Input.Units"] = unit.Id.ToString(), ["Input.ToId"] = app.Province.Id.ToString(), ["Input.ViaId"] = passing.Id.ToString(), ["Input.ValidFrom"] = "01/01/2026", ["Input.Reason"] = "Theo quy chế." };
        var refused = await app.Officer.SubmitAsync(await app.Officer.GetAsync("/reports/routes?form=tuyen-truyen"), "#them", way);
        refused.Text(".lt-errors").ShouldContain($"Nơi chuyển tiếp Sở Chuyển Tiếp không có đường gửi mẫu này đến {app.Province.Name} từ ngày 01/01/2026, nên báo cáo sẽ dừng ở Sở Chuyển Tiếp. Hãy đánh dấu");
        (await app.Officer.SubmitAsync(refused, "#them", new() { ["Input.Onward"] = "true" })).Location.ShouldNotBeNull();
        // As the form says: of every period that is cut off from that day on, and what is past due is late.
        refused.Text("#them").ShouldContain("Mọi kỳ có ngày chốt từ ngày này phải gửi theo đường này; kỳ nào nay đã quá hạn thì bị tính là trễ.");
        using (var sender = await app.SignInAsync(Role.FocalPoint, unit))
        {
            var due = (await sender.GetAsync("/reports")).Texts("main tbody tr");
            due.ShouldContain(r => r.Contains("quý I/2026") && r.Contains("Quá hạn, chưa lập"));
            due.ShouldNotContain(r => r.Contains("năm 2025"));
        }

        // Both ways stand; the one that leads on says who would stop with it.
        var routes = await app.Officer.GetAsync("/reports/routes?form=tuyen-truyen");
        ReportApp.Cell(routes, "Sở Gửi Qua", 1).ShouldBe("Sở Chuyển Tiếp");
        ReportApp.Cell(routes, "Sở Chuyển Tiếp", 2).ShouldBe(app.Province.Name);
        var dialog = routes.Html.QuerySelectorAll("dialog").Single(d => d.TextContent.Contains("Kết thúc đường gửi của Sở Chuyển Tiếp?", StringComparison.Ordinal));
        dialog.TextContent.ShouldContain("Sở Gửi Qua gửi mẫu này qua Sở Chuyển Tiếp");
        dialog.QuerySelector("form")!.Id = "ket-thuc";
        (await app.Officer.SubmitAsync(routes, "#ket-thuc", new() { ["last"] = "31/03/2026", ["why"] = "Thôi." })).Location.ShouldNotBeNull();
        ReportApp.Cell(await app.Officer.GetAsync("/reports/routes?form=tuyen-truyen"), "Sở Gửi Qua", 1).ShouldContain("Chưa có đường gửi tiếp đến nơi nhận: báo cáo dừng ở đây");
    }

    [Fact]
    public async Task Indicator_AddedTriedAndUsed_WithoutCode()
    {
        var unit = await app.UnitAsync("Sở Chỉ Tiêu");
        await app.ActivityAsync(unit, "video", 3, more: a => a.Channels = ["social"]);
        using var administrator = await app.SignInAsync(Role.Administrator);
        var page = await administrator.GetAsync("/reports/indicators/edit");
        var values = new Dictionary<string, string>
        {
            ["Input.Code"] = "video_mxh", ["Input.Name"] = "Video trên mạng xã hội", ["Input.Theme"] = "Phát thanh, video, mạng xã hội", ["Input.Unit"] = "video", ["Input.Formula"] = "tổng(số_lượng; sản_phẩm = video; kênh = mang_xa_hoi)", ["Input.Reason"] = "Theo yêu cầu của tỉnh.",
        };
        var added = await administrator.SubmitAsync(page, "#luu", values);
        added.Location.ShouldBe("/reports/indicators", added.Text(".lt-errors"));
        values["Input.Code"] = "chia_khong";
        values["Input.Formula"] = "[video_mxh] / 0";
        var tried = await administrator.SubmitAsync(page, "#luu", values, button: "[formaction*=Try]");
        tried.Text(".lt-errors").ShouldContain("Công thức chia cho 0: mẫu số sau dấu “/” ở ký tự thứ 13 luôn bằng 0");
        (await administrator.SubmitAsync(page, "#luu", values)).Text(".lt-field--invalid").ShouldContain("Hãy sửa mẫu số.");
        values["Input.Formula"] = "[video_mxh] + 1";
        (await administrator.SubmitAsync(page, "#luu", values, button: "[formaction*=Try]")).Text("main").ShouldContain("3 + 1 = 4");
        await administrator.SubmitAsync(page, "#luu", values);
        // What others need is not taken away, and no circle is closed.
        var first = await administrator.GetAsync("/reports/indicators/edit?code=video_mxh");
        (await administrator.SubmitAsync(first, "#go", new() { ["why"] = "Thôi dùng." })).Text("main").ShouldContain("Không có chỉ tiêu mã [video_mxh]");
        (await administrator.SubmitAsync(first, "#luu", new() { ["Input.Formula"] = "[chia_khong]", ["Input.Reason"] = "x" })).Text("main").ShouldContain("Công thức đi vòng: video_mxh → chia_khong → video_mxh");
        // A unit's administrator enters, and changes nothing of the province's.
        using var other = await app.SignInAsync(Role.Administrator, unit);
        (await other.SubmitAsync(await other.GetAsync("/reports/indicators/edit?code=tin"), "#luu", new() { ["Input.Name"] = "Tin tức", ["Input.Reason"] = "x" })).Location!.ShouldContain("/identity/denied");
        (await administrator.GetAsync("/reports/indicators?q=tin+tuc")).Texts("tbody th").ShouldNotContain(t => t.StartsWith("Tin tức", StringComparison.Ordinal));
    }

    private Task<int> SendingsAsync(string path)
    {
        var id = Guid.Parse(path[^36..]);
        return app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<ReportSnapshot>().CountAsync(r => r.ReportId == id));
    }
}
