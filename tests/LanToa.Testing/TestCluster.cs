using System.Security.Cryptography;
using System.Text;
using LanToa.Platform.Data;

namespace LanToa.Testing;

/// <summary>
/// One private cluster for all tests of this checkout, in memory where there is room and else in <c>var/test-postgres</c>: without fsync, started
/// by the first test that needs it, shared with test programs that run at the same time, stopped when the last of them ends.
/// </summary>
public static class TestCluster
{
    private static readonly Lazy<Task<PrivatePostgres>> Started = new(StartAsync);

    public static Task<PrivatePostgres> GetAsync() => Started.Value;

    private static async Task<PrivatePostgres> StartAsync()
    {
        var cluster = await PrivatePostgres.StartAsync(new(Folder()) { Durable = false, Database = null });
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.DisposeAsync().AsTask().GetAwaiter().GetResult();
        await TestDatabase.SweepAsync(cluster);
        return cluster;
    }

    // A database is nine hundred files, made and removed for each test class: finding places for them on a disk took an eighth of the processor's time of the tests of plans.
    private static string Folder()
    {
        const string memory = "/dev/shm";
        var kept = Path.Combine(memory, "lantoa-test-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Repository.Root)))[..10]);
        var fits = Directory.Exists(memory) && new DriveInfo(memory) is { DriveFormat: "tmpfs", AvailableFreeSpace: > 4L << 30 };
        return fits || Directory.Exists(kept) ? kept : Path.Combine(Repository.Root, "var", "test-postgres");
    }
}
