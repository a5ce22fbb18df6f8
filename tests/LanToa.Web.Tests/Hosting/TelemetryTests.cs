using System.Net;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using LanToa.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Console;

namespace LanToa.Web.Tests.Hosting;

/// <summary>The program with an OTLP address: what docs/operations/monitoring.md promises arrives there, and nothing that people typed.</summary>
public sealed class TelemetryTests(TelemetryTests.WatchedApp app) : IClassFixture<TelemetryTests.WatchedApp>
{
    [Fact]
    public async Task Request_ItsSpanTheDatabasesAndItsLogLine_ArriveWithoutWhatWasTyped()
    {
        using var person = await app.SignInAsync(Role.Viewer);
        var number = "";
        using (var answer = await person.Http.GetAsync("/search?q=LờiRiêngTư"))
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            number = answer.Headers.GetValues("X-Request-Id").Single();
        }
        await person.GetAsync("/health/ready");
        await app.Otlp.UntilAsync(o => o.Text("/v1/traces").Contains(number, StringComparison.Ordinal) && o.Text("/v1/logs").Contains("/Search", StringComparison.Ordinal), "The request's span and line");
        var spans = app.Otlp.Text("/v1/traces");
        spans.ShouldContain("GET /Search");
        spans.ShouldContain("Npgsql");
        spans.ShouldContain("FROM account");
        app.Otlp.Text("/v1/logs").ShouldContain("{Method} {Route} {Status} {Ms} ms");
        app.Otlp.Text().ShouldContain("lantoa");
        spans.ShouldNotContain("health/ready");
        foreach (var secret in new[] { "LờiRiêngTư", Uri.EscapeDataString("LờiRiêngTư"), TestApp.Password, "nguoi1" }) app.Otlp.Text().ShouldNotContain(secret);
    }

    [Fact]
    public async Task Job_ItsRunIsASpan()
    {
        await app.InScopeAsync(async s =>
        {
            s.GetRequiredService<JobQueue>().Enqueue<object?>("mail.forget", null);
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        });
        await app.RunJobsAsync();
        await app.Otlp.UntilAsync(o => o.Text("/v1/traces").Contains("job mail.forget", StringComparison.Ordinal), "The job's span");
    }

    [Fact]
    public async Task Measures_EachOfThem_IsTheNumberInTheDatabase()
    {
        await app.InScopeAsync(async s =>
        {
            var now = app.Clock.GetUtcNow();
            await s.GetRequiredService<LanToaDb>().Database.ExecuteSqlAsync($"""
                INSERT INTO job (id, province_id, kind, payload, state, created_at, run_after, created_by_name, attempts, max_attempts, progress)
                VALUES ({Guid.CreateVersion7()}, 0, 'test.waits', 'null', 'Queued', {now}, {now.AddHours(-2)}, 'x', 0, 5, 0), ({Guid.CreateVersion7()}, 0, 'test.dead', 'null', 'Dead', {now}, {now}, 'x', 5, 5, 0);
                INSERT INTO outgoing_mail (id, province_id, kind, to_address, to_name, subject, text, created_at, job_id)
                SELECT gen_random_uuid(), 0, 'mail.test', 'a@example.org', 'A', 'x', 'x', {now}, id FROM job WHERE kind = 'test.dead';
                INSERT INTO occurrence_due_count (province_id, due_on, unit_id, month, plan_id, assigner_id, is_request, stage, opens_on, total)
                SELECT 99, '2026-01-10', gen_random_uuid(), '2026-01-01', gen_random_uuid(), gen_random_uuid(), false, s, '2026-01-01', 7 FROM generate_series(0, 3) s
                """);
        });
        var names = app.App.Services.GetServices<Measure>().Select(m => m.Name).ToList();
        names.ShouldBe(["lantoa.jobs.queue.age", "lantoa.jobs.dead", "lantoa.mail.failed", "lantoa.occurrences.overdue"], ignoreOrder: true);
        var monitoring = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operations", "monitoring.md"), TestContext.Current.CancellationToken);
        names.Where(n => !monitoring.Contains($"`{n}`", StringComparison.Ordinal)).ShouldBeEmpty("monitoring.md lists every measure");
        await app.Otlp.UntilAsync(o => o.Gauge("lantoa.jobs.queue.age") >= 7200 && o.Gauge("lantoa.jobs.dead") is 1 && o.Gauge("lantoa.mail.failed") is 1 && o.Gauge("lantoa.occurrences.overdue") is 14,
            "The measures: " + string.Join(", ", names.Select(n => $"{n} {app.Otlp.Gauge(n)}")));
        app.Otlp.Text("/v1/metrics").ShouldContain("http.server.request.duration");
    }

    [Fact]
    public void Address_ThatIsNone_StopsTheStartWithASentence() =>
        Should.Throw<StartException>(() => LanToaHost.Build(new HostOptions { Urls = ["http://127.0.0.1:0"], Log = LogForm.Quiet, Telemetry = new Dictionary<string, string?> { [Telemetry.Switch] = "may-thu" } }, app.Connections.App, runJobs: false))
            .Message.ShouldContain("OTEL_EXPORTER_OTLP_ENDPOINT");

    [Fact]
    public async Task WithoutAnAddress_NothingListens()
    {
        await using var quiet = LanToaHost.Build(new HostOptions { Urls = ["http://127.0.0.1:0"], Log = LogForm.Quiet, Telemetry = new Dictionary<string, string?> { [Telemetry.Switch] = "" } }, app.Connections.App, runJobs: false);
        quiet.Services.GetService<OpenTelemetry.Trace.TracerProvider>().ShouldBeNull();
        quiet.Services.GetService<OpenTelemetry.Metrics.MeterProvider>().ShouldBeNull();
    }

    public sealed class WatchedApp : TestApp
    {
        internal OtlpListener Otlp { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            Otlp = await OtlpListener.StartAsync();
            await base.InitializeAsync();
        }

        protected override HostOptions Configure(HostOptions options) => options with
        {
            Log = LogForm.Json,
            Telemetry = new Dictionary<string, string?>
            {
                [Telemetry.Switch] = Otlp.Address.ToString(), ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf", ["OTEL_METRIC_EXPORT_INTERVAL"] = "300", ["OTEL_BSP_SCHEDULE_DELAY"] = "100", ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
            },
        };

        // Its lines go to the listener, not among what the tests say.
        protected override void Configure(IServiceCollection services) => services.Remove(services.Single(s => s.ImplementationType == typeof(ConsoleLoggerProvider)));

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await Otlp.DisposeAsync();
        }
    }
}
