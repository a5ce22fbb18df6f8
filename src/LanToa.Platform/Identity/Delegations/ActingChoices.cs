using System.Security.Claims;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using LanToa.Platform.Ui.Shell;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity.Delegations;

/// <summary>By what the person may act: their units, and the roles lent to them, named by who is away. The choice is a cookie that only names a wish: the middleware checks it.</summary>
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
            .. (actor.IsDeputy ? await deputies.LentToAsync(me, cancel) : []).Select(l => new UnitChoice(l.Delegation.Id, $"Thay {l.FromName} · {l.Membership.Role.Name()} · {organizations.DistinctNameOf(l.Membership.OrganizationId)}")),
        ];
    }

    /// <summary>A role that is lent to the person today; null when it is not.</summary>
    public async Task<LentRole?> LentAsync(Guid delegation, CancellationToken cancel = default) =>
        actor.AccountId is { } me ? (await deputies.LentToAsync(me, cancel)).FirstOrDefault(l => l.Delegation.Id == delegation) : null;

    /// <summary>Why the person may not act by it now (Vietnamese); null when they may.</summary>
    public async Task<string?> WhyNotAsync(LentRole lent, ClaimsPrincipal person, CancellationToken cancel = default) =>
        await deputies.WhyNotActAsync(lent, await db.Users.AsNoTracking().FirstAsync(a => a.Id == lent.Delegation.ToId, cancel), SignIns.TookFactor(person), cancel);

    /// <summary>From the next request on.</summary>
    /// <param name="choice">A unit of theirs, or a delegation.</param>
    public static void Choose(HttpContext http, Guid choice) =>
        http.Response.Cookies.Append(ActorMiddleware.UnitCookie, choice.ToString(), new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromDays(365), IsEssential = true });
}
