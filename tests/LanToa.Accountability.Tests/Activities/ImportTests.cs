using System.IO.Compression;
using System.Net;
using System.Text;
using LanToa.Accountability.Activities;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Accountability.Tests.Activities;

/// <summary>Activities that come in a file: looked through first, then recorded once, by right and wrong people.</summary>
public sealed class ImportTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private const string Send = "main form[enctype]", Confirm = "main form[method=post]:not([enctype])";

    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    private static TestFile Csv(params string[] lines) => new("List", "hoạt động.csv", [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(string.Join("\r\n", lines))]);

    private static async Task<TestPage> ReadAsync(TestBrowser person, TestFile file)
    {
        var sent = await person.SubmitAsync(await person.GetAsync("/activities/import"), Send, [], file);
        return sent.Location is { } at ? await person.OpenAsync(at) : sent;
    }

    private Task<List<Activity>> ActivitiesAsync(Guid unit, string begins) =>
        app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Activity>().AsNoTracking().Where(a => a.UnitId == unit && a.Title.StartsWith(begins)).OrderBy(a => a.Title).ThenBy(a => a.Id).ToListAsync());

    [Fact]
    public async Task Import_LookedThroughThenConfirmed_RecordsTheGoodRowsOnce()
    {
        app.Clock.MoveTo(D("2026-09-20"));
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Viết tin về cải cách hành chính", new DutyRule { Kind = DutyKind.Counted, Every = [PeriodKind.Quarter], Count = 5 }, [app.Culture.Id]), new TaskGiven("Tổ chức đối thoại", new DutyRule { Kind = DutyKind.Counted, Every = [PeriodKind.Quarter], Count = 2 }, [app.Culture.Id]));
        var third = (await app.OccurrencesAsync(plan.Id)).Single(o => o.PeriodKey == "2026-Q3" && o.Target == 2);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        var file = Csv(
            "STT;Ngày thực hiện;Sản phẩm;Tên hoạt động;Nhiệm vụ;Số lượng;Người dự;Kênh;Đường dẫn;Không có minh chứng vì;Đơn vị;Mô tả",
            "Ví dụ, xóa dòng này;15/09/2026;Tin;Chỉ để xem;;1;;;https://tin.gov.vn/a;;;",
            "1;18/09/2026;Buổi đối thoại;Nhập A đối thoại;2;1;45;\"Đối thoại; Mạng xã hội\";;Máy ảnh hỏng;;\"Nhiều\nlời\"",
            "2;2026-09-19;news;Nhập B tin;;2,5;;;https://tin.gov.vn/b;;;",
            "3;17/09/2026;Pa nô;Nhập C pa nô;;;;;;;;",
            "4;25/12/2026;Tin;Nhập D;;-1;30000000;Loa xyz;http://192.168.0.1/x;;;",
            "5;18/09/2026;Tin;Nhập E;9;1;;;https://tin.gov.vn/e;;;",
            "6;18/09/2026;Tin;Nhập F;;1;;;https://tin.gov.vn/f;;Sở Tài chính;",
            "7;18/9/2025;Tin;Nhập G;;1;;;https://tin.gov.vn/g;;;");

        var seen = await ReadAsync(focal, file);

        (await ActivitiesAsync(app.Culture.Id, "Nhập ")).ShouldBeEmpty();
        var problems = seen.Texts("main li").ToList();
        foreach (var (cell, words) in new[]
        {
            ("Ô B6", "còn ở tương lai"), ("Ô F6", "phải lớn hơn 0"), ("Ô G6", "nhiều hơn mức có thể có"), ("Ô H6", "“Loa xyz” không có trong danh mục Kênh"), ("Ô I6", "địa chỉ nội bộ"),
            ("Ô E7", "Đơn vị không có nhiệm vụ “9”"), ("Ô K8", "Sở Tài chính tự ghi hoạt động của mình"), ("Ô B9", "đã hơn một năm"),
        })
            problems.ShouldContain(p => p.StartsWith(cell, StringComparison.Ordinal) && p.Contains(words, StringComparison.Ordinal), $"{cell} {words}: {string.Join('\n', problems)}");
        seen.Text("main form button").ShouldContain("Ghi 2 hoạt động, 1 bản nháp");
        seen.Text("main table").ShouldContain("Lưu nháp vì còn thiếu");
        // Somebody else neither sees nor confirms it.
        using (var colleague = await app.SignInAsync(Role.FocalPoint, app.Culture)) (await colleague.GetAsync(seen.Address.PathAndQuery)).Status.ShouldBe(HttpStatusCode.NotFound);

        (await focal.SubmitAsync(seen, Confirm, new() { ["Whole"] = "true" })).Text(".lt-errors").ShouldContain("Còn dòng sai nên chưa ghi gì");
        (await ActivitiesAsync(app.Culture.Id, "Nhập ")).ShouldBeEmpty();
        (await focal.SubmitAsync(seen, Confirm)).Location.ShouldNotBeNull();
        // The answer was lost: pressed again, and the same file once more.
        (await focal.SubmitAsync(seen, Confirm)).Location.ShouldNotBeNull();
        var again = await ReadAsync(focal, file);

        var made = await ActivitiesAsync(app.Culture.Id, "Nhập ");
        made.Select(a => (a.Title, a.State)).ShouldBe([("Nhập A đối thoại", ActivityState.Recorded), ("Nhập B tin", ActivityState.Recorded), ("Nhập C pa nô", ActivityState.Draft)]);
        (made[0].Attendance, made[0].HappenedOn, made[0].Description).ShouldBe((45, D("2026-09-18"), "Nhiều\nlời"));
        made[0].Channels.ShouldBe(["dialogue", "social"]);
        made[1].Quantity.ShouldBe(2.5m);
        (await app.OccurrenceAsync(third.Id)).Recorded.ShouldBe(1);
        (await focal.OpenAsync($"/activities/{made[0].Id}")).Text().ShouldContain("nhập hoạt động từ tệp");
        again.Texts("main table .lt-status").Count(t => t.Contains("Đã có", StringComparison.Ordinal)).ShouldBe(3);
        again.Html.QuerySelector(Confirm).ShouldBeNull();
    }

    [Fact]
    public async Task Import_SentByScript_ArrivesAtThePreview()
    {
        app.Clock.MoveTo(D("2026-09-20"));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        var form = await focal.GetAsync("/activities/import");
        var sent = await focal.SubmitAsync(form, Send, [], Csv("Ngày thực hiện;Sản phẩm;Tên hoạt động;Đường dẫn", "18/09/2026;Tin;Bằng kịch bản;https://tin.gov.vn/k"));

        // Boosted, the form follows where it is led and wants that page; only what polls is told to load the page anew.
        (await ScriptedAsync(boosted: true)).ShouldContain("Ghi 1 hoạt động");
        (await ScriptedAsync(boosted: false)).ShouldBe("refresh");

        var csv = await focal.Http.GetAsync(new Uri(form.Address, form.Html.QuerySelectorAll("main a").Single(a => a.TextContent.Trim() == "Mẫu CSV").GetAttribute("href")!));
        csv.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");

        async Task<string> ScriptedAsync(bool boosted)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, sent.Location.ShouldNotBeNull());
            request.Headers.Add("HX-Request", "true");
            if (boosted) request.Headers.Add("HX-Boosted", "true");
            using var answer = await focal.Http.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            return answer.Headers.Contains("HX-Refresh") ? "refresh" : await answer.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task Template_FilledInAndSentBack_IsRead()
    {
        app.Clock.MoveTo(D("2026-09-20"));
        await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Phát thanh tin, bài của xã", ObligationsApp.OneEachQuarter, [app.Commune.Id]));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Commune);

        var workbook = await focal.Http.GetByteArrayAsync("/activities/import?handler=Template");
        using (var zip = new ZipArchive(new MemoryStream(workbook), ZipArchiveMode.Read))
        {
            using var lists = new StreamReader(zip.GetEntry("xl/worksheets/sheet2.xml")!.Open());
            (await lists.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldContain("Loa truyền thanh cấp xã");
            using var tasks = new StreamReader(zip.GetEntry("xl/worksheets/sheet3.xml")!.Open());
            (await tasks.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldContain("Phát thanh tin, bài của xã");
        }
        // As it comes it holds only the example, which is no row; as CSV the same.
        foreach (var empty in new[] { workbook, await focal.Http.GetByteArrayAsync("/activities/import?handler=Template&dang=csv") })
            (await ReadAsync(focal, new TestFile("List", "mau.xlsx", empty))).Text(".lt-errors").ShouldContain("chưa có dòng nào");

        // A workbook as Excel writes it: shared strings, a day as its serial number, a formula with its last value and one without.
        var sent = await ReadAsync(focal, new TestFile("List", "xã.xlsx", Workbook("""
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c><c r="E1" t="s"><v>4</v></c></row>
            <row r="3"><c r="A3"><v>46282</v></c><c r="B3" t="s"><v>5</v></c><c r="C3" t="inlineStr"><is><t>=HYPERLINK("http://x")</t></is></c><c r="D3"><f>20+25</f><v>45</v></c><c r="E3" t="s"><v>6</v></c></row>
            <row r="4"><c r="A4"><v>46282.5</v></c><c r="B4" t="s"><v>5</v></c><c r="C4" t="inlineStr"><is><t>Không giá trị</t></is></c><c r="D4"><f>cmd()</f></c><c r="E4" t="s"><v>6</v></c></row>
            """)));
        sent.Text("main").ShouldContain("Ô D4: Ô là công thức chưa có giá trị");
        sent.Text("main").ShouldContain("Ô D3 là công thức; lấy giá trị đã lưu trong tệp: 45");
        await focal.SubmitAsync(sent, Confirm);
        var made = (await ActivitiesAsync(app.Commune.Id, "=HYPERLINK")).ShouldHaveSingleItem();
        (made.HappenedOn, made.Attendance).ShouldBe((D("2026-09-17"), 45));
        // What was typed runs nowhere when the list is exported.
        (await focal.GetAsync("/activities?handler=Export&dang=csv")).Body.ShouldContain("'=HYPERLINK");
    }

    [Fact]
    public async Task Import_NoSheet_IsRefusedWithAWord()
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.OtherCommune);
        var head = "Ngày thực hiện,Sản phẩm,Tên hoạt động\r\n";
        foreach (var (content, why) in new (byte[], string)[]
        {
            ([], "Tệp rỗng"), ("<html>x</html>"u8.ToArray(), "không phải là Excel"), (Encoding.Latin1.GetBytes("Ngày thực hiện,\u00e9"), "UTF-8"), (Encoding.UTF8.GetBytes("a,b\r\n1,2"), "Không thấy dòng tên cột"),
            (Encoding.UTF8.GetBytes(head), "chưa có dòng nào"), (Encoding.UTF8.GetBytes(head + string.Concat(Enumerable.Repeat("18/09/2026,Tin,Một\r\n", 5100))), "hơn 5.000 dòng"),
            (new byte[6 * 1024 * 1024], "nặng hơn 5 MB"), (Workbook($"<row r=\"1\">{string.Concat(Enumerable.Repeat("<c/>", 9_000_000))}</row>"), "nhiều dữ liệu hơn mức được nhận"),
        })
            (await ReadAsync(focal, new TestFile("List", "tep.xlsx", content))).Text(".lt-errors").ShouldContain(why);
        using var viewer = await app.SignInAsync(Role.Viewer, app.OtherCommune);
        (await viewer.GetAsync("/activities/import")).Status.ShouldNotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Import_OfAThousandRows_IsLookedThroughAndRecordedByAJob_OnceThoughItBreaksOff()
    {
        app.Clock.MoveTo(D("2026-09-20"));
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Đăng tin, bài", new DutyRule { Kind = DutyKind.Counted, Every = [PeriodKind.Quarter], Count = 2000 }, [app.Office.Id]));
        var third = (await app.OccurrencesAsync(plan.Id)).Single(o => o.PeriodKey == "2026-Q3");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Office);
        string Row(int n) => $"{1 + (n % 18):00}/09/2026;{(n == 7 ? "Không có" : "Tin")};Nghìn {n};1;https://tin.gov.vn/{n}";
        var waits = await ReadAsync(focal, Csv(["Ngày thực hiện;Sản phẩm;Tên hoạt động;Nhiệm vụ;Đường dẫn", .. Enumerable.Range(1, 1000).Select(Row)]));
        var at = waits.Address.PathAndQuery;

        // Looked through by a job: the page says how far it is, and may be left.
        waits.Text(".lt-job").ShouldContain("Đang xem trước tệp");
        waits.Html.QuerySelector(Confirm).ShouldBeNull();
        await app.RunJobsAsync();
        var seen = await focal.GetAsync(at);
        seen.Text("main form button").ShouldContain("Ghi 999 hoạt động");
        seen.Text("main").ShouldContain("Ô B8: “Không có” không có trong danh mục Sản phẩm");
        (await ActivitiesAsync(app.Office.Id, "Nghìn ")).ShouldBeEmpty();
        (await focal.SubmitAsync(seen, Confirm, new() { ["Whole"] = "true" })).Text(".lt-errors").ShouldContain("Còn dòng sai nên chưa ghi gì");

        // Confirmed, pressed twice; the job breaks off after its first portion and goes on where it was.
        foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => focal.SubmitAsync(seen, Confirm)))) answer.Location.ShouldNotBeNull(answer.Text("main"));
        (await focal.GetAsync(at)).Text(".lt-job").ShouldContain("Đang ghi các dòng đúng");
        Task RunUntilAPortionAsync(Func<Task> then) => app.InScopeAsync(async s =>
        {
            var import = await s.GetRequiredService<LanToaDb>().Set<ActivityImport>().SingleAsync(i => i.UnitId == app.Office.Id);
            var person = new ActingNow(import.ReadBy, app.Office.Id, null);
            await s.GetRequiredService<WorkOnImport>().RunAsync(new ImportPayload(import.Id, person), new JobRun(Guid.CreateVersion7(), 1, (_, words) => words!.StartsWith("Đã ghi", StringComparison.Ordinal) ? then() : Task.CompletedTask), TestContext.Current.CancellationToken);
        });
        await Should.ThrowAsync<TimeoutException>(RunUntilAPortionAsync(() => throw new TimeoutException()));
        (await ActivitiesAsync(app.Office.Id, "Nghìn ")).Count.ShouldBe(100);
        // Whoever loses the role meanwhile records no more.
        Task RoleUntilAsync(DateOnly? last) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Membership>().Where(m => m.AccountId == focal.AccountId).ExecuteUpdateAsync(m => m.SetProperty(x => x.ValidTo, last)));
        (await Should.ThrowAsync<JobFailedException>(RunUntilAPortionAsync(() => RoleUntilAsync(D("2026-09-19"))))).Message.ShouldContain("không còn vai trò");
        (await ActivitiesAsync(app.Office.Id, "Nghìn ")).Count.ShouldBe(200);
        await RoleUntilAsync(null);
        // What differs from what was confirmed stops it, and it says how far it came.
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Database.ExecuteSqlAsync($"UPDATE activity_import SET lines = '[]' WHERE unit_id = {app.Office.Id}"));
        await app.RunJobsAsync();
        var stopped = await focal.GetAsync(at);
        stopped.Text("main").ShouldContain("Bị dừng khi mới ghi 200 dòng");
        stopped.Text("main").ShouldContain("dòng đã ghi không bị ghi lặp");
        stopped.Text("main").ToLowerInvariant().ShouldNotContain("chưa ghi gì");
        (await focal.SubmitAsync(stopped, Confirm)).Location.ShouldNotBeNull();
        await app.RunJobsAsync();

        var made = await ActivitiesAsync(app.Office.Id, "Nghìn ");
        (made.Count, made.Select(a => a.Title).Distinct().Count()).ShouldBe((999, 999));
        (await app.OccurrenceAsync(third.Id)).Recorded.ShouldBe(999);
        var after = await focal.GetAsync(at);
        after.Text("main").ShouldContain("Đã nhập từ tệp");
        after.Text("main").ShouldContain("Ô B8");
        after.Html.QuerySelector(Confirm).ShouldBeNull();
        (await focal.OpenAsync($"/activities/{made[0].Id}")).Text().ShouldContain("nhập hoạt động từ tệp");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Job>().CountAsync(j => j.Kind == LanToa.Accountability.Activities.Links.LookAtLinks.Job))).ShouldBeLessThan(20);
    }

    private static byte[] Workbook(string rows)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Part(string path, string xml)
            {
                using var part = new StreamWriter(zip.CreateEntry(path).Open());
                part.Write(xml);
            }
            const string main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
            Part("xl/workbook.xml", $"<workbook {main} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Một\" sheetId=\"1\" r:id=\"rId7\"/></sheets></workbook>");
            Part("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId7\" Target=\"worksheets/bang.xml\"/></Relationships>");
            Part("xl/sharedStrings.xml", $"<sst {main}>{string.Concat(new[] { "Ngày thực hiện", "Sản phẩm", "Tên hoạt động", "Người dự", "Đường dẫn", "Tin", "https://tin.gov.vn/x" }.Select(t => $"<si><r><t>{t[..1]}</t></r><r><t xml:space=\"preserve\">{t[1..]}</t></r><rPh><t>no</t></rPh></si>"))}</sst>");
            Part("xl/worksheets/bang.xml", $"<worksheet {main}><sheetData>{rows}</sheetData></worksheet>");
        }
        return bytes.ToArray();
    }
}
