using System.Diagnostics;

namespace LanToa.Cli.Tests;

/// <summary>The program as a process of its own, as <c>./lantoa</c> starts it.</summary>
internal static class Lantoa
{
    public static Process Start(params string[] arguments) =>
        Process.Start(Program("dotnet", [Path.Combine(AppContext.BaseDirectory, "lantoa.dll"), .. arguments]))!;

    /// <summary>
    /// A program that obeys signals whoever started the tests: a shell without job control (nohup, a build server's step) hands an ignored
    /// SIGINT down to all that it starts in the background. The process keeps its number, for env replaces itself.
    /// </summary>
    public static ProcessStartInfo Program(string program, params IEnumerable<string> arguments) =>
        new("env", ["--default-signal=INT,TERM", program, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };

    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
