using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LanToa.Reading.Model;

/// <summary>The reading as JSON, exactly as contract <c>plan-reading-1</c> says: camel case, dates as yyyy-MM-dd, Vietnamese unescaped, nulls written.</summary>
public static class PlanReadingJson
{
    private static readonly JsonSerializerOptions Whole = Options(indented: false, whole: true);
    private static readonly JsonSerializerOptions Compact = Options(indented: false);
    private static readonly JsonSerializerOptions Indented = Options(indented: true);

    private static JsonSerializerOptions Options(bool indented, bool whole = false) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = indented,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        NewLine = "\n",
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { type => { if (!whole) Publish(type); } } },
    };

    /// <summary>Leaves out what the contract does not hold.</summary>
    private static void Publish(JsonTypeInfo type)
    {
        if (type.Type != typeof(Statement)) return;
        for (var i = type.Properties.Count - 1; i >= 0; i--)
            if (type.Properties[i].Name == "doubts") type.Properties.RemoveAt(i);
    }

    /// <summary>The same reading always gives the same characters.</summary>
    public static string Write(PlanReading reading, bool indented = true) => JsonSerializer.Serialize(reading, indented ? Indented : Compact);

    /// <summary>The reading with what only this program knows of it, for its own keeping: <see cref="Statement.Doubts"/>.</summary>
    public static string WriteWhole(PlanReading reading) => JsonSerializer.Serialize(reading, Whole);

    /// <summary>Reads what <see cref="Write"/> or <see cref="WriteWhole"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such JSON.</exception>
    public static PlanReading Read(string json) => JsonSerializer.Deserialize<PlanReading>(json, Whole) ?? throw new JsonException("The text holds no reading.");
}
