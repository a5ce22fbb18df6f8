using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LanToa.Platform.Audit;
using LanToa.Platform.Modules;
using LanToa.Testing;
using Npgsql;

namespace LanToa.Platform.Tests.Audit;

public sealed class HistorySealerTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Seal_ManyWritersAndTwoSealersAtOnce_EveryEventOnceWithoutGaps()
    {
        await using var history = new HistoryTable(database, 201);
        using var writing = new CancellationTokenSource();
        var sealers = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!writing.IsCancellationRequested) await history.Sealer.SealAsync(history.Province);
        })).ToList();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() => WriteAsync(history, writer))));
        await writing.CancelAsync();
        await Task.WhenAll(sealers);
        await history.Sealer.SealAsync(history.Province);

        var verdict = await history.VerifyAsync();
        verdict.Findings.ShouldBeEmpty();
        // Of 30 transactions each writer rolls every fifth back.
        (verdict.Events, verdict.Head!.Number, verdict.Waiting).ShouldBe((4 * 24 * 10, 4 * 24 * 10, 0));
    }

    [Fact]
    public async Task Seal_ClockSetBackBetweenTwo_TheChainHolds()
    {
        await using var history = new HistoryTable(database, 209);
        var ahead = new TestClock();
        ahead.Shift(TimeSpan.FromDays(2));
        // Ids go by the time too: the later event has the smaller one.
        await history.AddAsync(51, 60);
        (await new HistorySealer(history.App, ahead).SealAsync(history.Province)).ShouldBe(10);
        await history.AddAsync(1, 10);
        (await history.Sealer.SealAsync(history.Province)).ShouldBe(10);
        var verdict = await history.VerifyAsync();
        verdict.Findings.ShouldBeEmpty();
        (verdict.Events, verdict.Waiting).ShouldBe((20, 0));
    }

    private static async Task WriteAsync(HistoryTable history, int writer)
    {
        for (var i = 0; i < 30; i++)
        {
            await using var connection = await history.App.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            var first = 1 + (writer * 30 + i) * 10;
            foreach (var n in new[] { first, first + 5 })
            {
                await using var command = new NpgsqlCommand(HistoryTable.InsertSql(history.Province, n, n + 4), connection, transaction);
                await command.ExecuteNonQueryAsync();
            }
            if (i % 5 == 4) await transaction.RollbackAsync();
            else await transaction.CommitAsync();
        }
    }

    [Fact]
    public async Task Seal_WhileALongTransactionIsOpen_SealsTheOthersAndThatOneAfterItsCommit()
    {
        await using var history = new HistoryTable(database, 202);
        await using var connection = await history.App.OpenConnectionAsync();
        await using var slow = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand(HistoryTable.InsertSql(202, 1, 3), connection, slow)) await command.ExecuteNonQueryAsync();
        await history.AddAsync(10, 12);
        (await history.Sealer.SealAsync(202)).ShouldBe(3);
        await slow.CommitAsync();
        (await history.Sealer.SealAsync(202)).ShouldBe(3);
        (await history.VerifyAsync()).Findings.ShouldBeEmpty();
        (await history.ScalarAsync<long>($"SELECT number FROM history_seal WHERE province_id = {{p}} AND event_id = '{HistoryTable.Id(1)}'")).ShouldBe(4);
    }

    [Fact]
    public async Task Seal_BulkInsertAndCopy_AreChainedInBatches()
    {
        await using var history = new HistoryTable(database, 203);
        await history.AddAsync(1, 12_000);
        await using (var connection = await history.App.OpenConnectionAsync())
        await using (var rows = await connection.BeginTextImportAsync("COPY history_event (province_id, id, at, actor_name, process, subject_kind, subject_id, verb) FROM STDIN"))
            for (var n = 20_000; n < 20_100; n++) await rows.WriteAsync($"203\t{HistoryTable.Id(n)}\t2026-11-21 09:00:00+07\tHệ thống\tjob:x\tplan\t{HistoryTable.Id(1)}\tx\n");
        (await history.Sealer.SealAsync(203)).ShouldBe(12_100);
        var verdict = await history.VerifyAsync();
        (verdict.IsSound, verdict.Events, verdict.Waiting).ShouldBe((true, 12_100, 0));
        (await history.Sealer.SealAsync(203)).ShouldBe(0);
    }

    [Fact]
    public async Task Seal_SameEventNotedTwice_IsSealedOnce()
    {
        await using var history = await new HistoryTable(database, 204).SealedAsync(3);
        await history.TamperAsync($"INSERT INTO history_waiting VALUES ({{p}}, '{HistoryTable.Id(2)}')");
        await history.AddAsync(4, 4);
        (await history.Sealer.SealAsync(204)).ShouldBe(1);
        var verdict = await history.VerifyAsync();
        (verdict.IsSound, verdict.Events, verdict.Waiting).ShouldBe((true, 4, 0));
    }

    [Fact]
    public async Task Form_Columns_AreAllOfTheTable()
    {
        await using var history = new HistoryTable(database, 205);
        var columns = await history.ScalarAsync<string>("SELECT string_agg(column_name, ',' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = 'history_event'");
        columns.Split(',').ShouldBe(HistoryForm.Columns);
        HistoryForm.Selected.Split(", ").Select(c => c.Replace("e.", "", StringComparison.Ordinal).Replace("::text", "", StringComparison.Ordinal)).ShouldBe(HistoryForm.Columns);
    }

    [Fact]
    public async Task Export_JsonLines_AreEnoughToComputeEachHashAgain()
    {
        await using var history = await new HistoryTable(database, 206).SealedAsync(5);
        await history.TamperAsync("SET session_replication_role = origin; INSERT INTO history_event (province_id, id, at, actor_name, process, subject_kind, subject_id, verb) VALUES ({p}, '019b0000-0000-7000-8000-000000000000', now(), E'dòng\\nmới \"x\"', 'cli', 'a', '019b0000-0000-7000-8000-000000000001', 'b')");
        await history.Sealer.SealAsync(206);
        using var file = new MemoryStream();
        await HistoryExport.WriteJsonLinesAsync(new HistoryExport(history.App, new ModuleList()).RowsAsync(206, null, null), file);
        var lines = Encoding.UTF8.GetString(file.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(6);
        var previous = new string('0', 64);
        foreach (var line in lines.Select(l => JsonDocument.Parse(l).RootElement).OrderBy(l => l.GetProperty("number").GetInt64()))
        {
            line.GetProperty("previous").GetString().ShouldBe(previous);
            (previous = line.GetProperty("hash").GetString()!).ShouldBe(ComputedFrom(line));
        }
    }

    /// <summary>The documented form, written down a second time.</summary>
    private static string ComputedFrom(JsonElement line)
    {
        using var form = new MemoryStream();
        form.Write("LanToa history 1\n"u8);
        form.Write(Convert.FromHexString(line.GetProperty("previous").GetString()!));
        form.Write(Short(line.GetProperty("province_id")));
        form.Write(Long(line.GetProperty("number").GetInt64()));
        form.Write(Long(Microseconds(line.GetProperty("sealed_at"))));
        foreach (var name in new[] { "province_id", "id", "at", "account_id", "actor_name", "process", "request_id", "subject_kind", "subject_id", "whole_id", "verb", "reason", "before", "after" })
        {
            var value = line.GetProperty(name);
            if (value.ValueKind == JsonValueKind.Null)
            {
                form.WriteByte(0);
                continue;
            }
            var bytes = name switch
            {
                "province_id" => Short(value),
                "at" => Long(Microseconds(value)),
                "id" or "account_id" or "subject_id" or "whole_id" => Convert.FromHexString(value.GetString()!.Replace("-", "", StringComparison.Ordinal)),
                "before" or "after" => Encoding.UTF8.GetBytes(value.GetRawText()),
                _ => Encoding.UTF8.GetBytes(value.GetString()!),
            };
            form.WriteByte(1);
            form.Write(Int(bytes.Length));
            form.Write(bytes);
        }
        return Convert.ToHexStringLower(SHA256.HashData(form.ToArray()));
    }

    private static long Microseconds(JsonElement instant) => (instant.GetDateTimeOffset().UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10;

    private static byte[] Short(JsonElement number)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteInt16BigEndian(bytes, number.GetInt16());
        return bytes;
    }

    private static byte[] Int(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Long(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    [Theory]
    [InlineData("UPDATE history_seal SET number = 0")]
    [InlineData("DELETE FROM history_seal")]
    [InlineData("TRUNCATE history_seal")]
    [InlineData("UPDATE history_check SET findings = 0")]
    [InlineData("DELETE FROM history_chain")]
    [InlineData("UPDATE history_waiting SET event_id = gen_random_uuid()")]
    [InlineData("ALTER TABLE history_event DISABLE TRIGGER history_event_waits")]
    public async Task Application_ChangingTheChain_IsDenied(string sql)
    {
        await using var history = new HistoryTable(database, 207);
        await using var command = history.App.CreateCommand(sql);
        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-7)]
    public async Task Application_SealBelowOne_IsRefused(long number)
    {
        await using var history = new HistoryTable(database, 208);
        await using var command = history.App.CreateCommand($"INSERT INTO history_seal VALUES (208, {number}, gen_random_uuid(), now(), sha256('x'), sha256('y'))");
        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).ConstraintName.ShouldBe("ck_history_seal_number");
    }

    [Fact]
    public async Task Migration_OfAChainWithASealBelowOne_LeavesItToBeFoundAndRefusesTheNext()
    {
        await using var old = await TestDatabase.CreateEmptyAsync();
        await using var owner = NpgsqlDataSource.Create(old.Connections.Owner);
        var numbers = TestDatabase.Migrator.Migrations.Single(m => m.Name == "history_seal_numbers");
        foreach (var migration in TestDatabase.Migrator.Migrations.Where(m => m.Number < numbers.Number)) await RunAsync(owner, migration.Sql);
        await RunAsync(owner, HistoryTable.InsertSql(99, 1, 1));
        const string seal = "INSERT INTO history_seal SELECT province_id, 0, event_id, now(), sha256('x'), sha256('y') FROM history_waiting";
        await RunAsync(owner, seal);
        await RunAsync(owner, numbers.Sql);
        (await new HistoryVerifier(owner, TimeProvider.System).VerifyAsync(99, [])).Findings.ShouldHaveSingleItem().Kind.ShouldBe(HistoryFindingKind.OutsideChain);
        (await Should.ThrowAsync<PostgresException>(() => RunAsync(owner, seal.Replace("SELECT province_id", "SELECT 98::smallint", StringComparison.Ordinal)))).SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
    }

    [Fact]
    public async Task Migration_OfAHistoryFromBefore_NotesEveryEvent()
    {
        await using var old = await TestDatabase.CreateEmptyAsync();
        await using var owner = NpgsqlDataSource.Create(old.Connections.Owner);
        var chain = TestDatabase.Migrator.Migrations.Single(m => m.Name == "history_chain");
        foreach (var migration in TestDatabase.Migrator.Migrations.Where(m => m.Number < chain.Number)) await RunAsync(owner, migration.Sql);
        await RunAsync(owner, HistoryTable.InsertSql(99, 1, 7));
        await RunAsync(owner, chain.Sql);
        (await new HistorySealer(owner, TimeProvider.System).SealAsync()).ShouldBe(7);
        (await new HistoryVerifier(owner, TimeProvider.System).VerifyAsync(99, [])).IsSound.ShouldBeTrue();
    }

    [Fact]
    public async Task AnchorFile_WrittenAndRead_IsTheSame_AndAnAlteredLineIsRefused()
    {
        var path = Path.Combine(Path.GetTempPath(), $"anchors-{Guid.CreateVersion7():N}");
        HistoryAnchor[] anchors = [new(1, 12, new string('a', 64)), new(0, 3, new string('b', 64))];
        try
        {
            await HistoryAnchorFile.WriteAsync(path, anchors);
            (await HistoryAnchorFile.ReadAsync(path)).ShouldBe(anchors.OrderBy(a => a.Province));
            await File.AppendAllTextAsync(path, "1 13 zz\n");
            (await Should.ThrowAsync<FormatException>(() => HistoryAnchorFile.ReadAsync(path))).Message.ShouldContain("dòng 4");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task RunAsync(NpgsqlDataSource owner, string sql)
    {
        await using var command = owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
