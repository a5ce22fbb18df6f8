using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Audit;

/// <summary>One change as people read it.</summary>
public sealed record HistoryLine(DateTimeOffset At, string Who, string What, string? Why, IReadOnlyList<HistoryDifference> Differences);

public sealed record HistoryDifference(string Name, string? Before, string? After);

/// <summary>Reads the history of a record, newest first, in words.</summary>
public sealed class History(LanToaDb db, ModuleList modules)
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

    private Dictionary<(string Kind, string Property), string> PropertyNames()
    {
        var names = new Dictionary<(string, string), string>();
        foreach (var type in db.Model.GetEntityTypes().Select(t => t.ClrType))
            if (type.GetCustomAttribute<RecordedAttribute>() is { } recorded)
                foreach (var property in type.GetProperties())
                    if (property.GetCustomAttribute<DisplayAttribute>() is { Name: { } name }) names[(recorded.Kind, property.Name)] = name;
        return names;
    }

    private static IReadOnlyList<HistoryDifference> Differences(HistoryEvent e, Dictionary<(string Kind, string Property), string> names)
    {
        if (e.Before is null && e.After is null) return [];
        Dictionary<string, JsonElement> before = Read(e.Before), after = Read(e.After);
        return [.. before.Keys.Union(after.Keys)
            .Where(k => names.ContainsKey((e.SubjectKind, k)))
            .Select(k => new HistoryDifference(names[(e.SubjectKind, k)], Text(before, k), Text(after, k)))];
    }

    private static Dictionary<string, JsonElement> Read(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json) ?? [];

    private static string? Text(Dictionary<string, JsonElement> values, string key)
    {
        if (!values.TryGetValue(key, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.True) return "có";
        if (value.ValueKind == JsonValueKind.False) return "không";
        var text = value.ToString();
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date)) return VietnameseFormat.Date(date);
        return value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var instant) ? VietnameseFormat.DateTime(instant) : text;
    }
}
