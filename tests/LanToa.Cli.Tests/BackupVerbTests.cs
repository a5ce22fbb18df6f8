using LanToa.Platform.Data;
using LanToa.Testing;
using Npgsql;

namespace LanToa.Cli.Tests;

/// <summary>The verbs around a backup and the history as a person at the terminal meets them: exit codes, sentences, and nothing made by a wrong word.</summary>
public sealed class BackupVerbTests : IDisposable
{
    private readonly string root = Path.Combine(Repository.Root, "var", "tests", Guid.CreateVersion7().ToString("N"));

    private string Data => Path.Combine(root, "data");

    public BackupVerbTests() => Directory.CreateDirectory(root);

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(root, recursive: true);
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("backup", "a", "--nosuch")]
    [InlineData("restore")]
    [InlineData("verify-history", "--province", "Hà Nội")]
    [InlineData("export-history", "--format", "xml")]
    [InlineData("export-history", "--from", "32/13/2026")]
    [InlineData("export-history", "--from", "02/01/2026", "--to", "01/01/2026")]
    public async Task CommandLine_NotUnderstood_SaysSoAndEndsWithTwo(params string[] arguments)
    {
        var (code, _, error) = await Lantoa.RunAsync(arguments);
        (code, error).ShouldSatisfyAllConditions(() => code.ShouldBe(2), () => error.ShouldContain("--help"));
    }

    [Theory]
    [InlineData("backup", "x.lantoa")]
    [InlineData("verify-history")]
    [InlineData("verify-data")]
    [InlineData("rescue-account", "quantri")]
    [InlineData("export-history")]
    public async Task FolderWithoutADatabase_IsNotMadeIntoOne(params string[] arguments)
    {
        var (code, _, error) = await Lantoa.RunAsync([.. arguments, "--data", Data]);
        code.ShouldBe(1);
        error.ShouldContain("không có cơ sở dữ liệu LanToa");
        Directory.Exists(Data).ShouldBeFalse();
    }

    [Fact]
    public async Task Restore_FolderThatHoldsSomethingElse_IsRefusedAndSettingsAreNot()
    {
        Directory.CreateDirectory(Path.Combine(Data, "bench-pages"));
        var file = Path.Combine(Data, "x.lantoa");
        foreach (var own in new[] { file, Path.Combine(Data, "mail.json"), Path.Combine(Data, ".ẩn") }) await File.WriteAllTextAsync(own, "{}");
        (await Lantoa.RunAsync("restore", file, "--data", Data)).Error.ShouldContain("không phải bản sao lưu");
        await File.WriteAllTextAsync(Path.Combine(Data, "ảnh.jpg"), "của ai đó");
        var (code, _, error) = await Lantoa.RunAsync("restore", file, "--data", Data);
        (code, error).ShouldSatisfyAllConditions(() => code.ShouldBe(1), () => error.ShouldContain("đã có thứ không phải của LanToa: ảnh.jpg."));
        Directory.Exists(Path.Combine(Data, "postgres")).ShouldBeFalse();
    }

    [Fact]
    public async Task Restore_FileThatIsNoBackup_MakesNothing()
    {
        var file = Path.Combine(root, "x.lantoa");
        await File.WriteAllTextAsync(file, "không phải");
        var (code, _, error) = await Lantoa.RunAsync("restore", file, "--data", Data);
        code.ShouldBe(1);
        error.ShouldContain("không phải bản sao lưu");
        Directory.Exists(Data).ShouldBeFalse();
    }

    [Fact]
    public async Task Backup_Restore_Verify_OfARealFolder()
    {
        (await Lantoa.RunAsync("migrate", "--data", Data)).Code.ShouldBe(0);
        var options = new PrivatePostgresOptions(Path.Combine(Data, "postgres"));
        await using var cluster = await PrivatePostgres.StartAsync(options);
        await SqlAsync(cluster.Connections.App, "INSERT INTO history_event (province_id, id, at, actor_name, process, subject_kind, subject_id, verb) SELECT 7, gen_random_uuid(), now(), 'Lê Văn Dũng', 'web', 'plan', gen_random_uuid(), 'plan.issue' FROM generate_series(1, 50)");

        var backup = Path.Combine(root, "b.lantoa");
        var (code, output, error) = await Lantoa.RunAsync("backup", backup, "--data", Data);
        (code, error).ShouldSatisfyAllConditions(() => code.ShouldBe(0, error), () => output.ShouldContain("Đã sao lưu"));
        (await Lantoa.RunAsync("backup", backup, "--data", Data)).Error.ShouldContain("không bị ghi đè");

        var living = await Lantoa.RunAsync("restore", backup, "--data", Data);
        (living.Code, living.Error).ShouldSatisfyAllConditions(() => living.Code.ShouldBe(1), () => living.Error.ShouldContain("đã có dữ liệu"));

        var elsewhere = Path.Combine(root, "elsewhere");
        (code, output, error) = await Lantoa.RunAsync("restore", backup, "--data", elsewhere);
        code.ShouldBe(0, error);
        (code, output, _) = await Lantoa.RunAsync("verify-data", "--data", elsewhere);
        (code, output).ShouldSatisfyAllConditions(() => code.ShouldBe(0), () => output.ShouldContain("Việc phải làm → nhiệm vụ: 0 dòng: đủ"));
        (code, output, _) = await Lantoa.RunAsync("verify-history", "--data", elsewhere, "--anchor", Path.Combine(root, "anchors"));
        (code, output).ShouldSatisfyAllConditions(() => code.ShouldBe(0), () => output.ShouldContain("Tỉnh 07: 50 thay đổi, nguyên vẹn"),
            () => output.ShouldContain("Chưa có điểm neo nào để so; đã ghi điểm neo đầu tiên vào"));
        (code, output, _) = await Lantoa.RunAsync("verify-history", "--data", elsewhere, "--anchor", Path.Combine(root, "anchors"));
        (code, output).ShouldSatisfyAllConditions(() => code.ShouldBe(0), () => output.ShouldContain("Đã so với 1 điểm neo; đã ghi các điểm cuối vào"));
        (await Lantoa.RunAsync("export-history", "--data", elsewhere, "--province", "7", "--format", "csv")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(51);

        (code, _, error) = await Lantoa.RunAsync("rescue-account", "quantri", "--data", elsewhere);
        (code, error).ShouldSatisfyAllConditions(() => code.ShouldBe(1), () => error.ShouldContain("Không có tài khoản \"quantri\""));
        await using (var restored = await PrivatePostgres.StartAsync(new PrivatePostgresOptions(Path.Combine(elsewhere, "postgres"))))
        {
            await SqlAsync(restored.Connections.App, "INSERT INTO history_event (province_id, id, at, actor_name, process, subject_kind, subject_id, verb) VALUES (8, gen_random_uuid(), now(), 'Trần Thị Mai', 'web', 'plan', gen_random_uuid(), 'plan.issue')");
            var lines = (await Lantoa.RunAsync("export-history", "--data", elsewhere, "--format", "csv")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            lines.Length.ShouldBe(52, "one head, and the rows of both provinces");
            lines[0].TrimStart('\uFEFF').ShouldStartWith("Tỉnh,Số,Lúc");
            lines.Skip(1).Select(l => l[..3]).Distinct().ShouldBe(["07,", "08,"]);
            await SqlAsync(restored.Connections.App, "INSERT INTO account (id, display_name, created_at, user_name, normalized_user_name, email_confirmed, security_stamp, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count) VALUES (gen_random_uuid(), 'Quản trị', now(), 'quantri', 'QUANTRI', false, 'x', false, false, true, 0)");
            (code, output, error) = await Lantoa.RunAsync("rescue-account", "quantri", "--data", elsewhere);
            (code, error).ShouldSatisfyAllConditions(() => code.ShouldBe(0, error), () => output.ShouldContain("mật khẩu mới (chỉ in lần này): "));
            await SqlAsync(restored.Connections.Owner, "UPDATE history_event SET actor_name = 'Người khác' WHERE id = (SELECT event_id FROM history_seal WHERE number = 17 AND province_id = 7)");
        }
        (code, output, _) = await Lantoa.RunAsync("verify-history", "--data", elsewhere, "--anchor", Path.Combine(root, "anchors"));
        (code, output).ShouldSatisfyAllConditions(() => code.ShouldBe(1), () => output.ShouldContain("1 ĐIỂM SAI"), () => output.ShouldContain("Số 17:"), () => output.ShouldContain("Người khác"), () => output.ShouldContain("Đã so với 1 điểm neo; không ghi thêm điểm neo nào."));
    }

    private static async Task SqlAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
