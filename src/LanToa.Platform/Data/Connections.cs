using LanToa.Platform.Documents.Sheets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Platform.Data;

/// <summary>
/// Who takes connections from where (adr/0074). Pages ask short questions: a few connections answer more of them than many do, since the processors then change less often between those
/// who work; jobs, of which three run at once, claim their work, report and ask there too. What keeps a connection long has others (lists' files, batches of duties, the snapshots of packs and of the
/// history), and so has what is counted in the middle of a change: nobody waits for a second connection of the kind that they hold.
/// </summary>
public static class Connections
{
    /// <summary>The key of the data source of what keeps a connection long: lists' files, which are read while they are sent to whoever takes them slowly, and jobs that write large batches or read from one snapshot.</summary>
    public const string Long = "long";

    /// <summary>The key of the data source of figures, which are counted also while a report is being sent, several at once. Whoever holds one of its connections waits for no other.</summary>
    public const string Counting = "counting";

    private const int MostLong = 20;

    /// <summary>The connections of pages: four for each processor, eight at least.</summary>
    /// <param name="connection">What the program was started with; fewer where it says so.</param>
    public static NpgsqlDataSourceBuilder OfPages(string connection) => Of(connection, Math.Max(8, 4 * Environment.ProcessorCount));

    public static NpgsqlDataSourceBuilder OfLong(string connection) => Of(connection, MostLong);

    /// <summary>
    /// Counting keeps a processor busy: two for each of them and two more. Its statements are planned for the days and the units that they are asked for, each time: one plan for any of them is one for few rows, and
    /// whoever reads many then waits for it.
    /// </summary>
    public static NpgsqlDataSourceBuilder OfCounting(string connection)
    {
        var builder = Of(connection, 2 + (2 * Environment.ProcessorCount));
        builder.ConnectionStringBuilder.MaxAutoPrepare = 0;
        return builder;
    }

    /// <summary>Those of this piece of work: a list's file, whose handler the framework finds in any case of letters, or anything else.</summary>
    public static NpgsqlDataSource For(IServiceProvider scope) =>
        scope.GetRequiredService<IHttpContextAccessor>().HttpContext is { } http && ListFile.Handler.Equals(http.Request.Query["handler"], StringComparison.OrdinalIgnoreCase)
            ? scope.GetRequiredKeyedService<NpgsqlDataSource>(Long)
            : scope.GetRequiredService<NpgsqlDataSource>();

    /// <summary>
    /// Gives up what the other pools hold idle whenever the pages' pool opens a new connection: it has grown, or the database was away and its old connections were found broken, and then
    /// the others' are, too. Jobs claim their work with the pages first, so none begins on a connection that broke while nobody used it.
    /// </summary>
    public static void ForgetWithNew(NpgsqlDataSourceBuilder pages, params NpgsqlDataSource[] others)
    {
        pages.UsePhysicalConnectionInitializer(_ => Forget(), _ =>
        {
            Forget();
            return Task.CompletedTask;
        });

        void Forget()
        {
            foreach (var other in others) other.Clear();
        }
    }

    private static NpgsqlDataSourceBuilder Of(string connection, int most)
    {
        var builder = new NpgsqlDataSourceBuilder(connection);
        builder.ConnectionStringBuilder.MaxPoolSize = Math.Min(builder.ConnectionStringBuilder.MaxPoolSize, most);
        builder.ConnectionStringBuilder.MinPoolSize = 0;
        return builder;
    }
}
