using System.Net;
using LanToa.Contracts.Documents;
using LanToa.Planning.Plans;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Permissions;
using LanToa.Reading.Model;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans;

/// <summary>What everyone may read of a plan, and who decides that.</summary>
public sealed class PublicPlanTests(ByHandApp app) : IClassFixture<ByHandApp>
{
    private const string Form = "main form[method=post]";

    [Fact]
    public async Task Publish_IssuedPlan_IsReadByEveryoneWithoutAnythingInternal_UntilItIsTakenBack()
    {
        var plan = await IssuedAsync("Tổ chức hội thi tìm hiểu");
        await SetAsync(plan.Id, p => (p.SignerName, p.StateByName) = ("Nguyễn Văn Ký", "Trần Công Chức"));
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.AddRange(
                new PlanStatement { ProvinceId = 99, PlanId = plan.Id, Ordinal = -3, Key = "h1", Kind = "heading", Label = "I.", Start = 0, End = 1, Text = "MỤC ĐÍCH" },
                new PlanStatement { ProvinceId = 99, PlanId = plan.Id, Ordinal = -2, Key = "h2", Kind = "heading", Label = "a)", Start = 0, End = 1, Text = "Nâng cao nhận thức" },
                new PlanStatement { ProvinceId = 99, PlanId = plan.Id, Ordinal = 90, Key = "k1", Kind = "signature", Start = 0, End = 1, Text = "Nguyễn Văn Ký" });
            await db.SaveChangesAsync();
        });
        using var officer = await app.SignInAsync(Role.Officer);
        using var nobody = app.Anonymous();
        (await nobody.GetAsync(PlanLinks.Public(plan.Id))).Status.ShouldBe(HttpStatusCode.NotFound, "it was not made public");

        var ask = await officer.OpenAsync(PlanLinks.Publication(plan.Id));
        // Pressed twice it happens once.
        for (var n = 0; n < 2; n++) (await officer.SubmitAsync(ask, Form)).Location.ShouldBe(PlanLinks.Of(plan.Id));
        (await EventsAsync(plan.Id, PublishPlan.Verb)).ShouldBe(1);
        (await officer.GetAsync(PlanLinks.Of(plan.Id))).Text("main").ShouldContain("Đã công khai từ 20/11/2026");

        var page = await nobody.GetAsync(PlanLinks.Public(plan.Id));
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text("main").ShouldSatisfyAllConditions(
            t => t.ShouldContain(plan.NumberAndSymbol), t => t.ShouldContain("15/01/2026"), t => t.ShouldContain(app.Province.Name), t => t.ShouldContain("MỤC ĐÍCH"), t => t.ShouldContain(app.Culture.Name), t => t.ShouldContain("Đã ban hành"));
        page.Texts("main table tbody th[scope=row]").ShouldHaveSingleItem().ShouldBe("1. Tổ chức hội thi tìm hiểu");
        page.Html.QuerySelectorAll("main table:not(:has(caption))").ShouldBeEmpty();
        // Headings go down step by step, whatever the document printed.
        page.Html.QuerySelectorAll("h1, h2, h3, h4, h5").Select(h => h.LocalName).ShouldBe(["h1", "h2", "h2", "h3", "h4", "h2"]);
        page.Html.QuerySelectorAll("main a[href]").Select(a => a.GetAttribute("href")!).ShouldAllBe(h => h.StartsWith(PlanLinks.PublicList, StringComparison.Ordinal));
        page.Html.QuerySelector("meta[name=robots]")!.GetAttribute("content").ShouldBe("index, follow");
        foreach (var inside in new[] { "Nguyễn Văn Ký", "Trần Công Chức", "/plans", "/obligations", "/files", "Tiến độ", "Quá hạn", "Hạn tới", "câu trong kế hoạch", "__RequestVerificationToken" })
            page.Body.ShouldNotContain(inside, Case.Insensitive);

        var end = await officer.OpenAsync(PlanLinks.Publication(plan.Id));
        for (var n = 0; n < 2; n++) (await officer.SubmitAsync(end, Form)).Location.ShouldBe(PlanLinks.Of(plan.Id));
        (await EventsAsync(plan.Id, PublishPlan.EndVerb)).ShouldBe(1);
        (await nobody.GetAsync(PlanLinks.Public(plan.Id))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await officer.GetAsync($"{PlanLinks.Of(plan.Id)}?phan=lich-su")).Text(".lt-timeline").ShouldContain("Thôi công khai kế hoạch");
    }

    [Theory]
    [InlineData(Role.Officer, true)]
    [InlineData(Role.Leader, true)]
    [InlineData(Role.FocalPoint, false)]
    [InlineData(Role.Viewer, false)]
    public async Task Publish_ByRole_OnlyWhoeverMayIssue(Role role, bool may)
    {
        var plan = await IssuedAsync("Phát tờ rơi");
        using var person = await app.SignInAsync(role);
        (await person.GetAsync(PlanLinks.Of(plan.Id))).Text("main").Contains("Công khai kế hoạch", StringComparison.Ordinal).ShouldBe(may);
        var page = await person.GetAsync(PlanLinks.Publication(plan.Id));
        (page.Location is null && page.Html.QuerySelector(Form) is not null).ShouldBe(may);
        // Whoever issues for another unit does not decide about this one's.
        using var other = await app.SignInAsync(Role.Officer, app.Finance);
        var asked = await other.GetAsync(PlanLinks.Publication(plan.Id));
        asked.Html.QuerySelector(Form).ShouldBeNull();
        var token = (await other.GetAsync("/identity/me")).Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        (await other.PostAsync(PlanLinks.Publication(plan.Id), new() { ["Public"] = "true", ["__RequestVerificationToken"] = token })).Location.ShouldBeNull();
        (await app.PlanAsync(plan.Id)).PublishedOn.ShouldBeNull();
    }

    [Fact]
    public async Task Publish_DraftOrDoubtfulWords_SaysWhyNot()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var draft = await new PlanBuilder(app, app.Province).With("Treo băng rôn", app.Culture).BuildAsync();
        (await officer.GetAsync(PlanLinks.Publication(draft.Id))).Text(".lt-note").ShouldContain("“Dự thảo”");
        var plan = await IssuedAsync("Treo pa nô");
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            (await db.Set<PlanStatement>().FirstAsync(x => x.PlanId == plan.Id)).Doubts = [new DoubtfulWord(0, 4)];
            await db.SaveChangesAsync();
        });
        (await officer.GetAsync(PlanLinks.Publication(plan.Id))).Text(".lt-note").ShouldContain("1 chữ khôi phục chưa chắc");
    }

    [Fact]
    public async Task Public_WithdrawnOrAmended_SaysSo()
    {
        var (withdrawn, amended) = (await PublicAsync("Bị thu hồi về sau"), await PublicAsync("Được điều chỉnh về sau"));
        await SetAsync(withdrawn.Id, p => p.State = PlanState.Withdrawn);
        await SetAsync(amended.Id, p => p.Revision = 2);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.Add(new PlanVersion { ProvinceId = 99, PlanId = amended.Id, Ordinal = 2, Kind = "Kế hoạch", Number = "945", Symbol = "KH-UBND", Date = new DateOnly(2026, 6, 5), EffectiveOn = new DateOnly(2026, 6, 10), ByName = "Trần Công Chức", Reason = "Lý do nội bộ" });
            await db.SaveChangesAsync();
        });
        using var nobody = app.Anonymous();
        var gone = await nobody.GetAsync(PlanLinks.Public(withdrawn.Id));
        gone.Status.ShouldBe(HttpStatusCode.Gone);
        gone.Text("main").ShouldContain("thu hồi");
        gone.Body.ShouldNotContain("Bị thu hồi về sau");
        var page = await nobody.GetAsync(PlanLinks.Public(amended.Id));
        page.Text("main").ShouldContain("Được điều chỉnh bởi Kế hoạch số 945/KH-UBND ngày 05/06/2026, áp dụng từ 10/06/2026");
        page.Body.ShouldNotContain("Trần Công Chức");
        page.Body.ShouldNotContain("Lý do nội bộ");
    }

    [Fact]
    public async Task List_OnlyPublicPlans_FoundWithAndWithoutMarks()
    {
        var (shown, hidden, withdrawn) = (await PublicAsync("Một việc"), await IssuedAsync("Việc khác"), await PublicAsync("Việc đã thôi"));
        foreach (var plan in new[] { shown, hidden, withdrawn }) await SetAsync(plan.Id, p => p.Title = "Lan tỏa quầy một cửa thân thiện", refresh: true);
        await SetAsync(withdrawn.Id, p => p.State = PlanState.Withdrawn);
        using var nobody = app.Anonymous();
        foreach (var words in new[] { "quầy một cửa", "quay mot cua", "THÂN THIỆN lan toa" })
        {
            var page = await nobody.GetAsync($"{PlanLinks.PublicList}?q={Uri.EscapeDataString(words)}");
            page.Html.QuerySelectorAll("main tbody a").Select(a => a.GetAttribute("href")).ShouldBe([PlanLinks.Public(shown.Id)], words);
        }
        (await nobody.GetAsync($"{PlanLinks.PublicList}?q=khongcogi")).Text(".lt-empty").ShouldContain("Không có kế hoạch nào khớp");
        (await nobody.GetAsync("/robots.txt")).Body.ShouldContain($"Allow: {PlanLinks.PublicList}");
    }

    [Fact]
    public async Task Public_AskedAgain_IsTheSameForEveryoneAndKeptByNobodyForWhoeverIsSignedIn()
    {
        var plan = await PublicAsync("Đăng tin, bài");
        using var nobody = app.Anonymous();
        using var first = await nobody.Http.GetAsync(PlanLinks.Public(plan.Id));
        first.Headers.CacheControl!.ToString().ShouldBe("public, max-age=60");
        first.Headers.Vary.ShouldContain("Cookie");
        first.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldContain("default-src 'self'");
        first.Headers.Contains("Set-Cookie").ShouldBeFalse();
        first.Content.Headers.LastModified.ShouldNotBeNull();
        using var again = new HttpRequestMessage(HttpMethod.Get, PlanLinks.Public(plan.Id));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag.ShouldNotBeNull());
        using var same = await nobody.Http.SendAsync(again);
        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await same.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();

        await SetAsync(plan.Id, p => p.Title = "Tuyên truyền đã đổi tên");
        using var changed = new HttpRequestMessage(HttpMethod.Get, PlanLinks.Public(plan.Id));
        changed.Headers.IfNoneMatch.Add(first.Headers.ETag);
        using var other = await nobody.Http.SendAsync(changed);
        other.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var officer = await app.SignInAsync(Role.Officer);
        using var theirs = await officer.Http.GetAsync(PlanLinks.Public(plan.Id));
        theirs.Headers.CacheControl!.ToString().ShouldContain("no-store");
        theirs.Headers.ETag.ShouldBeNull();
    }

    [Fact]
    public async Task SignedCopy_OfAPublicPlan_IsGivenOutUnderThePlansNumber_AndNoOtherFileIs()
    {
        var plan = await PublicAsync("Phát thanh");
        using var nobody = app.Anonymous();
        (await nobody.GetAsync(PlanLinks.PublicSigned(plan.Id))).Status.ShouldBe(HttpStatusCode.NotFound, "there is none");
        await app.InScopeAsync(async s =>
        {
            var (db, files) = (s.GetRequiredService<LanToaDb>(), s.GetRequiredService<FileStore>());
            var file = await files.AttachAsync("plan", plan.Id, "ban cua chi Hoa.pdf", new MemoryStream("%PDF-1.4 ký"u8.ToArray()), FileLimits.Attachment);
            (await db.Set<Plan>().FirstAsync(p => p.Id == plan.Id)).SignedFileId = file.Id;
            await db.SaveChangesAsync();
        });
        using var answer = await nobody.Http.GetAsync(PlanLinks.PublicSigned(plan.Id));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.FileName!.Trim('"')).ShouldBe(("application/pdf", $"ke-hoach-{plan.Number}-KH-UBND-2026.pdf"));
        (await nobody.GetAsync(PlanLinks.Public(plan.Id))).Html.QuerySelector($"a[href='{PlanLinks.PublicSigned(plan.Id)}']").ShouldNotBeNull();
        await SetAsync(plan.Id, p => p.PublishedOn = null);
        (await nobody.GetAsync(PlanLinks.PublicSigned(plan.Id))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Download_OfAPublicPlan_IsTheDocumentWithoutTheSignersName_AndGoneWithThePlan()
    {
        var plan = await PublicAsync("Tổ chức tọa đàm");
        await SetAsync(plan.Id, p => p.SignerName = "Nguyễn Văn Ký");
        using var nobody = app.Anonymous();
        (await nobody.GetAsync(PlanLinks.Public(plan.Id))).Html.QuerySelectorAll("main a[href*='/tai-ve/']").Select(a => a.GetAttribute("href")).ShouldBe([PlanLinks.PublicFile(plan.Id, "word"), PlanLinks.PublicFile(plan.Id, "pdf")]);
        using var word = await nobody.Http.GetAsync(PlanLinks.PublicFile(plan.Id, "word"));
        (word.StatusCode, word.Content.Headers.ContentDisposition!.FileName!.Trim('"'), word.Headers.CacheControl!.ToString()).ShouldBe((HttpStatusCode.OK, $"ke-hoach-{plan.Number}-KH-UBND-2026.docx", PublicPageForAll));
        using var zip = new System.IO.Compression.ZipArchive(await word.Content.ReadAsStreamAsync());
        using var reader = new StreamReader(zip.GetEntry("word/document.xml")!.Open());
        (await reader.ReadToEndAsync()).ShouldSatisfyAllConditions(t => t.ShouldContain("Tổ chức tọa đàm"), t => t.ShouldContain(app.Culture.Name), t => t.ShouldNotContain("Nguyễn Văn Ký"));
        using var same = new HttpRequestMessage(HttpMethod.Get, PlanLinks.PublicFile(plan.Id, "word"));
        same.Headers.IfNoneMatch.Add(word.Headers.ETag.ShouldNotBeNull());
        using var again = await nobody.Http.SendAsync(same);
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        using var pdf = await nobody.Http.GetAsync(PlanLinks.PublicFile(plan.Id, "pdf"));
        if (LanToa.Reading.Extraction.ExternalProgram.LibreOffice.IsAvailable) (await pdf.Content.ReadAsByteArrayAsync())[..4].ShouldBe("%PDF"u8.ToArray());
        else
        {
            pdf.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await pdf.Content.ReadAsStringAsync()).ShouldContain(PlanLinks.PublicFile(plan.Id, "word"));
        }
        foreach (var end in new Action<Plan>[] { p => p.State = PlanState.Withdrawn, p => (p.State, p.PublishedOn) = (PlanState.Issued, null) })
        {
            await SetAsync(plan.Id, end);
            foreach (var what in new[] { "word", "pdf" }) (await nobody.GetAsync(PlanLinks.PublicFile(plan.Id, what))).Status.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Pdfs_AskedForWithoutEnd_ArePrintedOnceEachAndOnlySoManyInAWhile()
    {
        var printed = 0;
        var pdfs = new PublicPdfs((docx, _) => Task.FromResult(new[] { docx[0], (byte)++printed }), app.Clock);
        var first = await pdfs.OfAsync([0]);
        (await pdfs.OfAsync([0])).ShouldBeSameAs(first);
        for (byte n = 1; n < PublicPdfs.MostPrinted; n++) await pdfs.OfAsync([n]);
        (await Should.ThrowAsync<PdfRefusedException>(() => pdfs.OfAsync([200]))).Message.ShouldContain("tải bản Word");
        // What is kept is still given out, and after a while there is room again.
        (await pdfs.OfAsync([0])).ShouldBeSameAs(first);
        app.Clock.Shift(PublicPdfs.Window + TimeSpan.FromSeconds(1));
        await pdfs.OfAsync([200]);
        printed.ShouldBe(PublicPdfs.MostPrinted + 1);
        app.Clock.MoveTo(new DateOnly(2026, 11, 20));
    }

    private const string PublicPageForAll = "public, max-age=60";

    private Task<Plan> IssuedAsync(string task) => new PlanBuilder(app, app.Province).With(task, app.Culture).In(PlanState.Issued).BuildAsync();

    private async Task<Plan> PublicAsync(string task)
    {
        var plan = await IssuedAsync(task);
        await SetAsync(plan.Id, p => p.PublishedOn = new DateOnly(2026, 11, 20));
        return plan;
    }

    private Task SetAsync(Guid plan, Action<Plan> set, bool refresh = false) => app.InScopeAsync(async s =>
    {
        var db = s.GetRequiredService<LanToaDb>();
        var row = await db.Set<Plan>().FirstAsync(p => p.Id == plan);
        set(row);
        if (refresh) row.RefreshSearch(app.Province.Name);
        await db.SaveChangesAsync();
    });

    private Task<int> EventsAsync(Guid plan, string verb) => app.ReadAsync(db => db.Set<HistoryEvent>().CountAsync(e => e.SubjectId == plan && e.Verb == verb));
}
