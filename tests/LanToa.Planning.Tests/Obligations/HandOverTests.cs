using System.Net;
using LanToa.Planning.Obligations;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Notices;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>Somebody moves: what is unfinished goes to a colleague, what is done stays theirs.</summary>
public sealed class HandOverTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    [Fact]
    public async Task HandOver_OpenWork_GoesToTheReceiverAndThePastStays()
    {
        var (unit, leaving, staying) = await GivenAsync("Sở Bàn giao");
        var (done, open) = (await DutyAsync(unit, leaving, "Việc đã xong"), await DutyAsync(unit, leaving, "Việc còn làm"));
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            await db.Set<Occurrence>().Where(o => o.ObligationId == done).ExecuteUpdateAsync(o => o.SetProperty(x => x.ConfirmedOn, new DateOnly(2026, 11, 1)));
            db.Add(new CalendarLink { ProvinceId = 99, AccountId = leaving.Id, UnitId = unit.Id, Secret = "bi-mat-ban-giao", MadeAt = app.Clock.GetUtcNow() });
            await db.SaveChangesAsync();
        });
        using var administrator = await app.SignInAsync(Role.Administrator);
        var role = await RoleAsync(leaving.Id);
        (await administrator.GetAsync($"/identity/accounts/detail/{leaving.Id}")).Html.QuerySelector($"a[href='/identity/accounts/handover/{role}']").ShouldNotBeNull();
        var page = await administrator.GetAsync($"/identity/accounts/handover/{role}");
        page.Text("main table").ShouldContain("Việc còn làm");
        page.Text("main table").ShouldNotContain("Việc đã xong");
        page.Text("main table").ShouldContain("Đường dẫn lịch");

        (await SendAsync(administrator, page, null)).Text(".lt-errors").ShouldContain("chưa chọn người nhận");
        var viewer = await app.AddPersonAsync(Role.Viewer, unit);
        (await SendAsync(administrator, page, viewer.Id)).Text(".lt-errors").ShouldContain("chưa có vai trò thực hiện");
        (await SendAsync(administrator, page, staying.Id, "01/01/2020")).Text(".lt-errors").ShouldContain("đã qua");
        (await AssigneeAsync(open)).ShouldBe(leaving.Id);

        (await SendAsync(administrator, page, staying.Id)).Location.ShouldBe($"/identity/accounts/detail/{leaving.Id}");
        (await AssigneeAsync(open)).ShouldBe(staying.Id);
        (await AssigneeAsync(done)).ShouldBe(leaving.Id);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            (await db.Set<Membership>().SingleAsync(m => m.Id == role)).ValidTo.ShouldNotBeNull();
            (await db.Set<CalendarLink>().SingleAsync(l => l.AccountId == leaving.Id)).EndedAt.ShouldNotBeNull();
            (await db.Set<Notice>().SingleAsync(n => n.AccountId == staying.Id && n.Key == $"hand-over:{role}")).Title.ShouldContain("1 việc được giao");
            var told = await db.Set<HistoryEvent>().SingleAsync(e => e.SubjectId == open && e.Verb == "membership.hand-over");
            told.Reason!.ShouldContain(staying.DisplayName);
        });
        // Sent again: nothing more happens, and it is said.
        (await administrator.SubmitAsync(page, "main form[method=post]", new() { ["Receiver"] = staying.Id.ToString() })).Text("main").ShouldContain("đã được thôi");
    }

    [Fact]
    public async Task HandOver_WorkOfAnEndedBodyTakenOnForTheUnit_GoesToTheReceiverToo()
    {
        var (unit, leaving, staying) = await GivenAsync("Sở Kế thừa bàn giao");
        var old = await app.AddOrganizationAsync("Sở Đã sáp nhập trước bàn giao", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var taken = await DutyAsync(old, leaving, "Việc nhận từ sở cũ");
        await app.InScopeAsync(s => s.GetRequiredService<RecordSuccession>().HandleAsync(new(SuccessionKind.Merge, new DateOnly(2026, 11, 20), "Quyết định sáp nhập sở", [new(old.Id, unit.Id, 1)])));
        using var administrator = await app.SignInAsync(Role.Administrator);
        var page = await administrator.GetAsync($"/identity/accounts/handover/{await RoleAsync(leaving.Id)}");
        page.Text("main table").ShouldContain($"Việc nhận từ sở cũ (còn lại từ {old.Name})");

        (await SendAsync(administrator, page, staying.Id)).Location.ShouldNotBeNull();
        (await AssigneeAsync(taken)).ShouldBe(staying.Id);
    }

    [Fact]
    public async Task HandOver_DraftsAndApprovals_AreListedAndNeedSomebodyWhoMay()
    {
        var unit = await app.AddOrganizationAsync("Sở Có dự thảo", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var (officer, leader) = (await app.AddPersonAsync(Role.Officer, unit), await app.AddPersonAsync(Role.Leader, unit));
        var focal = await app.AddPersonAsync(Role.FocalPoint, unit);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            foreach (var (title, state) in new[] { ("Dự thảo dở dang", PlanState.Drafted), ("Kế hoạch đang trình", PlanState.Submitted) })
            {
                var plan = new Plan { ProvinceId = 99, IssuerId = unit.Id, Title = title, State = state, CreatedBy = officer.Id, CreatedByName = officer.DisplayName };
                plan.RefreshSearch(unit.Name);
                db.Add(plan);
            }
            await db.SaveChangesAsync();
        });
        using var administrator = await app.SignInAsync(Role.Administrator);
        var drafts = await administrator.GetAsync($"/identity/accounts/handover/{await RoleAsync(officer.Id)}");
        drafts.Text("main table").ShouldContain("Dự thảo dở dang");
        (await SendAsync(administrator, drafts, focal.Id)).Text(".lt-errors").ShouldContain("chưa có vai trò Công chức phụ trách CCHC");
        (await administrator.GetAsync($"/identity/accounts/handover/{await RoleAsync(leader.Id)}")).Text("main table").ShouldContain("Kế hoạch đang trình");
    }

    [Fact]
    public async Task HandOver_WithNothingOpen_EndsTheRoleAndOnlyForItsAdministrator()
    {
        var (_, leaving, _) = await GivenAsync("Sở Không còn gì");
        var role = await RoleAsync(leaving.Id);
        foreach (var who in new[] { Role.Leader, Role.Officer, Role.FocalPoint })
        {
            using var other = await app.SignInAsync(who);
            (await other.GetAsync($"/identity/accounts/handover/{role}")).Status.ShouldNotBe(HttpStatusCode.OK);
        }
        using var administrator = await app.SignInAsync(Role.Administrator);
        var page = await administrator.GetAsync($"/identity/accounts/handover/{role}");
        page.Text("main").ShouldContain("Không còn gì phải chuyển");
        (await SendAsync(administrator, page, null)).Location.ShouldNotBeNull();
    }

    private async Task<(Organization Unit, Account Leaving, Account Staying)> GivenAsync(string name)
    {
        app.Clock.MoveTo(new DateOnly(2026, 11, 20));
        var unit = await app.AddOrganizationAsync(name, OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        return (unit, await app.AddPersonAsync(Role.FocalPoint, unit), await app.AddPersonAsync(Role.FocalPoint, unit));
    }

    private async Task<Guid> DutyAsync(Organization unit, Account person, string text)
    {
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 5), null, new TaskGiven(text, ObligationsApp.OneEachQuarter, [unit.Id]));
        var duty = (await app.ObligationsAsync(plan.Id)).ShouldHaveSingleItem().Id;
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Obligation>().Where(o => o.Id == duty).ExecuteUpdateAsync(o => o.SetProperty(x => x.AssigneeId, person.Id).SetProperty(x => x.AssigneeName, person.DisplayName)));
        return duty;
    }

    private Task<Guid?> AssigneeAsync(Guid duty) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Obligation>().Where(o => o.Id == duty).Select(o => o.AssigneeId).SingleAsync());

    private Task<Guid> RoleAsync(Guid account) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Membership>().Where(m => m.AccountId == account).Select(m => m.Id).SingleAsync());

    private static Task<TestPage> SendAsync(TestBrowser person, TestPage page, Guid? receiver, string? day = null)
    {
        var typed = new Dictionary<string, string> { ["Receiver"] = receiver?.ToString() ?? "" };
        if (day is not null) typed["LastDay"] = day;
        return person.SubmitAsync(page, "main form[method=post]", typed);
    }
}
