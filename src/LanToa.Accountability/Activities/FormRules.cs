using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LanToa.Accountability.Activities;

/// <summary>What is asked about one form of product.</summary>
/// <param name="Form">Code of the product form.</param>
/// <param name="Expects">Any one of these proves it; recording without needs a reason.</param>
/// <param name="Words">What that is, for people.</param>
/// <param name="Measures">The measures of reach and size that say something about it.</param>
/// <param name="Channels">Codes of the channels by which it goes out as a matter of course; null where that may be one or another.</param>
public sealed record FormRule(string Form, IReadOnlyList<EvidenceKind> Expects, string Words, IReadOnlyList<string> Measures, IReadOnlyList<string>? Channels = null);

/// <summary>Which evidence each form of product is expected to bring: data (Data/forms.json).</summary>
public static class FormRules
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private static readonly FrozenDictionary<string, FormRule> All = Read().ToFrozenDictionary(r => r.Form, StringComparer.Ordinal);

    public static FormRule Of(string form) => All.GetValueOrDefault(form) ?? All["other"];

    /// <summary>The channels of every product that has its own, by product.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Channels { get; } = All.Values.Where(r => r.Channels is not null).ToDictionary(r => r.Form, r => r.Channels!);

    public static bool Knows(string form) => All.ContainsKey(form);

    private static List<FormRule> Read()
    {
        using var data = typeof(FormRules).Assembly.GetManifestResourceStream("LanToa.Accountability.Activities.forms.json")!;
        return JsonSerializer.Deserialize<List<FormRule>>(data, Json)!;
    }
}
