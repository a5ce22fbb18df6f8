using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using LanToa.Web.Hosting;

namespace LanToa.Web.Tests.Hosting;

/// <summary>The examples of docs/operations/reverse-proxy.md: what they say fits the program, and nginx and Caddy, where they are installed, take them.</summary>
public sealed partial class ProxyExampleTests(ProxiedApp app) : IClassFixture<ProxiedApp>
{
    private const string Name = "cchc.tinh.gov.vn";

    private static readonly string Examples = Path.Combine(Repository.Root, "docs", "operations", "examples");

    [Fact]
    public async Task Nginx_Example_FitsTheProgram()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Examples, "nginx.conf"));
        text.ShouldContain($"proxy_pass {Backend};");
        text.ShouldContain("proxy_set_header Host $http_host;");
        text.ShouldContain("proxy_set_header X-Forwarded-For $remote_addr;");
        text.ShouldContain("proxy_set_header X-Forwarded-Proto $scheme;");
        var most = long.Parse(Size().Match(text).Groups[1].Value, CultureInfo.InvariantCulture) << 20;
        most.ShouldBeGreaterThan(RequestSize.Most, "nginx refuses what LanToa takes");
    }

    [Fact]
    public async Task Caddy_Example_FitsTheProgram() =>
        (await File.ReadAllTextAsync(Path.Combine(Examples, "Caddyfile"))).ShouldContain($"reverse_proxy {Backend["http://".Length..]}\n");

    [Fact]
    public async Task Caddy_Example_IsTakenByCaddy()
    {
        if (OtherProgram.Find("caddy") is not { } caddy)
        {
            Assert.Skip("The Caddyfile was not checked by Caddy: caddy is not on the PATH (sudo apt-get install caddy).");
            return;
        }
        var folder = Directory.CreateTempSubdirectory("lantoa-caddy-");
        try
        {
            var start = new ProcessStartInfo(caddy, ["adapt", "--config", Path.Combine(Examples, "Caddyfile"), "--adapter", "caddyfile", "--validate"]) { RedirectStandardError = true, RedirectStandardOutput = true };
            foreach (var variable in new[] { "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME" }) start.Environment[variable] = folder.FullName;
            using var process = Process.Start(start)!;
            var said = process.StandardError.ReadToEndAsync();
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            process.ExitCode.ShouldBe(0, await said);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Nginx_WithTheExample_TellsWhoAndHow()
    {
        if (OtherProgram.Find("nginx") is not { } nginx)
        {
            Assert.Skip("The nginx example did not run: nginx is not on the PATH (sudo apt-get install nginx-light).");
            return;
        }
        var folder = Directory.CreateTempSubdirectory("lantoa-nginx-");
        try
        {
            using var certificate = Certificate(folder.FullName);
            var (plain, secure) = (OtherProgram.FreePort(), OtherProgram.FreePort());
            await WriteAsync(folder.FullName, plain, secure);
            using var process = Process.Start(new ProcessStartInfo(nginx, ["-p", folder.FullName, "-c", Path.Combine(folder.FullName, "all.conf"), "-e", "stderr", "-g", "daemon off;"]) { RedirectStandardError = true })!;
            var said = process.StandardError.ReadToEndAsync();
            try
            {
                await process.OpenedAsync(secure, said);
                using var visitor = Visitor(IPAddress.Parse("127.3.0.1"), secure, certificate);
                await WalkAsync(visitor);
                using var unsafely = Visitor(IPAddress.Parse("127.3.0.2"), plain, null);
                (await unsafely.GetAsync("/today")).Location.ShouldBe($"https://127.0.0.1/today");
            }
            finally
            {
                if (!process.HasExited)
                {
                    // SIGTERM: its workers go with it.
                    using var kill = Process.Start("kill", [process.Id.ToString(CultureInfo.InvariantCulture)]);
                    await process.WaitForExitAsync();
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task WalkAsync(TestBrowser visitor)
    {
        var person = await app.AddPersonAsync(Role.Officer);
        // nginx throws away what the visitor claims.
        visitor.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.77");
        visitor.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "http");
        var signedIn = await visitor.SubmitAsync(await visitor.GetAsync("/identity/signin"), "form[method=post]", new() { ["UserName"] = person.UserName!, ["Password"] = TestApp.Password });
        signedIn.Status.ShouldBe(HttpStatusCode.Redirect);
        visitor.Cookies.GetAllCookies().ShouldAllBe(c => c.Secure);
        (await app.AddressesOfAsync(person)).ShouldBe(["127.3.0.1"]);
        (await visitor.GetAsync("/identity/me")).Status.ShouldBe(HttpStatusCode.OK);
        await visitor.SubmitAsync(await visitor.OpenAsync("/obligations/calendar/links"), "form:has(input[name=whose])");
        (await visitor.OpenAsync("/obligations/calendar/links")).Text("code").ShouldStartWith(visitor.Http.BaseAddress!.ToString());
        using var page = await visitor.Http.GetAsync("/identity/me");
        page.Headers.Contains("Strict-Transport-Security").ShouldBeTrue();
    }

    private static string Backend => new HostOptions().Urls.Single().Replace("localhost", "127.0.0.1", StringComparison.Ordinal);

    /// <summary>The example as the distribution includes it, with free ports, a certificate of its own and this program behind it.</summary>
    private async Task WriteAsync(string folder, int plain, int secure)
    {
        var text = (await File.ReadAllTextAsync(Path.Combine(Examples, "nginx.conf"))).Replace("listen 80;", $"listen 127.0.0.1:{plain};", StringComparison.Ordinal)
            .Replace("listen 443 ssl;", $"listen 127.0.0.1:{secure} ssl;", StringComparison.Ordinal).Replace("/etc/ssl/lantoa/", folder + "/", StringComparison.Ordinal)
            .Replace(Backend, $"http://127.0.0.1:{app.Address.Port}", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "lantoa.conf"), text);
        var temporary = string.Join(' ', new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(k => $"{k}_temp_path {folder}/{k};"));
        await File.WriteAllTextAsync(Path.Combine(folder, "all.conf"), $"pid {folder}/pid;\nevents {{ }}\nhttp {{ access_log off; {temporary} include {folder}/lantoa.conf; }}\n");
    }

    private static X509Certificate2 Certificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        var certificate = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(folder, "fullchain.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "privkey.pem"), key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }

    private static TestBrowser Visitor(IPAddress from, int port, X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate?.GetCertHashString();
        handler.ConnectCallback = async (context, cancel) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        };
        return new(new HttpClient(handler) { BaseAddress = new Uri($"{(certificate is null ? "http" : "https")}://127.0.0.1:{port}") }) { Cookies = handler.CookieContainer };
    }

    [GeneratedRegex(@"client_max_body_size (\d+)m;")]
    private static partial Regex Size();
}
