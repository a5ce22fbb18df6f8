using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using LanToa.Platform.Data;
using LanToa.Testing;
using Npgsql;
using Xunit;

namespace LanToa.Cli.Tests;

/// <summary>
/// Two real processes on one real PostgreSQL, which keeps what it has committed when it is killed, and a balancer in front of them. The nodes were started
/// at the same moment on an empty database. A worker that gives no sign loses its job after three seconds.
/// </summary>
public sealed partial class TwoNodes : IAsyncLifetime
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>The lock in front of which a transaction that wrote a letter waits at its end, while a test holds it.</summary>
    private const int Gate = 4242;

    private readonly string _folder = Path.Combine(Repository.Root, "var", "tests", Guid.CreateVersion7().ToString("N"));
    private readonly List<PrivatePostgres> _clusters = [];
    private string _password = "";

    internal List<Node> Nodes { get; } = [];

    internal Balancer Balancer { get; private set; } = null!;

    internal string MailFolder => Path.Combine(_folder, "data", "mail");

    private PrivatePostgres Cluster => _clusters[^1];

    public async ValueTask InitializeAsync()
    {
        _clusters.Add(await PrivatePostgres.StartAsync(Options));
        var starting = new[] { "nut-a", "nut-b" }.Select(StartNodeAsync).ToList();
        Nodes.AddRange(await Task.WhenAll(starting));
        _password = Nodes.SelectMany(n => n.Said).Select(line => Password().Match(line)).Single(m => m.Success).Groups[1].Value;
        Balancer = await Balancer.StartAsync([.. Nodes.Select(n => n.Address)]);
        await ChoosePasswordAsync();
        await ScalarAsync($"""
            CREATE FUNCTION test_gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared({Gate}); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER test_gate AFTER INSERT OR UPDATE ON outgoing_mail DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION test_gate();
            """);
    }

    public async ValueTask DisposeAsync()
    {
        if (Balancer is not null) await Balancer.DisposeAsync();
        foreach (var node in Nodes)
            if (!node.Process.HasExited) await StopTests.StoppedAsync(node.Process, "TERM");
        Nodes.ForEach(n => n.Process.Dispose());
        NpgsqlConnection.ClearAllPools();
        foreach (var cluster in _clusters) await cluster.DisposeAsync();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The administrator's browser; at the balancer, or at one node alone.</summary>
    internal async Task<TestBrowser> SignInAsync(Node? at = null)
    {
        var cookies = new CookieContainer();
        var browser = new TestBrowser(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = at?.Address ?? Balancer.Address }) { Cookies = cookies };
        var signedIn = await browser.SubmitAsync(await browser.GetAsync("/identity/signin"), "form[method=post]", new() { ["UserName"] = "quantri", ["Password"] = _password });
        signedIn.Status.ShouldBe(HttpStatusCode.Redirect, signedIn.Text());
        return browser;
    }

    // The printed one is good for that and nothing else.
    private async Task ChoosePasswordAsync()
    {
        const string own = "gió mùa đông bắc về sớm";
        using var browser = await SignInAsync();
        (await browser.GetAsync("/jobs")).Location!.ShouldContain("/identity/me");
        (await browser.SubmitAsync(await browser.GetAsync("/identity/me"), "form:has([name=Again])", new() { ["Current"] = _password, ["New"] = own, ["Again"] = own })).Location.ShouldBe("/today");
        _password = own;
    }

    /// <summary>Nobody who writes a letter gets to the end of the transaction before this is disposed.</summary>
    internal async Task<IAsyncDisposable> HoldCommitsOfLettersAsync()
    {
        var connection = new NpgsqlConnection(Superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_lock({Gate})", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>The session that waits in the middle of its commit, and the node it belongs to.</summary>
    internal async Task<(int Session, Node Node)> WaitingAsync(string waitsFor = "advisory")
    {
        var said = await UntilAsync($"SELECT pid || ' ' || application_name FROM pg_stat_activity WHERE wait_event = '{waitsFor}' AND datname = 'lantoa' AND query !~ 'pg_advisory'", _ => true);
        return (int.Parse(said.Split(' ')[0], CultureInfo.InvariantCulture), Nodes.Single(n => n.Name == said.Split(' ')[1]));
    }

    /// <summary>Asks the database until it gives an answer that will do.</summary>
    internal async Task<string> UntilAsync(string sql, Func<string, bool> enough)
    {
        using var patience = new CancellationTokenSource(Patience);
        var last = "";
        while (true)
        {
            try
            {
                if (Convert.ToString(await ScalarAsync(sql), CultureInfo.InvariantCulture) is { Length: > 0 } answer && enough(last = answer)) return answer;
            }
            catch (NpgsqlException)
            {
                // It recovers.
            }
            if (patience.IsCancellationRequested) throw new TimeoutException($"{sql} went on answering '{last}'.");
            await Task.Delay(50);
        }
    }

    internal async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Kills a node and starts it anew, as whoever watches over it would.</summary>
    internal static async Task KillAsync(Node node)
    {
        node.Process.Kill();
        await node.Process.WaitForExitAsync();
    }

    internal async Task StartAgainAsync(Node node)
    {
        var fresh = await StartNodeAsync(node.Name);
        Nodes[Nodes.IndexOf(node)] = fresh;
        Balancer.Replace(node.Address, fresh.Address);
    }

    /// <summary>Ends the database at once, without a clean stop (as <c>pg_ctl stop -m immediate</c>), and starts it again, which recovers it.</summary>
    internal async Task CrashDatabaseAsync()
    {
        await SignalAsync("QUIT", Cluster.ServerProcessId!.Value);
        while (Cluster.ServerProcessId is not null) await Task.Delay(20);
        _clusters.Add(await PrivatePostgres.StartAsync(Options));
    }

    internal static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Until both nodes say that they can work, by themselves.</summary>
    internal async Task ReadyAsync()
    {
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(Patience);
        foreach (var node in Nodes)
            while ((await http.GetAsync(new Uri(node.Address, "/health/ready"), patience.Token)).StatusCode != HttpStatusCode.OK) await Task.Delay(50, patience.Token);
    }

    private PrivatePostgresOptions Options => new(Path.Combine(_folder, "postgres"));

    private string Superuser => new NpgsqlConnectionStringBuilder(Cluster.Admin) { Database = "lantoa", Pooling = false }.ConnectionString;

    private async Task<Node> StartNodeAsync(string name)
    {
        var start = Lantoa.Program("dotnet", Path.Combine(AppContext.BaseDirectory, "lantoa.dll"), "run", "--empty", "--data", Path.Combine(_folder, "data"), "--urls", "http://127.0.0.1:0", "--log", "quiet", "--proxy", "127.0.0.1",
            "--connection", $"{Cluster.Connections.Owner};Application Name={name}");
        start.Environment["LANTOA_JOBS_LEASE"] = "3";
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            said.Add(line);
            if (Address().Match(line) is { Success: true } address) return new(name, process, new Uri(address.Value), said);
        }
        throw new InvalidOperationException($"{name} ended: {string.Join('\n', said)} {await errors}");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    [GeneratedRegex(@"quantri .*\): (\w+)$")]
    private static partial Regex Password();

    internal sealed record Node(string Name, Process Process, Uri Address, IReadOnlyList<string> Said);
}
