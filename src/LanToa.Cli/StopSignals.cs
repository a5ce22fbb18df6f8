using System.Runtime.InteropServices;

namespace LanToa.Cli;

/// <summary>Ctrl+C, SIGTERM and a closed terminal ask the verb to end cleanly; a second one ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];

    public StopSignals()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = !source.IsCancellationRequested;
                source.Cancel();
            }));
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        registrations.ForEach(r => r.Dispose());
        source.Dispose();
    }
}
