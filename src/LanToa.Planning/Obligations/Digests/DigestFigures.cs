using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Digests;

/// <summary>How the units of a province stand, from the counts that triggers keep: read once for everybody who is told.</summary>
public sealed class DigestFigures
{
    private sealed record UnitFigure(Guid Unit, int Overdue, int Open, int Waiting);

    private readonly ILookup<Guid, UnitFigure> _below;

    private DigestFigures(IOrganizationDirectory directory, IReadOnlyList<UnitFigure> units) =>
        _below = units.SelectMany(figure => Above(directory, figure.Unit).Select(body => (body, figure))).ToLookup(p => p.body, p => p.figure);

    public static async Task<DigestFigures> ReadAsync(LanToaDb db, IOrganizationDirectory directory, DateOnly today, CancellationToken cancel)
    {
        var owed = await db.Set<OccurrenceDueCount>().AsNoTracking().Where(c => c.ProvinceId == db.ProvinceId && c.Stage < OccurrenceCount.Waiting && !c.IsRequest && c.OpensOn <= today)
            .GroupBy(c => c.UnitId).Select(g => new { g.Key, Overdue = g.Sum(c => c.DueOn < today ? c.Total : 0), Open = g.Sum(c => c.Total) }).ToDictionaryAsync(o => o.Key, cancel);
        var waiting = await db.Set<OccurrenceCount>().AsNoTracking().Where(c => c.ProvinceId == db.ProvinceId && c.Stage == OccurrenceCount.Waiting)
            .GroupBy(c => c.UnitId).Select(g => new { g.Key, Count = g.Sum(c => c.Total) }).ToDictionaryAsync(w => w.Key, w => w.Count, cancel);
        return new DigestFigures(directory, [.. owed.Keys.Union(waiting.Keys).Select(u => new UnitFigure(u, owed.GetValueOrDefault(u)?.Overdue ?? 0, owed.GetValueOrDefault(u)?.Open ?? 0, waiting.GetValueOrDefault(u)))]);
    }

    /// <summary>Of the bodies and what stands below them, without the units whose work is the person's own; null when there is nothing to say.</summary>
    public DigestSummary? Below(IReadOnlyList<Guid> bodies, IReadOnlyCollection<Guid> own)
    {
        var below = bodies.SelectMany(b => _below[b]).Distinct().Where(u => !own.Contains(u.Unit)).ToList();
        var late = below.Where(u => u.Overdue > 0).ToList();
        // What a body claims itself is judged from above it.
        var waiting = below.Where(u => !bodies.Contains(u.Unit)).Sum(u => u.Waiting);
        if (late.Count == 0 && waiting == 0) return null;
        return new DigestSummary(late.Sum(u => u.Overdue), below.Sum(u => u.Open), late.Count, below.Count(u => u.Open > 0), waiting,
            [.. late.OrderByDescending(u => u.Overdue).ThenBy(u => u.Unit).Take(DigestRules.Most).Select(u => new LateUnit(u.Unit, u.Overdue, u.Open))]);
    }

    /// <summary>The unit and the bodies above it; above what is only kept for a document nobody is told of it.</summary>
    private static IEnumerable<Guid> Above(IOrganizationDirectory directory, Guid unit)
    {
        var kept = directory.IsKept(unit);
        for (var body = directory.Find(unit); body is not null && (!kept || directory.IsKept(body.Id)); body = body.ParentId is { } parent ? directory.Find(parent) : null) yield return body.Id;
    }
}
