using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Accountability.Reports.Pages;

/// <summary>One figure of a report by the units as they were, and by those that carry them on.</summary>
public sealed class SuccessorsModel(LanToaDb db, ReportBuilder builder, ReportAccess access, Clock clock) : ReportPage(db, builder, access, clock)
{
    [FromQuery] public string? Code { get; set; }

    public ContentRow? Row { get; private set; }
    public IReadOnlyList<SelectListItem> Codes { get; private set; } = [];
    public (IReadOnlyList<UnitFigure> AsWas, IReadOnlyList<UnitFigure> AsIs) View { get; private set; } = ([], []);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        var rows = Said.Rows.Where(SuccessorView.CanBeShared).ToList();
        Codes = [.. rows.Select(r => new SelectListItem(r.Name, r.Code))];
        Row = rows.FirstOrDefault(r => r.Code == Code) ?? rows.FirstOrDefault(r => Said.Predecessors.Any(p => p.Numbers.ContainsKey(r.Code))) ?? rows.FirstOrDefault();
        if (Row is { } row) View = SuccessorView.Of(Said, row);
        return Page();
    }

    public string HeirsOf(Guid unit) => Said.Shares.Where(s => s.From == unit).ToList() is { Count: > 0 } heirs ? $", kế thừa: {string.Join(", ", heirs.Select(h => h.Weight == 1 ? h.Unit : $"{h.Unit} {VietnameseFormat.Number(Math.Round(h.Weight * 100, 1))}%"))}" : "";
}
