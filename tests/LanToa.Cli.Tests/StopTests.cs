using System.Diagnostics;
using LanToa.Platform.Data;
using LanToa.Testing;

namespace LanToa.Cli.Tests;

/// <summary>Real processes, told to stop at each stage of a start: the private PostgreSQL ends with them, and the next start finds nothing in its way.</summary>
public sealed class StopTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string data = Path.Combine(Repository.Root, "var", "tests", Guid.CreateVersion7().ToString("N"));

    private string Home => Path.Combine(data, "postgres");

    public void Dispose()
    {
        if (Directory.Exists(data)) Directory.Delete(data, recursive: true);
    }

    [Theory]
    [InlineData("initdb", "TERM")]
    [InlineData("server start", "INT")]
    [InlineData("migration", "TERM")]
    [InlineData("demonstration", "TERM")]
    public async Task Run_ToldToStopDuring_LeavesNoServerAndStartsAgain(string stage, string signal)
    {
        using var run = Lantoa.Start("run", "--data", data, "--urls", "http://127.0.0.1:0", "--log", "quiet");
        await ReachedAsync(run, stage);
        await StoppedAsync(run, signal);
        Servers(data).ShouldBeEmpty();
        File.Exists(Path.Combine(Home, "data", "postmaster.pid")).ShouldBeFalse();
        if (Directory.Exists(Path.Combine(Home, "leases"))) Directory.EnumerateFiles(Path.Combine(Home, "leases")).ShouldBeEmpty();

        using var again = Lantoa.Start("run", "--data", data, "--urls", "http://127.0.0.1:0", "--log", "quiet");
        await ReachedAsync(again, "demonstration");
        // As timeout and sudo do, which tell the process and its group.
        await StoppedAsync(again, "INT", times: 2);
        Servers(data).ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_Stopped_WhileAnotherUsesTheDatabase_LeavesItTheServer()
    {
        using var run = Lantoa.Start("run", "--data", data, "--urls", "http://127.0.0.1:0", "--log", "quiet", "--empty");
        await ReachedAsync(run, "demonstration");
        await using (await PrivatePostgres.StartAsync(new PrivatePostgresOptions(Home)))
        {
            await StoppedAsync(run, "TERM");
            Servers(data).Count.ShouldBe(1);
        }
        Servers(data).ShouldBeEmpty();
    }

    internal static async Task StoppedAsync(Process run, string signal, int times = 1)
    {
        using (var kill = Process.Start("kill", [$"-{signal}", .. Enumerable.Repeat(run.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), times)])) await kill.WaitForExitAsync();
        using var patience = new CancellationTokenSource(Patience);
        await run.WaitForExitAsync(patience.Token);
        run.ExitCode.ShouldBeOneOf(0, 130);
    }

    /// <summary>The main processes of PostgreSQL that work somewhere in a folder.</summary>
    internal static IReadOnlyList<string> Servers(string folder) =>
        [.. Directory.EnumerateDirectories("/proc").Where(p => int.TryParse(Path.GetFileName(p), out _)).Where(p => WorksIn(p, folder) && IsServer(p))];

    private static bool WorksIn(string process, string folder)
    {
        try
        {
            return new FileInfo(process + "/cwd").LinkTarget?.StartsWith(folder, StringComparison.Ordinal) == true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // it has just ended
        }
    }

    private static bool IsServer(string process)
    {
        try
        {
            return File.ReadAllText(process + "/cmdline").Contains("-D", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task ReachedAsync(Process run, string stage)
    {
        using var patience = new CancellationTokenSource(Patience);
        switch (stage)
        {
            case "initdb":
                while (!Directory.Exists(Path.Combine(Home, "data.new"))) await Task.Delay(2, patience.Token);
                break;
            case "server start":
                while (!File.Exists(Path.Combine(Home, "data", "lantoa.conf"))) await Task.Delay(2, patience.Token);
                break;
            case "migration":
                await LineAsync(run, "PostgreSQL riêng", patience.Token);
                break;
            default:
                await LineAsync(run, "sẵn sàng", patience.Token);
                break;
        }
    }

    internal static async Task<string> LineAsync(Process run, string with, CancellationToken cancel)
    {
        while (await run.StandardOutput.ReadLineAsync(cancel) is { } line)
            if (line.Contains(with, StringComparison.Ordinal)) return line;
        throw new InvalidOperationException($"The program ended without saying \"{with}\": {await run.StandardError.ReadToEndAsync(cancel)}");
    }
}
