using Npgsql;

namespace LanToa.Platform.Data;

/// <summary>What the database refused, in whatever it is wrapped: a saving, a query and a statement each bring it in another exception.</summary>
public static class DatabaseRefusals
{
    public static PostgresException? Refusal(this Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
            if (exception is PostgresException refusal) return refusal;
        return null;
    }

    /// <summary>Two met in the database and this one was turned back: the same again may well be taken.</summary>
    public static bool IsMeeting(this Exception? exception) => exception.Refusal() is { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };
}
