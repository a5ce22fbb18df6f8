using System.Net;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Data;
using LanToa.Platform.Notices;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans;

/// <summary>Words of an issued plan that bind nobody are given to a unit, which owes the work from that day on.</summary>
public sealed class GiveWordsTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private const string Form = "main form[data-draft]";
    private static readonly DateOnly Today = new(2026, 5, 10);

    [Fact]
    public async Task Give_WordsOfTwoTasks_UnitOwesThemFromTodayOn_AndItIsInTheHistory()
    {
        var (plan, tasks) = await IssueAsync("Cơ quan thường trực");
        using var leader = await app.SignInAsync(Role.Leader);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        (await app.ObligationsAsync(plan.Id)).ShouldBeEmpty();
        var page = await leader.GetAsync(PlanLinks.Of(plan.Id));
        page.Text("main").ShouldContain("2 nhiệm vụ chưa giao cho đơn vị nào");
        var form = await leader.OpenAsync(page.Html.QuerySelector($"a[href^='/plans/{plan.Id}/give']").ShouldNotBeNull().GetAttribute("href")!);
        form.Html.QuerySelectorAll("[name='Input.Tasks'][checked]").Length.ShouldBe(2);
        var values = new Dictionary<string, string> { ["Input.UnitId"] = app.Finance.Id.ToString(), ["Input.Reason"] = "Theo thông báo kết luận" };
        (await leader.SubmitAsync(form, Form, values)).Location.ShouldBe(PlanLinks.Of(plan.Id));
        // The second press is done already.
        (await leader.SubmitAsync(form, Form, values)).Location.ShouldBe(PlanLinks.Of(plan.Id));
        await app.RunJobsAsync();

        (await app.ObligationsAsync(plan.Id)).Select(o => (o.UnitId, o.TaskId, o.Role)).ShouldBe([(app.Finance.Id, tasks[0].Id, DutyRole.Lead), (app.Finance.Id, tasks[1].Id, DutyRole.Lead)], ignoreOrder: true);
        var made = await app.OccurrencesAsync(plan.Id);
        made.Where(o => o.DueOn < Today).ShouldNotBeEmpty();
        made.ShouldAllBe(o => o.BeforeTracking == (o.DueOn < Today));
        (await leader.GetAsync(PlanLinks.Of(plan.Id))).Text($"#viec-{tasks[0].Id}").ShouldContain("Sở Tài chính");
        var history = (await leader.GetAsync($"/plans/{plan.Id}?phan=lich-su")).Text(".lt-timeline");
        history.ShouldContain("giao nhiệm vụ cho đơn vị");
        history.ShouldContain("Theo thông báo kết luận");
        (await HistoryAsync(plan.Id)).ShouldBe(2, "one for each task");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().CountAsync(n => n.AccountId == focal.AccountId && n.Key == $"plan.issued:{plan.Id}"))).ShouldBe(1);
    }

    [Fact]
    public async Task Give_UnitLookedFor_IsFoundByAnAddressAndChosenWhenItIsTheOnlyOne()
    {
        const string printed = "Cơ quan được tìm";
        var (plan, _) = await IssueAsync(printed);
        // In words: a number would be found in the codes of others too.
        foreach (var name in (string[])["Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Trăm", "Nghìn"])
            await app.AddOrganizationAsync($"Chi cục Tìm Thử {name}", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        using var leader = await app.SignInAsync(Role.Leader);
        var page = await leader.OpenAsync(PlanLinks.Give(plan.Id, printed));
        page.Html.QuerySelector("form[role=search] input[name=q]").ShouldNotBeNull().Closest("form")!.GetAttribute("method").ShouldBe("get");
        var found = await leader.OpenAsync(PlanLinks.Give(plan.Id, printed) + "&q=chi+cuc+tim+thu+nghin");
        found.Html.QuerySelectorAll("[name='Input.UnitId'][checked]").Length.ShouldBe(1);
        (await leader.OpenAsync(PlanLinks.Give(plan.Id, printed) + "&q=khong+co")).Text("main").ShouldContain("Không thấy cơ quan nào");
        var refused = await leader.SubmitAsync(found, Form, new() { ["Input.Reason"] = new string('x', 2001) });
        refused.Text(".lt-errors").ShouldContain("Lý do dài quá");
        refused.Html.QuerySelectorAll("[name='Input.UnitId'][checked]").Length.ShouldBe(1, "what was found and chosen stays");
        (await leader.SubmitAsync(found, Form)).Location.ShouldBe(PlanLinks.Of(plan.Id));
    }

    [Fact]
    public async Task Give_OneTaskOnly_TheOtherStaysWithItsWords()
    {
        var (plan, tasks) = await IssueAsync("Cơ quan đầu mối");
        using var leader = await app.SignInAsync(Role.Leader);
        var form = await leader.GetAsync(PlanLinks.Give(plan.Id, "Cơ quan đầu mối"));
        (await leader.SubmitAsync(form, Form, new() { ["Input.UnitId"] = app.Culture.Id.ToString(), ["Input.Tasks"] = tasks[1].Id.ToString() })).Location.ShouldNotBeNull();
        await app.RunJobsAsync();
        (await app.ObligationsAsync(plan.Id)).ShouldHaveSingleItem().TaskId.ShouldBe(tasks[1].Id);
        // Somebody who still has the old page open does not take it away again.
        var late = await leader.SubmitAsync(form, Form, new() { ["Input.UnitId"] = app.Finance.Id.ToString(), ["Input.Tasks"] = tasks[1].Id.ToString() });
        late.Text(".lt-errors").ShouldContain("vừa được giao cho Sở Văn hóa, Thể thao và Du lịch");
        (await leader.GetAsync(PlanLinks.Of(plan.Id))).Text("main").ShouldContain("1 nhiệm vụ chưa giao cho đơn vị nào");
    }

    [Fact]
    public async Task Give_WordsOfWhoHelps_SayThatTheUnitOwesNoPeriods()
    {
        var (plan, _) = await IssueAsync("Các cơ quan giúp việc");
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<TaskParty>().Where(p => p.PlanId == plan.Id && p.Printed == "Các cơ quan giúp việc").ExecuteUpdateAsync(p => p.SetProperty(x => x.Role, PartyRole.Coordinating)));
        using var leader = await app.SignInAsync(Role.Leader);
        var form = await leader.GetAsync(PlanLinks.Give(plan.Id, "Các cơ quan giúp việc"));
        form.Text("main").ShouldContain("không có kỳ phải báo");
        var given = await leader.OpenAsync((await leader.SubmitAsync(form, Form, new() { ["Input.UnitId"] = app.Finance.Id.ToString() })).Location.ShouldNotBeNull());
        given.Text("main").ShouldContain("kết quả do đơn vị chủ trì báo");
        await app.RunJobsAsync();
        (await app.OccurrencesAsync(plan.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Give_WithoutUnitOrTask_OrToOneThatTakesPartAlready_IsRefusedByField()
    {
        var (plan, tasks) = await IssueAsync("Cơ quan chủ công", coordinating: app.Office);
        using var leader = await app.SignInAsync(Role.Leader);
        var form = await leader.GetAsync(PlanLinks.Give(plan.Id, "Cơ quan chủ công"));
        (await leader.SubmitAsync(form, Form)).Text(".lt-errors").ShouldContain("Bạn chưa chọn đơn vị để giao.");
        var refused = await leader.SubmitAsync(form, Form, new() { ["Input.UnitId"] = app.Office.Id.ToString(), ["Input.Tasks"] = tasks[0].Id.ToString(), ["Input.Reason"] = "Ghi thử" });
        refused.Text(".lt-errors").ShouldContain("đã phối hợp ở nhiệm vụ");
        refused.Text("[name='Input.Reason']").ShouldBe("Ghi thử");
        (await app.ObligationsAsync(plan.Id)).ShouldAllBe(o => o.Role == DutyRole.Coordinating);
    }

    [Fact]
    public async Task Give_OtherRolesDraftsAndUnknownWords_AreRefused()
    {
        var (plan, tasks) = await IssueAsync("Cơ quan được giao");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        (await focal.GetAsync(PlanLinks.Give(plan.Id, "Cơ quan được giao"))).Location.ShouldNotBeNull().ShouldContain("/identity/denied");
        (await focal.GetAsync(PlanLinks.Of(plan.Id))).Html.QuerySelector("a[href*='/give']").ShouldBeNull();
        // Who issues plans of another unit does not give away those of the province.
        using var stranger = await app.SignInAsync(Role.Leader, app.Finance);
        (await stranger.GetAsync(PlanLinks.Give(plan.Id, "Cơ quan được giao"))).Text("main").ShouldContain("Chỉ Lãnh đạo hoặc Công chức phụ trách CCHC");
        var denied = await app.InScopeAsync(s => s.GetRequiredService<GiveWords>().HandleAsync(new GiveInput(plan.Id, "không có chữ này", app.Finance.Id, [tasks[0].Id], null)));
        denied.WhyNot.ShouldHaveSingleItem().Message.ShouldContain("không còn chữ này");
        using var leader = await app.SignInAsync(Role.Leader);
        (await leader.GetAsync(PlanLinks.Give(plan.Id, "chữ lạ"))).Text("main").ShouldContain("Không còn nhiệm vụ nào chờ giao");
        var draft = await new PlanBuilder(app, app.Province).With("Việc", app.Finance).BuildAsync();
        (await leader.GetAsync(PlanLinks.Give(draft.Id, "x"))).Text("main").ShouldContain("Kế hoạch chưa ban hành");
    }

    private async Task<(Plan Plan, List<PlanTask> Tasks)> IssueAsync(string words, Organization? coordinating = null)
    {
        app.Clock.MoveTo(Today);
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null,
            new TaskGiven("Mỗi quý một chuyên mục", ObligationsApp.OneEachQuarter, [], Coordinating: coordinating is null ? null : [coordinating.Id]), new TaskGiven("Mỗi quý một cuộc họp", ObligationsApp.OneEachQuarter, []));
        var tasks = await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var made = await db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).ToListAsync();
            foreach (var task in made) db.Add(new TaskParty { ProvinceId = plan.ProvinceId, PlanId = plan.Id, TaskId = task.Id, Ordinal = 9, Role = PartyRole.Lead, Printed = words, AsPrinted = true });
            await db.SaveChangesAsync();
            return made;
        });
        return (plan, tasks);
    }

    private Task<int> HistoryAsync(Guid plan) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<LanToa.Platform.Audit.HistoryEvent>().CountAsync(e => e.WholeId == plan && e.Verb == "plan-task.give"));
}
