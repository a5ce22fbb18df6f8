using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LanToa.Platform.Audit;

/// <summary>Seals what has been committed, every few seconds, on every node; the lock in the database makes them take turns.</summary>
public sealed partial class HistorySealing(HistorySealer sealer, TimeProvider time, ILogger<HistorySealing> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await sealer.SealAsync(cancel: stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogTrouble(e); // what waits stays on its list
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The history could not be sealed; it will be tried again")]
    private partial void LogTrouble(Exception e);
}
