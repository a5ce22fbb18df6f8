using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Modules;

/// <summary>Handles an event of another room in the same transaction as the change that caused it. Only writes this database.</summary>
public interface IEventHandler<in TEvent>
{
    Task HandleAsync(TEvent happened, CancellationToken cancel);
}

/// <summary>Tells the other rooms that something happened, before it is saved. Slow or external work belongs into a job.</summary>
public sealed class Events(IServiceProvider services)
{
    public async Task PublishAsync<TEvent>(TEvent happened, CancellationToken cancel = default)
    {
        foreach (var handler in services.GetServices<IEventHandler<TEvent>>()) await handler.HandleAsync(happened, cancel);
    }
}
