using System.Globalization;

namespace LanToa.Platform.Jobs;

/// <summary>A setting of the jobs cannot be used; the message says what to write (Vietnamese).</summary>
public sealed class JobSettingsException(string message) : Exception(message);

/// <summary>How jobs are shared between nodes. From the environment: LANTOA_JOBS_LEASE, in seconds.</summary>
public sealed record JobSettings
{
    /// <summary>How long a job stays with a worker that gives no sign: after it another takes the job over. A worker that lives renews it three times in this time.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    /// <exception cref="JobSettingsException">A value is no number of seconds between 3 and 3600.</exception>
    public static JobSettings Load(Func<string, string?> environment) => environment("LANTOA_JOBS_LEASE") switch
    {
        null or "" => new(),
        var said when int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 3 and <= 3600 => new() { Lease = TimeSpan.FromSeconds(seconds) },
        var said => throw new JobSettingsException($"LANTOA_JOBS_LEASE \"{said}\" phải là số giây từ 3 đến 3600."),
    };
}
