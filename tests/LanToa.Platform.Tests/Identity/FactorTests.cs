using System.Net;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Mail;
using LanToa.Platform.Notices;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Tests.Identity;

/// <summary>The second step of signing in.</summary>
public sealed class FactorTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Factor_SetUp_IsAskedForAndItsCodeIsGoodOnce()
    {
        var account = await app.AddPersonAsync(Role.Viewer);
        using var person = await SignedInAsync(account);
        var page = await person.GetAsync("/identity/factor");
        (await person.SubmitAsync(page, "form[action*=Begin]", new() { ["password"] = "không phải" })).Text(".lt-errors").ShouldContain("Mật khẩu chưa đúng");
        var shown = await person.SubmitAsync(page, "form[action*=Begin]", new() { ["password"] = TestApp.Password });
        shown.Html.QuerySelector("img[src^='data:image/png']").ShouldNotBeNull();
        var secret = await SecretAsync(account.Id);
        shown.Text("[data-secret]").Replace(" ", "", StringComparison.Ordinal).ShouldBe(Totp.Text(secret));
        (await person.SubmitAsync(shown, "form[action*=Confirm]", new() { ["code"] = "000000" })).Text(".lt-errors").ShouldContain("Mã chưa đúng");
        var first = Totp.Code(secret, Step());
        var on = await person.SubmitAsync(shown, "form[action*=Confirm]", new() { ["code"] = first });
        on.Texts("[data-codes] code").Distinct().Count().ShouldBe(SecondFactors.RecoveryCodes);
        (await person.GetAsync("/identity/me")).Text("main").ShouldContain("Đang bật");

        using var other = app.Elsewhere();
        var step = await HalfAsync(other, account);
        (await other.GetAsync("/today")).Location!.ShouldContain("/identity/signin");
        (await CodeAsync(other, step, first)).Text(".lt-errors").ShouldContain("đã dùng");
        var next = Totp.Code(secret, Step() + 1);
        (await CodeAsync(other, step, next)).Location.ShouldBe("/today");
        (await other.GetAsync("/identity/me")).Status.ShouldBe(HttpStatusCode.OK);
        using var third = app.Elsewhere();
        (await CodeAsync(third, await HalfAsync(third, account), next)).Text(".lt-errors").ShouldContain("đã dùng");
    }

    [Fact]
    public async Task Recovery_Code_IsGoodOnceAndNewOnesEndTheOld()
    {
        var (account, person, codes) = await WithFactorAsync();
        using var lost = app.Elsewhere();
        (await CodeAsync(lost, await HalfAsync(lost, account), codes[0].ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal))).Location.ShouldBe("/today");
        using var again = app.Elsewhere();
        (await CodeAsync(again, await HalfAsync(again, account), codes[0])).Text(".lt-errors").ShouldContain("Mã chưa đúng");
        var page = await person.GetAsync("/identity/factor");
        page.Text("main").ShouldContain("Còn 9 mã");
        (await person.SubmitAsync(page, "form[action*=Codes]", new() { ["password"] = TestApp.Password })).Texts("[data-codes] code").Count.ShouldBe(10);
        (await CodeAsync(again, await HalfAsync(again, account), codes[1])).Text(".lt-errors").ShouldContain("Mã chưa đúng");
        (await app.InScopeAsync(s => s.GetRequiredService<Sessions>().SignInsAsync(account.Id, 20))).ShouldContain(e => e.Outcome == SignInOutcome.SucceededWithRecovery);
    }

    [Fact]
    public async Task Code_WrongFiveTimes_LocksTheStepAlsoForTheRightOneAndTellsThePerson()
    {
        var (account, _, codes) = await WithFactorAsync("khoa@xa.example");
        using var guesser = app.Elsewhere();
        var step = await HalfAsync(guesser, account);
        for (var i = 0; i < SecondFactors.MostFailures; i++) await CodeAsync(guesser, step, $"00000{i}");
        (await CodeAsync(guesser, step, codes[0])).Text(".lt-errors").ShouldContain("tạm khóa đến");
        // The password alone does not set the count back.
        (await CodeAsync(guesser, await HalfAsync(guesser, account), codes[0])).Text(".lt-errors").ShouldContain("tạm khóa đến");
        (await MailsAsync("khoa@xa.example")).ShouldContain(m => m.Text.Contains("đã biết mật khẩu", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Code_ManyAtOnce_AreCountedOneByOne()
    {
        var (account, _, _) = await WithFactorAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => app.InScopeAsync(s => s.GetRequiredService<SecondFactors>().TakeAsync(account, $"00000{i}"))));
        answers.Count(a => a.Answer == FactorAnswer.Wrong).ShouldBe(SecondFactors.MostFailures - 1);
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<SecondFactor>().AsNoTracking().SingleAsync(f => f.AccountId == account.Id))).Failures.ShouldBe(SecondFactors.MostFailures);
    }

    [Fact]
    public async Task Factor_TakenAwayByTheAdministrator_NeedsAReasonTellsThePersonAndEndsSessions()
    {
        var (account, person, _) = await WithFactorAsync("matmay@xa.example");
        var elsewhere = await app.AddOrganizationAsync("Sở Không Gỡ", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        using var stranger = await app.SignInAsync(Role.Administrator, elsewhere);
        (await stranger.GetAsync($"/identity/accounts/security/{account.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        using var administrator = await app.SignInAsync(Role.Administrator);
        var page = await administrator.GetAsync($"/identity/accounts/security/{account.Id}");
        (await administrator.SubmitAsync(page, "form[action*=Factor]")).Text(".lt-errors").ShouldContain("lý do");
        (await person.GetAsync("/identity/me")).Status.ShouldBe(HttpStatusCode.OK);
        (await administrator.SubmitAsync(page, "form[action*=Factor]", new() { ["reason"] = "Mất điện thoại" })).Status.ShouldBe(HttpStatusCode.Redirect);
        (await person.GetAsync("/identity/me")).Location!.ShouldContain("/identity/signin");
        (await administrator.GetAsync($"/identity/accounts/detail/{account.Id}")).Text("main").ShouldContain("Mất điện thoại");
        (await MailsAsync("matmay@xa.example")).ShouldContain(m => m.Text.Contains("Mất điện thoại", StringComparison.Ordinal));
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().AnyAsync(n => n.AccountId == account.Id && n.Title.Contains("xác thực hai bước") && n.Detail!.StartsWith("Lý do: Mất điện thoại. Hãy bật lại")))).ShouldBeTrue();
        using var afterwards = await SignedInAsync(account);
        (await afterwards.GetAsync("/identity/me")).Text("main").ShouldContain("Chưa bật");
    }

    [Fact]
    public async Task Rule_ForARole_LetsNothingElseBeDoneBeforeTheFactorIsSetUp()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        var rules = await administrator.GetAsync("/identity/accounts/rules");
        (await administrator.SubmitAsync(rules, "main form", new() { ["roles"] = nameof(Role.Finance) })).Status.ShouldBe(HttpStatusCode.Redirect);
        (await administrator.GetAsync("/identity/accounts/rules")).Text("main").ShouldContain("Tài chính");
        var account = await app.AddPersonAsync(Role.Finance);
        using var person = await SignedInAsync(account);
        foreach (var path in new[] { "/today", "/search?q=x", "/identity/accounts", "/notices" }) (await person.GetAsync(path)).Location.ShouldBe("/identity/factor", path);
        (await person.PostAsync("/notices", [])).Location.ShouldBe("/identity/factor");
        var page = await person.GetAsync("/identity/factor");
        page.Text("main").ShouldContain("Vai trò của bạn phải có");
        await SetUpAsync(person, account);
        (await person.GetAsync("/today")).Status.ShouldBe(HttpStatusCode.OK);

        var unit = await app.AddOrganizationAsync("Sở Không Quy Định", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        using var small = await app.SignInAsync(Role.Administrator, unit);
        var form = await small.GetAsync("/identity/accounts/rules");
        (await small.SubmitAsync(form, "main form", new() { ["roles"] = nameof(Role.Viewer) })).Text(".lt-errors").ShouldContain("quản trị của cả tỉnh");
    }

    [Fact]
    public async Task Factor_TurnedOff_NeedsThePassword()
    {
        var (account, person, _) = await WithFactorAsync();
        var page = await person.GetAsync("/identity/factor");
        (await person.SubmitAsync(page, "form[action*=Off]", new() { ["password"] = "đoán" })).Text(".lt-errors").ShouldContain("Mật khẩu chưa đúng");
        (await person.SubmitAsync(page, "form[action*=Off]", new() { ["password"] = TestApp.Password })).Status.ShouldBe(HttpStatusCode.Redirect);
        using var next = await SignedInAsync(account);
        (await next.GetAsync("/identity/me")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ClockSetBack_SessionsHold_AndTheSecondStepTakesTheCodeOfNow_Once()
    {
        var account = await app.AddPersonAsync(Role.Viewer);
        using var person = await SignedInAsync(account);
        var shown = await person.SubmitAsync(await person.GetAsync("/identity/factor"), "form[action*=Begin]", new() { ["password"] = TestApp.Password });
        var secret = await SecretAsync(account.Id);
        await person.SubmitAsync(shown, "form[action*=Confirm]", new() { ["code"] = Totp.Code(secret, Step()) });
        var back = TimeSpan.FromHours(3);
        app.Clock.Shift(-back);
        try
        {
            (await person.GetAsync("/identity/me")).Status.ShouldBe(HttpStatusCode.OK);
            using var other = app.Elsewhere();
            var code = Totp.Code(secret, Step());
            (await CodeAsync(other, await HalfAsync(other, account), code)).Location.ShouldBe("/today");
            using var third = app.Elsewhere();
            (await CodeAsync(third, await HalfAsync(third, account), code)).Text(".lt-errors").ShouldContain("đã dùng");
        }
        finally
        {
            app.Clock.Shift(back);
        }
        (await person.GetAsync("/identity/me")).Status.ShouldBe(HttpStatusCode.OK);
    }

    private long Step() => Totp.StepOf(app.Clock.GetUtcNow());

    private async Task<(Account Account, TestBrowser Person, IReadOnlyList<string> Codes)> WithFactorAsync(string? email = null)
    {
        var account = await app.AddPersonAsync(Role.Viewer);
        if (email is not null) await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.Email, email)));
        var person = await SignedInAsync(account);
        return (account, person, await SetUpAsync(person, account));
    }

    private async Task<IReadOnlyList<string>> SetUpAsync(TestBrowser person, Account account)
    {
        var shown = await person.SubmitAsync(await person.GetAsync("/identity/factor"), "form[action*=Begin]", new() { ["password"] = TestApp.Password });
        return (await person.SubmitAsync(shown, "form[action*=Confirm]", new() { ["code"] = Totp.Code(await SecretAsync(account.Id), Step()) })).Texts("[data-codes] code");
    }

    private async Task<TestBrowser> SignedInAsync(Account account)
    {
        var browser = app.Elsewhere();
        (await PasswordAsync(browser, account)).Location.ShouldNotBeNull();
        return browser;
    }

    private static async Task<TestPage> PasswordAsync(TestBrowser browser, Account account) =>
        await browser.SubmitAsync(await browser.GetAsync("/identity/signin"), "main form", new() { ["UserName"] = account.UserName!, ["Password"] = TestApp.Password });

    /// <summary>The page of the second step, after the right password.</summary>
    private static async Task<TestPage> HalfAsync(TestBrowser browser, Account account)
    {
        var answer = await PasswordAsync(browser, account);
        answer.Location!.ShouldContain("/identity/secondstep");
        return await browser.GetAsync(answer.Location!);
    }

    private static Task<TestPage> CodeAsync(TestBrowser browser, TestPage step, string code) => browser.SubmitAsync(step, "main form", new() { ["Code"] = code });

    private async Task<byte[]> SecretAsync(Guid id) => (await app.InScopeAsync(async s => await s.GetRequiredService<SecondFactors>().BegunAsync(await s.GetRequiredService<LanToaDb>().Users.SingleAsync(a => a.Id == id)))).ShouldNotBeNull();

    private Task<List<OutgoingMail>> MailsAsync(string address) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<OutgoingMail>().AsNoTracking().Where(m => m.ToAddress == address).ToListAsync());
}
