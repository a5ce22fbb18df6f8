using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity.Pages.Accounts;

public sealed class IndexModel(LanToaDb db, AccountAdministration administration, IOrganizationDirectory organizations) : PageModel
{
    [FromQuery(Name = "q")]
    public string? Search { get; set; }

    [FromQuery(Name = "trang")]
    public int? Number { get; set; }

    public IReadOnlyList<(Account Account, string Roles)> Accounts { get; private set; } = [];

    public Paging Paging { get; private set; } = Paging.Of(1, 0);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var query = administration.Mine().AsNoTracking();
        if (Search?.Trim() is { Length: > 0 } search) query = query.Where(a => EF.Functions.ILike(a.UserName!, $"%{search}%") || EF.Functions.ILike(a.DisplayName, $"%{search}%"));
        Paging = Paging.Of(Number, await query.CountAsync(cancel));
        var page = await query.OrderBy(a => a.UserName).Skip(Paging.Skip).Take(Paging.Size).ToListAsync(cancel);
        var ids = page.ConvertAll(a => a.Id);
        var roles = (await db.Set<Membership>().AsNoTracking().Where(m => ids.Contains(m.AccountId) && m.ValidTo == null).ToListAsync(cancel)).ToLookup(m => m.AccountId);
        Accounts = page.ConvertAll(a => (a, string.Join("; ", roles[a.Id].Select(m => $"{m.Role.Name()} · {organizations.Find(m.OrganizationId)?.Name}"))));
    }
}
