namespace LanToa.Platform.Time;

/// <summary>The one place where instants become Vietnamese dates. Vietnam keeps UTC+7 all year (no summer time since 1975).</summary>
public sealed class Clock(TimeProvider time)
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(7);

    public DateTimeOffset Now => time.GetUtcNow();

    public DateOnly Today => DateOf(Now);

    /// <summary>The Vietnamese calendar date of an instant.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    /// <summary>The instant as Vietnamese wall time, for printing.</summary>
    public static DateTime LocalOf(DateTimeOffset instant) => instant.ToOffset(Offset).DateTime;

    /// <summary>The moment at which the day begins in Vietnam.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new DateTimeOffset(day, TimeOnly.MinValue, Offset).ToUniversalTime();

    /// <summary>The last time that it was <paramref name="hour"/> in Vietnam.</summary>
    public static DateTimeOffset LastNightAt(DateTimeOffset now, TimeOnly hour)
    {
        var night = new DateTimeOffset(DateOf(now), hour, Offset);
        return night <= now ? night : night.AddDays(-1);
    }
}
