using LanToa.Contracts.Reports;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports.Pages;

/// <summary>One unit that is to report here.</summary>
public sealed record ReceivedLine(Guid UnitId, string Unit, DateOnly Due, Report? Report);

/// <summary>Who of the units on the routes to the unit chosen now has sent, on time or late, and who has not.</summary>
public sealed class ReceivedModel(LanToaDb db, ReportForms forms, RouteMap map, IReportingPeriods periods, Actor actor, Clock clock) : PageModel
{
    private const int MostPeriods = 12;

    [FromQuery(Name = "form")] public string? FormCode { get; set; }
    [FromQuery(Name = "period")] public string? PeriodKey { get; set; }

    public string UnitName => map.NameOf(actor.UnitId);
    public DateOnly Today => clock.Today;
    public bool MayRoute => actor.Holds(ReportPermissions.Route);
    public IReadOnlyList<SelectListItem> Forms { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Periods { get; private set; } = [];
    public IReadOnlyList<ReceivedLine> Lines { get; private set; } = [];
    public int Sent => Lines.Count(l => l.Report?.FirstSentOn is not null);
    public int Late => Lines.Count(l => l.Report?.IsLate == true);
    public int OnTime => Sent - Late;
    public int Overdue => Lines.Count(l => l.Report?.FirstSentOn is null && l.Due < clock.Today);
    public int Accepted => Lines.Count(l => l.Report?.Counts == true);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        if (actor.UnitId is not { } unit) return;
        var ways = await Rows<ReportRoute>().Where(r => (r.ViaId ?? r.ToId) == unit && r.UnitId != unit).ToListAsync(cancel);
        var rows = await forms.RowsAsync(cancel);
        var names = ReportForms.InForce(rows, clock.Today.Year).Where(f => ways.Any(w => w.FormCode == f.Code)).ToList();
        Forms = [.. names.Select(f => new SelectListItem(f.Name, f.Code))];
        if (names.Count == 0) return;
        var form = names.FirstOrDefault(f => f.Code == FormCode) ?? names[0];
        var begun = await periods.BegunAsync(unit, form.Periods, clock.Today, MostPeriods, cancel);
        Periods = [.. begun.Select(p => new SelectListItem(p.Name, p.Key))];
        // The newest whose data are complete; where none is, the one that runs.
        var period = begun.FirstOrDefault(p => p.Key == PeriodKey) ?? begun.FirstOrDefault(p => p.To < clock.Today) ?? begun.FirstOrDefault();
        (FormCode, PeriodKey) = (form.Code, period?.Key);
        if (period is null) return;
        var reports = await Rows<Report>().Where(r => r.AddresseeId == unit && r.UnitId != unit && r.FormCode == form.Code && r.PeriodKey == period.Key).ToListAsync(cancel);
        var lines = new List<ReceivedLine>();
        foreach (var way in ways.Where(w => w.FormCode == form.Code && w.IsValidOn(period.To)).DistinctBy(w => w.UnitId))
        {
            var report = reports.FirstOrDefault(r => r.UnitId == way.UnitId);
            if (report?.FirstSentOn is null && map.EndedBefore(way.UnitId, period.To) is not null) continue;
            lines.Add(new ReceivedLine(way.UnitId, map.NameOf(way.UnitId), report?.DueOn ?? (await periods.FindAsync(way.UnitId, period.Key, way.SendBy, cancel))?.Due ?? period.Due, report));
        }
        Lines = [.. lines.OrderBy(l => l.Report?.State == ReportState.Sent ? 0 : 1).ThenBy(l => Folding.Fold(l.Unit), StringComparer.Ordinal)];
    }

    // Every province reports to bodies of the nation: what is addressed to this one is found wherever it is kept.
    private IQueryable<T> Rows<T>() where T : TenantRow => (actor.ProvinceId == 0 ? db.Set<T>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]) : db.Set<T>()).AsNoTracking();

    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        await OnGetAsync(cancel);
        return this.FileOf($"bao-cao-nhan-ve-{PeriodKey}", "Báo cáo nhận về",
            [
                new("Đơn vị", l => l.Unit, 44), new("Hạn gửi", l => l.Due, 12), new("Gửi lần đầu", l => l.Report?.FirstSentOn, 12), new("Trễ (ngày)", l => l.Report is { IsLate: true, FirstSentOn: { } sent } ? sent.DayNumber - l.Due.DayNumber : null, 10),
                new("Trạng thái", l => ReportMarks.Of(l.Report, l.Due, clock.Today).Text, 30),
            ], Lines);
    }
}
