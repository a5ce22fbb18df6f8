using System.Net;
using LanToa.Contracts.Plans;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans;

public sealed class PlanClosingTests(ByHandApp app) : IClassFixture<ByHandApp>
{
    [Fact]
    public async Task Close_WithReason_KeepsASummaryThatNothingChangesAfterwards()
    {
        var plan = await IssuedAsync();
        using var leader = await app.SignInAsync(Role.Leader);
        // Quarter by quarter: on time, late, does not apply; the fourth is owed and not yet due.
        await SetAsync(plan.Id, 0, o => (o.ClaimedOn, o.DoneOn, o.ConfirmedOn) = (o.DueOn, o.DueOn, o.DueOn));
        await SetAsync(plan.Id, 1, o => (o.ClaimedOn, o.DoneOn, o.ConfirmedOn) = (o.DueOn.AddDays(3), o.DueOn.AddDays(3), o.DueOn.AddDays(4)));
        await SetAsync(plan.Id, 2, o => o.NotApplicableOn = o.DueOn);
        var page = await leader.GetAsync($"/plans/{plan.Id}");
        (await leader.SubmitAsync(page, "#close form", new() { ["Reason"] = "" })).Text(".lt-errors").ShouldContain("Hãy ghi ý kiến");
        for (var n = 0; n < 2; n++) (await leader.SubmitAsync(page, "#close form", new() { ["Reason"] = "Hết năm kế hoạch; việc còn lại chuyển sang năm sau." })).Status.ShouldBe(HttpStatusCode.Redirect);

        var closing = await app.ReadAsync(db => db.Set<PlanClosing>().AsNoTracking().SingleAsync(c => c.PlanId == plan.Id));
        closing.Summary.Counts.ShouldBe(new ClosingCounts(OnTime: 1, Late: 1, Unconfirmed: 0, Overdue: 0, NotYetDue: 1, NotApplicable: 1, BeforeTracking: 0, Requested: 0, RequestedDone: 0));
        // What is done when somebody asks has no period: it is counted apart.
        (closing.Summary.Tasks, closing.Summary.Uncounted, closing.Summary.TasksDone, closing.Summary.ByAgency.ShouldHaveSingleItem().Name).ShouldBe((2, 1, 0, app.Culture.Name));

        await SetAsync(plan.Id, 3, o => (o.ClaimedOn, o.DoneOn, o.ConfirmedOn) = (o.DueOn, o.DueOn, o.DueOn));
        var summary = await leader.GetAsync($"/plans/{plan.Id}/closing");
        summary.Text("main").ShouldSatisfyAllConditions(t => t.ShouldContain("Hết năm kế hoạch"), t => t.ShouldContain("66,7 % (2/3): 1 đúng hạn, 1 quá hạn"), t => t.ShouldContain("1 chưa đến hạn"), t => t.ShouldContain("1 nhiệm vụ không có kỳ tính được"), t => t.ShouldNotContain("nợ"));
        (await leader.GetAsync($"/plans/{plan.Id}")).Text("main").ShouldSatisfyAllConditions(t => t.ShouldContain("0/1 nhiệm vụ xong mọi kỳ"), t => t.ShouldContain("1 kỳ chưa hoàn thành: 1 chưa đến hạn"));
    }

    [Fact]
    public async Task Close_WithATaskWithdrawn_TellsItAndDoesNotCountIt()
    {
        var plan = await IssuedAsync(more: "Mỗi quý treo 01 pa nô");
        var task = await app.ReadAsync(db => db.Set<PlanTask>().Where(t => t.PlanId == plan.Id && t.Text.Contains("pa nô")).Select(t => t.Id).SingleAsync());
        await app.ReadAsync(db => db.Set<PlanTask>().Where(t => t.Id == task).ExecuteUpdateAsync(t => t.SetProperty(x => x.State, TaskState.Withdrawn)));
        using var leader = await app.SignInAsync(Role.Leader);
        (await leader.SubmitAsync(await leader.GetAsync($"/plans/{plan.Id}"), "#close form", new() { ["Reason"] = "Hết năm kế hoạch." })).Status.ShouldBe(HttpStatusCode.Redirect);
        var sum = (await app.ReadAsync(db => db.Set<PlanClosing>().AsNoTracking().SingleAsync(c => c.PlanId == plan.Id))).Summary;
        (sum.Counts.Owed, sum.ByAgency.ShouldHaveSingleItem().Counts.Owed, sum.Withdrawn).ShouldBe((4, 4, 1));
        var told = sum.ByTask.Single(l => l.Id == task);
        (told.Name, told.Counts.Owed).ShouldBe(("Mỗi quý treo 01 pa nô (đã rút, không tính)", 4));
    }

    [Fact]
    public async Task Close_WhileDutiesAreBeingMade_WaitsAndAnOpenPlanHasNoSummary()
    {
        var plan = await IssuedAsync(makeDuties: false);
        using var leader = await app.SignInAsync(Role.Leader);
        var page = await leader.GetAsync($"/plans/{plan.Id}");
        page.Html.QuerySelector("#close").ShouldBeNull();
        var none = await leader.GetAsync($"/plans/{plan.Id}/closing");
        none.Text(".lt-empty").ShouldContain("bấm “Kết thúc” ở trang kế hoạch");
        none.Html.QuerySelector($".lt-empty a[href='{PlanLinks.Of(plan.Id)}']").ShouldNotBeNull();
        await app.RunJobsAsync();
    }

    private async Task<Plan> IssuedAsync(bool makeDuties = true, string? more = null)
    {
        var written = new PlanBuilder(app, app.Province).With("Mỗi quý xây dựng 01 chuyên mục", app.Culture).With("Cung cấp thông tin khi được yêu cầu", app.Culture, new DutyRule { Kind = DutyKind.OnRequest });
        if (more is not null) written.With(more, app.Culture);
        var plan = await written.BuildAsync();
        using var officer = await app.SignInAsync(Role.Officer);
        (await officer.SubmitAsync(await officer.GetAsync($"/plans/{plan.Id}"), "#recordissued form", new() { ["FollowAll"] = "true" })).Status.ShouldBe(HttpStatusCode.Redirect);
        if (makeDuties) await app.RunJobsAsync();
        return plan;
    }

    private Task SetAsync(Guid plan, int quarter, Action<Occurrence> set) => app.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<LanToaDb>();
        set((await db.Set<Occurrence>().Where(o => o.PlanId == plan).OrderBy(o => o.PeriodFrom).ToListAsync())[quarter]);
        await db.SaveChangesAsync();
    });
}
