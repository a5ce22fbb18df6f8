using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity.Pages.Accounts;

public sealed class IndexModel(LanToaDb db, AccountAdministration administration, IOrganizationDirectory organizations) : ListPage
{
    public IReadOnlyList<(Account Account, string Roles)> Accounts { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var query = administration.Mine().AsNoTracking();
        if (Search?.Trim() is { Length: > 0 } search) query = query.Where(a => EF.Functions.ILike(a.UserName!, $"%{search}%") || EF.Functions.ILike(a.DisplayName, $"%{search}%"));
        var page = await PageOfAsync(query.OrderBy(a => a.UserName), cancel);
        var ids = page.ConvertAll(a => a.Id);
        var roles = (await db.Set<Membership>().AsNoTracking().Where(m => ids.Contains(m.AccountId) && m.ValidTo == null).ToListAsync(cancel)).ToLookup(m => m.AccountId);
        Accounts = page.ConvertAll(a => (a, string.Join("; ", roles[a.Id].Select(m => $"{m.Role.Name()} · {organizations.Find(m.OrganizationId)?.Name}"))));
    }
}
