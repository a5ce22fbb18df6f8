using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>A unit that reports on a form, and who receives it first.</summary>
public readonly record struct FormWay(Guid UnitId, Guid AddresseeId);

/// <summary>Who reports to whom on a form, on a day.</summary>
public sealed class RouteMap(LanToaDb db, IOrganizationDirectory directory, ISuccessions successions)
{
    /// <summary>
    /// Those of the province in which is acted; for a body of the nation those of every province, because reports from each of them may be addressed to it. Of a form made for a request, from each unit that it asks to
    /// the one that asks.
    /// </summary>
    public async Task<IReadOnlyList<FormWay>> OfFormAsync(string form, DateOnly day, CancellationToken cancel = default)
    {
        var ways = await Rows<ReportRoute>().Where(r => r.FormCode == form && r.ValidFrom <= day && (r.ValidTo == null || r.ValidTo >= day)).Select(r => new FormWay(r.UnitId, r.ViaId ?? r.ToId)).ToListAsync(cancel);
        if (ways.Count > 0 || !form.StartsWith(ReportRequest.CodeBegins, StringComparison.Ordinal)) return ways;
        return await (from u in db.Set<ReportRequestUnit>().AsNoTracking() join r in db.Set<ReportRequest>() on new { u.ProvinceId, Id = u.RequestId } equals new { r.ProvinceId, r.Id } where r.FormCode == form && r.PeriodFrom <= day && u.WithdrawnAt == null
            select new FormWay(u.UnitId, r.UnitId)).ToListAsync(cancel);
    }

    /// <summary>
    /// The units whose records are the unit's own figures: itself and what stands below it, less what reports by itself on the same form. A body that ended before the end of the period reports no more: what it did is of
    /// the one that carries it on as a whole; of one that was split, of the unit above it. Where it had sent its report all the same, that stands.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> OwnUnitsAsync(Report report, IEnumerable<FormWay> ways, CancellationToken cancel = default)
    {
        var (unit, day) = (report.UnitId, report.PeriodTo);
        bool HasEnded(Guid u) => EndedBefore(u, day) is not null;
        var reporting = ways.Where(w => w.UnitId != unit).Select(w => w.UnitId).ToHashSet();
        List<Guid> ended = [.. reporting.Where(HasEnded)];
        var sent = ended.Count == 0 ? [] : await Rows<Report>().Where(r => r.FormCode == report.FormCode && r.PeriodKey == report.PeriodKey && r.Sendings > 0 && ended.Contains(r.UnitId)).Select(r => r.UnitId).ToListAsync(cancel);
        reporting.ExceptWith(ended.Except(sent));
        var (below, others) = (directory.Subtree(unit), reporting.ToHashSet());
        // Parents come first.
        foreach (var body in below)
            if (body.Id != unit && body.ParentId is { } above && others.Contains(above)) others.Add(body.Id);
        var own = below.Select(o => o.Id).Where(o => o == unit || !others.Contains(o)).ToHashSet();
        own.RemoveWhere(o => o != unit && HasEnded(o) && HeirOf(o) is { } heir && heir != unit && !own.Contains(heir) && reporting.Any(other => directory.IsWithin(heir, other)));
        foreach (var heir in own.ToList()) own.UnionWith(successions.EndedInto(heir, day).Where(o => !sent.Contains(o) && HeirOf(o) == heir));
        return [.. own];

        Guid? HeirOf(Guid body) => WholeHeir(body, day);
    }

    /// <summary>The one body that carries on the whole of this one as of the day; null where several do, or nobody.</summary>
    private Guid? WholeHeir(Guid body, DateOnly day) => successions.Attribute([body], day) is [{ Weight: 1, To: { } heir }] && heir != body ? heir : null;

    /// <summary>Who reports what a body did that ended before the end of a period: the rule of <see cref="OwnUnitsAsync"/>, for a person.</summary>
    public string WhoReportsFor(Guid unit, DateOnly periodTo) =>
        WholeHeir(unit, periodTo) is { } heir ? $"{NameOf(heir)} kế thừa và báo cáo, có cả số liệu đến ngày đó" : "số liệu đến ngày đó được tính vào báo cáo của đơn vị cấp trên";

    private IQueryable<T> Rows<T>() where T : TenantRow => (db.ProvinceId == 0 ? db.Set<T>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]) : db.Set<T>()).AsNoTracking();

    /// <summary>The last day of a body that ended before the end of a period: nobody waits for its report, who carries it on counts what it did. Null of one that was there to the end.</summary>
    public DateOnly? EndedBefore(Guid unit, DateOnly periodTo) => directory.Find(unit)?.ValidTo is { } last && last < periodTo ? last : null;

    public string NameOf(Guid? unit) => unit is { } id ? directory.DistinctNameOf(id) ?? directory.Find(id)?.Name ?? "đơn vị không còn trong danh sách" : "";
}
