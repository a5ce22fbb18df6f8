using System.Text;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Mail;
using LanToa.Platform.Notices;
using LanToa.Platform.Permissions;
using LanToa.Platform.Text;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests;

/// <summary>A province in which every list has a row that tries to be a formula.</summary>
public sealed class ListsApp : ObligationsApp
{
    public const string Evil = "=cmd|' /C calc'!A0, \"x\"";

    public Plan Plan { get; private set; } = null!;
    public Guid Group { get; } = Guid.CreateVersion7();
    public Guid Urging { get; } = Guid.CreateVersion7();
    public Guid SignedIn { get; private set; }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Clock.MoveTo(new DateOnly(2026, 11, 20));
        var evil = await AddOrganizationAsync("+Sở " + Evil, OrganizationLevel.Province, OrganizationKind.Department, Province, "-1+1");
        var ended = await AddOrganizationAsync("@Sở đã giải thể", OrganizationLevel.Province, OrganizationKind.Department, Province);
        Plan = await IssueAsync(new DateOnly(2026, 1, 15), null,
            new TaskGiven(Evil, OneEachQuarter, [evil.Id, Finance.Id], Coordinating: [Culture.Id]), new TaskGiven("@SUM(1)", new DutyRule { Kind = DutyKind.OnRequest }, [Finance.Id]));
        SignedIn = (await AddPersonAsync(Role.Viewer)).Id;
        await InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            // More than the page shows.
            for (var n = 0; n < 25; n++) db.Add(new SignInEvent { AccountId = SignedIn, At = Clock.GetUtcNow().AddMinutes(-n), Outcome = SignInOutcome.WrongPassword, Address = "192.0.2.1", Browser = "=Trình duyệt" });
            var file = new StoredFile { Sha256 = new string('a', 64), Size = 1, MediaType = "text/plain", StoredAt = Clock.GetUtcNow() };
            var import = Guid.CreateVersion7();
            var attached = new Attachment { ProvinceId = 99, SubjectKind = "plan-import", SubjectId = import, Sha256 = file.Sha256, FileName = "=a.txt", AddedAt = Clock.GetUtcNow() };
            db.AddRange(file, attached);
            db.Add(new PlanImport { Id = import, ProvinceId = 99, UnitId = Province.Id, FileName = "=a.txt", Title = "@Kế hoạch đang đọc", Sha256 = file.Sha256, FileId = attached.Id, State = ImportState.Ready, CreatedAt = Clock.GetUtcNow(), CreatedByName = "=Ai" });
            await db.SaveChangesAsync();
            foreach (var obligation in await db.Set<Obligation>().ToListAsync()) obligation.AssigneeName = "\t=1";
            foreach (var plan in await db.Set<Plan>().ToListAsync()) plan.Title = "-" + plan.Title;
            db.Add(new OrganizationGroup { Id = Group, Name = "=Các sở", Levels = [OrganizationLevel.Province], Kinds = [OrganizationKind.Department] });
            db.Add(new OrganizationAlias { Text = "=các sở thử", Folded = "=cac so thu", GroupId = Group });
            db.Add(new Holiday { ProvinceId = 99, Date = new DateOnly(2026, 9, 9), Name = "=Lễ", Kind = HolidayKind.Holiday, Source = HolidaySource.Official });
            db.Add(new WordsMeaning { ProvinceId = 99, IssuerId = Province.Id, Text = "-các hội", Folded = "cac hoi", Units = [], ByName = "=Ai", At = Clock.GetUtcNow() });
            var succession = new Succession { Kind = SuccessionKind.Abolish, EffectiveOn = new DateOnly(2026, 1, 1), Act = "=08/NQ", At = Clock.GetUtcNow() };
            db.Add(succession);
            db.Add(new SuccessionLine { SuccessionId = succession.Id, FromId = ended.Id });
            db.Add(new Job { ProvinceId = 99, Kind = "test.none", Payload = "{}", State = JobState.Cancelled, CreatedAt = Clock.GetUtcNow(), RunAfter = Clock.GetUtcNow(), CreatedByName = "=Ai", Error = "\r=lỗi" });
            var work = await db.Set<Occurrence>().FirstAsync(o => o.UnitId == evil.Id);
            db.Add(new Urging { Id = Urging, ProvinceId = 99, UrgerId = Province.Id, ByName = "=Ai", Day = new DateOnly(2026, 11, 20), At = Clock.GetUtcNow(), Words = "@Đề nghị khẩn trương", FormKey = Guid.CreateVersion7(), Units = 1, Occurrences = 1 });
            db.Add(new UrgedWork { ProvinceId = 99, UrgingId = Urging, OccurrenceId = work.Id, UnitId = work.UnitId, DueOn = work.DueOn, DaysLate = 3 });
            await db.SaveChangesAsync();
        });
    }

    /// <summary>A letter to the person and a notice for them.</summary>
    public Task TellAsync(Guid account) => InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<LanToaDb>();
        db.Add(new OutgoingMail { ProvinceId = 99, AccountId = account, Kind = "test.none", ToAddress = "thu@thu.example", ToName = "Thử", Subject = "+Thư", Text = "Thư thử.", CreatedAt = Clock.GetUtcNow() });
        db.Add(new Notice { ProvinceId = 99, AccountId = account, Key = "thu", Title = "=Thông báo", Detail = "@x", Href = "/today", At = Clock.GetUtcNow() });
        (await db.Users.SingleAsync(a => a.Id == account)).DisplayName = "-2+3";
        await db.SaveChangesAsync();
    });
}

/// <summary>Every list of the office as a file: what the page counts, in both forms, and nothing in it runs.</summary>
public sealed class ListFileTests(ListsApp app) : IClassFixture<ListsApp>
{
    // The page as its link is found on it, and what makes one row there.
    private (string Path, Role Role, string Rows)[] Lists =>
    [
        ("/plans", Role.Officer, "main tbody tr"), ($"/plans/{app.Plan.Id}/agencies", Role.Officer, "main tbody tr"), ($"/plans/tasks/{app.Plan.Id}", Role.Officer, "main .lt-review-card"),
        ("/plans/acts", Role.Officer, "Paging"), ("/plans/acts?q=282", Role.Officer, "main tbody tr"), ("/plans/words", Role.Administrator, "main tbody tr"), ("/plans/import", Role.Officer, "main tbody tr"),
        ("/obligations", Role.Officer, "main tbody tr"), ("/obligations?state=overdue&q=cmd&sort=-due", Role.Officer, "main tbody tr"), ("/obligations/board", Role.Officer, "main tbody tr:not(:has(th[scope=rowgroup]))"),
        ("/obligations/urgings", Role.Officer, "main tbody tr"), ($"/obligations/urgings/{app.Urging}", Role.Officer, "main tbody tr"),
        ("/obligations/duties", Role.Officer, "main tbody tr"), ("/organizations?xem=danh-sach", Role.Officer, "Paging"), ("/organizations?q=So", Role.Officer, "Paging"), ("/organizations/groups", Role.Officer, "main tbody tr"),
        ($"/organizations/group/{app.Group}", Role.Officer, "main tbody tr"), ("/rules/holidays", Role.Administrator, "main tbody tr"), ("/rules/regimes", Role.Administrator, "main tbody tr"),
        ("/identity/accounts", Role.Administrator, "main tbody tr"), ("/jobs?trangthai=all", Role.Administrator, "Paging"), ("/mail", Role.Administrator, "main tbody tr"), ("/notices", Role.Administrator, ".lt-notices > li"),
    ];

    [Fact]
    public async Task List_Any_IsAFileOfTheSameRowsInWhichNothingRuns()
    {
        var people = new Dictionary<Role, TestBrowser> { [Role.Officer] = await app.SignInAsync(Role.Officer), [Role.Administrator] = await app.SignInAsync(Role.Administrator) };
        await app.TellAsync(people[Role.Administrator].AccountId);
        var evil = 0;
        foreach (var (path, role, rows) in Lists)
        {
            var page = await people[role].OpenAsync(path);
            var shown = rows == "Paging" ? int.Parse(page.Text("main .lt-paging span").Split(" trong ")[1].Split(' ')[0].Replace(".", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture) : page.Html.QuerySelectorAll(rows).Length;
            shown.ShouldBePositive(path);
            using var file = await people[role].Http.GetAsync(Link(page, "csv"));
            Regex.Count(file.Content.Headers.ContentDisposition!.FileNameStar!, @"\d{4}-\d{2}-\d{2}").ShouldBe(1, "the day on which it was taken, and no other");
            var csv = Read(Encoding.UTF8.GetString(await file.Content.ReadAsByteArrayAsync()));
            var xlsx = Sheet(await people[role].Http.GetByteArrayAsync(Link(page, "xlsx")));

            csv.Count.ShouldBe(shown + 1, path);
            xlsx.Count.ShouldBe(shown + 1, path);
            csv[0].ShouldBe(xlsx[0], path);
            csv.ShouldAllBe(line => line.Count == csv[0].Count, path);
            var cells = csv.SelectMany(line => line).OfType<string>().ToList();
            cells.ShouldAllBe(c => !Csv.MayRun(c), path);
            evil += cells.Count(c => c.StartsWith('\''));
            // The sheet says the same without the apostrophe, which would show there.
            xlsx.SelectMany(line => line).OfType<string>().ShouldAllBe(c => !c.StartsWith('\''), path);
            xlsx.SelectMany(line => line).OfType<string>().Count(Csv.MayRun).ShouldBe(cells.Count(c => c.StartsWith('\'')), path);
        }
        // Every kind of trick was in some list.
        evil.ShouldBeGreaterThan(20);
        foreach (var browser in people.Values) browser.Dispose();
    }

    [Fact]
    public async Task SignIns_OfAPerson_AreAllInTheFile()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        var page = await administrator.OpenAsync($"/identity/accounts/security/{app.SignedIn}");
        page.Html.QuerySelectorAll("main tbody tr").Length.ShouldBe(20);
        var lines = Read(Encoding.UTF8.GetString(await administrator.Http.GetByteArrayAsync(Link(page, "csv"))));
        lines.Count.ShouldBe(26);
        lines[1].ShouldContain("'=Trình duyệt");
        // The person takes their own, and nobody else's.
        var own = await administrator.OpenAsync("/identity/me");
        Read(Encoding.UTF8.GetString(await administrator.Http.GetByteArrayAsync(Link(own, "csv")))).Count.ShouldBe(own.Html.QuerySelectorAll("main tbody tr").Length + 1);
        using var officer = await app.SignInAsync(Role.Officer);
        (await officer.GetAsync($"/identity/accounts/security/{app.SignedIn}?handler=Export")).Location!.ShouldContain("/identity/denied");
    }

    [Fact]
    public async Task Succession_RecordedSoFar_IsAFileLineByLine()
    {
        using var person = await app.SignInAsync(Role.Administrator);
        var lines = Read(Encoding.UTF8.GetString(await person.Http.GetByteArrayAsync("/organizations/succession?handler=Export&dang=csv")));
        lines[1].ShouldContain("'=08/NQ");
        lines[1].ShouldContain("'@Sở đã giải thể");
    }

    [Fact]
    public async Task List_OfSomebodyElse_IsNotInTheFile()
    {
        using var stranger = await app.SignInAsync(Role.FocalPoint, app.Commune);
        Encoding.UTF8.GetString(await stranger.Http.GetByteArrayAsync("/obligations?handler=Export&dang=csv&state=all")).ShouldNotContain("cmd");
        (await stranger.GetAsync("/identity/accounts?handler=Export&dang=csv")).Location!.ShouldContain("/identity/denied");
        using var nobody = app.Anonymous();
        foreach (var (path, _, _) in Lists) (await nobody.GetAsync(path + (path.Contains('?') ? "&" : "?") + "handler=Export")).Location!.ShouldContain("/identity/signin", customMessage: path);
    }

    [Fact]
    public async Task Sheet_OfAList_HasDatesAsDatesAndNumbersAsNumbers()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var answer = await officer.Http.GetAsync($"/obligations?plan={app.Plan.Id}&state=all&handler=Export&dang=xlsx");
        answer.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("viec-phai-lam-2026-11-20.xlsx");
        using var document = SpreadsheetDocument.Open(new MemoryStream(await answer.Content.ReadAsByteArrayAsync()), false);
        var cells = document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Row>().ElementAt(1).Elements<Cell>().ToDictionary(c => c.CellReference!.Value![..1]);
        cells["G"].CellValue!.Text.ShouldBe(new DateOnly(2026, 3, 31).ToDateTime(TimeOnly.MinValue).ToOADate().ToString(System.Globalization.CultureInfo.InvariantCulture));
        (cells["G"].DataType, cells["H"].DataType, cells["H"].CellValue!.Text).ShouldBe((null, null, "1"));
    }

    private static string Link(TestPage page, string form) =>
        new Uri(page.Address, page.Html.QuerySelector($".lt-menu__list a[href*='handler=Export'][href$='dang={form}']")?.GetAttribute("href") ?? throw new InvalidOperationException($"{page.Address} offers no {form}.")).PathAndQuery;

    private static List<List<string?>> Read(string text)
    {
        text.ShouldStartWith("\ufeff");
        var (lines, line, cell, quoted) = (new List<List<string?>>(), new List<string?>(), new StringBuilder(), false);
        for (var i = 1; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[i++]);
            else if (text[i] == '"') quoted = !quoted;
            else if (!quoted && text[i] is ',' or '\n')
            {
                line.Add(cell.ToString());
                cell.Clear();
                if (text[i] == ',') continue;
                lines.Add(line);
                line = [];
            }
            else if (quoted || text[i] != '\r') cell.Append(text[i]);
        }
        return lines;
    }

    private static List<List<string?>> Sheet(byte[] bytes)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(bytes), false);
        var formats = document.WorkbookPart!.WorkbookStylesPart!.Stylesheet.CellFormats!.Elements<CellFormat>().ToList();
        return [.. document.WorkbookPart.WorksheetParts.Single().Worksheet.Descendants<Row>().Select(r => r.Elements<Cell>().Select(c =>
        {
            c.CellFormula.ShouldBeNull();
            if (Csv.MayRun(c.InnerText) && c.InlineString is not null) formats[(int)c.StyleIndex!.Value].QuotePrefix!.Value.ShouldBeTrue(c.InnerText);
            return (string?)(c.InlineString is null ? "" : c.InnerText);
        }).ToList())];
    }
}
