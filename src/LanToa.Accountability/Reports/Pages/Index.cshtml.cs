using LanToa.Contracts.Reports;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports.Pages;

/// <summary>One report that is to be sent: begun or not.</summary>
public sealed record ReportLine(Guid RouteId, string FormName, ReportingPeriod Period, DateOnly Due, string Addressee, string? Final, Report? Report);

/// <summary>A request that the unit is to answer, with its answer where one was begun.</summary>
public sealed record AskedLine(ReportRequest Request, string By, DateOnly Due, Report? Report);

/// <summary>What the unit chosen now has to send, the newest periods first.</summary>
public sealed class IndexModel(LanToaDb db, ReportForms forms, RouteMap map, WriteReport write, ReportAccess access, IReportingPeriods periods, Actor actor, Clock clock) : PageModel
{
    private const int MostPeriods = 6;

    private const int MostAsked = 20;

    public IReadOnlyList<ReportLine> Lines { get; private set; } = [];
    public IReadOnlyList<AskedLine> Asked { get; private set; } = [];
    public string UnitName => map.NameOf(actor.UnitId);
    public DateOnly Today => clock.Today;
    public bool MayWrite => actor.UnitId is { } unit && access.MayWrite(unit);
    public bool MayRoute => actor.Holds(ReportPermissions.Route);

    public StatusMark MarkOf(AskedLine line) => line.Report?.FirstSentOn is null && !line.Request.IsOpen ? new StatusMark(StatusKind.Neutral, "Đã đóng, không gửi") : ReportMarks.Of(line.Report, line.Due, Today);

    private sealed record FileLine(string Kind, string Name, DateOnly From, DateOnly To, DateOnly Due, string Addressee, string? Final, string State);

    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        await OnGetAsync(cancel);
        return this.FileOf("bao-cao-phai-gui", "Báo cáo phải gửi",
            [
                new("Loại", l => l.Kind, 18), new("Báo cáo", l => l.Name, 60), new("Số liệu từ", l => l.From, 12), new("Số liệu đến", l => l.To, 12), new("Hạn gửi", l => l.Due, 12),
                new("Nơi nhận", l => l.Addressee, 40), new("Để chuyển", l => l.Final, 40), new("Trạng thái", l => l.State, 22),
            ],
            [
                .. Asked.Select(a => new FileLine(EnumWords.Of(a.Request.Kind), a.Request.Subject, a.Request.PeriodFrom, a.Request.PeriodTo, a.Due, a.By, null, MarkOf(a).Text)),
                .. Lines.Select(l => new FileLine("Định kỳ", $"{l.FormName}, {l.Period.Name}", l.Period.From, l.Period.To, l.Due, l.Addressee, l.Final, ReportMarks.Of(l.Report, l.Due, Today).Text)),
            ]);
    }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        if (actor.UnitId is not { } unit) return;
        var ways = await db.Set<ReportRoute>().AsNoTracking().Where(r => r.UnitId == unit).ToListAsync(cancel);
        var reports = await db.Set<Report>().AsNoTracking().Where(r => r.UnitId == unit).ToListAsync(cancel);
        var asked = await (from u in db.Set<ReportRequestUnit>().AsNoTracking() join r in db.Set<ReportRequest>() on new { u.ProvinceId, Id = u.RequestId } equals new { r.ProvinceId, r.Id } where u.UnitId == unit && u.WithdrawnAt == null orderby r.ClosedAt != null, r.DueOn descending select r).Take(MostAsked).ToListAsync(cancel);
        Asked = [.. asked.Select(r => (Request: r, Report: reports.FirstOrDefault(x => x.FormCode == r.FormCode))).Select(a => new AskedLine(a.Request, map.NameOf(a.Request.UnitId), a.Report?.DueOn ?? a.Request.DueOn, a.Report))];
        var rows = await forms.RowsAsync(cancel);
        var lines = new List<ReportLine>();
        foreach (var way in ways)
        {
            var kinds = rows.Where(f => f.Code == way.FormCode && f.WithdrawnAt is null).SelectMany(f => f.Periods).Distinct().ToList();
            foreach (var period in await periods.BegunAsync(unit, kinds, clock.Today, MostPeriods, cancel))
            {
                if (!way.IsValidOn(period.To) || ReportForms.InForce(rows, period.To.Year).FirstOrDefault(f => f.Code == way.FormCode) is not { } form) continue;
                var report = reports.FirstOrDefault(r => r.FormCode == way.FormCode && r.PeriodKey == period.Key && r.AddresseeId == way.AddresseeId);
                if (report is null && map.EndedBefore(unit, period.To) is not null) continue;
                var due = report?.DueOn ?? (way.SendBy is null ? period.Due : (await periods.FindAsync(unit, period.Key, way.SendBy, cancel))!.Due);
                lines.Add(new ReportLine(way.Id, form.Name, period, due, map.NameOf(way.AddresseeId), way.ViaId is null ? null : map.NameOf(way.ToId), report));
            }
        }
        Lines = [.. lines.OrderByDescending(l => l.Period.To).ThenBy(l => l.FormName, StringComparer.Ordinal).ThenBy(l => l.Addressee, StringComparer.Ordinal)];
    }

    public async Task<IActionResult> OnPostAsync(Guid route, string? period, CancellationToken cancel)
    {
        var (outcome, id) = await write.BeginAsync(route, period ?? "", cancel);
        if (id is { } report) return LocalRedirect($"/reports/{report}");
        if (outcome.Kind == OutcomeKind.NotFound) return NotFound();
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        this.Flash(string.Join(" ", outcome.Problems));
        return LocalRedirect("/reports");
    }
}
