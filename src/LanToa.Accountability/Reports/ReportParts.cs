using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>One unit's report that is counted, with its own figures by code.</summary>
public sealed record CountedPart(ContentPart Part, Guid ThroughId, IReadOnlyDictionary<string, ReportFigure> Figures);

/// <summary>What comes from below: reports that are counted, and units on the routes whose reports are not.</summary>
public sealed record PartsFound(IReadOnlyList<CountedPart> Counted, IReadOnlyList<ContentMissing> Missing);

/// <summary>
/// The accepted reports on the routes to a unit, with all that they themselves count. A unit whose figures come by two routes is counted once: as it reported directly, else by the report that stands first; the other
/// way is named beside it.
/// </summary>
public sealed class ReportParts(LanToaDb db, RouteMap routes, IOrganizationDirectory directory)
{
    public async Task<PartsFound> OfAsync(Report report, IReadOnlyList<ReportRoute> map, CancellationToken cancel = default)
    {
        var children = await db.Set<Report>().AsNoTracking().Where(r => r.FormCode == report.FormCode && r.PeriodKey == report.PeriodKey && r.AddresseeId == report.UnitId && r.UnitId != report.UnitId).ToListAsync(cancel);
        var accepted = children.Where(r => r.State == ReportState.Accepted).ToList();
        Guid[] ids = [.. accepted.Select(r => r.Id)];
        var inside = await (from p in db.Set<ReportPart>().AsNoTracking() join r in db.Set<Report>() on new { p.ProvinceId, Id = p.PartId } equals new { r.ProvinceId, r.Id } where ids.Contains(p.ReportId) select new { p.ReportId, Part = r }).ToListAsync(cancel);
        var ways = accepted.Select(r => (Leaf: r, Through: r)).Concat(inside.Select(i => (Leaf: i.Part, Through: accepted.First(r => r.Id == i.ReportId))))
            .Where(w => w.Leaf.UnitId != report.UnitId).GroupBy(w => w.Leaf.UnitId)
            .Select(g => g.OrderBy(w => w.Leaf.Id == w.Through.Id ? 0 : 1).ThenBy(w => CodeOf(w.Through.UnitId), StringComparer.Ordinal).ThenBy(w => w.Leaf.Id).ToList())
            .OrderBy(g => CodeOf(g[0].Leaf.UnitId), StringComparer.Ordinal).ToList();
        Guid[] leaves = [.. ways.Select(w => w[0].Leaf.Id)];
        var figures = (await db.Set<ReportFigure>().AsNoTracking().Where(f => leaves.Contains(f.ReportId)).ToListAsync(cancel)).ToLookup(f => f.ReportId);
        var counted = ways.Select(w => new CountedPart(
            new ContentPart(w[0].Leaf.Id, w[0].Leaf.UnitId, routes.NameOf(w[0].Leaf.UnitId), Via(w[0]), [.. w.Skip(1).Select(other => Via(other) is { } via ? $"qua {via}" : "gửi thẳng")]),
            w[0].Through.Id, figures[w[0].Leaf.Id].ToDictionary(f => f.Code))).ToList();
        var covered = counted.Select(c => c.Part.UnitId).ToHashSet();
        var missing = map.Where(r => r.AddresseeId == report.UnitId && r.UnitId != report.UnitId && r.IsValidOn(report.PeriodTo)).Select(r => r.UnitId).Distinct().Where(u => !covered.Contains(u)).OrderBy(CodeOf, StringComparer.Ordinal)
            .Select(u => (Unit: u, Report: children.FirstOrDefault(c => c.UnitId == u)))
            .Select(u => new ContentMissing(u.Unit, routes.NameOf(u.Unit), u.Report is null ? "Chưa lập" : EnumWords.Of(u.Report.State), u.Report?.Id));
        return new PartsFound(counted, [.. missing]);

        string? Via((Report Leaf, Report Through) way) => way.Leaf.Id == way.Through.Id ? null : routes.NameOf(way.Through.UnitId);
    }

    private string CodeOf(Guid unit) => directory.Find(unit)?.Code ?? "";
}
