using System.Net;
using System.Text.Json;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using LanToa.Reading.Model;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans.Import;

public sealed class ReviewTests(ImportApp app) : IClassFixture<ImportApp>
{
    [Fact]
    public async Task Journey_FromUploadToPlan_KeepsSentencesAgenciesAndTimes()
    {
        // A name of its own: what another test confirms is remembered for the issuer.
        const string printed = "Trung tâm Truyền thông Phiêng Thử";
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, ImportApp.PlanText.Replace(ImportApp.UnknownCentre, printed, StringComparison.Ordinal));
        var import = await app.ImportAsync(id);
        (import.Number, import.Symbol, import.IssuerId, import.Date).ShouldBe(("15", "KH-UBND", app.Province.Id, new DateOnly(2026, 1, 20)));

        var page = await person.GetAsync($"/plans/import/review/{id}");
        page.Texts("[data-card][id^=card-]").Count.ShouldBeGreaterThanOrEqualTo(6);
        page.Text("#chan-doi-chieu").ShouldContain("0/");
        page.Text("#chan-doi-chieu").ShouldContain("chưa kiểm");
        page.Text("#the-nhiem-vu").ShouldContain(printed);

        await app.CheckAllAsync(person, id);
        page = await person.GetAsync($"/plans/import/review/{id}");
        var made = await person.SubmitAsync(page, "#chan-doi-chieu form");
        var plan = (await app.PlansOfAsync(id)).ShouldHaveSingleItem();
        made.Location.ShouldBe($"/plans/{plan.Id}");
        plan.State.ShouldBe(PlanState.Drafted);
        await app.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            var tasks = await db.Set<PlanTask>().Where(t => t.PlanId == plan.Id).ToListAsync();
            tasks.Count.ShouldBe((await app.ItemsAsync(id)).Count);
            var keys = await db.Set<PlanStatement>().Where(s => s.PlanId == plan.Id).Select(s => s.Key).ToListAsync();
            foreach (var task in tasks)
            {
                task.Rule.ShouldNotBeNull();
                task.StatementKeys.ShouldNotBeEmpty();
                task.StatementKeys.ShouldBeSubsetOf(keys);
                (await db.Set<TaskParty>().AnyAsync(p => p.TaskId == task.Id && p.Role == PartyRole.Lead)).ShouldBeTrue();
            }
        });
    }

    [Fact]
    public async Task Review_AfterADecision_SaysInOneLineWhoMadeIt()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person);
        var item = (await app.ItemsAsync(id))[0];
        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Decide", new() { ["item"] = item.Id.ToString(), ["version"] = item.Version.ToString(), ["decision"] = "reject" });

        var lines = (await person.GetAsync($"/plans/import/review/{id}")).Texts("#da-quyet-dinh .lt-timeline > li");

        lines[0].ShouldContain("bỏ qua nhiệm vụ “");
        lines.Where(l => l.Contains("nhiệm vụ đọc được", StringComparison.Ordinal)).ShouldHaveSingleItem().Length.ShouldBeLessThan(200);
    }

    [Fact]
    public async Task Party_Chosen_IsUsedEverywhereAndRemembered()
    {
        using var person = await app.OfficerAsync();
        const string printed = "Trung tâm Truyền thông Mường Thử";
        var text = ImportApp.PlanText.Replace(ImportApp.UnknownCentre, printed, StringComparison.Ordinal);
        var id = await app.ReadAsync(person, text);
        var open = (await app.ItemsAsync(id)).First(i => i.Leads.Exists(p => !p.IsResolved));
        open.Leads.ShouldContain(p => p.Printed == printed);
        var form = await person.GetAsync($"/plans/import/party/{id}?ten={Uri.EscapeDataString(printed)}");
        var added = await person.SubmitAsync(form, "form[action$='handler=Add']");
        added.Location.ShouldBe($"/plans/import/review/{id}", added.Text(".lt-errors"));
        var unit = (await app.ItemAsync(open.Id)).Leads.First(p => p.Printed == printed).OrganizationId.ShouldNotBeNull();
        await app.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            var made = await db.Set<Organization>().FirstAsync(o => o.Id == unit);
            (made.Name, made.ValidFrom, made.ParentId).ShouldBe((printed, new DateOnly(2026, 1, 20), app.Province.Id));
            (await db.Set<OrganizationAlias>().AnyAsync(a => a.OrganizationId == unit && a.IssuerId == app.Province.Id)).ShouldBeTrue();
        });
        // The next document of the same issuer knows the name.
        var next = await app.ReadAsync(person, text);
        (await app.ItemsAsync(next)).SelectMany(i => i.Leads).Where(p => p.Printed == printed).Select(p => p.OrganizationId).Distinct().ShouldBe([unit]);
    }

    [Fact]
    public async Task Item_Edited_KeepsWhatWasTypedOnError()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person);
        var item = (await app.ItemsAsync(id))[0];
        var form = await person.GetAsync($"/plans/import/item/{item.Id}");
        var wrong = await person.SubmitAsync(form, $"#card-{item.Id} form", new() { ["Input.Text"] = "Nội dung đã sửa", ["Input.Rule.Kind"] = "Once", ["Input.Rule.Dates"] = "32/13/2026" });
        wrong.Status.ShouldBe(HttpStatusCode.OK);
        wrong.Text(".lt-errors").ShouldContain("không phải là ngày");
        wrong.Text("textarea[name='Input.Text']").ShouldBe("Nội dung đã sửa");
        var right = await person.SubmitAsync(wrong, $"#card-{item.Id} form", new() { ["Input.Rule.Dates"] = "30/06/2026", ["Input.NewCoordinating"] = "Sở Tài chính; Cơ quan lạ" });
        right.Location.ShouldBe($"/plans/import/review/{id}#card-{item.Id}", right.Text(".lt-errors"));
        var saved = await app.ItemAsync(item.Id);
        saved.Text.ShouldBe("Nội dung đã sửa");
        saved.Rule!.Dates.ShouldBe([new DateOnly(2026, 6, 30)]);
        saved.Coordinating.First(p => p.Printed == "Sở Tài chính").OrganizationId.ShouldBe(app.Finance.Id);
        saved.Coordinating.First(p => p.Printed == "Cơ quan lạ").IsResolved.ShouldBeFalse();
    }

    [Fact]
    public async Task Item_EditedByTwo_SecondIsShownTheFirstAndKeepsTheirWords()
    {
        using var first = await app.OfficerAsync();
        using var second = await app.OfficerAsync();
        var id = await app.ReadAsync(first);
        var item = (await app.ItemsAsync(id))[0];
        var forms = (await first.GetAsync($"/plans/import/item/{item.Id}"), await second.GetAsync($"/plans/import/item/{item.Id}"));
        (await first.SubmitAsync(forms.Item1, $"#card-{item.Id} form", new() { ["Input.Text"] = "Bản của người thứ nhất" })).Status.ShouldBe(HttpStatusCode.Redirect);
        var told = await second.SubmitAsync(forms.Item2, $"#card-{item.Id} form", new() { ["Input.Text"] = "Bản của người thứ hai" });
        told.Texts(".lt-clash li").ShouldHaveSingleItem().ShouldContain("Bản của người thứ nhất");
        told.Text("textarea[name='Input.Text']").ShouldBe("Bản của người thứ hai");
        (await app.ItemAsync(item.Id)).Text.ShouldBe("Bản của người thứ nhất");
        (await second.SubmitAsync(told, $"#card-{item.Id} form")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await app.ItemAsync(item.Id)).Text.ShouldBe("Bản của người thứ hai");
    }

    [Fact]
    public async Task Item_EditedByTwo_OtherFieldsOfTheFirstAreNotUndone()
    {
        using var first = await app.OfficerAsync();
        using var second = await app.OfficerAsync();
        var id = await app.ReadAsync(first);
        var item = (await app.ItemsAsync(id))[0];
        var forms = (await first.GetAsync($"/plans/import/item/{item.Id}"), await second.GetAsync($"/plans/import/item/{item.Id}"));
        await first.SubmitAsync(forms.Item1, $"#card-{item.Id} form", new() { ["Input.Rule.Kind"] = "Once", ["Input.Rule.Dates"] = "30/06/2026", ["Input.Topics"] = "one-stop", ["Input.Products[0].Form"] = "leaflet", ["Input.Products[0].Quantity"] = "1500", ["Input.Products[0].Text"] = "khổ A5" });
        var told = await second.SubmitAsync(forms.Item2, $"#card-{item.Id} form", new() { ["Input.Text"] = "Chỉ sửa nội dung" });
        told.Texts(".lt-clash li strong").ShouldBe(["Thời hạn", "Chủ đề", "Sản phẩm"], ignoreOrder: true);
        (await second.SubmitAsync(told, $"#card-{item.Id} form")).Status.ShouldBe(HttpStatusCode.Redirect);
        var saved = await app.ItemAsync(item.Id);
        saved.Text.ShouldBe("Chỉ sửa nội dung");
        saved.Rule!.Dates.ShouldBe([new DateOnly(2026, 6, 30)]);
        saved.Topics.ShouldBe(["one-stop"]);
        saved.Products.ShouldBe([new TaskProduct("leaflet", 1500, "khổ A5")]);
    }

    [Fact]
    public async Task Decide_OnStaleVersion_ChangesNothingAndSaysSo()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person);
        var item = (await app.ItemsAsync(id))[0];
        var reject = new Dictionary<string, string> { ["item"] = item.Id.ToString(), ["version"] = item.Version.ToString(), ["decision"] = "reject" };
        (await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Decide", new(reject))).Status.ShouldBe(HttpStatusCode.Redirect);
        reject["decision"] = "reset";
        var stale = await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Decide", reject);
        stale.Text(".lt-errors").ShouldContain("Người khác vừa sửa");
        (await app.ItemAsync(item.Id)).Decision.ShouldBe(ItemDecision.Rejected);
        reject["version"] = (await app.ItemAsync(item.Id)).Version.ToString();
        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Decide", reject);
        (await app.ItemAsync(item.Id)).Decision.ShouldBe(ItemDecision.Pending);
    }

    [Fact]
    public async Task Times_OneForAllThatSayNone_LeavesThoseWithWordsOfTimeAsked()
    {
        using var person = await app.OfficerAsync();
        const string silent = "        5. Sở Tài chính\n        a) Tuyên truyền việc thứ nhất.\n        b) Tuyên truyền việc thứ hai.\n        c) Tuyên truyền việc thứ ba.\n        d) Tuyên truyền việc thứ tư.\n\n        Nơi nhận:";
        var id = await app.ReadAsync(person, ImportApp.PlanText.Replace("Nơi nhận:", silent.TrimStart(), StringComparison.Ordinal));
        var worded = (await app.ItemsAsync(id)).First(i => i.HasNoWordOfTime).Id;
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<ImportItem>().Where(i => i.Id == worded).ExecuteUpdateAsync(i => i.SetProperty(x => x.ScheduleText, "theo đúng quy định")));
        var before = await app.ItemsAsync(id);
        var none = before.Where(i => i.HasNoWordOfTime).Select(i => i.Id).ToList();
        none.Count.ShouldBeGreaterThanOrEqualTo(3);
        var page = await person.GetAsync($"/plans/import/review/{id}");
        page.Text("#chan-doi-chieu").ShouldContain($"đặt một thời hạn cho {none.Count} nhiệm vụ");
        (await person.SubmitAsync(page, "#thoi-han-chung form", new() { ["time"] = "la" })).Text(".lt-errors").ShouldContain("chưa chọn thời hạn");
        (await person.SubmitAsync(page, "#thoi-han-chung form", new() { ["time"] = "moi-quy" })).Location.ShouldBe($"/plans/import/review/{id}");
        var after = await app.ItemsAsync(id);
        after.Where(i => none.Contains(i.Id)).ShouldAllBe(i => i.Rule!.Kind == LanToa.Planning.Obligations.Rules.DutyKind.Counted && i.Decision == ItemDecision.Pending);
        Others(after).ShouldBe(Others(before));

        IEnumerable<string> Others(IEnumerable<ImportItem> items) => items.Where(i => !none.Contains(i.Id)).Select(i => JsonSerializer.Serialize(i.Rule));
    }

    [Fact]
    public async Task Decide_PressedTwice_IsDoneOnceAndSaysNothing()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person);
        var item = (await app.ItemsAsync(id))[0];
        foreach (var _ in Enumerable.Range(0, 2)) (await DecideAsync(person, id, item, "reject")).Location.ShouldBe($"/plans/import/review/{id}#card-{item.Id}");
        (await app.ItemAsync(item.Id)).Version.ShouldBe(item.Version + 1);
    }

    [Fact]
    public async Task SplitThenMerge_OneTask_KeepsItsSentencesAndWords()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person);
        var before = await app.ItemsAsync(id);
        var item = before.First(i => SplitItem.Places(i.Text).Count > 0);
        var page = await person.GetAsync($"/plans/import/split/{item.Id}");
        (await person.SubmitAsync(page, $"#card-{item.Id} form", button: "button[name=at]")).Location.ShouldBe($"/plans/import/review/{id}#card-{item.Id}");
        var split = await app.ItemsAsync(id);
        split.Count.ShouldBe(before.Count + 1);
        var (first, second) = (split.First(i => i.Id == item.Id), split[split.FindIndex(i => i.Id == item.Id) + 1]);
        second.StatementKeys.ShouldBe(item.StatementKeys);
        second.Leads.Select(p => (p.Printed, p.OrganizationId)).ShouldBe(item.Leads.Select(p => (p.Printed, p.OrganizationId)));
        Letters(first.Text + second.Text).ShouldBe(Letters(item.Text));

        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Decide", new() { ["item"] = first.Id.ToString(), ["version"] = first.Version.ToString(), ["decision"] = "merge" });
        var merged = await app.ItemsAsync(id);
        merged.Count.ShouldBe(before.Count);
        merged.First(i => i.Id == item.Id).StatementKeys.ShouldBe(item.StatementKeys);
        Letters(merged.First(i => i.Id == item.Id).Text).ShouldBe(Letters(item.Text));

        static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
    }

    [Fact]
    public async Task Unmerge_AfterDecisionAndMeaning_BringsBothBackAsTheyWere()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person);
        var before = await app.ItemsAsync(id);
        await DecideAsync(person, id, before[1], "reject");
        var asked = await DecideAsync(person, id, before[0], "merge");
        asked.Text($"#card-{before[0].Id} .lt-note").ShouldContain("do cơ quan khác chủ trì");
        (await app.ItemsAsync(id)).Count.ShouldBe(before.Count);
        await DecideAsync(person, id, before[0], "merge-anyway");
        var merged = await app.ItemsAsync(id);
        merged.Count.ShouldBe(before.Count - 1);
        merged.Select(i => i.Id).ShouldNotContain(before[2].Id);
        var page = await person.GetAsync($"/plans/import/review/{id}");
        page.Text("#so-nhiem-vu").ShouldStartWith($"{before.Count - 1} nhiệm vụ đọc được, bỏ qua 1");
        page.Html.QuerySelector($"#card-{before[0].Id} button[value=unmerge]").ShouldNotBeNull();

        await DecideAsync(person, id, await app.ItemAsync(before[0].Id), "unmerge");
        var after = await app.ItemsAsync(id);
        after.Select(i => (i.Id, i.Text, i.RuleWords, i.PartyWords)).ShouldBe(before.Select(i => (i.Id, i.Text, i.RuleWords, i.PartyWords)));
        after.Where(i => i.Id != before[1].Id).ShouldAllBe(i => i.Decision == ItemDecision.Pending && i.MergedInto == null);
        (await DecideAsync(person, id, after[0], "unmerge")).Text(".lt-errors").ShouldContain("không gộp");
    }

    [Fact]
    public async Task Merge_NextAlreadyAccepted_AsksAndThenOffersToTakeItBack()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person);
        var items = await app.ItemsAsync(id);
        await DecideAsync(person, id, items[1], "accept");
        person.Http.DefaultRequestHeaders.Add("HX-Request", "true");
        var asked = await DecideAsync(person, id, items[0], "merge");
        asked.Text($"#card-{items[0].Id} .lt-note").ShouldContain("đã được chấp nhận");
        asked.Html.QuerySelector("form[data-once]").ShouldBeNull();
        var merged = await DecideAsync(person, id, items[0], "merge-anyway");
        var version = (await app.ItemAsync(items[0].Id)).Version;
        merged.Html.QuerySelector("form[data-once] input[name=version]")!.GetAttribute("value").ShouldBe(version.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await DecideAsync(person, id, await app.ItemAsync(items[0].Id), "unmerge");
        (await app.ItemAsync(items[1].Id)).Decision.ShouldBe(ItemDecision.Accepted);
    }

    [Fact]
    public async Task Unmerge_EditedSince_IsRefusedAndNothingIsLost()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person);
        var item = (await app.ItemsAsync(id))[0];
        await DecideAsync(person, id, item, "merge");
        var form = await person.GetAsync($"/plans/import/item/{item.Id}");
        (await person.SubmitAsync(form, $"#card-{item.Id} form", new() { ["Input.Text"] = "Đã sửa sau khi gộp" })).Status.ShouldBe(HttpStatusCode.Redirect);
        (await DecideAsync(person, id, await app.ItemAsync(item.Id), "unmerge")).Text(".lt-errors").ShouldContain("đã được sửa sau khi gộp");
        (await app.ItemAsync(item.Id)).Text.ShouldBe("Đã sửa sau khi gộp");
    }

    [Fact]
    public async Task Labels_InSourceAndPlan_KeepTheirPunctuation()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person);
        var page = await person.GetAsync($"/plans/import/review/{id}");
        page.Texts(".lt-source__line").ShouldContain(line => line.StartsWith("a) Chủ trì", StringComparison.Ordinal));
        page.Texts(".lt-source__line").ShouldContain(line => line.StartsWith("1. Sở Nội vụ", StringComparison.Ordinal));
        await app.CheckAllAsync(person, id);
        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Create", []);
        var plan = (await app.PlansOfAsync(id)).ShouldHaveSingleItem();
        (await person.GetAsync($"/plans/{plan.Id}?phan=van-ban")).Text("main").ShouldContain("a) Chủ trì");
        // Who decided what in the review stays to be read, by those who draft the issuer's plans.
        (await person.GetAsync($"/plans/{plan.Id}?phan=lich-su")).Text("#doi-chieu").ShouldContain("hấp nhận");
        using var viewer = await app.SignInAsync(LanToa.Platform.Permissions.Role.Viewer);
        (await viewer.GetAsync($"/plans/{plan.Id}?phan=lich-su")).Html.QuerySelector("#doi-chieu").ShouldBeNull();
    }

    [Fact]
    public async Task Source_MisreadText_MarksTheWordsThatAreGuessed()
    {
        const string misread = """
            KE HOACH
            Tuyén truyén cai cach hanh chinh nam 2026

            II. TO CHUC THUC HIEN
            1. So Noi vu chu tri, phdi hop voi cac so, ban, nganh trién khai thuc hién xqzt vbit ké hoach nay trong quy I va bao cao Uy ban nhan dan tinh két qua thuc hién.
            2. So Tai chinh tham dinh du toan kinh phi thuc hién ké hoach.
            """;
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, misread);
        var page = await person.GetAsync($"/plans/import/review/{id}");
        page.Texts(".lt-source mark.lt-unsure-word").ShouldContain("xqzt (chữ chưa chắc)");
        page.Texts(".lt-review-card .lt-doubt").ShouldContain(t => t.StartsWith("Chữ khôi phục chưa chắc:", StringComparison.Ordinal) && t.Contains("“xqzt”", StringComparison.Ordinal));
        page.Texts(".lt-source mark.lt-unsure-word").ShouldNotContain("Nội (chữ chưa chắc)");
        // The card's own text marks them and says how many there are.
        page.Texts(".lt-review-card__text mark.lt-unsure-word").ShouldContain("xqzt (chữ chưa chắc)");
        page.Texts(".lt-review-card__head .lt-status").ShouldContain(t => t.EndsWith(" từ ngờ", StringComparison.Ordinal));
        (await app.ItemsAsync(id)).First(i => i.Text.Contains("xqzt", StringComparison.Ordinal)).Text.ShouldNotContain("chữ chưa chắc");
    }

    [Fact]
    public async Task Clear_TaskWithDoubtfulWords_IsLeftToAPerson()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person);
        // Two tasks alike in all but a word that may be misread.
        var clear = (await app.ItemsAsync(id)).First(i => i.Confidence >= ImportItem.SureFrom && i.Rule is not null && i.Leads.TrueForAll(p => p.IsResolved) && i.Coordinating.TrueForAll(p => p.IsResolved));
        await app.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            var read = await db.Set<ImportReading>().AsNoTracking().FirstAsync(r => r.ImportId == id);
            var reading = PlanReadingJson.Read(read.Reading);
            var marked = PlanReadingJson.WriteWhole(reading with { Statements = [.. reading.Statements.Select(s => clear.StatementKeys.Contains(s.Id) ? s with { Doubts = [new DoubtfulWord(0, s.Text.IndexOf(' ', StringComparison.Ordinal))] } : s)] });
            await db.Database.ExecuteSqlAsync($"UPDATE import_reading SET reading = {marked}::jsonb WHERE import_id = {id}");
        });
        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Clear", []);
        (await app.ItemAsync(clear.Id)).Decision.ShouldBe(ItemDecision.Pending);
        (await app.ItemsAsync(id)).ShouldContain(i => i.Decision == ItemDecision.Accepted);
        // A person who has looked accepts it alone.
        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Decide", new() { ["item"] = clear.Id.ToString(), ["version"] = clear.Version.ToString(), ["decision"] = "accept" });
        (await app.ItemAsync(clear.Id)).Decision.ShouldBe(ItemDecision.Accepted);
    }

    [Fact]
    public async Task Create_SecondPerson_IsToldWhoMadeThePlanAndWhen()
    {
        using var first = await app.OfficerAsync();
        using var second = await app.OfficerAsync();
        var id = await app.ReadAsync(first);
        await app.CheckAllAsync(first, id);
        var item = (await app.ItemsAsync(id))[0];
        var page = await second.GetAsync($"/plans/import/review/{id}");
        await first.SubmitAsync(await first.GetAsync($"/plans/import/review/{id}"), "#chan-doi-chieu form");
        var plan = (await app.PlansOfAsync(id)).ShouldHaveSingleItem();
        var late = await second.SubmitAsync(page, "#chan-doi-chieu form");
        late.Location.ShouldBe($"/plans/{plan.Id}");
        (await second.OpenAsync(late.Location!)).Text("main").ShouldContain($"{plan.CreatedByName} đã tạo kế hoạch từ văn bản này lúc {VietnameseFormat.DateTime(plan.CreatedAt)}");
        // Another step of the review that is over leads there too.
        (await second.SubmitAsync(page, $"#card-{item.Id} form.lt-review-card__act")).Location.ShouldBe($"/plans/{plan.Id}");
        (await second.OpenAsync($"/plans/{plan.Id}")).Text("main").ShouldContain(plan.CreatedByName + " đã tạo");
    }

    private static Task<TestPage> DecideAsync(TestBrowser person, Guid import, ImportItem item, string decision) =>
        ImportApp.PostAsync(person, $"/plans/import/review/{import}", "Decide", new() { ["item"] = item.Id.ToString(), ["version"] = item.Version.ToString(), ["decision"] = decision });

    [Fact]
    public async Task Create_PressedTwiceAndByTwo_MakesOnePlan()
    {
        using var first = await app.OfficerAsync();
        using var second = await app.OfficerAsync();
        var id = await app.ReadAsync(first);
        await app.CheckAllAsync(first, id);
        var pages = await Task.WhenAll(first.GetAsync($"/plans/import/review/{id}"), second.GetAsync($"/plans/import/review/{id}"));
        var answers = await Task.WhenAll(
            first.SubmitAsync(pages[0], "#chan-doi-chieu form"), second.SubmitAsync(pages[1], "#chan-doi-chieu form"), first.SubmitAsync(pages[0], "#chan-doi-chieu form"), second.SubmitAsync(pages[1], "#chan-doi-chieu form"));
        var plan = (await app.PlansOfAsync(id)).ShouldHaveSingleItem();
        answers.ShouldAllBe(a => a.Location == $"/plans/{plan.Id}");
        (await first.GetAsync($"/plans/import/review/{id}")).Location.ShouldBe($"/plans/{plan.Id}");
    }

    [Fact]
    public async Task Create_WithOpenQuestions_SaysWhyNotAndMakesNothing()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person);
        var answer = await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Create", []);
        answer.Text(".lt-errors").ShouldContain("chưa kiểm");
        (await app.PlansOfAsync(id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Clear_AcceptedTogether_LeavesTheDoubtful()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person);
        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Clear", []);
        var items = await app.ItemsAsync(id);
        items.ShouldContain(i => i.Decision == ItemDecision.Accepted);
        items.Where(i => i.Rule is null || i.Leads.Exists(p => !p.IsResolved)).ShouldAllBe(i => i.Decision == ItemDecision.Pending);
    }

    [Fact]
    public async Task Group_MemberLeftOut_NeedsAReason()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person);
        var item = (await app.ItemsAsync(id)).First(i => i.Leads.Exists(p => p.GroupId is not null));
        var group = item.Leads.First(p => p.GroupId is not null);
        var path = $"/plans/import/party/{id}?ten={Uri.EscapeDataString(group.Printed)}&nhiemvu={item.Id}";
        var page = await person.GetAsync(path);
        page.Texts(".lt-members label").ShouldContain("Sở Tài chính");
        page.Html.QuerySelector($"#m-{app.Finance.Id}")!.RemoveAttribute("checked");
        var asked = await person.SubmitAsync(page, "form[action*='handler=Members']");
        asked.Text(".lt-errors").ShouldContain("lý do");
        var saved = await person.SubmitAsync(page, "form[action*='handler=Members']", new() { [$"reason-{app.Finance.Id}"] = "đã có kế hoạch riêng" });
        saved.Location.ShouldBe($"/plans/import/review/{id}#card-{item.Id}");
        (await app.ItemAsync(item.Id)).Leads.First(p => p.GroupId is not null).Excluded.ShouldBe([new ExcludedMember(app.Finance.Id, "đã có kế hoạch riêng")]);
    }

    [Fact]
    public async Task Document_PeriodBackwards_IsRefusedAndKept()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person);
        var form = await person.GetAsync($"/plans/import/document/{id}");
        var wrong = await person.SubmitAsync(form, "#van-ban form", new() { ["Input.PeriodFrom"] = "31/12/2026", ["Input.PeriodTo"] = "01/01/2026", ["Input.Title"] = "Trích yếu mới" });
        wrong.Text(".lt-errors").ShouldContain("Ngày kết thúc phải sau");
        wrong.Text("textarea[name='Input.Title']").ShouldBe("Trích yếu mới");
        var right = await person.SubmitAsync(wrong, "#van-ban form", new() { ["Input.PeriodFrom"] = "01/01/2026", ["Input.PeriodTo"] = "31/12/2026" });
        right.Location.ShouldBe($"/plans/import/review/{id}#van-ban", right.Text(".lt-errors"));
        (await app.ImportAsync(id)).Title.ShouldBe("Trích yếu mới");
    }

    [Fact]
    public async Task Document_IssuerStillUnknown_ItsOtherFieldsAreSaved()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, "UBND TỈNH NƠI KHÁC\n\nKẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2026\n\nI. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ theo dõi, đôn đốc thực hiện kế hoạch này.\n");
        (await app.ImportAsync(id)).IssuerId.ShouldBeNull();
        var form = await person.GetAsync($"/plans/import/document/{id}");
        (await person.SubmitAsync(form, "#van-ban form", new() { ["Input.Issuer"] = "Cơ quan không có" })).Text(".lt-errors").ShouldContain("Chưa có cơ quan nào tên");

        (await person.GetAsync($"/plans/import/review/{id}")).Text("#van-ban").ShouldContain("không ghi – bản gốc chưa ghi số");

        var saved = await person.SubmitAsync(form, "#van-ban form", new() { ["Input.Date"] = "15/09/2026", ["Input.Number"] = "9", ["Input.Symbol"] = "KH-UBND" });

        saved.Location.ShouldBe($"/plans/import/review/{id}#van-ban", saved.Text(".lt-errors"));
        var import = await app.ImportAsync(id);
        (import.Date, import.IssuerId).ShouldBe((new DateOnly(2026, 9, 15), null));
        var review = await person.GetAsync($"/plans/import/review/{id}");
        review.Text("#chan-doi-chieu").ShouldContain("Chưa rõ cơ quan ban hành");
        review.Text("#van-ban").ShouldContain("09/KH-UBND");
    }

    [Fact]
    public async Task Step_WithScript_AnswersWithTheCardAndTheFootOnly()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person);
        var item = (await app.ItemsAsync(id))[0];
        person.Http.DefaultRequestHeaders.Add("HX-Request", "true");
        var answer = await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Decide", new() { ["item"] = item.Id.ToString(), ["version"] = item.Version.ToString(), ["decision"] = "reject" });
        answer.Html.QuerySelector($"#card-{item.Id}")!.GetAttribute("hx-swap-oob").ShouldBe("true");
        answer.Html.QuerySelector("#chan-doi-chieu")!.GetAttribute("hx-swap-oob").ShouldBe("true");
        answer.Html.QuerySelectorAll("[data-card]").Length.ShouldBe(1);
        answer.Body.ShouldNotContain("<html");
    }
}
