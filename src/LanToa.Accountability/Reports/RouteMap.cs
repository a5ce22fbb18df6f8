using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>Who reports to whom on a form, on a day.</summary>
public sealed class RouteMap(LanToaDb db, IOrganizationDirectory directory)
{
    /// <summary>
    /// Those of the province in which is acted; for a body of the nation those of every province, because reports from each of them may be addressed to it.
    /// </summary>
    public Task<List<ReportRoute>> OfFormAsync(string form, CancellationToken cancel = default) => (db.ProvinceId == 0 ? db.Set<ReportRoute>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]) : db.Set<ReportRoute>()).AsNoTracking().Where(r => r.FormCode == form).ToListAsync(cancel);

    /// <summary>The units whose records are the unit's own figures: itself and what stands below it, less what reports by itself on the same form, with all below that.</summary>
    public IReadOnlyList<Guid> OwnUnits(Guid unit, IEnumerable<ReportRoute> routes, DateOnly day)
    {
        var others = routes.Where(r => r.IsValidOn(day) && r.UnitId != unit).Select(r => r.UnitId).ToHashSet();
        // Parents come first.
        foreach (var body in directory.Subtree(unit))
            if (body.Id != unit && body.ParentId is { } above && others.Contains(above)) others.Add(body.Id);
        return [.. directory.Subtree(unit).Select(o => o.Id).Where(o => !others.Contains(o))];
    }

    public string NameOf(Guid? unit) => unit is { } id ? directory.DistinctNameOf(id) ?? directory.Find(id)?.Name ?? "đơn vị không còn trong danh sách" : "";
}
