using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Jobs;
using LanToa.Platform.Permissions;
using LanToa.Reading.Tests.Extraction;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans.Import;

/// <summary>Files as they really come, and hands that slip: what the person is told, and that nothing is left half done.</summary>
public sealed class BadInputTests(ImportApp app) : IClassFixture<ImportApp>
{
    static BadInputTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Fact]
    public async Task Read_EncryptedPdf_SaysToTakeThePasswordOff()
    {
        using var person = await app.OfficerAsync();
        (await FailedAsync(person, EncryptedPdf(), "mat.pdf")).ShouldContain("mật khẩu");
    }

    [Fact]
    public async Task Read_JobOfAFailedReadingRunAgain_ReadsTheDocument()
    {
        using var person = await app.OfficerAsync();
        var sent = await ImportApp.UploadAsync(person, Encoding.UTF8.GetBytes(ImportApp.PlanText + $"\n\n{Guid.CreateVersion7()}\n"));
        var id = Guid.Parse(sent.Location.ShouldNotBeNull().Split('/')[^1]);
        var job = (await app.ImportAsync(id)).JobId!.Value;
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            await db.Set<PlanImport>().Where(i => i.Id == id).ExecuteUpdateAsync(i => i.SetProperty(x => x.State, ImportState.Failed).SetProperty(x => x.Error, "Kho tệp không trả lời."));
            await db.Set<Job>().Where(j => j.Id == job).ExecuteUpdateAsync(j => j.SetProperty(x => x.State, JobState.Dead));
            (await s.GetRequiredService<JobQueue>().AgainAsync(job)).ShouldBeTrue();
        });
        await app.RunJobsAsync();
        var import = await app.ImportAsync(id);
        (import.State, import.Error).ShouldBe((ImportState.Ready, null));
        (await app.ItemsAsync(id)).ShouldNotBeEmpty();

        // Uploaded again meanwhile, it is not read beside that.
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            await db.Set<PlanImport>().Where(i => i.Id == id).ExecuteUpdateAsync(i => i.SetProperty(x => x.State, ImportState.Failed));
            db.Add(new PlanImport { ProvinceId = import.ProvinceId, UnitId = import.UnitId, FileName = import.FileName, Sha256 = import.Sha256, FileId = import.FileId, State = ImportState.Ready, CreatedAt = import.CreatedAt, CreatedByName = "Văn thư" });
            await db.SaveChangesAsync();
            await db.Set<Job>().Where(j => j.Id == job).ExecuteUpdateAsync(j => j.SetProperty(x => x.State, JobState.Dead));
            (await s.GetRequiredService<JobQueue>().AgainAsync(job)).ShouldBeTrue();
        });
        await app.RunJobsAsync();
        (await app.ImportAsync(id)).State.ShouldBe(ImportState.Failed);
    }

    [Fact]
    public async Task Read_ZipBomb_IsRefusedWithWordsAndTheNextFileIsRead()
    {
        using var person = await app.OfficerAsync();
        var bomb = Docx("<a>" + new string(' ', 60_000_000) + "</a>", "word/styles.xml");
        (await FailedAsync(person, bomb, "bom.docx")).ShouldContain("lớn bất thường");
        (await app.ImportAsync(await app.ReadAsync(person))).State.ShouldBe(ImportState.Ready);
    }

    [Fact]
    public async Task Read_WordWithMacrosAndOutsideLinks_IsReadAndWarnsOfBoth()
    {
        using var person = await app.OfficerAsync();
        var bytes = Docx("x", "word/vbaProject.bin", """<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://127.0.0.1:1/mau.dotm" TargetMode="External"/>""");
        var page = await ReviewAsync(person, bytes, "ke-hoach.docm");
        page.Text().ShouldContain("macro");
        page.Text().ShouldContain("liên kết");
        page.Text(".lt-source").ShouldContain("Sở Nội vụ");
    }

    public static TheoryData<string> Encodings => ["UTF-16", "UTF-16 ngược", "UTF-16 không dấu hiệu", "TCVN3", "VNI", "Windows-1258"];

    [Theory, MemberData(nameof(Encodings))]
    public async Task Read_OtherEncoding_ShowsRightVietnamese(string encoding)
    {
        using var person = await app.OfficerAsync();
        var text = ImportApp.PlanText + $"\n{Guid.CreateVersion7()}\n";
        var bytes = encoding switch
        {
            "UTF-16" => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
            "UTF-16 ngược" => [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(text)],
            "UTF-16 không dấu hiệu" => Encoding.Unicode.GetBytes(text),
            // Its capitals with marks were small letters in a font of capitals.
            "TCVN3" => LegacyBytes.Tcvn3(string.Concat(text.Select(c => c > 127 ? char.ToLowerInvariant(c) : c))),
            "VNI" => LegacyBytes.Vni(text),
            _ => LegacyBytes.Windows1258(text),
        };
        var page = await ReviewAsync(person, bytes, "ke-hoach.txt");
        page.Text(".lt-source").ShouldContain("tham mưu Ủy ban nhân dân tỉnh kiểm tra công tác tuyên truyền", Case.Insensitive);
        page.Text("#the-nhiem-vu").ShouldContain("Sở Văn hóa, Thể thao và Du lịch", Case.Insensitive);
    }

    [Fact]
    public async Task Upload_NoDocumentInside_IsRefusedWithWords()
    {
        using var person = await app.OfficerAsync();
        var many = new MemoryStream();
        using (var zip = new ZipArchive(many, ZipArchiveMode.Create, leaveOpen: true))
            for (var i = 0; i < 25_000; i++) zip.CreateEntry("word/document.xml" + i);
        (await FailedAsync(person, many.ToArray(), "nhieu.docx")).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Upload_CutOffInTheMiddle_LeavesNothing()
    {
        using var person = await app.OfficerAsync();
        var page = await person.GetAsync("/plans/import");
        var token = page.Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var before = await CountsAsync();
        const string border = "----cat-ngang";
        var form = $"--{border}\r\nContent-Disposition: form-data; name=\"__RequestVerificationToken\"\r\n\r\n{token}\r\n--{border}\r\nContent-Disposition: form-data; name=\"Document\"; filename=\"cat.txt\"\r\nContent-Type: text/plain\r\n\r\n{ImportApp.PlanText}";
        var cookies = string.Join("; ", person.Cookies.GetCookies(app.Address).Select(c => $"{c.Name}={c.Value}"));
        using (var connection = new TcpClient())
        {
            await connection.ConnectAsync(app.Address.Host, app.Address.Port);
            var stream = connection.GetStream();
            await stream.WriteAsync(Encoding.UTF8.GetBytes(
                $"POST /plans/import HTTP/1.1\r\nHost: {app.Address.Authority}\r\nCookie: {cookies}\r\nContent-Type: multipart/form-data; boundary={border}\r\nContent-Length: 5000000\r\n\r\n{form}"));
            await stream.FlushAsync();
        }
        // The next request comes after the broken one has been given up: both are the same person's.
        (await person.GetAsync("/plans/import")).Text().ShouldNotContain("cat.txt");
        (await CountsAsync()).ShouldBe(before);
        (await app.ImportAsync(await app.ReadAsync(person))).State.ShouldBe(ImportState.Ready);
        app.TemporaryFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Upload_PressedTwiceAtOnce_MakesOneImport()
    {
        using var person = await app.OfficerAsync();
        var content = Encoding.UTF8.GetBytes(ImportApp.PlanText + Guid.CreateVersion7());
        var page = await person.GetAsync("/plans/import");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => person.SubmitAsync(page, "form[enctype]", file: new TestFile("Document", "hai-lan.txt", content))));
        answers.Count(a => a.Status == HttpStatusCode.Redirect).ShouldBe(1);
        answers.Where(a => a.Status == HttpStatusCode.OK).ShouldAllBe(a => a.Html.QuerySelector($"a[href='{answers.First(b => b.Location != null).Location}']") != null);
        await app.RunJobsAsync();
    }

    [Fact]
    public async Task Step_AfterTheSessionEnded_ChangesNothingAndLeadsBackAfterSignIn()
    {
        var account = await app.AddPersonAsync(Role.Officer);
        using var person = app.Anonymous();
        async Task SignInAsync(string path) => (await person.SubmitAsync(await person.GetAsync(path), "form[method=post]", new() { ["UserName"] = account.UserName!, ["Password"] = TestApp.Password })).Status.ShouldBe(HttpStatusCode.Redirect);
        await SignInAsync("/identity/signin");
        var id = await app.ReadAsync(person);
        var item = (await app.ItemsAsync(id))[0];
        var form = await person.GetAsync($"/plans/import/item/{item.Id}");

        foreach (System.Net.Cookie cookie in person.Cookies.GetAllCookies()) cookie.Expired = true;
        var sent = await person.SubmitAsync(form, $"#card-{item.Id} form", new() { ["Input.Text"] = "Sửa khi phiên đã hết" });
        sent.Location!.ShouldContain("/identity/signin?tiep=");
        (await app.ItemAsync(item.Id)).Version.ShouldBe(item.Version);

        var signIn = new Uri(app.Address, sent.Location!).PathAndQuery;
        var back = await person.SubmitAsync(await person.GetAsync(signIn), "form[method=post]", new() { ["UserName"] = account.UserName!, ["Password"] = TestApp.Password });
        var again = await person.OpenAsync(back.Location!);
        again.Status.ShouldBe(HttpStatusCode.OK);
        // The browser keeps what is typed in this form until it has arrived, and fills it in again.
        again.Html.QuerySelector($"#card-{item.Id} form")!.GetAttribute("data-draft").ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("01/01/1900", "năm ngoài khoảng 1945 đến 2100")]
    [InlineData("01/01/1950", "kiểm tra lại năm")]
    [InlineData("01/01/2099", "kiểm tra lại năm")]
    [InlineData("30/02/2026", "không phải là ngày có trong lịch")]
    public async Task Document_ImpossibleDate_IsRefusedAndKept(string date, string why)
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person);
        var form = await person.GetAsync($"/plans/import/document/{id}");
        var answer = await person.SubmitAsync(form, "#van-ban form", new() { ["Input.Date"] = date, ["Input.Title"] = "Trích yếu đã sửa" });
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text(".lt-errors").ShouldContain(why);
        answer.Html.QuerySelector("[name='Input.Date']")!.GetAttribute("value").ShouldBe(date);
        answer.Text("textarea[name='Input.Title']").ShouldBe("Trích yếu đã sửa");
        (await app.ImportAsync(id)).Date.ShouldBe(new DateOnly(2026, 1, 20));
    }

    [Fact]
    public async Task Text_WithMarkup_IsShownAsText()
    {
        const string evil = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'>{{7*7}}";
        using var person = await app.OfficerAsync();
        var id = await UploadAsAsync(person, "ke hoach'><script>alert(3)<script> onerror=alert(4) x.txt", ImportApp.PlanText.Replace("hệ thống loa truyền thanh", "hệ thống " + evil, StringComparison.Ordinal));
        await app.CheckAllAsync(person, id);
        var made = await person.SubmitAsync(await person.GetAsync($"/plans/import/review/{id}"), "#chan-doi-chieu form");
        foreach (var path in new[] { "/plans/import", $"/plans/import/review/{id}", made.Location!, $"{made.Location}?xem=van-ban", "/plans" })
        {
            var page = await person.OpenAsync(path);
            page.Status.ShouldBe(HttpStatusCode.OK);
            page.Html.QuerySelectorAll("script:not([src])").Where(s => s.TextContent.Contains("alert", StringComparison.Ordinal)).ShouldBeEmpty(path);
            page.Html.QuerySelectorAll("[onerror], img[src=x]").ShouldBeEmpty(path);
        }
    }

    [Fact]
    public async Task File_WithACraftedName_IsSavedUnderAnHonestOne()
    {
        using var person = await app.OfficerAsync();
        var id = await UploadAsAsync(person, "../../kế hoạch'; filename=x.exe; a=\u202Etxt.exe", ImportApp.PlanText);
        using var answer = await person.Http.GetAsync($"/files/{(await app.ImportAsync(id)).FileId}");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var disposition = answer.Content.Headers.ContentDisposition!;
        disposition.DispositionType.ShouldBe("attachment");
        disposition.FileNameStar!.ShouldNotContain('/');
        disposition.FileNameStar!.ShouldNotContain('\u202E');
        disposition.Parameters.Count(p => p.Name.StartsWith("filename", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(2);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
    }

    /// <summary>Sends a name as it stands, which the client's own form would refuse or rewrite.</summary>
    private async Task<Guid> UploadAsAsync(TestBrowser person, string name, string text)
    {
        var token = (await person.GetAsync("/plans/import")).Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(
            $"--b\r\nContent-Disposition: form-data; name=\"__RequestVerificationToken\"\r\n\r\n{token}\r\n--b\r\nContent-Disposition: form-data; name=\"Document\"; filename=\"{name}\"\r\n\r\n{text}\n\n{Guid.CreateVersion7()}\n\r\n--b--\r\n"));
        body.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        using var sent = await person.Http.PostAsync("/plans/import", body);
        var id = Guid.Parse(sent.Headers.Location!.OriginalString.Split('/')[^1]);
        await app.RunJobsAsync();
        return id;
    }

    private async Task<string> FailedAsync(TestBrowser person, byte[] bytes, string name)
    {
        var sent = await ImportApp.UploadAsync(person, bytes, name);
        var id = Guid.Parse((sent.Location ?? throw new InvalidOperationException(sent.Text(".lt-errors"))).Split('/')[^1]);
        await app.RunJobsAsync();
        (await app.ImportAsync(id)).State.ShouldBe(ImportState.Failed);
        (await app.ItemsAsync(id)).ShouldBeEmpty();
        return (await person.GetAsync(sent.Location)).Text(".lt-job");
    }

    private async Task<TestPage> ReviewAsync(TestBrowser person, byte[] bytes, string name)
    {
        var sent = await ImportApp.UploadAsync(person, bytes, name);
        var id = Guid.Parse((sent.Location ?? throw new InvalidOperationException(sent.Text(".lt-errors"))).Split('/')[^1]);
        await app.RunJobsAsync();
        (await app.ImportAsync(id)).Error.ShouldBeNull();
        return await person.GetAsync($"/plans/import/review/{id}");
    }

    private Task<(int Imports, int Attachments, int Files)> CountsAsync() => app.InScopeAsync(async s =>
    {
        var db = s.GetRequiredService<LanToaDb>();
        return (await db.Set<PlanImport>().CountAsync(), await db.Set<Attachment>().CountAsync(), await db.Set<StoredFile>().CountAsync());
    });

    /// <summary>The plan as a small Word file, with one part more and relations of one's own.</summary>
    private static byte[] Docx(string part, string name, string relations = "")
    {
        var paragraphs = string.Concat(ImportApp.PlanText.Split('\n').Select(l => $"<w:p><w:r><w:t xml:space=\"preserve\">{WebUtility.HtmlEncode(l)}</w:t></w:r></w:p>"));
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write("[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>""");
            Write("_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>""");
            Write("word/document.xml", $"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{paragraphs}</w:body></w:document>");
            Write("word/_rels/document.xml.rels", $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>{relations}</Relationships>""");
            Write("unique", Guid.CreateVersion7().ToString());
            Write(name, part);

            void Write(string path, string text)
            {
                using var writer = new StreamWriter(zip.CreateEntry(path).Open());
                writer.Write(text);
            }
        }
        return stream.ToArray();
    }

    /// <summary>A page of nothing that asks for a password which nobody knows.</summary>
    private static byte[] EncryptedPdf()
    {
        var unknown = new string('5', 64);
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
            $"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{unknown}> /U <{unknown}> >>",
        ];
        var pdf = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        foreach (var (text, i) in objects.Select((o, i) => (o, i)))
        {
            offsets.Add(pdf.Length);
            pdf.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{text}\nendobj\n");
        }
        var table = pdf.Length;
        pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets) pdf.Append(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n");
        pdf.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R /Encrypt 4 0 R /ID [<{Guid.CreateVersion7():N}> <00>] >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(pdf.ToString());
    }
}
