using LanToa.Accountability.Tests.Activities;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Api;
using LanToa.Platform.Api.Webhooks;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Net;
using LanToa.Platform.Notices;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LanToa.Accountability.Tests.Api;

/// <summary>The other side, as it behaves.</summary>
public sealed class OtherSide : HttpMessageHandler
{
    public ConcurrentQueue<(string Url, string Event, string Delivery, string Signature, string Body)> Got { get; } = new();

    public HttpStatusCode Answer { get; set; } = HttpStatusCode.NoContent;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string Header(string name) => request.Headers.GetValues(name).Single();
        Got.Enqueue((request.RequestUri!.ToString(), Header("LanToa-Event"), Header("LanToa-Delivery"), Header("LanToa-Signature"), await request.Content!.ReadAsStringAsync(cancellationToken)));
        return new HttpResponseMessage(Answer);
    }
}

/// <summary>The program with another side that the test looks into.</summary>
public sealed class WebhookApp : ObligationsApp
{
    public OtherSide Other { get; } = new();

    protected override void Configure(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton(new WebhookSender(Other)));
}

/// <summary>What happens is told, signed, until it is taken; to nobody who may not know it, and to no address inside.</summary>
public sealed class WebhookTests(WebhookApp app) : IClassFixture<WebhookApp>
{
    private static async Task<string> MakeAsync(TestBrowser person, string url, params string[] events)
    {
        var form = await person.GetAsync("/api/webhooks");
        var fields = TestBrowser.FieldsOf((AngleSharp.Html.Dom.IHtmlFormElement)form.Html.QuerySelector("#them-noi-nhan")!).Where(f => f.Key is not ("Name" or "Address" or "Events")).Concat([new("Name", "Trục tích hợp"), new("Address", url), .. events.Select(e => new KeyValuePair<string, string>("Events", e))]).ToList();
        var made = await person.SendAsync(form.Address, fields);
        return made.Html.QuerySelector(".lt-secret")?.TextContent ?? made.Text(".lt-errors");
    }

    private static async Task<string> LogAsync(TestBrowser person, string title)
    {
        var form = await person.GetAsync("/activities/log");
        return (await person.SubmitAsync(form, "main form[enctype]", new() { ["Input.Form"] = "event", ["Input.Title"] = title, ["Input.NoEvidenceReason"] = "Ảnh gửi sau." })).Location.ShouldNotBeNull()[^36..];
    }

    /// <summary>Signs in again: days have passed.</summary>
    private async Task AgainAsync(TestBrowser person)
    {
        var name = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Users.Where(a => a.Id == person.AccountId).Select(a => a.UserName!).SingleAsync());
        await person.SubmitAsync(await person.GetAsync("/identity/signin"), "form[method=post]", new() { ["UserName"] = name, ["Password"] = TestApp.Password });
    }

    private Task<List<WebhookDelivery>> DeliveriesAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<WebhookDelivery>().AsNoTracking().OrderBy(d => d.At).ToListAsync());

    [Fact]
    public async Task Event_Subscribed_IsToldSignedOnceAndOnlyToWhoMaySee()
    {
        app.Clock.MoveTo(new DateOnly(2026, 9, 20));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        using var stranger = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        await LogAsync(focal, "Trước khi có ai muốn biết");
        var secret = await MakeAsync(focal, "https://nhan.tinh.gov.vn/lantoa", "activity.recorded", "activity.returned");
        secret.ShouldStartWith("whsec_");
        (await MakeAsync(stranger, "https://khac.tinh.gov.vn/lantoa", "activity.recorded")).ShouldStartWith("whsec_");
        (await focal.GetAsync("/api/webhooks")).Body.ShouldNotContain(secret);

        app.Clock.Shift(TimeSpan.FromSeconds(5));
        var id = await LogAsync(focal, "Hội nghị được báo đi");
        await officer.SubmitAsync(await officer.GetAsync($"/activities/{id}/return"), "main form[method=post]", new() { ["Reason"] = "Thiếu ảnh." });
        await app.RunJobsAsync();
        await app.RunJobsAsync();

        app.Other.Got.Select(g => (g.Url, g.Event)).ShouldBe([("https://nhan.tinh.gov.vn/lantoa", "activity.recorded"), ("https://nhan.tinh.gov.vn/lantoa", "activity.returned")]);
        var first = app.Other.Got.First();
        var said = JsonNode.Parse(first.Body)!;
        (said["event"]!.GetValue<string>(), said["data"]!["id"]!.GetValue<string>(), said["data"]!["title"]!.GetValue<string>()).ShouldBe(("activity.recorded", id, "Hội nghị được báo đi"));
        said["id"]!.GetValue<string>().ShouldBe(first.Delivery);
        var at = long.Parse(first.Signature.Split(',')[0][2..], System.Globalization.CultureInfo.InvariantCulture);
        // As the page for developers describes it, from the secret that was shown.
        var expected = Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at}.{first.Body}")));
        first.Signature.ShouldBe($"t={at},v1={expected}");
        Math.Abs(app.Clock.GetUtcNow().ToUnixTimeSeconds() - at).ShouldBeLessThan(120);

        // Nobody is there: tried again, then given up, seen on the page, and sent again by a press.
        app.Other.Got.Clear();
        app.Other.Answer = HttpStatusCode.InternalServerError;
        await LogAsync(focal, "Nơi nhận đang hỏng");
        for (var attempt = 1; attempt <= 9; attempt++)
        {
            await app.RunJobsAsync();
            app.Other.Got.Count.ShouldBe(attempt);
            app.Clock.Shift(TimeSpan.FromSeconds(5 * Math.Pow(4, attempt - 1)) + TimeSpan.FromSeconds(1));
        }
        app.Other.Got.Select(g => (g.Delivery, g.Body)).Distinct().Count().ShouldBe(1);
        app.Other.Got.Select(g => g.Signature).Distinct().Count().ShouldBe(9);
        (await DeliveriesAsync()).Count(d => d.State == DeliveryState.Dead).ShouldBe(1);
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Job>().CountAsync(j => j.Kind == "webhook.deliver" && j.State == JobState.Dead))).ShouldBe(1);
        app.Other.Answer = HttpStatusCode.OK;
        await AgainAsync(focal);
        await AgainAsync(stranger);
        var path = (await focal.GetAsync("/api/webhooks")).Html.QuerySelector("a[href^='/api/webhook/']")!.GetAttribute("href")!;
        (await stranger.GetAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound);
        var page = await focal.GetAsync(path);
        page.Text().ShouldContain("Không gửi được");
        page.Text(".lt-lines").ShouldContain("Hoạt động được ghi hoặc gửi lại (activity.recorded)");
        await focal.SubmitAsync(page, "form[action*=Again]");
        await app.RunJobsAsync();
        (await DeliveriesAsync()).ShouldAllBe(d => d.State == DeliveryState.Delivered);

        // For days nobody is there: stopped, its owner told, turned on again.
        app.Other.Answer = HttpStatusCode.BadGateway;
        await LogAsync(focal, "Hỏng nhiều ngày");
        await app.RunJobsAsync();
        app.Clock.Shift(TimeSpan.FromDays(4));
        await app.RunJobsAsync();
        await AgainAsync(focal);
        (await focal.GetAsync(path)).Text().ShouldContain("Tạm dừng từ");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().CountAsync(n => n.AccountId == focal.AccountId && n.Key.StartsWith("webhook.stopped")))).ShouldBe(1);
        app.Other.Got.Clear();
        await LogAsync(focal, "Trong lúc dừng");
        await app.RunJobsAsync();
        app.Other.Got.ShouldBeEmpty();
        await focal.SubmitAsync(await focal.GetAsync(path), "form[action*=Resume]");
        app.Other.Answer = HttpStatusCode.OK;
        app.Clock.Shift(TimeSpan.FromSeconds(2));
        await LogAsync(focal, "Bật lại rồi");
        await app.RunJobsAsync();
        app.Other.Got.ShouldHaveSingleItem();

        // Run again from the list of jobs what was given up is sent, not only called done.
        app.Other.Got.Clear();
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var given = (await DeliveriesAsync())[^1].Id;
            await db.Set<WebhookDelivery>().Where(d => d.Id == given).ExecuteUpdateAsync(d => d.SetProperty(x => x.State, DeliveryState.Dead));
            var job = await db.Set<Job>().Where(j => j.Kind == "webhook.deliver" && j.Payload.Contains(given.ToString())).Select(j => j.Id).SingleAsync();
            await db.Set<Job>().Where(j => j.Id == job).ExecuteUpdateAsync(j => j.SetProperty(x => x.State, JobState.Dead));
            await s.GetRequiredService<JobQueue>().AgainAsync(job);
        });
        await app.RunJobsAsync();
        app.Other.Got.ShouldHaveSingleItem();
        (await DeliveriesAsync())[^1].State.ShouldBe(DeliveryState.Delivered);

        // What is kept no more is not called done either.
        var gone = (await DeliveriesAsync())[^1].Id;
        var last = await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var job = await db.Set<Job>().Where(j => j.Kind == "webhook.deliver" && j.Payload.Contains(gone.ToString())).Select(j => j.Id).SingleAsync();
            await db.Set<WebhookDelivery>().Where(d => d.Id == gone).ExecuteDeleteAsync();
            await db.Set<Job>().Where(j => j.Id == job).ExecuteUpdateAsync(j => j.SetProperty(x => x.State, JobState.Dead));
            await s.GetRequiredService<JobQueue>().AgainAsync(job);
            return job;
        });
        await app.RunJobsAsync();
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Job>().Where(j => j.Id == last).Select(j => j.State).SingleAsync())).ShouldBe(JobState.Dead);
    }

    [Theory]
    [InlineData("http://nhan.tinh.gov.vn/x")]
    [InlineData("https://127.0.0.1/x")]
    [InlineData("https://[::1]/x")]
    [InlineData("https://10.1.2.3/x")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("https://localhost/x")]
    [InlineData("https://may-chu.local/x")]
    [InlineData("https://nhan.tinh.gov.vn:22/x")]
    [InlineData("https://ai:do@nhan.tinh.gov.vn/x")]
    [InlineData("ftp://nhan.tinh.gov.vn/x")]
    public void Address_ThatLeadsInsideOrIsNoHttps_IsNotTaken(string url) => WebhookSender.WhyNot(url).ShouldNotBeNull();

    [Fact]
    public void Address_OfANameThatNobodyHas_IsCalledThatAndNotInside() => WebhookSender.WhyNot("https://nhan.example/x").ShouldNotBeNull().ShouldContain("Không tìm thấy máy chủ nào tên nhan.example");

    [Theory]
    [InlineData("10.0.0.5")]
    [InlineData("127.0.0.1")]
    [InlineData("::ffff:192.168.1.1")]
    [InlineData("fd00::1")]
    [InlineData("93.184.216.34", "10.0.0.5")]
    public async Task Name_ThatResolvesInside_IsNotConnectedTo(params string[] addresses)
    {
        var net = new FakeNet();
        net.Name("nhan.tinh.gov.vn", addresses);
        using var sender = new WebhookSender(new PublicConnector(net).Handler([.. WebhookSender.Ports]));
        var (trouble, gone) = await sender.SendAsync("https://nhan.tinh.gov.vn/x", "whsec_x", "activity.recorded", Guid.CreateVersion7(), "{}", DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken);
        (trouble, gone).ShouldBe(("Tên máy chủ trỏ vào mạng nội bộ; LanToa không gửi gì đến đó.", false));
        net.Connections.ShouldBeEmpty();
    }
}
