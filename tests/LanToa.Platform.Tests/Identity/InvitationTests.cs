using System.Net;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Mail;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using LanToa.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Tests.Identity;

/// <summary>People come by letters: invited, or with a forgotten password.</summary>
public sealed class InvitationTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Good = "mèo tam thể leo cây khế";

    [Fact]
    public async Task Invite_PersonFollowsTheLink_SignsInWithTheirRoleAndTheLinkIsUsedUp()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        var invited = await InviteAsync(administrator, "moi.dung@xa.example");
        invited.Location!.ShouldContain("/identity/accounts/detail/");
        var detail = await administrator.GetAsync(invited.Location!);
        detail.Text(".lt-status").ShouldBe("Đã mời, chưa nhận");
        detail.Text("main").ShouldContain("mời dùng hệ thống");
        var path = await LinkAsync("moi.dung@xa.example");

        using var person = app.Elsewhere();
        (await SignInAsync(person, "moi.dung@xa.example", "")).Status.ShouldBe(HttpStatusCode.OK);
        var page = await person.GetAsync(path);
        page.Text("main").ShouldContain("moi.dung@xa.example");
        var weak = await person.SubmitAsync(page, "main form", new() { ["DisplayName"] = "Lò Thị Mời", ["Input.Password"] = "lothimoi-2026-lothimoi", ["Input.Again"] = "lothimoi-2026-lothimoi" });
        weak.Html.QuerySelector("[name=DisplayName]")!.GetAttribute("value").ShouldBe("Lò Thị Mời");
        weak.Text(".lt-errors").ShouldContain("dễ đoán");
        (await person.SubmitAsync(page, "main form", new() { ["DisplayName"] = "Lò Thị Mời", ["Input.Password"] = "ngắn", ["Input.Again"] = "ngắn" })).Text(".lt-errors").ShouldContain("15 ký tự");
        (await person.SubmitAsync(page, "main form", new() { ["DisplayName"] = "Lò Thị Mời", ["Input.Password"] = Good, ["Input.Again"] = Good + "x" })).Text(".lt-errors").ShouldContain("chưa giống nhau");
        (await person.SubmitAsync(page, "main form", new() { ["DisplayName"] = "Lò Thị Mời", ["Input.Password"] = Good, ["Input.Again"] = Good })).Location.ShouldBe("/identity/signin");
        (await SignInAsync(person, "moi.dung@xa.example", Good)).Location.ShouldBe("/today");
        (await person.GetAsync("/identity/me")).Text("main").ShouldContain("Đầu mối");

        using var thief = app.Elsewhere();
        (await thief.GetAsync(path)).Text("main").ShouldContain("không còn dùng được");
        (await administrator.GetAsync(invited.Location!)).Text("main").ShouldContain("nhận lời mời");
    }

    [Fact]
    public async Task Invite_SentAgainRevokedOrTooOld_EndsTheLink()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        var address = (await InviteAsync(administrator, "moi.lai@xa.example")).Location!;
        var first = await LinkAsync("moi.lai@xa.example");
        await administrator.SubmitAsync(await administrator.GetAsync(address), "form[action*=Invite]");
        var second = await LinkAsync("moi.lai@xa.example");
        second.ShouldNotBe(first);
        using var person = app.Elsewhere();
        (await person.GetAsync(first)).Text("main").ShouldContain("không còn dùng được");
        (await person.GetAsync(second)).Text("main").ShouldNotContain("không còn dùng được");

        var page = await administrator.GetAsync(address);
        (await administrator.SubmitAsync(page, "form[action*=Revoke]", new() { ["reason"] = " " })).Text(".lt-errors").ShouldContain("lý do", Case.Insensitive);
        await administrator.SubmitAsync(page, "form[action*=Revoke]", new() { ["reason"] = "Mời nhầm người." });
        (await person.GetAsync(second)).Text("main").ShouldContain("không còn dùng được");
        (await administrator.GetAsync(address)).Text("main").ShouldContain("Mời nhầm người.");
        AccountLinks.LifeOf(LinkPurpose.Invitation).ShouldBe(TimeSpan.FromHours(72));
    }

    [Fact]
    public async Task Link_AfterItsTimeOrForAnotherPurposeOrAddress_IsOfNoUse()
    {
        var account = await app.AddPersonAsync(Role.Viewer);
        var secret = await app.InScopeAsync(async s => s.GetRequiredService<AccountLinks>().Make(await s.GetRequiredService<LanToaDb>().Users.SingleAsync(a => a.Id == account.Id), LinkPurpose.Reset).Secret);
        async Task<bool> WorksAsync(string text, LinkPurpose purpose) => await app.InScopeAsync(s => s.GetRequiredService<AccountLinks>().ReadAsync(text, purpose)) is not null;
        (await WorksAsync(secret, LinkPurpose.Reset)).ShouldBeTrue();
        (await WorksAsync(secret, LinkPurpose.Invitation)).ShouldBeFalse();
        (await WorksAsync(secret[..^2] + "AA", LinkPurpose.Reset)).ShouldBeFalse();
        var later = new TestClock();
        later.MoveTo(Clock.DateOf(app.Clock.GetUtcNow()).AddDays(1));
        (await app.InScopeAsync(s => new AccountLinks(s.GetRequiredService<IDataProtectionProvider>(), s.GetRequiredService<LanToaDb>(), new Clock(later)).ReadAsync(secret, LinkPurpose.Reset))).ShouldBeNull();
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.NormalizedEmail, "KHAC@XA.EXAMPLE")));
        (await WorksAsync(secret, LinkPurpose.Reset)).ShouldBeFalse();
    }

    [Fact]
    public async Task Invite_AddressTakenUnitElsewhereOrNoAddress_IsRefusedAndKept()
    {
        var unit = await app.AddOrganizationAsync("Sở Không Mời", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        using var administrator = await app.SignInAsync(Role.Administrator);
        await InviteAsync(administrator, "trung@xa.example");
        var again = await InviteAsync(administrator, "TRUNG@xa.example");
        again.Text(".lt-errors").ShouldContain("đã có tài khoản");
        again.Html.QuerySelector("[name='Input.Email']")!.GetAttribute("value").ShouldBe("TRUNG@xa.example");
        (await InviteAsync(administrator, "a@b.example\r\nBcc: c@d.example")).Text(".lt-errors").ShouldContain("chưa đúng");
        using var small = await app.SignInAsync(Role.Administrator, unit);
        (await InviteAsync(small, "ngoai@xa.example")).Text(".lt-errors").ShouldContain("ngoài phạm vi");
    }

    [Fact]
    public async Task Forgot_KnownAndUnknown_AnswerAlikeAndOnlyTheKnownGetsALetter()
    {
        var account = await WithEmailAsync("quen@xa.example");
        using var person = app.Elsewhere();
        var known = await ForgetAsync(person, "quen@xa.example");
        var unknown = await ForgetAsync(person, "khong.co@xa.example");
        known.Text("main").Replace("quen@", "x@", StringComparison.Ordinal).ShouldBe(unknown.Text("main").Replace("khong.co@", "x@", StringComparison.Ordinal));
        await app.RunJobsAsync();
        (await MailsAsync("quen@xa.example")).Count.ShouldBe(1);
        (await MailsAsync("khong.co@xa.example")).ShouldBeEmpty();

        using var elsewhere = app.Elsewhere();
        (await SignInAsync(elsewhere, account.UserName!, TestApp.Password)).Location.ShouldBe("/today");
        var path = await LinkAsync("quen@xa.example");
        var page = await person.GetAsync(path);
        (await person.SubmitAsync(page, "main form", new() { ["Input.Password"] = Good, ["Input.Again"] = Good })).Location.ShouldBe("/identity/signin");
        (await elsewhere.GetAsync("/identity/me")).Location!.ShouldContain("/identity/signin");
        (await person.SubmitAsync(page, "main form", new() { ["Input.Password"] = Good + "!", ["Input.Again"] = Good + "!" })).Text("main").ShouldContain("không còn dùng được");
        (await SignInAsync(person, account.UserName!, TestApp.Password)).Status.ShouldBe(HttpStatusCode.OK);
        (await SignInAsync(person, account.UserName!, Good)).Location.ShouldBe("/today");
        (await MailsAsync("quen@xa.example")).ShouldContain(m => m.Text.Contains("vừa được đặt lại", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Forgot_AccountWithPasskeys_SaysSoAndEndsThoseThatAreNamed()
    {
        var account = await WithEmailAsync("khoa@xa.example");
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            foreach (var (name, n) in new[] { ("Điện thoại đã mất", 1), ("Máy ở cơ quan", 2) })
                db.Add(new IdentityUserPasskey<Guid> { UserId = account.Id, CredentialId = [9, 9, (byte)n], Data = new() { Name = name, PublicKey = [], CreatedAt = app.Clock.GetUtcNow().AddMinutes(n), AttestationObject = [], ClientDataJson = [] } });
            await db.SaveChangesAsync();
        });
        using var person = app.Elsewhere();
        await ForgetAsync(person, "khoa@xa.example");
        await app.RunJobsAsync();
        var page = await person.GetAsync(await LinkAsync("khoa@xa.example"));
        page.Text("main").ShouldContain("Khóa vẫn vào được tài khoản sau khi đổi mật khẩu");
        (await person.SubmitAsync(page, "main form", new() { ["Input.Password"] = Good, ["Input.Again"] = Good, ["EndKeys"] = "090901" })).Location.ShouldBe("/identity/signin");
        (await person.GetAsync("/identity/signin")).Text("body").ShouldContain("Đã xóa 1 khóa truy cập. Còn 1 khóa truy cập vẫn vào được tài khoản.");
        (await app.InScopeAsync(s => s.GetRequiredService<Passkeys>().OfAsync(account.Id))).Select(k => k.Name).ShouldBe(["Máy ở cơ quan"]);
        (await MailsAsync("khoa@xa.example")).ShouldContain(m => m.Text.Contains("Khóa truy cập còn vào được tài khoản: “Máy ở cơ quan”", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Forgot_AgainAndAgain_WritesThreeLettersAnHour()
    {
        await WithEmailAsync("nhieulan@xa.example");
        for (var i = 0; i < 5; i++) await app.InScopeAsync(s => s.GetRequiredService<ForgottenPassword>().AskAsync("nhieulan@xa.example"));
        await app.RunJobsAsync();
        (await MailsAsync("nhieulan@xa.example")).Count.ShouldBe(ResetLetters.MostPerHour);
    }

    [Fact]
    public async Task Email_SetByTheAdministrator_IsToldToTheFormerAddressAndKeptInTheHistory()
    {
        var account = await WithEmailAsync("cu@xa.example");
        using var administrator = await app.SignInAsync(Role.Administrator);
        var path = $"/identity/accounts/detail/{account.Id}";
        (await administrator.SubmitAsync(await administrator.GetAsync(path), "form[action*=Email]", new() { ["email"] = "sai địa chỉ" })).Text("main").ShouldContain("chưa đúng");
        await administrator.SubmitAsync(await administrator.GetAsync(path), "form[action*=Email]", new() { ["email"] = "moi@xa.example" });
        (await MailsAsync("cu@xa.example")).Single().Text.ShouldContain("moi@xa.example");
        (await administrator.GetAsync(path)).Text("main").ShouldContain("Thư điện tử: cu@xa.example → moi@xa.example");
    }

    private async Task<TestPage> InviteAsync(TestBrowser administrator, string address) => await administrator.SubmitAsync(await administrator.GetAsync("/identity/accounts/invite"), "main form",
        new() { ["Input.Email"] = address, ["Input.Role"] = "FocalPoint", ["Input.UnitId"] = app.Province.Id.ToString() });

    private static async Task<TestPage> SignInAsync(TestBrowser browser, string name, string password) =>
        await browser.SubmitAsync(await browser.GetAsync("/identity/signin"), "main form", new() { ["UserName"] = name, ["Password"] = password });

    private static async Task<TestPage> ForgetAsync(TestBrowser browser, string name) => await browser.SubmitAsync(await browser.GetAsync("/identity/forgot"), "main form", new() { ["NameOrAddress"] = name });

    private async Task<Account> WithEmailAsync(string email)
    {
        var account = await app.AddPersonAsync(Role.Viewer);
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.Email, email).SetProperty(x => x.NormalizedEmail, email.ToUpperInvariant())));
        return account;
    }

    private Task<List<OutgoingMail>> MailsAsync(string address) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<OutgoingMail>().AsNoTracking().Where(m => m.ToAddress == address).OrderBy(m => m.CreatedAt).ToListAsync());

    /// <summary>The path of the link in the last letter that has one.</summary>
    private async Task<string> LinkAsync(string address) => new Uri((await MailsAsync(address)).Last(m => m.Link is not null).Link!).AbsolutePath;
}
