using System.Net;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Notices;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests;

/// <summary>Who is told what, and what the bell says.</summary>
public sealed class NoticeTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static readonly DateOnly Today = new(2026, 3, 30);
    private int _units;

    /// <summary>A department of its own with one duty a quarter, the plan assigned by a body of its own.</summary>
    private async Task<(Organization Assigner, Organization Unit, Obligation Duty, Occurrence First)> GivenAsync(string text)
    {
        app.Clock.MoveTo(Today);
        var number = Interlocked.Increment(ref _units);
        var assigner = await app.AddOrganizationAsync($"Sở giao việc {text} {number}", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var unit = await app.AddOrganizationAsync($"Chi cục nhận việc {text} {number}", OrganizationLevel.Province, OrganizationKind.Division, assigner);
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, assigner, new TaskGiven(text, ObligationsApp.OneEachQuarter, [unit.Id]));
        return (assigner, unit, (await app.ObligationsAsync(plan.Id))[0], (await app.OccurrencesAsync(plan.Id))[0]);
    }

    private static string Bell(TestPage page) => page.Html.QuerySelector("header a[href='/notices']")!.GetAttribute("aria-label")!;

    private static async Task ClaimAsync(TestBrowser focal, Guid occurrence) =>
        (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{occurrence}/claim-done"), "main form[enctype]", new() { ["Input.Note"] = "Đã làm, không chụp ảnh." })).Status.ShouldBe(HttpStatusCode.Redirect);

    [Fact]
    public async Task Claim_Said_IsToldToTheBodyThatAssignedAndNobodyElse()
    {
        var (assigner, unit, _, first) = await GivenAsync("Chuyên mục báo xong");
        using var focal = await app.SignInAsync(Role.FocalPoint, unit);
        using var officer = await app.SignInAsync(Role.Officer, assigner);
        using var stranger = await app.SignInAsync(Role.Officer, app.Finance);
        Bell(await officer.OpenAsync("/today")).ShouldBe("Thông báo");

        await ClaimAsync(focal, first.Id);

        Bell(await officer.OpenAsync("/today")).ShouldBe("Thông báo: 1 chưa đọc");
        Bell(await stranger.OpenAsync("/today")).ShouldBe("Thông báo");
        Bell(await focal.OpenAsync("/today")).ShouldBe("Thông báo");
        var list = await officer.OpenAsync("/notices");
        list.Texts(".lt-notices > li").ShouldHaveSingleItem().ShouldContain("Chờ xác nhận: Chuyên mục báo xong");
        var opened = await officer.OpenAsync(list.Html.QuerySelector(".lt-notices a")!.GetAttribute("href")!);
        opened.Address.AbsolutePath.ShouldBe($"/obligations/{first.Id}");
        Bell(opened).ShouldBe("Thông báo");
    }

    [Fact]
    public async Task Claim_OfTheNationsPlan_IsToldToTheNearestBodyAboveThatCanOpenIt()
    {
        app.Clock.MoveTo(Today);
        var ministry = await app.AddOrganizationAsync("Bộ giao việc cho tỉnh", OrganizationLevel.Nation, OrganizationKind.Department, null, province: 0);
        var above = await app.AddOrganizationAsync("Sở có người phụ trách", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var empty = await app.AddOrganizationAsync("Sở chưa có người", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var near = await app.AddOrganizationAsync("Chi cục của sở có người", OrganizationLevel.Province, OrganizationKind.Division, above);
        var far = await app.AddOrganizationAsync("Chi cục của sở chưa có người", OrganizationLevel.Province, OrganizationKind.Division, empty);
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, ministry, new TaskGiven("Việc của cả nước", ObligationsApp.OneEachQuarter, [near.Id, far.Id]));
        using var nation = await app.SignInAsync(Role.Officer, ministry);
        using var officer = await app.SignInAsync(Role.Officer, above);
        using var leader = await app.SignInAsync(Role.Leader, app.Province);

        using (var focal = await app.SignInAsync(Role.FocalPoint, near)) await ClaimAsync(focal, (await app.OccurrencesAsync(plan.Id, near.Id))[0].Id);
        Bell(await nation.OpenAsync("/today")).ShouldBe("Thông báo");
        Bell(await leader.OpenAsync("/today")).ShouldBe("Thông báo");
        var list = await officer.OpenAsync("/notices");
        list.Texts(".lt-notices > li").ShouldHaveSingleItem().ShouldContain("Chờ xác nhận: Việc của cả nước");
        var opened = await officer.OpenAsync(list.Html.QuerySelector(".lt-notices a")!.GetAttribute("href")!);
        opened.Text("main").ShouldContain("Việc của cả nước");

        using (var focal = await app.SignInAsync(Role.FocalPoint, far)) await ClaimAsync(focal, (await app.OccurrencesAsync(plan.Id, far.Id))[0].Id);
        Bell(await nation.OpenAsync("/today")).ShouldBe("Thông báo");
        (await leader.OpenAsync("/notices")).Text(".lt-notices").ShouldContain("Việc của cả nước");
        foreach (var claimed in new[] { near, far })
            (await leader.SubmitAsync(await leader.OpenAsync($"/obligations/{(await app.OccurrencesAsync(plan.Id, claimed.Id))[0].Id}/confirm"), "main form[enctype]")).Status.ShouldBe(HttpStatusCode.Redirect);
        Bell(await leader.OpenAsync("/today")).ShouldBe("Thông báo", "nothing of the task waits any more");
    }

    [Fact]
    public async Task Claims_OfOneTask_AreOneLineThatLeadsToTheList()
    {
        app.Clock.MoveTo(Today);
        var assigner = await app.AddOrganizationAsync("Sở nhận nhiều báo cáo", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var units = new List<Organization>();
        for (var i = 1; i <= 3; i++) units.Add(await app.AddOrganizationAsync($"Trung tâm gửi báo cáo {i}", OrganizationLevel.Province, OrganizationKind.Division, assigner));
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, assigner, new TaskGiven("Báo cáo gộp", ObligationsApp.OneEachQuarter, [.. units.Select(u => u.Id)]));
        using var leader = await app.SignInAsync(Role.Leader, assigner);
        foreach (var unit in units)
        {
            using var focal = await app.SignInAsync(Role.FocalPoint, unit);
            await ClaimAsync(focal, (await app.OccurrencesAsync(plan.Id, unit.Id))[0].Id);
        }

        var list = await leader.OpenAsync("/notices");

        list.Texts(".lt-notices > li").ShouldHaveSingleItem().ShouldContain("Chờ xác nhận: Báo cáo gộp (3 lần)");
        (await leader.OpenAsync(list.Html.QuerySelector(".lt-notices a")!.GetAttribute("href")!)).Html.QuerySelectorAll("main tbody tr").Length.ShouldBe(3);
    }

    [Fact]
    public async Task Return_WithReason_IsToldToThePersonWhoHasTheDuty()
    {
        var (assigner, unit, duty, first) = await GivenAsync("Chuyên mục trả lại");
        using var focal = await app.SignInAsync(Role.FocalPoint, unit);
        using var colleague = await app.SignInAsync(Role.FocalPoint, unit);
        using var leader = await app.SignInAsync(Role.Leader, unit);
        using var officer = await app.SignInAsync(Role.Officer, assigner);

        await leader.SubmitAsync(await leader.OpenAsync($"/obligations/duty/{duty.Id}"), "#giao-viec", new() { ["Assignee"] = focal.AccountId.ToString() });
        (await focal.OpenAsync("/notices")).Text(".lt-notices").ShouldContain("Việc giao cho bạn: Chuyên mục trả lại");
        await ClaimAsync(focal, first.Id);
        await officer.SubmitAsync(await officer.OpenAsync($"/obligations/{first.Id}/return"), "main form[enctype]", new() { ["Input.Reason"] = "thiếu ảnh" });

        Bell(await officer.OpenAsync("/today")).ShouldBe("Thông báo", "nothing of the task waits any more");
        var told = (await focal.OpenAsync("/notices")).Texts(".lt-notices > li");
        told.Count.ShouldBe(2);
        told[0].ShouldContain("Bị trả lại: Chuyên mục trả lại");
        told[0].ShouldContain("thiếu ảnh");
        (await colleague.OpenAsync("/notices")).Text("main").ShouldContain("Chưa có thông báo nào");
    }

    [Fact]
    public async Task Assign_ToOneself_TellsNobody()
    {
        var (_, unit, _, _) = await GivenAsync("Tự nhận việc");
        using var focal = await app.SignInAsync(Role.FocalPoint, unit);

        await focal.SubmitAsync(await focal.OpenAsync("/today"), "form[action='/today?handler=Take']");

        Bell(await focal.OpenAsync("/today")).ShouldBe("Thông báo");
    }

    [Fact]
    public async Task Extension_AskedAndRefused_BothSidesAreTold()
    {
        var (assigner, unit, _, first) = await GivenAsync("Xin thêm ngày");
        using var focal = await app.SignInAsync(Role.FocalPoint, unit);
        using var officer = await app.SignInAsync(Role.Officer, assigner);

        await focal.SubmitAsync(await focal.OpenAsync($"/obligations/{first.Id}/ask-extension"), "main form[enctype]", new() { ["Input.NewDue"] = "10/04/2026", ["Input.Reason"] = "chờ máy" });
        (await officer.OpenAsync("/notices")).Text(".lt-notices").ShouldContain("đến 10/04/2026");
        await officer.SubmitAsync(await officer.OpenAsync($"/obligations/{first.Id}/refuse-extension"), "main form[enctype]", new() { ["Input.Reason"] = "đã đủ máy" });

        var told = (await focal.OpenAsync("/notices")).Text(".lt-notices");
        told.ShouldContain("Không cho lùi hạn: Xin thêm ngày");
        told.ShouldContain("quý I/2026: đã đủ máy");
        Bell(await officer.OpenAsync("/today")).ShouldBe("Thông báo", "the question has been answered");
    }

    private Task<int> UnreadAsync(string key) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().CountAsync(n => n.Key == key && n.ReadAt == null));

    /// <summary>The unit asks for more time, and whoever judges is told.</summary>
    private async Task AskExtensionAsync(Organization assigner, Organization unit, Occurrence o)
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, unit);
        await app.AddPersonAsync(Role.Officer, assigner);
        await focal.SubmitAsync(await focal.OpenAsync($"/obligations/{o.Id}/ask-extension"), "main form[enctype]", new() { ["Input.NewDue"] = "10/04/2026", ["Input.Reason"] = "chờ máy" });
        (await UnreadAsync($"occurrence.extension:{o.TaskId}")).ShouldBe(1);
    }

    [Theory]
    [InlineData(OccurrenceVerb.MoveDueDate)]
    [InlineData(OccurrenceVerb.ClaimDone)]
    [InlineData(OccurrenceVerb.NothingArose)]
    [InlineData(OccurrenceVerb.NotApplicable)]
    public async Task Extension_NoLongerWaits_IsSettled(OccurrenceVerb verb)
    {
        var (assigner, unit, _, first) = await GivenAsync($"Xin lùi rồi {verb}");
        await AskExtensionAsync(assigner, unit, first);

        await app.InScopeAsync(async s =>
        {
            var now = await s.GetRequiredService<LanToaDb>().Set<Occurrence>().AsNoTracking().FirstAsync(o => o.Id == first.Id);
            (await s.GetRequiredService<ActOnOccurrence>().HandleAsync(new ActInput(first.Id, verb, Guid.CreateVersion7(), now.Version) { Reason = "lý do", Note = "đã làm, không có tệp", NewDue = new(2026, 4, 10) })).Problems.ShouldBeEmpty();
        });

        (await UnreadAsync($"occurrence.extension:{first.TaskId}")).ShouldBe(0);
    }

    [Fact]
    public async Task Extension_AnotherOfTheTaskStillWaits_StaysToBeRead()
    {
        var (assigner, unit, _, first) = await GivenAsync("Xin lùi hai kỳ");
        var second = (await app.OccurrencesAsync(first.PlanId))[1];
        await AskExtensionAsync(assigner, unit, first);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            await db.Set<Occurrence>().Where(o => o.Id == second.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.ExtensionTo, new DateOnly(2026, 7, 10)));
            var now = await db.Set<Occurrence>().AsNoTracking().FirstAsync(o => o.Id == first.Id);
            (await s.GetRequiredService<SmallActs>().RefuseExtensionAsync(first.Id, Guid.CreateVersion7(), now.Version, "đủ máy")).Problems.ShouldBeEmpty();
        });

        (await UnreadAsync($"occurrence.extension:{first.TaskId}")).ShouldBe(1);
    }

    [Fact]
    public async Task Extension_OfAWithdrawnPlan_IsSettledInItsProvince()
    {
        var (assigner, unit, _, first) = await GivenAsync("Xin lùi rồi thu hồi");
        await AskExtensionAsync(assigner, unit, first);

        // As the job of another province: the plan may be the nation's.
        await app.InScopeAsync(s => s.GetRequiredService<EndObligations>().RunAsync(new EndPayload(first.PlanId, null, "Thu hồi: thử"), new JobRun(Guid.CreateVersion7(), 1, (_, _) => Task.CompletedTask), TestContext.Current.CancellationToken), province: 0);

        (await app.OccurrenceAsync(first.Id)).ExtensionTo.ShouldBeNull();
        (await UnreadAsync($"occurrence.extension:{first.TaskId}")).ShouldBe(0);
    }

    [Fact]
    public async Task Claim_OfAPlanThatIsWithdrawn_IsNoWorkThatWaits()
    {
        var (assigner, unit, _, first) = await GivenAsync("Báo xong rồi thu hồi");
        await app.AddPersonAsync(Role.Officer, assigner);
        using (var focal = await app.SignInAsync(Role.FocalPoint, unit)) await ClaimAsync(focal, first.Id);
        (await UnreadAsync($"occurrence.claimed:{first.TaskId}")).ShouldBe(1);

        async Task EndAsync(Guid? task) => await app.InScopeAsync(s => s.GetRequiredService<EndObligations>().RunAsync(new EndPayload(first.PlanId, task, "Thu hồi: thử"), new JobRun(Guid.CreateVersion7(), 1, (_, _) => Task.CompletedTask), TestContext.Current.CancellationToken), province: 0);
        await EndAsync(first.TaskId);
        (await UnreadAsync($"occurrence.claimed:{first.TaskId}")).ShouldBe(1, "what was done of a withdrawn task is still to be confirmed");
        await EndAsync(null);

        (await UnreadAsync($"occurrence.claimed:{first.TaskId}")).ShouldBe(0);
        (await app.OccurrenceAsync(first.Id)).ClaimedOn.ShouldNotBeNull();
    }

    [Fact]
    public async Task Confirm_TheLastTwoAtOnce_LeavesNoNotice()
    {
        app.Clock.MoveTo(Today);
        var assigner = await app.AddOrganizationAsync("Sở xác nhận cùng lúc", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var units = new List<Organization>();
        for (var i = 1; i <= 2; i++) units.Add(await app.AddOrganizationAsync($"Trung tâm xong cùng lúc {i}", OrganizationLevel.Province, OrganizationKind.Division, assigner));
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, assigner, new TaskGiven("Xác nhận cùng lúc", ObligationsApp.OneEachQuarter, [.. units.Select(u => u.Id)]));
        await app.AddPersonAsync(Role.Officer, assigner);
        var claimed = new List<Occurrence>();
        foreach (var unit in units)
        {
            claimed.Add((await app.OccurrencesAsync(plan.Id, unit.Id))[0]);
            using var focal = await app.SignInAsync(Role.FocalPoint, unit);
            await ClaimAsync(focal, claimed[^1].Id);
        }
        var key = $"occurrence.claimed:{claimed[0].TaskId}";
        (await UnreadAsync(key)).ShouldBe(1);

        async Task ConfirmAsync(IServiceProvider s, Occurrence one, Func<Task> meanwhile)
        {
            var db = s.GetRequiredService<LanToaDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.Set<Occurrence>().Where(o => o.Id == one.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.ConfirmedOn, Today));
            await s.GetRequiredService<DutyNotices>().TellAsync(OccurrenceVerb.Confirm, one, await db.Set<Obligation>().AsNoTracking().FirstAsync(b => b.Id == one.ObligationId));
            await meanwhile();
            await transaction.CommitAsync();
        }
        var second = Task.CompletedTask;
        await app.InScopeAsync(s => ConfirmAsync(s, claimed[0], async () =>
        {
            second = app.InScopeAsync(other => ConfirmAsync(other, claimed[1], () => Task.CompletedTask));
            await UntilSomebodyWaitsAsync();
        }));
        await second;

        (await UnreadAsync(key)).ShouldBe(0);
    }

    [Fact]
    public async Task Return_ToAPersonWhoIsGone_IsToldToTheUnit()
    {
        var (_, unit, duty, first) = await GivenAsync("Người làm đã nghỉ");
        var gone = await app.AddPersonAsync(Role.FocalPoint, unit);
        using var colleague = await app.SignInAsync(Role.FocalPoint, unit);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            await db.Set<Obligation>().Where(o => o.Id == duty.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.AssigneeId, gone.Id));
            await db.Users.Where(a => a.Id == gone.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.DisabledAt, app.Clock.GetUtcNow()));
        });

        await app.InScopeAsync(async s =>
        {
            var act = s.GetRequiredService<ActOnOccurrence>();
            (await act.HandleAsync(new ActInput(first.Id, OccurrenceVerb.MoveDueDate, Guid.CreateVersion7(), first.Version) { Reason = "lý do", Note = "đã làm, không có tệp", NewDue = new(2026, 4, 10) })).Problems.ShouldBeEmpty();
        });

        (await colleague.OpenAsync("/notices")).Text(".lt-notices").ShouldContain("Đổi hạn: Người làm đã nghỉ");
    }

    [Fact]
    public async Task Settle_WhileTheSameIsTold_WaitsForItAndSettlesAll()
    {
        var people = new[] { (await app.AddPersonAsync(Role.Officer)).Id, (await app.AddPersonAsync(Role.Officer)).Id }.Order().ToArray();
        var key = $"thu.khoa:{Guid.CreateVersion7()}";
        Task TellAsync(IServiceProvider s, Guid person) => s.GetRequiredService<NoticeBoard>().TellAsync(new Telling(key, "Thử", null, "/today"), app.Province.Id, [person]);
        // The rows stand in the other order than the people's.
        foreach (var person in people.Reverse()) await app.InScopeAsync(s => TellAsync(s, person));

        var settling = Task.CompletedTask;
        await app.InScopeAsync(async s =>
        {
            await using var transaction = await s.GetRequiredService<LanToaDb>().Database.BeginTransactionAsync();
            await TellAsync(s, people[0]);
            settling = app.InScopeAsync(other => other.GetRequiredService<NoticeBoard>().SettleAsync(key));
            await UntilSomebodyWaitsAsync();
            await TellAsync(s, people[1]);
            await transaction.CommitAsync();
        });
        await settling;

        (await UnreadAsync(key)).ShouldBe(0);
    }

    private Task UntilSomebodyWaitsAsync() => app.InScopeAsync(async s =>
    {
        var db = s.GetRequiredService<LanToaDb>();
        for (var tries = 0; tries < 400; tries++)
        {
            if (await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").SingleAsync() > 0) return;
            await Task.Delay(25);
        }
        throw new TimeoutException("Nobody waits.");
    });

    [Fact]
    public async Task Plan_SubmittedThenReturned_LeaderThenAuthorAreToldAndTheFirstIsSettled()
    {
        app.Clock.MoveTo(Today);
        var unit = await app.AddOrganizationAsync("Sở trình kế hoạch", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        using var author = await app.SignInAsync(Role.Officer, unit);
        using var leader = await app.SignInAsync(Role.Leader, unit);
        using var deputy = await app.SignInAsync(Role.Leader, unit);
        var plan = new Plan { ProvinceId = 99, IssuerId = unit.Id, Title = "Kế hoạch trình duyệt thử", Date = Today, PeriodFrom = new(2026, 1, 1), PeriodTo = new(2026, 12, 31), CreatedBy = author.AccountId };
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.Add(plan);
            var task = new PlanTask { ProvinceId = 99, PlanId = plan.Id, Ordinal = 0, Text = "Việc", Rule = ObligationsApp.OneEachQuarter };
            db.Add(task);
            db.Add(new TaskParty { ProvinceId = 99, PlanId = plan.Id, TaskId = task.Id, Ordinal = 0, Role = PartyRole.Lead, Printed = "Sở", OrganizationId = unit.Id });
            await db.SaveChangesAsync();
            (await s.GetRequiredService<ChangePlanState>().HandleAsync(new PlanStateInput(plan.Id, plan.Version, PlanVerb.Submit))).WhyNot.ShouldBeEmpty();
        });

        (await leader.OpenAsync("/notices")).Text(".lt-notices").ShouldContain("Kế hoạch chờ duyệt: Kế hoạch trình duyệt thử");
        await app.InScopeAsync(async s =>
        {
            var now = await s.GetRequiredService<LanToaDb>().Set<Plan>().AsNoTracking().FirstAsync(p => p.Id == plan.Id);
            (await s.GetRequiredService<ChangePlanState>().HandleAsync(new PlanStateInput(plan.Id, now.Version, PlanVerb.Return, "thiếu căn cứ"))).WhyNot.ShouldBeEmpty();
        });

        Bell(await deputy.OpenAsync("/today")).ShouldBe("Thông báo");
        (await author.OpenAsync("/notices")).Text(".lt-notices").ShouldContain("Kế hoạch bị trả lại: Kế hoạch trình duyệt thử");
        (await author.OpenAsync("/notices")).Text(".lt-notices").ShouldContain("thiếu căn cứ");

        foreach (var verb in new[] { PlanVerb.Submit, PlanVerb.Approve })
            await app.InScopeAsync(async s =>
            {
                var now = await s.GetRequiredService<LanToaDb>().Set<Plan>().AsNoTracking().FirstAsync(p => p.Id == plan.Id);
                (await s.GetRequiredService<ChangePlanState>().HandleAsync(new PlanStateInput(plan.Id, now.Version, verb))).WhyNot.ShouldBeEmpty();
            });
        var told = (await author.OpenAsync("/notices")).Text(".lt-notices");
        told.ShouldContain("Kế hoạch đã được duyệt: Kế hoạch trình duyệt thử");
        told.ShouldNotContain("(2 lần)");
    }

    [Fact]
    public async Task Issue_GivesAUnitWork_ThoseWhoDoItAreToldOnce()
    {
        app.Clock.MoveTo(Today);
        var unit = await app.AddOrganizationAsync("Sở có kế hoạch mới", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        using var focal = await app.SignInAsync(Role.FocalPoint, unit);
        using var viewer = await app.SignInAsync(Role.Viewer, unit);

        await app.IssueAsync(new DateOnly(2026, 1, 15), null, new TaskGiven("Việc một", ObligationsApp.OneEachQuarter, [unit.Id]), new TaskGiven("Việc hai", ObligationsApp.OneEachQuarter, [unit.Id]));

        (await focal.OpenAsync("/notices")).Texts(".lt-notices > li").ShouldHaveSingleItem().ShouldContain("Kế hoạch mới có việc của đơn vị bạn: 10/KH-UBND");
        (await viewer.OpenAsync("/notices")).Text("main").ShouldContain("Chưa có thông báo nào");
    }

    [Fact]
    public async Task ReadAll_Pressed_LeavesNoneUnreadAndOthersUntouched()
    {
        var (assigner, unit, _, first) = await GivenAsync("Đọc hết");
        using var focal = await app.SignInAsync(Role.FocalPoint, unit);
        using var officer = await app.SignInAsync(Role.Officer, assigner);
        using var leader = await app.SignInAsync(Role.Leader, assigner);
        await ClaimAsync(focal, first.Id);

        var page = await officer.OpenAsync("/notices?chon=chua-doc");
        page.Text("main").ShouldContain("Chưa đọc (1)");
        var after = await officer.SubmitAsync(page, ".lt-head form");

        (await officer.OpenAsync(after.Location!)).Text("main").ShouldContain("Không còn thông báo chưa đọc");
        Bell(await leader.OpenAsync("/today")).ShouldBe("Thông báo: 1 chưa đọc");
        var theirs = (await leader.OpenAsync("/notices")).Html.QuerySelector(".lt-notices a")!.GetAttribute("href")!;
        (await officer.GetAsync(theirs)).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
