using System.Text.Json;

namespace LanToa.Reading.Tests.Phrases;

/// <summary>The real plans and their annotations, where the folder shared stands beside the checkout.</summary>
internal static class RealPlans
{
    private static readonly Lazy<string?> Root = new(Find);

    public static string? Folder => Root.Value;

    /// <summary>Each annotated plan as (name, text, annotation); none, with a printed line, where the folder is absent.</summary>
    public static IEnumerable<(string Name, string Text, JsonElement Gold)> All()
    {
        if (Folder is null)
        {
            Console.WriteLine("NOT RUN: ../shared/plans is absent, the real plans were not read");
            yield break;
        }
        foreach (var file in Directory.EnumerateFiles(Folder, "*.gold.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var name = Path.GetFileName(file)[..^".gold.json".Length];
            yield return (name, File.ReadAllText(file.Replace(".gold.json", ".txt", StringComparison.Ordinal)), document.RootElement.Clone());
        }
    }

    public static DateOnly? Date(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? DateOnly.ParseExact(value.GetString()!, "yyyy-MM-dd") : null;

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "LanToa.slnx"))) continue;
            var plans = Path.Combine(folder.Parent?.FullName ?? "/", "shared", "plans");
            return Directory.Exists(plans) ? plans : null;
        }
        return null;
    }
}
