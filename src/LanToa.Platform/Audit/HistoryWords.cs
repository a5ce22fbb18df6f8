using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Text;
using LanToa.Platform.Time;

namespace LanToa.Platform.Audit;

/// <summary>How the values of a property are said in the history, where its type does not tell: a code of a list.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class HistoryWordsAttribute : Attribute
{
    /// <summary>The words of one value, as the history keeps it (JSON).</summary>
    public abstract string Of(JsonElement value);
}

/// <summary>Says the parts of a property that is a record of its own (JSON), each as a field.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class HistoryFieldsAttribute : Attribute
{
    /// <summary>The parts by name, in the order in which they are read; those without a value are left out.</summary>
    public abstract IReadOnlyList<(string Name, string Words)> Of(JsonElement value);
}

/// <summary>Names a property of one record otherwise than <see cref="DisplayAttribute"/>, where its word depends on the record and on what it says.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class HistoryNameAttribute : Attribute
{
    /// <summary>The name (Vietnamese); null for the usual one. <paramref name="value"/> is as the history keeps it, after the change or, where nothing is then, before it.</summary>
    public abstract string? Of(Guid subject, JsonElement value, IOrganizationDirectory organizations);
}

/// <summary>A count that begins at nothing: 0 at the making of the record is no news.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CountedUpAttribute : Attribute;

/// <summary>From what the history keeps (property names, codes, ids, ISO dates) to what people read. Which fields are shown, and their names, says <see cref="DisplayAttribute"/>.</summary>
public sealed class HistoryWords(LanToaDb db, IOrganizationDirectory organizations)
{
    private readonly Dictionary<string, (Type Type, RecordedAttribute Recorded)> _kinds = db.Model.GetEntityTypes().Select(t => t.ClrType)
        .Select(t => (Type: t, Recorded: t.GetCustomAttribute<RecordedAttribute>())).Where(t => t.Recorded is not null).ToDictionary(t => t.Recorded!.Kind, t => (t.Type, t.Recorded!));

    /// <summary>What a record of the kind is called: "nhiệm vụ".</summary>
    public string Noun(string kind) => _kinds.TryGetValue(kind, out var known) ? known.Recorded.Noun ?? kind : kind;

    /// <summary>The property that tells one record of the kind from another.</summary>
    public string? NamedBy(string kind) => _kinds.TryGetValue(kind, out var known) ? known.Recorded.Called : null;

    /// <summary>The kind of the record that this property names, where the part is called as that one is.</summary>
    public string? NamedAs(string kind) => _kinds.TryGetValue(kind, out var known) ? known.Recorded.CalledAs : null;

    /// <summary>A verb that no module names: of what every record can undergo.</summary>
    public string Verb(HistoryEvent e) => e.Verb.Split('.') is [.., var verb] ? verb switch
    {
        "create" => $"Thêm {Noun(e.SubjectKind)}",
        "change" => $"Sửa {Noun(e.SubjectKind)}",
        "delete" => $"Bỏ {Noun(e.SubjectKind)}",
        _ => e.Verb,
    } : e.Verb;

    /// <summary>The name of a record, from the value of the property that names it.</summary>
    public string Name(string kind, string value) => _kinds[kind].Type.GetProperty(NamedBy(kind)!) is { } property ? Of(property, JsonSerializer.SerializeToElement(value)) ?? value : value;

    /// <summary>Whether a row was changed; the other events only tell of something.</summary>
    public bool IsChange(HistoryEvent e) => _kinds.TryGetValue(e.SubjectKind, out var known) && Read(e.Before).Keys.Concat(Read(e.After).Keys).Any(k => known.Type.GetProperty(k) is not null);

    /// <summary>The fields that people know, before and after. What only repeats the reason or the name is left out.</summary>
    public IReadOnlyList<HistoryDifference> Differences(HistoryEvent e)
    {
        if (!_kinds.TryGetValue(e.SubjectKind, out var kind)) return [];
        Dictionary<string, JsonElement> before = Read(e.Before), after = Read(e.After);
        var isState = e.Before is null || e.After is null;
        var differences = new List<HistoryDifference>();
        foreach (var property in kind.Type.GetProperties().Where(p => before.ContainsKey(p.Name) || after.ContainsKey(p.Name)).OrderBy(p => p.MetadataToken))
        {
            if (property.GetCustomAttribute<HistoryFieldsAttribute>() is { } fields)
            {
                List<(string Name, string Words)> old = [.. Parts(before, property, fields)], present = [.. Parts(after, property, fields)];
                differences.AddRange(old.Concat(present).Select(f => f.Name).Distinct().Select(name => new HistoryDifference(name, old.Find(f => f.Name == name).Words, present.Find(f => f.Name == name).Words, isState)).Where(d => d.Before != d.After));
                continue;
            }
            if (property.GetCustomAttribute<DisplayAttribute>()?.Name is not { } label) continue;
            string? was = Value(before, property), now = Value(after, property);
            if ((was is null && now is null) || was == now) continue;
            // At the beginning "no" says nothing, nor does a count of nothing; the name of a part stands in the sentence; a reason stands under it, and is no news when it is gone.
            if (isState && ((now ?? was) == No || ((now ?? was) == Nothing && property.IsDefined(typeof(CountedUpAttribute), false)))) continue;
            if (isState && e.WholeId is not null && property.Name == kind.Recorded.Called) continue;
            if (property.Name.EndsWith("Reason", StringComparison.Ordinal) && (now is null || now == e.Reason?.Trim())) continue;
            var name = property.GetCustomAttribute<HistoryNameAttribute>()?.Of(e.SubjectId, (now is null ? before : after)[property.Name], organizations);
            differences.Add(new HistoryDifference(name ?? label, was, now, isState));
        }
        return differences;
    }

    private const string No = "không", Nothing = "0";

    private static IReadOnlyList<(string Name, string Words)> Parts(Dictionary<string, JsonElement> values, PropertyInfo property, HistoryFieldsAttribute fields) =>
        values.TryGetValue(property.Name, out var value) && value.ValueKind == JsonValueKind.Object ? fields.Of(value) : [];

    private string? Value(Dictionary<string, JsonElement> values, PropertyInfo property) => values.TryGetValue(property.Name, out var value) ? Of(property, value) : null;

    private string? Of(PropertyInfo property, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return value.EnumerateArray().Select(v => Of(property, v)).OfType<string>().ToList() is { Count: > 0 } many ? string.Join(", ", many) : null;
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined || value.ToString().Length == 0) return null;
        if (property.GetCustomAttribute<HistoryWordsAttribute>() is { } said) return said.Of(value);
        var type = property.PropertyType;
        if (type.IsGenericType && type.GetGenericArguments() is [var one]) type = one;
        var text = value.ToString();
        return value.ValueKind switch
        {
            JsonValueKind.True => "có",
            JsonValueKind.False => No,
            _ when type.IsEnum => EnumWords.Of(type, int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? Enum.GetName(type, number) ?? text : text),
            JsonValueKind.Number => VietnameseFormat.Number(value.GetDecimal()),
            _ when type == typeof(Guid) && Guid.TryParse(text, out var id) => organizations.Find(id)?.Name ?? "(không còn trong danh mục)",
            _ when type == typeof(DateOnly) && DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date) => VietnameseFormat.Date(date),
            _ when type == typeof(DateTimeOffset) && value.TryGetDateTimeOffset(out var instant) => VietnameseFormat.DateTime(instant),
            _ => text,
        };
    }

    private static Dictionary<string, JsonElement> Read(string? json) => json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json) ?? [];
}
