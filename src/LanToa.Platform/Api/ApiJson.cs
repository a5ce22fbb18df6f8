using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LanToa.Platform.Api;

/// <summary>JSON as the API speaks it: camelCase, enums as words, dates as 2026-11-22, a field that is not known is refused.</summary>
public static class ApiJson
{
    public static readonly JsonSerializerOptions Options = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.Strict,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, TypeInfoResolver = new DefaultJsonTypeInfoResolver(), MaxDepth = 16,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>The word of an enum's value in the API.</summary>
    public static string Word<T>(T value) where T : struct, Enum => JsonSerializer.SerializeToElement(value, Options).GetString()!;

    public static IReadOnlyList<string> Words<T>() where T : struct, Enum => [.. Enum.GetValues<T>().Select(Word)];

    /// <summary>"HappenedOn" as it is called in the API.</summary>
    public static string Field(string property) => JsonNamingPolicy.CamelCase.ConvertName(property);
}
