using System.Runtime.InteropServices;

namespace LanToa.Cli;

/// <summary>
/// Ctrl+C, SIGTERM and a closed terminal ask the verb to end cleanly; a second one ends the process at once. What comes in the same moment is the same wish: timeout, sudo and a terminal that closes
/// tell the process and its whole group.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private static readonly TimeSpan SameMoment = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly CancellationTokenSource source = new();
    private long? first;
    private readonly List<PosixSignalRegistration> registrations = [];

    public StopSignals()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                lock (gate)
                {
                    first ??= TimeProvider.System.GetTimestamp();
                    context.Cancel = TimeProvider.System.GetElapsedTime(first.Value) < SameMoment;
                }
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
