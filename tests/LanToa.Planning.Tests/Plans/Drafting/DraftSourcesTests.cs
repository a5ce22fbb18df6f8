using System.Net;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Tests.Plans.Drafting;

public sealed class DraftSourcesTests(ByHandApp app) : IClassFixture<ByHandApp>
{
    private const string Form = "main form[method=post]";

    [Fact]
    public async Task New_FromADeliveredTemplate_FillsYearAndAgencyAndLeavesOpenTimesOpen()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await DraftAsync(officer, "mau", "tuyen-truyen-cchc", new() { ["Year"] = "2028", ["Date"] = "05/01/2028" });
        var plan = await app.PlanAsync(id);
        (plan.Title, plan.PeriodFrom, plan.IssuerId).ShouldBe(("Tuyên truyền cải cách hành chính năm 2028", new DateOnly(2028, 1, 1), app.Province.Id));
        var tasks = await app.TasksAsync(id);
        tasks.Count.ShouldBe(9);
        tasks.Count(t => t.Rule is null).ShouldBe(2);
        tasks.ShouldAllBe(t => t.StatementKeys.Count > 0);
        (await app.PartiesAsync(tasks[0].Id)).ShouldHaveSingleItem().OrganizationId.ShouldBe(app.Province.Id);
        (await app.PartiesAsync(tasks[4].Id))[0].GroupId.ShouldBe(app.Departments.Id);
        var texts = await app.ReadAsync(db => db.Set<PlanStatement>().Where(s => s.PlanId == id).Select(s => s.Text).ToListAsync());
        texts.ShouldAllBe(t => !t.Contains('{'));
        texts.ShouldContain(t => t.StartsWith(app.Province.Name + " ban hành Kế hoạch"));
        (await officer.GetAsync($"/plans/{id}")).Text("main").ShouldSatisfyAllConditions(t => t.ShouldContain("2 nhiệm vụ chưa rõ thời hạn"), t => t.ShouldContain("Đã lập dự thảo. Hãy sửa nhiệm vụ rồi trình duyệt."), t => t.ShouldContain("Năm và cơ quan được điền vào chỗ trống của mẫu"));
        (await officer.GetAsync(PlanLinks.Changes(id))).Text(".lt-empty").ShouldSatisfyAllConditions(t => t.ShouldContain("Năm và cơ quan được điền"), t => t.ShouldNotContain("giống hệt"));
    }

    [Fact]
    public async Task Template_KeptFromAPlan_IsUsedByAnotherUnitForAnotherYearUntilEnded()
    {
        var plan = await new PlanBuilder(app, app.Province).With($"{app.Province.Name} sơ kết trước ngày 15/11/2026", app.Province, new DutyRule { Kind = DutyKind.Once, Dates = [new(2026, 11, 15)] }).In(PlanState.Issued).BuildAsync();
        using var officer = await app.SignInAsync(Role.Officer);
        var form = await officer.GetAsync($"/plans/{plan.Id}/template");
        (await officer.SubmitAsync(form, Form, new() { ["Name"] = "" })).Text(".lt-errors").ShouldContain("Bạn chưa đặt tên mẫu");
        for (var n = 0; n < 2; n++) (await officer.SubmitAsync(form, Form, new() { ["Name"] = "Mẫu sơ kết" })).Status.ShouldBe(HttpStatusCode.Redirect);
        var template = await app.ReadAsync(db => db.Set<PlanTemplate>().AsNoTracking().SingleAsync(t => t.PlanId == plan.Id));
        template.Content.Tasks[0].Text.ShouldBe("{cơ quan} sơ kết trước ngày 15/11/{năm}");

        using var finance = await app.SignInAsync(Role.Officer, app.Finance);
        var id = await DraftAsync(finance, "mau", template.Id.ToString(), new() { ["Year"] = "2027", ["Date"] = "05/01/2027" });
        var task = (await app.TasksAsync(id)).ShouldHaveSingleItem();
        (task.Text, task.Rule!.Dates[0]).ShouldBe(("Sở Tài chính sơ kết trước ngày 15/11/2027", new DateOnly(2027, 11, 15)));
        (await app.PartiesAsync(task.Id)).ShouldHaveSingleItem().OrganizationId.ShouldBe(app.Finance.Id);
        (await finance.GetAsync($"/plans/{plan.Id}/template")).Text("main").ShouldContain("Chỉ Công chức phụ trách CCHC");

        var list = await officer.GetAsync("/plans/new?tu=mau");
        (await officer.SubmitAsync(list, $"form:has(input[value='{template.Id}'])", [])).Status.ShouldBe(HttpStatusCode.Redirect);
        (await officer.GetAsync("/plans/new?tu=mau")).Html.QuerySelector($"option[value='{template.Id}']").ShouldBeNull();
    }

    [Fact]
    public async Task New_FromTheUpperPlan_TakesTheUnitsTasksWithTheirDates()
    {
        var upper = await new PlanBuilder(app, app.Province).With("Sở Văn hóa phát thanh", app.Culture, new DutyRule { Kind = DutyKind.Once, Dates = [new(2026, 12, 10)] }).With("Việc của tài chính", app.Finance).In(PlanState.Issued).BuildAsync();
        var foreign = await new PlanBuilder(app, app.Province).With("Chỉ việc của tài chính", app.Finance).In(PlanState.Issued).BuildAsync();
        using var officer = await app.SignInAsync(Role.Officer, app.Culture);
        var id = await DraftAsync(officer, "captren", upper.Id.ToString(), new() { ["Date"] = "20/11/2026" });
        var task = (await app.TasksAsync(id)).ShouldHaveSingleItem();
        (task.Text, task.Rule!.Dates[0]).ShouldBe(("Sở Văn hóa phát thanh", new DateOnly(2026, 12, 10)));
        (await app.PartiesAsync(task.Id)).ShouldHaveSingleItem().OrganizationId.ShouldBe(app.Culture.Id);
        (await app.ReadAsync(db => db.Set<TaskOrigin>().AsNoTracking().SingleAsync(o => o.TaskId == task.Id))).SourcePlanId.ShouldBe(upper.Id);
        // The unit has said with it what becomes of the upper task: nothing waits to be decided, and the draft answers it.
        (await app.ReadAsync(db => (from l in db.Set<CascadeLink>() join d in db.Set<CascadeDecision>() on l.DecisionId equals d.Id where d.UnitId == app.Culture.Id && d.UpperPlanId == upper.Id select new { d.Kind, l.TaskId }).SingleAsync()))
            .ShouldBe(new { Kind = CascadeKind.Adopted, TaskId = task.Id });
        var basis = await app.ReadAsync(db => db.Set<PlanStatement>().AsNoTracking().SingleAsync(s => s.PlanId == id && s.Kind == "basis"));
        basis.Text.ShouldStartWith($"Căn cứ Kế hoạch số {upper.NumberAndSymbol} ngày 15/01/2026");

        var form = await officer.GetAsync($"/plans/new?tu=captren&nguon={foreign.Id}");
        (await officer.SubmitAsync(form, Form, new() { ["Date"] = "20/11/2026" })).Text(".lt-errors").ShouldContain("không giao nhiệm vụ nào cho Sở Văn hóa");
    }

    [Fact]
    public async Task New_FromTheUpperPlan_WhatTheUnitCalledNotApplicable_IsLeftOutAndListedWithTheReason()
    {
        var upper = await new PlanBuilder(app, app.Province).With("Sở Văn hóa tổ chức hội thi", app.Culture).With("Sở Văn hóa in sổ tay", app.Culture).In(PlanState.Issued).BuildAsync();
        var tasks = await app.TasksAsync(upper.Id);
        await DecideAsync(upper, tasks[1], "Đã có sổ tay của Bộ.");
        using var officer = await app.SignInAsync(Role.Officer, app.Culture);
        var id = await DraftAsync(officer, "captren", upper.Id.ToString(), new() { ["Date"] = "20/11/2026" });
        (await app.TasksAsync(id)).ShouldHaveSingleItem().Text.ShouldBe("Sở Văn hóa tổ chức hội thi");
        (await app.ReadAsync(db => db.Set<PlanStatement>().CountAsync(s => s.PlanId == id && s.Text == "Sở Văn hóa in sổ tay"))).ShouldBe(0);
        (await officer.GetAsync(PlanLinks.Changes(id))).Texts("tbody tr").ShouldContain(t => t.Contains("Sở Văn hóa in sổ tay") && t.Contains("đã quyết định “Không áp dụng”") && t.Contains("Đã có sổ tay của Bộ.") && t.Contains("Không chép sang"));
        (await app.ReadAsync(db => db.Set<CascadeDecision>().AsNoTracking().SingleAsync(d => d.UpperTaskId == tasks[1].Id))).Kind.ShouldBe(CascadeKind.NotApplicable);

        await DecideAsync(upper, tasks[0], "Không tổ chức");
        var form = await officer.GetAsync($"/plans/new?tu=captren&nguon={upper.Id}");
        (await officer.SubmitAsync(form, Form, new() { ["Date"] = "20/11/2026" })).Text(".lt-errors").ShouldContain("cho mọi nhiệm vụ");
    }

    /// <summary>As the unit's officer leaves it: not applicable, for this reason.</summary>
    private Task<int> DecideAsync(Plan upper, PlanTask task, string reason) => app.ReadAsync(async db =>
    {
        if (await db.Set<CascadeDecision>().FirstOrDefaultAsync(d => d.UnitId == app.Culture.Id && d.UpperTaskId == task.Id) is not { } decision)
            db.Add(decision = new CascadeDecision { ProvinceId = app.Culture.ProvinceId, UnitId = app.Culture.Id, UpperProvinceId = upper.ProvinceId, UpperPlanId = upper.Id, UpperTaskId = task.Id });
        (decision.Kind, decision.Reason, decision.DecidedAt, decision.DecidedByName) = (CascadeKind.NotApplicable, reason, app.Clock.GetUtcNow(), "Lê An");
        return await db.SaveChangesAsync();
    });

    [Fact]
    public async Task Issue_NumberOfAnotherPlan_IsRefusedForADraftMadeHere()
    {
        var last = await new PlanBuilder(app, app.Province).Numbered("777").With("Đăng bài", app.Culture).In(PlanState.Issued).BuildAsync();
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await DraftAsync(officer, "truoc", last.Id.ToString(), new() { ["Year"] = "2026", ["Date"] = "20/11/2026" });
        var page = await officer.GetAsync($"/plans/{id}");
        (await officer.SubmitAsync(page, "#recordissued form", new() { ["Number"] = "777", ["Date"] = "20/11/2026" })).Text(".lt-errors").ShouldContain("Số này đã có ở");
        (await officer.SubmitAsync(await officer.GetAsync($"/plans/{id}"), "#recordissued form", new() { ["Number"] = "778", ["Date"] = "20/11/2026" })).Status.ShouldBe(HttpStatusCode.Redirect);
        (await app.PlanAsync(id)).ShouldSatisfyAllConditions(p => p.State.ShouldBe(PlanState.Issued), p => p.Number.ShouldBe("778"));
    }

    private static async Task<Guid> DraftAsync(TestBrowser person, string from, string source, Dictionary<string, string> values)
    {
        var made = await person.SubmitAsync(await person.GetAsync($"/plans/new?tu={from}&nguon={source}"), Form, values);
        return Guid.Parse((made.Location ?? throw new InvalidOperationException(made.Text("main"))).Split('/')[2]);
    }
}
