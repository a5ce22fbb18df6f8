using LanToa.Contracts.Activities;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>Activities as the acting person may see them: of the unit chosen now and what stands below it, and what answers tasks of those bodies; also what bodies that ended left to that unit to finish.</summary>
public sealed class ActivityRows(LanToaDb db, Actor actor, ActivityAccess access, ISuccessions successions, Clock clock)
{
    public IQueryable<Activity> Visible()
    {
        var (own, scope) = (actor.UnitId, access.Scope);
        Guid[] left = own is { } unit && access.MayDo(unit) ? [.. successions.EndedInto(unit, clock.Today)] : [];
        var all = db.Set<Activity>().AsNoTracking().Where(a => a.State != ActivityState.Draft || a.UnitId == own || left.Contains(a.UnitId));
        return scope is null ? all : all.Where(a => scope.Contains(a.UnitId) || db.Set<ActivityAnswer>().Any(x => x.ProvinceId == a.ProvinceId && x.ActivityId == a.Id && scope.Contains(x.AssignerId))
            || (left.Contains(a.UnitId) && (a.State == ActivityState.Returned || a.State == ActivityState.Draft)));
    }

    /// <summary>What waits for this person's yes, working for the unit chosen now; null when they judge nobody.</summary>
    public IQueryable<Activity>? Waiting()
    {
        if (actor.UnitId is not { } own || !actor.ScopesOf(ActivityPermissions.Confirm).Contains(own)) return null;
        var scope = access.Scope;
        var all = db.Set<Activity>().AsNoTracking().Where(a => a.State == ActivityState.Recorded);
        return scope is null ? all : all.Where(a => (a.UnitId != own && scope.Contains(a.UnitId)) || db.Set<ActivityAnswer>().Any(x => x.ProvinceId == a.ProvinceId && x.ActivityId == a.Id && x.AssignerId != a.UnitId && scope.Contains(x.AssignerId)));
    }
}

/// <summary>What is logged for periods of duties, counted from the records.</summary>
public sealed class ActivityCounts(LanToaDb db) : IActivityCounts
{
    /// <summary>The same of every period of every province: province_id, occurrence_id, accepted, recorded, last_on.</summary>
    public const string Sql = """
        SELECT x.province_id, x.occurrence_id, coalesce(sum(x.counted) FILTER (WHERE a.state = 'Accepted'), 0) AS accepted, coalesce(sum(x.counted) FILTER (WHERE a.state = 'Recorded'), 0) AS recorded, max(a.happened_on) AS last_on
        FROM activity_answer x JOIN activity a ON a.province_id = x.province_id AND a.id = x.activity_id
        WHERE x.occurrence_id IS NOT NULL AND a.state IN ('Accepted', 'Recorded') GROUP BY x.province_id, x.occurrence_id
        """;

    public async Task<IReadOnlyDictionary<Guid, LoggedCount>> OfAsync(IReadOnlyCollection<Guid> occurrences, CancellationToken cancel = default) =>
        (await db.Set<ActivityAnswer>().AsNoTracking().Where(x => x.OccurrenceId != null && occurrences.Contains(x.OccurrenceId.Value))
            .Join(db.Set<Activity>().Where(a => a.State == ActivityState.Accepted || a.State == ActivityState.Recorded), x => new { x.ProvinceId, Id = x.ActivityId }, a => new { a.ProvinceId, a.Id }, (x, a) => new { x.OccurrenceId, x.Counted, a.State, a.HappenedOn })
            .GroupBy(x => x.OccurrenceId!.Value)
            .Select(g => new { g.Key, Accepted = g.Sum(x => x.State == ActivityState.Accepted ? x.Counted : 0), Recorded = g.Sum(x => x.State == ActivityState.Recorded ? x.Counted : 0), LastOn = g.Max(x => x.HappenedOn) })
            .ToListAsync(cancel)).ToDictionary(g => g.Key, g => new LoggedCount(g.Accepted, g.Recorded, g.LastOn));

    // Of each period until the first that proves it: one that asks for so many each month may have thousands.
    public async Task<IReadOnlySet<Guid>> ProvedAsync(IReadOnlyCollection<Guid> occurrences, CancellationToken cancel = default)
    {
        if (occurrences.Count == 0) return new HashSet<Guid>();
        return (await db.Database.SqlQueryRaw<Guid>($$"""
            SELECT p.id AS "Value" FROM unnest({1}::uuid[]) p(id) WHERE EXISTS (SELECT FROM activity_answer x JOIN activity a ON a.province_id = x.province_id AND a.id = x.activity_id
                WHERE x.province_id = {0} AND x.occurrence_id = p.id AND a.state IN ('Accepted', 'Recorded') AND (a.no_evidence_reason IS NOT NULL OR EXISTS (
                    SELECT FROM activity_evidence u JOIN evidence e ON e.province_id = u.province_id AND e.id = u.evidence_id
                    WHERE u.province_id = a.province_id AND u.activity_id = a.id AND u.removed_at IS NULL AND {{EvidenceWords.ProvesSql}})))
            """, db.ProvinceId, occurrences.ToArray()).ToListAsync(cancel)).ToHashSet();
    }
}

internal static class ActivityReads
{
    /// <summary>The bodies whose tasks an activity answers.</summary>
    public static Task<List<Guid>> AssignersAsync(this LanToaDb db, Guid activity, CancellationToken cancel) =>
        db.Set<ActivityAnswer>().AsNoTracking().Where(x => x.ActivityId == activity).Select(x => x.AssignerId).Distinct().ToListAsync(cancel);

    /// <summary>The periods in which an activity counts.</summary>
    public static Task<List<Guid>> PeriodsAsync(this LanToaDb db, Guid activity, CancellationToken cancel) =>
        db.Set<ActivityAnswer>().AsNoTracking().Where(x => x.ActivityId == activity && x.OccurrenceId != null).Select(x => x.OccurrenceId!.Value).ToListAsync(cancel);

    /// <summary>The periods for which pieces of evidence serve what counts, each with the day of that work.</summary>
    public static Task<List<ServedPeriod>> PeriodsServedAsync(this LanToaDb db, IReadOnlyCollection<Guid> pieces, CancellationToken cancel) =>
        (from use in db.Set<ActivityEvidence>().AsNoTracking() where use.RemovedAt == null && pieces.Contains(use.EvidenceId)
            join a in db.Set<Activity>().AsNoTracking() on new { use.ProvinceId, Id = use.ActivityId } equals new { a.ProvinceId, a.Id } where a.State == ActivityState.Accepted || a.State == ActivityState.Recorded
            join x in db.Set<ActivityAnswer>().AsNoTracking() on new { a.ProvinceId, ActivityId = a.Id } equals new { x.ProvinceId, x.ActivityId } where x.OccurrenceId != null select new ServedPeriod(x.OccurrenceId!.Value, a.HappenedOn)).Distinct().ToListAsync(cancel);

    /// <summary>The evidence of an activity, each with its newest version, oldest first.</summary>
    public static async Task<IReadOnlyList<ShownEvidence>> EvidenceOfAsync(this LanToaDb db, Guid activity, CancellationToken cancel) =>
        [.. (await (from use in db.Set<ActivityEvidence>().AsNoTracking() where use.ActivityId == activity && use.RemovedAt == null
            join evidence in db.Set<Evidence>().AsNoTracking() on new { use.ProvinceId, Id = use.EvidenceId } equals new { evidence.ProvinceId, evidence.Id }
            join version in db.Set<EvidenceVersion>().AsNoTracking() on new { evidence.ProvinceId, evidence.Id, evidence.Number } equals new { version.ProvinceId, Id = version.EvidenceId, version.Number }
            orderby evidence.AddedAt, evidence.Id select new { evidence, version }).ToListAsync(cancel)).Select(e => new ShownEvidence(e.evidence, e.version))];
}

/// <summary>A period for which a piece of evidence serves work of a day.</summary>
internal sealed record ServedPeriod(Guid Period, DateOnly HappenedOn);

/// <summary>A piece of evidence with its newest version.</summary>
public sealed record ShownEvidence(Evidence Evidence, EvidenceVersion Version)
{
    /// <summary>Where it is read.</summary>
    public string? Href => Evidence.HrefOf(Version);

    public bool IsPicture => Evidence.Kind == EvidenceKind.Photo && Version.IsPicture();
}
