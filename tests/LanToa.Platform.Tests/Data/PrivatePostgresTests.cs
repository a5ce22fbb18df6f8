using LanToa.Platform.Data;
using LanToa.Testing;
using Npgsql;

namespace LanToa.Platform.Tests.Data;

/// <summary>Each attached process is a lease on a locked file, also when two live in one process, as here.</summary>
public sealed class PrivatePostgresTests : IDisposable
{
    private readonly string home = Path.Combine(Repository.Root, "var", "tests", Guid.CreateVersion7().ToString("N"));

    private PrivatePostgresOptions Options => new(home) { Durable = false, LockTimeout = TimeSpan.FromSeconds(20) };

    public void Dispose()
    {
        if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task Start_TwiceThenBothDisposed_SecondAttachesAndLastStops()
    {
        var first = await PrivatePostgres.StartAsync(Options);
        var second = await PrivatePostgres.StartAsync(Options);
        first.StartedHere.ShouldBeTrue();
        second.StartedHere.ShouldBeFalse();
        second.ServerProcessId.ShouldBe(first.ServerProcessId);

        await first.DisposeAsync();
        (await AskAsync(second.Connections.App, "SELECT current_user::text")).ShouldBe("lantoa_app");
        (await AskAsync(second.Connections.Owner, "SELECT current_user::text")).ShouldBe("lantoa_owner");

        await second.DisposeAsync();
        second.ServerProcessId.ShouldBeNull();
        File.Exists(Path.Combine(second.Folder, "data", "postmaster.pid")).ShouldBeFalse();
    }

    [Fact]
    public async Task Start_NewCluster_SpeaksVietnameseUtf8AndChecksPages()
    {
        await using var postgres = await PrivatePostgres.StartAsync(Options);
        (await AskAsync(postgres.Connections.App, "SHOW server_encoding")).ShouldBe("UTF8");
        (await AskAsync(postgres.Connections.App, "SHOW data_checksums")).ShouldBe("on");
        (await AskAsync(postgres.Connections.App, "SHOW listen_addresses")).ShouldBe("");
        (await AskAsync(postgres.Connections.App, """SELECT string_agg(w, ' ' ORDER BY w COLLATE "vi-x-icu") FROM unnest(ARRAY['đa','da','ê','e','dê']) w"""))
            .ShouldBe("da dê đa e ê");
    }

    private static async Task<string?> AskAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync();
    }
}
