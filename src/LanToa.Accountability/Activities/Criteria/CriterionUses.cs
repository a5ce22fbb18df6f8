using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>How much evidence there is for a criterion of a year.</summary>
/// <param name="Own">Pieces that the unit itself uses and that prove something in that year.</param>
/// <param name="UnitsWith">Of the units directly below it in its province those that use any, with what stands below them; of <paramref name="Units"/>.</param>
public sealed record CriterionCount(Criterion Criterion, int Own, int UnitsWith, int Units);

/// <summary>What a unit directly below has for one criterion of a year, with what stands below it.</summary>
/// <param name="Evidence">Pieces, each once.</param>
/// <param name="Newest">The day of the newest of them.</param>
public sealed record CriterionUnit(Guid UnitId, string Name, int Evidence, DateOnly? Newest)
{
    public bool Has => Evidence > 0;
}

/// <summary>What evidence is used for which criteria, as the acting person may see it.</summary>
public sealed class CriterionUses(LanToaDb db, Actor actor, ActivityAccess access, IOrganizationDirectory directory, Clock clock)
{
    /// <summary>Of one piece of evidence, those taken off too, the newest year first.</summary>
    public async Task<IReadOnlyList<CriterionEvidence>> OfAsync(Guid evidence, CancellationToken cancel) =>
        (await db.Set<CriterionEvidence>().AsNoTracking().Where(u => u.EvidenceId == evidence).OrderByDescending(u => u.Year).ThenBy(u => u.Criterion).ThenBy(u => u.Id).ToListAsync(cancel)).FindAll(u => actor.Can(ActivityPermissions.Read, u.UnitId));

    /// <summary>The uses of one piece of evidence that are of bodies which this person does not read: its history does not tell of them.</summary>
    public async Task<IReadOnlyList<Guid>> HiddenAsync(Guid evidence, CancellationToken cancel) =>
        [.. (await db.Set<CriterionEvidence>().AsNoTracking().Where(u => u.EvidenceId == evidence).Select(u => new { u.Id, u.UnitId }).ToListAsync(cancel)).Where(u => !actor.Can(ActivityPermissions.Read, u.UnitId)).Select(u => u.Id)];

    /// <summary>What is used now, by bodies that this person reads.</summary>
    public IQueryable<CriterionEvidence> InUse()
    {
        var all = db.Set<CriterionEvidence>().Where(u => u.RemovedAt == null);
        if (access.Scope is null) return all;
        var read = actor.UnitsOf(ActivityPermissions.Read);
        return all.Where(u => read.Contains(u.UnitId));
    }

    /// <summary>What is used for criteria of the year and proves something in it: what was refused proves nothing, what has expired proves what happened until then.</summary>
    public IQueryable<Evidence> ProofIn(int year)
    {
        var begin = new DateOnly(year, 1, 1);
        return db.Set<Evidence>().Where(EvidenceWords.Stands).Where(e => (e.ExpiresOn == null && e.State != EvidenceState.Expired) || e.ExpiresOn >= begin);
    }

    /// <summary>Every criterion of the year with what the unit and those below it have for it.</summary>
    public async Task<IReadOnlyList<CriterionCount>> CountAsync(Guid unit, int year, CancellationToken cancel)
    {
        var (below, children) = Below(unit);
        HashSet<Guid> all = [.. below, unit];
        var used = await Used(all, year).GroupBy(u => new { u.Criterion, u.UnitId }).Select(g => new { g.Key.Criterion, g.Key.UnitId, Count = g.Count() }).ToListAsync(cancel);
        return [.. CriteriaList.In(year).Select(c =>
        {
            var of = used.FindAll(u => u.Criterion == c.Code);
            return new CriterionCount(c, of.Where(u => u.UnitId == unit).Sum(u => u.Count), children.Count(child => of.Exists(u => directory.IsWithin(u.UnitId, child.Id))), children.Count);
        })];
    }

    /// <summary>The units of which <see cref="CriterionCount"/> tells, each with what it and those below it have for one criterion of the year; by name.</summary>
    public async Task<IReadOnlyList<CriterionUnit>> UnitsAsync(Guid unit, string code, int year, CancellationToken cancel)
    {
        var (below, children) = Below(unit);
        var used = await Used([.. below], year).Where(u => u.Criterion == code).Join(db.Set<Evidence>(), u => new { u.ProvinceId, Id = u.EvidenceId }, e => new { e.ProvinceId, e.Id }, (u, e) => new { u.UnitId, u.EvidenceId, e.EffectiveOn }).ToListAsync(cancel);
        return [.. children.Select(child =>
        {
            var of = used.FindAll(u => directory.IsWithin(u.UnitId, child.Id));
            return new CriterionUnit(child.Id, directory.DistinctNameOf(child.Id) ?? child.Name, of.Select(u => u.EvidenceId).Distinct().Count(), of.Count == 0 ? null : of.Max(u => u.EffectiveOn));
        }).OrderBy(u => Folding.Fold(u.Name), StringComparer.Ordinal)];
    }

    // What other provinces use is theirs to count.
    private (IReadOnlyList<Guid> Below, List<OrganizationInfo> Children) Below(Guid unit)
    {
        var (today, province) = (clock.Today, directory.Find(unit)?.ProvinceId);
        var below = directory.Subtree(unit).Where(o => o.ProvinceId == province && o.Id != unit).ToList();
        return ([.. below.Select(o => o.Id)], below.FindAll(o => o.ParentId == unit && o.ExistsOn(today) && !o.IsKept));
    }

    private IQueryable<CriterionEvidence> Used(IReadOnlyCollection<Guid> units, int year) =>
        db.Set<CriterionEvidence>().AsNoTracking().Where(u => u.Year == year && u.RemovedAt == null && units.Contains(u.UnitId)).Join(ProofIn(year), u => new { u.ProvinceId, Id = u.EvidenceId }, e => new { e.ProvinceId, e.Id }, (u, _) => u);
}
