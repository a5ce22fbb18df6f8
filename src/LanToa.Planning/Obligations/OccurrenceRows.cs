using LanToa.Contracts.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>An occurrence with what lists say of its obligation.</summary>
public sealed record OccurrenceRow(Occurrence Occurrence, Obligation Obligation, string UnitName, string PlanName);

/// <summary>Reads occurrences as this person may see them.</summary>
public sealed class OccurrenceRows(LanToaDb db, Actor actor, IOrganizationDirectory directory, PlanNames plans)
{
    /// <summary>What the units of this person owe, and what their bodies assigned.</summary>
    public IQueryable<Occurrence> Visible()
    {
        var all = db.Set<Occurrence>().AsNoTracking();
        if (SeesWholeProvince) return all;
        var units = Units;
        return all.Where(o => units.Contains(o.UnitId) || units.Contains(o.AssignerId));
    }

    public IQueryable<Obligation> VisibleObligations()
    {
        var all = db.Set<Obligation>().AsNoTracking();
        if (SeesWholeProvince) return all;
        var units = Units;
        return all.Where(o => units.Contains(o.UnitId) || units.Contains(o.AssignerId));
    }

    /// <summary>Every unit whose work this person may see.</summary>
    public HashSet<Guid> Units { get => field ??= actor.UnitsOf(ObligationPermissions.Read); }

    // At the top of a province the filter of the tenant says it all, and the database is spared a list of thousands of units.
    private bool SeesWholeProvince =>
        actor.ScopesOf(ObligationPermissions.Read).Select(directory.Find).Any(top => top is { Kind: "Committee", Level: "Province" or "Nation" } && top.ProvinceId == db.ProvinceId);

    /// <summary>The plans behind what this person may see, and the years they run in.</summary>
    public async Task<(IReadOnlyList<PlanName> Plans, IReadOnlyList<int> Years)> PlansAsync(CancellationToken cancel, Guid? only = null)
    {
        var runs = await VisibleObligations().Select(o => new { o.PlanId, From = o.PlanFrom.Year, To = o.PlanTo.Year }).Distinct().ToListAsync(cancel);
        var names = await plans.OfAsync([.. runs.Select(r => r.PlanId).Distinct()], cancel);
        var years = runs.Where(r => only is null || r.PlanId == only).SelectMany(r => Enumerable.Range(r.From, Math.Clamp(r.To - r.From + 1, 1, 30))).Distinct().Order();
        return ([.. names.Values.OrderBy(p => p.Short, StringComparer.Ordinal)], [.. years]);
    }

    public IQueryable<Joined> Join(IQueryable<Occurrence> occurrences) =>
        occurrences.Join(db.Set<Obligation>().AsNoTracking(), o => new { o.ProvinceId, Id = o.ObligationId }, b => new { b.ProvinceId, b.Id }, (o, b) => new Joined { Occurrence = o, Obligation = b });

    public sealed class Joined
    {
        public required Occurrence Occurrence { get; init; }
        public required Obligation Obligation { get; init; }
    }

    public async Task<IReadOnlyList<OccurrenceRow>> ReadAsync(IQueryable<Joined> joined, CancellationToken cancel)
    {
        var rows = await joined.ToListAsync(cancel);
        var names = await plans.OfAsync([.. rows.Select(r => r.Occurrence.PlanId).Distinct()], cancel);
        return [.. rows.Select(r => new OccurrenceRow(r.Occurrence, r.Obligation, directory.NameOf(r.Occurrence.UnitId), names.GetValueOrDefault(r.Occurrence.PlanId)?.Short ?? ""))];
    }
}
