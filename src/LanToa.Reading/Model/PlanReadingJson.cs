using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LanToa.Reading.Model;

/// <summary>The reading as JSON, exactly as contract <c>plan-reading-1</c> says: camel case, dates as yyyy-MM-dd, Vietnamese unescaped, nulls written.</summary>
public static class PlanReadingJson
{
    private static readonly JsonSerializerOptions Compact = Options(indented: false);
    private static readonly JsonSerializerOptions Indented = Options(indented: true);

    private static JsonSerializerOptions Options(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = indented,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        NewLine = "\n",
    };

    /// <summary>The same reading always gives the same characters.</summary>
    public static string Write(PlanReading reading, bool indented = true) => JsonSerializer.Serialize(reading, indented ? Indented : Compact);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such JSON.</exception>
    public static PlanReading Read(string json) => JsonSerializer.Deserialize<PlanReading>(json, Compact) ?? throw new JsonException("The text holds no reading.");
}
