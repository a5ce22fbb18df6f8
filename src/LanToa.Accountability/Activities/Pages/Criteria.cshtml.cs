using LanToa.Contracts.Organizations;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>The criteria of a year with how much evidence the unit chosen now, and those below it, have for each.</summary>
public sealed class CriteriaModel(CriterionUses uses, ActivityAccess access, IOrganizationDirectory directory, Actor actor, Clock clock) : PageModel
{
    [FromQuery(Name = "nam")] public int? Asked { get; set; }

    public int Year => CriteriaList.Sound(Asked, clock.Today.Year) ?? clock.Today.Year;
    public string UnitName => actor.UnitId is { } unit ? directory.DistinctNameOf(unit) ?? "" : "";
    public bool MayUse => actor.UnitId is { } unit && access.MayDo(unit);
    public IReadOnlyList<CriterionCount> Rows { get; private set; } = [];
    public bool HasUnits => Rows.Any(r => r.Units > 0);
    public IReadOnlyList<SelectListItem> Years => CriteriaList.Years(clock.Today.Year);

    public static StatusMark MarkOf(CriterionCount row) => row.Own > 0 ? new(StatusKind.Done, "Đã có minh chứng") : new(StatusKind.DueSoon, "Chưa có minh chứng");

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        return this.FileOf($"tieu-chi-{Year}", $"Tiêu chí {Year}",
        [
            new("Tiêu chí", r => r.Criterion.FullName, 50), new("Nội dung", r => r.Criterion.Asks, 60), new("Minh chứng", r => r.Own, 12), new("Đơn vị bên dưới đã có", r => r.Units > 0 ? r.UnitsWith : null, 16), new("Số đơn vị bên dưới", r => r.Units > 0 ? r.Units : null, 16),
            new("Trạng thái", r => MarkOf(r).Text, 20), new("Căn cứ", r => r.Criterion.Source, 40),
        ], Rows);
    }

    private async Task LoadAsync(CancellationToken cancel) => Rows = actor.UnitId is { } unit ? await uses.CountAsync(unit, Year, cancel) : [];
}
