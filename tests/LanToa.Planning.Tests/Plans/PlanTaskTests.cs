using System.Net;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Plans;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans;

public sealed class PlanTaskTests(ByHandApp app) : IClassFixture<ByHandApp>
{
    private const string Form = "main form[method=post]";

    [Fact]
    public async Task Add_WithEverything_KeepsEveryField()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(officer);
        var added = await ByHandApp.AddAsync(officer, id, "Phát tờ rơi tại bộ phận một cửa", "Sở Tài chính", new()
        {
            ["Input.Section"] = "II. NỘI DUNG", ["Input.NewCoordinating"] = "Sở Văn hóa, Thể thao và Du lịch", ["Input.Rule.Kind"] = "Once", ["Input.Rule.Dates"] = "30/11/2026",
            ["Input.Channels"] = "leaflet", ["Input.Topics"] = "one-stop", ["Input.Audiences"] = "citizens",
            ["Input.Products[0].Form"] = "leaflet", ["Input.Products[0].Quantity"] = "2000", ["Input.Products[0].Text"] = "khổ A5",
        });
        added.Status.ShouldBe(HttpStatusCode.Redirect, added.Text(".lt-errors"));
        var task = (await app.TasksAsync(id)).ShouldHaveSingleItem();
        (task.Section, task.RuleWords).ShouldBe(("II. NỘI DUNG", "trước hoặc vào ngày 30/11/2026"));
        task.Channels.Concat(task.Topics).Concat(task.Audiences).ShouldBe(["leaflet", "one-stop", "citizens"]);
        task.Products.ShouldBe([new TaskProduct("leaflet", 2000, "khổ A5")]);
        (await app.PartiesAsync(task.Id)).Select(p => (p.Role, p.OrganizationId)).ShouldBe([(PartyRole.Lead, app.Finance.Id), (PartyRole.Coordinating, app.Culture.Id)]);
        (await officer.GetAsync($"/plans/tasks/{id}")).Text("main").ShouldContain("2.000 tờ rơi, tờ gấp: khổ A5");
    }

    [Fact]
    public async Task Edit_OfAChangedTask_ShowsItsHistory()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(officer);
        await ByHandApp.AddAsync(officer, id, "Phát tờ rơi", "Sở Tài chính");
        var form = $"/plans/tasks/edit/{(await app.TasksAsync(id)).ShouldHaveSingleItem().Id}";
        await officer.SubmitAsync(await officer.GetAsync(form), Form, new() { ["Input.Text"] = "Phát tờ rơi và áp phích" });

        (await officer.GetAsync(form)).Texts(".lt-timeline > li").Where(l => l.Contains("sửa nhiệm vụ", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain("Phát tờ rơi và áp phích");
        (await officer.GetAsync($"/plans/tasks/edit?kehoach={id}")).Html.QuerySelector(".lt-timeline").ShouldBeNull();
    }

    [Theory]
    [InlineData("so van hoa", "Sở Văn hóa, Thể thao và Du lịch")]
    [InlineData("giam doc cac so", "Các sở, ban, ngành")]
    public async Task Picker_SearchWithoutMarksOrByAlias_TakesTheOneHit(string typed, string name)
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(officer);
        var form = await officer.GetAsync($"/plans/tasks/edit?kehoach={id}");
        var found = await officer.SubmitAsync(form, Form, new() { ["Input.Text"] = "Việc đang gõ dở", ["Input.NewLead"] = typed }, button: "button[name=find][value=lead]");
        found.Text("textarea[name='Input.Text']").ShouldBe("Việc đang gõ dở");
        found.Texts("fieldset[id='Input_Leads'] .lt-check").ShouldHaveSingleItem().ShouldContain(name);
        (await officer.SubmitAsync(found, Form, new() { ["Input.Rule.Kind"] = "Standing" })).Status.ShouldBe(HttpStatusCode.Redirect);
        var task = (await app.TasksAsync(id)).ShouldHaveSingleItem();
        task.PartyWords.ShouldBe(name);
    }

    [Fact]
    public async Task Lead_FoundByTypedWords_IsCalledByItsName()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(officer);
        (await ByHandApp.AddAsync(officer, id, "Lập dự toán", "so tai chinh")).Status.ShouldBe(HttpStatusCode.Redirect);
        var task = (await app.TasksAsync(id)).ShouldHaveSingleItem();
        (await officer.GetAsync($"/plans/tasks/edit/{task.Id}")).Texts("fieldset[id='Input_Leads'] .lt-check").ShouldBe(["Sở Tài chính"]);
    }

    [Fact]
    public async Task Picker_SeveralHits_OffersThemWithoutChoosing()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(officer);
        var form = await officer.GetAsync($"/plans/tasks/edit?kehoach={id}");
        var found = await officer.SubmitAsync(form, Form, new() { ["Input.NewLead"] = "so" }, button: "button[name=find][value=lead]");
        found.Html.QuerySelectorAll("input[name='Input.Leads']").Length.ShouldBeGreaterThan(2);
        found.Html.QuerySelectorAll("input[name='Input.Leads'][checked]").Length.ShouldBe(0);
        var nothing = await officer.SubmitAsync(form, Form, new() { ["Input.NewLead"] = "xyzzy" }, button: "button[name=find][value=lead]");
        nothing.Text(".lt-errors").ShouldContain("Không thấy cơ quan hay nhóm nào có “xyzzy”");
        nothing.Html.QuerySelector("[name='Input.NewLead']")!.GetAttribute("value").ShouldBe("xyzzy");
    }

    [Theory]
    [InlineData("Input.Text", "", "Bạn chưa nhập nội dung")]
    [InlineData("Input.NewLead", "Cơ quan lạ", "Không thấy cơ quan hay nhóm nào có “Cơ quan lạ”")]
    [InlineData("Input.Leads", "o:0198c5a0-0000-7000-8000-000000000000", "không còn trong danh mục")]
    [InlineData("Input.Leads", "g:0198c5a0-0000-7000-8000-000000000000", "không còn trong danh mục")]
    [InlineData("Input.Rule.Count", "0", "Số lượng phải từ 1")]
    [InlineData("Input.Products[0].Quantity", "nhiều", "không phải là một số")]
    public async Task Add_BadInput_IsRefusedAndKept(string field, string value, string said)
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(officer);
        var answer = await ByHandApp.AddAsync(officer, id, "Nội dung đã gõ", "Sở Tài chính", new() { ["Input.Section"] = "Mục đã gõ", [field] = value });
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text(".lt-errors").ShouldContain(said);
        answer.Html.QuerySelector("[name='Input.Section']")!.GetAttribute("value").ShouldBe("Mục đã gõ");
        (await app.TasksAsync(id)).ShouldBeEmpty();
        (await app.ReadAsync(db => db.Set<PlanStatement>().CountAsync(s => s.PlanId == id))).ShouldBe(0);
    }

    [Fact]
    public async Task Add_SentTwiceAtOnce_MakesOneTask()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(officer);
        var form = await officer.GetAsync($"/plans/tasks/edit?kehoach={id}");
        var filled = new Dictionary<string, string> { ["Input.Text"] = "Bấm hai lần", ["Input.NewLead"] = "Sở Tài chính", ["Input.Rule.Kind"] = "Standing" };
        var answers = await Task.WhenAll(officer.SubmitAsync(form, Form, filled), officer.SubmitAsync(form, Form, filled));
        answers.ShouldAllBe(a => a.Status == HttpStatusCode.Redirect);
        (await app.TasksAsync(id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Edit_ByTwo_ShowsFieldByField_AndTheOwnSentenceFollowsTheText()
    {
        using var first = await app.SignInAsync(Role.Officer);
        using var second = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(first);
        await ByHandApp.AddAsync(first, id, "Nội dung ban đầu", "Sở Tài chính");
        var task = (await app.TasksAsync(id))[0];
        var forms = (await first.GetAsync($"/plans/tasks/edit/{task.Id}"), await second.GetAsync($"/plans/tasks/edit/{task.Id}"));
        (await first.SubmitAsync(forms.Item1, Form, new() { ["Input.Text"] = "Bản thứ nhất", ["Input.Leads"] = $"o:{app.Culture.Id}" })).Status.ShouldBe(HttpStatusCode.Redirect);
        var told = await second.SubmitAsync(forms.Item2, Form, new() { ["Input.Text"] = "Bản thứ hai" });
        told.Texts(".lt-clash li strong").ShouldBe(["Nội dung", "Chủ trì"]);
        told.Text(".lt-clash").ShouldContain("Sở Văn hóa, Thể thao và Du lịch");
        (await app.TasksAsync(id))[0].Text.ShouldBe("Bản thứ nhất");
        (await second.SubmitAsync(told, Form)).Status.ShouldBe(HttpStatusCode.Redirect);
        (await app.TasksAsync(id))[0].Text.ShouldBe("Bản thứ hai");
        // The second one had not touched the agency: the first one's choice stands.
        (await app.PartiesAsync(task.Id)).ShouldHaveSingleItem().OrganizationId.ShouldBe(app.Culture.Id);
        (await app.ReadAsync(db => db.Set<PlanStatement>().Where(s => s.PlanId == id).Select(s => s.Text).SingleAsync())).ShouldBe("Bản thứ hai");
    }

    [Fact]
    public async Task Edit_SectionOfATaskInATextWithoutHeadings_ItsSentenceGoesWithIt()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(officer);
        foreach (var (text, section) in new[] { ("Một", "1. Sở Tài chính"), ("Hai", "1. Sở Tài chính"), ("Ba", "2. Sở Y tế") }) await ByHandApp.AddAsync(officer, id, text, "Sở Tài chính", new() { ["Input.Section"] = section });
        async Task MoveAsync(string text, string section) =>
            (await officer.SubmitAsync(await officer.GetAsync($"/plans/tasks/edit/{(await app.TasksAsync(id)).Single(t => t.Text == text).Id}"), Form, new() { ["Input.Section"] = section })).Status.ShouldBe(HttpStatusCode.Redirect);
        Task<List<string>> SentencesAsync() => app.ReadAsync(db => db.Set<PlanStatement>().Where(s => s.PlanId == id).OrderBy(s => s.Ordinal).Select(s => s.Path[0] + ": " + s.Text).ToListAsync());

        await MoveAsync("Một", "2. Sở Y tế");
        (await SentencesAsync()).ShouldBe(["1. Sở Tài chính: Hai", "2. Sở Y tế: Ba", "2. Sở Y tế: Một"]);
        await MoveAsync("Hai", "3. Sở Xây dựng");
        (await SentencesAsync()).ShouldBe(["2. Sở Y tế: Ba", "2. Sở Y tế: Một", "3. Sở Xây dựng: Hai"]);
    }

    [Fact]
    public async Task Move_Pressed_ChangesTheOrderOfTasksAndSentencesOnce()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(officer);
        foreach (var text in new[] { "Một", "Hai", "Ba" }) await ByHandApp.AddAsync(officer, id, text, "Sở Tài chính");
        var last = (await app.TasksAsync(id))[2];
        var page = await officer.GetAsync($"/plans/tasks/{id}");
        for (var press = 0; press < 2; press++)
            (await officer.SubmitAsync(page, $"#viec-{last.Id} form", button: "button[name=before]")).Location.ShouldBe($"/plans/tasks/{id}#viec-{last.Id}");
        (await app.TasksAsync(id)).Select(t => t.Text).ShouldBe(["Một", "Ba", "Hai"]);
        (await app.ReadAsync(db => db.Set<PlanStatement>().Where(s => s.PlanId == id).OrderBy(s => s.Ordinal).Select(s => s.Text).ToListAsync())).ShouldBe(["Một", "Ba", "Hai"]);
        (await officer.GetAsync($"/plans/{id}?phan=lich-su")).Text("main").ShouldContain("từ vị trí 3 đến vị trí 2");
    }

    [Fact]
    public async Task Move_ByTwoOnPagesOfTheSameMoment_SecondIsToldAndNothingIsScrambled()
    {
        using var first = await app.SignInAsync(Role.Officer);
        using var second = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(first);
        foreach (var text in new[] { "Một", "Hai", "Ba" }) await ByHandApp.AddAsync(first, id, text, "Sở Tài chính");
        var tasks = await app.TasksAsync(id);
        var pages = (await first.GetAsync($"/plans/tasks/{id}"), await second.GetAsync($"/plans/tasks/{id}"));
        (await first.SubmitAsync(pages.Item1, $"#viec-{tasks[0].Id} form", button: "button[name=after]")).Status.ShouldBe(HttpStatusCode.Redirect);
        var told = await second.SubmitAsync(pages.Item2, $"#viec-{tasks[2].Id} form", button: "button[name=before]");
        told.Text(".lt-errors").ShouldContain("chưa đổi thứ tự");
        (await app.TasksAsync(id)).Select(t => t.Text).ShouldBe(["Hai", "Một", "Ba"]);
        // On the page that came back the neighbour is the one that is seen there.
        (await second.SubmitAsync(told, $"#viec-{tasks[2].Id} form", button: "button[name=before]")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await app.TasksAsync(id)).Select(t => t.Text).ShouldBe(["Hai", "Ba", "Một"]);
    }

    [Fact]
    public async Task Move_Changes_ThePlanThatOthersHaveOpen()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(officer);
        foreach (var text in new[] { "Một", "Hai" }) await ByHandApp.AddAsync(officer, id, text, "Sở Tài chính");
        var open = await officer.GetAsync($"/plans/{id}");
        var last = (await app.TasksAsync(id))[1];
        await officer.SubmitAsync(await officer.GetAsync($"/plans/tasks/{id}"), $"#viec-{last.Id} form", button: "button[name=before]");
        (await officer.SubmitAsync(open, "#submit form[method=post]")).Text(".lt-errors").ShouldContain("Kế hoạch đã đổi sau khi bạn mở trang này");
    }

    [Fact]
    public async Task Form_OfManyCodes_IsFoldedGroupedAndSaysWhatIsChosen()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(officer);
        await ByHandApp.AddAsync(officer, id, "Phát tờ rơi", "Sở Tài chính", new() { ["Input.Channels"] = "leaflet", ["Input.Products[0].Form"] = "leaflet", ["Input.Products[0].Quantity"] = "2000" });
        var form = await officer.GetAsync($"/plans/tasks/edit/{(await app.TasksAsync(id))[0].Id}");
        form.Html.QuerySelectorAll("details.lt-pick[open]").ShouldBeEmpty();
        form.Texts(".lt-pick > summary").ShouldBe(["Sản phẩm 2.000 tờ rơi, tờ gấp", "Kênh 1: Tờ rơi, tờ gấp", "Chủ đề chưa chọn", "Đối tượng chưa chọn"]);
        // Every code of the lists is offered, once.
        form.Html.QuerySelectorAll("[name='Input.Channels']").Select(b => b.GetAttribute("value")).ShouldBe(PlanCodes.Channels.Select(c => c.Code), ignoreOrder: true);
        form.Html.QuerySelectorAll("[name='Input.Topics']").Select(b => b.GetAttribute("value")).ShouldBe(PlanCodes.Topics.Select(c => c.Code), ignoreOrder: true);
    }

    [Fact]
    public async Task Form_OfATaskFromADocument_ShowsItsSentenceWhole()
    {
        var sentence = string.Join(' ', Enumerable.Repeat("Tuyên truyền cải cách hành chính trên hệ thống truyền thanh", 6));
        var plan = await new PlanBuilder(app, app.Province).With(sentence, app.Culture).BuildAsync();
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToa.Platform.Data.LanToaDb>();
            var task = await db.Set<PlanTask>().FirstAsync(t => t.PlanId == plan.Id);
            task.Text = "Tuyên truyền";
            await db.SaveChangesAsync();
        });
        using var officer = await app.SignInAsync(Role.Officer);
        var form = await officer.GetAsync($"/plans/tasks/edit/{(await app.TasksAsync(plan.Id))[0].Id}");
        form.Text(".lt-quote").ShouldContain(sentence);
    }

    [Fact]
    public async Task Issued_ShowsTheMakingOfItsDutiesAndNothingOfTheDraft()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(officer, "Kế hoạch có nhiệm vụ bỏ khi còn dự thảo");
        await ByHandApp.AddAsync(officer, id, "Việc giữ lại", "Sở Tài chính");
        await ByHandApp.AddAsync(officer, id, "Việc bỏ khi dự thảo", "Sở Tài chính");
        await ByHandApp.AddAsync(officer, id, "Việc rút sau khi ban hành", "Sở Tài chính");
        var tasks = await app.TasksAsync(id);
        await officer.SubmitAsync(await officer.GetAsync($"/plans/tasks/withdraw/{tasks[1].Id}"), "main form[method=post]");
        (await officer.SubmitAsync(await officer.GetAsync($"/plans/{id}"), "#recordissued form[method=post]", new() { ["FollowAll"] = "true" })).Location.ShouldNotBeNull();
        // By itself with script, by its link without.
        var page = await officer.GetAsync($"/plans/{id}");
        (page.Html.GetElementById("phat-sinh")!.GetAttribute("hx-get"), page.Html.QuerySelector("#phat-sinh a")!.GetAttribute("href")).ShouldBe(($"/plans/{id}", $"/plans/{id}"));
        await app.RunJobsAsync();
        await officer.SubmitAsync(await officer.GetAsync($"/plans/tasks/withdraw/{tasks[2].Id}"), "main form[method=post]", new() { ["Reason"] = "Trùng việc" });

        page = await officer.GetAsync($"/plans/{id}");
        page.Html.GetElementById("phat-sinh").ShouldBeNull();
        page.Text("main").ShouldContain("Việc rút sau khi ban hành");
        page.Text("main").ShouldNotContain("Việc bỏ khi dự thảo");
        (await officer.GetAsync($"/plans/{id}?phan=lich-su")).Text("main").ShouldContain("Theo dõi cả các kỳ đã qua");
    }

    [Theory]
    [InlineData("01/01/1900", "năm ngoài khoảng 1945 đến 2100")]
    [InlineData("31/02/2026", "không phải là ngày có trong lịch")]
    [InlineData("", "Việc làm một lần cần có ngày")]
    public async Task Once_BadDay_IsSaidAtItsField(string day, string said)
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(officer);
        var answer = await ByHandApp.AddAsync(officer, id, "Tổ chức hội nghị", "Sở Tài chính", new() { ["Input.Rule.Kind"] = "Once", ["Input.Rule.Every"] = "", ["Input.Rule.Count"] = "", ["Input.Rule.Dates"] = day });
        answer.Text(".lt-errors a[href='#Input_Rule_Dates']").ShouldContain(said);
    }

    [Fact]
    public async Task Text_TooLong_IsRefusedAndAPageLongOneOpensInItsRow()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(officer);
        (await ByHandApp.AddAsync(officer, id, new string('x', 5001), "Sở Tài chính")).Text(".lt-errors").ShouldContain("dài quá 5.000 ký tự (đang có 5.001)");
        await ByHandApp.AddAsync(officer, id, string.Join(' ', Enumerable.Repeat("tuyên truyền", 100)), "Sở Tài chính");
        (await officer.GetAsync($"/plans/{id}")).Text("details.lt-long summary").ShouldContain("… xem hết");
    }

    [Fact]
    public void Head_ReadAsOneStatement_IsCutIntoItsLines() =>
        HeadLines.Of("ỦY BAN NHÂN DÂN TỈNH LAM GIANG Số: 36/KH-UBND CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc Lam Giang, ngày 25 tháng 02 năm 2026")
            .ShouldBe(["ỦY BAN NHÂN DÂN TỈNH LAM GIANG", "Số: 36/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Lam Giang, ngày 25 tháng 02 năm 2026"]);

    [Fact]
    public async Task Members_LeftOut_NeedAReasonAndOweNothing()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(officer);
        await ByHandApp.AddAsync(officer, id, "Việc của cả nhóm", "Các sở, ban, ngành");
        var task = (await app.TasksAsync(id))[0];
        var path = $"/plans/tasks/members/{task.Id}/{app.Departments.Id}";
        (await officer.GetAsync($"/plans/tasks/{id}")).Html.QuerySelector($"a[href='{path}']").ShouldNotBeNull();
        var page = await officer.GetAsync(path);
        page.Texts(".lt-members label").ShouldBe([app.Culture.Name, app.Finance.Name], ignoreOrder: true);
        page.Html.QuerySelector($"#m-{app.Finance.Id}")!.RemoveAttribute("checked");
        var refused = await officer.SubmitAsync(page, "main form[method=post]");
        refused.Text($".lt-errors a[href='#reason-{app.Finance.Id}']").ShouldContain("chưa ghi lý do bỏ Sở Tài chính");
        refused.Html.GetElementById($"reason-{app.Finance.Id}")!.GetAttribute("aria-invalid").ShouldBe("true");
        // A field that the page reads from the form by itself: what nobody types is gone there too.
        var left = await officer.SubmitAsync(page, "main form[method=post]", new() { [$"reason-{app.Finance.Id}"] = "đã có\0 kế hoạch\u001b riêng" });
        left.Location.ShouldBe($"/plans/tasks/{id}#viec-{task.Id}");
        (await officer.GetAsync($"/plans/tasks/{id}")).Text("main").ShouldContain("đã có kế hoạch riêng");
        (await app.PartiesAsync(task.Id))[0].Excluded.ShouldBe([new ExcludedMember(app.Finance.Id, "đã có kế hoạch riêng")]);
        // The same page sent later: what stands now is shown, nothing is lost.
        var again = await officer.SubmitAsync(page, "main form[method=post]");
        again.Texts(".lt-clash li").ShouldHaveSingleItem().ShouldContain("đã có kế hoạch riêng");
        (await app.PartiesAsync(task.Id))[0].Excluded.ShouldBe([new ExcludedMember(app.Finance.Id, "đã có kế hoạch riêng")]);
        // Editing the task keeps who was left out.
        await officer.SubmitAsync(await officer.GetAsync($"/plans/tasks/edit/{task.Id}"), Form, new() { ["Input.Text"] = "Việc của cả nhóm, đã sửa" });
        (await app.PartiesAsync(task.Id))[0].Excluded.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Members_LeftOutByTwo_BothHaveTheirWay()
    {
        using var first = await app.SignInAsync(Role.Officer);
        using var second = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(first);
        await ByHandApp.AddAsync(first, id, "Việc hai người cùng chia", "Các sở, ban, ngành");
        var task = (await app.TasksAsync(id))[0];
        var path = $"/plans/tasks/members/{task.Id}/{app.Departments.Id}";
        var pages = (await first.GetAsync(path), await second.GetAsync(path));
        pages.Item1.Html.QuerySelector($"#m-{app.Finance.Id}")!.RemoveAttribute("checked");
        var values = new Dictionary<string, string> { [$"reason-{app.Finance.Id}"] = "có kế hoạch riêng" };
        var saved = $"/plans/tasks/{id}#viec-{task.Id}";
        (await first.SubmitAsync(pages.Item1, "main form[method=post]", new(values))).Location.ShouldBe(saved);
        (await first.SubmitAsync(pages.Item1, "main form[method=post]", new(values))).Location.ShouldBe(saved, "the same press again");

        // The second left the list as it was and changed nothing of it: the other's reason is taken over and shown.
        var told = await second.SubmitAsync(pages.Item2, "main form[method=post]");
        told.Texts(".lt-clash li").ShouldHaveSingleItem().ShouldContain("có kế hoạch riêng");
        told.Html.QuerySelector($"#m-{app.Finance.Id}")!.HasAttribute("checked").ShouldBeFalse();
        (await second.SubmitAsync(told, "main form[method=post]")).Location.ShouldBe(saved);
        (await app.PartiesAsync(task.Id))[0].Excluded.ShouldBe([new ExcludedMember(app.Finance.Id, "có kế hoạch riêng")]);
    }

    [Fact]
    public async Task Withdraw_FromADraft_LeavesThePlanAndComesBack()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(officer);
        await ByHandApp.AddAsync(officer, id, "Việc thừa", "Sở Tài chính");
        var task = (await app.TasksAsync(id))[0];
        var page = await officer.GetAsync($"/plans/tasks/withdraw/{task.Id}");
        (await officer.SubmitAsync(page, "main form[method=post]")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await app.TasksAsync(id))[0].State.ShouldBe(TaskState.Withdrawn);
        (await officer.GetAsync($"/plans/{id}")).Text().ShouldContain("Kế hoạch chưa có nhiệm vụ nào.");
        var list = await officer.GetAsync($"/plans/tasks/{id}");
        (await officer.SubmitAsync(list, "form[action='?handler=Restore']")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await app.TasksAsync(id))[0].State.ShouldBe(TaskState.Active);
    }

    [Fact]
    public async Task Withdraw_FromAnIssuedPlan_NeedsAReason_EndsTheFutureAndKeepsThePast()
    {
        using var leader = await app.SignInAsync(Role.Leader);
        var plan = await new PlanBuilder(app, app.Province).With("Mỗi quý một chuyên mục", app.Culture, new DutyRule { Kind = DutyKind.Counted, Every = [PeriodKind.Quarter], Count = 1 }).In(PlanState.Approved).BuildAsync();
        var issue = await leader.GetAsync($"/plans/{plan.Id}");
        (await leader.SubmitAsync(issue, "#issue form[method=post]", new() { ["FollowAll"] = "true" })).Status.ShouldBe(HttpStatusCode.Redirect);
        await app.RunJobsAsync();
        var task = (await app.TasksAsync(plan.Id))[0];
        var page = await leader.GetAsync($"/plans/tasks/withdraw/{task.Id}");
        (await leader.SubmitAsync(page, "main form[method=post]")).Text(".lt-errors").ShouldContain("Hãy ghi lý do");
        (await leader.SubmitAsync(page, "main form[method=post]", new() { ["Reason"] = "Đã lồng ghép vào việc khác" })).Status.ShouldBe(HttpStatusCode.Redirect);
        (await leader.SubmitAsync(page, "main form[method=post]", new() { ["Reason"] = "Bấm lại" })).Text("main").ShouldContain("đã rút");
        await app.RunJobsAsync();
        var occurrences = await app.ReadAsync(db => db.Set<Occurrence>().IgnoreQueryFilters().AsNoTracking().Where(o => o.TaskId == task.Id).OrderBy(o => o.DueOn).ToListAsync());
        var today = new DateOnly(2026, 11, 20);
        occurrences.Count.ShouldBe(4);
        occurrences.Where(o => o.DueOn < today).ShouldAllBe(o => o.NotApplicableOn == null);
        occurrences.Where(o => o.DueOn >= today).ShouldNotBeEmpty();
        occurrences.Where(o => o.DueOn >= today).ShouldAllBe(o => o.NotApplicableOn == today && o.Reason!.Contains("Đã lồng ghép"));
        (await app.ReadAsync(db => db.Set<Obligation>().IgnoreQueryFilters().AsNoTracking().SingleAsync(o => o.TaskId == task.Id))).EndedOn.ShouldBe(today);
    }
}
