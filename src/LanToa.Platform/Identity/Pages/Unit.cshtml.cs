using LanToa.Platform.Data;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity.Pages;

/// <summary>Chooses the unit a person works for now. The cookie only names a wish: the middleware checks it against their roles.</summary>
public sealed class UnitModel(Actor actor, LanToaDb db, ActingChoices choices, Clock clock) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/today");

    /// <param name="unitId">A unit of the person's, or a delegation by which they act for somebody.</param>
    public async Task<IActionResult> OnPostAsync(Guid unitId, CancellationToken cancel)
    {
        var (me, today) = (actor.AccountId!.Value, clock.Today);
        if (await choices.LentAsync(unitId, cancel) is { } lent)
        {
            if (await choices.WhyNotAsync(lent, User, cancel) is { } why)
            {
                this.Flash(why, StatusKind.DueSoon);
                return LocalRedirect(Delegating.Page);
            }
        }
        // A deputy's own roles are not among those they act by.
        else if (!await db.Set<Membership>().AnyAsync(m => m.AccountId == me && m.OrganizationId == unitId && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today), cancel)) return NotFound();
        ActingChoices.Choose(HttpContext, unitId);
        return LocalRedirect("/today");
    }
}
