using LanToa.Planning.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Identity.Providers;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Tests.Identity;

/// <summary>Signing in through a province's provider, which is a real one (see <see cref="ProviderApp"/>).</summary>
public sealed class ProviderTests(ProviderApp app) : IClassFixture<ProviderApp>
{
    [Fact]
    public async Task Bind_OnMyAccount_AsksForThePasswordAndThenSignsIn()
    {
        app.NeedsNode();
        var account = await app.AddAsync("gan@thu.example");
        using var mine = await app.EnterAsync(account);
        (await mine.GetAsync("/identity/me")).Text("main").ShouldContain("Gắn với Cổng của tỉnh");
        var page = await app.ArriveAsync(mine, "gan|gan@thu.example|false");
        page.Text("h1").ShouldContain($"Gắn Cổng của tỉnh với tài khoản {account.UserName}");
        (await mine.SubmitAsync(page, "main form[method=post]", new() { ["Password"] = "không phải" })).Text("main").ShouldContain("Mật khẩu chưa đúng");
        (await app.SubjectsAsync(account)).ShouldBeEmpty();
        (await mine.SubmitAsync(page, "main form[method=post]", new() { ["Password"] = TestApp.Password })).Location.ShouldBe("/identity/me");
        (await app.SubjectsAsync(account)).ShouldBe(["gan"]);
        var me = await mine.GetAsync("/identity/me");
        me.Text("main").ShouldContain("Cổng của tỉnh · Đã gắn");

        using var other = app.Elsewhere();
        (await other.GetAsync("/identity/signin")).Text("main").ShouldContain("Đăng nhập bằng Cổng của tỉnh");
        (await app.ArriveAsync(other, "gan|gan@thu.example|true")).Text("main").ShouldContain($"Tên đăng nhập: {account.UserName}");
        (await app.OutcomesAsync(account)).ShouldContain(SignInOutcome.SucceededByProvider);

        (await mine.SubmitAsync(me, "form[action*=Unbind]")).Location.ShouldBe("/identity/me");
        (await mine.SubmitAsync(me, "form[action*=Unbind]")).Location.ShouldBe("/identity/me");
        using var after = app.Elsewhere();
        (await app.ArriveAsync(after, "gan|khac@thu.example|true")).Text("main").ShouldContain("Chưa có tài khoản nào gắn với bạn");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<HistoryEvent>().Where(e => e.SubjectId == account.Id && e.Verb.StartsWith("provider.")).OrderBy(e => e.Id).Select(e => e.Verb).ToListAsync()))
            .ShouldBe(["provider.bind", "provider.unbind"]);
    }

    [Fact]
    public async Task Bind_AccountWithTheVerifiedAddress_NeedsItsPassword()
    {
        app.NeedsNode();
        var account = await app.AddAsync("moi@thu.example");
        using var unsure = app.Elsewhere();
        var unverified = await app.ArriveAsync(unsure, "moi|moi@thu.example|false");
        unverified.Html.QuerySelector("main form").ShouldBeNull();
        unverified.Text("main").ShouldContain("chưa xác nhận địa chỉ");
        using var person = app.Elsewhere();
        var page = await app.ArriveAsync(person, "moi|Moi@Thu.example|true");
        (await person.SubmitAsync(page, "main form[method=post]", new() { ["Password"] = "đoán mò" })).Text("main").ShouldContain("Mật khẩu chưa đúng");
        (await app.SubjectsAsync(account)).ShouldBeEmpty();
        (await app.OutcomesAsync(account)).ShouldContain(SignInOutcome.WrongPassword);
        (await person.SubmitAsync(page, "main form[method=post]", new() { ["Password"] = TestApp.Password })).Location.ShouldBe("/identity/me");
        (await person.GetAsync("/identity/me")).Text("main").ShouldContain(account.UserName!);
        (await app.SubjectsAsync(account)).ShouldBe(["moi"]);
        using var second = app.Elsewhere();
        (await app.ArriveAsync(second, "ke-khac|moi@thu.example|true")).Text("main").ShouldContain("đã được gắn với một người khác");
    }

    [Fact]
    public async Task Bind_AccountWithASecondStep_IsBoundAfterIt_AndThePasswordIsAskedOnce()
    {
        app.NeedsNode();
        var account = await app.AddAsync("hai.buoc@thu.example");
        var codes = await app.InScopeAsync(async s =>
        {
            var (factors, own) = (s.GetRequiredService<SecondFactors>(), await s.GetRequiredService<LanToaDb>().Users.SingleAsync(a => a.Id == account.Id));
            return (await factors.ConfirmAsync(own, Totp.Code(await factors.BeginAsync(own), Totp.StepOf(app.Clock.GetUtcNow())))).ShouldNotBeNull();
        });
        using var person = app.Elsewhere();
        var step = await HalfwayAsync(person);
        (await app.SubjectsAsync(account)).ShouldBeEmpty("the password alone opens no second way in");
        (await person.SubmitAsync(step, "main form[method=post]", new() { ["Code"] = codes[0] })).Location.ShouldBe("/identity/me");
        (await person.GetAsync("/identity/me")).Text("main").ShouldSatisfyAllConditions(t => t.ShouldContain("Cổng của tỉnh · Đã gắn"), t => t.ShouldContain($"Đã gắn Cổng của tỉnh với tài khoản {account.UserName}"));
        (await app.SubjectsAsync(account)).ShouldBe(["hai-buoc"]);

        // Begun and left: whoever then signs in there with a password of their own binds nobody.
        await app.InScopeAsync(async s => await s.GetRequiredService<ProviderAccounts>().UnbindAsync(await s.GetRequiredService<LanToaDb>().Users.SingleAsync(a => a.Id == account.Id), app.Issuer));
        using var shared = app.Elsewhere();
        await HalfwayAsync(shared);
        var signIn = await shared.SubmitAsync(await shared.GetAsync("/identity/signin"), "main form[method=post]", new() { ["UserName"] = account.UserName!, ["Password"] = TestApp.Password });
        (await shared.SubmitAsync(await shared.GetAsync(signIn.Location!), "main form[method=post]", new() { ["Code"] = codes[1] })).Location.ShouldNotBeNull();
        (await app.SubjectsAsync(account)).ShouldBeEmpty();

        async Task<TestPage> HalfwayAsync(TestBrowser browser)
        {
            var page = await app.ArriveAsync(browser, "hai-buoc|hai.buoc@thu.example|true");
            return await browser.GetAsync((await browser.SubmitAsync(page, "main form[method=post]", new() { ["Password"] = TestApp.Password })).Location.ShouldNotBeNull());
        }
    }

    [Fact]
    public async Task Again_AtTheProvider_LetsAPasskeyBeAddedWithoutAPassword()
    {
        app.NeedsNode();
        var account = await app.AddAsync();
        await app.BindAsync(account, "khong-mat-khau");
        using var person = app.Elsewhere();
        await app.ArriveAsync(person, "khong-mat-khau||");
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.PasswordHash, (string?)null)));
        // A session that stands open says nothing about who sits there now.
        var before = await person.GetAsync("/identity/me");
        before.Html.QuerySelector("form[action*=AddKey]").ShouldBeNull();
        before.Text("main").ShouldContain("hãy đăng nhập lại bằng Cổng của tỉnh");
        var me = await app.ArriveAsync(person, "khong-mat-khau||", again: true);
        me.Text("form[action*=AddKey]").ShouldContain("không cần nhập mật khẩu");
        person.Http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        (await person.SubmitAsync(me, "form[action*=AddKey]", new() { ["keyName"] = "Máy của tôi" })).Body.ShouldContain("\"challenge\"");
        (await person.SubmitAsync(me, "form[action*=AddKey]", new() { ["keyName"] = "" })).Body.ShouldContain("\"field\":\"keyName\"");
        // One session goes on as another.
        (await app.InScopeAsync(s => s.GetRequiredService<Sessions>().OpenAsync(account.Id))).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Arrive_WithAnotherPersonsAddress_IsRefusedAndNothingIsLost()
    {
        app.NeedsNode();
        var (binh, lan) = (await app.AddAsync("binh@thu.example"), await app.AddAsync("lan@thu.example"));
        await app.BindAsync(binh, "binh");
        using var browser = app.Elsewhere();
        var page = await app.ArriveAsync(browser, "binh|lan@thu.example|true");
        page.Text("main").ShouldContain("lan@thu.example, là của một tài khoản khác");
        (await browser.GetAsync("/identity/me")).Location!.ShouldContain("/identity/signin");
        (await app.OutcomesAsync(binh)).ShouldBe([SignInOutcome.RefusedByProvider]);
        (await app.SubjectsAsync(binh)).ShouldBe(["binh"]);

        using var asLan = await app.EnterAsync(lan);
        (await app.ArriveAsync(asLan, "binh|binh@thu.example|true")).Text("main").ShouldContain("đã được gắn với một tài khoản khác");
        using var again = await app.EnterAsync(lan);
        var taken = await app.ArriveAsync(again, "hoa|binh@thu.example|false");
        taken.Text("main").ShouldContain("là của một tài khoản khác");
        taken.Html.QuerySelector("main form").ShouldBeNull();
        (await app.SubjectsAsync(lan)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Arrive_EndedAccountOrOtherProvince_IsRefused()
    {
        app.NeedsNode();
        var ended = await app.AddAsync();
        await app.BindAsync(ended, "da-nghi");
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Users.Where(a => a.Id == ended.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.DisabledAt, app.Clock.GetUtcNow())));
        using var gone = app.Elsewhere();
        (await app.ArriveAsync(gone, "da-nghi")).Text("main").ShouldContain("đã ngừng sử dụng");
        (await app.OutcomesAsync(ended)).ShouldBe([SignInOutcome.Disabled]);

        var foreign = await app.AddOrganizationAsync("Ủy ban nhân dân tỉnh Khác", OrganizationLevel.Province, OrganizationKind.Committee, null, "98", province: 98);
        var stranger = await app.AddPersonAsync(Role.Viewer, foreign);
        using var browser = await app.EnterAsync(stranger);
        (await app.ArriveAsync(browser, "tinh-khac")).Text("main").ShouldContain("chỉ dùng cho người đang có vai trò ở tỉnh");
    }

    [Fact]
    public async Task Arrive_RoleOutsideTheProvinceBesides_IsRefused_AlsoOneThatIsLentOrBeginsLater()
    {
        app.NeedsNode();
        var nation = await app.AddOrganizationAsync("Bộ Thử", OrganizationLevel.Ministry, OrganizationKind.Department, null, "00", province: 0);
        var (held, later, over, lent) = (await app.AddAsync(), await app.AddAsync(), await app.AddAsync(), await app.AddAsync());
        var absent = await app.AddPersonAsync(Role.Administrator, nation);
        var today = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            Membership National(Account account) => new() { AccountId = account.Id, OrganizationId = nation.Id, Role = Role.Administrator, ValidFrom = today.AddDays(-9) };
            var (away, ended) = (await db.Set<Membership>().FirstAsync(m => m.AccountId == absent.Id), National(over));
            ended.ValidTo = today.AddDays(-1);
            db.AddRange(National(held), ended, new Membership { AccountId = later.Id, OrganizationId = nation.Id, Role = Role.Administrator, ValidFrom = today.AddDays(3) });
            db.Add(new Delegation { MembershipId = away.Id, FromId = absent.Id, ToId = lent.Id, ValidFrom = today, ValidTo = today.AddDays(3), CreatedAt = app.Clock.GetUtcNow() });
            await db.SaveChangesAsync();
        });
        foreach (var (account, subject) in new[] { (held, "kiem-nhiem"), (later, "sap-nhan"), (lent, "lam-thay") })
        {
            await app.BindAsync(account, subject);
            using var browser = app.Elsewhere();
            var page = await app.ArriveAsync(browser, subject);
            page.Text("main").ShouldContain("có cả vai trò ngoài tỉnh của Cổng của tỉnh");
            page.Text("main").ShouldContain("Hãy đăng nhập bằng mật khẩu");
            (await browser.GetAsync("/identity/me")).Location!.ShouldContain("/identity/signin");
        }
        await app.BindAsync(over, "da-thoi");
        using var back = app.Elsewhere();
        (await app.ArriveAsync(back, "da-thoi")).Text("main").ShouldContain(over.UserName!);

        using var mine = await app.EnterAsync(await WithNationalAsync());
        (await app.ArriveAsync(mine, "gan-moi")).Text("main").ShouldContain("có cả vai trò ngoài tỉnh");

        async Task<Account> WithNationalAsync()
        {
            var account = await app.AddAsync();
            await app.InScopeAsync(async s =>
            {
                s.GetRequiredService<LanToaDb>().Add(new Membership { AccountId = account.Id, OrganizationId = nation.Id, Role = Role.Viewer, ValidFrom = today });
                await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
            });
            return account;
        }
    }

    [Fact]
    public async Task Factor_RulesHold_UnlessTheProviderTookTwoSteps()
    {
        app.NeedsNode();
        var account = await app.AddAsync(role: Role.Finance);
        await app.BindAsync(account, "tai-chinh");
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.Add(new SecondFactorRule { ProvinceId = 99, Role = Role.Finance });
            await db.SaveChangesAsync();
        });
        using var one = app.Elsewhere();
        await app.ArriveAsync(one, "tai-chinh");
        (await one.GetAsync("/today")).Location.ShouldBe("/identity/factor");
        using var two = app.Elsewhere();
        await app.ArriveAsync(two, "tai-chinh|||mfa");
        (await two.GetAsync("/today")).Location.ShouldBeNull();

        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.TwoFactorEnabled, true)));
        using var halfway = app.Elsewhere();
        (await app.ArriveAsync(halfway, "tai-chinh")).Text("h1").ShouldBe("Bước thứ hai");
        (await halfway.GetAsync("/identity/me")).Location!.ShouldContain("/identity/signin");
        using var whole = app.Elsewhere();
        (await app.ArriveAsync(whole, "tai-chinh|||mfa")).Text("main").ShouldContain(account.UserName!);
    }

    [Theory]
    [InlineData("/identity/provider/dung", "Cổng đã dừng không trả lời")]
    [InlineData("/identity/provider/im", "Cổng im lặng không trả lời")]
    [InlineData("/identity/provider-return/tinh?code=x&state=y", "không khớp với lần đăng nhập này")]
    [InlineData("/identity/provider-return/im?code=x&state=y&iss=http%3A%2F%2Fkhac.example", "không khớp với lần đăng nhập này")]
    [InlineData("/identity/arrived?loi=Refused&qua=tinh", "Không có gì thay đổi")]
    public async Task Trouble_IsSaidAndThePasswordRemains(string path, string says)
    {
        if (path.Contains("/tinh?", StringComparison.Ordinal)) app.NeedsNode();
        using var browser = app.Elsewhere();
        var page = await browser.OpenAsync(path);
        page.Text("main").ShouldContain(says);
        page.Html.QuerySelector("main a[href*='/identity/signin']").ShouldNotBeNull();
    }

    [Fact]
    public async Task Arrive_WhoSaidNoThere_IsNobodyHere()
    {
        app.NeedsNode();
        using var browser = app.Elsewhere();
        (await app.ArriveAsync(browser, "")).Text("main").ShouldContain("không cho biết bạn là ai");
        (await browser.GetAsync("/identity/arrived")).Location!.ShouldContain("/identity/signin");
        (await browser.GetAsync("/identity/provider/khong-co")).Status.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }
}
