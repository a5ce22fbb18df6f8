using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Packs;

/// <summary>A version of a piece of evidence in a pack.</summary>
public sealed record PackedEvidence
{
    public Guid ActivityId { get; init; }
    public required Evidence Evidence { get; init; }
    public required EvidenceVersion Version { get; init; }
}

/// <summary>What goes into a pack, the same for whoever counts it before and for the job that makes it: by the unit and not by the person, for a job acts for nobody.</summary>
public sealed class PackRows(LanToaDb db, IOrganizationDirectory directory)
{
    /// <summary>The unit with what stands below it; null for a whole province.</summary>
    public IReadOnlySet<Guid>? ScopeOf(Guid unit) => directory.Find(unit) is { } top && top.ProvinceId == db.ProvinceId && (top.ParentId is not { } above || directory.Find(above)?.ProvinceId != top.ProvinceId) && !top.IsKept ? null : directory.Subtree(unit).Select(o => o.Id).Append(unit).ToHashSet();

    /// <summary>Accepted activities (waiting ones too where that was asked for) of the unit and below, in the span of their day.</summary>
    public IQueryable<Activity> Activities(Guid unit, Guid? plan, DateOnly from, DateOnly to, bool withWaiting)
    {
        var scope = ScopeOf(unit);
        var all = db.Set<Activity>().AsNoTracking().Where(a => a.HappenedOn >= from && a.HappenedOn <= to && (a.State == ActivityState.Accepted || (withWaiting && a.State == ActivityState.Recorded)));
        if (scope is not null) all = all.Where(a => scope.Contains(a.UnitId));
        return plan is null ? all : all.Where(a => db.Set<ActivityAnswer>().Any(x => x.ProvinceId == a.ProvinceId && x.ActivityId == a.Id && x.PlanId == plan));
    }

    public IQueryable<Activity> Activities(EvidencePack pack) => Activities(pack.UnitId, pack.PlanId, pack.From, pack.To, pack.WithWaiting);

    /// <summary>The evidence of activities, by its newest version; what is no evidence (any more, or not yet) is left out.</summary>
    public IQueryable<PackedEvidence> Evidence(IQueryable<Activity> activities) => Versions(activities).Where(e => e.Version.Number == e.Evidence.Number);

    /// <summary>The same with every version that it ever had: an appraiser sees what was put in the place of what.</summary>
    public IQueryable<PackedEvidence> Versions(IQueryable<Activity> activities) =>
        from a in activities
        join use in db.Set<ActivityEvidence>().AsNoTracking() on new { a.ProvinceId, a.Id } equals new { use.ProvinceId, Id = use.ActivityId }
        where use.RemovedAt == null
        join e in db.Set<Evidence>().AsNoTracking().Where(EvidenceWords.Stands) on new { use.ProvinceId, Id = use.EvidenceId } equals new { e.ProvinceId, e.Id }
        join v in db.Set<EvidenceVersion>().AsNoTracking() on new { e.ProvinceId, e.Id } equals new { v.ProvinceId, Id = v.EvidenceId }
        select new PackedEvidence { ActivityId = a.Id, Evidence = e, Version = v };
}
