using LanToa.Platform.Data;
using LanToa.Testing;

namespace LanToa.Cli.Tests;

/// <summary>The cluster shared by real processes: <c>lantoa psql</c> is the smallest that attaches.</summary>
public sealed class PrivateClusterTests : IDisposable
{
    private readonly string data = Path.Combine(Repository.Root, "var", "tests", Guid.CreateVersion7().ToString("N"));

    private PrivatePostgresOptions Options => new(Path.Combine(data, "postgres")) { Durable = false };

    public void Dispose()
    {
        if (Directory.Exists(data)) Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task SecondProcess_AttachesAndOutlivesTheFirst()
    {
        var first = await PrivatePostgres.StartAsync(Options);
        // Whoever looks after other servers has their address and port in the environment.
        var start = Lantoa.Program("dotnet", Path.Combine(AppContext.BaseDirectory, "lantoa.dll"), "psql", "--data", data, "--", "-qAt");
        (start.Environment["PGPORT"], start.Environment["PGHOSTADDR"]) = ("5999", "127.0.0.2");
        using var second = System.Diagnostics.Process.Start(start)!;
        await AnswersAsync(second);

        await first.DisposeAsync();
        first.ServerProcessId.ShouldNotBeNull();
        await AnswersAsync(second);

        second.StandardInput.Close();
        await second.WaitForExitAsync();
        first.ServerProcessId.ShouldBeNull();
    }

    [Fact]
    public async Task KilledProcess_LeavesAServerThatTheNextAdoptsAndStops()
    {
        using var killed = Lantoa.Start("psql", "--data", data, "--", "-qAt");
        await AnswersAsync(killed);
        killed.Kill(entireProcessTree: false);
        await killed.WaitForExitAsync();

        var next = await PrivatePostgres.StartAsync(Options);
        next.StartedHere.ShouldBeFalse();
        await next.DisposeAsync();
        next.ServerProcessId.ShouldBeNull();
    }

    [Fact]
    public async Task KilledServer_IsStartedAgainByTheProgramThatUsesIt()
    {
        using var run = Lantoa.Start("run", "--data", data, "--urls", "http://127.0.0.1:0", "--empty", "--log", "quiet");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        var ready = await StopTests.LineAsync(run, "sẵn sàng", patience.Token);
        var beside = await PrivatePostgres.StartAsync(new(Path.Combine(data, "postgres")), patience.Token);
        var before = beside.ServerProcessId!.Value;
        using (var server = System.Diagnostics.Process.GetProcessById(before)) server.Kill();

        string? said;
        do said = await run.StandardError.ReadLineAsync(patience.Token);
        while (said is not null && !said.Contains("The private PostgreSQL had ended and was started again", StringComparison.Ordinal));
        said.ShouldNotBeNull();
        beside.ServerProcessId.ShouldNotBe(before);
        // Connections from before are found broken one by one.
        using (var http = new HttpClient { BaseAddress = new(ready.Split(' ').First(w => w.StartsWith("http", StringComparison.Ordinal))) })
            while (await HealthAsync(http, patience.Token) != "Healthy") await Task.Delay(50, patience.Token);
        await beside.DisposeAsync();
        await StopTests.StoppedAsync(run, "TERM");
        beside.ServerProcessId.ShouldBeNull();
    }

    private static async Task<string> HealthAsync(HttpClient http, CancellationToken cancel)
    {
        using var answer = await http.GetAsync("/health/ready", cancel);
        return await answer.Content.ReadAsStringAsync(cancel);
    }

    private static async Task AnswersAsync(System.Diagnostics.Process psql)
    {
        await psql.StandardInput.WriteLineAsync("SELECT 'alive';");
        await psql.StandardInput.FlushAsync();
        (await psql.StandardOutput.ReadLineAsync()).ShouldBe("alive");
    }
}
