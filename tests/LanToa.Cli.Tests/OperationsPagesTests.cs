using System.Text.RegularExpressions;
using LanToa.Testing;

namespace LanToa.Cli.Tests;

/// <summary>What docs/operations says of lines, files and links, compared with what there is.</summary>
public sealed partial class OperationsPagesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "operations");

    [Fact]
    public async Task Monitoring_EveryMessage_IsLoggedAtItsLevel()
    {
        var rows = LogRow().Matches(await File.ReadAllTextAsync(Path.Combine(Folder, "monitoring.md"))).Select(m => (Level: m.Groups[1].Value, Message: m.Groups[2].Value)).ToList();
        var logged = Sources().SelectMany(s => LoggerMessage().Matches(File.ReadAllText(s))).Select(m => (Level: m.Groups[1].Value.ToLowerInvariant(), Message: m.Groups[2].Value)).ToList();
        rows.Count.ShouldBeGreaterThan(3);
        rows.Except(logged).ShouldBeEmpty("monitoring.md names a line that the program does not write");
        logged.Where(l => l.Level is "warning" or "error" or "critical").Except(rows).ShouldBeEmpty("monitoring.md does not name a line that matters");
    }

    [Fact]
    public void Links_BetweenPages_LeadToFiles()
    {
        var links = Directory.GetFiles(Folder, "*.md").SelectMany(f => Link().Matches(File.ReadAllText(f)).Select(m => (From: Path.GetFileName(f), To: m.Groups[1].Value))).ToList();
        links.ShouldNotBeEmpty();
        links.Where(l => !File.Exists(Path.Combine(Folder, l.To))).ShouldBeEmpty();
    }

    internal static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories).Where(f => !Outside().IsMatch(f));

    [GeneratedRegex(@"^\| (\w+) \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex LogRow();

    [GeneratedRegex("""LoggerMessage\(Level = LogLevel\.(\w+), Message = "([^"]+)"\)""")]
    private static partial Regex LoggerMessage();

    [GeneratedRegex(@"\]\(([^)#:]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("/(bin|obj|node_modules)/")]
    private static partial Regex Outside();
}
