using System.Net;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans.Drafting;

public sealed class DraftPlanTests(ByHandApp app) : IClassFixture<ByHandApp>
{
    private const string Form = "main form[method=post]";

    [Fact]
    public async Task New_FromLastYear_DraftsOnceWithEveryChangeListed()
    {
        var (old, heir) = await EndedAsync("Sở Cũ Thứ Nhất", "Sở Mới Thứ Nhất");
        var last = await PlanAsync("Sở Cũ Thứ Nhất đăng tin trước ngày 15/11/2026 theo Nghị định số 42/2022/NĐ-CP", old);
        using var officer = await app.SignInAsync(Role.Officer);
        var form = await officer.GetAsync($"/plans/new?nguon={last.Id}");
        form.Html.QuerySelector($"option[value='{last.Id}'][selected]").ShouldNotBeNull();
        var filled = new Dictionary<string, string> { ["Year"] = "2027", ["Date"] = "05/01/2027" };
        var answers = await Task.WhenAll(officer.SubmitAsync(form, Form, filled), officer.SubmitAsync(form, Form, filled));
        var address = answers.Select(a => a.Location).Distinct().ShouldHaveSingleItem()!;
        var id = Guid.Parse(address.Split('/')[2]);
        (await app.ReadAsync(db => db.Set<PlanOrigin>().CountAsync(o => o.SourcePlanId == last.Id))).ShouldBe(1);

        var plan = await app.PlanAsync(id);
        (plan.State, plan.Title, plan.Number, plan.PeriodFrom, plan.PeriodTo).ShouldBe((PlanState.Drafted, "Tuyên truyền cải cách hành chính năm 2027", null, new DateOnly(2027, 1, 1), new DateOnly(2027, 12, 31)));
        var task = (await app.TasksAsync(id)).ShouldHaveSingleItem();
        task.Text.ShouldBe("Sở Mới Thứ Nhất đăng tin trước ngày 15/11/2027 theo Nghị định số 42/2022/NĐ-CP");
        task.Rule!.Dates.ShouldBe([new DateOnly(2027, 11, 15)]);
        (await app.PartiesAsync(task.Id)).ShouldHaveSingleItem().OrganizationId.ShouldBe(heir.Id);
        (await StatementAsync(id)).ShouldBe(task.Text);
        (await app.ReadAsync(db => db.Set<TaskOrigin>().AsNoTracking().SingleAsync(o => o.TaskId == task.Id))).SourcePlanId.ShouldBe(last.Id);

        var page = await officer.GetAsync(address);
        page.Text("main").ShouldSatisfyAllConditions(t => t.ShouldContain("15/11/2026"), t => t.ShouldContain("15/11/2027"), t => t.ShouldContain("hết hiệu lực từ ngày 01/07/2026"), t => t.ShouldContain("Ngày chuyển sang năm sau"), t => t.ShouldNotContain("lùi"));
        // Whoever sends it up is told what nobody has looked at, and may send it.
        var submit = (await officer.GetAsync($"/plans/{id}")).Html.QuerySelector("#submit").ShouldNotBeNull();
        submit.TextContent.ShouldContain("Còn 1 chỗ cần xem");
        (await officer.GetAsync(submit.QuerySelector("a[href*='can-xem']").ShouldNotBeNull().GetAttribute("href")!)).Texts("main tbody tr").ShouldHaveSingleItem();
        // The draft is the newest of the plans; what stands chosen is the newest that was issued.
        var sources = (await officer.GetAsync(PlanLinks.NewFrom("truoc"))).Html.QuerySelectorAll("#Source option").ToList();
        sources.FindIndex(o => o.GetAttribute("value") == id.ToString()).ShouldBeInRange(0, sources.FindIndex(o => o.HasAttribute("selected")) - 1);
        sources.Single(o => o.HasAttribute("selected")).TextContent.ShouldContain(PlanState.Issued.Name().ToLowerInvariant());
        (await officer.GetAsync($"/plans/{id}")).Text("main").ShouldSatisfyAllConditions(t => t.ShouldContain("Viện dẫn 1 văn bản"), t => t.ShouldContain("còn 1 chỗ cần xem"));
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Plan>().Where(p => p.Id == id).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PlanState.Issued).SetProperty(p => p.Date, new DateOnly(2027, 1, 5))));
        (await officer.GetAsync($"/plans/{id}")).Text("main").ShouldSatisfyAllConditions(t => t.ShouldContain("thay đổi được liệt kê."), t => t.ShouldNotContain("chỗ cần xem"));
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Plan>().Where(p => p.Id == id).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PlanState.Drafted).SetProperty(p => p.Date, (DateOnly?)null)));
        (await officer.GetAsync($"/plans/{id}?phan=lich-su")).Text("main").ShouldContain("Lập dự thảo từ kế hoạch có sẵn");
    }

    [Fact]
    public async Task Changes_AcceptedAndSetBack_ChangeSentenceTaskAndPartyAndStayListed()
    {
        var (old, heir) = await EndedAsync("Sở Cũ Thứ Hai", "Sở Mới Thứ Hai");
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await DraftAsync(officer, await PlanAsync("Sở Cũ Thứ Hai báo cáo trước ngày 15/11/2026 theo Nghị định số 42/2022/NĐ-CP, xong năm 2026", old));
        await DecideAsync(officer, id, c => c.Before.Contains("15/11/2026") && c.About == ChangeAbout.Year, "SetBack");
        await DecideAsync(officer, id, c => c.About == ChangeAbout.Law, "Accept");
        var text = "Sở Mới Thứ Hai báo cáo trước ngày 15/11/2026 theo Nghị định số 224/2026/NĐ-CP, xong năm 2027";
        (await app.TasksAsync(id))[0].Text.ShouldStartWith(text[..60]);
        (await app.TasksAsync(id))[0].Text.ShouldSatisfyAllConditions(t => t.ShouldContain("224/2026/NĐ-CP"), t => t.ShouldEndWith("xong năm 2027"));
        (await StatementAsync(id)).ShouldBe((await app.TasksAsync(id))[0].Text);

        // The party goes back to the ended body and forth again; pressed twice nothing more happens.
        for (var n = 0; n < 2; n++) await DecideAsync(officer, id, c => c.Places.Exists(p => p.Field == ChangeField.Party), "SetBack");
        (await PartyAsync(id)).ShouldBe(old.Id);
        await DecideAsync(officer, id, c => c.Places.Exists(p => p.Field == ChangeField.Party), "Accept");
        (await PartyAsync(id)).ShouldBe(heir.Id);
        await DecideAsync(officer, id, c => c.Places.Exists(p => p.Field == ChangeField.Rule), "SetBack");
        (await app.TasksAsync(id))[0].Rule!.Dates.ShouldBe([new DateOnly(2026, 11, 15)]);
        (await officer.GetAsync($"/plans/{id}/changes")).Texts("tbody tr").Count(r => r.Contains("Giữ như cũ", StringComparison.Ordinal)).ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Changes_SeveralHeirs_OneOfThemIsChosen_OnceAndForTheTextAndTheParty()
    {
        var (old, first) = await EndedAsync("Sở Cũ Chia Hai", "Sở Nửa Một");
        var second = await app.AddOrganizationAsync("Sở Nửa Hai", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        await app.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            await db.Set<SuccessionLine>().Where(l => l.FromId == old.Id).ExecuteUpdateAsync(set => set.SetProperty(l => l.Weight, 0.5m));
            var line = await db.Set<SuccessionLine>().AsNoTracking().SingleAsync(l => l.FromId == old.Id);
            db.Add(new SuccessionLine { SuccessionId = line.SuccessionId, FromId = old.Id, ToId = second.Id, Weight = 0.5m });
            await db.SaveChangesAsync();
            services.GetRequiredService<OrganizationDirectory>().Forget();
        });
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await DraftAsync(officer, await PlanAsync("Sở Cũ Chia Hai đăng tin", old));
        var changes = await app.ReadAsync(db => db.Set<DraftChange>().AsNoTracking().Where(c => c.PlanId == id && c.About == ChangeAbout.Body).ToListAsync());
        var undecided = await PartyAsync(id);
        var page = await officer.GetAsync($"/plans/{id}/changes");
        foreach (var change in changes)
        {
            page.Html.QuerySelectorAll($"#thay-doi-{change.Id} button[name=choice]").Select(b => b.TextContent.Split(':')[0]).ShouldBe([.. change.Choices.Select(c => $"Thay bằng {c}")]);
            const string choice = "Sở Nửa Hai";
            (await officer.SubmitAsync(page, $"#thay-doi-{change.Id} form", new() { ["choice"] = choice })).Status.ShouldBe(HttpStatusCode.Redirect);
            // Pressed twice nothing more happens.
            (await officer.SubmitAsync(page, $"#thay-doi-{change.Id} form", new() { ["choice"] = choice })).Status.ShouldBe(HttpStatusCode.Redirect);
        }
        changes.Count.ShouldBe(2);
        (await app.TasksAsync(id))[0].Text.ShouldBe("Sở Nửa Hai đăng tin");
        (await PartyAsync(id)).ShouldBe(second.Id);
        // From a page of before: another body, all of them, or none is not decided over the head of whoever was first.
        foreach (var change in changes)
        {
            foreach (var late in (Dictionary<string, string>[])[new() { ["choice"] = "Sở Nửa Một" }, new() { ["verdict"] = "Accept" }, new() { ["verdict"] = "SetBack" }])
                (await officer.SubmitAsync(page, $"#thay-doi-{change.Id} form", late)).Text(".lt-errors").ShouldContain("đã quyết định: “Sở Nửa Hai”");
            await DecideAsync(officer, id, c => c.Id == change.Id, "SetBack");
        }
        ((await app.TasksAsync(id))[0].Text, await PartyAsync(id)).ShouldBe(("Sở Cũ Chia Hai đăng tin", undecided));
        // What was kept as it was may be decided again, among all of them.
        page = await officer.GetAsync($"/plans/{id}/changes");
        foreach (var change in changes)
        {
            page.Html.QuerySelectorAll($"#thay-doi-{change.Id} button[name=choice]").Select(b => b.GetAttribute("value")).ShouldBe(change.Choices);
            (await officer.SubmitAsync(page, $"#thay-doi-{change.Id} form", new() { ["choice"] = "Sở Nửa Một" })).Status.ShouldBe(HttpStatusCode.Redirect);
        }
        (await app.TasksAsync(id))[0].Text.ShouldBe("Sở Nửa Một đăng tin");
        (await PartyAsync(id)).ShouldBe(first.Id);
    }

    [Fact]
    public async Task Changes_TextEditedByHandSince_IsNotOverwritten()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await DraftAsync(officer, await PlanAsync("Tổ chức hội nghị trong quý III/2026", app.Culture));
        var task = (await app.TasksAsync(id))[0];
        (await officer.SubmitAsync(await officer.GetAsync($"/plans/tasks/edit/{task.Id}"), Form, new() { ["Input.Text"] = "Tổ chức hai hội nghị" })).Status.ShouldBe(HttpStatusCode.Redirect);
        (await StatementAsync(id)).ShouldBe("Tổ chức hai hội nghị");
        (await TryDecideAsync(officer, id, c => c.Before.Contains("quý III/2026"), "SetBack")).Text(".lt-errors").ShouldContain("đã được sửa tay");
        (await app.TasksAsync(id))[0].Text.ShouldBe("Tổ chức hai hội nghị");
    }

    [Fact]
    public async Task New_WrongInput_IsToldAndKept()
    {
        var last = await PlanAsync("Phát tờ rơi", app.Culture);
        using var officer = await app.SignInAsync(Role.Officer);
        var form = await officer.GetAsync($"/plans/new?nguon={last.Id}");
        var told = await officer.SubmitAsync(form, Form, new() { ["Year"] = "20270", ["Date"] = "" });
        told.Text(".lt-errors").ShouldSatisfyAllConditions(t => t.ShouldContain("Năm của kế hoạch mới phải từ 1990 đến 2028"), t => t.ShouldContain("Bạn chưa nhập ngày dự kiến ban hành"));
        told.Html.QuerySelector("input[name=Year]")!.GetAttribute("value").ShouldBe("20270");
        (await app.ReadAsync(db => db.Set<PlanOrigin>().CountAsync(o => o.SourcePlanId == last.Id))).ShouldBe(0);
    }

    [Fact]
    public async Task New_PlanOfAnotherUnit_IsNoSource()
    {
        var foreign = await app.AddOrganizationAsync("Sở Không Cùng Cơ Quan", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var last = await PlanAsync("Việc của sở", app.Culture);
        using var officer = await app.SignInAsync(Role.Officer, foreign);
        var form = await officer.GetAsync($"/plans/new?nguon={last.Id}");
        form.Html.QuerySelector($"option[value='{last.Id}']").ShouldBeNull();
        var token = (await officer.GetAsync("/identity/me")).Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        (await officer.PostAsync("/plans/new", new() { ["__RequestVerificationToken"] = token, ["Key"] = Guid.CreateVersion7().ToString(), ["Source"] = last.Id.ToString(), ["Year"] = "2027", ["Date"] = "05/01/2027" }))
            .Status.ShouldBe(HttpStatusCode.OK);
        (await app.ReadAsync(db => db.Set<PlanOrigin>().CountAsync(o => o.SourcePlanId == last.Id))).ShouldBe(0);
    }

    [Fact]
    public async Task New_AnotherSourceChosen_ItsYearIsProposedBeforeAnythingIsWritten()
    {
        var (last, older) = (await PlanAsync("Phát tờ rơi năm nay", app.Culture), await PlanAsync("Phát tờ rơi năm kia", app.Culture));
        await app.ReadAsync(db => db.Set<Plan>().Where(p => p.Id == older.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.PeriodFrom, new DateOnly(2024, 1, 1)).SetProperty(x => x.PeriodTo, new DateOnly(2024, 12, 31)).SetProperty(x => x.Date, new DateOnly(2024, 1, 15))));
        using var officer = await app.SignInAsync(Role.Officer);
        var form = await officer.GetAsync($"/plans/new?nguon={last.Id}");
        form.Html.QuerySelector("input[name=Year]")!.GetAttribute("value").ShouldBe("2027");
        // With the script the choice itself asks for the year.
        (await officer.GetAsync($"{form.Html.QuerySelector("select[name=Source]")!.GetAttribute("hx-get")}&Source={older.Id}")).Html.QuerySelector("#nam-moi input[name=Year]")!.GetAttribute("value").ShouldBe("2025");
        var told = await officer.SubmitAsync(form, Form, new() { ["Source"] = older.Id.ToString() });
        told.Text(".lt-errors").ShouldContain("của năm 2024, nên năm mới được đề nghị là 2025");
        told.Html.QuerySelector("input[name=Year]")!.GetAttribute("value").ShouldBe("2025");
        var made = await officer.SubmitAsync(told, Form, new() { ["Date"] = "20/11/2026" });
        (await app.PlanAsync(Guid.Parse(made.Location.ShouldNotBeNull().Split('/')[2]))).PeriodFrom.ShouldBe(new DateOnly(2025, 1, 1));
    }

    [Fact]
    public async Task Sentences_AroundTheTasks_AreAddedChangedMovedAndRemoved_WithHistoryAndNothingOverwritten()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await DraftAsync(officer, await PlanAsync("Tổ chức hội nghị", app.Culture));
        var address = $"/plans/sentences/edit?kehoach={id}";
        var form = await officer.GetAsync(address);
        (await officer.SubmitAsync(form, Form, new() { ["Input.Kind"] = "", ["Input.Text"] = "" })).Text(".lt-errors").ShouldSatisfyAllConditions(t => t.ShouldContain("Bạn chưa chọn loại câu"), t => t.ShouldContain("Bạn chưa nhập nội dung câu"));
        var basis = new Dictionary<string, string> { ["Input.Kind"] = "basis", ["Input.Text"] = "Căn cứ Nghị quyết số 76/NQ-CP;", ["Input.After"] = "" };
        for (var n = 0; n < 2; n++) (await officer.SubmitAsync(form, Form, basis)).Status.ShouldBe(HttpStatusCode.Redirect);
        (await officer.SubmitAsync(await officer.GetAsync(address), Form, new() { ["Input.Kind"] = "heading", ["Input.Label"] = "I.", ["Input.Text"] = "MỤC ĐÍCH", ["Input.After"] = (await SentencesAsync(id))[0].Key })).Status.ShouldBe(HttpStatusCode.Redirect);
        var sentences = await SentencesAsync(id);
        sentences.Select(s => s.Kind).ShouldBe(["basis", "heading", "item"]);
        var text = await officer.GetAsync(PlanLinks.Text(id));
        text.Html.QuerySelectorAll("main a[href^='/plans/sentences/edit/']").Select(a => a.GetAttribute("href")).ShouldBe([PlanLinks.EditSentence(sentences[0].Id), PlanLinks.EditSentence(sentences[1].Id)], "the sentence of a task is changed with the task");
        (await officer.GetAsync(PlanLinks.EditSentence(sentences[2].Id))).Text(".lt-note").ShouldContain("Câu này có nhiệm vụ");

        // Two people: the second is shown what the first one wrote.
        var (mine, theirs) = (await officer.GetAsync(PlanLinks.EditSentence(sentences[0].Id)), await officer.GetAsync(PlanLinks.EditSentence(sentences[0].Id)));
        (await officer.SubmitAsync(theirs, Form, new() { ["Input.Text"] = "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021;", ["Input.After"] = sentences[1].Key })).Status.ShouldBe(HttpStatusCode.Redirect);
        (await officer.SubmitAsync(mine, Form, new() { ["Input.Text"] = "Căn cứ khác;" })).Text("main").ShouldContain("Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021;");
        sentences = await SentencesAsync(id);
        sentences.Select(s => s.Text).ShouldBe(["MỤC ĐÍCH", "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021;", "Tổ chức hội nghị"]);

        var doomed = await officer.GetAsync(PlanLinks.EditSentence(sentences[0].Id));
        for (var n = 0; n < 2; n++) (await officer.SubmitAsync(doomed, "#bo-cau form", [])).Location.ShouldBe(PlanLinks.Text(id));
        (await SentencesAsync(id)).Count.ShouldBe(2);
        (await officer.GetAsync($"/plans/{id}?phan=lich-su")).Text(".lt-timeline").ShouldSatisfyAllConditions(t => t.ShouldContain("I. MỤC ĐÍCH"), t => t.ShouldContain("ngày 15/7/2021"), t => t.ShouldContain("Bỏ câu", Case.Insensitive));

        // What is up for approval is not written on.
        await app.ReadAsync(db => db.Set<Plan>().Where(p => p.Id == id).ExecuteUpdateAsync(p => p.SetProperty(x => x.State, PlanState.Submitted)));
        (await officer.GetAsync(PlanLinks.Text(id))).Html.QuerySelector("main a[href*='/plans/sentences/']").ShouldBeNull();
        (await officer.SubmitAsync(form, Form, new(basis) { ["Key"] = Guid.CreateVersion7().ToString() })).Text(".lt-note").ShouldContain("“Trình duyệt”");
    }

    [Fact]
    public async Task Sentences_NumberedOneRemoved_WhatCountedOnCloses_TasksFollowTheirSections()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await DraftAsync(officer, await PlanAsync("Tổ chức hội nghị", app.Culture));
        await app.ReadAsync(async db =>
        {
            var task = await db.Set<PlanTask>().SingleAsync(t => t.PlanId == id);
            task.MoveTo("III. NHIỆM VỤ");
            var own = await db.Set<PlanStatement>().SingleAsync(s => s.PlanId == id);
            (own.Ordinal, own.Label) = (20, "1.");
            (string Kind, string Label, string Text)[] lines = [("heading", "I.", "MỤC ĐÍCH"), ("item", "1.", "Nâng cao nhận thức"), ("item", "2.", "Tạo đồng thuận"), ("item", "3.", "Bảo đảm tiết kiệm"), ("item", "7.", "Bảo đảm đúng hạn"), ("heading", "II.", "YÊU CẦU"), ("heading", "III.", "NHIỆM VỤ")];
            foreach (var (line, n) in lines.Select((line, n) => (line, n))) db.Add(new PlanStatement { ProvinceId = own.ProvinceId, PlanId = id, Ordinal = n, Key = $"k{n}", Kind = line.Kind, Label = line.Label, Text = line.Text });
            return await db.SaveChangesAsync();
        });
        async Task RemoveAsync(string words)
        {
            var form = await officer.GetAsync(PlanLinks.EditSentence((await SentencesAsync(id)).Single(s => s.Words == words).Id));
            form.Text("#bo-cau").ShouldContain("được đánh số lại");
            (await officer.SubmitAsync(form, "#bo-cau form", [])).Location.ShouldBe(PlanLinks.Text(id));
        }

        // A series that does not count on is nobody's to mend.
        await RemoveAsync("Tạo đồng thuận");
        (await SentencesAsync(id)).Select(s => s.Label).ShouldBe(["I.", "1.", "3.", "7.", "II.", "III.", "1."]);
        await RemoveAsync("Bảo đảm đúng hạn");
        await app.ReadAsync(db => db.Set<PlanStatement>().Where(s => s.PlanId == id && s.Key == "k3").ExecuteUpdateAsync(set => set.SetProperty(s => s.Label, "2.")));
        await RemoveAsync("Nâng cao nhận thức");
        await RemoveAsync("YÊU CẦU");
        (await SentencesAsync(id)).Select(s => $"{s.Label} {s.Words}").ShouldBe(["I. MỤC ĐÍCH", "1. Bảo đảm tiết kiệm", "II. NHIỆM VỤ", "1. Tổ chức hội nghị"]);
        (await app.TasksAsync(id)).ShouldHaveSingleItem().Section.ShouldBe("II. NHIỆM VỤ");
        (await officer.GetAsync($"/plans/{id}?phan=lich-su")).Text(".lt-timeline").ShouldSatisfyAllConditions(t => t.ShouldContain("“II. YÊU CẦU”; các câu sau đánh số lại: III. → II."), t => t.ShouldContain("“1. Nâng cao nhận thức”; các câu sau đánh số lại: 2. → 1."));
    }

    [Fact]
    public async Task New_HeadingLeftOut_TheNextIsRenumberedInTextAndTask_AndCanBeSetBack()
    {
        var source = await new PlanBuilder(app, app.Province).In(PlanState.Issued).With("Phát tờ rơi", app.Culture).With("Đăng tin", app.Culture).BuildAsync();
        await app.ReadAsync(async db =>
        {
            db.RemoveRange(await db.Set<PlanStatement>().Where(s => s.PlanId == source.Id).ToListAsync());
            var tasks = await db.Set<PlanTask>().Where(t => t.PlanId == source.Id).OrderBy(t => t.Ordinal).ToListAsync();
            foreach (var (task, n) in tasks.Select((t, n) => (t, n)))
            {
                (task.Section, task.StatementKeys) = ($"{n + 1}. Việc thứ {(n == 0 ? "nhất" : "hai")}", [$"tay-{task.Id:N}"]);
                db.Add(new PlanStatement { ProvinceId = source.ProvinceId, PlanId = source.Id, Ordinal = 2 * n, Key = $"h{n}", Kind = "heading", Label = $"{n + 1}.", Text = task.Section[3..] });
                db.Add(new PlanStatement { ProvinceId = source.ProvinceId, PlanId = source.Id, Ordinal = 2 * n + 1, Key = task.StatementKeys[0], Kind = "item", Text = task.Text, Path = [task.Section] });
            }
            tasks[0].State = TaskState.Withdrawn;
            return await db.SaveChangesAsync();
        });
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await DraftAsync(officer, source);
        (await SentencesAsync(id)).Select(s => (s.Label, s.Words)).ShouldBe([("1.", "Việc thứ hai"), (null, "Đăng tin")]);
        (await app.TasksAsync(id)).ShouldHaveSingleItem().Section.ShouldBe("1. Việc thứ hai");
        (await officer.GetAsync($"/plans/{id}/changes")).Text("main").ShouldSatisfyAllConditions(t => t.ShouldContain("1. Việc thứ nhất"), t => t.ShouldContain("Số thứ tự của mục, điểm"), t => t.ShouldContain("Không chép sang"));
        await DecideAsync(officer, id, c => c.About == ChangeAbout.Number, "SetBack");
        (await SentencesAsync(id)).Select(s => s.Label).ShouldBe(["2.", null]);
        (await app.TasksAsync(id))[0].Section.ShouldBe("2. Việc thứ hai");
        await DecideAsync(officer, id, c => c.About == ChangeAbout.Number, "Accept");
        ((await SentencesAsync(id))[0].Label, (await SentencesAsync(id))[1].Path[0]).ShouldBe(("1.", "1. Việc thứ hai"));
    }

    private Task<List<PlanStatement>> SentencesAsync(Guid plan) => app.ReadAsync(db => db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == plan).OrderBy(s => s.Ordinal).ToListAsync());

    private async Task<Guid> DraftAsync(TestBrowser officer, Plan source)
    {
        var made = await officer.SubmitAsync(await officer.GetAsync($"/plans/new?nguon={source.Id}"), Form, new() { ["Year"] = "2027", ["Date"] = "05/01/2027" });
        return Guid.Parse((made.Location ?? throw new InvalidOperationException(made.Text("main"))).Split('/')[2]);
    }

    private async Task DecideAsync(TestBrowser officer, Guid plan, Func<DraftChange, bool> which, string verdict)
    {
        var answer = await TryDecideAsync(officer, plan, which, verdict);
        if (answer.Status != HttpStatusCode.Redirect) throw new InvalidOperationException(answer.Text("main"));
    }

    private async Task<TestPage> TryDecideAsync(TestBrowser officer, Guid plan, Func<DraftChange, bool> which, string verdict)
    {
        var change = (await app.ReadAsync(db => db.Set<DraftChange>().AsNoTracking().Where(c => c.PlanId == plan).OrderBy(c => c.Ordinal).ToListAsync())).First(which);
        var page = await officer.GetAsync($"/plans/{plan}/changes");
        return await officer.SubmitAsync(page, $"#thay-doi-{change.Id} form", new() { ["verdict"] = verdict });
    }

    private Task<string> StatementAsync(Guid plan) => app.ReadAsync(db => db.Set<PlanStatement>().Where(s => s.PlanId == plan).Select(s => s.Text).SingleAsync());

    private async Task<Guid?> PartyAsync(Guid plan) => (await app.PartiesAsync((await app.TasksAsync(plan))[0].Id)).ShouldHaveSingleItem().OrganizationId;

    private Task<Plan> PlanAsync(string text, Organization lead) =>
        new PlanBuilder(app, app.Province).In(PlanState.Issued).With(text, lead, new DutyRule { Kind = DutyKind.Once, Dates = [new DateOnly(2026, 11, 15)] }).BuildAsync();

    /// <summary>A department that ended on 30/06/2026 and the one that carries it on.</summary>
    private async Task<(Organization Old, Organization Heir)> EndedAsync(string old, string heir)
    {
        var (from, to) = (await app.AddOrganizationAsync(old, OrganizationLevel.Province, OrganizationKind.Department, app.Province), await app.AddOrganizationAsync(heir, OrganizationLevel.Province, OrganizationKind.Department, app.Province));
        await app.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            var succession = new Succession { Kind = SuccessionKind.Merge, EffectiveOn = new DateOnly(2026, 7, 1), Act = "01/NQ-HĐND" };
            db.Add(succession);
            db.Add(new SuccessionLine { SuccessionId = succession.Id, FromId = from.Id, ToId = to.Id });
            await db.SaveChangesAsync();
            await db.Set<Organization>().Where(o => o.Id == from.Id).ExecuteUpdateAsync(o => o.SetProperty(x => x.ValidTo, new DateOnly(2026, 6, 30)));
            services.GetRequiredService<OrganizationDirectory>().Forget();
        });
        return (from, to);
    }
}
