using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Urgings;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>What was urged, the last first.</summary>
public sealed class UrgingsModel(UrgingRecords records, LateWork late, IOrganizationDirectory directory) : ListPage
{
    public IReadOnlyList<Urging> Rows { get; private set; } = [];
    public bool MayUrge => late.MayUrge;

    public string NameOf(Guid unit) => directory.NameOf(unit);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Paging = Paging.Of(PageNumber, await records.Visible().CountAsync(cancel));
        Rows = await Ordered().Skip(Paging.Skip).Take(Paging.Size).ToListAsync(cancel);
    }

    public IActionResult OnGetExport() => this.FileOf("cac-lan-don-doc", "Các lần đôn đốc",
        [
            new("Lúc", u => u.At, 18), new("Cơ quan đôn đốc", u => NameOf(u.UrgerId), 40), new("Người thực hiện", u => u.ByName, 26), new("Số đơn vị", u => u.Units, 12), new("Số việc", u => u.Occurrences, 12), new("Nội dung", u => u.Words, 70),
        ], Ordered().AsAsyncEnumerable());

    private IQueryable<Urging> Ordered() => records.Visible().OrderByDescending(u => u.At).ThenBy(u => u.Id);
}
