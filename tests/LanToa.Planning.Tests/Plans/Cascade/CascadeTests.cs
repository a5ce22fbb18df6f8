using System.Net;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans.Cascade;

/// <summary>Tasks of an upper plan at the units that it addresses: decided there, followed by whoever asked.</summary>
public sealed class CascadeTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static readonly DateOnly Today = new(2026, 3, 20), Issued = new(2026, 2, 25);
    private static readonly DutyRule TwiceAMonth = new() { Kind = DutyKind.Counted, Every = [PeriodKind.Month], Count = 2 };
    private static readonly DutyRule ByJune = new() { Kind = DutyKind.Once, Dates = [new DateOnly(2026, 6, 30)] };
    private const string Bulk = "main form[method=post]";

    /// <summary>A plan of the province that asks three things of a commune of its own: two as lead, one to help.</summary>
    private async Task<(Plan Upper, List<PlanTask> Tasks, Organization Unit)> IssueAsync()
    {
        app.Clock.MoveTo(Today);
        var unit = await app.AddOrganizationAsync($"Ủy ban nhân dân xã Thử {Guid.CreateVersion7().ToString()[^6..]}", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province);
        var upper = await app.IssueAsync(Issued, null, new TaskGiven("Phát thanh nội dung CCHC trên loa truyền thanh", TwiceAMonth, [unit.Id, app.OtherCommune.Id]), new TaskGiven("Tổ chức hội nghị tuyên truyền", ByJune, [unit.Id]),
            new TaskGiven("Tổ chức cuộc thi tìm hiểu", ByJune, [app.Culture.Id], Coordinating: [unit.Id]));
        return (upper, await TasksAsync(upper.Id), unit);
    }

    private Task<T> ReadAsync<T>(Func<LanToaDb, Task<T>> read) => app.InScopeAsync(s => read(s.GetRequiredService<LanToaDb>()));

    private Task<List<PlanTask>> TasksAsync(Guid plan) => ReadAsync(db => db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan).OrderBy(t => t.Ordinal).ToListAsync());

    private Task<List<Plan>> OwnAsync(Organization unit) => ReadAsync(db => db.Set<Plan>().AsNoTracking().Where(p => p.IssuerId == unit.Id).ToListAsync());

    /// <summary>The unit's plan is there, with these tasks.</summary>
    private async Task<(Plan Plan, List<PlanTask> Tasks)> PlanOfAsync(Organization unit, PlanState state, params (string Text, DutyRule Rule)[] tasks)
    {
        var builder = new PlanBuilder(app, unit).In(state);
        foreach (var (text, rule) in tasks) builder.With(text, unit, rule);
        var plan = await builder.BuildAsync();
        return (plan, await TasksAsync(plan.Id));
    }

    private Task SetIssuedAsync(Guid plan) => ReadAsync(db => db.Set<Plan>().Where(p => p.Id == plan).ExecuteUpdateAsync(s => s.SetProperty(p => p.State, PlanState.Issued).SetProperty(p => p.Date, Today)));

    [Fact]
    public async Task Handed_AllTakenIntoANewPlan_StandThereInTheUpperWords_PressedTwiceOnce()
    {
        var (upper, tasks, unit) = await IssueAsync();
        using var officer = await app.SignInAsync(Role.Officer, unit);
        (await officer.GetAsync(PlanLinks.Cascade)).Text("main").ShouldContain("3/3");
        (await officer.GetAsync("/today")).Text("main").ShouldContain("3 việc cấp trên giao chưa đưa vào kế hoạch");
        (await officer.GetAsync($"/obligations?plan={upper.Id}")).Html.QuerySelector($"main a[href='{PlanLinks.CascadeOf(upper.Id)}']").ShouldNotBeNull();
        var page = await officer.GetAsync(PlanLinks.CascadeOf(upper.Id));
        page.Texts("main tbody tr").Count.ShouldBe(3);
        page.Text("main").ShouldContain("Chưa xử lý");
        // The upper plan itself leads whoever decides for the unit to what it asks of it.
        var asks = (await officer.GetAsync(PlanLinks.Of(upper.Id))).Html.QuerySelector($"main .lt-note:has(a[href='{PlanLinks.CascadeOf(upper.Id)}'])").ShouldNotBeNull();
        asks.TextContent.ShouldSatisfyAllConditions(t => t.ShouldContain("giao 3 việc"), t => t.ShouldContain("Còn 3 việc đơn vị chưa xử lý"));
        (await officer.SubmitAsync(page, Bulk, button: "button[formaction*=All]")).Location.ShouldBe(PlanLinks.CascadeOf(upper.Id));
        (await officer.SubmitAsync(page, Bulk, button: "button[formaction*=All]")).Location.ShouldBe(PlanLinks.CascadeOf(upper.Id));

        var plan = (await OwnAsync(unit)).ShouldHaveSingleItem();
        (plan.State, plan.PeriodTo).ShouldBe((PlanState.Drafted, new DateOnly(2026, 12, 31)));
        var own = await TasksAsync(plan.Id);
        own.Select(t => t.Text).ShouldBe([tasks[0].Text, tasks[1].Text, $"Phối hợp thực hiện: {tasks[2].Text}"], ignoreOrder: true);
        own.ShouldAllBe(t => t.PartyWords == unit.Name && t.StatementKeys.Count == 1);
        own.First(t => t.Text == tasks[1].Text).RuleWords.ShouldContain("30/06/2026");
        var after = await officer.GetAsync(PlanLinks.CascadeOf(upper.Id));
        after.Text("main").ShouldContain("Chờ ban hành");
        after.Html.QuerySelector("button[formaction*=All]").ShouldBeNull();
        (await officer.GetAsync(PlanLinks.Cascade)).Text("main").ShouldContain("0/3");
        (await officer.GetAsync(PlanLinks.Of(plan.Id))).Text("main").ShouldContain("3 việc cấp trên giao đã được xử lý hết");
        (await officer.GetAsync("/today")).Text("main").ShouldNotContain("việc cấp trên giao chưa đưa");
        // Each decision is told as what it is, not as a task of the unit's plan.
        var decisions = await ReadAsync(db => db.Set<CascadeDecision>().AsNoTracking().Where(d => d.UnitId == unit.Id).Select(d => d.Id).ToListAsync());
        var verbs = await ReadAsync(db => db.Set<LanToa.Platform.Audit.HistoryEvent>().AsNoTracking().Where(e => decisions.Contains(e.SubjectId)).Select(e => e.Verb).ToListAsync());
        (verbs.Count, verbs.Distinct().Single()).ShouldBe((3, "cascade.adopt"));
    }

    [Fact]
    public async Task Adapt_LessThanAsked_NeedsAReason_KeepsWhatWasTyped_AndTheMatrixSaysHowMuch()
    {
        var (upper, tasks, unit) = await IssueAsync();
        var (plan, _) = await PlanOfAsync(unit, PlanState.Drafted);
        await ReadAsync(async db =>
        {
            (await db.Set<PlanTask>().SingleAsync(t => t.Id == tasks[0].Id)).Products = [new TaskProduct("broadcast", 2, "02 lượt")];
            return await db.SaveChangesAsync();
        });
        using var officer = await app.SignInAsync(Role.Officer, unit);
        var form = await officer.GetAsync(PlanLinks.Adapt(upper.Id, tasks[0].Id));
        var less = new Dictionary<string, string> { ["Into"] = plan.Id.ToString(), ["Input.Rule.Count"] = "1" };
        var refused = await officer.SubmitAsync(form, Bulk, less);
        refused.Text(".lt-errors").ShouldContain("Số lượng nhỏ hơn: 12 mỗi năm, cấp trên giao 24 mỗi năm");
        refused.Html.QuerySelector("[name='Input.Rule.Count']")!.GetAttribute("value").ShouldBe("1");
        less["Reason"] = "Xã chỉ có một cụm loa";
        (await officer.SubmitAsync(refused, Bulk, less)).Location.ShouldBe(PlanLinks.CascadeItem(upper.Id, tasks[0].Id));
        (await officer.SubmitAsync(refused, Bulk, less)).Location.ShouldBe(PlanLinks.CascadeItem(upper.Id, tasks[0].Id));
        (await TasksAsync(plan.Id)).ShouldHaveSingleItem().RuleWords.ShouldContain("01 lần hằng tháng");
        (await TasksAsync(plan.Id))[0].Products.ShouldHaveSingleItem().ShouldBe(new TaskProduct("broadcast", 1, "01 lượt"));

        await SetIssuedAsync(plan.Id);
        using var province = await app.SignInAsync(Role.Viewer);
        var cell = await province.GetAsync(PlanLinks.CoverageCell(upper.Id, tasks[0].Id, unit.Id));
        foreach (var said in new[] { "Thấp hơn yêu cầu", "12 mỗi năm", "ban hành sau kế hoạch cấp trên 23 ngày", "Xã chỉ có một cụm loa", "điều chỉnh việc cấp trên giao", tasks[0].Text }) cell.Text("main").ShouldContain(said);
        var matrix = await province.GetAsync(PlanLinks.Coverage(upper.Id));
        matrix.Html.QuerySelector($"a.lt-cell[href='{PlanLinks.CoverageCell(upper.Id, tasks[0].Id, unit.Id)}']").ShouldNotBeNull().TextContent.ShouldContain("thấp hơn yêu cầu: 12/24");
        matrix.Html.QuerySelector($"a.lt-cell[href='{PlanLinks.CoverageCell(upper.Id, tasks[0].Id, app.OtherCommune.Id)}']").ShouldNotBeNull().TextContent.ShouldContain("chưa có");
    }

    [Fact]
    public async Task Split_IntoTwo_TogetherAsMuch_NeedsNoReason_OneAloneIsRefused()
    {
        var (upper, tasks, unit) = await IssueAsync();
        var (plan, _) = await PlanOfAsync(unit, PlanState.Drafted);
        using var officer = await app.SignInAsync(Role.Officer, unit);
        var form = await officer.GetAsync(PlanLinks.Split(upper.Id, tasks[0].Id));
        var values = new Dictionary<string, string> { ["Into"] = plan.Id.ToString(), ["Parts[0].Text"] = "Phát thanh ở cụm loa A", ["Parts[0].Count"] = "1", ["Parts[1].Text"] = "", ["Parts[1].Count"] = "1" };
        (await officer.SubmitAsync(form, Bulk, values)).Text(".lt-errors").ShouldContain("ít nhất hai nhiệm vụ");
        values["Parts[1].Text"] = "Phát thanh ở cụm loa B";
        (await officer.SubmitAsync(form, Bulk, values)).Location.ShouldBe(PlanLinks.CascadeItem(upper.Id, tasks[0].Id));
        (await officer.SubmitAsync(form, Bulk, values)).Location.ShouldBe(PlanLinks.CascadeItem(upper.Id, tasks[0].Id));
        (await TasksAsync(plan.Id)).Select(t => t.Text).ShouldBe(["Phát thanh ở cụm loa A", "Phát thanh ở cụm loa B"]);
        await SetIssuedAsync(plan.Id);
        var item = await officer.GetAsync(PlanLinks.CascadeItem(upper.Id, tasks[0].Id));
        item.Text("main").ShouldContain("Đã có");
        item.Text("main").ShouldContain("Phát thanh ở cụm loa B");
        item.Text("main").ShouldContain("Đã tách · ");
        (await officer.GetAsync(PlanLinks.CascadeOf(upper.Id))).Text("main table").ShouldContain("Đã tách, 2 nhiệm vụ");
    }

    [Fact]
    public async Task Match_ImportedPlan_SuggestsByWords_AndAPersonConfirms()
    {
        var (upper, tasks, unit) = await IssueAsync();
        var (plan, own) = await PlanOfAsync(unit, PlanState.Issued, ("Biên tập, phát thanh bản tin CCHC trên hệ thống loa truyền thanh", TwiceAMonth), ("Tổ chức hội nghị tuyên truyền cho trưởng thôn", ByJune));
        using var officer = await app.SignInAsync(Role.Officer, unit);
        var page = await officer.GetAsync(PlanLinks.Match(upper.Id, plan.Id));
        page.Html.QuerySelector($"select[name='Chosen[{tasks[0].Id}]'] option[selected]").ShouldNotBeNull().GetAttribute("value").ShouldBe(own[0].Id.ToString());
        (await officer.SubmitAsync(page, "main form[method=post]", new() { [$"Chosen[{tasks[2].Id}]"] = "" })).Location.ShouldBe(PlanLinks.CascadeOf(upper.Id));
        var links = await ReadAsync(db => (from l in db.Set<CascadeLink>() join d in db.Set<CascadeDecision>() on l.DecisionId equals d.Id where d.UnitId == unit.Id select new { d.UpperTaskId, l.TaskId, d.Kind }).ToListAsync());
        links.ShouldBe([new { UpperTaskId = tasks[0].Id, TaskId = own[0].Id, Kind = CascadeKind.Linked }, new { UpperTaskId = tasks[1].Id, TaskId = own[1].Id, Kind = CascadeKind.Linked }], ignoreOrder: true);
        (await officer.GetAsync(PlanLinks.Of(plan.Id))).Text("main").ShouldContain("Đối chiếu 1 việc");
    }

    [Fact]
    public async Task NotApplicable_NeedsAReason_IsUndoneWithHistory_AndTheSecondPersonIsTold()
    {
        var (upper, tasks, unit) = await IssueAsync();
        var (plan, _) = await PlanOfAsync(unit, PlanState.Drafted);
        using var officer = await app.SignInAsync(Role.Officer, unit);
        using var leader = await app.SignInAsync(Role.Leader, unit);
        var mine = await officer.GetAsync(PlanLinks.CascadeItem(upper.Id, tasks[1].Id));
        var theirs = await leader.GetAsync(PlanLinks.CascadeItem(upper.Id, tasks[1].Id));
        (await leader.SubmitAsync(theirs, "form[action*=NotApplicable]")).Text(".lt-errors").ShouldContain("Hãy ghi lý do");
        (await leader.SubmitAsync(theirs, "form[action*=NotApplicable]", new() { ["Reason"] = "Xã không còn thôn" })).Location.ShouldNotBeNull();
        var late = await officer.SubmitAsync(mine, "main form:has([name=Into])", new() { ["Into"] = plan.Id.ToString() });
        late.Text(".lt-errors").ShouldContain("đã quyết định “Không áp dụng”");
        (await TasksAsync(plan.Id)).ShouldBeEmpty();

        var decided = await officer.GetAsync(PlanLinks.CascadeItem(upper.Id, tasks[1].Id));
        (await officer.SubmitAsync(decided, "form[action*=Undo]", new() { ["Reason"] = "Ghi nhầm việc" })).Location.ShouldNotBeNull();
        (await officer.SubmitAsync(decided, "form[action*=Undo]", new() { ["Reason"] = "Ghi nhầm việc" })).Location.ShouldNotBeNull();
        var open = await officer.GetAsync(PlanLinks.CascadeItem(upper.Id, tasks[1].Id));
        open.Html.QuerySelector("form[action*=NotApplicable]").ShouldNotBeNull();
        foreach (var said in new[] { "Xã không còn thôn", "Ghi nhầm việc", "Bỏ quyết định" }) open.Text(".lt-timeline").ShouldContain(said, Case.Insensitive);

        // Decided anew meanwhile: what the officer saw is not what would be taken back.
        (await leader.SubmitAsync(await leader.GetAsync(PlanLinks.CascadeItem(upper.Id, tasks[1].Id)), "form[action*=NotApplicable]", new() { ["Reason"] = "Đã họp xã, vẫn không áp dụng" })).Location.ShouldNotBeNull();
        (await officer.SubmitAsync(decided, "form[action*=Undo]", new() { ["Reason"] = "Ghi nhầm việc" })).Text(".lt-errors").ShouldContain("vừa đổi quyết định này");
        (await officer.SubmitAsync(decided, "form[action*=Undo]", new() { ["Reason"] = "Ghi nhầm việc", ["Version"] = "99999999999999999999" })).Text(".lt-errors").ShouldContain("Trang đã hiện bản mới nhất");
    }

    [Fact]
    public async Task Undo_WhatTheDecisionPutIntoADraft_IsWithdrawnInTheSameStepIfWanted_AndWhatWasIssuedStays()
    {
        var (upper, tasks, unit) = await IssueAsync();
        var (plan, _) = await PlanOfAsync(unit, PlanState.Drafted);
        using var officer = await app.SignInAsync(Role.Officer, unit);
        foreach (var task in tasks.Take(2)) (await officer.SubmitAsync(await officer.GetAsync(PlanLinks.CascadeItem(upper.Id, task.Id)), "main form:has([name=Into])", new() { ["Into"] = plan.Id.ToString() })).Location.ShouldNotBeNull();
        var decided = await officer.GetAsync(PlanLinks.CascadeItem(upper.Id, tasks[0].Id));
        decided.Text("form[action*=Undo]").ShouldContain($"Rút luôn khỏi dự thảo “{tasks[0].Text}”");
        for (var n = 0; n < 2; n++) (await officer.SubmitAsync(decided, "form[action*=Undo]", new() { ["Reason"] = "Xã chưa làm năm nay", ["Withdraw"] = "true" })).Location.ShouldNotBeNull();
        (await TasksAsync(plan.Id)).Select(t => (t.Text, t.State)).ShouldBe([(tasks[0].Text, TaskState.Withdrawn), (tasks[1].Text, TaskState.Active)], ignoreOrder: true);
        (await officer.GetAsync(PlanLinks.CascadeOf(upper.Id))).Text(".lt-figures").ShouldContain("2");

        // Issued since: it stays, and the page says where to withdraw it.
        await SetIssuedAsync(plan.Id);
        var issued = await officer.GetAsync(PlanLinks.CascadeItem(upper.Id, tasks[1].Id));
        issued.Html.QuerySelector("input[name=Withdraw]").ShouldBeNull();
        issued.Text("main").ShouldContain("kế hoạch đã ban hành, rút ở kế hoạch đó kèm lý do");
        (await officer.SubmitAsync(issued, "form[action*=Undo]", new() { ["Reason"] = "Ghi nhầm", ["Withdraw"] = "true" })).Location.ShouldNotBeNull();
        (await TasksAsync(plan.Id)).Single(t => t.Text == tasks[1].Text).State.ShouldBe(TaskState.Active);
    }

    [Fact]
    public async Task Adopt_WhatADraftFromTheUpperPlanStillHolds_IsTakenAgain_NotDoubled()
    {
        var (upper, tasks, unit) = await IssueAsync();
        var (plan, own) = await PlanOfAsync(unit, PlanState.Drafted, (tasks[1].Text, ByJune));
        await ReadAsync(async db =>
        {
            db.Add(new TaskOrigin { ProvinceId = 99, PlanId = plan.Id, TaskId = own[0].Id, SourcePlanId = upper.Id, SourceTaskId = tasks[1].Id });
            return await db.SaveChangesAsync();
        });
        using var officer = await app.SignInAsync(Role.Officer, unit);
        var item = await officer.GetAsync(PlanLinks.CascadeItem(upper.Id, tasks[1].Id));
        item.Text("main").ShouldSatisfyAllConditions(t => t.ShouldContain("chép từ việc này vẫn còn ở"), t => t.ShouldNotContain("Chưa có nhiệm vụ nào trong kế hoạch"));
        (await officer.SubmitAsync(item, "main form:has([name=Into])")).Location.ShouldBe(PlanLinks.CascadeItem(upper.Id, tasks[1].Id));
        (await TasksAsync(plan.Id)).ShouldHaveSingleItem().Id.ShouldBe(own[0].Id);
        (await officer.GetAsync(PlanLinks.CascadeItem(upper.Id, tasks[1].Id))).Text("main").ShouldContain("Chờ ban hành");
    }

    [Fact]
    public async Task Rights_OnlyTheUnitDecides_OnlyTheIssuerReadsTheMatrix()
    {
        var (upper, tasks, unit) = await IssueAsync();
        using var focal = await app.SignInAsync(Role.FocalPoint, unit);
        (await focal.GetAsync(PlanLinks.Cascade)).Location.ShouldNotBeNull().ShouldContain("/identity/denied");
        using var officer = await app.SignInAsync(Role.Officer, unit);
        (await officer.GetAsync(PlanLinks.Coverage(upper.Id))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await officer.GetAsync(PlanLinks.CoverageCell(upper.Id, tasks[0].Id, unit.Id))).Status.ShouldBe(HttpStatusCode.NotFound);
        using var stranger = await app.SignInAsync(Role.Officer, app.Finance);
        (await stranger.GetAsync(PlanLinks.CascadeOf(upper.Id))).Status.ShouldBe(HttpStatusCode.NotFound, "the plan asks nothing of this unit");
        (await stranger.GetAsync(PlanLinks.Cascade)).Text("main").ShouldNotContain(unit.Name);
        using var province = await app.SignInAsync(Role.Officer);
        (await province.GetAsync(PlanLinks.Coverage(upper.Id))).Status.ShouldBe(HttpStatusCode.OK);
        // Whoever asked does not answer for those who were asked.
        var person = await ReadAsync(db => db.Users.FirstAsync(a => a.Id == province.AccountId));
        var denied = await app.InScopeAsync(async s =>
        {
            var roles = await s.GetRequiredService<LanToaDb>().Set<LanToa.Platform.Identity.Membership>().Where(m => m.AccountId == person.Id).ToListAsync();
            s.GetRequiredService<LanToa.Platform.Identity.Actor>().BecomePerson(person, roles, null, null);
            return await s.GetRequiredService<SettleTasks>().NotApplicableAsync(unit.Id, upper.Id, [tasks[0].Id], "Thử");
        });
        denied.WhyNot.ShouldHaveSingleItem().Message.ShouldContain($"lãnh đạo của {unit.Name}");
    }

    [Fact]
    public async Task Adopt_IntoAnotherUnitsPlan_OrAnIssuedOne_ChangesNothing()
    {
        var (upper, tasks, unit) = await IssueAsync();
        var (foreign, _) = await PlanOfAsync(app.Finance, PlanState.Drafted);
        var (issued, _) = await PlanOfAsync(unit, PlanState.Issued);
        using var officer = await app.SignInAsync(Role.Officer, unit);
        var page = await officer.GetAsync(PlanLinks.CascadeOf(upper.Id));
        var chosen = new Dictionary<string, string> { ["ids"] = tasks[0].Id.ToString(), ["Into"] = foreign.Id.ToString() };
        (await officer.SubmitAsync(page, Bulk, chosen, button: $"button[formaction='{PlanLinks.CascadeOf(upper.Id)}']")).Text(".lt-errors").ShouldContain("không phải của đơn vị");
        chosen["Into"] = issued.Id.ToString();
        (await officer.SubmitAsync(page, Bulk, chosen, button: $"button[formaction='{PlanLinks.CascadeOf(upper.Id)}']")).Text(".lt-errors").ShouldContain("không còn là dự thảo");
        var past = await app.InScopeAsync(s => s.GetRequiredService<AdoptTasks>().HandleAsync(new AdoptInput(unit.Id, upper.Id, [tasks[0].Id], issued.Id)));
        past.WhyNot.ShouldHaveSingleItem().Message.ShouldContain("Kế hoạch đã ban hành");
        chosen["Into"] = "moi";
        chosen["ids"] = Guid.CreateVersion7().ToString();
        (await officer.SubmitAsync(page, Bulk, chosen, button: $"button[formaction='{PlanLinks.CascadeOf(upper.Id)}']")).Text(".lt-errors").ShouldContain("Không tìm thấy việc này");
        (await ReadAsync(db => db.Set<CascadeDecision>().CountAsync(d => d.UnitId == unit.Id))).ShouldBe(0);
    }

    [Fact]
    public async Task Coverage_WhatAsksLess_CountsTheSameInTheFigureAndInTheTable_AndIsTold()
    {
        var (upper, tasks, unit) = await IssueAsync();
        var (plan, own) = await PlanOfAsync(unit, PlanState.Issued, ("Phát thanh một lần", ByJune), ("Tổ chức hội nghị", ByJune));
        using var officer = await app.SignInAsync(Role.Officer, unit);
        (await officer.SubmitAsync(await officer.GetAsync(PlanLinks.Match(upper.Id, plan.Id)), "main form[method=post]", new() { [$"Chosen[{tasks[0].Id}]"] = own[0].Id.ToString(), [$"Chosen[{tasks[1].Id}]"] = own[1].Id.ToString(), [$"Chosen[{tasks[2].Id}]"] = "" })).Location.ShouldNotBeNull();
        (await officer.SubmitAsync(await officer.GetAsync(PlanLinks.CascadeItem(upper.Id, tasks[2].Id)), "form[action*=NotApplicable]", new() { ["Reason"] = "Xã không tổ chức" })).Location.ShouldNotBeNull();
        using var province = await app.SignInAsync(Role.Officer);
        var page = await province.GetAsync(PlanLinks.Coverage(upper.Id));
        page.Texts(".lt-figure")[0].ShouldSatisfyAllConditions(t => t.ShouldContain("2 / 5"), t => t.ShouldContain("trong đó 1 thấp hơn yêu cầu"));
        page.Text(".lt-matrix thead td").ShouldContain("2/5");
        page.Text("main").ShouldContain("1 ô “không áp dụng” vẫn tính trong 5 ô");
        foreach (var link in page.Html.QuerySelectorAll("a.lt-figure"))
        {
            var list = await province.GetAsync(link.GetAttribute("href")!);
            list.Texts("main tbody tr").Count.ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(link.QuerySelector(".lt-figure__value")!.TextContent.Split('/')[0].Trim(), link.GetAttribute("href"));
        }
        MatrixTotal.Of([CoverageState.Covered, CoverageState.Missing]).LessWords.ShouldBeNull();
        MatrixTotal.Of([CoverageState.Covered, CoverageState.Late, CoverageState.Diluted, CoverageState.Late]).ShouldSatisfyAllConditions(t => t.Planned.ShouldBe(4), t => t.LessWords.ShouldBe("trong đó 1 thấp hơn yêu cầu, 2 ban hành chậm"));
    }

    [Fact]
    public async Task Coverage_UnitThatEnded_SaysWhoCarriesItOn_AndLacksNothing()
    {
        var (upper, _, unit) = await IssueAsync();
        var heir = await app.AddOrganizationAsync($"Ủy ban nhân dân xã Nối {upper.Id.ToString()[^6..]}", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province);
        await app.InScopeAsync(s => s.GetRequiredService<RecordSuccession>().HandleAsync(new(SuccessionKind.Merge, Today, $"Nghị quyết {upper.Id}", [new SuccessionLineInput(unit.Id, heir.Id, 1)])));
        using var province = await app.SignInAsync(Role.Officer);
        var page = await province.GetAsync(PlanLinks.Coverage(upper.Id));
        page.Text(".lt-matrix thead").ShouldContain($"hết hiệu lực sau 19/03/2026, do {heir.Name} kế thừa");
        page.Texts(".lt-figure")[0].ShouldContain("0 / 2");
        page.Text("main").ShouldContain("Không tính 3 ô chưa có trong kế hoạch đã ban hành của 1 đơn vị nay đã kết thúc.");
        page.Html.QuerySelector($".lt-matrix a.lt-cell[href$='{unit.Id}']").ShouldNotBeNull().TextContent.ShouldContain("đã kết thúc");
        (await province.GetAsync(page.Html.QuerySelectorAll("a.lt-figure").First(f => f.TextContent.Contains("Chưa có", StringComparison.Ordinal)).GetAttribute("href")!)).Texts("main tbody tr").Count.ShouldBe(2);
        (await province.GetAsync(PlanLinks.Coverage(upper.Id) + "?handler=Csv")).Body.ShouldContain("chưa có (đơn vị đã kết thúc)");
        // Nothing of it counts: no figure of nothing, on the screen or on paper.
        foreach (var alone in new[] { "", "&in=1" })
        {
            var ended = await province.GetAsync(PlanLinks.Coverage(upper.Id) + $"?q={Uri.EscapeDataString(unit.Name)}{alone}");
            ended.Text("main").ShouldContain("nay đã kết thúc");
            ended.Text("main").ShouldContain($"hết hiệu lực sau 19/03/2026, do {heir.Name} kế thừa");
            ended.Html.QuerySelector(".lt-figure").ShouldBeNull();
            ended.Texts(".lt-matrix td, .lt-work__facts").ShouldNotContain(t => t.Contains("0/0", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Coverage_Filters_ListAndFiles_SayTheSame()
    {
        var (upper, tasks, unit) = await IssueAsync();
        using var province = await app.SignInAsync(Role.Officer);
        var page = await province.GetAsync(PlanLinks.Coverage(upper.Id));
        page.Text(".lt-figures").ShouldContain("5");
        // A kind that was chosen does not take the others out of the choice.
        var kinds = page.Html.QuerySelectorAll("select[name=loai] option").Select(o => o.GetAttribute("value")).ToList();
        kinds.Count.ShouldBe(3, "all, departments, committees of communes");
        (await province.GetAsync($"{PlanLinks.Coverage(upper.Id)}?loai={kinds[1]}&q=x")).Html.QuerySelectorAll("select[name=loai] option").Select(o => o.GetAttribute("value")).ShouldBe(kinds);
        var list = await province.GetAsync(PlanLinks.Coverage(upper.Id) + $"?trangthai=Missing&donvi={unit.Id}");
        list.Texts("main tbody tr").Count.ShouldBe(3);
        (await province.GetAsync(PlanLinks.Coverage(upper.Id) + $"?vaitro=Coordinating&donvi={unit.Id}")).Texts("main tbody tr").ShouldHaveSingleItem().ShouldContain(tasks[2].Text);
        (await province.GetAsync(PlanLinks.Coverage(upper.Id) + "?q=khong+co+ten+nay")).Text("main").ShouldContain("Không có đơn vị nào khớp");
        var csv = await province.GetAsync(PlanLinks.Coverage(upper.Id) + "?handler=Csv");
        csv.Body.ShouldContain("chưa có");
        csv.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(6);
        (await province.Http.GetAsync(PlanLinks.Coverage(upper.Id) + "?handler=Xlsx", TestContext.Current.CancellationToken)).Content.Headers.ContentType!.ToString().ShouldContain("spreadsheetml");
        // A withdrawn task asks nothing any more.
        await ReadAsync(db => db.Set<PlanTask>().Where(t => t.Id == tasks[0].Id).ExecuteUpdateAsync(s => s.SetProperty(t => t.State, TaskState.Withdrawn)));
        (await province.GetAsync(PlanLinks.Coverage(upper.Id) + $"?donvi={unit.Id}")).Texts("main tbody tr").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Coverage_MoreUnitsThanAScreenHas_AllOfThemStandOnPaper_EachOnce()
    {
        app.Clock.MoveTo(Today);
        var name = $"Phòng In k{Guid.CreateVersion7().ToString()[^6..]}";
        var units = new List<Organization>();
        for (var n = 0; n < 14; n++) units.Add(await app.AddOrganizationAsync($"{name} số {n + 10}", OrganizationLevel.Province, OrganizationKind.Division, app.Province));
        var upper = await app.IssueAsync(Issued, null, new TaskGiven("Treo băng rôn", ByJune, [.. units.Select(u => u.Id)]), new TaskGiven("Gửi báo cáo", ByJune, [units[12].Id, units[13].Id]));
        using var province = await app.SignInAsync(Role.Officer);
        foreach (var number in (int[])[1, 2])
        {
            var page = await province.GetAsync($"{PlanLinks.Coverage(upper.Id)}?trang={number}");
            Heads(page).ShouldBe(units.Select(u => u.Name).Skip(number == 1 ? 0 : 12).Take(12), "a screen shows twelve, and sends no others");
            page.Html.QuerySelectorAll(".lt-matrix").Length.ShouldBe(1);
            page.Text("main").ShouldContain("Bản in đủ các đơn vị");
        }
        var print = await province.GetAsync($"{PlanLinks.Coverage(upper.Id)}?in=1");
        print.Html.QuerySelector("button[data-print]").ShouldNotBeNull();
        Heads(print).ShouldBe(units.Select(u => u.Name), "paper has all");
        print.Texts(".lt-matrix tbody td:nth-child(2)").ShouldBe(["0/14", "0/2"]);
        print.Texts(".lt-matrix tbody tr:nth-child(2) td:not(:nth-child(2))").ShouldBe([.. Enumerable.Repeat("·", 12), "chưa", "chưa"]);
        // Few have room for the whole word, and what asks only others has no row.
        var few = await province.GetAsync($"{PlanLinks.Coverage(upper.Id)}?in=1&q={Uri.EscapeDataString(units[0].Name)}");
        few.Texts(".lt-matrix tbody td").ShouldBe(["0/1", "chưa có"]);

        IReadOnlyList<string> Heads(TestPage page) => [.. page.Texts(".lt-matrix thead tr:first-child th").Where(t => t.StartsWith(name, StringComparison.Ordinal))];
    }

    [Fact]
    public async Task Coverage_MoreCellsThanArePrintedInOneGo_PromisesNoMoreThanThePrintHas()
    {
        app.Clock.MoveTo(Today);
        var name = $"Phòng Rộng {Guid.CreateVersion7().ToString()[^6..]}";
        var units = new List<Guid>();
        for (var n = 0; n < 24; n++) units.Add((await app.AddOrganizationAsync($"{name} số {n + 10}", OrganizationLevel.Province, OrganizationKind.Division, app.Province)).Id);
        // 12,000 cells in one go: of 601 tasks 22 units.
        var upper = await app.IssueAsync(Issued, null, [.. Enumerable.Range(1, 601).Select(n => new TaskGiven($"Treo băng rôn đợt {n}", ByJune, n == 1 ? units : [units[0]]))]);
        using var province = await app.SignInAsync(Role.Officer);
        var page = (await province.GetAsync(PlanLinks.Coverage(upper.Id))).Text("main");
        page.ShouldNotContain("Bản in đủ");
        page.ShouldContain("mở “Bản in” để in nhiều hơn.");
        var print = await province.GetAsync($"{PlanLinks.Coverage(upper.Id)}?in=1");
        print.Texts(".lt-matrix thead tr:first-child th").Count(t => t.StartsWith(name, StringComparison.Ordinal)).ShouldBe(22);
        print.Text("main").ShouldContain("Bảng quá lớn để in một lần");
    }

    [Fact]
    public async Task Items_MembersOfAGroupAsIssued_NotThoseLeftOut()
    {
        var (upper, tasks, unit) = await IssueAsync();
        var group = new OrganizationGroup { Name = $"Các xã thử {upper.Id}" };
        await ReadAsync(async db =>
        {
            db.Add(group);
            await db.SaveChangesAsync();
            db.Add(new PlanGroup { ProvinceId = 99, PlanId = upper.Id, GroupId = group.Id, Units = [app.Commune.Id, app.Office.Id] });
            db.Add(new TaskParty { ProvinceId = 99, PlanId = upper.Id, TaskId = tasks[1].Id, Ordinal = 5, Role = PartyRole.Lead, Printed = "các xã", GroupId = group.Id, Excluded = [new ExcludedMember(app.Office.Id, "không có việc")] });
            return await db.SaveChangesAsync();
        });
        using var member = await app.SignInAsync(Role.Officer, app.Commune);
        (await member.GetAsync(PlanLinks.CascadeOf(upper.Id))).Texts("main tbody tr").ShouldHaveSingleItem().ShouldContain(tasks[1].Text);
        using var leftOut = await app.SignInAsync(Role.Officer, app.Office);
        (await leftOut.GetAsync(PlanLinks.CascadeOf(upper.Id))).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
