using LanToa.Platform.Audit;
using LanToa.Testing;
using static LanToa.Platform.Audit.HistoryFindingKind;

namespace LanToa.Platform.Tests.Audit;

/// <summary>Whatever somebody with all rights does to the history in the real database is found, and the row is named.</summary>
public sealed class HistoryTamperTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static int _province = 100;

    private async Task<HistoryTable> ChainAsync(int count = 8) => await new HistoryTable(database, (short)Interlocked.Increment(ref _province)).SealedAsync(count);

    [Fact]
    public async Task Verify_UntouchedHistory_IsSound()
    {
        await using var history = await ChainAsync();
        var verdict = await history.VerifyAsync();
        (verdict.IsSound, verdict.Events, verdict.Waiting, verdict.Head!.Number).ShouldBe((true, 8, 0, 8));
    }

    [Theory]
    [InlineData("at = at + interval '1 microsecond'")]
    [InlineData("account_id = NULL")]
    [InlineData("actor_name = 'Nguyễn Thị Hoa'")]
    [InlineData("process = 'cli'")]
    [InlineData("request_id = NULL")]
    [InlineData("subject_kind = 'task'")]
    [InlineData("subject_id = whole_id")]
    [InlineData("whole_id = NULL")]
    [InlineData("verb = 'plan.issue'")]
    [InlineData("reason = ''")]
    [InlineData("reason = NULL")]
    [InlineData("before = '{}'")]
    [InlineData("after = after || '{\"n\": 3.0}'")]
    [InlineData("before = after, after = before")]
    public async Task Verify_ColumnChanged_NamesTheRow(string change)
    {
        await using var history = await ChainAsync();
        await history.TamperAsync($"UPDATE history_event SET {change} WHERE province_id = {{p}} AND id = '{HistoryTable.Id(3)}'");
        var finding = (await history.VerifyAsync()).Findings.ShouldHaveSingleItem();
        (finding.Kind, finding.Number, finding.EventId).ShouldBe((Changed, 3, HistoryTable.Id(3)));
        finding.Words.ShouldContain(HistoryTable.Id(3).ToString());
    }

    [Fact]
    public async Task Verify_RowDeleted_NamesIt()
    {
        await using var history = await ChainAsync();
        await history.TamperAsync($"DELETE FROM history_event WHERE province_id = {{p}} AND id = '{HistoryTable.Id(3)}'");
        var finding = (await history.VerifyAsync()).Findings.ShouldHaveSingleItem();
        (finding.Kind, finding.Number, finding.EventId).ShouldBe((Deleted, 3, HistoryTable.Id(3)));
    }

    [Fact]
    public async Task Verify_RowDeletedWithItsSeal_NamesTheNumber()
    {
        await using var history = await ChainAsync();
        await history.TamperAsync($"DELETE FROM history_event WHERE province_id = {{p}} AND id = '{HistoryTable.Id(3)}'; DELETE FROM history_seal WHERE province_id = {{p}} AND number = 3");
        var finding = (await history.VerifyAsync()).Findings.ShouldHaveSingleItem();
        (finding.Kind, finding.Number).ShouldBe((SealsMissing, 3));
    }

    [Fact]
    public async Task Verify_RowMovedToAnotherProvinceOrId_IsDeletedHereAndSmuggledThere()
    {
        await using var history = await ChainAsync();
        await history.TamperAsync($"UPDATE history_event SET id = '{HistoryTable.Id(999)}' WHERE province_id = {{p}} AND id = '{HistoryTable.Id(3)}'");
        (await history.VerifyAsync()).Findings.Select(f => (f.Kind, f.EventId)).ShouldBe([(Deleted, HistoryTable.Id(3)), (Smuggled, HistoryTable.Id(999))]);
    }

    [Fact]
    public async Task Verify_RowInsertedPastTheTrigger_NamesIt()
    {
        await using var history = await ChainAsync();
        await history.TamperAsync(HistoryTable.InsertSql(history.Province, 50, 50));
        var finding = (await history.VerifyAsync()).Findings.ShouldHaveSingleItem();
        (finding.Kind, finding.EventId).ShouldBe((Smuggled, HistoryTable.Id(50)));
        await history.Sealer.SealAsync(history.Province);
        (await history.VerifyAsync()).Findings.ShouldHaveSingleItem().Kind.ShouldBe(Smuggled);
    }

    [Fact]
    public async Task Verify_RowInsertedWithASealInTheMiddle_IsFound()
    {
        await using var history = await ChainAsync();
        await history.TamperAsync(HistoryTable.InsertSql(history.Province, 50, 50) + $"""
            ; UPDATE history_seal SET number = number + 1000 WHERE province_id = {history.Province} AND number > 4;
            UPDATE history_seal SET number = number - 999 WHERE province_id = {history.Province} AND number > 1000;
            INSERT INTO history_seal SELECT province_id, 5, '{HistoryTable.Id(50)}', sealed_at, hash, sha256('x') FROM history_seal WHERE province_id = {history.Province} AND number = 4
            """);
        var findings = (await history.VerifyAsync()).Findings;
        findings.ShouldContain(f => f.Kind == Changed && f.Number == 5 && f.EventId == HistoryTable.Id(50));
        findings.ShouldContain(f => f.Kind == LinkBroken && f.Number == 6);
        findings.ShouldContain(f => f.Kind == TailDiffers);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-7)]
    [InlineData(long.MinValue)]
    public async Task Verify_EventSealedOutsideTheChain_IsNamed_AndSealedOnceTheFalseSealIsGone(long number)
    {
        await using var history = await ChainAsync();
        await history.AddAsync(20, 20);
        await WithoutConstraintAsync("ck_history_seal_number CHECK (number > 0) NOT VALID", async () =>
        {
            await history.TamperAsync($"INSERT INTO history_seal VALUES ({{p}}, {number}, '{HistoryTable.Id(20)}', now(), sha256('x'), sha256('y'))");
            (await history.Sealer.SealAsync(history.Province)).ShouldBe(0);
        });
        var verdict = await history.VerifyAsync();
        var finding = verdict.Findings.ShouldHaveSingleItem();
        (finding.Kind, finding.Number, finding.EventId, verdict.Events, verdict.Waiting).ShouldBe((OutsideChain, number, HistoryTable.Id(20), 8, 1));
        finding.Words.ShouldContain(HistoryTable.Id(20).ToString());

        await history.TamperAsync("DELETE FROM history_waiting WHERE province_id = {p}");
        (await history.VerifyAsync()).Findings.Select(f => f.Kind).ShouldBe([OutsideChain, Smuggled]);

        await history.TamperAsync($"INSERT INTO history_waiting VALUES ({{p}}, '{HistoryTable.Id(20)}'); DELETE FROM history_seal WHERE province_id = {{p}} AND number < 1");
        (await history.Sealer.SealAsync(history.Province)).ShouldBe(1);
        (await history.VerifyAsync()).IsSound.ShouldBeTrue();
    }

    [Fact]
    public async Task Verify_SecondSealOfTheSameNumberWhereABatchEnds_IsFound()
    {
        await using var history = await ChainAsync(5000);
        await history.AddAsync(9000, 9000);
        await WithoutConstraintAsync("pk_history_seal PRIMARY KEY (province_id, number)", async () =>
        {
            await history.TamperAsync($"INSERT INTO history_seal VALUES ({{p}}, 5000, '{HistoryTable.Id(9000)}', now(), sha256('x'), sha256('y')); DELETE FROM history_waiting WHERE province_id = {{p}}");
            (await history.VerifyAsync()).Findings.ShouldContain(f => f.Kind == Changed && f.EventId == HistoryTable.Id(9000));
            await history.TamperAsync($"DELETE FROM history_seal WHERE province_id = {{p}} AND event_id = '{HistoryTable.Id(9000)}'");
        });
    }

    /// <summary>As the owner of the tables, who can also take a constraint of the seals away.</summary>
    private async Task WithoutConstraintAsync(string constraint, Func<Task> act)
    {
        await using var owner = Npgsql.NpgsqlDataSource.Create(database.Connections.Owner);
        await using (var drop = owner.CreateCommand($"ALTER TABLE history_seal DROP CONSTRAINT {constraint.Split(' ')[0]}")) await drop.ExecuteNonQueryAsync();
        await act();
        await using var add = owner.CreateCommand($"ALTER TABLE history_seal ADD CONSTRAINT {constraint}");
        await add.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task Verify_TwoRowsChangedPlaces_NamesBoth()
    {
        await using var history = await ChainAsync();
        await history.TamperAsync($"""
            UPDATE history_seal SET event_id = '{HistoryTable.Id(999)}' WHERE province_id = {history.Province} AND number = 3;
            UPDATE history_seal SET event_id = '{HistoryTable.Id(3)}' WHERE province_id = {history.Province} AND number = 4;
            UPDATE history_seal SET event_id = '{HistoryTable.Id(4)}' WHERE province_id = {history.Province} AND number = 3
            """);
        (await history.VerifyAsync()).Findings.Select(f => (f.Kind, f.Number)).ShouldBe([(Changed, 3), (Changed, 4)]);
    }

    [Fact]
    public async Task Verify_RowChangedAndSealedAgain_NamesTheLinkBehindIt()
    {
        await using var history = await ChainAsync();
        await ResealAsync(history, 3);
        var finding = (await history.VerifyAsync()).Findings.ShouldHaveSingleItem();
        (finding.Kind, finding.Number).ShouldBe((LinkBroken, 4));
    }

    [Fact]
    public async Task Verify_LastRowChangedAndSealedAgain_IsFoundByTheHead()
    {
        await using var history = await ChainAsync();
        await ResealAsync(history, 8);
        var finding = (await history.VerifyAsync()).Findings.ShouldHaveSingleItem();
        (finding.Kind, finding.Number).ShouldBe((TailDiffers, 8));
    }

    [Fact]
    public async Task Verify_TailCutOff_SaysFromWhere_AlsoAfterTheChainWentOn()
    {
        await using var history = await ChainAsync();
        await history.TamperAsync($"DELETE FROM history_event WHERE province_id = {{p}} AND id >= '{HistoryTable.Id(7)}'; DELETE FROM history_seal WHERE province_id = {{p}} AND number >= 7");
        var finding = (await history.VerifyAsync()).Findings.ShouldHaveSingleItem();
        finding.Kind.ShouldBe(TailDiffers);
        finding.Words.ShouldContain("số 7 đến số 8");
        await history.AddAsync(20, 21);
        await history.Sealer.SealAsync(history.Province);
        (await history.VerifyAsync()).Findings.ShouldHaveSingleItem().Words.ShouldContain("số 7 đến số 8");
    }

    [Fact]
    public async Task Verify_TailCutOffWithItsHead_IsFoundByAnAnchor()
    {
        await using var history = await ChainAsync();
        var anchor = (await history.VerifyAsync()).Head!;
        await history.TamperAsync($"""
            DELETE FROM history_event WHERE province_id = {history.Province} AND id >= '{HistoryTable.Id(7)}'; DELETE FROM history_seal WHERE province_id = {history.Province} AND number >= 7;
            UPDATE history_chain c SET number = 6, hash = s.hash FROM history_seal s WHERE s.province_id = c.province_id AND s.number = 6 AND c.province_id = {history.Province}
            """);
        (await history.VerifyAsync()).IsSound.ShouldBeTrue("nothing inside the database can tell");
        var finding = (await history.VerifyAsync(anchor)).Findings.ShouldHaveSingleItem();
        (finding.Kind, finding.Number).ShouldBe((AnchorDiffers, 8));
    }

    [Fact]
    public async Task Verify_WholeChainMadeAgain_IsFoundByAnAnchor()
    {
        await using var history = await ChainAsync();
        var anchor = (await history.VerifyAsync()).Head!;
        await history.TamperAsync($"""
            UPDATE history_event SET actor_name = 'Người khác' WHERE province_id = {history.Province} AND id = '{HistoryTable.Id(3)}';
            DELETE FROM history_seal WHERE province_id = {history.Province}; DELETE FROM history_chain WHERE province_id = {history.Province};
            INSERT INTO history_waiting SELECT province_id, id FROM history_event WHERE province_id = {history.Province}
            """);
        await history.Sealer.SealAsync(history.Province);
        (await history.VerifyAsync()).IsSound.ShouldBeTrue("nothing inside the database can tell");
        (await history.VerifyAsync(anchor)).Findings.ShouldHaveSingleItem().Kind.ShouldBe(AnchorDiffers);
    }

    [Fact]
    public async Task Verify_HeadDeletedOrWholeChainDeleted_IsFound()
    {
        await using var history = await ChainAsync();
        await history.TamperAsync("DELETE FROM history_chain WHERE province_id = {p}");
        (await history.VerifyAsync()).Findings.ShouldHaveSingleItem().Kind.ShouldBe(TailDiffers);
        await history.TamperAsync("DELETE FROM history_seal WHERE province_id = {p}");
        (await history.VerifyAsync()).Findings.Select(f => f.Kind).ShouldBe(Enumerable.Repeat(Smuggled, 8));
    }

    [Fact]
    public async Task Verify_RowDeletedBeforeItWasSealed_NamesIt()
    {
        await using var history = await ChainAsync();
        await history.AddAsync(20, 21);
        await history.TamperAsync($"DELETE FROM history_event WHERE province_id = {{p}} AND id = '{HistoryTable.Id(20)}'");
        await history.Sealer.SealAsync(history.Province);
        var finding = (await history.VerifyAsync()).Findings.ShouldHaveSingleItem();
        (finding.Kind, finding.EventId).ShouldBe((DeletedUnsealed, HistoryTable.Id(20)));
    }

    [Fact]
    public async Task Verify_ManyRowsChanged_CountsAllAndNamesTheFirst()
    {
        await using var history = await ChainAsync(300);
        await history.TamperAsync("UPDATE history_event SET verb = 'x' WHERE province_id = {p}");
        var verdict = await history.VerifyAsync();
        (verdict.Total, verdict.Findings.Count).ShouldBe((300, HistoryVerdict.MostFindings));
    }

    [Fact]
    public async Task Verify_RowWrittenHoursIntoThePast_IsNamedAsIsWhatWasOnlyJustSealed()
    {
        await using var history = await ChainAsync();
        await history.TamperAsync("SET session_replication_role = origin; " + HistoryTable.InsertSql(history.Province, 60, 60).Replace("08:00:00.123456", "06:00:00.123456", StringComparison.Ordinal));
        var named = new List<string>();
        await new HistorySealer(history.App, TimeProvider.System, named.Add).SealAsync(history.Province);
        var verdict = await history.VerifyAsync();
        (verdict.IsSound, verdict.Backdated).ShouldBe((true, 1));
        named[0].ShouldStartWith($"tỉnh {history.Province:00}, số ", customMessage: "of several provinces each has its own numbers");
        string[] told = ["9: thay đổi " + HistoryTable.Id(60), "21/11/2026", "Nguyễn Thị Hòa, plan.change, plan 019a0000-0000-7000-8000-0000000000aa"];
        foreach (var words in (string[])[named.ShouldHaveSingleItem(), verdict.BackdatedRows.ShouldHaveSingleItem()])
            foreach (var part in told) words.ShouldContain(part);
    }

    /// <summary>Changes a row and computes its own hash anew, as somebody who knows the form would.</summary>
    private static async Task ResealAsync(HistoryTable history, long number)
    {
        await history.TamperAsync($"UPDATE history_event SET actor_name = 'Người khác' WHERE province_id = {{p}} AND id = '{HistoryTable.Id((int)number)}'");
        byte[] hash;
        await using (var command = history.App.CreateCommand($"SELECT s.previous, s.sealed_at, {HistoryForm.Selected} FROM history_seal s JOIN history_event e ON e.province_id = s.province_id AND e.id = s.event_id WHERE s.province_id = {history.Province} AND s.number = {number}"))
        await using (var row = await command.ExecuteReaderAsync())
        {
            (await row.ReadAsync()).ShouldBeTrue();
            hash = new HistoryForm().Hash(row, 2, history.Province, number, row.GetFieldValue<DateTimeOffset>(1), row.GetFieldValue<byte[]>(0));
        }
        await history.TamperAsync($"UPDATE history_seal SET hash = '\\x{Convert.ToHexStringLower(hash)}' WHERE province_id = {{p}} AND number = {number}");
    }
}
