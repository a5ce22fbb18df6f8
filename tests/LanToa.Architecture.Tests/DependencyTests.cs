using System.Reflection;

namespace LanToa.Architecture.Tests;

/// <summary>Who may know whom. Reading and Contracts stand alone; a wing never uses another wing.</summary>
public sealed class DependencyTests
{
    private static readonly string[] Wings = ["LanToa.Planning", "LanToa.Publishing", "LanToa.Participation", "LanToa.Accountability"];

    public static TheoryData<string> Assemblies => ["LanToa.Reading", "LanToa.Contracts", "LanToa.Platform", "LanToa.Planning", "LanToa.Accountability", "LanToa.Demonstration"];

    [Theory, MemberData(nameof(Assemblies))]
    public void Assembly_References_KeepTheRules(string name)
    {
        var references = Assembly.Load(name).GetReferencedAssemblies().Select(a => a.Name!).Where(a => a.StartsWith("LanToa.", StringComparison.Ordinal));
        Violations(name, references).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("LanToa.Reading", "LanToa.Platform")]
    [InlineData("LanToa.Contracts", "LanToa.Reading")]
    [InlineData("LanToa.Platform", "LanToa.Planning")]
    [InlineData("LanToa.Platform", "LanToa.Reading")]
    [InlineData("LanToa.Planning", "LanToa.Publishing")]
    [InlineData("LanToa.Planning", "LanToa.Accountability")]
    [InlineData("LanToa.Accountability", "LanToa.Planning")]
    [InlineData("LanToa.Publishing", "LanToa.Reading")]
    [InlineData("LanToa.Planning", "LanToa.Web")]
    public void Assembly_ForbiddenReference_IsFound(string from, string to) => Violations(from, [to]).ShouldBe([$"{from} -> {to}"]);

    private static IEnumerable<string> Violations(string from, IEnumerable<string> references) =>
        references.Where(to => !Allowed(from).Contains(to)).Select(to => $"{from} -> {to}");

    private static string[] Allowed(string from) => from switch
    {
        "LanToa.Reading" or "LanToa.Contracts" => [],
        "LanToa.Platform" => ["LanToa.Contracts"],
        "LanToa.Planning" => ["LanToa.Platform", "LanToa.Contracts", "LanToa.Reading"],
        // Works through the operations of the wings, as people do; only the host knows it.
        "LanToa.Demonstration" => ["LanToa.Platform", "LanToa.Contracts", "LanToa.Planning", "LanToa.Accountability"],
        _ when Wings.Contains(from) => ["LanToa.Platform", "LanToa.Contracts"],
        _ => throw new ArgumentOutOfRangeException(nameof(from), from, "No rule for this assembly."),
    };
}
