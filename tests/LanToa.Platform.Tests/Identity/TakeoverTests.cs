using System.Net;
using LanToa.Planning.Organizations;
using LanToa.Platform.Api;
using LanToa.Platform.Api.Webhooks;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Jobs;
using LanToa.Platform.Mail;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using LanToa.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Tests.Identity;

/// <summary>What an administrator of a small unit could try in order to become more.</summary>
public sealed class TakeoverTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Password_OfWhoAlsoWorksElsewhere_IsNotForTheSmallerAdministrator()
    {
        var department = await app.AddOrganizationAsync("Sở Nhỏ", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var leader = await app.AddPersonAsync(Role.Leader);
        await GiveAsync(leader.Id, department, Role.Viewer);
        using var administrator = await app.SignInAsync(Role.Administrator, department);
        var path = $"/identity/accounts/detail/{leader.Id}";
        var page = await administrator.GetAsync(path);
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text().ShouldContain("ngoài phạm vi quản trị của bạn");

        foreach (var handler in new[] { "Password", "Disable" })
        {
            var answer = await administrator.PostAsync($"{path}?handler={handler}", new() { ["__RequestVerificationToken"] = TokenOf(page), ["disabled"] = "true", ["reason"] = "thử" });
            answer.Text(".lt-errors").ShouldContain("Hãy nhờ quản trị của cơ quan cấp trên");
            answer.Html.QuerySelector("code").ShouldBeNull();
        }
        await app.InScopeAsync(async s =>
        {
            var now = await s.GetRequiredService<LanToaDb>().Users.AsNoTracking().FirstAsync(a => a.Id == leader.Id);
            (now.PasswordHash, now.DisabledAt).ShouldBe((leader.PasswordHash, null));
        });
    }

    [Fact]
    public async Task Password_OfWhoStandsInForSomebodyAbove_IsNotForTheSmallerAdministrator()
    {
        var department = await app.AddOrganizationAsync("Sở Làm Thay", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var (leader, deputy) = (await app.AddPersonAsync(Role.Leader), await app.AddPersonAsync(Role.Viewer, department));
        using var administrator = await app.SignInAsync(Role.Administrator, department);
        var path = $"/identity/accounts/detail/{deputy.Id}";
        var page = await administrator.GetAsync(path);
        page.Text("main").ShouldNotContain("Hãy nhờ quản trị của cơ quan cấp trên");
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var (role, today) = (await db.Set<Membership>().Where(m => m.AccountId == leader.Id).Select(m => m.Id).SingleAsync(), s.GetRequiredService<Clock>().Today);
            db.Add(new Delegation { MembershipId = role, FromId = leader.Id, ToId = deputy.Id, ValidFrom = today.AddDays(3), ValidTo = today.AddDays(5) });
            await db.SaveChangesAsync();
        });

        foreach (var (handler, field, typed) in new[] { ("Password", "x", ""), ("Email", "email", "cua-toi@tinh.example") })
        {
            var answer = await administrator.PostAsync($"{path}?handler={handler}", new() { ["__RequestVerificationToken"] = TokenOf(page), [field] = typed });
            answer.Text(".lt-errors").ShouldContain("đang làm thay ở cơ quan ngoài phạm vi quản trị của bạn");
        }
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Users.Where(a => a.Id == deputy.Id).Select(a => a.PasswordHash).SingleAsync())).ShouldBe(deputy.PasswordHash);
        using var above = await app.SignInAsync(Role.Administrator);
        (await above.PostAsync($"{path}?handler=Password", new() { ["__RequestVerificationToken"] = TokenOf(await above.GetAsync(path)) })).Text("code").Length.ShouldBe(19);
    }

    [Fact]
    public async Task Password_Reset_EndsTheSessionsOfThePersonAtOnce()
    {
        using var person = await app.SignInAsync(Role.Viewer);
        using var administrator = await app.SignInAsync(Role.Administrator);
        (await person.GetAsync("/identity/me")).Status.ShouldBe(HttpStatusCode.OK);
        var page = await administrator.GetAsync($"/identity/accounts/detail/{person.AccountId}");
        var reset = await administrator.PostAsync($"/identity/accounts/detail/{person.AccountId}?handler=Password", new() { ["__RequestVerificationToken"] = TokenOf(page) });
        reset.Text("code").Length.ShouldBe(19, reset.Text());
        (await person.GetAsync("/identity/me")).Location!.ShouldContain("/identity/signin");
    }

    [Fact]
    public async Task Rescue_OfWhoLostPasswordAndTelephone_LetsThemInAndIsKeptAndTold()
    {
        var account = await app.AddPersonAsync(Role.Administrator);
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Users.Where(a => a.Id == account.Id)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.Email, "it@tinh.example").SetProperty(x => x.TwoFactorEnabled, true).SetProperty(x => x.DisabledAt, app.Clock.GetUtcNow())));
        // Whoever took the account over has a passkey of theirs.
        await app.InScopeAsync(async s =>
        {
            var key = new UserPasskeyInfo(Guid.CreateVersion7().ToByteArray(), [1], app.Clock.GetUtcNow(), 0, ["internal"], true, false, false, [1], [1]) { Name = "Máy lạ" };
            var accounts = s.GetRequiredService<UserManager<Account>>();
            (await accounts.AddOrUpdatePasskeyAsync((await accounts.FindByIdAsync(account.Id.ToString()))!, key)).Succeeded.ShouldBeTrue();
        });
        // Also a program that acts by the account's roles, an address that is told, and a deputy.
        var (secret, deputy) = (ApiTokens.NewSecret(), await app.AddPersonAsync(Role.Viewer));
        await app.InScopeAsync(async s =>
        {
            var (db, now, today) = (s.GetRequiredService<LanToaDb>(), app.Clock.GetUtcNow(), s.GetRequiredService<Clock>().Today);
            var role = await db.Set<Membership>().Where(m => m.AccountId == account.Id).Select(m => m.Id).SingleAsync();
            db.Add(new ApiToken { ProvinceId = app.Province.ProvinceId, AccountId = account.Id, UnitId = app.Province.Id, Name = "Máy lạ", Prefix = secret[..13], SecretHash = ApiToken.HashOf(secret), Scopes = ["plans.read"], MadeAt = now, ExpiresOn = today.AddDays(90) });
            db.Add(new Webhook { ProvinceId = app.Province.ProvinceId, AccountId = account.Id, UnitId = app.Province.Id, Name = "Nơi lạ", Url = "https://noi-la.example/", Events = ["plan.issued"], Secret = "x", MadeAt = now });
            db.Add(new Delegation { MembershipId = role, FromId = account.Id, ToId = deputy.Id, ValidFrom = today, ValidTo = today.AddDays(30), CreatedAt = now });
            await db.SaveChangesAsync();
            await db.Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.DisabledAt, (DateTimeOffset?)null));
        });
        (await ByTokenAsync(secret)).ShouldBe(HttpStatusCode.OK);
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.DisabledAt, app.Clock.GetUtcNow())));
        (await app.InScopeAsync(s => s.GetRequiredService<AccountRescue>().RescueAsync("khong.co.ai"))).ShouldBeNull();
        var rescued = (await app.InScopeAsync(s => s.GetRequiredService<AccountRescue>().RescueAsync(account.UserName!)))!;
        (rescued.FactorRemoved, rescued.WaysEnded, rescued.Opened, rescued.GivenEnded, rescued.EmailRemoved).ShouldBe((true, 1, true, 3, "it@tinh.example"));
        (await ByTokenAsync(secret)).ShouldBe(HttpStatusCode.Unauthorized);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            (await db.Users.Where(a => a.Id == account.Id).Select(a => new { a.Email, a.NormalizedEmail }).SingleAsync()).ShouldBe(new { Email = (string?)null, NormalizedEmail = (string?)null });
            (await db.Set<Delegation>().SingleAsync(d => d.FromId == account.Id)).EndedAt.ShouldNotBeNull();
            (await db.Set<Webhook>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).SingleAsync(w => w.AccountId == account.Id)).EndedAt.ShouldNotBeNull();
        });
        (await app.InScopeAsync(s => s.GetRequiredService<Passkeys>().OfAsync(account.Id))).ShouldBeEmpty();

        using var person = app.Elsewhere();
        (await person.SubmitAsync(await person.GetAsync("/identity/signin"), "main form[method=post]", new() { ["UserName"] = account.UserName!, ["Password"] = rescued.Password })).Location.ShouldBe("/today");
        (await person.SubmitAsync(await person.GetAsync("/identity/me"), "main form", new() { ["Current"] = rescued.Password, ["New"] = "hoa sữa thơm đầu ngõ", ["Again"] = "hoa sữa thơm đầu ngõ" })).Location.ShouldBe("/today");
        var page = await person.GetAsync($"/identity/accounts/detail/{account.Id}");
        page.Text("main").ShouldContain("Người vận hành máy chủ");
        page.Text("main").ShouldContain("Từ dòng lệnh của máy chủ");
        var letters = await LettersAsync(account.Id);
        letters.ShouldContain(t => t.Contains("Người vận hành máy chủ vừa đặt mật khẩu mới", StringComparison.Ordinal));
        letters.ShouldContain(t => t.Contains("được đổi thành không có", StringComparison.Ordinal));
    }

    private async Task<HttpStatusCode> ByTokenAsync(string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/token") { Headers = { Authorization = new("Bearer", secret) } };
        using var program = app.Anonymous();
        return (await program.Http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode;
    }

    private Task<List<string>> LettersAsync(Guid account) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<OutgoingMail>().Where(m => m.AccountId == account).Select(m => m.Text).ToListAsync());

    [Fact]
    public async Task Password_ChangedByThePerson_KeepsThisSessionAndEndsTheOthers()
    {
        var account = await app.AddPersonAsync(Role.Viewer);
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.Email, "nguoi.doi@tinh.example")));
        using var here = app.Anonymous();
        using var elsewhere = app.Anonymous();
        foreach (var browser in new[] { here, elsewhere })
            (await browser.SubmitAsync(await browser.GetAsync("/identity/signin"), "form[method=post]", new() { ["UserName"] = account.UserName!, ["Password"] = TestApp.Password })).Status.ShouldBe(HttpStatusCode.Redirect);
        var changed = await here.SubmitAsync(await here.GetAsync("/identity/me"), "main form:has([name=Current])", new() { ["Current"] = TestApp.Password, ["New"] = "một mật khẩu mới tinh", ["Again"] = "một mật khẩu mới tinh" });
        changed.Status.ShouldBe(HttpStatusCode.Redirect, changed.Text(".lt-errors"));
        (await here.GetAsync("/identity/me")).Status.ShouldBe(HttpStatusCode.OK);
        (await elsewhere.GetAsync("/identity/me")).Location!.ShouldContain("/identity/signin");
        (await LettersAsync(account.Id)).ShouldHaveSingleItem().ShouldContain("mật khẩu của tài khoản vừa được đổi");
    }

    [Fact]
    public async Task Accounts_AdministratorOfADepartmentWhoMayLookAtTheNation_SeesTheDepartmentOnly()
    {
        var department = await app.AddOrganizationAsync("Sở Hai Vai", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var nation = await app.AddOrganizationAsync("Cơ quan trung ương thử", OrganizationLevel.Nation, OrganizationKind.Committee, null, province: 0);
        var stranger = await app.AddPersonAsync(Role.Leader);
        using var person = await app.SignInAsync(Role.Administrator, department);
        await GiveAsync(person.AccountId, nation, Role.Viewer);
        (await person.PostAsync("/identity/unit", new() { ["__RequestVerificationToken"] = TokenOf(await person.GetAsync("/identity/me")), ["unitId"] = nation.Id.ToString() })).Status.ShouldBe(HttpStatusCode.Redirect);
        (await person.GetAsync("/identity/me")).Status.ShouldBe(HttpStatusCode.OK);
        (await person.GetAsync($"/identity/accounts/detail/{stranger.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);

        var job = await app.InScopeAsync(async s =>
        {
            var id = s.GetRequiredService<JobQueue>().Enqueue("test.elsewhere", "x", province: 98);
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
            return id;
        });
        (await person.GetAsync($"/jobs/detail/{job}")).Status.ShouldBe(HttpStatusCode.NotFound);
        using var national = await app.SignInAsync(Role.Administrator, nation);
        (await national.GetAsync($"/jobs/detail/{job}")).Status.ShouldBe(HttpStatusCode.OK);
        (await national.GetAsync($"/identity/accounts/detail/{stranger.Id}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Jobs_AdministratorOfOneUnit_SeesOwnJobsOnly()
    {
        var department = await app.AddOrganizationAsync("Sở Một Việc", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var job = await app.InScopeAsync(async s =>
        {
            var id = s.GetRequiredService<JobQueue>().Enqueue("test.of-the-province", "x", province: app.Province.ProvinceId);
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
            return id;
        });
        using var person = await app.SignInAsync(Role.Administrator, department);
        (await person.GetAsync($"/jobs/detail/{job}")).Status.ShouldBe(HttpStatusCode.NotFound);
        using var first = await app.SignInAsync(Role.Administrator, app.Province);
        (await first.GetAsync($"/jobs/detail/{job}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    private Task GiveAsync(Guid account, Organization unit, Role role) => app.InScopeAsync(async s =>
    {
        var db = s.GetRequiredService<LanToaDb>();
        db.Add(new Membership { AccountId = account, OrganizationId = unit.Id, Role = role, ValidFrom = new DateOnly(2000, 1, 1) });
        await db.SaveChangesAsync();
    });

    private static string TokenOf(TestPage page) => page.Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
}
