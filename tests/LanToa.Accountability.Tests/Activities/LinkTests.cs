using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using LanToa.Accountability.Activities;
using LanToa.Accountability.Activities.Links;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Data;
using LanToa.Platform.Net;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace LanToa.Accountability.Tests.Activities;

/// <summary>
/// The network as a test makes it: names resolve as it says, and what would be a connection to a public address becomes one to a server here. Every connection that the program would
/// make is noted; the checks before it are the program's own.
/// </summary>
public sealed class FakeNet : PublicNet
{
    public const string Public = "93.184.215.14";

    private readonly Dictionary<string, string[]> _names = new(StringComparer.OrdinalIgnoreCase);

    public List<IPEndPoint> Connections { get; } = [];
    public int Port { get; set; }

    public void Name(string host, params string[] addresses) => _names[host] = addresses;

    public override Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel) =>
        _names.TryGetValue(host, out var known) ? Task.FromResult(Array.ConvertAll(known, IPAddress.Parse)) : throw new SocketException((int)SocketError.HostNotFound);

    public override Task<Stream> ConnectAsync(IPEndPoint to, CancellationToken cancel)
    {
        lock (Connections) Connections.Add(to);
        return base.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Port), cancel);
    }
}

public sealed class LinkApp : ObligationsApp
{
    private WebApplication? _site;

    public FakeNet Net { get; } = new();
    public string? Page { get; set; }
    public int Asked { get; private set; }

    protected override void Configure(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<PublicNet>(Net));
        services.Replace(ServiceDescriptor.Singleton(new LinkSettings { Gap = TimeSpan.Zero, Patience = TimeSpan.FromSeconds(3) }));
    }

    public override async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _site = builder.Build();
        _site.Run(AnswerAsync);
        await _site.StartAsync();
        Net.Port = new Uri(_site.Urls.First()).Port;
        Net.Name("tin.bacthu.gov.vn", FakeNet.Public);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_site is not null) await _site.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        Asked++;
        var path = http.Request.Path.Value!;
        if (path == "/to") http.Response.Redirect(http.Request.Query["u"].ToString());
        else if (path == "/loop") http.Response.Redirect("/loop");
        else if (path == "/gone") http.Response.StatusCode = 404;
        else if (path == "/slow") await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        else if (path == "/endless")
        {
            http.Response.ContentType = "text/html";
            var part = Encoding.UTF8.GetBytes(new string('a', 1 << 16));
            while (!http.RequestAborted.IsCancellationRequested) await http.Response.Body.WriteAsync(part, http.RequestAborted);
        }
        else if (path == "/rubbish")
        {
            http.Response.ContentType = "text/html";
            http.Response.Headers.ContentEncoding = http.Request.Query["as"].ToString();
            await http.Response.Body.WriteAsync(Enumerable.Repeat((byte)0xFF, 4096).ToArray());
        }
        else if (path == "/pdf")
        {
            http.Response.ContentType = "application/pdf";
            await http.Response.WriteAsync("%PDF-1.4");
        }
        else
        {
            http.Response.ContentType = "text/html";
            await http.Response.WriteAsync(Page ?? "<title>Tin</title><p>Nội dung</p>");
        }
    }
}

/// <summary>Addresses given as evidence: what is stored of them, and that nothing inside is ever asked.</summary>
public sealed class LinkTests(LinkApp app) : IClassFixture<LinkApp>
{
    private LinkFetcher Fetcher => app.App.Services.GetRequiredService<LinkFetcher>();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("192.0.0.8")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::10.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("64:ff9b:1::a00:1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("ff02::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2001::1")]
    [InlineData("2002:a00:1::")]
    [InlineData("3fff::1")]
    public async Task Fetch_WhatLeadsInside_MakesNoConnection(string address)
    {
        var before = (app.Net.Connections.Count, app.Asked);
        app.Net.Name("trong.bacthu.gov.vn", address);
        app.Net.Name("lan-lon.bacthu.gov.vn", FakeNet.Public, address);
        var literal = address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;

        foreach (var link in new[] { $"http://{literal}/", $"https://{literal}/", "http://trong.bacthu.gov.vn/", "https://trong.bacthu.gov.vn/x", "http://lan-lon.bacthu.gov.vn/" })
            (await Fetcher.FetchAsync(link, TestContext.Current.CancellationToken)).ShouldSatisfyAllConditions(a => a.Answers.ShouldBeFalse(link), a => a.Trouble!.ShouldContain("nội bộ"));
        (app.Net.Connections.Count, app.Asked).ShouldBe(before);

        // By redirect: only the public server in front is ever asked.
        foreach (var link in new[] { $"http://{literal}/", "http://trong.bacthu.gov.vn/" })
            (await Fetcher.FetchAsync($"http://tin.bacthu.gov.vn/to?u={Uri.EscapeDataString(link)}", TestContext.Current.CancellationToken)).Trouble!.ShouldContain("nội bộ");
        app.Net.Connections.Skip(before.Item1).ShouldAllBe(c => c.ToString() == $"{FakeNet.Public}:80");
        app.Asked.ShouldBe(before.Item2 + 2);
    }

    [Theory]
    [InlineData("http://localhost/", "nội bộ")]
    [InlineData("http://may-chu/", "nội bộ")]
    [InlineData("http://2130706433/", "nội bộ")]
    [InlineData("http://0x7f.1/", "nội bộ")]
    [InlineData("http://tin.bacthu.gov.vn:8080/", "cổng 8080")]
    [InlineData("http://tin.bacthu.gov.vn:443/", "cổng 443")]
    [InlineData("ftp://tin.bacthu.gov.vn/", "http, https")]
    [InlineData("file:///etc/passwd", "http, https")]
    [InlineData("http://ai:mat@tin.bacthu.gov.vn/", "tên đăng nhập")]
    [InlineData("http://tin.bacthu.gov.vn/to?u=http%3A%2F%2Ftin.bacthu.gov.vn%3A22%2F", "cổng 22")]
    [InlineData("http://tin.bacthu.gov.vn/to?u=file%3A%2F%2F%2Fetc%2Fpasswd", "http, https")]
    [InlineData("http://tin.bacthu.gov.vn/loop", "quá nhiều lần")]
    [InlineData("http://tin.bacthu.gov.vn/gone", "404")]
    [InlineData("http://tin.bacthu.gov.vn/slow", "không trả lời kịp")]
    [InlineData("http://tin.bacthu.gov.vn/rubbish?as=br", "bị hỏng")]
    [InlineData("http://tin.bacthu.gov.vn/rubbish?as=gzip", "bị hỏng")]
    [InlineData("http://khong-co.bacthu.gov.vn/", "không tìm thấy máy chủ")]
    [InlineData("https://tin.bacthu.gov.vn/", "không kết nối an toàn")]
    public async Task Fetch_WhatIsNotAnswered_SaysWhy(string link, string why)
    {
        var answer = await Fetcher.FetchAsync(link, TestContext.Current.CancellationToken);
        (answer.Answers, answer.Text).ShouldBe((false, null));
        answer.Trouble!.ShouldContain(why);
        app.Net.Connections.ShouldAllBe(c => (c.Port == 80 || c.Port == 443) && c.Address.ToString() == FakeNet.Public);
    }

    [Fact]
    public async Task Fetch_Redirected_TakesATurnAtEachHostOnTheWay()
    {
        app.Net.Name("moi.bacthu.gov.vn", FakeNet.Public);
        var link = $"http://tin.bacthu.gov.vn/to?u={Uri.EscapeDataString($"http://MOI.bacthu.gov.vn/to?u={Uri.EscapeDataString("http://moi.bacthu.gov.vn/bai")}")}";
        var turns = new List<string>();
        (await Fetcher.FetchAsync(link, host => { turns.Add(host); return Task.FromResult(true); }, TestContext.Current.CancellationToken)).Answers.ShouldBeTrue();
        turns.ShouldBe(["tin.bacthu.gov.vn", "moi.bacthu.gov.vn"]);

        var asked = app.Asked;
        (await Fetcher.FetchAsync(link, host => Task.FromResult(host != "moi.bacthu.gov.vn"), TestContext.Current.CancellationToken)).ShouldBe(LinkAnswer.NoTurn);
        app.Asked.ShouldBe(asked + 1, "the host that has no turn is not asked");
        // Nor is a turn taken at what is not asked at all.
        (await Fetcher.FetchAsync("http://localhost/", _ => throw new InvalidOperationException(), TestContext.Current.CancellationToken)).Trouble!.ShouldContain("nội bộ");
    }

    [Fact]
    public async Task Fetch_LargeAnswersAndFiles_AreKeptSmall()
    {
        (await Fetcher.FetchAsync("http://tin.bacthu.gov.vn/endless", TestContext.Current.CancellationToken)).Text!.Length.ShouldBe(PageText.MostText);
        var pdf = await Fetcher.FetchAsync("http://tin.bacthu.gov.vn/pdf", TestContext.Current.CancellationToken);
        (pdf.Answers, pdf.Text).ShouldBe((true, null));
        pdf.Trouble!.ShouldContain("application/pdf");
    }

    [Theory]
    [InlineData("<title> Tin &amp; bài\n số 1 </title><script>alert('x')</script><style>p{}</style><p>Một<b>hai</b></p><!-- bí mật --><div>ba</div>", "Tin & bài số 1", "Mộthai\nba")]
    [InlineData("<p>a &lt;script&gt; b\0\u202e c</p", null, "a <script> b c</p")]
    [InlineData("không có thẻ nào", null, "không có thẻ nào")]
    public void Text_OfAPage_IsItsWordsOnly(string page, string? title, string text) => PageText.Read(Encoding.UTF8.GetBytes(page), null, false).ShouldBe((title, text));

    [Fact]
    public void Text_InAnOldEncoding_IsReadAsThePageSays() =>
        PageText.Read([.. "<meta charset=\"windows-1258\"><p>"u8, 0xD0, 0xE0, .. "</p>"u8], null, false).Text.ShouldBe("Đà");

    [Fact]
    public async Task Link_OfAnActivity_IsStoredOnceAndWatched()
    {
        app.Clock.MoveTo(new DateOnly(2026, 9, 20));
        app.Page = "<title>Hội nghị ở Suối Thử</title><p>45 người dự hội nghị.</p>";
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        var form = await focal.GetAsync("/activities/log");
        var logged = (await focal.SubmitAsync(form, "main form[enctype]", new() { ["Input.Form"] = "article", ["Input.Title"] = "Đăng bài", ["Input.Link"] = "http://tin.bacthu.gov.vn/bai-1" })).Location.ShouldNotBeNull();
        (await VersionAsync(logged)).CheckedAt.ShouldBeNull();

        await app.RunJobsAsync();

        var stored = await VersionAsync(logged);
        (stored.Answers, stored.LinkTitle, stored.LinkText, stored.LinkTrouble).ShouldBe((true, "Hội nghị ở Suối Thử", "45 người dự hội nghị.", null));
        stored.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stored.LinkText!))));
        var page = await focal.OpenAsync(logged);
        page.Text().ShouldContain("“Hội nghị ở Suối Thử”");
        page.Text().ShouldContain("Còn truy cập được (kiểm tra 12:0");
        var evidence = page.Html.QuerySelector("main a[href^='/activities/evidence/']")!.GetAttribute("href")!;
        (await focal.OpenAsync(evidence)).Text().ShouldContain("45 người dự hội nghị.");

        // Asked again: what is there now is another page, then none. What was stored stays.
        app.Page = "<title>Khác</title><p>Đã sửa.</p>";
        (await focal.SubmitAsync(await focal.GetAsync(evidence), "main form[action*=Look]")).Location.ShouldNotBeNull();
        await app.RunJobsAsync();
        (await VersionAsync(logged)).LinkText.ShouldBe("45 người dự hội nghị.");
        app.Net.Name("tin.bacthu.gov.vn", "10.0.0.7");
        var asked = app.Asked;
        app.Clock.Shift(TimeSpan.FromDays(31));
        await LookAsync();
        app.Net.Name("tin.bacthu.gov.vn", FakeNet.Public);
        var gone = await VersionAsync(logged);
        (gone.Answers, gone.LinkText, gone.LinkTrouble, app.Asked).ShouldBe((false, "45 người dự hội nghị.", "tên máy chủ trỏ vào mạng nội bộ", asked));
        using var later = await app.SignInAsync(Role.FocalPoint, app.Culture);
        (await later.OpenAsync(logged)).Text().ShouldContain("Không truy cập được lúc");
        gone.CheckAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task Look_OneAddressFails_TheOthersAreLookedAtAndItWaits()
    {
        app.Clock.MoveTo(new DateOnly(2026, 9, 21));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        var logged = new List<string>();
        foreach (var link in new[] { "bai-a", "rubbish?as=br", "bai-b", "bai-c" })
        {
            var form = await focal.GetAsync("/activities/log");
            logged.Add((await focal.SubmitAsync(form, "main form[enctype]", new() { ["Input.Form"] = "article", ["Input.Title"] = $"Đăng {link}", ["Input.Link"] = $"http://tin.bacthu.gov.vn/{link}" })).Location.ShouldNotBeNull());
        }
        var third = await VersionAsync(logged[2]);
        // What is found at one address the database refuses.
        await using var owner = Npgsql.NpgsqlDataSource.Create(app.Connections.Owner);
        await using (var refuse = owner.CreateCommand($"ALTER TABLE evidence_version ADD CONSTRAINT test_refused CHECK (id <> '{third.Id}' OR checked_at IS NULL)")) await refuse.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        try
        {
            await LookAsync();
        }
        finally
        {
            await using var drop = owner.CreateCommand("ALTER TABLE evidence_version DROP CONSTRAINT test_refused");
            await drop.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        (await VersionAsync(logged[0])).Answers.ShouldBe(true);
        (await VersionAsync(logged[1])).LinkTrouble!.ShouldContain("bị hỏng");
        (await VersionAsync(logged[2])).ShouldSatisfyAllConditions(v => v.CheckedAt.ShouldBeNull(), v => v.CheckAfter!.Value.ShouldBeGreaterThan(app.Clock.GetUtcNow().AddDays(2)));
        (await VersionAsync(logged[3])).Answers.ShouldBe(true);
        await app.RunJobsAsync();
    }

    [Fact]
    public async Task Settings_AnythingButOn_AskNothing()
    {
        LinkSettings.Load(_ => null).Fetches.ShouldBeTrue();
        LinkSettings.Load(_ => "on").Fetches.ShouldBeTrue();
        foreach (var said in new[] { "off", "0", "false", "tắt" }) LinkSettings.Load(_ => said).Fetches.ShouldBeFalse();
        var asked = app.Asked;
        await app.InScopeAsync(async s => await ActivatorUtilities.CreateInstance<LookAtLinks>(s, new LinkSettings { Fetches = false }).RunAsync(null, new(Guid.CreateVersion7(), 1, (_, _) => Task.CompletedTask), TestContext.Current.CancellationToken));
        app.Asked.ShouldBe(asked);
    }

    private Task LookAsync() => app.InScopeAsync(async s => await ActivatorUtilities.CreateInstance<LookAtLinks>(s).RunAsync(null, new(Guid.CreateVersion7(), 1, (_, _) => Task.CompletedTask), TestContext.Current.CancellationToken));

    private Task<EvidenceVersion> VersionAsync(string path) => app.InScopeAsync(s =>
    {
        var (db, id) = (s.GetRequiredService<LanToaDb>(), Guid.Parse(path[^36..]));
        return db.Set<ActivityEvidence>().AsNoTracking().Where(e => e.ActivityId == id).Join(db.Set<EvidenceVersion>(), e => e.EvidenceId, v => v.EvidenceId, (_, v) => v).SingleAsync();
    });
}
