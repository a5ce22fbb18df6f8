using LanToa.Contracts.Activities;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>What was logged for one period of a duty, the newest first.</summary>
/// <param name="OfOtherProduct">Those whose product is another than the duty asks for.</param>
/// <param name="Target">How many the duty asks for; null where it asks for no number, and where all are of its product.</param>
public sealed record DutyActivities(Guid Occurrence, int Total, IReadOnlyList<Activity> Shown, IReadOnlySet<Guid> OfOtherProduct, int? Target);

/// <summary>Shown on the page of a period of a duty.</summary>
internal sealed class ActivitiesOfDuty(LanToaDb db, ActivityAccess access, IDuties duties) : IPagePart
{
    private const int Most = 10;

    public string Place => "occurrence";

    public async Task<PagePart?> OfAsync(Guid subject, CancellationToken cancel)
    {
        var all = await db.Set<ActivityAnswer>().AsNoTracking().Where(x => x.OccurrenceId == subject).Join(db.Set<Activity>(), x => new { x.ProvinceId, Id = x.ActivityId }, a => new { a.ProvinceId, a.Id }, (x, a) => new { a, x.AssignerId, x.Counted })
            .Where(r => r.a.State != ActivityState.Withdrawn).OrderByDescending(r => r.a.HappenedOn).ThenByDescending(r => r.a.Id).Take(200).ToListAsync(cancel);
        var seen = all.Where(r => access.MayRead(r.a, [r.AssignerId])).Select(r => r.a).ToList();
        if (seen.Count == 0) return null;
        var other = all.Where(r => r.Counted == 0).Select(r => r.a.Id).ToHashSet();
        var target = other.Count == 0 ? null : (await duties.FindAsync([subject], cancel)).FirstOrDefault()?.Target;
        return new PagePart("/Activities/Pages/_OfDuty.cshtml", new DutyActivities(subject, seen.Count, [.. seen.Take(Most)], other, target));
    }
}

/// <summary>What was sent back to the unit and not yet sent again, what happened first before the rest.</summary>
public sealed record ReturnedActivities(int More, IReadOnlyList<ReturnedActivity> Shown)
{
    public int Total => Shown.Count + More;
}

/// <param name="Of">The body that has ended and whose it is, where it is not the unit's own.</param>
public sealed record ReturnedActivity(Guid Id, string Title, DateOnly HappenedOn, string? Why, string? Of = null);

/// <summary>Shown on Hôm nay to whoever logs for the unit.</summary>
internal sealed class ReturnedToday(LanToaDb db, ActivityAccess access, ISuccessions successions, IOrganizationDirectory directory, Actor actor, Clock clock) : IPagePart
{
    private const int Most = 10, MostCounted = 1000;

    // On Hôm nay for everybody who works for a unit; most units have none.
    private static readonly Prepared<Func<LanToaDb, short, Guid[], IAsyncEnumerable<ReturnedOf>>> Returned = new(() => EF.CompileAsyncQuery(
        (LanToaDb db, short province, Guid[] units) => db.Set<Activity>().IgnoreQueryFilters(new[] { LanToaDb.ProvinceFilter }).AsNoTracking()
            .Where(a => a.ProvinceId == province && units.Contains(a.UnitId) && a.State == ActivityState.Returned).OrderBy(a => a.HappenedOn).ThenBy(a => a.Id).Take(MostCounted)
            .Select(a => new ReturnedOf { Unit = a.UnitId, Activity = new ReturnedActivity(a.Id, a.Title, a.HappenedOn, a.DecisionReason, null) })));

    private sealed class ReturnedOf
    {
        public Guid Unit { get; init; }
        public required ReturnedActivity Activity { get; init; }
    }

    public string Place => "today";

    public async Task<PagePart?> OfAsync(Guid subject, CancellationToken cancel)
    {
        if (actor.UnitId is not { } unit || !access.MayDo(unit)) return null;
        // Of a body that has ended nobody else would send it again.
        Guid[] units = [unit, .. successions.EndedInto(unit, clock.Today)];
        var all = await Returned.For(db)(db, db.ProvinceId, units).Select(r => r.Unit == unit ? r.Activity : r.Activity with { Of = directory.DistinctNameOf(r.Unit) }).ToListAsync(cancel);
        return all.Count == 0 ? null : new PagePart("/Activities/Pages/_ReturnedToday.cshtml", new ReturnedActivities(Math.Max(0, all.Count - Most), [.. all.Take(Most)]));
    }
}

/// <summary>What waits for this person's yes, the oldest first.</summary>
public sealed record WaitingActivities(int Total, IReadOnlyList<(Activity Activity, string Unit)> Shown);

/// <summary>Shown on Hôm nay to whoever judges.</summary>
internal sealed class WaitingToday(ActivityRows rows, IOrganizationDirectory directory) : IPagePart
{
    private const int Most = 10, MostCounted = 1000;

    public string Place => "today";

    public async Task<PagePart?> OfAsync(Guid subject, CancellationToken cancel)
    {
        if (rows.Waiting() is not { } waiting) return null;
        var oldest = await waiting.OrderBy(a => a.HappenedOn).ThenBy(a => a.Id).Take(Most).ToListAsync(cancel);
        if (oldest.Count == 0) return null;
        var total = oldest.Count < Most ? oldest.Count : await waiting.OrderBy(a => a.HappenedOn).ThenBy(a => a.Id).Take(MostCounted).CountAsync(cancel);
        return new PagePart("/Activities/Pages/_Waiting.cshtml", new WaitingActivities(total, [.. oldest.Select(a => (a, directory.DistinctNameOf(a.UnitId) ?? ""))]));
    }
}
