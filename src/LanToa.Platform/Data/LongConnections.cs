using LanToa.Platform.Documents.Sheets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Platform.Data;

/// <summary>
/// Who takes connections from where. Pages ask short questions: a few connections answer more of them than many do, since the processors then change less often between those who work
/// (adr/0074). What keeps a connection long has others: files of lists, which are read while they are sent to whoever takes them slowly, and jobs.
/// </summary>
public static class LongConnections
{
    /// <summary>The key of their data source among the services.</summary>
    public const string Key = "long";

    private const int Most = 20;

    /// <summary>The connections of pages: four for each processor and four more.</summary>
    /// <param name="connection">What the program was started with; fewer where it says so.</param>
    public static NpgsqlDataSourceBuilder Pages(string connection)
    {
        var builder = new NpgsqlDataSourceBuilder(connection);
        builder.ConnectionStringBuilder.MaxPoolSize = Math.Min(builder.ConnectionStringBuilder.MaxPoolSize, 4 + 4 * Environment.ProcessorCount);
        return builder;
    }

    /// <summary>The connections of what takes long.</summary>
    public static NpgsqlDataSourceBuilder Long(string connection)
    {
        var builder = new NpgsqlDataSourceBuilder(connection);
        builder.ConnectionStringBuilder.MinPoolSize = 0;
        builder.ConnectionStringBuilder.MaxPoolSize = Math.Min(builder.ConnectionStringBuilder.MaxPoolSize, Most);
        return builder;
    }

    /// <summary>Those of this piece of work: a page's, or those of a job or a list's file.</summary>
    public static NpgsqlDataSource For(IServiceProvider scope) =>
        scope.GetRequiredService<IHttpContextAccessor>().HttpContext is { } http && http.Request.Query["handler"] != ListFile.Handler
            ? scope.GetRequiredService<NpgsqlDataSource>()
            : scope.GetRequiredKeyedService<NpgsqlDataSource>(Key);
}
