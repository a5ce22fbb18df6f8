using LanToa.Platform.Data;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity.Pages;

/// <summary>Chooses the unit a person works for now. The cookie only names a wish: the middleware checks it against their roles.</summary>
public sealed class UnitModel(Actor actor, LanToaDb db, Deputies deputies, Clock clock) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/today");

    /// <param name="unitId">A unit of the person's, or a delegation by which they act for somebody.</param>
    public async Task<IActionResult> OnPostAsync(Guid unitId, CancellationToken cancel)
    {
        var (me, today) = (actor.AccountId!.Value, clock.Today);
        if ((await deputies.LentToAsync(me, cancel)).FirstOrDefault(l => l.Delegation.Id == unitId) is { } lent)
        {
            if (await deputies.WhyNotActAsync(lent, await db.Users.FirstAsync(a => a.Id == me, cancel), SignIns.TookFactor(User), cancel) is { } why)
            {
                this.Flash(why, StatusKind.DueSoon);
                return LocalRedirect(Delegating.Page);
            }
        }
        // A deputy's own roles are not among those they act by.
        else if (!await db.Set<Membership>().AnyAsync(m => m.AccountId == me && m.OrganizationId == unitId && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today), cancel)) return NotFound();
        Response.Cookies.Append(ActorMiddleware.UnitCookie, unitId.ToString(), new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Request.IsHttps, MaxAge = TimeSpan.FromDays(365), IsEssential = true });
        return LocalRedirect("/today");
    }
}
