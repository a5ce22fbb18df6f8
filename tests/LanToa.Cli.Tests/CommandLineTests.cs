using System.Net;
using System.Net.Sockets;

namespace LanToa.Cli.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Help_OfAVerb_IsVietnamese()
    {
        var (code, output, _) = await Lantoa.RunAsync("run", "--help");
        code.ShouldBe(0);
        output.ShouldContain("Cách dùng: ./lantoa run");
        output.ShouldContain("--connection");
        output.ShouldNotContain("Usage");
    }

    [Theory]
    [InlineData("nosuchverb")]
    [InlineData("run", "--nosuchoption")]
    [InlineData("run", "--urls", "not-an-address")]
    [InlineData("read")]
    [InlineData("read", "a.txt", "--json", "--text")]
    public async Task CommandLine_NotUnderstood_SaysSoAndEndsWithTwo(params string[] arguments)
    {
        var (code, _, error) = await Lantoa.RunAsync(arguments);
        code.ShouldBe(2);
        error.ShouldContain("--help");
    }

    [Fact]
    public async Task Run_PortTaken_SaysOnlyThatAndMakesNothing()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var folder = Path.Combine(Path.GetTempPath(), $"lantoa-port-{Guid.CreateVersion7():N}");

        var (code, output, error) = await Lantoa.RunAsync("run", "--empty", "--data", folder, "--urls", $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");

        code.ShouldBe(1);
        output.ShouldBeEmpty();
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldContain("một chương trình khác đang dùng cổng này");
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact]
    public async Task Read_MissingFile_SaysSoWithoutATrace()
    {
        var (code, output, error) = await Lantoa.RunAsync("read", "/nowhere/ke-hoach.docx");
        code.ShouldBe(1);
        output.ShouldBeEmpty();
        error.ShouldContain("Không có tệp này");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Migrate_UnreachableServer_SaysSoWithoutATrace()
    {
        var (code, _, error) = await Lantoa.RunAsync("migrate", "--connection", "Host=/nowhere;Database=x;Username=x");
        code.ShouldBe(1);
        error.ShouldContain("Không kết nối được PostgreSQL");
        error.ShouldNotContain("   at ");
    }
}
