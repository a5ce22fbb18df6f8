using LanToa.Platform.Data;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Planning.Obligations.Pages.Administration;

/// <summary>The reporting regimes that hold here.</summary>
public sealed class RegimesModel(RuleBooks books, LanToaDb db) : PageModel
{
    public IReadOnlyList<RegimeRow> Rows { get; private set; } = [];
    public short Province => db.ProvinceId;

    public async Task OnGetAsync(CancellationToken cancel) => Rows = [.. RuleBooks.InForce(await books.RegimesAsync(Province, cancel))];
}
