using System.Net;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Checking;
using LanToa.Platform.Permissions;
using LanToa.Reading;
using LanToa.Reading.Extraction;
using LanToa.Reading.Model;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans;

public sealed class PlanExportTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Word_DraftWrittenHere_KeepsTheFormAndBringsItsAnnex()
    {
        var plan = await HandWrittenAsync("Sở Xuất bản");
        using var officer = await app.SignInAsync(Role.Officer);
        var bytes = await officer.Http.GetByteArrayAsync(PlanLinks.Download(plan.Id, "word"));
        FormChecker.Check(new MemoryStream(bytes)).Differences.ShouldBeEmpty();
        var lines = Lines(bytes);
        lines.ShouldContain("ỦY BAN NHÂN DÂN");
        lines.ShouldContain("TỈNH THỬ NGHIỆM");
        lines.ShouldContain("I. NHIỆM VỤ CHUNG");
        lines.ShouldContain(l => l.StartsWith("1. Viết bài về dịch vụ công. Cơ quan chủ trì: Sở Xuất bản; thời gian thực hiện: ", StringComparison.Ordinal));
        lines.ShouldContain("TM. ỦY BAN NHÂN DÂN");
        lines.ShouldContain("Phụ lục");
        (await officer.Http.GetByteArrayAsync(PlanLinks.Download(plan.Id, "word"))).ShouldBe(bytes);
    }

    [Fact]
    public async Task Word_ImportedPlan_IsReadBackAsTheSamePlan()
    {
        var source = PlanReader.Read(await DocumentReader.ReadFileAsync(Path.Combine(Repository.Root, "samples/plans/ke-hoach-2026-tinh.docx")));
        var plan = await ImportedAsync(source);
        using var officer = await app.SignInAsync(Role.Officer);
        var bytes = await officer.Http.GetByteArrayAsync(PlanLinks.Download(plan.Id, "word"));
        FormChecker.Check(new MemoryStream(bytes)).Differences.ShouldBeEmpty();

        var again = PlanReader.Read(await DocumentReader.ReadAsync(bytes, "ke-hoach.docx"));
        again.Document.Number.ShouldBe(source.Document.Number);
        again.Document.Date.ShouldBe(source.Document.Date);
        again.Document.Title.ShouldBe(source.Document.Title);
        again.Recipients.ShouldBe(source.Recipients);
        again.Tasks.Select(t => (t.Text.TrimEnd('.', '/'), t.Schedule.Kind)).ShouldBe(source.Tasks.Select(t => (t.Text.TrimEnd('.', '/'), t.Schedule.Kind)));
    }

    [Fact]
    public void Number_UnderTen_IsCalledAsItsDocumentPrintsIt_AndFoundEitherWay()
    {
        var plan = new Plan { Number = "9", Symbol = "KH-UBND", Kind = "Kế hoạch", Title = "Tuyên truyền", Date = new DateOnly(2027, 1, 5) };
        (plan.Called(), plan.FileName("docx"), PlanWords.NumberOf("10", "KH-UBND"), PlanWords.NumberOf(" ", "KH-UBND"), PlanWords.NumberOf("7", null)).ShouldBe(("09/KH-UBND", "ke-hoach-09-KH-UBND-2027.docx", "10/KH-UBND", "", "07"));
        plan.RefreshSearch("Ủy ban nhân dân tỉnh");
        plan.SearchText.Split(' ').ShouldSatisfyAllConditions(w => w[0].ShouldBe("09/kh-ubnd"), w => w[^1].ShouldBe("9"));
    }

    [Fact]
    public async Task Annex_AsWordAndSheet_ListsTheTasksInForce()
    {
        var plan = await HandWrittenAsync("Sở Phụ lục");
        using var officer = await app.SignInAsync(Role.Officer);
        var word = await officer.Http.GetByteArrayAsync(PlanLinks.Download(plan.Id, "phu-luc-word"));
        FormChecker.Check(new MemoryStream(word)).Differences.ShouldBeEmpty();
        Lines(word).ShouldContain("Sở Phụ lục");

        var answer = await officer.Http.GetAsync(PlanLinks.Download(plan.Id, "phu-luc-excel"));
        answer.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe($"phu-luc-ke-hoach-{plan.Number}-KH-UBND-2026.xlsx");
        using var sheet = SpreadsheetDocument.Open(new MemoryStream(await answer.Content.ReadAsByteArrayAsync()), false);
        var rows = sheet.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Row>().Select(r => r.Elements<Cell>().Select(c => c.InnerText).ToList()).ToList();
        rows[0].ShouldBe(["TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian", "Sản phẩm"]);
        rows.Count.ShouldBe(3);
        rows[1][..3].ShouldBe(["1", "Viết bài về dịch vụ công", "Sở Phụ lục"]);
    }

    [Fact]
    public async Task Word_TaskAddedToATextOfItsOwn_StandsInItsSection_AndWhatChangedIsPrinted()
    {
        var unit = await app.AddOrganizationAsync("Sở Ghép Nối", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        DutyRule EachMonth(int count) => new() { Kind = DutyKind.Counted, Every = [PeriodKind.Month], Count = count };
        var plan = await new PlanBuilder(app, app.Province).With("Phát thanh tin CCHC, mỗi tháng 02 lượt.", unit, EachMonth(2)).BuildAsync();
        var (task, version) = await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.RemoveRange(await db.Set<PlanStatement>().Where(t => t.PlanId == plan.Id).ToListAsync());
            (string Kind, string? Label, string Text)[] text =
            [
                ("paragraph", null, "Ủy ban nhân dân ban hành Kế hoạch như sau:"), ("heading", "I", "TỔ CHỨC THỰC HIỆN"), ("heading", "1", "Sở Ghép Nối"), ("item", "a", "Phát thanh tin CCHC, mỗi tháng 02 lượt."), ("item", "b", "Hướng dẫn các xã."),
                ("heading", "2", "Sở Tài chính"), ("paragraph", null, "Bố trí kinh phí thực hiện./."), ("recipients", null, "Nơi nhận:"), ("recipients", "-", "Các sở, ban, ngành;"), ("recipients", "-", "Lưu: VT."),
            ];
            foreach (var (line, n) in text.Select((line, n) => (line, n)))
                db.Add(new PlanStatement { ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = n, Key = $"k{n}", Kind = line.Kind, Label = line.Label, Text = line.Text });
            var row = await db.Set<PlanTask>().SingleAsync(t => t.PlanId == plan.Id);
            (row.StatementKeys, row.Section, row.ScheduleText, row.Products) = (["k3"], "1. Sở Ghép Nối", "mỗi tháng 02 lượt", [new TaskProduct("broadcast", 2, "02 lượt")]);
            await db.SaveChangesAsync();
            return (row.Id, row.Version);
        });
        await app.InScopeAsync(async s =>
        {
            var save = s.GetRequiredService<SaveTask>();
            var contest = new TaskInput("Tổ chức cuộc thi viết về CCHC", "1. Sở Ghép Nối", TaskModality.Command, [$"o:{unit.Id}"], [], new DutyRule { Kind = DutyKind.Once, Dates = [new DateOnly(2026, 12, 20)] });
            (await save.HandleAsync(new PlanTaskInput(Guid.CreateVersion7(), plan.Id, 0, contest))).WhyNot.ShouldBeEmpty();
            var oftener = new TaskInput("Phát thanh tin CCHC, mỗi tháng 04 lượt.", "1. Sở Ghép Nối", TaskModality.Command, [$"o:{unit.Id}"], [], EachMonth(4)) { Products = [new TaskProduct("broadcast", 2, "02 lượt")] };
            (await save.HandleAsync(new PlanTaskInput(task, plan.Id, version, oftener))).WhyNot.ShouldBeEmpty();
        });
        using var officer = await app.SignInAsync(Role.Officer);
        var bytes = await officer.Http.GetByteArrayAsync(PlanLinks.Download(plan.Id, "word"));
        FormChecker.Check(new MemoryStream(bytes)).Differences.ShouldBeEmpty();
        var lines = Lines(bytes);
        var from = lines.IndexOf("1. Sở Ghép Nối");
        lines.Skip(from).Take(7).ShouldBe(
        [
            "1. Sở Ghép Nối", "a) Phát thanh tin CCHC, mỗi tháng 04 lượt.", "b) Hướng dẫn các xã.", "c) Tổ chức cuộc thi viết về CCHC. Thời gian thực hiện: chậm nhất ngày 20/12/2026.", "2. Sở Tài chính", "Bố trí kinh phí thực hiện.",
            "Nhiệm vụ, cơ quan thực hiện và thời gian hoàn thành được tổng hợp tại Phụ lục kèm theo Kế hoạch này./.",
        ]);
        lines.ShouldContain("Mỗi tháng");
        lines.ShouldContain("04 lượt");
        lines.ShouldNotContain(l => l.Contains("02 lượt"));
    }

    [Fact]
    public async Task Word_TextWithAnAnnexThatItNeverNames_NamesBoth()
    {
        var source = PlanReader.Read(await DocumentReader.ReadFileAsync(Path.Combine(Repository.Root, "samples/plans/ke-hoach-2026-tinh.docx")));
        var plan = await ImportedAsync(source);
        var unit = await app.AddOrganizationAsync("Sở Phụ Lục Riêng", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var key = source.Tasks[0].Statements[0];
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var task = new PlanTask { ProvinceId = plan.ProvinceId, PlanId = plan.Id, Text = source.Tasks[0].Text, StatementKeys = [key] };
            db.Add(task);
            db.Add(new TaskParty { ProvinceId = plan.ProvinceId, PlanId = plan.Id, TaskId = task.Id, Role = PartyRole.Lead, Printed = unit.Name, OrganizationId = unit.Id });
            await db.SaveChangesAsync();
        });
        using var officer = await app.SignInAsync(Role.Officer);
        const string Own = "Các hoạt động tuyên truyền cải cách hành chính trọng tâm năm 2026 được nêu tại Phụ lục I kèm theo Kế hoạch này";
        var bytes = await officer.Http.GetByteArrayAsync(PlanLinks.Download(plan.Id, "word"));
        FormChecker.Check(new MemoryStream(bytes)).Differences.ShouldBeEmpty();
        var lines = Lines(bytes);
        lines.ShouldContain(l => l.StartsWith(Own, StringComparison.Ordinal));
        lines.ShouldContain(l => l.StartsWith("Nhiệm vụ, cơ quan thực hiện và thời gian hoàn thành được tổng hợp tại Phụ lục II kèm theo Kế hoạch này", StringComparison.Ordinal));
        lines.Where(l => l.StartsWith("Phụ lục ", StringComparison.OrdinalIgnoreCase) && l.Length < 12).ShouldBe(["Phụ lục I", "Phụ lục II"]);
        Lines(await officer.Http.GetByteArrayAsync(PlanLinks.Download(plan.Id, "phu-luc-word"))).ShouldContain("Phụ lục II");

        // A sentence that names it is enough.
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var row = await db.Set<PlanStatement>().Where(t => t.PlanId == plan.Id && t.Kind == "item").OrderBy(t => t.Ordinal).FirstAsync();
            row.Text = "Các hoạt động trọng tâm nêu tại Phụ lục kèm theo Kế hoạch này.";
            await db.SaveChangesAsync();
        });
        lines = Lines(await officer.Http.GetByteArrayAsync(PlanLinks.Download(plan.Id, "word")));
        lines.ShouldNotContain(l => l.StartsWith(Own, StringComparison.Ordinal));
        lines.ShouldContain(l => l.Contains("tổng hợp tại Phụ lục II", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Word_TaskTakenOutOfADraft_ItsSentenceAndRowGo_TheRestCountsOn_AndIsTheTextOnceIssued()
    {
        var unit = await app.AddOrganizationAsync("Sở Hai", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var plan = await new PlanBuilder(app, app.Province).With("Phát tờ rơi", unit).With("Đăng tin", unit).With("Làm video", unit).With("In sổ tay", unit).BuildAsync();
        var tasks = await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.RemoveRange(await db.Set<PlanStatement>().Where(t => t.PlanId == plan.Id).ToListAsync());
            var rows = await db.Set<PlanTask>().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).ToListAsync();
            (string Kind, string? Label, string Text, int Task)[] text =
            [
                ("heading", "I", "NHIỆM VỤ", -1), ("heading", "1", "Sở Một", -1), ("item", "a", "Phát tờ rơi", 0), ("heading", "2", "Sở Hai", -1), ("item", "a", "Đăng tin", 1), ("item", "b", "Làm video", 2), ("item", "c", "Hướng dẫn các xã", -1),
                ("table-cell", "TT", "Nội dung", -1), ("table-cell", null, "Thời gian", -1), ("table-cell", "1", "In sổ tay", 3), ("table-cell", null, "Quý I", -1), ("table-cell", "2", "Treo pa nô", -1), ("table-cell", null, "Quý II", -1),
            ];
            foreach (var (line, n) in text.Select((line, n) => (line, n)))
            {
                db.Add(new PlanStatement { ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = n, Key = $"k{n}", Kind = line.Kind, Label = line.Label, Text = line.Text });
                if (line.Task >= 0) (rows[line.Task].StatementKeys, rows[line.Task].Section) = ([$"k{n}"], line.Task == 0 ? "1. Sở Một" : "2. Sở Hai");
            }
            await db.SaveChangesAsync();
            return rows;
        });
        using var officer = await app.SignInAsync(Role.Officer);
        async Task WithdrawAsync(int task) => (await officer.SubmitAsync(await officer.GetAsync(PlanLinks.WithdrawTask(tasks[task].Id)), "main form[method=post]", new() { ["Reason"] = "Không còn cần" })).Status.ShouldBe(HttpStatusCode.Redirect);
        async Task<List<string>> PrintedAsync() => [.. Lines(await officer.Http.GetByteArrayAsync(PlanLinks.Download(plan.Id, "word"))).SkipWhile(l => l != "I. NHIỆM VỤ").TakeWhile(l => !l.StartsWith("Nhiệm vụ, cơ quan", StringComparison.Ordinal))];
        foreach (var task in (int[])[0, 1, 3]) await WithdrawAsync(task);
        string[] stays = ["I. NHIỆM VỤ", "1. Sở Hai", "a) Làm video", "b) Hướng dẫn các xã", "TT", "Nội dung", "Thời gian", "1", "Treo pa nô", "Quý II"];
        (await PrintedAsync()).Select(l => l.TrimEnd('.')).Where(l => l.Length > 0).ShouldBe(stays);

        (await officer.SubmitAsync(await officer.GetAsync($"/plans/{plan.Id}"), "#recordissued form[method=post]", [])).Status.ShouldBe(HttpStatusCode.Redirect);
        var kept = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanStatement>().AsNoTracking().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).Select(t => new { t.Key, t.Label }).ToListAsync());
        kept.Select(k => (k.Key, k.Label)).ShouldBe([("k0", "I"), ("k3", "1"), ("k5", "a"), ("k6", "b"), ("k7", "TT"), ("k8", null), ("k11", "1"), ("k12", null)]);
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanTask>().AsNoTracking().SingleAsync(t => t.Id == tasks[2].Id))).Section.ShouldBe("1. Sở Hai");
        // What was signed stays, whatever is withdrawn from it.
        await WithdrawAsync(2);
        (await PrintedAsync()).Select(l => l.TrimEnd('.')).Where(l => l.Length > 0).Take(4).ShouldBe(stays.Take(4));
    }

    [Fact]
    public async Task Task_ThatAsksForAnotherNumber_NumberAndWordsOfItsProductSayTheSame()
    {
        var unit = await app.AddOrganizationAsync("Sở Đổi Số", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        DutyRule EachMonth(int count) => new() { Kind = DutyKind.Counted, Every = [PeriodKind.Month], Count = count };
        (string Words, int Was, int Count, string Become, int Quantity)[] cases =
        [
            ("Bản tin quý 1, 12 bài", 12, 24, "Bản tin quý 1, 24 bài", 24), ("Bản tin quý 1, 1 bài", 1, 3, "Bản tin quý 1, 03 bài", 3), ("120 tờ, khổ A120", 120, 1500, "1.500 tờ, khổ A120", 1500),
            ("1.200 tờ rơi", 1200, 2400, "2.400 tờ rơi", 2400), ("khổ A5", 5, 6, "khổ A5", 6), ("mười hai bản tin", 12, 24, "mười hai bản tin", 12), ("Sổ tay 40 trang", 12, 24, "Sổ tay 40 trang", 12),
        ];
        var builder = new PlanBuilder(app, app.Province);
        foreach (var one in cases) builder.With($"Làm {one.Words}", unit, EachMonth(one.Was));
        var plan = await builder.BuildAsync();
        await app.InScopeAsync(async s =>
        {
            var (db, save) = (s.GetRequiredService<LanToaDb>(), s.GetRequiredService<SaveTask>());
            var tasks = await db.Set<PlanTask>().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).ToListAsync();
            foreach (var (task, one) in tasks.Zip(cases)) task.Products = [new TaskProduct("bulletin", one.Was, one.Words)];
            await db.SaveChangesAsync();
            foreach (var (task, one) in tasks.Zip(cases))
                (await save.HandleAsync(new PlanTaskInput(task.Id, plan.Id, task.Version, new TaskInput(task.Text, task.Section, TaskModality.Command, [$"o:{unit.Id}"], [], EachMonth(one.Count)) { Products = task.Products }))).WhyNot.ShouldBeEmpty();
        });
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).Select(t => t.Products).ToListAsync()))
            .Select(p => (p.Single().Text, p.Single().Quantity)).ShouldBe(cases.Select(c => (c.Become, (decimal?)c.Quantity)));
    }

    [Fact]
    public async Task Word_OnlyTaskOfAHeadingTakenOut_TheHeadingIsLeftOut_OthersStay()
    {
        var unit = await app.AddOrganizationAsync("Sở Bỏ Mục", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var plan = await new PlanBuilder(app, app.Province).With("Phát tờ rơi", unit).With("Đăng tin", unit).With("Làm video", unit).In(PlanState.Issued).BuildAsync();
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.RemoveRange(await db.Set<PlanStatement>().Where(t => t.PlanId == plan.Id).ToListAsync());
            var tasks = await db.Set<PlanTask>().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).ToListAsync();
            (string Kind, string? Label, string Text, int Task)[] text =
            [
                ("heading", "I", "NHIỆM VỤ", -1), ("heading", "7", "Nơi phát tờ rơi", -1), ("item", null, "", 0), ("heading", "8", "Trung tâm Truyền thông tỉnh", -1), ("item", null, "", 1),
                ("heading", "II", "KINH PHÍ", -1), ("heading", "1", "Nơi làm video", -1), ("item", null, "", 2), ("heading", "III", "Theo dõi thường xuyên", -1), ("paragraph", null, "Trên đây là Kế hoạch của tỉnh./.", -1),
            ];
            foreach (var (line, n) in text.Select((line, n) => (line, n)))
            {
                var key = line.Task < 0 ? $"k{n}" : $"tay-{tasks[line.Task].Id:N}";
                db.Add(new PlanStatement { ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = n, Key = key, Kind = line.Kind, Label = line.Label, Text = line.Task < 0 ? line.Text : tasks[line.Task].Text });
                if (line.Task >= 0) tasks[line.Task].StatementKeys = [key];
            }
            (tasks[1].State, tasks[2].State) = (TaskState.Withdrawn, TaskState.Withdrawn);
            await db.SaveChangesAsync();
        });
        using var officer = await app.SignInAsync(Role.Officer);
        var lines = Lines(await officer.Http.GetByteArrayAsync(PlanLinks.Download(plan.Id, "word")));
        string[] stays = ["I. NHIỆM VỤ", "7. Nơi phát tờ rơi", "III. Theo dõi thường xuyên"], goes = ["8. Trung tâm Truyền thông tỉnh", "II. KINH PHÍ", "1. Nơi làm video"];
        lines.Where(l => stays.Concat(goes).Contains(l, StringComparer.OrdinalIgnoreCase)).Select(l => l.ToUpperInvariant()).ShouldBe(stays.Select(l => l.ToUpperInvariant()), "a heading that never had anything under it says something itself");
        // The public page is made of the same blocks.
        (await app.InScopeAsync(s => s.GetRequiredService<PublishedPlans>().ReadAsync(plan))).Body.OfType<LanToa.Platform.Documents.HeadingBlock>().Select(h => h.Text).ShouldBe(["NHIỆM VỤ", "Nơi phát tờ rơi", "Theo dõi thường xuyên"]);
    }

    [Fact]
    public async Task Pdf_WithLibreOffice_IsAPdf_WithoutIt_SaysWhatToDo()
    {
        var plan = await HandWrittenAsync("Sở In");
        using var officer = await app.SignInAsync(Role.Officer);
        var answer = await officer.Http.GetAsync(PlanLinks.Download(plan.Id, "pdf"));
        if (ExternalProgram.LibreOffice.IsAvailable)
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await answer.Content.ReadAsByteArrayAsync()).AsSpan(0, 5).SequenceEqual("%PDF-"u8).ShouldBeTrue();
        }
        else
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("apt-get install libreoffice-writer");
        }
    }

    [Fact]
    public async Task Download_UnknownKindOrHiddenDraft_IsNotFound()
    {
        var plan = await HandWrittenAsync("Sở Kín");
        var commune = await app.AddOrganizationAsync("Ủy ban nhân dân xã Ngoài Cuộc", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province);
        using var stranger = await app.SignInAsync(Role.Officer, commune);
        foreach (var what in (string[])["word", "pdf", "phu-luc-word", "phu-luc-excel"]) (await stranger.GetAsync(PlanLinks.Download(plan.Id, what))).Status.ShouldBe(HttpStatusCode.NotFound);
        using var officer = await app.SignInAsync(Role.Officer);
        (await officer.GetAsync(PlanLinks.Download(plan.Id, "exe"))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task SignedCopy_AfterIssuing_BecomesTheOfficialFile()
    {
        var plan = await HandWrittenAsync("Sở Ký", PlanState.Issued);
        using var leader = await app.SignInAsync(Role.Leader);
        (await leader.GetAsync(PlanLinks.Of(plan.Id))).Html.QuerySelector($"a[href='{PlanLinks.SignedCopy(plan.Id)}']").ShouldNotBeNull();
        var form = await leader.GetAsync(PlanLinks.SignedCopy(plan.Id));
        (await leader.SubmitAsync(form, "form[enctype]")).Text().ShouldContain("Bạn chưa chọn tệp.");
        (await leader.SubmitAsync(form, "form[enctype]", file: new TestFile("Signed", "virus.exe", [0x4d, 0x5a, 0, 1]))).Text().ShouldContain("Bản đã ký phải là tệp PDF");
        (await leader.SubmitAsync(form, "form[enctype]", file: new TestFile("Signed", "rong.pdf", "%PDF-1.4 trailer"u8.ToArray()))).Text().ShouldContain("không mở được hoặc không có trang nào");
        (await leader.SubmitAsync(form, "form[enctype]", file: new TestFile("Signed", "da-ky.pdf", TestPdf.Of("bản một")))).Status.ShouldBe(HttpStatusCode.Redirect);
        var first = await SignedAsync(plan);
        (await leader.GetAsync(PlanLinks.Of(plan.Id))).Html.QuerySelector($"a[href='/files/{first}']")!.TextContent.ShouldContain("Bản đã ký");

        var again = await leader.GetAsync(PlanLinks.SignedCopy(plan.Id));
        (await leader.SubmitAsync(again, "form[enctype]", file: new TestFile("Signed", "khac.pdf", TestPdf.Of("bản hai")))).Text().ShouldContain("Hãy ghi lý do thay bản khác.");
        (await leader.SubmitAsync(again, "form[enctype]", new() { ["Reason"] = "Bản trước thiếu trang" }, new TestFile("Signed", "khac.pdf", TestPdf.Of("bản hai")))).Status.ShouldBe(HttpStatusCode.Redirect);
        (await SignedAsync(plan)).ShouldNotBe(first);
        var page = await leader.GetAsync($"{PlanLinks.Of(plan.Id)}?phan=lich-su");
        page.Text().ShouldContain("Bản trước thiếu trang");
        var files = (await leader.GetAsync($"{PlanLinks.Of(plan.Id)}?phan=thong-tin")).Texts("main li");
        files.Single(f => f.StartsWith("da-ky.pdf", StringComparison.Ordinal)).ShouldContain("bản đã ký, đã được thay bằng khac.pdf ngày");
        files.Single(f => f.StartsWith("khac.pdf", StringComparison.Ordinal)).ShouldContain("bản đã ký, bản đang dùng");
    }

    [Fact]
    public async Task SignedCopy_BeforeIssuing_IsRefusedWithTheReason()
    {
        var plan = await HandWrittenAsync("Sở Nháp");
        using var leader = await app.SignInAsync(Role.Leader);
        var page = await leader.GetAsync(PlanLinks.SignedCopy(plan.Id));
        page.Text().ShouldContain("Dự thảo");
        page.Html.QuerySelector("form[enctype]").ShouldBeNull();
        (await SignedAsync(plan)).ShouldBeNull();
    }

    private async Task<Plan> HandWrittenAsync(string lead, PlanState state = PlanState.Drafted)
    {
        var unit = await app.AddOrganizationAsync(lead, OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var plan = await new PlanBuilder(app, app.Province).With("Viết bài về dịch vụ công", unit).With("Treo băng rôn tại nơi tiếp dân", unit).In(state).BuildAsync();
        // As the form for tasks leaves it: each sentence is the task's own, under its section.
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            foreach (var task in await db.Set<PlanTask>().Where(t => t.PlanId == plan.Id).ToListAsync())
            {
                var key = $"tay-{task.Id:N}";
                db.Add(new PlanStatement { ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = 100 + task.Ordinal, Key = key, Kind = "item", Text = task.Text, Path = ["NHIỆM VỤ CHUNG"] });
                task.StatementKeys = [key];
            }
            db.RemoveRange(await db.Set<PlanStatement>().Where(t => t.PlanId == plan.Id && !t.Key.StartsWith("tay-")).ToListAsync());
            await db.SaveChangesAsync();
        });
        return plan;
    }

    private async Task<Plan> ImportedAsync(PlanReading reading)
    {
        var plan = await new PlanBuilder(app, app.Province).BuildAsync();
        return await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var stored = await db.Set<Plan>().FirstAsync(p => p.Id == plan.Id);
            var (document, signer) = (reading.Document, reading.Signer);
            (stored.Number, stored.Symbol, stored.Title, stored.Place, stored.Date) = (document.Number, document.Symbol, document.Title!, document.Place, document.Date);
            (stored.SignerAuthority, stored.SignerPosition, stored.SignerName) = (signer.Authority, signer.Position, signer.Name);
            foreach (var (statement, n) in reading.Statements.Select((statement, n) => (statement, n)))
                db.Add(new PlanStatement
                {
                    ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = n, Key = statement.Id, Kind = statement.Kind, Label = statement.Label, Path = [.. statement.Path], Start = statement.Start, End = statement.End,
                    Text = statement.Text, Restored = statement.Restored,
                });
            await db.SaveChangesAsync();
            return stored;
        });
    }

    private Task<Guid?> SignedAsync(Plan plan) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Plan>().AsNoTracking().Where(p => p.Id == plan.Id).Select(p => p.SignedFileId).FirstAsync());

    private static List<string> Lines(byte[] bytes)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(bytes), false);
        return [.. document.MainDocumentPart!.Document.Body!.Descendants<DocumentFormat.OpenXml.Wordprocessing.Paragraph>().Select(p => p.InnerText)];
    }
}
