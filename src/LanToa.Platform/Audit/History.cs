using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Audit;

/// <summary>One change as people read it.</summary>
public sealed record HistoryLine(DateTimeOffset At, string Who, string What, string? Why, IReadOnlyList<HistoryDifference> Differences);

public sealed record HistoryDifference(string Name, string? Before, string? After);

/// <summary>Reads the history of a record, newest first, in words.</summary>
public sealed class History(LanToaDb db, ModuleList modules, IOrganizationDirectory organizations)
{
    /// <summary>The changes of a record and of its parts.</summary>
    public async Task<IReadOnlyList<HistoryLine>> OfAsync(Guid subject, int most = 50, CancellationToken cancel = default)
    {
        var names = PropertyNames();
        var events = await db.Set<HistoryEvent>().AsNoTracking()
            .Where(e => e.ProvinceId == db.ProvinceId && (e.SubjectId == subject || e.WholeId == subject))
            .OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(most).ToListAsync(cancel);
        return [.. events.Select(e => new HistoryLine(e.At, e.ActorName, modules.VerbNames.GetValueOrDefault(e.Verb, e.Verb), e.Reason, Differences(e, names)))];
    }

    private Dictionary<(string Kind, string Property), (string Name, Type Type)> PropertyNames()
    {
        var names = new Dictionary<(string, string), (string, Type)>();
        foreach (var type in db.Model.GetEntityTypes().Select(t => t.ClrType))
            if (type.GetCustomAttribute<RecordedAttribute>() is { } recorded)
                foreach (var property in type.GetProperties())
                    if (property.GetCustomAttribute<DisplayAttribute>() is { Name: { } name }) names[(recorded.Kind, property.Name)] = (name, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
        return names;
    }

    private IReadOnlyList<HistoryDifference> Differences(HistoryEvent e, Dictionary<(string Kind, string Property), (string Name, Type Type)> names)
    {
        if (e.Before is null && e.After is null) return [];
        Dictionary<string, JsonElement> before = Read(e.Before), after = Read(e.After);
        return [.. before.Keys.Union(after.Keys)
            .Where(k => names.ContainsKey((e.SubjectKind, k)))
            .Select(k => Difference(names[(e.SubjectKind, k)], k, before, after))
            .Where(d => d.Before is not null || d.After is not null)];
    }

    private HistoryDifference Difference((string Name, Type Type) property, string key, Dictionary<string, JsonElement> before, Dictionary<string, JsonElement> after) =>
        new(property.Name, Text(before, key, property.Type), Text(after, key, property.Type));

    private static Dictionary<string, JsonElement> Read(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json) ?? [];

    private string? Text(Dictionary<string, JsonElement> values, string key, Type type)
    {
        if (!values.TryGetValue(key, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.True) return "có";
        if (value.ValueKind == JsonValueKind.False) return "không";
        var text = value.ToString();
        if (text.Length == 0) return null;
        if (type.IsEnum) return EnumWords.Of(type, text);
        if (type == typeof(Guid) && Guid.TryParse(text, out var id)) return organizations.Find(id)?.Name ?? text;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date)) return VietnameseFormat.Date(date);
        return value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var instant) ? VietnameseFormat.DateTime(instant) : text;
    }
}
