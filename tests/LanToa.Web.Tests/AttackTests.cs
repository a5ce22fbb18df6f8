using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using LanToa.Platform.Permissions;
using LanToa.Testing;

namespace LanToa.Web.Tests;

/// <summary>What somebody with a browser of their own making tries.</summary>
public sealed class AttackTests(TestApp app) : IClassFixture<TestApp>
{
    [Theory]
    [InlineData("https://xau.example/")]
    [InlineData("//xau.example/")]
    [InlineData("/\\xau.example/")]
    [InlineData("\\/xau.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/%09/xau.example")]
    [InlineData("/\t/xau.example")]
    [InlineData("http:xau.example")]
    [InlineData("~//xau.example")]
    [InlineData("/today\r\nX-Xau: 1")]
    public async Task SignIn_SentOnToElsewhere_StaysHere(string target)
    {
        var account = await app.AddPersonAsync(Role.Viewer);
        using var person = app.Anonymous();
        var form = await person.GetAsync($"/identity/signin?tiep={Uri.EscapeDataString(target)}");
        var signedIn = await person.SubmitAsync(form, "form[method=post]", new() { ["UserName"] = account.UserName!, ["Password"] = TestApp.Password });
        signedIn.Status.ShouldBe(HttpStatusCode.Redirect);
        var after = await person.GetAsync($"/identity/signin?tiep={Uri.EscapeDataString(target)}");
        foreach (var location in new[] { signedIn.Location!, after.Location! })
        {
            new Uri(app.Address, location).Host.ShouldBe(app.Address.Host, location);
            location.ShouldStartWith("/");
            location.ShouldNotContain('\n');
        }
    }

    [Theory]
    [InlineData("/dist/../../../../etc/passwd")]
    [InlineData("/dist/..%2f..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/dist/%2e%2e/%2e%2e/appsettings.json")]
    [InlineData("/files/..%2f..%2fetc%2fpasswd")]
    [InlineData("/files/00000000-0000-0000-0000-000000000000")]
    [InlineData("/plans/khong-phai-ma")]
    [InlineData("/plans/import/review/%00")]
    [InlineData("/obligations/1%27%20OR%201=1--")]
    [InlineData("/plans?q=%27%3B%20DROP%20TABLE%20plan%3B--&trang=-5&sort=%27")]
    [InlineData("/obligations?q=%25%25%25___%5C&trang=999999999")]
    [InlineData("/obligations?trang=99999999999999999999")]
    [InlineData("/organizations?q=%00")]
    [InlineData("/plans?q=%00")]
    [InlineData("/obligations?q=%00")]
    [InlineData("/identity/accounts?q=%00")]
    [InlineData("/plans/acts?q=%00")]
    [InlineData("/plans?q=%F0%28%8C%28")]
    public async Task Address_Crafted_IsNeverAFailure(string path)
    {
        using var person = await app.SignInAsync(Role.Administrator);
        using var officer = await app.SignInAsync(Role.Officer);
        foreach (var who in new[] { person, officer })
        {
            using var answer = await who.Http.GetAsync(new Uri(app.Address, path));
            ((int)answer.StatusCode).ShouldBeLessThan(500, path);
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("root:x:0");
        }
    }

    // A form is sent plain, or in parts (multipart) as those with files are; the plain one around the places where its reading is broken up.
    [Theory]
    [InlineData("/identity/accounts/create", false, 0)]
    [InlineData("/identity/accounts/create", true, 0)]
    [InlineData("/identity/accounts/create", false, 4096)]
    public async Task Form_WithZeroCharacters_IsTakenWithoutThem(string path, bool inParts, int letters)
    {
        using var person = await app.SignInAsync(Role.Administrator);
        var form = (await person.GetAsync(path)).Html.QuerySelectorAll("main form").OfType<IHtmlFormElement>().First();
        var fields = TestBrowser.FieldsOf(form);
        fields.RemoveAll(f => f.Key == "Input.DisplayName");
        fields.Insert(0, new("Input.DisplayName", "Tên%00%2500\0 có\0\0 ký tự" + string.Concat(Enumerable.Repeat("%\0", letters)) + "\0"));
        var answer = await person.SendAsync(new Uri(app.Address, path), fields, inParts ? new TestFile("x", "x.txt", [1]) : null);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text("main"));
        answer.Html.QuerySelector("[name='Input.DisplayName']")!.GetAttribute("value").ShouldBe("Tên%00%2500 có ký tự" + new string('%', letters));
        answer.Text(".lt-errors").ShouldContain("Bạn chưa nhập");
    }

    [Theory]
    [InlineData(Role.Administrator, "/identity/accounts/create", "Input.DisplayName")]
    [InlineData(Role.Officer, "/organizations/edit", "Input.Name")]
    public async Task Field_WithAZeroCharacter_IsNoFault(Role role, string path, string field)
    {
        using var person = await app.SignInAsync(role);
        var form = await person.GetAsync(path);
        var answer = await person.SubmitAsync(form, "main form", new()
        {
            [field] = "Tên\0 có ký tự không", ["Input.UserName"] = "kytukhong", ["Input.Role"] = "Viewer", ["Input.UnitId"] = app.Province.Id.ToString(), ["Input.Code"] = "KTK", ["Input.ParentId"] = app.Province.Id.ToString(),
        });
        ((int)answer.Status).ShouldBeLessThan(500);
    }

    [Fact]
    public async Task Page_FramedOrScriptedFromElsewhere_IsForbiddenByItsPolicy()
    {
        using var person = await app.SignInAsync(Role.Officer);
        using var answer = await person.Http.GetAsync("/today");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single().Split(';', StringSplitOptions.TrimEntries);
        policy.ShouldContain("default-src 'self'");
        policy.ShouldContain("frame-ancestors 'self'");
        // Scripts fall back to default-src: from here, none inline, none evaluated.
        policy.ShouldNotContain(p => p.StartsWith("script-src", StringComparison.Ordinal) && p.Contains("unsafe", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "/identity/signin?tiep=%2Fjobs%3Fq%3Da%2520b")]
    [InlineData(Role.Viewer, "/identity/denied?tiep=%2Fjobs%3Fq%3Da%2520b")]
    public async Task Page_NotForThem_LeadsOnWithoutTheHostThatWasSent(Role? role, string to)
    {
        using var person = role is { } held ? await app.SignInAsync(held) : app.Anonymous();
        using var question = new HttpRequestMessage(HttpMethod.Get, "/jobs?q=a%20b") { Headers = { Host = "xau.example" } };
        using var answer = await person.Http.SendAsync(question);
        answer.Headers.Location!.OriginalString.ShouldBe(to);
    }

    [Fact]
    public async Task Cookies_OfASession_AreNotForScriptsNorForOtherSites()
    {
        var account = await app.AddPersonAsync(Role.Viewer);
        using var person = app.Anonymous();
        var form = await person.GetAsync("/identity/signin");
        var token = form.Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["UserName"] = account.UserName!, ["Password"] = TestApp.Password, ["__RequestVerificationToken"] = token });
        using var answer = await person.Http.PostAsync("/identity/signin", content);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("lantoa=", StringComparison.Ordinal)).ToLowerInvariant();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
    }

    [Fact]
    public async Task SignIn_UnknownAndKnownName_AnswerAlike()
    {
        var account = await app.AddPersonAsync(Role.Viewer);
        using var guesser = app.Elsewhere();
        var form = await guesser.GetAsync("/identity/signin");
        async Task<string> SaidAsync(string name) => (await guesser.SubmitAsync(form, "form[method=post]", new() { ["UserName"] = name, ["Password"] = "sai" })).Text(".lt-errors");
        for (var attempt = 1; attempt <= 6; attempt++)
        {
            var known = await SaidAsync(account.UserName!);
            known.Contains("tạm khóa", StringComparison.Ordinal).ShouldBe(attempt >= 5);
            (await SaidAsync("khong.co.ai")).ShouldBe(known, $"attempt {attempt}");
        }
    }

    [Fact]
    public async Task SignIn_HugeFields_AreAnsweredAtOnce()
    {
        using var guesser = app.Anonymous();
        var form = await guesser.GetAsync("/identity/signin");
        var answer = await guesser.SubmitAsync(form, "form[method=post]", new() { ["UserName"] = new string('a', 200_000), ["Password"] = new string('b', 1_000_000) });
        ((int)answer.Status).ShouldBeLessThan(500);
    }

    [Fact]
    public async Task Form_WithThousandsOfFields_IsRefusedWithoutAFailure()
    {
        using var person = await app.SignInAsync(Role.Officer);
        var form = await person.GetAsync("/organizations/succession");
        var token = form.Html.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var body = new StringBuilder($"__RequestVerificationToken={Uri.EscapeDataString(token)}");
        for (var i = 0; i < 5000; i++) body.Append($"&Input.Lines[{i}].Weight=1");
        using var content = new StringContent(body.ToString(), Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await person.Http.PostAsync("/organizations/succession", content);
        ((int)answer.StatusCode).ShouldBeLessThan(500);
    }
}
