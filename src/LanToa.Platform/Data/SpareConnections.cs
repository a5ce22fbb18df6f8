using Npgsql;

namespace LanToa.Platform.Data;

/// <summary>
/// A few connections beside those of the pages, for what is asked in the middle of a request by a thread that waits for the answer: it must not stand in the queue of requests
/// which go on only when there are threads.
/// </summary>
public static class SpareConnections
{
    /// <summary>The key of their data source among the services.</summary>
    public const string Key = "spare";

    private const int Most = 2;

    public static NpgsqlDataSource Source(string connection) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { MaxPoolSize = Most, MinPoolSize = 0 });

    /// <summary>Asks, and asks once more by a new connection where the kept one has gone with its server.</summary>
    public static T Ask<T>(this NpgsqlDataSource spare, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (NpgsqlException)
        {
            spare.Clear();
            return ask();
        }
    }
}
