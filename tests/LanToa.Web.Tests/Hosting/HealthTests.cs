using System.Net;
using LanToa.Platform.Permissions;
using LanToa.Testing;

namespace LanToa.Web.Tests.Hosting;

public sealed class HealthTests(LoggedApp app) : IClassFixture<LoggedApp>
{
    [Fact]
    public async Task Ready_WhileTheDatabaseIsGone_SaysSoAndRecoversWithoutARestart()
    {
        using var person = await app.SignInAsync(Role.Viewer);
        using var probe = app.Anonymous();
        var me = await person.GetAsync("/identity/me");
        (await probe.GetAsync("/health/ready")).Status.ShouldBe(HttpStatusCode.OK);

        await app.AllowConnectionsAsync(false);
        try
        {
            (await probe.GetAsync("/health/ready")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await person.GetAsync("/health/ready")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await probe.GetAsync("/health/live")).Body.ShouldBe("Healthy");
            // Who is signed in gets a page with a number, too, not an empty answer, and the page comes back by itself; the public home needs no database.
            var page = await person.GetAsync("/identity/me");
            page.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            page.Text("h1").ShouldBe("Hệ thống tạm thời chưa dùng được");
            page.Html.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content").ShouldBe("10; url=/identity/me");
            // A form that did not arrive leads back to the page on which it stands, where the browser has what was typed.
            var sent = await person.SubmitAsync(me, "form:has([name=Again])", new() { ["Current"] = "x", ["New"] = "y", ["Again"] = "y" });
            sent.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            sent.Html.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content").ShouldBe("10; url=/identity/me");
            sent.Text("main").ShouldContain("những gì đã nhập còn trong trình duyệt");
            (await app.LinesOfAsync(page.Text("code"))).ShouldContain(l => l.GetProperty("level").GetString() == "error");
            (await probe.GetAsync("/")).Status.ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            await app.AllowConnectionsAsync(true);
        }
        (await probe.GetAsync("/health/ready")).Body.ShouldBe("Healthy");
        (await person.GetAsync("/identity/me")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Database_ThatOnlyReads_SaysSoWhereSomethingIsToBeWritten_AndPagesStillOpen()
    {
        using var person = await app.SignInAsync(Role.Administrator);
        var page = await person.GetAsync("/mail");
        await app.ReadOnlyAsync(true);
        try
        {
            (await person.GetAsync("/mail")).Status.ShouldBe(HttpStatusCode.OK);
            (await person.Http.GetStringAsync("/health/ready")).ShouldBe("Degraded");
            var sent = await person.SubmitAsync(page, "#thu-thu form", new() { ["address"] = "a@example.org" });
            sent.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            sent.Text("main").ShouldContain("đang không ghi được");
            sent.Html.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content").ShouldStartWith("10; url=/mail");
        }
        finally
        {
            await app.ReadOnlyAsync(false);
        }
        (await person.SubmitAsync(page, "#thu-thu form", new() { ["address"] = "a@example.org" })).Status.ShouldBe(HttpStatusCode.Redirect);
    }
}
