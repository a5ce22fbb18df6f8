using System.Net;
using LanToa.Testing;

namespace LanToa.Web.Tests.Hosting;

public sealed class HeaderTests(LoggedApp app) : IClassFixture<LoggedApp>
{
    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/identity/signin", HttpStatusCode.OK)]
    [InlineData("/khong-co", HttpStatusCode.NotFound)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/today", HttpStatusCode.Redirect)]
    [InlineData(LoggedApp.FailingPath, HttpStatusCode.InternalServerError)]
    public async Task Answer_OfAnyKind_CarriesTheHeaders(string path, HttpStatusCode status)
    {
        using var nobody = app.Anonymous();
        using var answer = await nobody.Http.GetAsync(path);
        answer.StatusCode.ShouldBe(status);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'self'");
        policy.ShouldContain("object-src 'none'");
        policy.ShouldContain("base-uri 'none'");
        policy.ShouldContain("form-action 'self'");
        policy.ShouldNotContain("unsafe");
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        answer.Headers.GetValues("X-Frame-Options").Single().ShouldBe("SAMEORIGIN");
        answer.Headers.GetValues("Referrer-Policy").Single().ShouldBe("same-origin");
        answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single().ShouldBe("same-origin");
        answer.Headers.Contains("Server").ShouldBeFalse();
        answer.Headers.Contains("Strict-Transport-Security").ShouldBeFalse("plain HTTP must not pin HTTPS");
    }

    [Fact]
    public async Task Page_Any_HasNoInlineScriptOrStyle()
    {
        using var person = await app.SignInAsync(Platform.Permissions.Role.Officer);
        foreach (var path in new[] { "/", "/today", "/plans", "/plans/import", "/obligations", "/organizations", "/_design" })
        {
            var page = await person.GetAsync(path);
            page.Html.QuerySelectorAll("script:not([src])").Where(s => s.GetAttribute("type") is null or "module" or "text/javascript").ShouldBeEmpty(path);
            page.Html.QuerySelectorAll("style, [style]").ShouldBeEmpty(path);
            page.Html.All.Where(e => e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.Ordinal))).ShouldBeEmpty(path);
        }
    }
}
