using LanToa.Platform.Data;

namespace LanToa.Web.Hosting;

/// <summary>Looks after the private PostgreSQL: it is this program's, so nobody else would start it again when the machine has killed it.</summary>
internal sealed partial class ClusterKeeping(PrivatePostgres cluster, TimeProvider time, ILogger<ClusterKeeping> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1), AfterTrouble = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Look;
            try
            {
                if (await cluster.ReviveAsync(stoppingToken)) LogRevived();
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // Whatever it is (a process that could not be ended, one that is gone meanwhile): what keeps the database must not end the program.
            catch (Exception e)
            {
                LogTrouble(e);
                pause = AfterTrouble;
            }
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The private PostgreSQL had ended and was started again")]
    private partial void LogRevived();

    [LoggerMessage(Level = LogLevel.Error, Message = "The private PostgreSQL has ended and could not be started again; it will be tried again")]
    private partial void LogTrouble(Exception e);
}
