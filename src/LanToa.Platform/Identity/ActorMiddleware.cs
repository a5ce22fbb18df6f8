using System.Security.Claims;
using LanToa.Platform.Data;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity;

/// <summary>Finds out who is asking: the account, its session, its roles today, and the unit chosen in the cookie.</summary>
public sealed class ActorMiddleware(RequestDelegate next)
{
    public const string UnitCookie = "lantoa-unit";

    private const string SetupPage = "/identity/factor";

    // What is open to a person who must set up a second factor first.
    private static readonly PathString[] Before = [SetupPage, "/identity/me", "/identity/signout", "/error"];

    private static readonly string StampClaim = new ClaimsIdentityOptions().SecurityStampClaimType;

    public async Task InvokeAsync(HttpContext http, Actor actor, LanToaDb db, Sessions sessions, Deputies deputies, Clock clock)
    {
        actor.Note(http.TraceIdentifier);
        // The page that reports a failure must open also when the failure is that the database cannot be asked.
        if (http.Features.Get<IExceptionHandlerFeature>() is null && Guid.TryParse(http.User.FindFirstValue(ClaimTypes.NameIdentifier), out var id))
        {
            var session = SignIns.SessionOf(http.User);
            var found = await db.Users.AsNoTracking().Where(a => a.Id == id && a.DisabledAt == null)
                .Select(a => new { Account = a, LastSeen = db.Set<Session>().Where(s => s.Id == session && s.AccountId == a.Id && s.EndedAt == null).Select(s => (DateTimeOffset?)s.LastSeenAt).FirstOrDefault() })
                .FirstOrDefaultAsync(http.RequestAborted);
            // An ended session, a new password, or the end of an account is noticed at the next request.
            if (found is not { LastSeen: { } seen, Account: var account } || account.SecurityStamp != http.User.FindFirstValue(StampClaim))
            {
                await http.SignOutAsync(IdentityConstants.ApplicationScheme);
                http.User = new ClaimsPrincipal(new ClaimsIdentity());
            }
            else
            {
                if (clock.Now - seen > Sessions.Grain) await sessions.SeenAsync(session!.Value, http.RequestAborted);
                var today = clock.Today;
                var memberships = await db.Set<Membership>().AsNoTracking()
                    .Where(m => m.AccountId == id && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today))
                    .OrderBy(m => m.Id).ToListAsync(http.RequestAborted);
                Guid? chosen = Guid.TryParse(http.Request.Cookies[UnitCookie], out var wish) ? wish : null;
                // Neither a unit of theirs nor none: a role that is lent to them, if it still is.
                var lent = chosen is null || memberships.Exists(m => m.OrganizationId == chosen) ? null : (await deputies.LentToAsync(id, http.RequestAborted)).FirstOrDefault(l => l.Delegation.Id == chosen);
                if (lent is not null && await deputies.WhyNotActAsync(lent, account, SignIns.TookFactor(http.User), http.RequestAborted) is null) actor.BecomeDeputy(account, lent, http.TraceIdentifier);
                else actor.BecomePerson(account, memberships, chosen, http.TraceIdentifier);
                if (http.User.HasClaim(c => c.Type == SignIns.SetupClaim) && !Array.Exists(Before, p => http.Request.Path.StartsWithSegments(p)))
                {
                    http.Response.Redirect(SetupPage);
                    return;
                }
            }
        }
        await next(http);
    }
}
