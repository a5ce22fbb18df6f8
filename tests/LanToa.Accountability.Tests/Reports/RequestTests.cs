using System.Globalization;
using System.IO.Compression;
using System.Net;
using LanToa.Accountability.Reports;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Digests;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;
using LanToa.Platform.Notices;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Accountability.Tests.Reports;

/// <summary>Reports asked for once, from the letter to what the answers come to; and how dates of reports are reminded of.</summary>
public sealed class RequestTests(ReportApp app) : IClassFixture<ReportApp>
{
    private const string Body = "# I. Kết quả\n? Số hội nghị đã tổ chức [cuộc] *\n? Đã phân công người phụ trách [có/không] *\n- tin_bai\n# II. Kiến nghị\n? Khó khăn, kiến nghị [bằng lời]";

    private static Dictionary<string, string> Letter(string number, string due = "25/09/2026") => new()
    {
        ["Input.Kind"] = "Sudden", ["Input.Number"] = number, ["Input.IssuedOn"] = "16/09/2026", ["Input.Due"] = due, ["Input.Subject"] = "Tuyên truyền dịch vụ công trực tuyến", ["Input.Ask"] = "Báo cáo kết quả.\nGửi đúng hạn.",
        ["Input.From"] = "01/06/2026", ["Input.To"] = "15/09/2026", ["Input.Body"] = Body,
    };

    [Fact]
    public async Task Request_IssuedAnsweredRemindedExtendedClosed_IsPutTogether()
    {
        await app.InScopeAsync(async s => { var db = s.GetRequiredService<LanToaDb>(); await DefaultGroups.AddAsync(db, app.Clock.GetUtcNow()); await db.SaveChangesAsync(); });
        var (one, two, silent) = (await app.UnitAsync("Sở Trả Lời"), await app.UnitAsync("Sở Trả Lời Muộn"), await app.UnitAsync("Sở Im Lặng"));
        await app.ActivityAsync(one, "news", 7);
        using var atOne = await app.SignInAsync(Role.FocalPoint, one);
        using var atTwo = await app.SignInAsync(Role.FocalPoint, two);
        using var atSilent = await app.SignInAsync(Role.FocalPoint, silent);

        // The form is shown before it is sent; what is wrong is said by its line.
        var blank = await app.Officer.GetAsync("/reports/requests/new");
        var group = blank.Html.QuerySelectorAll("input[name='Input.Groups']").First(i => i.Closest("label")?.TextContent.Contains("Các sở, ban, ngành", StringComparison.Ordinal) == true || i.ParentElement!.TextContent.Contains("Các sở, ban, ngành", StringComparison.Ordinal)).GetAttribute("value")!;
        var values = Letter("125/VP-CCHC");
        (await app.Officer.SubmitAsync(blank, "#yeu-cau", new(values) { ["Input.Body"] = "? Câu hỏi [cuộc]\n- khong_co" }, button: "[formaction*=Preview]")).Text("main").ShouldContain("Dòng 3: danh mục không có chỉ tiêu mã khong_co");
        (await app.Officer.SubmitAsync(blank, "#yeu-cau", values)).Text("main").ShouldContain("Hãy chọn ít nhất một nhóm hoặc một đơn vị");
        values["Input.Groups"] = group;
        // A browser does not keep a chosen file: it is asked for again, and the letter does not go out without it unnoticed.
        var withFile = await app.Officer.SubmitAsync(blank, "#yeu-cau", values, new TestFile("Input.Letter", "125.txt", "Công văn số 125"u8.ToArray()), button: "[formaction*=Preview]");
        withFile.Text("main").ShouldContain("hãy chọn lại tệp “125.txt”");
        (await app.Officer.SubmitAsync(withFile, "#yeu-cau")).Text(".lt-errors").ShouldContain("hãy chọn lại “125.txt”");
        // Nor where a date that does not exist brought the page back.
        var mistyped = await app.Officer.SubmitAsync(blank, "#yeu-cau", new(values) { ["Input.Due"] = "31/02/2026" }, new TestFile("Input.Letter", "125.txt", "Công văn số 125"u8.ToArray()));
        mistyped.Location.ShouldBeNull();
        (await app.Officer.SubmitAsync(mistyped, "#yeu-cau", new() { ["Input.Due"] = "25/09/2026" })).Text(".lt-errors").ShouldContain("hãy chọn lại “125.txt”");
        // Looked at, then sent with the button of the page that answered: as it was typed.
        var looked = await app.Officer.SubmitAsync(blank, "#yeu-cau", values, button: "[formaction*=Preview]");
        looked.Text("main").ShouldContain("Chưa có gì được gửi");
        var issued = await app.Officer.SubmitAsync(looked, "#yeu-cau", [], new TestFile("Input.Letter", "125.txt", "Công văn số 125"u8.ToArray()));
        var path = issued.Location.ShouldNotBeNull(issued.Text(".lt-errors"));
        // Pressed twice, one letter goes out.
        (await app.Officer.SubmitAsync(blank, "#yeu-cau", values)).Location.ShouldBe(path);
        var page = await app.Officer.GetAsync(path);
        page.Text("main").ShouldContain("Gửi đúng hạn.");
        var file = await app.Officer.Http.GetAsync(page.Html.QuerySelectorAll("main a").Single(a => a.TextContent.Trim() == "Tải danh sách đơn vị (Excel)").GetAttribute("href"));
        file.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("tra-loi-yeu-cau-2026-09-16.xlsx");
        // The history names whom it was sent to, and leaves out what says nothing.
        var history = page.Text(".lt-timeline");
        foreach (var asked in new[] { one, two, silent }) history.ShouldContain($"Nơi nhận yêu cầu báo cáo “{asked.Name}”");
        history.ShouldNotContain("Số lần nhắc");
        (await NoticesAsync(atOne)).ShouldHaveSingleItem().ShouldContain("yêu cầu báo cáo đột xuất về tuyên truyền dịch vụ công trực tuyến, hạn 25/09/2026");

        // Nobody below asks, and another unit's request is not there.
        (await atOne.GetAsync("/reports/requests/new")).Location!.ShouldContain("/identity/denied");
        using var stranger = await app.SignInAsync(Role.FocalPoint, await app.AddOrganizationAsync("Xã Không Được Hỏi", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province));
        (await stranger.GetAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound);

        // The unit sees it at once on Hôm nay, reads the letter, answers.
        var today = (await atOne.GetAsync("/today")).Text("main");
        today.ShouldContain("Báo cáo đột xuất về tuyên truyền dịch vụ công trực tuyến");
        today.ShouldNotContain("Không có việc nào đang chờ");
        (await atOne.GetAsync("/reports")).Text("main").ShouldContain("văn bản số 125/VP-CCHC");
        var letter = (await atOne.GetAsync(path)).Html.QuerySelector("main a[href^='/files/']")!.GetAttribute("href")!;
        (await atOne.Http.GetStringAsync(letter)).ShouldBe("Công văn số 125");
        (await stranger.Http.GetAsync(letter)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var mine = await AnswerAsync(atOne, path, "4", "1", "Thiếu kinh phí.");
        var said = await atOne.GetAsync(mine);
        ReportApp.Cell(said, "Tin, bài tuyên truyền", 2).ShouldBe("7");
        (await ReportApp.DoAsync(atOne, mine, "Send")).Location.ShouldBe(mine);
        // Another unit does not answer in its name.
        (await atTwo.SubmitAsync(await atTwo.GetAsync(path), "#tra-loi", new() { ["unit"] = one.Id.ToString() })).Location!.ShouldContain("/identity/denied");

        // Before it is accepted it counts for nothing.
        (await app.Officer.GetAsync(path)).Text("main").ShouldContain("Chưa có trả lời nào được chấp nhận");
        await ReportApp.DoAsync(app.Officer, mine, "Accept");

        // Reminded once a day, whoever has not sent.
        page = await app.Officer.GetAsync(path);
        (await app.Officer.SubmitAsync(page, "form[action*='handler=Remind']")).Location.ShouldBe(path);
        (await app.Officer.GetAsync(path)).Text("main").ShouldContain("1 lần, 12:00 16/09/2026");
        (await app.Officer.GetAsync(path)).Text(".lt-timeline").ShouldContain($"Nơi nhận yêu cầu báo cáo “{silent.Name}” Số lần nhắc: 0 → 1");
        (await ReportApp.DoAsync(app.Officer, path, "Remind")).Text("main").ShouldContain("Hôm nay đã nhắc");
        (await NoticesAsync(atSilent)).ShouldHaveSingleItem().ShouldContain("Nhắc báo cáo đột xuất");

        // After the day: late is late, and more time is given for those who have not sent.
        app.Clock.MoveTo(new DateOnly(2026, 9, 28));
        using var officer = await app.SignInAsync(Role.Officer);
        using var lateOne = await app.SignInAsync(Role.FocalPoint, two);
        using var lateSilent = await app.SignInAsync(Role.FocalPoint, silent);
        using var onTime = await app.SignInAsync(Role.FocalPoint, one);
        var late = await AnswerAsync(lateOne, path, "6", "0", "=HYPERLINK(1)");
        await ReportApp.DoAsync(lateOne, late, "Send");
        // Also while it waits, at the unit and where it is received.
        (await lateOne.GetAsync(late)).Text("main").ShouldContain("Đã gửi, chờ tiếp nhận, gửi trễ 3 ngày");
        (await officer.GetAsync(path)).Text("main").ShouldContain("Đã gửi, chờ tiếp nhận, gửi trễ 3 ngày");
        await ReportApp.DoAsync(officer, late, "Accept");
        page = await officer.GetAsync(path);
        page.Text(".lt-figures").ShouldContain("Gửi trễ 1 / 3");
        page.Text("main").ShouldContain("trễ 3 ngày");
        (await officer.GetAsync("/reports/requests")).Html.QuerySelectorAll("tbody tr").Single(r => r.QuerySelector($"a[href='{path}']") is not null).Children[4].TextContent.Trim().ShouldBe("1/3");
        page.Text("main").ShouldContain("Quá hạn, thiếu 1");
        (await ReportApp.DoAsync(officer, path, "Extend", new() { ["due"] = "20/09/2026", ["reason"] = "Bão." })).Text("main").ShouldContain("Hạn mới phải từ hôm nay");
        (await ReportApp.DoAsync(officer, path, "Extend", new() { ["due"] = "05/10/2026", ["reason"] = "" })).Text("main").ShouldContain("Hãy ghi lý do");
        (await ReportApp.DoAsync(officer, path, "Extend", new() { ["due"] = "05/10/2026", ["reason"] = "Mưa bão." })).Location.ShouldBe(path);
        page = await officer.GetAsync(path);
        page.Text("main").ShouldContain("trễ 3 ngày");
        page.Text("main").ShouldContain("05/10/2026");

        // What the answers come to: numbers added, yes counted, words by unit; the ways out say the same.
        Total(page, "Số hội nghị đã tổ chức").ShouldBe("10");
        Total(page, "Đã phân công người phụ trách").ShouldBe("1/2 có");
        Total(page, "Tin, bài tuyên truyền").ShouldBe("7");
        page.Text("main").ShouldContain("Sở Trả Lời: Thiếu kinh phí.");
        var sheet = Sheet(await officer.Http.GetByteArrayAsync($"{path}?handler=Excel"));
        sheet.ShouldContain("SUM(D6:E6)");
        sheet.ShouldNotContain("Của đơn vị");
        // Words that look like a formula stay words in the reader's Excel.
        sheet.ShouldContain("=HYPERLINK(1)");
        sheet.ShouldNotContain("<x:f>=");
        sheet.ShouldNotContain("<x:f>HYPERLINK");
        (await officer.Http.GetByteArrayAsync($"{path}?handler=Word")).Length.ShouldBeGreaterThan(4000);
        (await onTime.Http.GetAsync($"{path}?handler=Excel")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // Closed: nothing more is sent, until more time is given.
        var silence = await AnswerAsync(lateSilent, path, "1", "1", "");
        (await ReportApp.DoAsync(officer, path, "Close", new() { ["reason"] = "Đã đủ số liệu." })).Location.ShouldBe(path);
        (await lateSilent.GetAsync(silence)).Text("main").ShouldContain("yêu cầu đã đóng");
        (await lateSilent.SubmitAsync(await lateSilent.GetAsync($"{silence}/figures"), "main form[method=post]")).Text("main").ShouldContain(RequestAccess.Closed);
        (await lateSilent.GetAsync("/today")).Text("main").ShouldNotContain("Báo cáo đột xuất về tuyên truyền");
        await ReportApp.DoAsync(officer, path, "Extend", new() { ["due"] = "02/10/2026", ["reason"] = "Nhận thêm một đơn vị." });
        (await ReportApp.DoAsync(lateSilent, silence, "Send")).Location.ShouldBe(silence);
        (await officer.GetAsync(path)).Text("main").ShouldContain("Gia hạn yêu cầu báo cáo");
        (await officer.GetAsync("/reports/requests")).Text("main").ShouldContain("3/3");
        // Forms made for one letter are no forms of the province.
        using var administrator = await app.SignInAsync(Role.Administrator);
        (await administrator.GetAsync("/reports/forms")).Text("main").ShouldNotContain("đột xuất về");
        app.Clock.MoveTo(new DateOnly(2026, 9, 16));
    }

    [Fact]
    public async Task Request_ThatAsksForLastYearAndTheEstimate_AddsUpWhatTheUnitsSay()
    {
        var (one, two) = (await app.AddOrganizationAsync("Sở Ước Một", OrganizationLevel.Province, OrganizationKind.Division, app.Province), await app.AddOrganizationAsync("Sở Ước Hai", OrganizationLevel.Province, OrganizationKind.Division, app.Province));
        var letter = new Dictionary<string, string>(Letter("79/VP-CCHC")) { ["Input.Units"] = one.Id.ToString(), ["Input.Body"] = "@ cùng kỳ\n@ ước năm\n# I. Kết quả\n? Số hội nghị [cuộc] *\n? Số lớp [lớp]" };
        var looked = await app.Officer.SubmitAsync(await app.Officer.GetAsync("/reports/requests/new"), "#yeu-cau", letter, button: "[formaction*=Preview]");
        looked.Texts("thead th").TakeLast(2).ShouldBe(["Cùng kỳ năm trước", "Ước cả năm"]);
        var path = (await app.Officer.SubmitAsync(looked, "#yeu-cau")).Location.ShouldNotBeNull();
        (await app.Officer.SubmitAsync(await app.Officer.GetAsync($"{path}/units"), "#them", new() { ["Units"] = two.Id.ToString(), ["reason"] = "Bổ sung." })).Location.ShouldBe(path);
        foreach (var (unit, now, before, year) in new[] { (one, "6", "4", "9"), (two, "4", "5", "12") })
        {
            using var person = await app.SignInAsync(Role.FocalPoint, unit);
            var answer = (await person.SubmitAsync(await person.GetAsync(path), "#tra-loi")).Location!;
            // Of the second question only the first unit knows what there was last year.
            (await person.SubmitAsync(await person.GetAsync($"{answer}/figures"), "main form[method=post]", new() { ["Cells[0].Number"] = now, ["Cells[0].LastYear"] = before, ["Cells[0].Estimate"] = year, ["Cells[1].Number"] = now, ["Cells[1].LastYear"] = unit == one ? before : "" })).Location.ShouldBe(answer);
            await ReportApp.DoAsync(person, answer, "Send");
            await ReportApp.DoAsync(app.Officer, answer, "Accept");
        }

        var id = Guid.Parse(path[^36..]);
        var together = await app.InScopeAsync(async s => await s.GetRequiredService<RequestAnswers>().TogetherAsync(await s.GetRequiredService<LanToaDb>().Set<ReportRequest>().SingleAsync(r => r.Id == id)));
        together.Rows.Select(r => (r.Total.Number, r.LastYear)).ShouldBe([(10, 9), (10, null)]);
        (together.Rows.First().Estimate, together.Rows.First().EstimateRule).ShouldBe((21, "ước của 2/2 đơn vị"));
        together.Rows.Last().EstimateRule.ShouldBe("chưa đơn vị nào ước");
        var page = await app.Officer.GetAsync(path);
        ReportApp.Cell(page, "Số hội nghị", 3).ShouldContain("+1 (11,1%)");
        ReportApp.Cell(page, "Số hội nghị", 4).ShouldContain("21");
    }

    [Fact]
    public async Task Request_UnitsAddedAndTakenOut_AreToldAndKeptInHistory()
    {
        // Divisions: the other test counts the departments.
        Task<LanToa.Planning.Organizations.Organization> DivisionAsync(string name) => app.AddOrganizationAsync(name, OrganizationLevel.Province, OrganizationKind.Division, app.Province);
        var (sent, begun, later) = (await DivisionAsync("Sở Gửi Rồi"), await DivisionAsync("Sở Đang Lập"), await DivisionAsync("Sở Thêm Sau"));
        using var atSent = await app.SignInAsync(Role.FocalPoint, sent);
        using var atBegun = await app.SignInAsync(Role.FocalPoint, begun);
        using var atLater = await app.SignInAsync(Role.FocalPoint, later);
        // One value a field: the second is asked afterwards, as the third.
        var path = (await app.Officer.SubmitAsync(await app.Officer.GetAsync("/reports/requests/new"), "#yeu-cau", new(Letter("77/VP-CCHC")) { ["Input.Units"] = sent.Id.ToString() })).Location.ShouldNotBeNull();
        foreach (var unit in new[] { begun, later }) (await AddAsync(unit)).Location.ShouldBe(path);
        (await AddAsync(later)).Text("main").ShouldContain("đều đang phải trả lời");
        (await NoticesAsync(atLater)).ShouldHaveSingleItem().ShouldContain("yêu cầu báo cáo đột xuất về tuyên truyền dịch vụ công trực tuyến, hạn 25/09/2026");
        await ReportApp.DoAsync(atSent, await AnswerAsync(atSent, path, "3", "1", ""), "Send");
        var draft = await AnswerAsync(atBegun, path, "2", "1", "");

        // Only who has not sent can be taken out, with a reason; nobody below changes who is asked.
        (await atBegun.GetAsync($"{path}/units")).Location!.ShouldContain("/identity/denied");
        var units = await app.Officer.GetAsync($"{path}/units");
        units.Html.QuerySelectorAll("#bot input[name='Gone']").Select(i => i.GetAttribute("value")).ShouldBe([begun.Id.ToString(), later.Id.ToString()], ignoreOrder: true);
        (await WithdrawAsync(sent, "Không liên quan.")).Text("main").ShouldContain("Sở Gửi Rồi đã gửi trả lời nên không bỏ ra được");
        (await WithdrawAsync(begun, "")).Text("main").ShouldContain("Hãy ghi lý do");
        (await WithdrawAsync(begun, "Không có dịch vụ công trực tuyến.")).Location.ShouldBe(path);
        (await NoticesAsync(atBegun)).ShouldContain(n => n.Contains("không còn phải gửi báo cáo đột xuất", StringComparison.Ordinal));
        var page = await app.Officer.GetAsync(path);
        page.Text(".lt-figures").ShouldContain("Đã gửi 1 / 2");
        page.Text("main").ShouldContain("Không còn phải báo cáo: Sở Đang Lập (Không có dịch vụ công trực tuyến)");
        page.Text("main").ShouldContain("Thôi yêu cầu Sở Đang Lập. Không có dịch vụ công trực tuyến.");
        // It reads why, owes nothing, and what it had begun is not sent.
        (await atBegun.GetAsync(path)).Text("main").ShouldContain("Sở Đang Lập không còn phải trả lời yêu cầu này");
        (await atBegun.GetAsync("/today")).Text("main").ShouldNotContain("Báo cáo đột xuất về tuyên truyền");
        (await atBegun.GetAsync(draft)).Html.QuerySelector("form[action*='handler=Send']").ShouldBeNull();
        (await app.InScopeAsync(async s => (await s.GetRequiredService<SendReport>().HandleAsync(Guid.Parse(draft[^36..]), Guid.CreateVersion7(), 2, null)).Problems)).ShouldBe([RequestAccess.Withdrawn]);

        // Asked again it goes on where it was.
        (await AddAsync(begun)).Location.ShouldBe(path);
        (await ReportApp.DoAsync(atBegun, draft, "Send")).Location.ShouldBe(draft);
        (await app.Officer.GetAsync(path)).Text(".lt-figures").ShouldContain("Đã gửi 2 / 3");

        // Nobody is asked after the day, nor again who was taken out.
        (await WithdrawAsync(later, "Không còn cần.")).Location.ShouldBe(path);
        app.Clock.MoveTo(new DateOnly(2026, 9, 26));
        (await app.InScopeAsync(async s =>
        {
            var request = Guid.Parse(path[^36..]);
            var version = await s.GetRequiredService<LanToaDb>().Set<ReportRequest>().Where(r => r.Id == request).Select(r => r.Version).SingleAsync();
            return (await s.GetRequiredService<ChangeAsked>().AddAsync(request, Guid.CreateVersion7(), version, [], [later.Id], "Bổ sung.")).Problems;
        })).ShouldBe(["Hạn 25/09/2026 đã qua; hãy gia hạn rồi thêm đơn vị."]);
        app.Clock.MoveTo(new DateOnly(2026, 9, 16));

        async Task<TestPage> AddAsync(LanToa.Planning.Organizations.Organization unit) => await app.Officer.SubmitAsync(await app.Officer.GetAsync($"{path}/units"), "#them", new() { ["Units"] = unit.Id.ToString(), ["reason"] = "Bổ sung." });

        async Task<TestPage> WithdrawAsync(LanToa.Planning.Organizations.Organization unit, string why) => await app.Officer.SubmitAsync(await app.Officer.GetAsync($"{path}/units"), "#bot", new() { ["Gone"] = unit.Id.ToString(), ["reason"] = why });
    }

    [Fact]
    public async Task Request_OfMoreThanTwoThousandUnits_IsRefusedAndOfTwoThousandIsNot()
    {
        (await ProblemsAsync(2000)).ShouldNotContain(p => p.Contains("Nhiều đơn vị quá", StringComparison.Ordinal));
        (await ProblemsAsync(2001)).ShouldContain("Nhiều đơn vị quá (2.001); mỗi yêu cầu gửi đến nhiều nhất 2.000 đơn vị. Hãy chia thành nhiều yêu cầu.");

        // Of units that nobody knows, so it goes out in neither case; one twice is one.
        async Task<IReadOnlyList<string>> ProblemsAsync(int units)
        {
            List<Guid> asked = [.. Enumerable.Range(0, units).Select(_ => Guid.CreateVersion7())];
            var day = new DateOnly(2026, 9, 16);
            return await app.InScopeAsync(async s =>
            {
                var db = s.GetRequiredService<LanToaDb>();
                s.GetRequiredService<Actor>().BecomePerson(await db.Users.FirstAsync(a => a.Id == app.Officer.AccountId), await db.Set<Membership>().Where(m => m.AccountId == app.Officer.AccountId).ToListAsync(), app.Province.Id, null);
                return (await s.GetRequiredService<AskReports>().IssueAsync(new(Guid.CreateVersion7(), RequestKind.Sudden, "1/VP", day, "Việc", "Báo cáo.", day.AddDays(-30), day, day.AddDays(9), [], [.. asked, asked[0]], Body, null))).Outcome.Problems;
            });
        }
    }

    [Fact]
    public async Task Extend_MetByAnotherInTheDatabase_IsToldSoAndAFaultIsAFault()
    {
        var unit = await app.AddOrganizationAsync("Sở Gặp Nhau", OrganizationLevel.Province, OrganizationKind.Division, app.Province);
        using var person = await app.SignInAsync(Role.FocalPoint, unit);
        var path = (await app.Officer.SubmitAsync(await app.Officer.GetAsync("/reports/requests/new"), "#yeu-cau", new(Letter("78/VP-CCHC")) { ["Input.Units"] = unit.Id.ToString() })).Location.ShouldNotBeNull();
        var (request, answer) = (Guid.Parse(path[^36..]), Guid.Parse((await AnswerAsync(person, path, "3", "1", ""))[^36..]));
        var admin = new NpgsqlConnectionStringBuilder((await TestCluster.GetAsync()).Admin) { Database = new NpgsqlConnectionStringBuilder(app.Connections.Owner).Database, Pooling = false }.ConnectionString;
        await using NpgsqlConnection gate = new(admin), other = new(admin);
        await gate.OpenAsync();
        await other.OpenAsync();
        // Whoever changes an answer waits at the gate, before it is locked.
        await SayAsync(gate, """
            CREATE FUNCTION test_gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared(78); RETURN NULL; END $$;
            CREATE TRIGGER test_gate BEFORE UPDATE ON report FOR EACH STATEMENT EXECUTE FUNCTION test_gate();
            SELECT pg_advisory_lock(78);
            """);
        try
        {
            // It never looks for a deadlock itself: the program's own connection finds it.
            await using var transaction = await other.BeginTransactionAsync();
            await SayAsync(other, $"SET LOCAL deadlock_timeout = '5min'; SELECT FROM report WHERE id = '{answer}' FOR UPDATE");
            var extending = Task.Run(ExtendAsync);
            await UntilWaitingAsync(1);
            var waiting = SayAsync(other, $"SELECT pg_advisory_xact_lock(hashtextextended('report-request {request}', 0))");
            await UntilWaitingAsync(2);
            await SayAsync(gate, "SELECT pg_advisory_unlock(78)");
            (await extending).Kind.ShouldBe(OutcomeKind.Stale);
            await waiting;
            await transaction.RollbackAsync();
            await SayAsync(gate, "CREATE OR REPLACE FUNCTION test_gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END $$");
            (await Should.ThrowAsync<Exception>(ExtendAsync)).Refusal()?.SqlState.ShouldBe(PostgresErrorCodes.DiskFull);
        }
        finally
        {
            await SayAsync(gate, "DROP TRIGGER test_gate ON report; DROP FUNCTION test_gate()");
        }
        (await ExtendAsync()).Kind.ShouldBe(OutcomeKind.Done);

        Task<Outcome> ExtendAsync() => app.InScopeAsync(async s =>
        {
            var version = await s.GetRequiredService<LanToaDb>().Set<ReportRequest>().Where(r => r.Id == request).Select(r => r.Version).SingleAsync();
            return await s.GetRequiredService<AskReports>().ExtendAsync(request, Guid.CreateVersion7(), version, new DateOnly(2026, 10, 5), "Mưa bão.");
        });

        async Task UntilWaitingAsync(int sessions)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (true)
            {
                await using var ask = new NpgsqlCommand("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())", gate);
                if ((long)(await ask.ExecuteScalarAsync(patience.Token))! == sessions) return;
                await Task.Delay(20, patience.Token);
            }
        }

        static async Task SayAsync(NpgsqlConnection connection, string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 60 };
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task Dates_OfReports_StandInDigestCalendarAndFeed()
    {
        var unit = await app.AddOrganizationAsync("Chi cục Nhắc Hạn", OrganizationLevel.Province, OrganizationKind.Division, app.Province);
        await app.RouteAsync(unit, app.Province);
        using var person = await app.SignInAsync(Role.FocalPoint, unit);
        // The regime's quarter report of III/2026: cut-off 14/9; quarters I and II were never sent.
        var all = await app.InScopeAsync(s => s.GetRequiredService<ReportDates>().OfAsync(99, [unit.Id], new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31)));
        var third = all.Single(m => m.Period == "quý III/2026");
        third.Text.ShouldBe("Báo cáo kết quả thông tin, tuyên truyền cải cách hành chính gửi Ủy ban nhân dân tỉnh Thử Nghiệm");
        all.Select(m => m.Period).ShouldContain("năm 2026");
        await app.InScopeAsync(s => s.GetRequiredService<MakeDigests>().RunAsync(new MakeDigestsPayload(new DateOnly(2026, 9, 16)), new JobRun(Guid.CreateVersion7(), 1, (_, _) => Task.CompletedTask), default));
        var digest = await person.GetAsync("/digest");
        digest.Text("main").ShouldContain("quý III/2026");
        digest.Text("main").ShouldContain("trễ");
        digest.Html.QuerySelectorAll("main a[href='/reports']").Length.ShouldBeGreaterThan(0);

        (await person.GetAsync($"/obligations/calendar?thang={third.DueOn:yyyy-MM}")).Text("main").ShouldContain("(quý III/2026)");
        await person.SubmitAsync(await person.GetAsync("/obligations/calendar/links"), "form:has(input[value=Unit])");
        var feed = new Uri((await person.GetAsync("/obligations/calendar/links")).Texts("code")[^1]).AbsolutePath;
        var entries = (await person.Http.GetStringAsync(feed)).Replace("\r\n ", "", StringComparison.Ordinal);
        entries.ShouldContain($"DTSTART;VALUE=DATE:{third.DueOn.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}");
        var uid = $"UID:{third.Key}@lantoa";
        entries.ShouldContain(uid);

        // Sent, it is settled in the calendar under the same name, and no longer reminded of.
        var path = await ReportApp.BeginAsync(person, "tỉnh Thử Nghiệm");
        await ReportApp.DoAsync(person, path, "Send");
        entries = (await person.Http.GetStringAsync(feed)).Replace("\r\n ", "", StringComparison.Ordinal);
        entries.ShouldContain(uid);
        entries.ShouldContain("SUMMARY:✓ Báo cáo kết quả");
        (await person.GetAsync("/today")).Text("main").ShouldNotContain("quý III/2026");
    }

    private Task<List<string>> NoticesAsync(TestBrowser person) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().Where(n => n.AccountId == person.AccountId && n.Key.StartsWith("report-request:")).Select(n => n.Title).ToListAsync());

    private static async Task<string> AnswerAsync(TestBrowser person, string request, string number, string yes, string words)
    {
        var path = (await person.SubmitAsync(await person.GetAsync(request), "#tra-loi")).Location!;
        var saved = await person.SubmitAsync(await person.GetAsync($"{path}/figures"), "main form[method=post]", new() { ["Cells[0].Number"] = number, ["Cells[1].Number"] = yes, ["Cells[3].Text"] = words });
        saved.Location.ShouldBe(path, saved.Text(".lt-errors"));
        return path;
    }

    private static string Total(TestPage page, string name) => ReportApp.Cell(page, name, 2);

    private static string Sheet(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        using var reader = new StreamReader(zip.Entries.First(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).Open());
        return reader.ReadToEnd();
    }
}
