using LanToa.Platform.Data;

namespace LanToa.Testing;

/// <summary>
/// One private cluster for all tests of this checkout, in <c>var/test-postgres</c>: without fsync, started by the first test that needs it,
/// shared with test programs that run at the same time, stopped when the last of them ends.
/// </summary>
public static class TestCluster
{
    private static readonly Lazy<Task<PrivatePostgres>> Started = new(StartAsync);

    public static Task<PrivatePostgres> GetAsync() => Started.Value;

    private static async Task<PrivatePostgres> StartAsync()
    {
        var cluster = await PrivatePostgres.StartAsync(new(Path.Combine(Repository.Root, "var", "test-postgres")) { Durable = false, Database = null });
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.DisposeAsync().AsTask().GetAwaiter().GetResult();
        await TestDatabase.SweepAsync(cluster);
        return cluster;
    }
}
