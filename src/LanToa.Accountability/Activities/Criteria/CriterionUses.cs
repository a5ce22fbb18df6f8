using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>How much evidence there is for a criterion of a year.</summary>
/// <param name="Own">Pieces that the unit itself uses.</param>
/// <param name="UnitsWith">Of the units directly below it those that use any, with what stands below them; of <paramref name="Units"/>.</param>
public sealed record CriterionCount(Criterion Criterion, int Own, int UnitsWith, int Units);

/// <summary>What evidence is used for which criteria, as the acting person may see it.</summary>
public sealed class CriterionUses(LanToaDb db, Actor actor, IOrganizationDirectory directory, Clock clock)
{
    /// <summary>Of one piece of evidence, those taken off too, the newest year first.</summary>
    public async Task<IReadOnlyList<CriterionEvidence>> OfAsync(Guid evidence, CancellationToken cancel) =>
        (await db.Set<CriterionEvidence>().AsNoTracking().Where(u => u.EvidenceId == evidence).OrderByDescending(u => u.Year).ThenBy(u => u.Criterion).ThenBy(u => u.Id).ToListAsync(cancel)).FindAll(u => actor.Can(ActivityPermissions.Read, u.UnitId));

    /// <summary>Every criterion of the year with what the unit and those below it have for it.</summary>
    public async Task<IReadOnlyList<CriterionCount>> CountAsync(Guid unit, int year, CancellationToken cancel)
    {
        var today = clock.Today;
        var below = directory.Subtree(unit);
        HashSet<Guid> all = [.. below.Select(o => o.Id), unit];
        var used = await db.Set<CriterionEvidence>().AsNoTracking().Where(u => u.Year == year && u.RemovedAt == null && all.Contains(u.UnitId)).GroupBy(u => new { u.Criterion, u.UnitId }).Select(g => new { g.Key.Criterion, g.Key.UnitId, Count = g.Count() }).ToListAsync(cancel);
        var children = below.Where(o => o.ParentId == unit && o.ExistsOn(today) && !o.IsKept).Select(o => o.Id).ToList();
        return [.. CriteriaList.In(year).Select(c =>
        {
            var of = used.FindAll(u => u.Criterion == c.Code);
            return new CriterionCount(c, of.Where(u => u.UnitId == unit).Sum(u => u.Count), children.Count(child => of.Exists(u => directory.IsWithin(u.UnitId, child))), children.Count);
        })];
    }
}
