using System.Diagnostics;
using LanToa.Testing;

namespace LanToa.Cli.Tests;

/// <summary>The systemd unit of docs/operations/examples: its command is one that the program knows, and may do its work within what the unit allows.</summary>
public sealed class ServiceExampleTests
{
    private const string Checkout = "/opt/lantoa";

    private static readonly string Examples = Path.Combine(Repository.Root, "docs", "operations", "examples");

    private static readonly string Unit = Path.Combine(Examples, "lantoa.service");

    private static readonly ILookup<string, string> Settings = File.ReadLines(Unit).Where(l => l.Contains('=', StringComparison.Ordinal) && l[0] != '#')
        .ToLookup(l => l[..l.IndexOf('=', StringComparison.Ordinal)], l => l[(l.IndexOf('=', StringComparison.Ordinal) + 1)..]);

    private static readonly string[] Start = Settings["ExecStart"].Single().Split(' ');

    [Fact]
    public void ExecStart_AsWritten_IsUnderstoodByTheProgram()
    {
        Start[0].ShouldBe(Checkout + "/lantoa");
        Settings["WorkingDirectory"].Single().ShouldBe(Checkout);
        File.Exists(Path.Combine(Repository.Root, "lantoa")).ShouldBeTrue();
        Commands.Root().Parse(Start[1..]).Errors.ShouldBeEmpty();
        Commands.Root().Parse([.. Start[1..], "--prxy", "127.0.0.1"]).Errors.ShouldNotBeEmpty("the program takes any option");
    }

    [Fact]
    public async Task ExecStart_Address_IsWhatTheProxiesAsk()
    {
        var address = new Uri(After("--urls"));
        foreach (var file in new[] { "nginx.conf", "Caddyfile" }) (await File.ReadAllTextAsync(Path.Combine(Examples, file))).ShouldContain($"127.0.0.1:{address.Port}", customMessage: file);
        address.IsLoopback.ShouldBeTrue("only the proxy may come");
        After("--proxy").ShouldBe("127.0.0.1");
    }

    [Fact]
    public void Service_MayWrite_WhereItsDataLiesAndNowhereElse()
    {
        Settings["User"].Single().ShouldBe("lantoa");
        Settings["ProtectSystem"].Single().ShouldBe("strict");
        Settings["ReadWritePaths"].ShouldBeEmpty();
        After("--data").ShouldStartWith($"/var/lib/{Settings["StateDirectory"].Single()}/");
        // .NET compiles while it runs; without these it does not start.
        Settings["MemoryDenyWriteExecute"].ShouldBeEmpty();
        Settings["SystemCallFilter"].ShouldBeEmpty();
    }

    [Fact]
    public void Stop_IsGivenMoreTimeThanTheProgramTakes()
    {
        Settings["KillMode"].Single().ShouldBe("mixed", "PostgreSQL is ended by the program, not beside it");
        int.Parse(Settings["TimeoutStopSec"].Single(), System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(30);
    }

    [Fact]
    public async Task Unit_WhereSystemdIsInstalled_HasNothingWrong()
    {
        var (found, said) = await VerifyAsync(text => text);
        if (!found) Assert.Skip("lantoa.service was not checked by systemd: systemd-analyze is not on the PATH (sudo apt-get install systemd).");
        said.ShouldBeEmpty();
        (await VerifyAsync(text => text.Replace("ProtectHome=", "ProtectHouse=", StringComparison.Ordinal))).Said.ShouldContain("ProtectHouse");
    }

    private static string After(string option) => Start[Array.IndexOf(Start, option) + 1];

    /// <summary>What systemd-analyze says of the unit with this checkout in the place of the installed one.</summary>
    private static async Task<(bool Found, string Said)> VerifyAsync(Func<string, string> change)
    {
        var folder = Directory.CreateTempSubdirectory("lantoa-unit-");
        try
        {
            var copy = Path.Combine(folder.FullName, "lantoa.service");
            await File.WriteAllTextAsync(copy, change((await File.ReadAllTextAsync(Unit)).Replace("=" + Checkout, "=" + Repository.Root, StringComparison.Ordinal)));
            using var process = Process.Start(new ProcessStartInfo("systemd-analyze", ["verify", "--recursive-errors=no", copy]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var said = await process.StandardError.ReadToEndAsync() + await output;
            await process.WaitForExitAsync();
            return (true, said.Trim());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (false, "");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
