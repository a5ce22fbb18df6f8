using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Accountability.Reports.Pages.Administration;

/// <summary>The dictionary as it holds for the administrator's province or for the country.</summary>
public sealed class IndicatorsModel(Indicators indicators, LanToaDb db) : PageModel
{
    [FromQuery(Name = "q")] public string? Words { get; set; }

    public short Province => db.ProvinceId;
    public IReadOnlyList<Indicator> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var all = await indicators.RowsAsync(cancel);
        var words = Folding.Fold(Words);
        // One line for a code: what holds, or what was taken out of use.
        Rows =
        [
            .. all.GroupBy(i => i.Code).Select(g => g.Where(i => i.WithdrawnAt is null).MaxBy(i => i.ProvinceId) ?? g.MaxBy(i => i.ProvinceId)!)
                .Where(i => words.Length == 0 || Folding.Fold($"{i.Code} {i.Name} {i.Theme} {i.Formula}").Contains(words, StringComparison.Ordinal)).OrderBy(i => i.Ordinal).ThenBy(i => i.Code),
        ];
    }

    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        await OnGetAsync(cancel);
        return this.FileOf("chi-tieu", "Danh mục chỉ tiêu",
            [
                new("Mã", i => i.Code, 22), new("Chỉ tiêu", i => i.Name, 50), new("Nhóm", i => i.Theme, 30), new("Đơn vị tính", i => i.Unit), new("Cách tổng hợp", i => EnumWords.Of(i.Aggregation), 26), new("Nguồn", i => EnumWords.Of(i.Source), 24),
                new("Công thức", i => i.Formula, 60), new("Lũy kế", i => i.Cumulative ? "Có" : "", 10), new("Cách hiểu", i => i.Meaning, 50), new("Phạm vi", i => i.WithdrawnAt is not null ? "Đã gỡ" : i.ProvinceId == 0 ? "Cả nước" : "Của tỉnh"),
            ], Rows);
    }
}
