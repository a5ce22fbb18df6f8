using System.Globalization;
using LanToa.Contracts.Reports;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports.Pages;

/// <summary>One unit that is to report here.</summary>
/// <param name="MayAccept">It waits, and this person may say yes to it from the list: it can be chosen.</param>
/// <param name="WhyOpen">Why it has to be opened first; null where it need not be, or is not theirs to decide.</param>
public sealed record ReceivedLine(Guid UnitId, string Unit, DateOnly Due, Report? Report, bool MayAccept = false, string? WhyOpen = null);

/// <summary>Who of the units on the routes to the unit chosen now has sent, on time or late, and who has not; those that wait can be accepted several at once.</summary>
public sealed class ReceivedModel(LanToaDb db, ReportForms forms, RouteMap map, IReportingPeriods periods, ReportAccess access, DecideReport decide, ProvinceVisits visits, Actor actor, Clock clock) : PageModel
{
    private const int MostPeriods = 12, MostAtOnce = 200, MostNamed = 10;

    /// <summary>What was chosen: an id and the version that was seen.</summary>
    [BindProperty(Name = "ids")] public List<string> Chosen { get; set; } = [];
    [BindProperty] public Guid FormKey { get; set; }

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

    public int MayAccept => Lines.Count(l => l.MayAccept);
    /// <summary>Why nothing that waits here can be decided by this person; null where something can, or nothing waits.</summary>
    public string? WhyNotDecide { get; private set; }
    public int ToOpen => Lines.Count(l => l.WhyOpen is not null);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        ModelState.Remove(nameof(FormKey));
        FormKey = Guid.CreateVersion7();
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
        List<Guid> waiting = [.. reports.Where(r => r.State == ReportState.Sent && access.WhyNotDecide(r) is null).Select(r => r.Id)];
        WhyNotDecide = waiting.Count > 0 ? null : reports.Where(r => r.State == ReportState.Sent).Select(access.WhyNotDecide).FirstOrDefault();
        var noted = waiting.Count == 0 ? [] : await Rows<ReportSnapshot>().Where(s => waiting.Contains(s.ReportId) && s.Content.Contains(ReportContent.NoteInText)).Select(s => s.ReportId).ToListAsync(cancel);
        var lines = new List<ReceivedLine>();
        foreach (var way in ways.Where(w => w.FormCode == form.Code && w.IsValidOn(period.To)).DistinctBy(w => w.UnitId))
        {
            var report = reports.FirstOrDefault(r => r.UnitId == way.UnitId);
            if (report?.FirstSentOn is null && map.EndedBefore(way.UnitId, period.To) is not null) continue;
            var why = report is not null && waiting.Contains(report.Id) ? SinceSent.WhyOpen(report, noted.Contains(report.Id)) : null;
            lines.Add(new ReceivedLine(way.UnitId, map.NameOf(way.UnitId), report?.DueOn ?? (await periods.FindAsync(way.UnitId, period.Key, way.SendBy, cancel))?.Due ?? period.Due, report, report is not null && waiting.Contains(report.Id) && why is null, why));
        }
        Lines = [.. lines.OrderBy(l => l.Report?.State == ReportState.Sent ? 0 : 1).ThenBy(l => Folding.Fold(l.Unit), StringComparer.Ordinal)];
    }

    /// <summary>Accepts those that were chosen, each by itself as on its own page; what cannot be accepted from here is left and named with the reason.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var chosen = Chosen.Select(ChosenOne.Read).ToList();
        if (chosen.Count == 0) ModelState.AddModelError("", "Bạn chưa chọn báo cáo nào. Hãy đánh dấu ở đầu dòng rồi bấm Chấp nhận.");
        else if (chosen.Count > MostAtOnce) ModelState.AddModelError("", $"Mỗi lần chấp nhận nhiều nhất {MostAtOnce} báo cáo.");
        else if (chosen.Exists(c => c is null) || FormKey == Guid.Empty) ModelState.AddModelError("", "Có dòng không đọc được nên chưa chấp nhận gì. Hãy tải lại trang rồi chọn lại.");
        if (!ModelState.IsValid)
        {
            await OnGetAsync(cancel);
            return Page();
        }
        var (accepted, left) = (0, new List<(string Why, string Unit)>());
        foreach (var one in chosen.OfType<ChosenOne>().DistinctBy(c => c.Id))
        {
            using var visit = await visits.ToAsync<Report>(one.Id, r => Task.FromResult(access.MayRead(r)), cancel);
            var outcome = await decide.AcceptFromListAsync(one.Id, FormKey, one.Version, cancel);
            db.ChangeTracker.Clear();
            if (outcome.Succeeded) accepted++;
            else left.Add(await WhyLeftAsync(one.Id, outcome, cancel));
        }
        if (accepted > 0) this.Flash($"Đã chấp nhận {VietnameseFormat.Number(accepted)} báo cáo.");
        foreach (var same in left.GroupBy(l => l.Why))
            this.Flash($"Để lại {VietnameseFormat.Number(same.Count())} báo cáo ({string.Join("; ", same.Take(MostNamed).Select(l => l.Unit))}{(same.Count() > MostNamed ? $" và {VietnameseFormat.Number(same.Count() - MostNamed)} đơn vị khác" : "")}): {same.Key}", StatusKind.DueSoon);
        return LocalRedirect($"{Request.Path}{Request.QueryString}");
    }

    private async Task<(string Why, string Unit)> WhyLeftAsync(Guid id, Outcome outcome, CancellationToken cancel)
    {
        if (outcome.Kind == OutcomeKind.NotFound) return ("không còn, hoặc bạn không xem được.", "đã chọn");
        var report = await db.Set<Report>().AsNoTracking().FirstAsync(r => r.Id == id, cancel);
        return (outcome.Kind != OutcomeKind.Stale ? string.Join(" ", outcome.Problems) : report.State == ReportState.Accepted ? $"{report.DecidedByName} đã chấp nhận." : "đã thay đổi từ lúc bạn xem danh sách; hãy mở ra xem lại.", map.NameOf(report.UnitId));
    }

    private sealed record ChosenOne(Guid Id, int Version)
    {
        public static ChosenOne? Read(string value) => value.Split(':') is [var id, var version] && Guid.TryParse(id, out var known) && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? new(known, seen) : null;
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
