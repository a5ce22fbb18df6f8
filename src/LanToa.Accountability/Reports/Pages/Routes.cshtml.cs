using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports.Pages;

public sealed class RouteForm
{
    public Guid FormKey { get; set; }
    public List<Guid> Units { get; set; } = [];
    public Guid? ToId { get; set; }
    public Guid? ViaId { get; set; }
    public int? WorkingDays { get; set; }
    public DateOnly? ValidFrom { get; set; }
    public string? Reason { get; set; }
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

    public string NameOf(Guid? unit) => map.NameOf(unit);

    public bool MayEnd(ReportRoute way) => edit.MayEdit(way.ToId) || actor.Can(ReportPermissions.Route, way.UnitId);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Input = new RouteForm { FormKey = Guid.CreateVersion7(), ValidFrom = new DateOnly(clock.Today.Year, 1, 1), ToId = actor.UnitId };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        if (!ModelState.IsValid) return Page();
        var (outcome, added) = await edit.AddAsync(new RouteInput(Input.FormKey, FormCode, Input.Units, Input.ToId, Input.ViaId, Input.WorkingDays, Input.ValidFrom, Input.Reason), cancel);
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        if (outcome.Succeeded) return Saved(added == 0 ? "Các đường gửi này đã có." : $"Đã thêm {VietnameseFormat.Number(added)} đường gửi.");
        foreach (var problem in outcome.Problems) ModelState.AddModelError(FieldOf(problem), problem);
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
        Rows = await PageOfAsync(edit.Rows(FormCode).Where(r => (db.ProvinceId == 0 || r.ProvinceId == db.ProvinceId) && (scope.Contains(r.UnitId) || scope.Contains(r.ToId))).OrderBy(r => r.ValidTo != null).ThenBy(r => r.UnitId).ThenBy(r => r.Id), cancel);
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
        _ when problem.StartsWith("Hãy chọn ngày bắt đầu", StringComparison.Ordinal) => "Input.ValidFrom",
        _ when problem.Contains("lý do", StringComparison.OrdinalIgnoreCase) => "Input.Reason",
        _ => "",
    };
}
