using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>Who reports to whom on a form, on a day.</summary>
public sealed class RouteMap(LanToaDb db, IOrganizationDirectory directory)
{
    public Task<List<ReportRoute>> OfFormAsync(string form, CancellationToken cancel = default) => db.Set<ReportRoute>().AsNoTracking().Where(r => r.FormCode == form).ToListAsync(cancel);

    /// <summary>The units whose records are the unit's own figures: itself and what stands below it, less what reports by itself on the same form.</summary>
    public IReadOnlyList<Guid> OwnUnits(Guid unit, IEnumerable<ReportRoute> routes, DateOnly day)
    {
        var others = routes.Where(r => r.IsValidOn(day) && r.UnitId != unit && directory.IsWithin(r.UnitId, unit)).Select(r => r.UnitId).ToHashSet();
        return [.. directory.Subtree(unit).Select(o => o.Id).Where(o => !others.Any(other => directory.IsWithin(o, other)))];
    }

    public string NameOf(Guid? unit) => unit is { } id ? directory.DistinctNameOf(id) ?? directory.Find(id)?.Name ?? "đơn vị không còn trong danh sách" : "";
}
