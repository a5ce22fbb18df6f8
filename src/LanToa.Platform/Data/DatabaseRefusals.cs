using Microsoft.EntityFrameworkCore;
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

    /// <summary>
    /// Another was first: the record has another version by now, stands there already, or both met. Only of these a person is told that somebody else was quicker; a full disk, a
    /// connection that is gone or a value that the table does not take is a fault and goes on as one.
    /// </summary>
    public static bool IsLostRace(this Exception? exception)
    {
        for (var at = exception; at is not null; at = at.InnerException)
            if (at is DbUpdateConcurrencyException) return true;
        return exception.Refusal() is { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ExclusionViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };
    }
}
