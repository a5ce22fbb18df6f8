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
        using var second = Lantoa.Start("psql", "--data", data, "--", "-qAt");
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

    private static async Task AnswersAsync(System.Diagnostics.Process psql)
    {
        await psql.StandardInput.WriteLineAsync("SELECT 'alive';");
        await psql.StandardInput.FlushAsync();
        (await psql.StandardOutput.ReadLineAsync()).ShouldBe("alive");
    }
}
