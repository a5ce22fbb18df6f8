using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using LanToa.Platform.Ui.Shell;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity.Delegations;

/// <summary>By what the person may act: their units, and the roles lent to them, named by who is away.</summary>
public sealed class ActingChoices(LanToaDb db, Deputies deputies, Actor actor, IOrganizationDirectory organizations, Clock clock)
{
    public async Task<IReadOnlyList<UnitChoice>> OfAsync(CancellationToken cancel = default)
    {
        if (actor.AccountId is not { } me) return [];
        var today = clock.Today;
        // Those of a deputy's own are not among the ones they act by now.
        var units = actor.OnBehalfOf is null ? actor.Memberships.Select(m => m.OrganizationId)
            : await db.Set<Membership>().Where(m => m.AccountId == me && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today)).OrderBy(m => m.Id).Select(m => m.OrganizationId).ToListAsync(cancel);
        return
        [
            .. units.Distinct().Select(organizations.Find).OfType<OrganizationInfo>().Select(o => new UnitChoice(o.Id, organizations.DistinctNameOf(o.Id) ?? o.Name)),
            .. (await deputies.LentToAsync(me, cancel)).Select(l => new UnitChoice(l.Delegation.Id, $"Thay {l.FromName} · {l.Membership.Role.Name()} · {organizations.DistinctNameOf(l.Membership.OrganizationId)}")),
        ];
    }
}
