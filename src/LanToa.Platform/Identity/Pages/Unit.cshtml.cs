using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Identity.Pages;

/// <summary>Chooses the unit a person works for now. The cookie only names a wish: the middleware checks it against their roles.</summary>
public sealed class UnitModel(Actor actor) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/today");

    public IActionResult OnPost(Guid unitId)
    {
        if (actor.Memberships.All(m => m.OrganizationId != unitId)) return NotFound();
        Response.Cookies.Append(ActorMiddleware.UnitCookie, unitId.ToString(), new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Request.IsHttps, MaxAge = TimeSpan.FromDays(365), IsEssential = true });
        return LocalRedirect("/today");
    }
}
