using System.Security.Claims;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity;

/// <summary>Finds out who is asking: the account, its roles today, and the unit chosen in the cookie.</summary>
public sealed class ActorMiddleware(RequestDelegate next)
{
    public const string UnitCookie = "lantoa-unit";

    private static readonly string StampClaim = new ClaimsIdentityOptions().SecurityStampClaimType;

    public async Task InvokeAsync(HttpContext http, Actor actor, LanToaDb db, Clock clock)
    {
        actor.Note(http.TraceIdentifier);
        // The page that reports a failure must open also when the failure is that the database cannot be asked.
        if (http.Features.Get<IExceptionHandlerFeature>() is null && Guid.TryParse(http.User.FindFirstValue(ClaimTypes.NameIdentifier), out var id))
        {
            var account = await db.Users.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id && a.DisabledAt == null, http.RequestAborted);
            // A new password, or the end of an account, ends its other sessions with their next request.
            if (account is null || account.SecurityStamp != http.User.FindFirstValue(StampClaim))
            {
                await http.SignOutAsync(IdentityConstants.ApplicationScheme);
                http.User = new ClaimsPrincipal(new ClaimsIdentity());
            }
            else
            {
                var today = clock.Today;
                var memberships = await db.Set<Membership>().AsNoTracking()
                    .Where(m => m.AccountId == id && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today))
                    .OrderBy(m => m.Id).ToListAsync(http.RequestAborted);
                actor.BecomePerson(account, memberships, Guid.TryParse(http.Request.Cookies[UnitCookie], out var unit) ? unit : null, http.TraceIdentifier);
            }
        }
        await next(http);
    }
}
