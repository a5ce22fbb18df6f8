using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Jobs;

/// <summary>Does one kind of job. It may run again after a crash, so it must be able to start over or go on where it was.</summary>
public interface IJobHandler<in TPayload>
{
    Task RunAsync(TPayload payload, JobRun run, CancellationToken cancel);
}

/// <summary>A handler that says whom it concerns that a job came to nothing, in whichever way: also one that ended its worker each time, and so never came to say it itself.</summary>
public interface IJobGivenUp<in TPayload>
{
    /// <param name="payload">What the job was to do.</param>
    /// <param name="cause">What ended the last attempt; null where the program itself ended.</param>
    /// <param name="cancel">The program stops.</param>
    Task GivenUpAsync(TPayload payload, Exception? cause, CancellationToken cancel);
}

/// <summary>What a running job can tell: how far it is, in words, and where its result stands.</summary>
public sealed class JobRun(Guid id, int attempt, Func<int, string?, Task> report)
{
    public Guid Id { get; } = id;
    public int Attempt { get; } = attempt;
    public string? ResultPath { get; set; }

    /// <summary>Reports progress, 0 to 100, and renews the lease.</summary>
    public Task ReportAsync(int percent, string? words = null) => report(Math.Clamp(percent, 0, 100), words);
}

/// <summary>Something a person did wrong or a state that no retry will mend: the job dies at once with this message (Vietnamese).</summary>
public sealed class JobFailedException(string message) : Exception(message);

/// <summary>Something outside did not answer, as happens: the job is tried again like after a fault, without being told as one (Vietnamese).</summary>
public sealed class JobAgainException(string message) : Exception(message);

/// <summary>A kind of job: its code, its Vietnamese name, how it runs and how long one attempt may take.</summary>
public sealed record JobKind(string Code, string Name, TimeSpan Limit, Func<IServiceProvider, string, JobRun, CancellationToken, Task> Run)
{
    /// <summary>Of this kind one job at a time runs, whichever node runs it; the others wait, and jobs of other kinds pass them. For work that is long and mostly waits.</summary>
    public bool OneAtATime { get; init; }

    /// <summary>Tells whom it concerns that a job of this kind was given up (<see cref="IJobGivenUp{TPayload}"/>); null where nobody waits for it.</summary>
    public Func<IServiceProvider, string, Exception?, CancellationToken, Task>? GivenUp { get; init; }

    /// <summary>
    /// Said to take less than the ten minutes that a kind may take of which nothing is said: letters, messages to other systems. Each node has a worker for these alone, so that they go out while long
    /// jobs hold the others.
    /// </summary>
    public bool IsShort => Limit < JobRegistration.UsualLimit;
}

/// <summary>Recurring work: a job of <paramref name="Kind"/> is due at each time that <paramref name="LastDue"/> names.</summary>
public sealed record RecurringJob(string Name, string Kind, string Schedule, Func<DateTimeOffset, DateTimeOffset> LastDue)
{
    /// <summary>The next time after <paramref name="now"/>, looked for an hour at a time over a year.</summary>
    public DateTimeOffset? NextDue(DateTimeOffset now)
    {
        var last = LastDue(now);
        for (var hours = 1; hours <= 366 * 24; hours++)
            if (LastDue(now.AddHours(hours)) is var due && due > last) return due;
        return null;
    }
}

public static class JobRegistration
{
    /// <summary>How long an attempt of a kind may take of which nothing is said.</summary>
    public static readonly TimeSpan UsualLimit = TimeSpan.FromMinutes(10);

    /// <summary>Registers a handler for jobs of a kind whose payload is <typeparamref name="TPayload"/> as JSON.</summary>
    public static IServiceCollection AddJob<THandler, TPayload>(this IServiceCollection services, string code, string name, TimeSpan? limit = null, bool oneAtATime = false)
        where THandler : class, IJobHandler<TPayload>
    {
        services.AddScoped<THandler>();
        services.AddSingleton(new JobKind(code, name, limit ?? UsualLimit, (scope, payload, run, cancel) =>
            scope.GetRequiredService<THandler>().RunAsync(JsonSerializer.Deserialize<TPayload>(payload)!, run, cancel))
        {
            OneAtATime = oneAtATime,
            GivenUp = !typeof(IJobGivenUp<TPayload>).IsAssignableFrom(typeof(THandler)) ? null
                : (scope, payload, cause, cancel) => ((IJobGivenUp<TPayload>)scope.GetRequiredService<THandler>()).GivenUpAsync(JsonSerializer.Deserialize<TPayload>(payload)!, cause, cancel),
        });
        return services;
    }
}
