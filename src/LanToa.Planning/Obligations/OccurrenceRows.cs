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
        var units = actor.UnitsOf(ObligationPermissions.Read);
        return db.Set<Occurrence>().AsNoTracking().Where(o => units.Contains(o.UnitId) || units.Contains(o.AssignerId));
    }

    public IQueryable<Obligation> VisibleObligations()
    {
        var units = actor.UnitsOf(ObligationPermissions.Read);
        return db.Set<Obligation>().AsNoTracking().Where(o => units.Contains(o.UnitId) || units.Contains(o.AssignerId));
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
