using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LanToa.Platform.Api;

/// <summary>JSON as the API speaks it: camelCase, enums as words, dates as 2026-11-22, a field that is not known is refused.</summary>
public static class ApiJson
{
    public static readonly JsonSerializerOptions Options = Make();

    /// <summary>For what others send: text that cannot be kept is refused.</summary>
    internal static readonly JsonSerializerOptions Reading = new(Options) { Converters = { new WrittenText() } };

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

    /// <summary>The first character that no text holds: a control character other than the tab and line ends.</summary>
    internal static char? Unwritable(string? text)
    {
        foreach (var letter in text ?? "")
            if (letter is < ' ' and not ('\t' or '\r' or '\n') or '\u007F') return letter;
        return null;
    }

    private sealed class WrittenText : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String) throw new JsonException();
            var text = reader.GetString();
            return Unwritable(text) is { } letter ? throw new UnwritableTextException(letter) : text;
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}

/// <summary>A text of what was sent holds a control character: the database keeps no U+0000, and no file of ours the others.</summary>
internal sealed class UnwritableTextException(char letter) : JsonException($"The text holds U+{(int)letter:X4}.")
{
    public char Letter => letter;
}
