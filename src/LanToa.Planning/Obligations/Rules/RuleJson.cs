using System.Text.Json;

namespace LanToa.Planning.Obligations.Rules;

/// <summary>How rules are written: in the built-in data, in the database, in exports.</summary>
public static class RuleJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };
}

/// <summary>The data sets that come with the program, the first content of the tables an administrator edits.</summary>
public static class BuiltInRules
{
    private static readonly Lazy<RegimeSet> LoadedRegimes = new(() => RegimeSet.FromJson(RegimesJson));
    private static readonly Lazy<HolidayCalendar> LoadedHolidays = new(() =>
        new HolidayCalendar(JsonSerializer.Deserialize<HolidayData>(HolidaysJson, RuleJson.Options)!));

    public static RegimeSet Regimes => LoadedRegimes.Value;

    public static HolidayCalendar Holidays => LoadedHolidays.Value;

    public static string RegimesJson => Read("regimes.json");

    public static string HolidaysJson => Read("holidays-vn.json");

    private static string Read(string name)
    {
        using var stream = typeof(BuiltInRules).Assembly.GetManifestResourceStream("LanToa.Planning.Obligations.Rules." + name)
            ?? throw new InvalidOperationException($"Built-in data {name} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
