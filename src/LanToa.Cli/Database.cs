using LanToa.Platform.Data;
using LanToa.Web;
using LanToa.Web.Hosting;
using Npgsql;

namespace LanToa.Cli;

/// <summary>The database that a verb works on: the private one of a data folder, or a server's; attached for as long as this lives.</summary>
internal sealed class Database(PrivatePostgres? cluster, string owner) : IAsyncDisposable
{
    /// <summary>The owner's connection string.</summary>
    public string Owner => owner;

    /// <summary>An installation that is there already; a wrong folder must not become a new one.</summary>
    /// <exception cref="StartException">There is none.</exception>
    public static Task<Database> ExistingAsync(string? connection, string data, CancellationToken cancellation) =>
        connection is null && !PrivatePostgres.Exists(CommonOptions.Postgres(data))
            ? throw new StartException($"{Path.GetFullPath(data)} không có cơ sở dữ liệu LanToa. Chỉ đúng thư mục bằng --data, hoặc máy chủ bằng --connection.")
            : OpenAsync(connection, data, cancellation);

    /// <summary>The same, made when it is not there.</summary>
    public static async Task<Database> OpenAsync(string? connection, string data, CancellationToken cancellation)
    {
        var cluster = connection is null ? await PrivatePostgres.StartAsync(CommonOptions.Postgres(data), cancellation) : null;
        return new(cluster, connection ?? cluster!.Connections.Owner);
    }

    /// <summary>Refuses a database that is not at this program's schema.</summary>
    public async Task EnsureMigratedAsync(CancellationToken cancellation)
    {
        if (!await LanToaHost.Migrator().IsUpToDateAsync(owner, cancellation)) throw new StartException("Cơ sở dữ liệu chưa ở lược đồ của phiên bản này. Chạy ./lantoa migrate (cùng tham số --data hoặc --connection) trước.");
    }

    public NpgsqlDataSource Source() => NpgsqlDataSource.Create(owner);

    public async ValueTask DisposeAsync()
    {
        if (cluster is not null) await cluster.DisposeAsync();
    }
}
