using System.Diagnostics;
using LanToa.Testing;

namespace LanToa.Cli.Tests;

/// <summary>
/// <c>tools/test.sh</c> with made-up test programs, whose <c>dotnet</c> is a script: two lanes at the same time, each program once and its words
/// whole, and nothing that goes wrong is missed.
/// </summary>
public sealed class TestLanesTests : IDisposable
{
    private readonly string root = Path.Combine(Repository.Root, "var", "tests", Guid.CreateVersion7().ToString("N"));

    public TestLanesTests()
    {
        Directory.CreateDirectory(Path.Combine(root, "tools"));
        foreach (var part in new[] { "build.sh", "test.sh" }) File.Copy(Path.Combine(Repository.Root, "tools", part), Path.Combine(root, "tools", part));
    }

    public void Dispose()
    {
        if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task Programs_InTwoLanes_RunAtOnceAndSpeakInTurn()
    {
        // Each waits for the other lane to have begun: one after another they would never end.
        Make("LanToa.Journeys.Tests", "touch \"$here/one\"; until [ -e \"$here/two\" ]; do sleep 0.01; done; echo journeys begin; echo journeys end");
        Make("LanToa.Web.Tests", "touch \"$here/two\"; until [ -e \"$here/one\" ]; do sleep 0.01; done; echo web begin; echo web end");
        Make("LanToa.Platform.Tests", "echo platform", skipped: 1);
        var (code, said) = await RunAsync();
        said.ShouldContain("── LanToa.Platform.Tests\nplatform\n");
        said.ShouldContain("── LanToa.Web.Tests\nweb begin\nweb end\n");
        said.ShouldContain("── LanToa.Journeys.Tests\njourneys begin\njourneys end\n");
        said.ShouldEndWith("8 passed, 0 failed, 1 skipped\n");
        code.ShouldBe(0);
    }

    [Fact]
    public async Task Programs_FailingOrBreakingOff_AreNamedAndCounted()
    {
        Make("LanToa.Journeys.Tests", "echo '    A.Test [FAIL]'; echo '      one was two'; echo '    later line'", failed: 2);
        Make("LanToa.Cli.Tests", "echo broken; exit 134");
        Make("LanToa.Web.Tests", "kill -KILL $$");
        Make("LanToa.Reading.Tests", "echo reading");
        var (code, said) = await RunAsync();
        said.ShouldContain("LanToa.Cli.Tests did not finish (exit code 134).");
        said.ShouldContain("LanToa.Web.Tests did not finish (exit code 137).");
        said[..said.IndexOf("\nFailed: ", StringComparison.Ordinal)].ShouldEndWith("    A.Test [FAIL]\n      one was two");
        var names = said.Split('\n').Single(line => line.StartsWith("Failed: ", StringComparison.Ordinal))[8..].Split(' ');
        names.ShouldBe(["LanToa.Cli.Tests", "LanToa.Web.Tests", "LanToa.Journeys.Tests"], ignoreOrder: true);
        said.ShouldEndWith("4 passed, 4 failed\n");
        code.ShouldBe(1);
    }

    [Fact]
    public async Task Part_OfAName_RunsOnlyThat()
    {
        Make("LanToa.Journeys.Tests", "echo journeys");
        Make("LanToa.Web.Tests", "echo web");
        var (code, said) = await RunAsync("journeys");
        said.ShouldNotContain("web");
        said.ShouldEndWith("3 passed, 0 failed\n");
        code.ShouldBe(0);
    }

    [Fact]
    public async Task Signal_WhileBuilding_EndsTheBuildAndItsCompiler()
    {
        Make("LanToa.Web.Tests", "echo web");
        using var run = Process.Start(Script("", "[ \"$1\" = build-server ] && exec touch \"$(dirname \"$0\")/ended\"; echo $$ >\"$(dirname \"$0\")/building\"; exec sleep 600"))!;
        var note = Path.Combine(root, "building");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!File.Exists(note) || new FileInfo(note).Length == 0) await Task.Delay(10, patience.Token);
        using (var kill = Process.Start("kill", ["-INT", run.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync(patience.Token);
        await run.WaitForExitAsync(patience.Token);
        run.ExitCode.ShouldBe(130);
        Directory.Exists("/proc/" + (await File.ReadAllTextAsync(note, patience.Token)).Trim()).ShouldBeFalse();
        File.Exists(Path.Combine(root, "ended")).ShouldBeTrue();
    }

    private void Make(string project, string body, int failed = 0, int skipped = 0)
    {
        Directory.CreateDirectory(Path.Combine(root, "tests", project));
        File.WriteAllText(Path.Combine(root, "tests", project, project + ".csproj"), "");
        File.WriteAllText(Path.Combine(root, project), $"""
            here="{root}"
            {body}
            echo "   {project}  Total: 3, Errors: 0, Failed: {failed}, Skipped: {skipped}, Not Run: 0, Time: 0.1s"
            exit {(failed == 0 ? 0 : 1)}

            """);
    }

    private async Task<(int Code, string Said)> RunAsync(string name = "")
    {
        using var run = Process.Start(Script(name, $"[[ \"$1\" = build* ]] || exec bash \"{root}/$(basename \"$1\" .dll)\""))!;
        var error = run.StandardError.ReadToEndAsync();
        var said = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        await error;
        return (run.ExitCode, said);
    }

    /// <summary>The tests as ./lantoa starts them, with a dotnet of one line.</summary>
    private ProcessStartInfo Script(string name, string dotnet)
    {
        var path = Path.Combine(root, "dotnet");
        File.WriteAllText(path, $"#!/usr/bin/env bash\n{dotnet}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = Lantoa.Program("bash", "-c", "set -euo pipefail; root=$1 dotnet=$2; . \"$root/tools/build.sh\"; . \"$root/tools/test.sh\"; run_tests \"$3\"", "bash", root, path, name);
        start.Environment["UseSharedCompilation"] = "false";
        return start;
    }
}
