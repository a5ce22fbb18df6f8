using System.Net;
using LanToa.Planning.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Identity.Pages;
using LanToa.Platform.Notices;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Tests.Identity;

/// <summary>A role lent for the days of a leave.</summary>
public sealed class DelegationTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Path = "/identity/delegations";

    [Fact]
    public async Task Lend_OwnRole_DeputyActsByItVisiblyUntilItIsTakenBack()
    {
        var unit = await UnitAsync();
        using var leader = await app.SignInAsync(Role.Leader, unit);
        using var deputy = await app.SignInAsync(Role.Viewer, unit);
        var (leaderName, deputyName) = (await NameAsync(leader), await NameAsync(deputy));
        (await LendAsync(leader, deputy.AccountId)).Location.ShouldBe(Path);
        // Sent twice, lent once.
        (await LendAsync(leader, deputy.AccountId)).Location.ShouldBe(Path);
        var lent = await OnlyAsync(leader.AccountId);
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().Where(n => n.Key == $"delegation:{lent.Id}").Select(n => n.AccountId).ToListAsync())).ShouldBe([deputy.AccountId]);

        var page = await deputy.GetAsync(Path);
        page.Text("main").ShouldContain($"Thay {leaderName}");
        (await deputy.GetAsync("/identity/me")).Texts("main li").ShouldContain(role => role.StartsWith($"Thay {leaderName} · ", StringComparison.Ordinal));
        // A role that ends earlier than it was lent for ends the loan.
        Task EndAsync(DateOnly? day) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Membership>().Where(m => m.Id == lent.MembershipId).ExecuteUpdateAsync(m => m.SetProperty(x => x.ValidTo, day)));
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Delegation>().Where(d => d.Id == lent.Id).ExecuteUpdateAsync(d => d.SetProperty(x => x.ValidTo, lent.ValidTo.AddDays(9))));
        await EndAsync(lent.ValidTo);
        (await deputy.GetAsync("/identity/me")).Texts("main li").ShouldContain(role => role.EndsWith($"đến hết {VietnameseFormat.Date(lent.ValidTo)}", StringComparison.Ordinal));
        await EndAsync(null);
        (await deputy.SubmitAsync(page, "form[action*='/identity/unit']:has(input[name=unitId])")).Location.ShouldBe("/today");
        var today = await deputy.GetAsync("/today");
        today.Text("header").ShouldContain($"{deputyName} (thay {leaderName})");
        // By the leader's role, and not by their own; what is done bears both names.
        var names = await app.InScopeAsync(async s =>
        {
            var scope = s.GetRequiredService<Deputies>();
            return (await scope.LentToAsync(deputy.AccountId)).Select(l => l.Membership.Role).ToList();
        });
        names.ShouldBe([Role.Leader]);
        var chained = await deputy.GetAsync(Path);
        chained.Text("main").ShouldContain("vai trò được giao không giao tiếp được");
        chained.Html.QuerySelector("select[name=To]").ShouldBeNull();
        // Whatever is written now: the end of the deputy's other sessions is an event.
        using (var other = app.Elsewhere())
            await other.SubmitAsync(await other.GetAsync("/identity/signin"), "main form[method=post]", new() { ["UserName"] = await UserNameAsync(deputy.AccountId), ["Password"] = TestApp.Password });
        await deputy.SubmitAsync(await deputy.GetAsync("/identity/me"), "form[action*=EndOthers]");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<HistoryEvent>().Where(e => e.SubjectId == deputy.AccountId && e.Verb == "account.sessions-end").Select(e => e.ActorName).SingleAsync()))
            .ShouldBe($"{deputyName} (thay {leaderName})");

        (await leader.SubmitAsync(await leader.GetAsync(Path), "form[action*=End]")).Location.ShouldBe(Path);
        (await deputy.GetAsync("/today")).Text("header").ShouldNotContain("thay");
        (await deputy.GetAsync(Path)).Text("main").ShouldNotContain($"Thay {leaderName}");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<HistoryEvent>().Where(e => e.SubjectId == lent.Id).OrderBy(e => e.Id).Select(e => e.Verb).ToListAsync())).ShouldBe(["delegation.create", "delegation.end"]);
    }

    [Fact]
    public async Task Lent_HoldsOnItsDaysAndOnlyWhileItsOwnerHoldsTheRole()
    {
        var unit = await UnitAsync();
        var (owner, deputy) = (await app.AddPersonAsync(Role.Officer, unit), await app.AddPersonAsync(Role.Viewer, unit));
        await app.InScopeAsync(async s =>
        {
            var (db, clock) = (s.GetRequiredService<LanToaDb>(), s.GetRequiredService<Clock>());
            var today = clock.Today;
            var role = await db.Set<Membership>().SingleAsync(m => m.AccountId == owner.Id);
            async Task<bool> ActsAsync(int from, int to, bool ended = false)
            {
                await db.Set<Delegation>().Where(d => d.FromId == owner.Id).ExecuteDeleteAsync();
                db.Add(new Delegation { MembershipId = role.Id, FromId = owner.Id, ToId = deputy.Id, ValidFrom = today.AddDays(from), ValidTo = today.AddDays(to), CreatedAt = clock.Now, EndedAt = ended ? clock.Now : null });
                await db.SaveChangesAsync();
                return (await s.GetRequiredService<Deputies>().LentToAsync(deputy.Id)).Count == 1;
            }
            (await ActsAsync(0, 0)).ShouldBeTrue();
            (await ActsAsync(1, 2)).ShouldBeFalse("not yet");
            (await ActsAsync(-2, -1)).ShouldBeFalse("over");
            (await ActsAsync(0, 1, ended: true)).ShouldBeFalse("taken back");
            await db.Users.Where(a => a.Id == owner.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.DisabledAt, clock.Now));
            (await ActsAsync(0, 1)).ShouldBeFalse("its owner is out of use");
            await db.Users.Where(a => a.Id == owner.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.DisabledAt, (DateTimeOffset?)null));
            await db.Set<Membership>().Where(m => m.Id == role.Id).ExecuteUpdateAsync(m => m.SetProperty(x => x.ValidTo, today.AddDays(-1)));
            (await ActsAsync(0, 1)).ShouldBeFalse("its owner no longer holds the role");
            await db.Set<Membership>().Where(m => m.Id == role.Id).ExecuteUpdateAsync(m => m.SetProperty(x => x.ValidTo, (DateOnly?)null));
            await db.Set<Membership>().Where(m => m.AccountId == deputy.Id).ExecuteUpdateAsync(m => m.SetProperty(x => x.ValidTo, today.AddDays(-1)));
            (await ActsAsync(0, 1)).ShouldBeFalse("the deputy works nowhere any more");
        });
    }

    [Theory]
    [InlineData("01/01/2020", "02/01/2020", "đã qua")]
    [InlineData("", "", "Bạn chưa ghi ngày bắt đầu")]
    [InlineData("31/12/2099", "30/12/2099", "đứng trước ngày bắt đầu")]
    [InlineData("01/01/2099", "31/12/2099", "nhiều nhất 186 ngày")]
    public async Task Lend_WrongDays_SaysWhyAndKeepsWhatWasTyped(string from, string to, string says)
    {
        var unit = await UnitAsync();
        using var person = await app.SignInAsync(Role.FocalPoint, unit);
        var deputy = await app.AddPersonAsync(Role.Viewer, unit);
        var answer = await LendAsync(person, deputy.Id, from, to, "Nghỉ phép");
        answer.Text(".lt-errors").ShouldContain(says);
        answer.Html.QuerySelector("input[name=Reason]")!.GetAttribute("value").ShouldBe("Nghỉ phép");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Delegation>().CountAsync(d => d.FromId == person.AccountId))).ShouldBe(0);
    }

    [Fact]
    public async Task Lend_WhoMay_OwnerLeaderOrAdministratorAndNobodyElse()
    {
        // Few work under this administrator: of many, a name is looked for and not chosen from a list.
        var over = await UnitAsync();
        var unit = await UnitAsync(over);
        using var leader = await app.SignInAsync(Role.Leader, unit);
        using var officer = await app.SignInAsync(Role.Officer, unit);
        using var administrator = await app.SignInAsync(Role.Administrator, over);
        var (other, elsewhere) = (await app.AddPersonAsync(Role.Leader, unit), await app.AddPersonAsync(Role.FocalPoint, await UnitAsync(over)));
        // Of another: the leader for those without approval, the administrator for all, a colleague for nobody.
        (await leader.GetAsync($"{Path}?nguoi={officer.AccountId}")).Status.ShouldBe(HttpStatusCode.OK);
        (await leader.GetAsync($"{Path}?nguoi={other.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await officer.GetAsync($"{Path}?nguoi={leader.AccountId}")).Status.ShouldBe(HttpStatusCode.NotFound);
        var byAdministrator = await administrator.GetAsync($"{Path}?nguoi={other.Id}");
        byAdministrator.Html.QuerySelector($"select[name=To] option[value='{elsewhere.Id}']").ShouldNotBeNull("an administrator may name anybody of their units");
        // One's own: colleagues of the unit only, whatever is sent.
        (await LendAsync(officer, elsewhere.Id)).Text(".lt-errors").ShouldContain("đang có vai trò ở đơn vị này");
        // The role that gives roles is not lent.
        (await administrator.GetAsync(Path)).Text("main").ShouldContain("Vai trò quản trị không ủy quyền");
        // Nobody takes back what is not theirs.
        (await LendAsync(leader, officer.AccountId)).Location.ShouldBe(Path);
        using var stranger = await app.SignInAsync(Role.Leader, await UnitAsync());
        var lent = await OnlyAsync(leader.AccountId);
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Delegation>().AnyAsync(d => d.Id == lent.Id && d.EndedAt == null))).ShouldBeTrue();
        var token = TestBrowser.FieldsOf((AngleSharp.Html.Dom.IHtmlFormElement)(await stranger.GetAsync("/identity/me")).Html.QuerySelector("form[method=post]:has([name=__RequestVerificationToken])")!).Single(f => f.Key == "__RequestVerificationToken");
        (await stranger.SendAsync(new Uri(app.Address, $"{Path}?handler=End"), [token, new("id", lent.Id.ToString())])).Status.ShouldBe(HttpStatusCode.NotFound);
        // The same days cannot be lent to somebody else as well.
        (await LendAsync(leader, other.Id)).Text(".lt-errors").ShouldContain("đã ủy quyền từ");
    }

    [Fact]
    public async Task LendAndHandOver_ToSomebodyWhoHasNotAcceptedTheirInvitation_AreNotOfferedAndRefused()
    {
        var unit = await UnitAsync();
        using var owner = await app.SignInAsync(Role.Officer, unit);
        var (_, invited) = (await app.AddPersonAsync(Role.Officer, unit), await app.AddPersonAsync(Role.Officer, unit));
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Users.Where(a => a.Id == invited.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.PasswordHash, (string?)null)));
        // Without the name: whoever posts any account is not told whose it is.
        const string why = "Người này chưa nhận lời mời nên chưa đăng nhập được.";
        (await owner.GetAsync(Path)).Html.QuerySelector($"select[name=To] option[value='{invited.Id}']").ShouldBeNull();
        (await LendAsync(owner, invited.Id)).Text(".lt-errors").ShouldContain(why);
        // Nor whether somebody of elsewhere was invited.
        var stranger = await app.AddPersonAsync(Role.Officer, await UnitAsync());
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Users.Where(a => a.Id == stranger.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.PasswordHash, (string?)null)));
        (await LendAsync(owner, stranger.Id)).Text(".lt-errors").ShouldContain("Bạn chưa chọn người làm thay");

        using var administrator = await app.SignInAsync(Role.Administrator);
        var role = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Membership>().Where(m => m.AccountId == owner.AccountId).Select(m => m.Id).SingleAsync());
        var page = await administrator.GetAsync($"/identity/accounts/handover/{role}");
        page.Html.QuerySelector($"select[name=Receiver] option[value='{invited.Id}']").ShouldBeNull();
        (await administrator.SubmitAsync(page, "form:has([name=Receiver])", new() { ["Receiver"] = invited.Id.ToString() })).Text(".lt-errors").ShouldContain(why);
    }

    [Fact]
    public async Task Act_RoleThatNeedsTwoSteps_IsRefusedWithoutThem()
    {
        var unit = await UnitAsync();
        using var owner = await app.SignInAsync(Role.Finance, unit);
        using var deputy = await app.SignInAsync(Role.Viewer, unit);
        (await LendAsync(owner, deputy.AccountId)).Location.ShouldBe(Path);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.Add(new SecondFactorRule { ProvinceId = 99, Role = Role.Finance });
            await db.SaveChangesAsync();
        });
        (await deputy.SubmitAsync(await deputy.GetAsync(Path), "form[action*='/identity/unit']:has(input[name=unitId])")).Location.ShouldBe(Path);
        (await deputy.GetAsync(Path)).Text("body").ShouldContain("phải có xác thực hai bước");
    }

    [Fact]
    public async Task Act_LoanEndsInTheSession_IsSaidOnceAndNothingIsSentInTheDeputysOwnName()
    {
        var unit = await UnitAsync();
        using var owner = await app.SignInAsync(Role.Officer, unit);
        using var deputy = await app.SignInAsync(Role.Viewer, unit);
        var absent = await NameAsync(owner);
        (await LendAsync(owner, deputy.AccountId)).Location.ShouldBe(Path);
        async Task ActAsync() => (await deputy.SubmitAsync(await deputy.GetAsync(Path), "form[action*='/identity/unit']:has(input[name=unitId])")).Location.ShouldBe("/today");
        await ActAsync();
        var me = await deputy.GetAsync("/identity/me");
        me.Text(".lt-acting").ShouldContain($"Bạn đang làm thay {absent}");
        // The way back stands beside it.
        (await deputy.SubmitAsync(me, "form.lt-acting", button: "button[name=unitId]")).Location.ShouldBe("/today");
        (await deputy.GetAsync("/identity/me")).Html.QuerySelector(".lt-acting").ShouldBeNull();

        await ActAsync();
        using (var other = app.Elsewhere())
            await other.SubmitAsync(await other.GetAsync("/identity/signin"), "main form[method=post]", new() { ["UserName"] = await UserNameAsync(deputy.AccountId), ["Password"] = TestApp.Password });
        me = await deputy.GetAsync("/identity/me");
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Delegation>().Where(d => d.FromId == owner.AccountId).ExecuteUpdateAsync(d => d.SetProperty(x => x.EndedAt, app.Clock.GetUtcNow())));
        var sent = await deputy.SubmitAsync(me, "form[action*=EndOthers]");
        (sent.Status, sent.Location).ShouldBe((HttpStatusCode.SeeOther, "/today"));
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<HistoryEvent>().AnyAsync(e => e.SubjectId == deputy.AccountId && e.Verb == "account.sessions-end"))).ShouldBeFalse();
        (await deputy.GetAsync("/today")).Text("main").ShouldContain($"Bạn không còn làm thay {absent}: ủy quyền đã hết hoặc được thu hồi. Từ đây bạn làm bằng vai trò của mình. Lần gửi vừa rồi chưa được ghi.");
        (await deputy.GetAsync("/today")).Text("main").ShouldNotContain("không còn làm thay");
    }

    [Fact]
    public async Task Tell_OwnerIsAway_DeputyIsToldInTheirNameAndOpensItByTheLentRole()
    {
        var (unit, elsewhere) = (await UnitAsync(), await UnitAsync());
        using var owner = await app.SignInAsync(Role.Officer, unit);
        using var deputy = await app.SignInAsync(Role.Viewer, unit);
        var absent = await NameAsync(owner);
        (await LendAsync(owner, deputy.AccountId)).Location.ShouldBe(Path);
        await app.InScopeAsync(async s =>
        {
            var board = s.GetRequiredService<NoticeBoard>();
            await board.TellAsync(new Telling("thu:1", "Việc mới", null, "/identity/me"), unit.Id, [owner.AccountId]);
            await board.TellAsync(new Telling("thu:2", "Việc riêng", null, "/today", Personal: true), unit.Id, [owner.AccountId]);
            await board.TellAsync(new Telling("thu:3", "Việc của nơi khác", null, "/today"), elsewhere.Id, [owner.AccountId]);
            // Who is told themselves is not told again in another's name.
            await board.TellAsync(new Telling("thu:4", "Việc chung", null, "/today"), unit.Id, [owner.AccountId, deputy.AccountId]);
        });
        var told = (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().AsNoTracking().Where(n => n.AccountId == deputy.AccountId && n.Key.StartsWith("thu:")).OrderBy(n => n.Key).ToListAsync()));
        told.Select(n => (n.Title, Lent: n.DelegationId is not null)).ShouldBe([($"Thay {absent}: Việc mới", true), ("Việc chung", false)]);

        (await deputy.GetAsync("/today")).Html.QuerySelector(".lt-acting").ShouldBeNull();
        (await deputy.GetAsync($"/notices/{told[0].Id}")).Location.ShouldBe("/identity/me");
        (await deputy.GetAsync("/identity/me")).Text(".lt-acting").ShouldContain(absent);
        // What is dealt with is dealt with for both.
        await app.InScopeAsync(s => s.GetRequiredService<NoticeBoard>().SettleAsync("thu:1"));
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().CountAsync(n => n.Key == "thu:1" && n.ReadAt == null))).ShouldBe(0);
    }

    [Fact]
    public async Task HandOver_OfTheDeputy_EndsWhatIsLentToThemUnlessTheyStayInTheUnit()
    {
        var unit = await UnitAsync();
        var (owner, deputy) = (await app.AddPersonAsync(Role.Officer, unit), await app.AddPersonAsync(Role.FocalPoint, unit));
        await app.InScopeAsync(async s =>
        {
            var (db, clock) = (s.GetRequiredService<LanToaDb>(), s.GetRequiredService<Clock>());
            var today = clock.Today;
            var role = await db.Set<Membership>().SingleAsync(m => m.AccountId == deputy.Id);
            var lent = await db.Set<Membership>().SingleAsync(m => m.AccountId == owner.Id);
            var second = new Membership { AccountId = deputy.Id, OrganizationId = unit.Id, Role = Role.Viewer, ValidFrom = today };
            db.Add(second);
            db.Add(new Delegation { MembershipId = lent.Id, FromId = owner.Id, ToId = deputy.Id, ValidFrom = today, ValidTo = today.AddDays(20), CreatedAt = clock.Now });
            await db.SaveChangesAsync();
            async Task<Delegation> AfterAsync(DateOnly day)
            {
                await using var together = await db.Database.BeginTransactionAsync();
                await s.GetRequiredService<HandOver>().EndAsync(role, day);
                await db.SaveChangesAsync();
                await together.CommitAsync();
                return await db.Set<Delegation>().AsNoTracking().SingleAsync(d => d.FromId == owner.Id);
            }
            (await AfterAsync(today.AddDays(3))).ValidTo.ShouldBe(today.AddDays(20), "they still work in the unit");
            db.Remove(second);
            await db.SaveChangesAsync();
            (await AfterAsync(today.AddDays(3))).ShouldSatisfyAllConditions(d => d.ValidTo.ShouldBe(today.AddDays(3)), d => d.EndedAt.ShouldBeNull());
            (await AfterAsync(today.AddDays(-1))).EndedAt.ShouldNotBeNull();
            (await db.Set<Notice>().Where(n => n.AccountId == owner.Id).Select(n => n.Title).FirstAsync()).ShouldContain("thôi làm thay");
        });
    }

    [Fact]
    public async Task Lend_InALargeUnit_FindsTheDeputyByNameWithoutMarks()
    {
        var unit = await UnitAsync();
        using var owner = await app.SignInAsync(Role.Officer, unit);
        var people = new List<Account>();
        for (var n = 0; n <= DelegationsModel.Few; n++) people.Add(await app.AddPersonAsync(Role.Viewer, unit));
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Users.Where(a => a.Id == people[7].Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.DisplayName, "Đỗ Thị Hường")));
        var page = await owner.GetAsync(Path);
        page.Html.QuerySelector("[name=To]").ShouldBeNull("no list of everybody");
        (await owner.SubmitAsync(page, "form:has([name=FindTo])", new() { ["FindTo"] = "không có ai" })).Text(".lt-errors").ShouldContain("Không có ai");
        var found = await owner.SubmitAsync(page, "form:has([name=FindTo])", new() { ["FindTo"] = "thi huong", ["Reason"] = "Nghỉ phép" });
        found.Html.QuerySelector($"input[name=To][value='{people[7].Id}'][checked]").ShouldNotBeNull();
        found.Html.QuerySelector("input[name=Reason]")!.GetAttribute("value").ShouldBe("Nghỉ phép");
        var today = page.Html.QuerySelector("input[name=From]")!.GetAttribute("value")!;
        // Several are offered, and the next press is no search again.
        var several = await owner.SubmitAsync(page, "form:has([name=FindTo])", new() { ["FindTo"] = "chi xem" });
        several.Html.QuerySelectorAll("input[name=To]").Length.ShouldBe(people.Count);
        several.Html.QuerySelector("input[name=FindTo]")!.GetAttribute("value").ShouldBeNullOrEmpty();
        (await owner.SubmitAsync(found, "form:has([name=FindTo])", new() { ["Until"] = today })).Location.ShouldBe(Path);
        (await OnlyAsync(owner.AccountId)).ToId.ShouldBe(people[7].Id);
    }

    private Task<Organization> UnitAsync(Organization? above = null) => app.AddOrganizationAsync($"Sở {Guid.CreateVersion7():N}", OrganizationLevel.Province, OrganizationKind.Department, above ?? app.Province);

    private static async Task<TestPage> LendAsync(TestBrowser person, Guid deputy, string? from = null, string to = "", string reason = "Nghỉ phép năm")
    {
        var page = await person.GetAsync(Path);
        Dictionary<string, string> typed = new() { ["To"] = deputy.ToString(), ["Reason"] = reason, ["Until"] = to };
        // Today, as the form offers.
        typed["From"] = from ?? page.Html.QuerySelector("input[name=From]")!.GetAttribute("value")!;
        if (from is null) typed["Until"] = typed["From"];
        return await person.SubmitAsync(page, "form:has(select[name=To])", typed);
    }

    private Task<Delegation> OnlyAsync(Guid from) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Delegation>().AsNoTracking().SingleAsync(d => d.FromId == from));

    private Task<string> NameAsync(TestBrowser person) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Users.Where(a => a.Id == person.AccountId).Select(a => a.DisplayName).SingleAsync());

    private Task<string> UserNameAsync(Guid id) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Users.Where(a => a.Id == id).Select(a => a.UserName!).SingleAsync());
}
