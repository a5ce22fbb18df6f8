using System.ComponentModel.DataAnnotations;
using System.Globalization;
using LanToa.Contracts.Organizations;
using LanToa.Contracts.Reports;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports.Pages;

public enum SendRuleKind
{
    [Display(Name = "Theo chế độ báo cáo")] Regime,
    [Display(Name = "Sau ngày chốt số liệu một số ngày làm việc")] WorkingDays,
    [Display(Name = "Một ngày trong tháng")] DayOfMonth,
    [Display(Name = "Trước một ngày của năm")] BeforeDate,
}

public sealed class RouteForm
{
    public Guid FormKey { get; set; }
    public List<Guid> Units { get; set; } = [];
    public Guid? ToId { get; set; }
    public Guid? ViaId { get; set; }
    public SendRuleKind Send { get; set; }
    public int? WorkingDays { get; set; }
    public int? Day { get; set; }
    public int? Month { get; set; }

    /// <summary>Only what belongs to the kind that was chosen; an empty one is said by the operation.</summary>
    public SendBy? SendBy => Send switch { SendRuleKind.WorkingDays => new(WorkingDays), SendRuleKind.DayOfMonth => new(Day: Day), SendRuleKind.BeforeDate => new(Day: Day, Month: Month ?? 0), _ => null };
    public DateOnly? ValidFrom { get; set; }
    public string? Reason { get; set; }
    public bool Onward { get; set; }
}

/// <summary>The ways of the reports of one form, for the units of the person's scope.</summary>
public sealed class RoutesModel(LanToaDb db, ReportForms forms, RouteMap map, EditRoutes edit, IOrganizationDirectory directory, Actor actor, Clock clock) : ListPage
{
    private const int MostUnits = 400;

    [FromQuery(Name = "form")] public string? FormCode { get; set; }
    [BindProperty] public RouteForm Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> Forms { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Units { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Receivers { get; private set; } = [];
    public IReadOnlyList<ReportRoute> Rows { get; private set; } = [];

    /// <summary>Of ways through another unit: from which day it passes nothing on to the receiver.</summary>
    public IReadOnlyDictionary<Guid, DateOnly> Stops { get; private set; } = new Dictionary<Guid, DateOnly>();

    /// <summary>The ways that lead through a unit on, by that unit: they would stop with its own.</summary>
    public ILookup<Guid, ReportRoute> Through { get; private set; } = Enumerable.Empty<ReportRoute>().ToLookup(w => w.UnitId);

    /// <summary>Whether a way on is offered for the one that was chosen to pass reports on.</summary>
    public bool OffersOnward { get; private set; }

    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Enum.GetValues<SendRuleKind>().Select(k => new SelectListItem(EnumWords.Of(k), k.ToString()))];
    public IReadOnlyList<SelectListItem> Months { get; } = [.. Enumerable.Range(1, 12).Select(m => new SelectListItem($"Tháng {m}", m.ToString(CultureInfo.InvariantCulture)))];

    /// <summary>By when, in words.</summary>
    public static string SendWords(ReportRoute way) => way.SendBy switch
    {
        { WorkingDays: { } days } => $"{days} ngày làm việc sau ngày chốt",
        { Day: { } day, Month: { } month } => $"trước ngày {day:00}/{month:00}",
        { Day: { } day } => $"ngày {day} của tháng, sau ngày chốt",
        _ => "theo chế độ báo cáo",
    };

    public DateOnly Today => clock.Today;

    public string NameOf(Guid? unit) => map.NameOf(unit);

    public bool MayEnd(ReportRoute way) => edit.MayEdit(way.ToId) || actor.Can(ReportPermissions.Route, way.UnitId);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Input = new RouteForm { FormKey = Guid.CreateVersion7(), ValidFrom = new DateOnly(clock.Today.Year, 1, 1), ToId = actor.UnitId };
    }

    /// <summary>All ways of the form.</summary>
    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        return this.FileOf("duong-gui-bao-cao", "Đường gửi",
            [
                new("Đơn vị gửi", w => NameOf(w.UnitId), 44), new("Qua", w => w.ViaId is null ? null : NameOf(w.ViaId), 44), new("Nơi nhận", w => NameOf(w.ToId), 44), new("Hạn gửi", SendWords, 32),
                new("Áp dụng từ", w => w.ValidFrom, 14), new("Đến", w => w.ValidTo, 14),
            ], Ordered().AsAsyncEnumerable());
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        // A number without its kind would be lost in silence.
        if (Input.Send == SendRuleKind.Regime && (Input.WorkingDays ?? Input.Day ?? Input.Month) is not null) ModelState.AddModelError("Input.Send", "Đã ghi ngày gửi riêng; hãy chọn cách tính hạn, hoặc xóa số đã ghi để theo chế độ báo cáo.");
        if (!ModelState.IsValid) return Page();
        var (outcome, added) = await edit.AddAsync(new RouteInput(Input.FormKey, FormCode, Input.Units, Input.ToId, Input.ViaId, Input.SendBy, Input.ValidFrom, Input.Reason, Input.Onward), cancel);
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        if (outcome.Succeeded) return Saved(added == 0 ? "Các đường gửi này đã có." : $"Đã thêm {VietnameseFormat.Number(added)} đường gửi.");
        foreach (var problem in outcome.Problems) ModelState.AddModelError(FieldOf(problem), problem);
        OffersOnward = outcome.Problems.Any(p => p.StartsWith("Nơi chuyển tiếp", StringComparison.Ordinal)) && Input is { ViaId: { } via, ToId: { } to } && via != to && edit.MayAddOnward(via, to);
        return Page();
    }

    public async Task<IActionResult> OnPostEndAsync(Guid way, int version, DateOnly? last, string? why, CancellationToken cancel)
    {
        await LoadAsync(cancel);
        ModelState.Clear();
        var outcome = await edit.EndAsync(way, version, last, why, cancel);
        if (outcome.Kind == OutcomeKind.NotFound) return NotFound();
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        if (outcome.Succeeded) return Saved("Đã kết thúc đường gửi.");
        foreach (var problem in outcome.Problems) ModelState.AddModelError("", problem);
        Input = new RouteForm { FormKey = Guid.CreateVersion7(), ValidFrom = new DateOnly(clock.Today.Year, 1, 1) };
        return Page();
    }

    private LocalRedirectResult Saved(string done)
    {
        this.Flash(done);
        return LocalRedirect($"/reports/routes?form={FormCode}");
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        var all = ReportForms.InForce(await forms.RowsAsync(cancel), clock.Today.Year).ToList();
        Forms = [.. all.Select(f => new SelectListItem(f.Name, f.Code))];
        FormCode = all.FirstOrDefault(f => f.Code == FormCode)?.Code ?? (await db.Set<ReportRoute>().OrderBy(r => r.FormCode).Select(r => r.FormCode).FirstOrDefaultAsync(cancel) is { } used && all.Any(f => f.Code == used) ? used : all.FirstOrDefault()?.Code);
        var scope = actor.UnitsOf(ReportPermissions.Route);
        var here = scope.Select(directory.Find).OfType<OrganizationInfo>().Where(o => edit.IsHere(o) && o.ExistsOn(clock.Today)).OrderBy(o => Folding.Fold(o.Name), StringComparer.Ordinal).Take(MostUnits).ToList();
        var groups = new Dictionary<string, SelectListGroup>();
        Units = [.. here.Select(o => new SelectListItem(map.NameOf(o.Id), o.Id.ToString()) { Group = groups.TryGetValue(Above(o), out var g) ? g : groups[Above(o)] = new SelectListGroup { Name = Above(o) } })];
        var above = here.Select(o => o.ParentId).Append(actor.Unit?.ParentId).OfType<Guid>().Distinct().SelectMany(WithNation);
        Receivers = [.. here.Concat(above).DistinctBy(o => o.Id).OrderBy(o => Folding.Fold(o.Name), StringComparer.Ordinal).Select(o => new SelectListItem(map.NameOf(o.Id), o.Id.ToString()))];
        Rows = await PageOfAsync(Ordered(), cancel);
        var passed = await edit.Rows(FormCode).Where(r => r.ViaId != null && r.ValidTo == null).ToListAsync(cancel);
        if (passed.Count == 0) return;
        Through = passed.ToLookup(r => r.ViaId!.Value);
        var ways = await edit.Rows(FormCode).Where(r => r.ValidTo == null || r.ValidTo >= clock.Today).ToListAsync(cancel);
        Stops = Rows.Where(r => r is { ViaId: not null, ValidTo: null }).Select(r => (r.Id, Day: EditRoutes.StopsFrom(r.ViaId!.Value, r.ToId, r.ValidFrom > clock.Today ? r.ValidFrom : clock.Today, ways)))
            .Where(r => r.Day is not null).ToDictionary(r => r.Id, r => r.Day!.Value);
    }

    /// <summary>What ending the way brings about for those that report through its unit; null where none does.</summary>
    public string? WhoStops(ReportRoute way) => Through[way.UnitId].Select(w => NameOf(w.UnitId)).Distinct().ToList() is not { Count: > 0 } names ? null
        : $"{string.Join(", ", names.Take(5))}{(names.Count > 5 ? $" và {VietnameseFormat.Number(names.Count - 5)} đơn vị khác" : "")} gửi mẫu này qua {NameOf(way.UnitId)}: nếu sau ngày đó {NameOf(way.UnitId)} không còn đường gửi nào khác đến nơi nhận thì báo cáo của họ dừng ở đó.";

    private IOrderedQueryable<ReportRoute> Ordered()
    {
        var scope = actor.UnitsOf(ReportPermissions.Route);
        return edit.Rows(FormCode).Where(r => (db.ProvinceId == 0 || r.ProvinceId == db.ProvinceId) && (scope.Contains(r.UnitId) || scope.Contains(r.ToId))).OrderBy(r => r.ValidTo != null).ThenBy(r => r.UnitId).ThenBy(r => r.Id);
    }

    // A province reports to the nation, or to a ministry, which stands below it.
    private IEnumerable<OrganizationInfo> WithNation(Guid above) => directory.Find(above) is not { } body ? [] : body.ProvinceId != 0 || db.ProvinceId == 0 ? [body] : directory.Subtree(above).Where(o => o.ProvinceId == 0 && o.Level is "Nation" or "Ministry" && o.ExistsOn(clock.Today));

    private string Above(OrganizationInfo o) => o.ParentId is { } above ? directory.Find(above)?.Name ?? "" : "";

    private static string FieldOf(string problem) => problem switch
    {
        _ when problem.Contains("đơn vị gửi", StringComparison.Ordinal) || problem.Contains("cho chính mình", StringComparison.Ordinal) => "Input.Units",
        "Hãy chọn nơi nhận." => "Input.ToId",
        _ when problem.StartsWith("Nơi chuyển tiếp", StringComparison.Ordinal) => "Input.ViaId",
        _ when problem.StartsWith("Số ngày", StringComparison.Ordinal) => "Input.WorkingDays",
        _ when problem.StartsWith("Hạn gửi riêng", StringComparison.Ordinal) => "Input.Send",
        _ when problem.StartsWith("Tháng phải gửi", StringComparison.Ordinal) => "Input.Month",
        _ when problem.Contains("ngày phải gửi", StringComparison.OrdinalIgnoreCase) => "Input.Day",
        _ when problem.StartsWith("Hãy chọn ngày bắt đầu", StringComparison.Ordinal) => "Input.ValidFrom",
        _ when problem.Contains("lý do", StringComparison.OrdinalIgnoreCase) => "Input.Reason",
        _ => "",
    };
}
