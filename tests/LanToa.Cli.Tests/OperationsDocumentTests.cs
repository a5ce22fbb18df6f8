using System.Diagnostics;
using System.Text.RegularExpressions;
using LanToa.Platform.Data;
using LanToa.Testing;
using Npgsql;

namespace LanToa.Cli.Tests;

/// <summary>What docs/operations tells people to type: every verb and option exists, and the commands of backup.md work in the order in which a person would give them.</summary>
public sealed partial class OperationsDocumentTests : IDisposable
{
    private static readonly string[] OfTheWrapper = ["test", "bench", "setup", "help"];

    private readonly string root = Path.Combine(Repository.Root, "var", "tests", Guid.CreateVersion7().ToString("N"));

    public static TheoryData<string> Documents => [.. Directory.GetFiles(Path.Combine(Repository.Root, "docs", "operations"), "*.md").Append(Path.Combine(Repository.Root, "README.md")).Select(f => Path.GetRelativePath(Repository.Root, f))];

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
    }

    [Theory, MemberData(nameof(Documents))]
    public void Document_EveryVerbAndOption_Exists(string document)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, document));
        Wrong(text).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Run `./lantoa bakcup FILE` every night.")]
    [InlineData("    ./lantoa restore FILE --folder x")]
    [InlineData("```\n./lantoa run --url http://x\n```")]
    public void Document_VerbOrOptionThatDoesNotExist_IsFound(string text) => Wrong(text).ShouldHaveSingleItem();

    private static List<string> Wrong(string text)
    {
        var verbs = Commands.Root().Subcommands.ToDictionary(c => c.Name, c => c.Options.Select(o => o.Name).ToHashSet());
        var wrapper = File.ReadAllText(Path.Combine(Repository.Root, "lantoa"));
        var wrong = new List<string>();
        foreach (var command in Command().Matches(text).Select(m => m.Value))
        {
            var words = Words(command).Skip(1).ToList();
            var verb = words.FirstOrDefault() ?? "";
            var known = OfTheWrapper.Contains(verb) ? wrapper.Contains($"  {verb}", StringComparison.Ordinal)
                : verbs.TryGetValue(verb, out var options) && words.Where(w => w.StartsWith("--", StringComparison.Ordinal) && w.Length > 2).All(w => w == "--help" || options.Contains(w)) && wrapper.Contains(verb, StringComparison.Ordinal);
            if (!known) wrong.Add(command);
        }
        return wrong;
    }

    [Fact]
    public async Task BackupDocument_EveryCommand_Works()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operations", "backup.md"));
        var sections = Section().Split(text).Skip(1).ToDictionary(s => s[..s.IndexOf('\n', StringComparison.Ordinal)].Trim(), s => s);
        foreach (var folder in new[] { "backups", "usb" }) Directory.CreateDirectory(Path.Combine(root, folder));
        await using var server = await PrivatePostgres.StartAsync(new(Path.Combine(root, "server-postgres")) { Durable = false, Database = null });
        foreach (var statement in SqlBlock().Match(sections["Move to a PostgreSQL server"]).Groups[1].Value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) await SqlAsync(server, statement);

        using var run = Lantoa.Start("run", "--data", Path.Combine(root, "source"), "--urls", "http://127.0.0.1:0", "--empty", "--log", "quiet");
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120))) await StopTests.LineAsync(run, "sẵn sàng", patience.Token);
        var ran = 0;
        // The server is filled by the move, before it can be backed up.
        foreach (var section in new[] { "Move to a PostgreSQL server", "Backup", "Restore", "Upgrade", "Proof of the references", "Proof of the history" })
            foreach (var command in Block().Matches(sections[section]).Select(m => m.Groups[1].Value))
            {
                await RunAsync(command, server);
                ran++;
            }
        ran.ShouldBe(Block().Count(text), "a section of backup.md is not run");
        await NightlyAsync(Nightly().Match(text).Groups[1].Value);
        await StopTests.StoppedAsync(run, "TERM");
        (await File.ReadAllTextAsync(Path.Combine(root, "usb", "lantoa.anchors"))).ShouldContain("\n00 ");
    }

    // As cron hands it to a shell, which gets % for \%; old backups go, others stay.
    private async Task NightlyAsync(string line)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "nightly")).FullName;
        var (old, kept) = (Path.Combine(folder, "old.lantoa"), Path.Combine(folder, "new.lantoa"));
        foreach (var (file, days) in new[] { (old, 40), (kept, 20) })
        {
            await File.WriteAllTextAsync(file, "");
            File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-days));
        }
        var command = line.Replace("\\%", "%", StringComparison.Ordinal).Replace("cd /opt/lantoa && ", "", StringComparison.Ordinal).Replace("/var/backups/lantoa", folder, StringComparison.Ordinal)
            .Replace("./lantoa ", $"dotnet {Path.Combine(AppContext.BaseDirectory, "lantoa.dll")} ", StringComparison.Ordinal).Replace(".lantoa &&", $".lantoa --data {Path.Combine(root, "source")} &&", StringComparison.Ordinal);
        using var shell = Process.Start(Lantoa.Program("sh", "-c", command))!;
        shell.StandardInput.Close();
        var output = shell.StandardOutput.ReadToEndAsync();
        var error = shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        _ = await output;
        shell.ExitCode.ShouldBe(0, $"{command}\n{await error}");
        Directory.GetFiles(folder).Length.ShouldBe(2, "one was made, one was old");
        File.Exists(old).ShouldBeFalse();
    }

    private async Task RunAsync(string command, PrivatePostgres server)
    {
        var host = new NpgsqlConnectionStringBuilder(server.Admin).Host;
        var words = Words(command).Skip(1).Select(w => w.Replace("/var/backups/lantoa", Path.Combine(root, "backups"), StringComparison.Ordinal).Replace("/srv/", root + "/srv-", StringComparison.Ordinal)
            .Replace("/mnt/usb", Path.Combine(root, "usb"), StringComparison.Ordinal).Replace("Host=db.example", $"Host={host}", StringComparison.Ordinal)).ToList();
        if (!words.Contains("--data")) words.AddRange(["--data", Path.Combine(root, "source")]);
        if (words[0] == "run")
        {
            using var run = Lantoa.Start([.. words, "--urls", "http://127.0.0.1:0", "--log", "quiet"]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
            await StopTests.LineAsync(run, "sẵn sàng", patience.Token);
            await StopTests.StoppedAsync(run, "TERM");
            return;
        }
        var (code, _, error) = await Lantoa.RunAsync([.. words]);
        code.ShouldBe(0, $"{command}\n{error}");
    }

    private static async Task SqlAsync(PrivatePostgres server, string statement)
    {
        await using var connection = new NpgsqlConnection(server.Admin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        try
        {
            await command.ExecuteNonQueryAsync();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateObject && statement.StartsWith("CREATE ROLE", StringComparison.Ordinal))
        {
            // A private cluster, which stands for the server here, has the roles from its start.
        }
    }

    private static IEnumerable<string> Words(string command) => Word().Matches(command).Select(m => m.Value.Replace("\"", "", StringComparison.Ordinal));

    [GeneratedRegex(@"\./lantoa [^`\n&|#]*[^`\n&|#\s]")]
    private static partial Regex Command();

    [GeneratedRegex(@"^    (\./lantoa .*)$", RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"```cron\n(?:\S+ ){5}(.*)\n```")]
    private static partial Regex Nightly();

    [GeneratedRegex(@"^## ", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex SqlBlock();

    [GeneratedRegex("""(?:"[^"]*"|[^\s"])+""")]
    private static partial Regex Word();
}
