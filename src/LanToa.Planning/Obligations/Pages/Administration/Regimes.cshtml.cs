using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Planning.Obligations.Pages.Administration;

/// <summary>The reporting regimes that hold here.</summary>
public sealed class RegimesModel(RuleBooks books, RegimeScopes scopes, LanToaDb db) : PageModel
{
    public IReadOnlyList<RegimeRow> Rows { get; private set; } = [];
    public short Province => db.ProvinceId;

    public string ScopeOf(RegimeRow row) => scopes.Words(row, Province);

    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        await OnGetAsync(cancel);
        return this.FileOf("che-do-bao-cao", "Chế độ báo cáo",
            [
                new("Chế độ", r => r.Data.Name, 50), new("Mã", r => r.Code), new("Căn cứ", r => r.Data.Source, 50), new("Hiệu lực từ", r => r.Data.ValidFrom, 12), new("Đến", r => r.Data.ValidTo, 12),
                new("Phạm vi", r => r.WithdrawnAt is null ? ScopeOf(r) : "Đã gỡ", 24),
            ], Rows);
    }

    public async Task OnGetAsync(CancellationToken cancel) =>
        Rows = [.. Shown(await books.RegimesAsync(Province, cancel))];

    // What holds, and what was withdrawn here with nothing in its place: it can be taken back.
    private IEnumerable<RegimeRow> Shown(List<RegimeRow> all)
    {
        var inForce = RuleBooks.InForce(all).ToList();
        return inForce.Concat(all.Where(r => r.ProvinceId == Province && r.WithdrawnAt is not null && inForce.TrueForAll(f => f.Code != r.Code))).OrderBy(r => r.Code, StringComparer.Ordinal);
    }
}
