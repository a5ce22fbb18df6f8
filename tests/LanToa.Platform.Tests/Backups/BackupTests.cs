using System.Diagnostics;
using LanToa.Platform.Audit;
using LanToa.Platform.Backups;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Platform.Tests.Backups;

/// <summary>Backups of a program that works, into files that are then ill-treated.</summary>
public sealed class BackupTests(TestApp app) : IClassFixture<TestApp>, IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"lantoa-backups-{Guid.CreateVersion7():N}")).FullName;

    private DataFolder Files => app.App.Services.GetRequiredService<DataFolder>();

    private string Target(string name = "backup.lantoa") => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private BackupWriter Writer(bool withoutMissing = false, Func<string, Task>? whenSnapshot = null) =>
        new(app.Connections.Owner, Files, TimeProvider.System) { WithoutMissing = withoutMissing, WhenSnapshot = whenSnapshot };

    /// <summary>One unit of work as the program does it: a file, its row, its attachment and its history in one transaction.</summary>
    private Task<string> AttachAsync(string text) => app.InScopeAsync(async s =>
    {
        var (db, files) = (s.GetRequiredService<LanToaDb>(), s.GetRequiredService<FileStore>());
        var attachment = await files.AttachAsync("test", Guid.CreateVersion7(), "văn bản.txt", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), FileLimits.Attachment);
        await db.SaveChangesAsync();
        return attachment.Sha256;
    });

    private async Task<string> MadeAsync()
    {
        await AttachAsync($"tài liệu {Guid.CreateVersion7()}");
        await Writer().WriteAsync(Target());
        return Target();
    }

    [Fact]
    public async Task Restore_OfABackupTakenWhileWriting_IsTheSnapshotInEveryTableAndFile()
    {
        for (var i = 0; i < 20; i++) await AttachAsync($"trước {i}");
        await app.InScopeAsync(s => s.GetRequiredService<HistorySealer>().SealAsync());
        using var writing = new CancellationTokenSource();
        using var written = new SemaphoreSlim(0);
        var writers = Enumerable.Range(0, 3).Select(w => Task.Run(async () =>
        {
            for (var i = 0; !writing.IsCancellationRequested; i++)
            {
                await AttachAsync($"trong lúc sao lưu {w} {i}");
                written.Release();
            }
        })).ToList();
        IReadOnlyDictionary<string, string>? source = null;
        var manifest = await Writer(whenSnapshot: async snapshot =>
        {
            source = await Installation.TablesAsync(app.Connections.Owner, snapshot);
            while (written.CurrentCount > 0) await written.WaitAsync();
            for (var i = 0; i < 6; i++) await WrittenAsync(written, writers);
        }).WriteAsync(Target());
        await writing.CancelAsync();
        await Task.WhenAll(writers);

        await using var restored = await Installation.EmptyAsync();
        (await restored.RestoreAsync(Target())).ShouldBe(0);
        (await Installation.TablesAsync(restored.Owner)).ShouldBe(source!);
        (await Installation.TablesAsync(app.Connections.Owner))["attachment"].ShouldNotBe(source!["attachment"], "nothing was written while the backup was made");

        var names = Directory.EnumerateFiles(restored.Folder.Files, "*", SearchOption.AllDirectories).Select(f => Path.GetFileName(f)).Order().ToList();
        names.ShouldBe(manifest.Files.Select(f => f.Sha256).Order());
        names.Count.ShouldBeGreaterThanOrEqualTo(20);
        foreach (var sha256 in names) (await File.ReadAllBytesAsync(restored.Folder.PathOf(sha256))).ShouldBe(await File.ReadAllBytesAsync(Files.PathOf(sha256)));

        var (shape, fresh) = (await restored.ShapeAsync(), await ShapeOfFreshAsync());
        shape.Except(fresh).ShouldBeEmpty();
        fresh.Except(shape).ShouldBeEmpty();
        await using var database = NpgsqlDataSource.Create(restored.Owner);
        var verifier = new HistoryVerifier(database, TimeProvider.System);
        (await verifier.VerifyAsync(99, manifest.History)).Findings.ShouldBeEmpty();
        File.GetUnixFileMode(Target()).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(_folder).ShouldHaveSingleItem();
    }

    /// <summary>Waits for one more unit of work; a writer that failed, or that writes nothing for a minute, fails the test.</summary>
    private static async Task WrittenAsync(SemaphoreSlim written, List<Task> writers)
    {
        var next = written.WaitAsync(TimeSpan.FromMinutes(1));
        var first = await Task.WhenAny([next, .. writers]);
        if (first != next) await first;
        (await next).ShouldBeTrue("nothing was written for a minute");
    }

    private async Task<IReadOnlyList<string>> ShapeOfFreshAsync()
    {
        await using var copy = await Installation.EmptyAsync();
        await TestDatabase.Migrator.MigrateAsync(copy.Owner);
        return await copy.ShapeAsync();
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(0.99)]
    public async Task Restore_OfABackupCutShort_IsRefusedBeforeAnythingIsTouched(double kept)
    {
        var backup = await MadeAsync();
        await using (var file = File.OpenWrite(backup)) file.SetLength(Math.Max(200, (long)(file.Length * kept)));
        await using var target = await Installation.EmptyAsync();
        (await Should.ThrowAsync<BackupException>(() => target.RestoreAsync(backup))).Message.ShouldContain("cắt ngắn");
        (await target.IsUntouchedAsync()).ShouldBeTrue();
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.97)]
    public async Task Restore_OfAnAlteredBackup_IsRefusedBeforeAnythingIsTouched(double place)
    {
        var backup = await MadeAsync();
        await using (var file = new FileStream(backup, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = (long)(file.Length * place);
            var one = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(one ^ 1));
        }
        await using var target = await Installation.EmptyAsync();
        (await Should.ThrowAsync<BackupException>(() => target.RestoreAsync(backup))).Message.ShouldContain("mã băm không khớp");
        (await target.IsUntouchedAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Restore_OfWhatIsNoBackup_SaysSo()
    {
        await File.WriteAllTextAsync(Target("ke-hoach.txt"), new string('x', 5000));
        (await Should.ThrowAsync<BackupException>(() => BackupFile.OpenAsync(Target("ke-hoach.txt")))).Message.ShouldContain("không phải bản sao lưu");
    }

    [Fact]
    public async Task Restore_OverALivingInstallation_IsRefusedAndChangesNothing()
    {
        var backup = await MadeAsync();
        var before = await Installation.TablesAsync(app.Connections.Owner);
        var living = new BackupRestore(app.Connections.Owner, Files, TestDatabase.Migrator, TimeProvider.System);
        (await Should.ThrowAsync<BackupException>(async () => await living.RestoreAsync(await BackupFile.OpenAsync(backup)))).Message.ShouldContain("đã có dữ liệu");
        (await Installation.TablesAsync(app.Connections.Owner)).ShouldBe(before);
        (await TestDatabase.Migrator.MigrateAsync(app.Connections.Owner)).ShouldBe(0);
    }

    [Fact]
    public async Task Restore_IntoAFolderWithFiles_IsRefused()
    {
        var backup = await MadeAsync();
        await using var target = await Installation.EmptyAsync();
        Directory.CreateDirectory(target.Folder.Files);
        await File.WriteAllTextAsync(Path.Combine(target.Folder.Files, "x"), "của người khác");
        (await Should.ThrowAsync<BackupException>(() => target.RestoreAsync(backup))).Message.ShouldContain("đã có tệp");
    }

    [Theory]
    [InlineData(BackupStage.Files)]
    [InlineData(BackupStage.Database)]
    [InlineData(BackupStage.Finishing)]
    public async Task Restore_BrokenOff_SaysSoWhenStarted_AndCanBeRepeated(BackupStage stage)
    {
        var backup = await MadeAsync();
        await using var target = await Installation.EmptyAsync();
        using var stop = new CancellationTokenSource();
        var restore = target.Restore(p => { if (p.Stage == stage) stop.Cancel(); });
        await Should.ThrowAsync<OperationCanceledException>(async () => await restore.RestoreAsync(await BackupFile.OpenAsync(backup), stop.Token));

        var refused = await Should.ThrowAsync<MigrationException>(() => TestDatabase.Migrator.MigrateAsync(target.Owner));
        refused.Message.ShouldContain("khôi phục dở");
        refused.Message.ShouldContain(backup);

        (await target.RestoreAsync(backup)).ShouldBe(0);
        (await Installation.TablesAsync(target.Owner)).ShouldBe(await Installation.TablesAsync(app.Connections.Owner));
        (await TestDatabase.Migrator.MigrateAsync(target.Owner)).ShouldBe(0);
        Directory.EnumerateFiles(target.Folder.Files, "tmp-*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Restore_DatabaseDoneButNoteStillThere_IsRepeatedFromTheBeginning()
    {
        var backup = await MadeAsync();
        await using var target = await Installation.EmptyAsync();
        await target.RestoreAsync(backup);
        await using (var connection = new NpgsqlConnection(target.Owner + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await new UnfinishedRestore(await HashOfAsync(backup), backup, target.Folder.Files, DateTimeOffset.UnixEpoch).WriteAsync(connection, default);
        }
        (await target.RestoreAsync(backup)).ShouldBe(0);
        (await Installation.TablesAsync(target.Owner)).ShouldBe(await Installation.TablesAsync(app.Connections.Owner));
    }

    [Fact]
    public async Task Restore_OfAnotherBackupWhereOneWasBrokenOff_IsRefusedAndTheFirstCanStillBeRepeated()
    {
        var first = await MadeAsync();
        await AttachAsync($"chỉ bản sau có {Guid.CreateVersion7()}");
        await Writer().WriteAsync(Target("later.lantoa"));
        await using var target = await Installation.EmptyAsync();
        using var stop = new CancellationTokenSource();
        var restore = target.Restore(p => { if (p.Stage == BackupStage.Database) stop.Cancel(); });
        await Should.ThrowAsync<OperationCanceledException>(async () => await restore.RestoreAsync(await BackupFile.OpenAsync(first), stop.Token));
        var files = Directory.GetFiles(target.Folder.Files, "*", SearchOption.AllDirectories);

        var refused = await Should.ThrowAsync<BackupException>(() => target.RestoreAsync(Target("later.lantoa")));
        refused.Message.ShouldContain("bản sao lưu khác");
        refused.Message.ShouldContain(first);
        Directory.GetFiles(target.Folder.Files, "*", SearchOption.AllDirectories).ShouldBe(files, ignoreOrder: true);
        (await Should.ThrowAsync<MigrationException>(() => TestDatabase.Migrator.MigrateAsync(target.Owner))).Message.ShouldContain(first);

        File.Move(first, Target("renamed.lantoa"));
        (await target.RestoreAsync(Target("renamed.lantoa"))).ShouldBe(0);
        var manifest = (await BackupFile.OpenAsync(Target("renamed.lantoa"))).Manifest;
        Directory.GetFiles(target.Folder.Files, "*", SearchOption.AllDirectories).Length.ShouldBe(manifest.Files.Count);
    }

    private static async Task<string> HashOfAsync(string backup) => (await BackupFile.OpenAsync(backup)).Sha256;

    [Fact]
    public async Task Restore_AfterOneThatWasKilled_EndsWhatItLeftRunning()
    {
        var backup = await MadeAsync();
        await using var target = await Installation.EmptyAsync();
        await using var forsaken = new NpgsqlConnection(target.Owner + $";Pooling=false;Application Name={PostgresTools.SessionName}");
        await forsaken.OpenAsync();
        await new UnfinishedRestore(await HashOfAsync(backup), backup, target.Folder.Files, DateTimeOffset.UnixEpoch).WriteAsync(forsaken, default);
        await using var open = await forsaken.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("CREATE TABLE account (id int)", forsaken)) await command.ExecuteNonQueryAsync();

        (await target.RestoreAsync(backup)).ShouldBe(0);
        (await Installation.TablesAsync(target.Owner)).ShouldBe(await Installation.TablesAsync(app.Connections.Owner));
    }

    [Fact]
    public async Task Restore_OfABackupWithANewerMigration_IsRefusedBeforeAnythingIsTouched()
    {
        var backup = await MadeAsync();
        var older = new Migrator([typeof(LanToaDb).Assembly]);
        await using var target = await Installation.EmptyAsync();
        var restore = new BackupRestore(target.Owner, target.Folder, older, TimeProvider.System);
        (await Should.ThrowAsync<BackupException>(async () => await restore.RestoreAsync(await BackupFile.OpenAsync(backup)))).Message.ShouldContain("mới hơn");
        (await target.IsUntouchedAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Backup_FileOfTheDatabaseMissingOrDamaged_IsRefusedUnlessAskedFor()
    {
        var (gone, damaged) = (await AttachAsync($"sẽ mất {Guid.CreateVersion7()}"), await AttachAsync($"sẽ hỏng {Guid.CreateVersion7()}"));
        var (kept, whole) = (await File.ReadAllBytesAsync(Files.PathOf(gone)), await File.ReadAllBytesAsync(Files.PathOf(damaged)));
        try
        {
            File.Delete(Files.PathOf(gone));
            await File.WriteAllBytesAsync(Files.PathOf(damaged), new byte[whole.Length]);
            (await Should.ThrowAsync<BackupException>(() => Writer().WriteAsync(Target()))).Message.ShouldContain(gone);
            Directory.GetFiles(_folder).ShouldBeEmpty();

            var manifest = await Writer(withoutMissing: true).WriteAsync(Target());
            manifest.Missing.ShouldBe(new[] { gone, damaged }.Order());
            await using var target = await Installation.EmptyAsync();
            await target.RestoreAsync(Target());
            File.Exists(target.Folder.PathOf(gone)).ShouldBeFalse();
            File.Exists(target.Folder.PathOf(damaged)).ShouldBeFalse();
        }
        finally
        {
            await File.WriteAllBytesAsync(Files.PathOf(gone), kept);
            await File.WriteAllBytesAsync(Files.PathOf(damaged), whole);
        }
    }

    [Fact]
    public async Task Backup_OntoAFileThatIsThere_IsRefusedAndLeavesIt()
    {
        await File.WriteAllTextAsync(Target(), "bản cũ");
        (await Should.ThrowAsync<BackupException>(() => Writer().WriteAsync(Target()))).Message.ShouldContain("không bị ghi đè");
        (await File.ReadAllTextAsync(Target())).ShouldBe("bản cũ");
    }

    [Fact]
    public async Task Backup_BrokenOff_LeavesNothing()
    {
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => Writer(whenSnapshot: async _ => await stop.CancelAsync()).WriteAsync(Target(), stop.Token));
        Directory.GetFiles(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task Backup_FromBeforeTheChain_HasNoAnchorsAndIsBroughtUpToDate()
    {
        await using var old = await Installation.EmptyAsync();
        var chain = TestDatabase.Migrator.Migrations.Single(m => m.Name == "history_chain");
        await old.ScalarAsync("CREATE TABLE schema_migration (number int PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())");
        foreach (var migration in TestDatabase.Migrator.Migrations.Where(m => m.Number < chain.Number))
        {
            await old.ScalarAsync(migration.Sql);
            await old.ScalarAsync($"INSERT INTO schema_migration (number, name, checksum) VALUES ({migration.Number}, '{migration.Name}', '{migration.Checksum}')");
        }
        await old.ScalarAsync("INSERT INTO history_event (province_id, id, at, actor_name, process, subject_kind, subject_id, verb) VALUES (7, gen_random_uuid(), now(), 'Lê Văn Dũng', 'web', 'plan', gen_random_uuid(), 'plan.issue')");

        (await new BackupWriter(old.Owner, old.Folder, TimeProvider.System).WriteAsync(Target())).History.ShouldBeEmpty();
        await using var target = await Installation.EmptyAsync();
        (await target.RestoreAsync(Target())).ShouldBe(TestDatabase.Migrator.Migrations.Count(m => m.Number >= chain.Number));
        (await target.ScalarAsync("SELECT count(*) FROM history_waiting WHERE province_id = 7")).ShouldBe(1L);
    }

    [Fact]
    public async Task Backup_UnpackedByHand_IsADumpThatPostgresReadsAndTheFiles()
    {
        var backup = await MadeAsync();
        var manifest = (await BackupFile.OpenAsync(backup)).Manifest;
        var restore = await PostgresTools.FindAsync("pg_restore", manifest.PostgresMajor, default);
        var unpacked = Directory.CreateDirectory(Path.Combine(_folder, "bằng tay")).FullName;
        var start = new ProcessStartInfo("sh", ["-c", "tar -xf \"$1\" && cat database/* > dump && \"$2\" --list dump", "sh", backup, restore]) { WorkingDirectory = unpacked, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync();
        var list = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await said);
        (await said).ShouldBeEmpty();
        list.ShouldContain("TABLE DATA public history_event");
        foreach (var file in manifest.Files) (await File.ReadAllBytesAsync(Path.Combine(unpacked, file.Path))).ShouldBe(await File.ReadAllBytesAsync(Files.PathOf(file.Sha256)));
    }

    [Fact]
    public async Task Restore_Repeated_NeedsRoomOnlyForWhatIsNotThereYet()
    {
        await AttachAsync($"ngắn {Guid.CreateVersion7()}");
        await AttachAsync($"dài {Guid.CreateVersion7()} {new string('x', 5000)}");
        var backup = await MadeAsync();
        var manifest = (await BackupFile.OpenAsync(backup)).Manifest;
        await using var target = await Installation.EmptyAsync();
        (await BackupRestore.BytesForFilesAsync(manifest, target.Files)).ShouldBe(manifest.Files.Sum(f => f.Size));
        await target.RestoreAsync(backup);
        (await BackupRestore.BytesForFilesAsync(manifest, target.Files)).ShouldBe(manifest.Files.Max(f => f.Size));
        var gone = manifest.Files.MinBy(f => f.Size)!;
        File.Delete(target.Folder.PathOf(gone.Sha256));
        (await BackupRestore.BytesForFilesAsync(manifest, target.Files)).ShouldBe(manifest.Files.Max(f => f.Size) + gone.Size);
    }

    [Fact]
    public async Task Backup_OfADatabaseWithoutLanToa_SaysSo()
    {
        await using var empty = await Installation.EmptyAsync();
        var writer = new BackupWriter(empty.Owner, empty.Folder, TimeProvider.System);
        (await Should.ThrowAsync<BackupException>(() => writer.WriteAsync(Target()))).Message.ShouldContain("chưa có dữ liệu LanToa");
    }
}
