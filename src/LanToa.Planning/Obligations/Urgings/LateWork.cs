using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Urgings;

/// <summary>What the list of late work is narrowed to.</summary>
public sealed record LateFilter(Guid? Plan = null, Guid? Task = null, Guid? Unit = null);

public sealed record LateLine(OccurrenceRow Row, int DaysLate, string? Explained, bool UrgedToday);

/// <summary>A unit with what it owes and is late with, the latest first.</summary>
public sealed record LateGroup(Guid UnitId, string Name, IReadOnlyList<LateLine> Lines)
{
    /// <summary>Who carries it on, where it has ended.</summary>
    public IReadOnlyList<string> Heirs { get; init; } = [];

    public bool UrgedToday => Lines.Any(l => l.UrgedToday);

    /// <summary>The body between the urging one and the unit whose own work all of it is: to urge for it is that body's matter. Null where any of it is asked for from further above.</summary>
    public string? AskedBetween { get; init; }
}

/// <summary>What is overdue at the units that this person judges, working for the unit chosen now, and which of it that unit has urged about today.</summary>
public sealed class LateWork(LanToaDb db, OccurrenceRows rows, OccurrenceAccess access, Actor actor, OrganizationDirectory directory, Clock clock)
{
    /// <summary>So many at once; what is longest overdue comes first.</summary>
    public const int Most = 1000;

    /// <summary>Whether the person urges in the name of the unit chosen now.</summary>
    public bool MayUrge => actor is { AccountId: not null, UnitId: { } unit } && actor.Can(ObligationPermissions.Confirm, unit);

    public async Task<IReadOnlyList<LateGroup>> ReadAsync(LateFilter filter, IReadOnlyCollection<Guid>? units = null, CancellationToken cancel = default)
    {
        var (today, own) = (clock.Today, actor.UnitId);
        if (!MayUrge || rows.Judged(access, db.Set<Occurrence>().AsNoTracking().Debts(today)) is not { } late) return [];
        late = late.Where(o => o.UnitId != own);
        if (filter.Plan is { } plan) late = late.Where(o => o.PlanId == plan);
        if (filter.Task is { } task) late = late.OfTask(db, task);
        if (filter.Unit is { } unit) late = late.Where(o => o.UnitId == unit);
        if (units is not null) late = late.Where(o => units.Contains(o.UnitId));
        // What a task left owed that is asked for no more stays in the lists; nobody is urged for it.
        var found = await rows.ReadAsync(rows.Join(late).Where(r => r.Obligation.EndedOn == null || r.Obligation.EndedOn > today).OrderBy(r => r.Occurrence.DueOn).ThenBy(r => r.Occurrence.Id).Take(Most), cancel);
        Guid[] ids = [.. found.Select(r => r.Occurrence.Id)];
        var explained = (await db.Set<Explanation>().AsNoTracking().Where(e => ids.Contains(e.OccurrenceId) && e.Step == ExplanationStep.Given).OrderBy(e => e.At).Select(e => new { e.OccurrenceId, e.Text }).ToListAsync(cancel)).ToLookup(e => e.OccurrenceId, e => e.Text);
        var urged = await db.Set<UrgedWork>().AsNoTracking().Where(w => ids.Contains(w.OccurrenceId) && db.Set<Urging>().Any(u => u.Id == w.UrgingId && u.UrgerId == own && u.Day == today)).Select(w => w.OccurrenceId).ToHashSetAsync(cancel);
        return
        [
            .. found.GroupBy(r => r.Occurrence.UnitId).Select(g => new LateGroup(g.Key, directory.NameOf(g.Key),
                    [.. g.OrderBy(r => r.Occurrence.DueOn).ThenBy(r => r.Occurrence.Id).Select(r => new LateLine(r, r.Occurrence.DaysLateOn(today), explained[r.Occurrence.Id].Any() ? string.Join("; ", explained[r.Occurrence.Id]) : null, urged.Contains(r.Occurrence.Id)))]) { Heirs = [.. directory.HeirsOf(g.Key, today).Select(directory.NameOf)], AskedBetween = Between(g.Key, g.Select(r => r.Occurrence.AssignerId)) })
                .OrderByDescending(g => g.Lines.Count).ThenBy(g => g.Name, StringComparer.Ordinal),
        ];

        // A commune's plan asks an office of the commune: the province's letter would go over the commune's head.
        string? Between(Guid unit, IEnumerable<Guid> assigners) =>
            assigners.Distinct().ToList() is var asking && asking.TrueForAll(a => a != own && a != unit && directory.IsWithin(unit, a) && directory.IsWithin(a, own!.Value)) ? string.Join(", ", asking.Select(directory.NameOf)) : null;
    }
}
