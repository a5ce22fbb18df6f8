using System.Net;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Tests.Identity;

/// <summary>Where people are signed in, and how they tried.</summary>
public sealed class SessionTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0";

    [Theory]
    [InlineData(Windows, "Edge trên Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", "Safari trên iPhone")]
    [InlineData("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/130.0 Chrome/124.0 Mobile Safari/537.36", "Cốc Cốc trên Android")]
    [InlineData("<script>alert(1)</script>", "Không rõ trình duyệt")]
    [InlineData("", "Không rõ trình duyệt")]
    public void BrowserName_OfWhatABrowserSays_IsShort(string userAgent, string name) => BrowserNames.Of(userAgent).ShouldBe(name);

    [Fact]
    public async Task Session_EndedFromAnother_IsOutAtItsNextRequest()
    {
        var account = await app.AddPersonAsync(Role.Viewer);
        using var here = app.Elsewhere();
        using var there = app.Elsewhere();
        there.Http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", Windows);
        foreach (var browser in new[] { here, there }) (await SignInAsync(browser, account)).Location.ShouldBe("/today");
        var page = await here.GetAsync("/identity/me");
        page.Text("main").ShouldContain("Edge trên Windows");
        page.Text("main").ShouldContain("phiên này");
        page.Html.QuerySelectorAll("form[action*='handler=End'] [name=session]").Length.ShouldBe(1);
        (await there.GetAsync("/identity/me")).Status.ShouldBe(HttpStatusCode.OK);
        (await here.SubmitAsync(page, "form:has([name=session])")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await there.GetAsync("/identity/me")).Location!.ShouldContain("/identity/signin");
        (await here.GetAsync("/identity/me")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Sessions_AllOthersEnded_LeaveThisOne()
    {
        var account = await app.AddPersonAsync(Role.Viewer);
        var browsers = Enumerable.Range(0, 3).Select(_ => app.Elsewhere()).ToList();
        foreach (var browser in browsers) await SignInAsync(browser, account);
        await browsers[0].SubmitAsync(await browsers[0].GetAsync("/identity/me"), "form[action*=EndOthers]");
        (await browsers[0].GetAsync("/identity/me")).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var browser in browsers.Skip(1)) (await browser.GetAsync("/identity/me")).Location!.ShouldContain("/identity/signin");
    }

    [Fact]
    public async Task Session_OfAnotherPerson_CannotBeEnded()
    {
        using var victim = await app.SignInAsync(Role.Viewer);
        using var person = await app.SignInAsync(Role.Viewer);
        var session = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Session>().Where(x => x.AccountId == victim.AccountId).Select(x => x.Id).SingleAsync());
        var token = (await person.GetAsync("/identity/me")).Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        (await person.PostAsync("/identity/me?handler=End", new() { ["session"] = session.ToString(), ["__RequestVerificationToken"] = token })).Status.ShouldBe(HttpStatusCode.NotFound);
        (await victim.GetAsync("/identity/me")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task SignOut_CookieKeptByAThief_IsOfNoUse()
    {
        using var person = await app.SignInAsync(Role.Viewer);
        var kept = person.Cookies.GetCookieHeader(app.Address);
        var page = await person.GetAsync("/identity/me");
        await person.SubmitAsync(page, "form[action*=signout]");
        using var thief = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address };
        thief.DefaultRequestHeaders.Add("Cookie", kept);
        using var answer = await thief.GetAsync("/identity/me");
        answer.Headers.Location!.OriginalString.ShouldContain("/identity/signin");
    }

    [Fact]
    public async Task SignIns_RightAndWrong_StandInTheHistoryOfThePersonAndForTheirAdministrator()
    {
        var account = await app.AddPersonAsync(Role.Viewer);
        using var browser = app.Elsewhere();
        await SignInAsync(browser, account, "sai mất rồi");
        await SignInAsync(browser, account);
        (await browser.GetAsync("/identity/me")).Texts("tbody .lt-status").ShouldBe(["Thành công", "Sai mật khẩu"]);
        using var administrator = await app.SignInAsync(Role.Administrator);
        var page = await administrator.GetAsync($"/identity/accounts/security/{account.Id}");
        page.Texts("tbody .lt-status").ShouldBe(["Thành công", "Sai mật khẩu"]);
        (await administrator.SubmitAsync(page, "form:has([name=session])")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await browser.GetAsync("/identity/me")).Location!.ShouldContain("/identity/signin");
        (await administrator.GetAsync($"/identity/accounts/detail/{account.Id}")).Text("main").ShouldContain("kết thúc phiên đăng nhập");
    }

    [Fact]
    public async Task Forget_OldAttemptsAndSessions_Go()
    {
        var account = await app.AddPersonAsync(Role.Viewer);
        var old = app.Clock.GetUtcNow() - ForgetSignIns.Kept - TimeSpan.FromDays(1);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.Add(new SignInEvent { AccountId = account.Id, At = old, Browser = "x" });
            db.Add(new SignInEvent { AccountId = account.Id, At = app.Clock.GetUtcNow(), Browser = "x" });
            db.Add(new Session { AccountId = account.Id, StartedAt = old, LastSeenAt = old, Browser = "x" });
            await db.SaveChangesAsync();
            await s.GetRequiredService<ForgetSignIns>().RunAsync(null, new JobRun(Guid.CreateVersion7(), 1, (_, _) => Task.CompletedTask), default);
            (await db.Set<SignInEvent>().CountAsync(e => e.AccountId == account.Id)).ShouldBe(1);
            (await db.Set<Session>().CountAsync(x => x.AccountId == account.Id)).ShouldBe(0);
        });
    }

    private static async Task<TestPage> SignInAsync(TestBrowser browser, Account account, string password = TestApp.Password) =>
        await browser.SubmitAsync(await browser.GetAsync("/identity/signin"), "main form", new() { ["UserName"] = account.UserName!, ["Password"] = password });
}
