using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Urgings;
using LanToa.Platform.Ui;
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
        Rows = await records.Visible().OrderByDescending(u => u.At).ThenBy(u => u.Id).Skip(Paging.Skip).Take(Paging.Size).ToListAsync(cancel);
    }
}
