using System.Globalization;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Planning.Obligations.Pages.Administration;

/// <summary>The days off of a year, as they hold for the administrator's province or for the country.</summary>
public sealed class HolidaysModel(RuleBooks books, LanToaDb db, Clock clock) : PageModel
{
    [FromQuery(Name = "year")] public int? Year { get; set; }

    public int ShownYear { get; private set; }
    public short Province => db.ProvinceId;
    public IReadOnlyList<Holiday> Rows { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Years { get; private set; } = [];
    public bool Covered { get; private set; }
    public int Unconfirmed => Rows.Count(h => h.Source == HolidaySource.Unconfirmed && h.WithdrawnAt is null);

    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        await OnGetAsync(cancel);
        return this.FileOf($"ngay-nghi-{ShownYear}", $"Ngày nghỉ {ShownYear}",
            [
                new("Ngày", h => h.Date, 12), new("Tên", h => h.Name, 40), new("Loại", h => h.Kind.Name(), 20), new("Nguồn", h => h.WithdrawnAt is null ? h.Source.Name() : "Đã gỡ", 18), new("Căn cứ", h => h.Basis, 50),
                new("Phạm vi", h => h.ProvinceId == 0 ? "Cả nước" : "Của tỉnh"),
            ], Rows);
    }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var all = await books.HolidaysAsync(Province, cancel);
        ShownYear = Year is >= 2000 and <= 2100 ? Year.Value : clock.Today.Year;
        Rows = [.. all.Where(h => h.Date.Year == ShownYear)];
        Covered = Rows.Any(h => h.WithdrawnAt is null);
        Years = [.. all.Select(h => h.Date.Year).Append(ShownYear).Append(clock.Today.Year + 1).Distinct().OrderDescending()
            .Select(y => new SelectListItem($"Năm {y}", y.ToString(CultureInfo.InvariantCulture), y == ShownYear))];
    }
}
