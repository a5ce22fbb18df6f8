namespace LanToa.Web.Hosting;

/// <summary>The program ends when the command's token says so; the framework's own listening for signals would take a second Ctrl+C away.</summary>
internal sealed class TokenLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
