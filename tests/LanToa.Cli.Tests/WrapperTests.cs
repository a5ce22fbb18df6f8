using System.Diagnostics;
using LanToa.Testing;

namespace LanToa.Cli.Tests;

/// <summary>
/// <c>./lantoa</c> itself, in a copy of the checkout whose <c>dotnet</c> is a script: it notes what it is asked to build, and runs the program
/// that the tests were built with.
/// </summary>
public sealed class WrapperTests : IDisposable
{
    private readonly string root = Path.Combine(Repository.Root, "var", "tests", Guid.CreateVersion7().ToString("N"));

    public WrapperTests()
    {
        foreach (var folder in new[] { "tools", "src/LanToa.Cli", "var", "dotnet/sdk/10.0.100" }) Directory.CreateDirectory(Path.Combine(root, folder));
        foreach (var file in new[] { "lantoa", "tools/setup.sh", "tools/build.sh", "Directory.Build.props", "Directory.Packages.props", "global.json" })
            File.Copy(Path.Combine(Repository.Root, file), Path.Combine(root, file));
        File.WriteAllText(Path.Combine(root, "src/LanToa.Cli/Program.cs"), "// source");
        File.WriteAllText(Path.Combine(root, "var/optional-asked"), ""); // what this machine lacks is not this test's business
    }

    private string Builds => Path.Combine(root, "builds");

    private string Ends => Path.Combine(root, "ends");

    public void Dispose()
    {
        if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task Start_WhenNothingChanged_BuildsNothing()
    {
        MakeDotnet("mkdir -p \"$6\" && touch \"$6/lantoa.dll\"");
        (await RunAsync("read", "a.txt")).ShouldContain("ran read a.txt");
        (await RunAsync("read", "a.txt")).ShouldContain("ran read a.txt");
        File.ReadAllLines(Builds).Length.ShouldBe(1);
        // Where no compiler is to stay behind, the shared one is told to end.
        File.ReadAllLines(Ends).ShouldBe(["build-server shutdown --vbcscompiler"]);

        await File.AppendAllTextAsync(Path.Combine(root, "src/LanToa.Cli/Program.cs"), "\n");
        await RunAsync("read", "a.txt");
        File.ReadAllLines(Builds).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Start_BuildFails_SaysSoAndBuildsAgainNextTime()
    {
        MakeDotnet("echo 'error CS0000: hỏng'; exit 1");
        (await RunAsync("read", "a.txt")).ShouldContain("error CS0000");
        await RunAsync("read", "a.txt");
        File.ReadAllLines(Builds).Length.ShouldBe(4); // each time with and without code compiled ahead
    }

    [Fact]
    public async Task Start_ByAServiceThatMayNotWriteToTheCheckout_RunsWithoutAnOptionalTool()
    {
        MakeDotnet("mkdir -p \"$6\" && touch \"$6/lantoa.dll\"");
        await RunAsync("read", "a.txt");
        await File.AppendAllTextAsync(Path.Combine(root, "tools/setup.sh"), "\nmay_install() { return 1; }\nmissing_packages() { case \"$1\" in optional) echo cong-cu-thieu ;; esac; }\n");
        // Nobody, not even root, can touch what an old link into nothing stands for.
        var asked = Path.Combine(root, "var/optional-asked");
        File.Delete(asked);
        File.CreateSymbolicLink(asked, "/nonexistent/asked");
        using (var age = Process.Start("touch", ["-h", "-d", "2020-01-01", asked])) await age.WaitForExitAsync();
        var said = await RunAsync("read", "a.txt");
        said.ShouldContain("Chưa có: cong-cu-thieu");
        said.ShouldContain("ran read a.txt");
    }

    [Fact]
    public async Task Sigterm_WhileRunning_ReachesTheProgramAndItsDatabase()
    {
        MakeDotnet("mkdir -p \"$6\" && touch \"$6/lantoa.dll\"", $"exec \"{RealDotnet()}\" \"{Path.Combine(AppContext.BaseDirectory, "lantoa.dll")}\" \"$@\"");
        var data = Path.Combine(root, "data");
        using var run = Start("run", "--data", data, "--urls", "http://127.0.0.1:0", "--empty", "--log", "quiet");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        await StopTests.LineAsync(run, "sẵn sàng", patience.Token);
        StopTests.Servers(data).Count.ShouldBe(1);
        await StopTests.StoppedAsync(run, "TERM");
        StopTests.Servers(data).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task Signal_WhileBuilding_EndsTheBuild(string signal, int code)
    {
        MakeDotnet("echo $$ > \"$(dirname \"$0\")/building\"; exec sleep 600");
        using var run = Start("run");
        var note = Path.Combine(root, "dotnet/building");
        using var starting = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!File.Exists(note) || new FileInfo(note).Length == 0)
        {
            run.HasExited.ShouldBeFalse("The wrapper ended before it built.");
            await Task.Delay(10, starting.Token);
        }
        using (var kill = Process.Start("kill", [$"-{signal}", run.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await run.WaitForExitAsync(patience.Token);
        run.ExitCode.ShouldBe(code);
        Directory.Exists("/proc/" + (await File.ReadAllTextAsync(note)).Trim()).ShouldBeFalse();
        File.ReadAllLines(Ends).Length.ShouldBe(1);
    }

    private void MakeDotnet(string publish, string run = "echo \"ran $*\"")
    {
        var path = Path.Combine(root, "dotnet/dotnet");
        File.WriteAllText(path, $"""
            #!/usr/bin/env bash
            if [ "$1" = publish ]; then
              echo built >>"{Builds}"
              {publish}
              exit 0
            elif [ "$1" = build-server ]; then
              echo "$*" >>"{Ends}"
              exit 0
            fi
            shift
            {run}

            """);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static string RealDotnet() => Environment.ProcessPath!;

    private Process Start(params string[] arguments)
    {
        var start = Lantoa.Program(Path.Combine(root, "lantoa"), arguments);
        start.Environment["PATH"] = Path.Combine(root, "dotnet") + ":" + start.Environment["PATH"];
        start.Environment["UseSharedCompilation"] = "false";
        return Process.Start(start)!;
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        using var run = Start(arguments);
        run.StandardInput.Close();
        var error = run.StandardError.ReadToEndAsync();
        var output = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        return output + await error;
    }
}
