using System.Text.Encodings.Web;
using System.Text.Json;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace LanToa.Platform.Audit;

/// <summary>Turns what the change tracker holds into history events, and counts versions.</summary>
internal static class HistoryWriter
{
    // Derived or secret: their values say nothing to a reader, or must not be read.
    private static readonly HashSet<string> Unrecorded =
        ["Version", "ProvinceId", "Id", "PasswordHash", "SecurityStamp", "ConcurrencyStamp", "NormalizedUserName", "NormalizedEmail", "LastSignInAt", "AccessFailedCount", "LockoutEnd", "EmailConfirmed", "TwoFactorEnabled", "SearchText", "Secret", "SecretHash", "LastReadAt", "LastUsedAt", "FailingSince", "DeliveredAt"];

    internal static readonly JsonSerializerOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static bool IsRecorded(string property) => !Unrecorded.Contains(property);

    /// <summary>The events of rows that are new and that no change tracker knows.</summary>
    public static List<HistoryEvent> OfNew(IModel model, IReadOnlyList<object> rows, Actor actor, DateTimeOffset now, ChangeNote? note)
    {
        var written = new List<HistoryEvent>(rows.Count);
        foreach (var row in rows) RecordNew(row, model.FindEntityType(row.GetType()) ?? throw new InvalidOperationException($"{row.GetType().Name} is no entity."), actor, now, note, written);
        return written;
    }

    private static void RecordNew(object row, IReadOnlyEntityType type, Actor actor, DateTimeOffset now, ChangeNote? note, List<HistoryEvent> written)
    {
        var shape = HistoryShape.Of(type);
        if (shape.Kind is not { } kind) return;
        var (id, after, province) = (shape.IdOf(row), shape.After(row), row is TenantRow tenant ? tenant.ProvinceId : actor.ProvinceId);
        foreach (var whole in WholesOf(row)) written.Add(Event(actor, now, province, kind, id, whole, note?.Verb ?? kind + ".create", note?.Reason, null, after));
    }

    private static IReadOnlyList<Guid?> WholesOf(object row) => row is IPartOfSeveral several ? [.. several.WholeIds] : [(row as IPartOf)?.WholeId];

    /// <returns>The events that it wrote.</returns>
    public static IReadOnlyList<HistoryEvent> StampAndRecord(LanToaDb db, Actor actor, DateTimeOffset now, ChangeNote? note)
    {
        var written = new List<HistoryEvent>();
        foreach (var entry in db.ChangeTracker.Entries().ToList())
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted)) continue;
            if (entry is { Entity: TenantRow, State: EntityState.Modified })
            {
                var version = entry.Property(nameof(TenantRow.Version));
                version.CurrentValue = (int)version.OriginalValue! + 1;
            }
            if (entry.State == EntityState.Added) RecordNew(entry.Entity, entry.Metadata, actor, now, note, written);
            else if (HistoryShape.Of(entry.Metadata).Kind is { } kind) Record(actor, now, note, entry, kind, written);
        }
        db.AddRange(written);
        return written;
    }

    public static HistoryEvent Event(Actor actor, DateTimeOffset at, short province, string kind, Guid subject, Guid? whole, string verb, string? reason, string? before, string? after) => new()
    {
        ProvinceId = province, At = at, AccountId = actor.AccountId, ActorName = actor.Name, Process = actor.Process, RequestId = actor.RequestId,
        SubjectKind = kind, SubjectId = subject, WholeId = whole, Verb = verb, Reason = reason, Before = before, After = after,
    };

    public static string? Json(object? value) => value is null ? null : JsonSerializer.Serialize(value, JsonOptions);

    private static void Record(Actor actor, DateTimeOffset now, ChangeNote? note, EntityEntry entry, string kind, List<HistoryEvent> written)
    {
        var before = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        var after = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in entry.Properties.Where(p => !Unrecorded.Contains(p.Metadata.Name) && !p.Metadata.IsShadowProperty()))
        {
            // Of a change what was empty is written too: it tells a change from a beginning.
            if (entry.State == EntityState.Modified ? Changed(property) : property.OriginalValue is not null)
                before[property.Metadata.Name] = Readable(property.OriginalValue);
            if (entry.State == EntityState.Modified && Changed(property)) after[property.Metadata.Name] = Readable(property.CurrentValue);
        }
        if (entry.State == EntityState.Modified && after.Count == 0) return;
        var defaultVerb = kind + (entry.State == EntityState.Deleted ? ".delete" : ".change");
        var id = (Guid)entry.Property("Id").CurrentValue!;
        var province = entry.Entity is TenantRow row ? row.ProvinceId : actor.ProvinceId;
        foreach (var whole in WholesOf(entry.Entity))
            written.Add(Event(actor, now, province, kind, id, whole, note?.Verb ?? defaultVerb, note?.Reason, before.Count == 0 ? null : Json(before), after.Count == 0 ? null : Json(after)));
    }

    // A store that updates whole rows marks every property: only what differs is a change.
    private static bool Changed(PropertyEntry property) => property.IsModified && !property.Metadata.GetValueComparer().Equals(property.OriginalValue, property.CurrentValue);

    private static object? Readable(object? value) => value is Enum e ? e.ToString() : value;
}
