using System.Text.Json;
using System.Text.RegularExpressions;

namespace LanToa.Reading.Tests.Grammar;

/// <summary>Checks JSON against the keywords that the published schema uses; a keyword it does not know fails, so that none is passed over.</summary>
internal sealed class JsonSchema(JsonElement root)
{
    private static readonly string[] Notes = ["$schema", "$id", "$defs", "title", "description"];

    public List<string> Errors(JsonElement value)
    {
        var errors = new List<string>();
        Check(root, value, "$", errors);
        return errors;
    }

    private void Check(JsonElement schema, JsonElement value, string at, List<string> errors)
    {
        foreach (var rule in schema.EnumerateObject())
        {
            if (Array.IndexOf(Notes, rule.Name) >= 0) continue;
            var ok = rule.Name switch
            {
                "type" => rule.Value.ValueKind == JsonValueKind.Array ? rule.Value.EnumerateArray().Any(t => Is(t.GetString()!, value)) : Is(rule.Value.GetString()!, value),
                "enum" => rule.Value.EnumerateArray().Any(v => JsonElement.DeepEquals(v, value)),
                "const" => JsonElement.DeepEquals(rule.Value, value),
                "required" => value.ValueKind != JsonValueKind.Object || rule.Value.EnumerateArray().All(n => value.TryGetProperty(n.GetString()!, out _)),
                "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.Value.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)),
                "format" => value.ValueKind != JsonValueKind.String || (rule.Value.GetString() == "date" && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", out _)),
                "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= rule.Value.GetDouble(),
                "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() <= rule.Value.GetDouble(),
                "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= rule.Value.GetInt32(),
                "items" => Items(rule.Value, value, at, errors),
                "properties" => Properties(rule.Value, value, at, errors),
                "$ref" => Reference(rule.Value.GetString()!, value, at, errors),
                _ => false,
            };
            if (!ok) errors.Add($"{at}: {rule.Name} {rule.Value} does not hold for {Short(value)}");
        }
    }

    private bool Items(JsonElement schema, JsonElement value, string at, List<string> errors)
    {
        if (value.ValueKind != JsonValueKind.Array) return true;
        var i = 0;
        foreach (var item in value.EnumerateArray()) Check(schema, item, $"{at}[{i++}]", errors);
        return true;
    }

    private bool Properties(JsonElement schemas, JsonElement value, string at, List<string> errors)
    {
        if (value.ValueKind != JsonValueKind.Object) return true;
        foreach (var property in schemas.EnumerateObject())
            if (value.TryGetProperty(property.Name, out var inner))
                Check(property.Value, inner, at + "." + property.Name, errors);
        return true;
    }

    private bool Reference(string path, JsonElement value, string at, List<string> errors)
    {
        var schema = root;
        foreach (var step in path.TrimStart('#', '/').Split('/')) schema = schema.GetProperty(step);
        Check(schema, value, at, errors);
        return true;
    }

    private static bool Is(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => false,
    };

    private static string Short(JsonElement value) => value.GetRawText() is { Length: > 80 } text ? text[..80] + "…" : value.GetRawText();
}
