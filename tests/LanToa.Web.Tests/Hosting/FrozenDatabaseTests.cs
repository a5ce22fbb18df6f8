using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using LanToa.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace LanToa.Web.Tests.Hosting;

/// <summary>A database that takes connections and answers nothing, as one whose processes are stopped.</summary>
public sealed class FrozenDatabaseTests(FrozenDatabaseTests.LookingApp app) : IClassFixture<FrozenDatabaseTests.LookingApp>
{
    [Fact]
    public async Task Ready_WhileTheDatabaseStandsStill_SaysSoInTime_ByOneQuestionForAll_AndRecovers()
    {
        using var way = new Way(app.Connections.App);
        await using var source = NpgsqlDataSource.Create(way.Connection);
        var health = new DatabaseHealth(source);
        (await health.CheckHealthAsync(new())).Status.ShouldBe(HealthStatus.Healthy);

        way.Freeze();
        var began = Stopwatch.StartNew();
        foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => health.CheckHealthAsync(new())))) answer.Status.ShouldBe(HealthStatus.Unhealthy);
        (await health.CheckHealthAsync(new())).Status.ShouldBe(HealthStatus.Unhealthy);
        // Twice three seconds; to give a question up takes the driver more than fifteen.
        began.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(12));
        // The connection that was there, and the one that asks the server to give the question up.
        way.Taken.ShouldBeLessThanOrEqualTo(3);

        way.Thaw();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await health.CheckHealthAsync(new(), patience.Token)).Status != HealthStatus.Healthy) patience.Token.ThrowIfCancellationRequested();
    }

    [Fact]
    public async Task Pages_WhileTheDatabaseStandsStill_SaySoInTime_WriteNothing_AndGoOnWithTheFirstRequestAfter()
    {
        using var person = await app.SignInAsync(Role.Viewer);
        using var visitor = app.Anonymous();
        var me = await person.GetAsync("/identity/me");
        me.Status.ShouldBe(HttpStatusCode.OK);
        var health = app.App.Services.GetRequiredService<DatabaseHealth>();
        (await health.CheckHealthAsync(new())).Status.ShouldBe(HealthStatus.Healthy);

        app.Way.Freeze();
        (await health.CheckHealthAsync(new())).Status.ShouldBe(HealthStatus.Unhealthy);
        var began = Stopwatch.StartNew();
        var (page, program) = (person.GetAsync("/identity/me"), visitor.GetAsync("/api/v1/units"));
        var sent = await person.SubmitAsync(me, "form:has([name=Again])", new() { ["Current"] = TestApp.Password, ["New"] = "một mật khẩu khác hẳn", ["Again"] = "một mật khẩu khác hẳn" });
        var answers = new[] { await page, sent };
        began.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(7));
        foreach (var answer in answers)
        {
            answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            answer.Text("h1").ShouldBe("Hệ thống tạm thời chưa dùng được");
            answer.Text("main").ShouldContain("lần gửi này chưa ghi gì");
            answer.Html.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content").ShouldBe("10; url=/identity/me");
        }
        (await visitor.GetAsync("/")).Status.ShouldBe(HttpStatusCode.OK);
        (await program).Body.ShouldContain("tam-dung");

        app.Way.Thaw();
        // Nothing is asked again before: the request itself waits for the answer. And nothing was written of what was sent: the form goes again as it was.
        (await person.GetAsync("/identity/me")).Status.ShouldBe(HttpStatusCode.OK);
        (await person.SubmitAsync(me, "form:has([name=Again])", new() { ["Current"] = TestApp.Password, ["New"] = "một mật khẩu khác hẳn", ["Again"] = "một mật khẩu khác hẳn" })).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Page_TheTreeOfBodiesNotToBeReadOnceThePersonIsKnown_SaysSo()
    {
        using var person = await app.SignInAsync(Role.Viewer);
        app.Tree.IsGone = true;
        try
        {
            var answer = await person.GetAsync("/today");
            answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            answer.Text("h1").ShouldBe("Hệ thống tạm thời chưa dùng được");
        }
        finally { app.Tree.IsGone = false; }
        (await person.GetAsync("/today")).Status.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>A program that asks over a way which can be frozen whether its database answers. Its pages have the database itself: what they answer while the way is frozen comes from the gate.</summary>
    public sealed class LookingApp : TestApp
    {
        internal Way Way { get; private set; } = null!;

        internal Tree Tree { get; private set; } = null!;

        protected override void Configure(IServiceCollection services)
        {
            Way = new Way(Connections.App);
            services.AddSingleton<IOrganizationDirectory>(s => Tree = new Tree(s.GetRequiredService<OrganizationDirectory>()));
            services.AddKeyedSingleton(DatabaseHealth.Key, (_, _) => DatabaseHealth.Source(Way.Connection).Build());
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Way?.Dispose();
        }
    }

    /// <summary>The tree of bodies, until it is gone: then whoever asks hears what they would of a database that takes no new connection.</summary>
    internal sealed class Tree(OrganizationDirectory directory) : IOrganizationDirectory
    {
        public bool IsGone { private get; set; }

        private OrganizationDirectory There => IsGone ? throw new NpgsqlException("Exception while reading from stream", new TimeoutException()) : directory;

        public OrganizationInfo? Find(Guid id) => There.Find(id);
        public string? DistinctNameOf(Guid id) => There.DistinctNameOf(id);
        public bool IsWithin(Guid unit, Guid ancestor) => There.IsWithin(unit, ancestor);
        public bool IsKept(Guid unit) => There.IsKept(unit);
        public IReadOnlyCollection<Guid> KeptIn(short province) => There.KeptIn(province);
        public IReadOnlyList<OrganizationInfo> Subtree(Guid root) => There.Subtree(root);
    }

    /// <summary>Carries bytes to the real server and back, until it is frozen: then it takes connections and what they say, and carries nothing until it thaws.</summary>
    internal sealed class Way : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _end = new();
        private readonly string _server;
        private volatile TaskCompletionSource _flows = new();
        private int _taken;

        public Way(string connection)
        {
            var to = new NpgsqlConnectionStringBuilder(connection);
            _server = Path.Combine(to.Host!, $".s.PGSQL.{to.Port}");
            Thaw();
            _listener.Start();
            (to.Host, to.Port) = ("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);
            Connection = to.ConnectionString;
            _ = TakeAsync();
        }

        public string Connection { get; }

        /// <summary>So many connections were made.</summary>
        public int Taken => _taken;

        public void Freeze() => _flows = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Thaw() => _flows.TrySetResult();

        public void Dispose()
        {
            _end.Cancel();
            _listener.Dispose();
            Thaw();
            _end.Dispose();
        }

        private async Task TakeAsync()
        {
            var end = _end.Token;
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(end);
                _taken++;
                _ = CarryBothAsync(client, end);
            }
        }

        private async Task CarryBothAsync(Socket client, CancellationToken end)
        {
            using (client)
            using (var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            {
                await server.ConnectAsync(new UnixDomainSocketEndPoint(_server), end);
                await Task.WhenAny(CarryAsync(client, server, end), CarryAsync(server, client, end));
            }
        }

        private async Task CarryAsync(Socket from, Socket to, CancellationToken end)
        {
            var some = new byte[8192];
            while (await from.ReceiveAsync(some, end) is > 0 and var count)
            {
                await _flows.Task.WaitAsync(end);
                await to.SendAsync(some.AsMemory(0, count), end);
            }
        }
    }
}
