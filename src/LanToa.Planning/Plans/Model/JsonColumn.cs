using System.Text.Json;
using LanToa.Planning.Obligations.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Plans;

/// <summary>Lists that no query needs as rows are kept as jsonb, written like the rules are.</summary>
internal static class JsonColumn
{
    public static PropertyBuilder<T> AsJson<T>(this PropertyBuilder<T> property)
    {
        property.HasConversion(v => Write(v), text => Read<T>(text), new ValueComparer<T>((a, b) => Write(a) == Write(b), v => Write(v).GetHashCode(StringComparison.Ordinal), v => Read<T>(Write(v))));
        property.HasColumnType("jsonb");
        return property;
    }

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, RuleJson.Options);

    private static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, RuleJson.Options)!;
}
