using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Identity.Providers;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using LanToa.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LanToa.Platform.Tests.Identity;

/// <summary>The program beside a real OpenID Connect provider (oidc-provider of npm), one that is down, and one that takes the question and says nothing.</summary>
public sealed class ProviderApp : TestApp
{
    private const string Secret = "bi-mat-cua-dich-vu";

    // Whoever types "an|an@x.example|true|mfa" is known as "an", with that address, verified, by two steps; whoever types nothing said no.
    private const string Script = """
        import http from "node:http";
        import Provider from "oidc-provider";
        const [port, back, secret] = process.argv.slice(-3);
        const provider = new Provider(`http://127.0.0.1:${port}`, {
          clients: [{ client_id: "lantoa", client_secret: secret, redirect_uris: [back], token_endpoint_auth_method: "client_secret_post" }],
          cookies: { keys: ["x"] },
          claims: { openid: ["sub", "amr"], email: ["email", "email_verified"], profile: ["name"] },
          features: { devInteractions: { enabled: false } },
          pkce: { required: () => true },
          findAccount: (_, id) => {
            const [sub, email, verified] = id.split("|");
            return { accountId: id, claims: () => ({ sub, name: `${sub} ở tỉnh`, ...(email && { email, email_verified: verified === "true" }) }) };
          },
          loadExistingGrant: async (ctx) => {
            const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
            grant.addOIDCScope("openid email profile");
            await grant.save();
            return grant;
          },
        });
        const pages = provider.callback();
        http.createServer(async (request, answer) => {
          if (!request.url.startsWith("/interaction/")) return pages(request, answer);
          if (request.method === "GET") return answer.setHeader("Content-Type", "text/html").end('<form method="post"><input name="login"></form>');
          let text = "";
          for await (const piece of request) text += piece;
          const login = new URLSearchParams(text).get("login");
          if (!login) return provider.interactionFinished(request, answer, { error: "access_denied" });
          await provider.interactionFinished(request, answer, { login: { accountId: login, amr: login.endsWith("|mfa") ? ["mfa"] : ["pwd"] } });
        }).listen(+port, "127.0.0.1");
        """;

    private readonly int _port = OtherProgram.FreePort();
    private readonly int _own = OtherProgram.FreePort();
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);
    private Process? _provider;

    public string Issuer => $"http://127.0.0.1:{_port}";

    public override async ValueTask InitializeAsync()
    {
        _silent.Start();
        await base.InitializeAsync();
        if (OtherProgram.Find("node") is not { } node) return;
        var start = new ProcessStartInfo(node, ["--input-type=module", "-e", Script, _port.ToString(), $"http://127.0.0.1:{_own}/identity/provider-return/tinh", Secret])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "src/LanToa.Web/assets"), RedirectStandardError = true, RedirectStandardOutput = true,
        };
        _provider = Process.Start(start)!;
        var said = _provider.StandardError.ReadToEndAsync();
        await _provider.OpenedAsync(_port, said);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_provider is { HasExited: false }) _provider.Kill(entireProcessTree: true);
        _provider?.Dispose();
        _silent.Dispose();
        await base.DisposeAsync();
    }

    public void NeedsNode()
    {
        if (_provider is null) Assert.Skip("Sign-in through a provider did not run: node is not on the PATH (./lantoa setup installs it).");
    }

    /// <summary>Goes to the provider, says there who one is, and follows to where that leads.</summary>
    public async Task<TestPage> ArriveAsync(TestBrowser browser, string login, bool again = false)
    {
        var asked = await FollowAsync(browser, await browser.GetAsync($"/identity/provider/tinh?tiep=%2Fidentity%2Fme{(again ? "&lai=true" : "")}"));
        return await FollowAsync(browser, await browser.SubmitAsync(asked, "form", new() { ["login"] = login }));
    }

    // From one server to the other: what an address is relative to changes on the way.
    private static async Task<TestPage> FollowAsync(TestBrowser browser, TestPage page)
    {
        for (var hops = 0; page.Location is { } next && hops < 8; hops++) page = await browser.GetAsync(new Uri(page.Address, next).AbsoluteUri);
        return page;
    }

    /// <summary>An account with an address, bound to nobody.</summary>
    public async Task<Account> AddAsync(string? email = null, Role role = Role.Viewer)
    {
        var account = await AddPersonAsync(role);
        if (email is null) return account;
        await InScopeAsync(s => s.GetRequiredService<LanToaDb>().Users.Where(a => a.Id == account.Id)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.Email, email).SetProperty(x => x.NormalizedEmail, email.ToUpperInvariant())));
        return account;
    }

    public async Task<TestBrowser> EnterAsync(Account account)
    {
        var browser = Elsewhere();
        await browser.SubmitAsync(await browser.GetAsync("/identity/signin"), "main form[method=post]", new() { ["UserName"] = account.UserName!, ["Password"] = Password });
        return browser;
    }

    /// <summary>Binds without a browser what a test is not about.</summary>
    public Task BindAsync(Account account, string subject) => InScopeAsync(async s =>
        (await s.GetRequiredService<ProviderAccounts>().BindAsync(new Arrival("tinh", Issuer, subject, null, false, null, false), account)).ShouldBeTrue());

    /// <summary>Subjects of the provider to which the account is bound.</summary>
    public Task<List<string>> SubjectsAsync(Account account) => InScopeAsync(s =>
        s.GetRequiredService<LanToaDb>().Set<IdentityUserLogin<Guid>>().Where(l => l.UserId == account.Id).Select(l => l.ProviderKey).ToListAsync());

    public Task<List<SignInOutcome>> OutcomesAsync(Account account) => InScopeAsync(async s => (await s.GetRequiredService<Sessions>().SignInsAsync(account.Id, 20)).ConvertAll(e => e.Outcome));

    protected override HostOptions Configure(HostOptions options) => options with { Urls = [$"http://127.0.0.1:{_own}"] };

    protected override void Configure(IServiceCollection services)
    {
        var real = new SignInProvider { Id = "tinh", Name = "Cổng của tỉnh", Issuer = Issuer, ClientId = "lantoa", ClientSecret = Secret, Province = 99 };
        services.Replace(ServiceDescriptor.Singleton(new SignInProviders(
        [
            real,
            real with { Id = "dung", Name = "Cổng đã dừng", Issuer = $"http://127.0.0.1:{OtherProgram.FreePort()}" },
            real with { Id = "im", Name = "Cổng im lặng", Issuer = $"http://127.0.0.1:{((IPEndPoint)_silent.LocalEndpoint).Port}", Patience = TimeSpan.FromMilliseconds(300) },
        ])));
    }
}
