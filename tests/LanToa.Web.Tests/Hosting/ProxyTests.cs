using System.Net;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using LanToa.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Web.Tests.Hosting;

/// <summary>Behind proxies that are named at the start, the visitor's own address counts; HTTPS is known by their word.</summary>
public sealed class ProxiedApp : TestApp
{
    public static readonly IPAddress Outer = IPAddress.Parse("192.0.2.10");

    protected override HostOptions Configure(HostOptions options) => options with { Proxies = [IPAddress.Loopback, Outer] };

    /// <summary>From where the sign-in history says that an account was tried.</summary>
    public Task<List<string?>> AddressesOfAsync(Account account) =>
        InScopeAsync(services => services.GetRequiredService<LanToaDb>().Set<SignInEvent>().Where(e => e.AccountId == account.Id).Select(e => e.Address).ToListAsync());
}

public sealed class ProxyTests(ProxiedApp app) : IClassFixture<ProxiedApp>
{
    [Fact]
    public async Task SignIn_BehindANamedProxy_CountsPerVisitor()
    {
        using var proxy = app.Anonymous();
        var form = await proxy.GetAsync("/identity/signin");
        for (var i = 0; i < RequestLimits.SignInsPerMinute + 5; i++)
        {
            Claim(proxy, $"203.0.113.{i % 3}");
            var answer = await proxy.SubmitAsync(form, "form[method=post]", new() { ["UserName"] = $"ai{i}", ["Password"] = "sai" });
            answer.Status.ShouldBe(HttpStatusCode.OK);
        }
        for (var i = 0; i < RequestLimits.SignInsPerMinute; i++) await proxy.SubmitAsync(form, "form[method=post]", new() { ["UserName"] = "ai", ["Password"] = "sai" });
        (await proxy.SubmitAsync(form, "form[method=post]", new() { ["UserName"] = "ai", ["Password"] = "sai" })).Status.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task SignIn_FromManyAddressesOfOneNetworkOfIPv6_CountsAsFromOne()
    {
        using var proxy = app.Anonymous();
        var form = await proxy.GetAsync("/identity/signin");
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i <= RequestLimits.SignInsPerMinute; i++) answers.Add(await FromAsync($"2a01:4f8:1:2:{i + 1:x}::{i:x}"));
        answers.Count(a => a == HttpStatusCode.TooManyRequests).ShouldBe(1);
        (await FromAsync("2a01:4f8:1:3::1")).ShouldBe(HttpStatusCode.OK, "another network");
        RequestLimits.Origin(IPAddress.Parse("::ffff:203.0.113.9")).ShouldBe(RequestLimits.Origin(IPAddress.Parse("203.0.113.9")));
        RequestLimits.Origin(IPAddress.Parse("203.0.113.9")).ShouldNotBe(RequestLimits.Origin(IPAddress.Parse("203.0.113.8")));

        async Task<HttpStatusCode> FromAsync(string address)
        {
            Claim(proxy, address);
            return (await proxy.SubmitAsync(form, "form[method=post]", new() { ["UserName"] = "ai-do", ["Password"] = "sai" })).Status;
        }
    }

    [Fact]
    public async Task Session_ByHttpsThroughANamedProxy_PinsHttpsAndGuardsEveryCookie()
    {
        using var proxy = app.Anonymous();
        proxy.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using (var answer = await proxy.Http.GetAsync("/identity/signin"))
        {
            answer.Headers.GetValues("Strict-Transport-Security").Single().ShouldStartWith("max-age=");
            answer.Headers.GetValues("Set-Cookie").ShouldAllBe(c => c.Contains("; secure", StringComparison.Ordinal));
        }
        var person = await app.AddPersonAsync(Role.Officer);
        using var signedIn = await SignInAsync(proxy, person);
        signedIn.Headers.GetValues("Set-Cookie").ShouldContain(c => c.StartsWith("lantoa=", StringComparison.Ordinal));
        signedIn.Headers.GetValues("Set-Cookie").ShouldAllBe(c => c.Contains("; secure", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Link_ShownToBeCopied_BeginsWithWhatTheProxyWasAsked()
    {
        using var proxy = app.Anonymous();
        Claim(proxy, "203.0.113.10");
        using (var answer = await SignInAsync(proxy, await app.AddPersonAsync(Role.Officer))) answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await proxy.SubmitAsync(await proxy.OpenAsync("/obligations/calendar/links"), "form:has(input[name=whose])");
        proxy.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        proxy.Http.DefaultRequestHeaders.Add("X-Forwarded-Host", "ke-xau.example");
        proxy.Http.DefaultRequestHeaders.Host = "cchc.tinh.gov.vn";
        (await proxy.GetAsync("/obligations/calendar/links")).Text("code").ShouldStartWith("https://cchc.tinh.gov.vn/");
    }

    [Theory]
    // What the visitor wrote stands before what the proxy added: it is not reached.
    [InlineData("198.51.100.66, 203.0.113.20", "203.0.113.20")]
    // Through a second named proxy in front of the first.
    [InlineData("203.0.113.21, 192.0.2.10", "203.0.113.21")]
    // A proxy that nobody named is a visitor.
    [InlineData("203.0.113.22, 192.0.2.99", "192.0.2.99")]
    public async Task SignIn_ThroughProxies_NotesTheFirstAddressThatIsNotNamed(string claimed, string noted)
    {
        var person = await app.AddPersonAsync(Role.Officer);
        using var proxy = app.Anonymous();
        Claim(proxy, claimed);
        using var answer = await SignInAsync(proxy, person);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await app.AddressesOfAsync(person)).ShouldBe([noted]);
    }

    [Fact]
    public async Task SignIn_WithForgedHeadersFromElsewhere_IsNotBelieved()
    {
        var person = await app.AddPersonAsync(Role.Officer);
        using var stranger = app.Elsewhere();
        stranger.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        Claim(stranger, "203.0.113.30");
        using (var answer = await SignInAsync(stranger, person))
        {
            answer.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
            answer.Headers.GetValues("Set-Cookie").ShouldAllBe(c => !c.Contains("; secure", StringComparison.Ordinal));
        }
        (await app.AddressesOfAsync(person)).ShouldHaveSingleItem().ShouldNotBeNull().ShouldStartWith("127.2.");

        using var nobody = app.Elsewhere();
        var form = await nobody.GetAsync("/identity/signin");
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i <= RequestLimits.SignInsPerMinute; i++)
        {
            Claim(nobody, $"203.0.113.{40 + i}");
            answers.Add((await nobody.SubmitAsync(form, "form[method=post]", new() { ["UserName"] = $"la{i}", ["Password"] = "sai" })).Status);
        }
        answers.ShouldContain(HttpStatusCode.TooManyRequests);
    }

    private static void Claim(TestBrowser browser, string address)
    {
        browser.Http.DefaultRequestHeaders.Remove("X-Forwarded-For");
        browser.Http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
    }

    private static async Task<HttpResponseMessage> SignInAsync(TestBrowser browser, Account person)
    {
        var form = await browser.GetAsync("/identity/signin");
        // The proxy's browser spoke HTTPS with it: its cookies come along, which those of a plain connection here would not.
        var cookies = string.Join("; ", browser.Cookies.GetAllCookies().Select(c => $"{c.Name}={c.Value}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/identity/signin")
        {
            Content = new FormUrlEncodedContent(
            [
                new("UserName", person.UserName), new("Password", TestApp.Password), new("__RequestVerificationToken", form.Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")),
            ]),
        };
        if (cookies.Length > 0) request.Headers.Add("Cookie", cookies);
        return await browser.Http.SendAsync(request);
    }
}
