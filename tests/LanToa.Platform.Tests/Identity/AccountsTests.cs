using System.Net;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using LanToa.Platform.Text;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Tests.Identity;

public sealed class AccountsTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Create_ThenSignIn_WorksWithThePasswordShownOnce()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        var form = await administrator.GetAsync("/identity/accounts/create");
        var made = await administrator.SubmitAsync(form, "main form", new() { ["Input.DisplayName"] = "Nguyễn Thử", ["Input.UserName"] = "nguyenthu", ["Input.Role"] = "FocalPoint", ["Input.UnitId"] = app.Province.Id.ToString() });
        var password = made.Text("code");
        password.Length.ShouldBe(19, made.Text());

        using var person = app.Anonymous();
        var signedIn = await person.SubmitAsync(await person.GetAsync("/identity/signin"), "main form", new() { ["UserName"] = "nguyenthu", ["Password"] = password });
        signedIn.Status.ShouldBe(HttpStatusCode.Redirect);
        // Somebody else has seen it: nothing is open, by reading or by sending, before the person has chosen their own.
        foreach (var path in new[] { "/today", "/identity/factor", "/notices" }) (await person.GetAsync(path)).Location.ShouldBe("/identity/me");
        var own = await person.GetAsync("/identity/me");
        own.Text("h1").ShouldBe("Đặt mật khẩu của riêng bạn");
        own.Html.QuerySelectorAll("main form").Length.ShouldBe(1);
        var chosen = new Dictionary<string, string> { ["Current"] = password, ["New"] = password, ["Again"] = password };
        (await person.SubmitAsync(own, "main form", chosen)).Text("main").ShouldContain("người khác đã thấy");
        (await person.SubmitAsync(own, "main form", new() { ["Current"] = password, ["New"] = "ngắn", ["Again"] = "ngắn" })).Status.ShouldBe(HttpStatusCode.OK);
        (await person.GetAsync("/today")).Location.ShouldBe("/identity/me", "a password that was refused changes nothing");
        // Whoever handed it over could come in first: they make no key for themselves, take none away and end no session.
        var token = own.Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        foreach (var handler in new[] { "AddKey", "RemoveKey", "Unbind", "End", "EndOthers" })
        {
            var refused = await person.PostAsync($"/identity/me?handler={handler}", new() { ["__RequestVerificationToken"] = token, ["keyName"] = "Khóa của người trao", ["keyPassword"] = password });
            refused.Location.ShouldNotBeNull(handler).ShouldContain("/identity/denied");
        }
        (chosen["New"], chosen["Again"]) = ("hoa sữa thơm đầu ngõ", "hoa sữa thơm đầu ngõ");
        (await person.SubmitAsync(own, "main form", chosen)).Location.ShouldBe("/today");
        (await person.GetAsync("/today")).Status.ShouldBe(HttpStatusCode.OK);
        using var later = app.Anonymous();
        await later.SubmitAsync(await later.GetAsync("/identity/signin"), "main form", new() { ["UserName"] = "nguyenthu", ["Password"] = chosen["New"] });
        (await later.GetAsync("/today")).Status.ShouldBe(HttpStatusCode.OK);

        (await administrator.GetAsync("/identity/accounts?q=nguyenthu")).Text("tbody").ShouldContain("Đầu mối");
        (await administrator.GetAsync("/identity/accounts?q=thu+nguyen")).Text("tbody").ShouldContain("nguyenthu", customMessage: "words without marks, in any order");
    }

    [Fact]
    public async Task Create_SameNameTwice_SaysSoAndKeepsWhatWasTyped()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        var values = new Dictionary<string, string> { ["Input.DisplayName"] = "Trần Trùng", ["Input.UserName"] = "trantrung", ["Input.Role"] = "Viewer", ["Input.UnitId"] = app.Province.Id.ToString() };
        await administrator.SubmitAsync(await administrator.GetAsync("/identity/accounts/create"), "main form", values);
        var again = await administrator.SubmitAsync(await administrator.GetAsync("/identity/accounts/create"), "main form", values);
        again.Text().ShouldContain("đã có người dùng");
        again.Html.QuerySelector("[name='Input.DisplayName']")!.GetAttribute("value").ShouldBe("Trần Trùng");
    }

    [Fact]
    public async Task Detail_AccountOfAnotherUnit_IsNotFound()
    {
        var department = await app.AddOrganizationAsync("Sở Riêng", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var other = await app.AddOrganizationAsync("Sở Khác", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        using var stranger = await app.SignInAsync(Role.Viewer, other);
        using var administrator = await app.SignInAsync(Role.Administrator, department);
        (await administrator.GetAsync($"/identity/accounts/detail/{stranger.AccountId}")).Status.ShouldBe(HttpStatusCode.NotFound);
        var form = await administrator.GetAsync("/identity/accounts/create");
        form.Text("main").ShouldContain("Sở Riêng");
        form.Text("main").ShouldNotContain("Sở Khác");
    }

    [Fact]
    public async Task Unit_OneOfMany_IsSearchedAndNothingTypedIsLost()
    {
        var top = await app.AddOrganizationAsync("Sở Nhiều Đơn Vị", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        // Letters that no generated code has: units are found by their codes too.
        foreach (var letter in "GHIKLMNOPQRST") await app.AddOrganizationAsync($"Trạm Cơ Sở {new string(letter, 3)}", OrganizationLevel.Unit, OrganizationKind.PublicService, top);
        using var administrator = await app.SignInAsync(Role.Administrator, top);
        var form = await administrator.GetAsync("/identity/accounts/create");
        form.Html.QuerySelector("[name='Input.UnitId']").ShouldBeNull("thousands of units are no list");
        var typed = new Dictionary<string, string> { ["Input.DisplayName"] = "Lê Chọn Trạm", ["Input.UserName"] = "lechontram", ["Input.Role"] = "Viewer", ["Input.FindUnit"] = "tram co so" };
        var several = await administrator.SubmitAsync(form, "main form", typed);
        several.Html.QuerySelectorAll("[name='Input.UnitId']").Length.ShouldBe(13);
        several.Html.QuerySelector("[name='Input.DisplayName']")!.GetAttribute("value").ShouldBe("Lê Chọn Trạm");
        var one = await administrator.SubmitAsync(several, "main form", new() { ["Input.FindUnit"] = "tram co so mmm" });
        one.Html.QuerySelector("[name='Input.UnitId'][checked]").ShouldNotBeNull();
        one.Text("main").ShouldContain("Trạm Cơ Sở MMM");
        var made = await administrator.SubmitAsync(one, "main form");
        made.Text("code").Length.ShouldBe(19, made.Text());

        var account = (await administrator.GetAsync("/identity/accounts?q=lechontram")).Html.QuerySelector("tbody a")!.GetAttribute("href")!;
        var detail = await administrator.GetAsync(account);
        detail.Text("main").ShouldContain("Trạm Cơ Sở MMM");
        var found = await administrator.SubmitAsync(detail, "form[action*='=Role' i]", new() { ["role"] = "Editor", ["find-unit"] = "tram co so hhh" });
        found.Html.QuerySelector("[name=role] [selected]")!.GetAttribute("value").ShouldBe("Editor");
        (await administrator.SubmitAsync(found, "form[action*='=Role' i]")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await administrator.GetAsync(account)).Text("main").ShouldContain("Biên tập viên · Trạm Cơ Sở HHH");

        var invite = await administrator.SubmitAsync(await administrator.GetAsync("/identity/accounts/invite"), "main form", new() { ["Input.Email"] = "tram09@xa.example", ["Input.FindUnit"] = "tram co so ttt" });
        (await administrator.SubmitAsync(invite, "main form")).Location.ShouldNotBeNull(invite.Text("main"));
    }

    [Fact]
    public async Task Disable_EndsTheSessionAndIsInTheHistory()
    {
        using var person = await app.SignInAsync(Role.Viewer);
        using var administrator = await app.SignInAsync(Role.Administrator);
        var page = await administrator.GetAsync($"/identity/accounts/detail/{person.AccountId}");
        var done = await administrator.SubmitAsync(page, "form[action*=Disable i]", new() { ["reason"] = "Chuyển công tác" });
        done.Status.ShouldBe(HttpStatusCode.Redirect);

        (await person.GetAsync("/identity/me")).Location.ShouldNotBeNull();
        (await administrator.GetAsync($"/identity/accounts/detail/{person.AccountId}")).Text().ShouldContain("Chuyển công tác");
    }

    [Fact]
    public async Task Disable_WithoutReason_IsRefused()
    {
        using var person = await app.SignInAsync(Role.Viewer);
        using var administrator = await app.SignInAsync(Role.Administrator);
        var page = await administrator.GetAsync($"/identity/accounts/detail/{person.AccountId}");
        (await administrator.SubmitAsync(page, "form[action*=Disable i]")).Text().ShouldContain("Hãy ghi lý do.");
        (await person.GetAsync("/identity/me")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Name_ChangedByTwo_SecondIsToldFirstAndBothAreInTheHistory()
    {
        using var person = await app.SignInAsync(Role.Viewer);
        using var first = await app.SignInAsync(Role.Administrator);
        using var second = await app.SignInAsync(Role.Administrator);
        var path = $"/identity/accounts/detail/{person.AccountId}";
        var late = await second.GetAsync(path);
        (await first.SubmitAsync(await first.GetAsync(path), "form[action*='=Name' i]", new() { ["name"] = " " })).Text("#name-error").ShouldContain("từ 1 đến 200 chữ");
        await first.SubmitAsync(await first.GetAsync(path), "form[action*='=Name' i]", new() { ["name"] = "Nguyễn Thị Một" });

        var told = await second.SubmitAsync(late, "form[action*='=Name' i]", new() { ["name"] = "Nguyễn Thị Hai" });

        told.Text("#name-error").ShouldContain("nay là “Nguyễn Thị Một”");
        told.Html.QuerySelector("#name")!.GetAttribute("value").ShouldBe("Nguyễn Thị Hai");
        (await second.SubmitAsync(told, "form[action*='=Name' i]")).Status.ShouldBe(HttpStatusCode.Redirect);
        var page = await second.GetAsync(path);
        page.Text("h1").ShouldContain("Nguyễn Thị Hai");
        page.Texts(".lt-timeline > li")[0].ShouldContain("Nguyễn Thị Hai");
    }

    [Fact]
    public async Task EndRole_OwnAdministration_IsRefused()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        var path = $"/identity/accounts/detail/{administrator.AccountId}";
        var page = await administrator.OpenAsync(path);
        page.Html.QuerySelector("form[action*=EndRole i]").ShouldBeNull();
        page.Text("main").ShouldContain("quản trị khác mới thôi được");
        var own = await MembershipAsync(administrator.AccountId);
        var token = page.Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        (await administrator.PostAsync($"{path}?handler=EndRole", new() { ["membership"] = own.Id.ToString(), ["__RequestVerificationToken"] = token })).Status.ShouldBe(HttpStatusCode.Redirect);

        (await MembershipAsync(administrator.AccountId)).ValidTo.ShouldBeNull();
    }

    private Task<Membership> MembershipAsync(Guid account) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Membership>().AsNoTracking().FirstAsync(m => m.AccountId == account));

    [Fact]
    public async Task Role_GivenByTwoAtTheSameMoment_IsHeldOnce()
    {
        using var person = await app.SignInAsync(Role.Viewer);
        using var first = await app.SignInAsync(Role.Administrator);
        using var second = await app.SignInAsync(Role.Administrator);
        var path = $"/identity/accounts/detail/{person.AccountId}";
        var pages = (await first.GetAsync(path), await second.GetAsync(path));
        var role = new Dictionary<string, string> { ["role"] = "Editor", ["unit"] = app.Province.Id.ToString() };
        await Task.WhenAll(first.SubmitAsync(pages.Item1, "form[action*='=Role' i]", role), second.SubmitAsync(pages.Item2, "form[action*='=Role' i]", role));
        await Should.ThrowAsync<DbUpdateException>(() => app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.Add(new Membership { AccountId = person.AccountId, OrganizationId = app.Province.Id, Role = Role.Editor, ValidFrom = new DateOnly(2026, 1, 1) });
            await db.SaveChangesAsync();
        }));
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Membership>().CountAsync(m => m.AccountId == person.AccountId && m.Role == Role.Editor))).ShouldBe(1);
    }

    [Fact]
    public async Task EndRole_EndedByAnotherMeanwhile_SaysSo()
    {
        using var person = await app.SignInAsync(Role.Viewer);
        using var first = await app.SignInAsync(Role.Administrator);
        using var second = await app.SignInAsync(Role.Administrator);
        var path = $"/identity/accounts/detail/{person.AccountId}";
        var late = await second.GetAsync(path);
        await first.SubmitAsync(await first.GetAsync(path), "form[action*=EndRole i]");

        var answer = await second.SubmitAsync(late, "form[action*=EndRole i]");

        var page = await second.OpenAsync(answer.Location.ShouldNotBeNull());
        page.Text("main").ShouldContain("đã được thôi trước đó");
        page.Texts(".lt-timeline > li").Count(l => l.Contains("thôi vai trò", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Role_GivenAndEndedInOneDay_SaysSo_AndANameKeepsNothingThatIsNotSeen()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        using var person = await app.SignInAsync(Role.Viewer);
        var path = $"/identity/accounts/detail/{person.AccountId}";
        await administrator.SubmitAsync(await administrator.GetAsync(path), "form[action*='=Role' i]", new() { ["role"] = "Editor", ["unit"] = app.Province.Id.ToString() });
        var given = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Membership>().AsNoTracking().SingleAsync(m => m.AccountId == person.AccountId && m.Role == Role.Editor));
        await administrator.SubmitAsync(await administrator.GetAsync(path), $"form[action*=EndRole i]:has(input[value='{given.Id}'])");
        await administrator.SubmitAsync(await administrator.GetAsync(path), "form[action*='=Name' i]", new() { ["name"] = "Trần\u202E Thị\u200B Ngược\u2066 " });

        var page = await administrator.GetAsync(path);
        page.Text("main").ShouldContain($"giao rồi thôi trong ngày {given.ValidFrom:dd/MM/yyyy}");
        page.Html.QuerySelector("h1")!.TextContent.ShouldContain("Trần Thị Ngược");
        (await administrator.SubmitAsync(page, "form[action*='=Name' i]", new() { ["name"] = "\u202E\u2069" })).Text("#name-error").ShouldContain("từ 1 đến 200 chữ");
    }

    [Fact]
    public async Task Names_FromBeforeTheyWereCleaned_AreCleanedByTheMigrationInTheSameWay()
    {
        string[] names = ["Trần\u202E Thị\u200B Ngược\u2066 ", "\uFEFF\u00A0Lê\tVăn\r\nXuôi\u2028", "Nguye\u0302\u0303n Thị Tổ Hợp", "Phạm\u00ADThị\u2060 Gạch\u0085", "Đỗ Bình Thường"];
        var accounts = new List<Account>();
        foreach (var _ in names) accounts.Add(await app.AddPersonAsync(Role.Viewer));
        var nameless = await app.AddPersonAsync(Role.Viewer);
        using var script = new StreamReader(typeof(LanToaDb).Assembly.GetManifestResourceStream(typeof(LanToaDb).Assembly.GetManifestResourceNames().Single(n => n.EndsWith("0086_kept_keys_clean_names.sql", StringComparison.Ordinal)))!);
        var sql = await script.ReadToEndAsync();
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            foreach (var (account, name) in accounts.Zip(names).Append((nameless, "\u202E\u200B"))) await db.Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.DisplayName, name));
            await db.Database.ExecuteSqlRawAsync(sql[sql.IndexOf("UPDATE account", StringComparison.Ordinal)..]);

            foreach (var (account, name) in accounts.Zip(names)) (await db.Users.Where(a => a.Id == account.Id).Select(a => a.DisplayName).SingleAsync()).ShouldBe(PersonNames.Clean(name));
            (await db.Users.Where(a => a.Id == nameless.Id).Select(a => a.DisplayName).SingleAsync()).ShouldBe(nameless.UserName);
        });
    }

    [Fact]
    public async Task Clock_SetBackBehindTheDayOfARole_SaysSo_AndGoesOnWhenItIsPutRight()
    {
        using var person = await app.SignInAsync(Role.Viewer);
        var (right, from) = (app.Clock.GetUtcNow(), DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime.AddHours(7)));
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Membership>().Where(m => m.AccountId == person.AccountId).ExecuteUpdateAsync(m => m.SetProperty(x => x.ValidFrom, from)));
        app.Clock.Shift(TimeSpan.FromDays(-3));
        try
        {
            (await person.GetAsync("/today")).Location!.ShouldContain("/identity/denied");
            var said = (await person.GetAsync("/identity/denied")).Text(".lt-note");
            said.ShouldContain($"từ {from:dd/MM/yyyy}");
            said.ShouldContain($"hôm nay là {from.AddDays(-3):dd/MM/yyyy}");
        }
        finally
        {
            app.Clock.Shift(right - app.Clock.GetUtcNow());
        }
        (await person.GetAsync("/today")).Status.ShouldBe(HttpStatusCode.OK);
        (await person.GetAsync("/identity/denied")).Html.QuerySelector(".lt-note").ShouldBeNull();
    }

    [Fact]
    public async Task Unit_NotOneOfMine_IsNotFound()
    {
        using var person = await app.SignInAsync(Role.Viewer);
        var page = await person.GetAsync("/identity/me");
        var token = page.Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        (await person.PostAsync("/identity/unit", new() { ["unitId"] = Guid.CreateVersion7().ToString(), ["__RequestVerificationToken"] = token })).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Post_WithoutToken_IsRefused()
    {
        using var person = await app.SignInAsync(Role.Viewer);
        (await person.PostAsync("/identity/me", new() { ["Current"] = "x", ["New"] = "một mật khẩu dài" })).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task SignIn_FiveWrongPasswords_LocksTheAccount()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        var made = await administrator.SubmitAsync(await administrator.GetAsync("/identity/accounts/create"), "main form",
            new() { ["Input.DisplayName"] = "Lê Khóa", ["Input.UserName"] = "lekhoa", ["Input.Role"] = "Viewer", ["Input.UnitId"] = app.Province.Id.ToString() });
        using var guesser = app.Anonymous();
        TestPage answer = made;
        for (var i = 0; i < 5; i++) answer = await guesser.SubmitAsync(await guesser.GetAsync("/identity/signin"), "main form", new() { ["UserName"] = "lekhoa", ["Password"] = $"sai {i}" });
        answer.Text().ShouldContain("tạm khóa");
        (await guesser.SubmitAsync(await guesser.GetAsync("/identity/signin"), "main form", new() { ["UserName"] = "lekhoa", ["Password"] = made.Text("code") })).Text().ShouldContain("tạm khóa");
    }
}
