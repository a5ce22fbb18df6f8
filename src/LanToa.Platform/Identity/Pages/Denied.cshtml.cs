using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity.Pages;

/// <summary>Says why a page stays shut: no role for it, or one that begins only later, as it seems when the clock of the machine was set back by days.</summary>
public sealed class DeniedModel(LanToaDb db, Actor actor, IOrganizationDirectory organizations, Clock clock) : PageModel
{
    public bool HasUnit => actor.UnitId is not null;

    public DateOnly Today => clock.Today;

    /// <summary>Roles of the person that begin after today.</summary>
    public IReadOnlyList<(string Role, string Unit, DateOnly From)> Later { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Response.StatusCode = 403;
        if (actor.AccountId is not { } me) return;
        var today = clock.Today;
        Later = [.. (await db.Set<Membership>().AsNoTracking().Where(m => m.AccountId == me && m.ValidFrom > today && (m.ValidTo == null || m.ValidTo >= m.ValidFrom)).OrderBy(m => m.ValidFrom).ThenBy(m => m.Id).ToListAsync(cancel))
            .Select(m => (m.Role.Name(), organizations.DistinctNameOf(m.OrganizationId) ?? "–", m.ValidFrom))];
    }
}
