using LanToa.Contracts.Dates;
using LanToa.Contracts.Reports;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>When the units have to send which report: those of the periods on their ways, and answers to requests. Told to the digest and the calendars.</summary>
public sealed class ReportDates(LanToaDb db, IReportingPeriods periods, RouteMap map, Clock clock) : IDatedWork
{
    /// <summary>So many periods of a form are looked at before the end of the span.</summary>
    private const int MostPeriods = 24;

    // On Hôm nay for everybody; most units have neither today.
    private static readonly Prepared<Func<LanToaDb, short, Guid[], DateOnly, IAsyncEnumerable<ReportRoute>>> Ways = new(() => EF.CompileAsyncQuery(
        (LanToaDb db, short province, Guid[] units, DateOnly since) => db.Set<ReportRoute>().IgnoreQueryFilters(new[] { LanToaDb.ProvinceFilter }).AsNoTracking()
            .Where(r => r.ProvinceId == province && units.Contains(r.UnitId) && (r.ValidTo == null || r.ValidTo >= since))));

    private static readonly Prepared<Func<LanToaDb, short, Guid[], DateOnly, DateOnly, IAsyncEnumerable<AskedUnit>>> Asked = new(() => EF.CompileAsyncQuery(
        (LanToaDb db, short province, Guid[] units, DateOnly since, DateOnly until) =>
            from u in db.Set<ReportRequestUnit>().IgnoreQueryFilters(new[] { LanToaDb.ProvinceFilter }).AsNoTracking()
            join r in db.Set<ReportRequest>().IgnoreQueryFilters(new[] { LanToaDb.ProvinceFilter }).AsNoTracking() on new { u.ProvinceId, Id = u.RequestId } equals new { r.ProvinceId, r.Id }
            where u.ProvinceId == province && units.Contains(u.UnitId) && r.DueOn >= since && r.DueOn <= until && u.WithdrawnAt == null
            select new AskedUnit { UnitId = u.UnitId, Request = r }));

    private sealed class AskedUnit
    {
        public Guid UnitId { get; init; }
        public required ReportRequest Request { get; init; }
    }

    public async Task<IReadOnlyList<DatedMatter>> OfAsync(short province, IReadOnlyCollection<Guid> units, DateOnly since, DateOnly until, CancellationToken cancel = default)
    {
        if (units.Count == 0) return [];
        Guid[] whose = [.. units];
        var ways = await Ways.For(db)(db, province, whose, since.AddYears(-1)).ToListAsync(cancel);
        var asked = await Asked.For(db)(db, province, whose, since, until).ToListAsync(cancel);
        if (ways.Count == 0 && asked.Count == 0) return [];
        var reports = (await Of<Report>().Where(r => r.ProvinceId == province && units.Contains(r.UnitId) && r.DueOn >= since.AddYears(-1)).ToListAsync(cancel)).ToLookup(r => (r.UnitId, r.FormCode));
        var found = new List<DatedMatter>();
        foreach (var (unit, request) in asked.Select(a => (a.UnitId, a.Request)))
        {
            var report = reports[(unit, request.FormCode)].FirstOrDefault();
            // A request that was closed asks for nothing more.
            if (report?.FirstSentOn is null && !request.IsOpen) continue;
            var form = AskReports.What(request);
            found.Add(Matter($"{request.Id:N}-{unit:N}", unit, char.ToUpperInvariant(form[0]) + form[1..], $"văn bản số {request.Number}", request.IssuedOn, request.DueOn, report is null ? $"/reports/requests/{request.Id}" : $"/reports/{report.Id}", report, request.Version));
        }
        var forms = await db.Set<ReportForm>().AsNoTracking().Where(f => (f.ProvinceId == 0 || f.ProvinceId == province) && f.Periods.Any()).ToListAsync(cancel);
        foreach (var group in ways.GroupBy(w => (w.UnitId, w.FormCode)))
        {
            var kinds = forms.Where(f => f.Code == group.Key.FormCode && f.WithdrawnAt is null).SelectMany(f => f.Periods).Distinct().ToList();
            // A period begins long before its report is due.
            foreach (var period in await periods.BegunAsync(group.Key.UnitId, kinds, until, MostPeriods, cancel))
                foreach (var way in group.Where(w => w.IsValidOn(period.To)).DistinctBy(w => w.AddresseeId))
                {
                    if (ReportForms.InForce(forms, period.To.Year).FirstOrDefault(f => f.Code == way.FormCode) is not { } form) continue;
                    var report = reports[group.Key].FirstOrDefault(r => r.PeriodKey == period.Key && r.AddresseeId == way.AddresseeId);
                    if (report?.FirstSentOn is null && map.EndedBefore(way.UnitId, period.To) is not null) continue;
                    var due = report?.DueOn ?? (way.SendBy is null ? period.Due : (await periods.FindAsync(way.UnitId, period.Key, way.SendBy, cancel))!.Due);
                    if (due < since || due > until) continue;
                    found.Add(Matter($"{way.UnitId:N}-{way.AddresseeId:N}-{way.FormCode}-{period.Key}", way.UnitId, $"{form.Name} gửi {map.NameOf(way.AddresseeId)}", period.Name, period.From, due, report is null ? "/reports" : $"/reports/{report.Id}", report, 0));
                }
        }
        return [.. found.OrderBy(m => m.DueOn).ThenBy(m => m.Key, StringComparer.Ordinal)];
    }

    private DatedMatter Matter(string key, Guid unit, string text, string period, DateOnly opens, DateOnly due, string href, Report? report, int version)
    {
        var today = clock.Today;
        var state = report switch
        {
            { State: ReportState.Returned } or { State: ReportState.Reopened } when report.IsOpenOn(today) => DatedState.Returned,
            { FirstSentOn: not null } => DatedState.Settled,
            _ => DatedState.Owed,
        };
        var words = report is null ? "Chưa lập" : EnumWords.Of(report.State);
        return new DatedMatter(key, unit, text, period, opens, due, href, state, words, version + (report?.Version ?? 0), state == DatedState.Returned ? report!.Reason : null);
    }

    // Feeds and nightly work have no province of their own: it is named.
    private IQueryable<T> Of<T>() where T : TenantRow => db.Set<T>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking();
}

/// <summary>What stands on Hôm nay: reports that are overdue, sent back, or due within the week.</summary>
public sealed record ReportsToday(IReadOnlyList<DatedMatter> Shown, int More, DateOnly Today);

internal sealed class DueReportsToday(ReportDates dates, ReportAccess access, LanToaDb db, Actor actor, Clock clock) : IPagePart
{
    private const int DaysAhead = 14, DaysBack = 400, Most = 8;

    public string Place => "today";

    public async Task<PagePart?> OfAsync(Guid subject, CancellationToken cancel)
    {
        if (actor.UnitId is not { } unit || !access.MayWrite(unit)) return null;
        var today = clock.Today;
        var owed = (await dates.OfAsync(db.ProvinceId, [unit], today.AddDays(-DaysBack), today.AddDays(DaysAhead), cancel)).Where(m => m.State != DatedState.Settled && m.OpensOn <= today).OrderBy(m => m.State == DatedState.Returned ? 0 : 1).ThenBy(m => m.DueOn).ToList();
        return owed.Count == 0 ? null : new PagePart("/Reports/Pages/_DueToday.cshtml", new ReportsToday([.. owed.Take(Most)], owed.Count - Math.Min(Most, owed.Count), today));
    }
}
