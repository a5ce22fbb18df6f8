using System.Net;
using System.Text.Json;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using LanToa.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LanToa.Web.Tests.Hosting;

public sealed class LogTests(LoggedApp app) : IClassFixture<LoggedApp>
{
    [Fact]
    public async Task Request_OfAPerson_LeavesOneLineWithRouteStatusDurationAndId()
    {
        using var person = await app.SignInAsync(Role.Administrator);
        var request = await RequestIdOfAsync(person, $"/jobs/detail/{Guid.CreateVersion7()}");
        var line = (await app.LinesOfAsync(request)).Single(l => l.TryGetProperty("status", out _));
        line.GetProperty("route").GetString().ShouldBe("/Jobs/Detail/{id:guid}");
        line.GetProperty("method").GetString().ShouldBe("GET");
        line.GetProperty("status").GetInt32().ShouldBe(404);
        line.GetProperty("ms").GetDouble().ShouldBeGreaterThan(0);
        line.GetProperty("person").GetString().ShouldBe(person.AccountId.ToString());
        line.GetProperty("level").GetString().ShouldBe("information");
    }

    [Fact]
    public async Task Failure_Unforeseen_IsFoundByTheNumberOnThePage()
    {
        using var nobody = app.Anonymous();
        var page = await nobody.GetAsync(LoggedApp.FailingPath);
        page.Status.ShouldBe(HttpStatusCode.InternalServerError);
        page.Text("h1").ShouldBe("Hệ thống gặp lỗi");
        page.Body.ShouldNotContain("hỏng để thử");
        var lines = await app.LinesOfAsync(page.Text("code"));
        lines.ShouldContain(l => l.GetProperty("level").GetString() == "error" && l.ToString().Contains("hỏng để thử", StringComparison.Ordinal));
        lines.Single(l => l.TryGetProperty("status", out _)).GetProperty("route").GetString().ShouldBe(LoggedApp.FailingPath);
    }

    [Fact]
    public async Task Failure_DatabaseLostAfterSignInWasRead_StillShowsTheErrorPage()
    {
        using var person = await app.SignInAsync(Role.Officer);
        var page = await person.GetAsync(LoggedApp.LosingDatabasePath);
        page.Status.ShouldBe(HttpStatusCode.InternalServerError);
        page.Text("h1").ShouldBe("Hệ thống gặp lỗi");
        page.Text("header").ShouldContain("Công chức", Case.Insensitive);
    }

    [Fact]
    public async Task SignIn_AndChange_LeaveNeitherNameNorPasswordInTheLog()
    {
        const string typed = "tenkhongco-4711", secret = "mat-khau-thu-0815";
        using var nobody = app.Anonymous();
        await nobody.SubmitAsync(await nobody.GetAsync("/identity/signin?tiep=/today"), "form[method=post]", new() { ["UserName"] = typed, ["Password"] = secret });
        using var administrator = await app.SignInAsync(Role.Administrator);
        var form = await administrator.GetAsync("/identity/accounts/create");
        var made = await administrator.SubmitAsync(form, "main form", new() { ["Input.DisplayName"] = "Nguyễn Kín Tiếng", ["Input.UserName"] = "kintieng", ["Input.Role"] = "Viewer", ["Input.UnitId"] = app.Province.Id.ToString() });
        await app.LinesOfAsync(await RequestIdOfAsync(administrator, "/identity/accounts?q=kintieng"));
        var log = string.Concat(app.RawLines);
        foreach (var word in new[] { typed, secret, "Kín Tiếng", "kintieng", made.Text("code"), TestApp.Password }) log.ShouldNotContain(word);
    }

    [Fact]
    public async Task Change_InTheHistory_CarriesTheNumberOfItsRequest()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        var form = await administrator.GetAsync("/identity/accounts/create");
        await administrator.SubmitAsync(form, "main form", new() { ["Input.DisplayName"] = "Trần Có Số", ["Input.UserName"] = "trancoso", ["Input.Role"] = "Viewer", ["Input.UnitId"] = app.Province.Id.ToString() });
        var request = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<HistoryEvent>().Where(e => e.Verb == "account.create" && e.AccountId == administrator.AccountId).Select(e => e.RequestId).SingleAsync());
        (await app.LinesOfAsync(request!)).Single(l => l.TryGetProperty("status", out _)).GetProperty("route").GetString().ShouldBe("/Identity/Accounts/Create", StringCompareShould.IgnoreCase);
    }

    [Fact]
    public async Task Probe_AndStyleSheet_AreNotWork()
    {
        using var nobody = app.Anonymous();
        foreach (var path in new[] { "/health/live", "/health/ready" }) await nobody.GetAsync(path);
        await app.LinesOfAsync(await RequestIdOfAsync(nobody, "/identity/signin"));
        app.RawLines.ShouldAllBe(l => !l.Contains("/health/", StringComparison.Ordinal));
    }

    [Fact]
    public void JsonLine_WithLineBreaksInIt_StaysOneLine()
    {
        using var output = new StringWriter();
        new JsonLines(TimeProvider.System).Write(
            new LogEntry<string>(LogLevel.Warning, "LanToa.Thử", default, "một\nhai\r\n{\"level\":\"giả\"}", new InvalidOperationException("ba\nbốn"), (s, _) => s), null, output);
        var line = output.ToString();
        line.TrimEnd('\r', '\n').ShouldNotContain('\n');
        JsonDocument.Parse(line).RootElement.GetProperty("level").GetString().ShouldBe("warning");
    }

    [Fact]
    public void TextLine_OnATerminal_ShowsTheNumberAndTheMessage()
    {
        var scopes = new LoggerExternalScopeProvider();
        using var scope = scopes.Push(new RequestScope(new Microsoft.AspNetCore.Http.DefaultHttpContext { TraceIdentifier = "k7m2" }));
        using var output = new StringWriter();
        new TextLines(TimeProvider.System).Write(new LogEntry<string>(LogLevel.Information, "x", default, "GET /plans 200", null, (s, _) => s), scopes, output);
        output.ToString().ShouldContain("GET /plans 200  [k7m2]");
    }

    private static async Task<string> RequestIdOfAsync(TestBrowser browser, string path)
    {
        using var answer = await browser.Http.GetAsync(path);
        return answer.Headers.GetValues("X-Request-Id").Single();
    }
}
