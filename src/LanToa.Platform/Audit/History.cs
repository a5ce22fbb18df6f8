using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Audit;

/// <summary>
/// What one person did at one moment, as people read it: "Lãnh đạo 1 trả lại. Lý do: …". <see cref="What"/> are the verb's words; <see cref="Part"/> names
/// the part of the record that it was done to, where that was one; <see cref="Note"/> says what came of it where nobody gave a reason.
/// </summary>
public sealed record HistoryLine(DateTimeOffset At, string Who, string What, string? Why, IReadOnlyList<HistoryDifference> Differences)
{
    public string? Part { get; init; }

    public string? Note { get; init; }

    /// <summary>Parts that changed in the same moment.</summary>
    public IReadOnlyList<HistoryPart> Parts { get; init; } = [];
}

/// <summary>A field before and after, in words; null where it was empty. <see cref="IsState"/>: it was written at the making of the record (or stood there at its end), so there is nothing to compare with.</summary>
public sealed record HistoryDifference(string Name, string? Before, string? After, bool IsState = false);

/// <summary>A part of the record with what it is ("nhiệm vụ") and its name.</summary>
public sealed record HistoryPart(string Noun, string Name, IReadOnlyList<HistoryDifference> Differences);

/// <summary>Reads the history of a record, newest first, in words.</summary>
public sealed class History(LanToaDb db, ModuleList modules, HistoryWords words)
{
    /// <summary>
    /// The changes of a record and of its parts; what was saved in one go is one line. A record of the whole country that every province reads is
    /// <paramref name="shared"/>: what the nation did with it is shown too. Of a record that belongs to the installation (<see cref="RecordedAttribute.Shared"/>)
    /// every province's doing is shown; the caller has checked that the person may open it. Parts that the person may not read are left out by <paramref name="without"/>.
    /// </summary>
    public async Task<IReadOnlyList<HistoryLine>> OfAsync(Guid subject, int most = 50, bool shared = false, IReadOnlyCollection<Guid>? without = null, CancellationToken cancel = default)
    {
        var seen = db.HistoryInSight(shared).Where(e => e.SubjectId == subject || e.WholeId == subject);
        if (without is { Count: > 0 }) seen = seen.Where(e => !without.Contains(e.SubjectId));
        var all = seen.OrderByDescending(e => e.At).ThenByDescending(e => e.Id);
        var events = await all.Take(most).ToListAsync(cancel);
        if (events.Count == most)
        {
            // What was saved together stays together, however many rows it touched.
            var oldest = events[^1].At;
            events = [.. events.Where(e => e.At != oldest), .. await all.Where(e => e.At == oldest).ToListAsync(cancel)];
        }
        var names = await NamesAsync(events.Where(e => e.SubjectId != subject), cancel);
        return [.. events.GroupBy(e => (e.At, e.ActorName, e.Verb)).Select(g => Line(subject, [.. g], names))];
    }

    private HistoryLine Line(Guid subject, List<HistoryEvent> saved, Dictionary<Guid, string> names)
    {
        var first = saved[0];
        var reason = saved.Select(e => e.Reason).FirstOrDefault(r => r is not null);
        var own = saved.Where(e => e.SubjectId == subject).ToList();
        var parts = saved.Where(e => e.SubjectId != subject).Reverse().Select(e => new HistoryPart(words.Noun(e.SubjectKind), names.GetValueOrDefault(e.SubjectId, ""), words.Differences(e))).ToList();
        // An event that is no change of a row ("42 việc, 100 kỳ") tells in its reason what came of it.
        var told = own.Count > 0 && own.TrueForAll(e => !words.IsChange(e)) && parts.Count == 0;
        var line = new HistoryLine(first.At, first.ActorName, modules.VerbNames.GetValueOrDefault(first.Verb) ?? words.Verb(first), told ? null : reason, [.. own.SelectMany(words.Differences)]) { Note = told ? reason : null };
        return own.Count == 0 && parts is [var only] ? line with { Part = only.Name, Differences = only.Differences } : line with { Parts = parts };
    }

    /// <summary>What the parts are called now, as their own history says it.</summary>
    private async Task<Dictionary<Guid, string>> NamesAsync(IEnumerable<HistoryEvent> ofParts, CancellationToken cancel)
    {
        var names = new Dictionary<Guid, string>();
        foreach (var kind in ofParts.GroupBy(e => e.SubjectKind))
        {
            var found = await NamedAsync(kind.Key, [.. kind.Select(e => e.SubjectId).Distinct()], cancel);
            if (words.NamedAs(kind.Key) is { } other)
            {
                var called = (await NamedAsync(other, [.. found.Select(f => Guid.Parse(f.Name)).Distinct()], cancel)).ToDictionary(c => c.Id, c => words.Name(other, c.Name));
                foreach (var named in found) names[named.Id] = called.GetValueOrDefault(Guid.Parse(named.Name), "");
            }
            else foreach (var named in found) names[named.Id] = words.Name(kind.Key, named.Name);
        }
        return names;
    }

    /// <summary>The newest value of the property that names records of the kind.</summary>
    private async Task<IReadOnlyList<Named>> NamedAsync(string kind, Guid[] ids, CancellationToken cancel)
    {
        if (words.NamedBy(kind) is not { } property || ids.Length == 0) return [];
        var shared = HistorySight.SharedKinds(db.Model);
        return await db.Database.SqlQuery<Named>($"""
            SELECT DISTINCT ON (subject_id) subject_id AS id, coalesce(after ->> {property}, before ->> {property}) AS name
            FROM history_event WHERE (province_id = {db.ProvinceId} OR subject_kind = ANY({shared})) AND subject_id = ANY({ids}) AND coalesce(after ->> {property}, before ->> {property}) IS NOT NULL
            ORDER BY subject_id, at DESC, id DESC
            """).ToListAsync(cancel);
    }

    private sealed record Named(Guid Id, string Name);
}
