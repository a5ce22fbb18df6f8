using System.Diagnostics;
using LanToa.Platform.Data;
using LanToa.Testing;
using Npgsql;

namespace LanToa.Platform.Tests.Data;

/// <summary>An attached process is a lease on a locked file, also when two of them live in one process, as here.</summary>
public sealed class PrivatePostgresTests : IDisposable
{
    private static readonly Lazy<Task<string>> Seed = new(MakeSeedAsync);

    private readonly string home = Path.Combine(Repository.Root, "var", "tests", Guid.CreateVersion7().ToString("N"));

    private PrivatePostgresOptions Options => new(home) { Durable = false, LockTimeout = TimeSpan.FromSeconds(20) };

    private string Data => Path.Combine(home, "data");

    public void Dispose()
    {
        if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task Start_TwiceThenBothDisposed_SecondAttachesAndLastStops()
    {
        await CopySeedAsync();
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
        File.Exists(Path.Combine(Data, "postmaster.pid")).ShouldBeFalse();
    }

    [Fact]
    public async Task ServerProcessId_AskedWhileTheServerTakesItsFileAway_IsNone()
    {
        await CopySeedAsync();
        var postgres = await PrivatePostgres.StartAsync(Options);
        await postgres.DisposeAsync();
        var file = Path.Combine(Data, "postmaster.pid");
        var coming = Task.Run(() =>
        {
            for (var times = 0; times < 2_000; times++)
            {
                File.WriteAllText(file, $"{int.MaxValue}\n");
                File.Delete(file);
            }
        });
        while (!coming.IsCompleted) postgres.ServerProcessId.ShouldBeNull();
        await coming;
    }

    [Fact]
    public async Task Start_ManyAtOnce_OneServer()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PrivatePostgres.StartAsync(Options)));
        all.Count(p => p.StartedHere).ShouldBe(1);
        all.Select(p => p.ServerProcessId).Distinct().Count().ShouldBe(1);
        await Task.WhenAll(all.Select(p => p.DisposeAsync().AsTask()));
        all[0].ServerProcessId.ShouldBeNull();
    }

    [Fact]
    public async Task Start_NewCluster_SpeaksVietnameseUtf8WithoutTcpAsAnUnprivilegedUser()
    {
        await using var postgres = await PrivatePostgres.StartAsync(Options);
        var app = postgres.Connections.App;
        (await AskAsync(app, "SHOW server_encoding")).ShouldBe("UTF8");
        (await AskAsync(app, "SHOW data_checksums")).ShouldBe("on");
        (await AskAsync(app, "SHOW listen_addresses")).ShouldBe("");
        (await AskAsync(app, """SELECT string_agg(w, ' ' ORDER BY w COLLATE "vi-x-icu") FROM unnest(ARRAY['đa','da','ê','e','dê']) w""")).ShouldBe("da dê đa e ê");
        File.GetUnixFileMode(home).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.ReadAllLines($"/proc/{postgres.ServerProcessId}/status").Single(l => l.StartsWith("Uid:")).Split('\t')[1].ShouldNotBe("0");
    }

    [Fact]
    public async Task Start_AfterServerWasKilled_RecoversWhatWasCommitted()
    {
        await CopySeedAsync();
        var first = await PrivatePostgres.StartAsync(Options with { Durable = true });
        await AskAsync(first.Connections.Owner, "CREATE TABLE kept AS SELECT 'còn đây' AS word");
        using (var server = Process.GetProcessById(first.ServerProcessId!.Value))
        {
            server.Kill();
            server.WaitForExit(TimeSpan.FromSeconds(10)).ShouldBeTrue();
        }
        File.Exists(Path.Combine(Data, "postmaster.pid")).ShouldBeTrue();

        await using var second = await PrivatePostgres.StartAsync(Options with { Durable = true });
        second.StartedHere.ShouldBeTrue();
        (await AskAsync(second.Connections.Owner, "SELECT word FROM kept")).ShouldBe("còn đây");
        await first.DisposeAsync();
        second.ServerProcessId.ShouldNotBeNull();
    }

    [Fact]
    public async Task Start_StalePidAndLockFiles_AreNotBelieved()
    {
        await CopySeedAsync();
        // The process id has been taken by a living process that is no PostgreSQL: this one.
        File.WriteAllText(Path.Combine(Data, "postmaster.pid"), $"{Environment.ProcessId}\n{Data}\n0\n5432\n{home}/run\n");
        File.WriteAllText(Path.Combine(home, "lock"), "");
        File.WriteAllText(Path.Combine(home, "leases", $"{Environment.ProcessId}@here@0@crashed"), "");
        File.WriteAllText(Path.Combine(home, "run", ".s.PGSQL.5432.lock"), $"{Environment.ProcessId}\n{Data}\n0\n5432\n{home}/run\n");

        var postgres = await PrivatePostgres.StartAsync(Options);
        postgres.StartedHere.ShouldBeTrue();
        await postgres.DisposeAsync();
        postgres.ServerProcessId.ShouldBeNull();
    }

    [Fact]
    public async Task Start_InterruptedInitdb_StartsAfresh()
    {
        Directory.CreateDirectory(Path.Combine(home, "leases"));
        Directory.CreateDirectory(Path.Combine(home, "data.new", "base"));
        await using var postgres = await PrivatePostgres.StartAsync(Options);
        postgres.StartedHere.ShouldBeTrue();
    }

    [Fact]
    public async Task Start_FolderWithOtherFiles_IsRefused()
    {
        Directory.CreateDirectory(home);
        File.WriteAllText(Path.Combine(home, "luan-van.docx"), "");
        var refused = await Should.ThrowAsync<PrivatePostgresException>(() => PrivatePostgres.StartAsync(Options));
        refused.Message.ShouldContain("đã có tệp khác");
        Directory.EnumerateFileSystemEntries(home).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Start_DataOfNewerMajorVersion_NamesThePackage()
    {
        Directory.CreateDirectory(Path.Combine(home, "leases"));
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, "PG_VERSION"), "99\n");
        var refused = await Should.ThrowAsync<PrivatePostgresException>(() => PrivatePostgres.StartAsync(Options with { Durable = true }));
        refused.Message.ShouldContain("postgresql-99");
    }

    [Fact]
    public async Task Start_LockHeldByAnother_SaysWhoAfterTheTimeout()
    {
        Directory.CreateDirectory(Path.Combine(home, "leases"));
        await using var held = new FileStream(Path.Combine(home, "lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        File.WriteAllText(Path.Combine(home, "lock.holder"), "4242@web-1@1");
        var refused = await Should.ThrowAsync<PrivatePostgresException>(() => PrivatePostgres.StartAsync(Options with { LockTimeout = TimeSpan.Zero }));
        refused.Message.ShouldContain("4242@web-1");
    }

    [Fact]
    public async Task Start_LeaseOfAnotherContainer_IsRefused()
    {
        Directory.CreateDirectory(Path.Combine(home, "leases"));
        await using var held = new FileStream(Path.Combine(home, "leases", "1@web-2@1@x"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        var refused = await Should.ThrowAsync<PrivatePostgresException>(() => PrivatePostgres.StartAsync(Options));
        refused.Message.ShouldContain("web-2");
    }

    [Fact]
    public async Task Start_DeepFolder_PutsTheSocketWhereItsPathFits()
    {
        var deep = Path.Combine(home, new string('x', 60), new string('y', 60));
        await using var postgres = await PrivatePostgres.StartAsync(new(deep) { Durable = false });
        postgres.Connections.App.ShouldContain("/tmp/lantoa-");
        (await AskAsync(postgres.Connections.App, "SELECT 'ok'")).ShouldBe("ok");
    }

    [Fact]
    public async Task Start_ByRootWhereTheUserCannotCross_LivesUnderVarLib()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            TestContext.Current.SendDiagnosticMessage("Not root: the other place of the cluster was not tried.");
            return;
        }
        Directory.CreateDirectory(home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var options = new PrivatePostgresOptions(Path.Combine(home, "postgres")) { Durable = false };
        var first = await PrivatePostgres.StartAsync(options);
        try
        {
            first.Folder.ShouldStartWith("/var/lib/lantoa/");
            await first.DisposeAsync();
            await using var again = await PrivatePostgres.StartAsync(options);
            again.Folder.ShouldBe(first.Folder);
        }
        finally
        {
            Directory.Delete(first.Folder, recursive: true);
        }
    }

    /// <summary>A made and stopped cluster to copy, since initdb is what takes the time here.</summary>
    private static async Task<string> MakeSeedAsync()
    {
        var seed = Path.Combine(Repository.Root, "var", "tests", "seed");
        await (await PrivatePostgres.StartAsync(new(seed) { Durable = false })).DisposeAsync();
        return seed;
    }

    private async Task CopySeedAsync()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(home)!);
        using var copy = Process.Start("cp", ["-a", await Seed.Value, home]);
        await copy.WaitForExitAsync();
        copy.ExitCode.ShouldBe(0);
    }

    private static async Task<string?> AskAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync();
    }
}
