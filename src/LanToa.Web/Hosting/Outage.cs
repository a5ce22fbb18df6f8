using LanToa.Platform.Files;
using Npgsql;

namespace LanToa.Web.Hosting;

/// <summary>What is gone for a while, so that a page is answered with 503 and comes back by itself, instead of being told as a fault of the program.</summary>
internal enum Outage
{
    /// <summary>The database cannot be reached, is starting, stopping, takes no more sessions, or is out of memory or troubled by its disk.</summary>
    Database,

    /// <summary>The database is known to answer nothing, and the request was not begun.</summary>
    Standstill,

    /// <summary>The database is reached and can write nothing: its disk is full, or it only reads (a standby, a read-only disk).</summary>
    Writing,

    /// <summary>The files cannot be reached.</summary>
    Files,

    /// <summary>What is being sent cannot be put down until it is complete.</summary>
    Sending,
}

internal static class Outages
{
    /// <summary>Null for any other failure. Looked for among the causes, because what failed says it in words of its own.</summary>
    public static Outage? Of(Exception? failure) => failure switch
    {
        null => null,
        FilesUnavailableException => Outage.Files,
        StandstillException => Outage.Standstill,
        UploadSpaceException => Outage.Sending,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.ReadOnlySqlTransaction } => Outage.Writing,
        // Classes 53 (no memory, no session left), 58 (its disk, its files), 57P (stopping, starting). What ends the session is the server's matter whatever its state: a full disk refuses new ones with XX000.
        PostgresException { SqlState: ['5', '3' or '8', ..] or ['5', '7', 'P', ..] or PostgresErrorCodes.ObjectNotInPrerequisiteState } or PostgresException { InvariantSeverity: "FATAL" or "PANIC" } => Outage.Database,
        // A statement that was refused says nothing about the server.
        PostgresException => Of(failure.InnerException),
        NpgsqlException => Outage.Database,
        _ => Of(failure.InnerException),
    };
}
