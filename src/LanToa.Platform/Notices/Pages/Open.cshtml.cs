using LanToa.Platform.Identity;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Notices.Pages;

/// <summary>Goes to what a notice is about; it is read with that. What was told to a deputy opens by the role that is lent to them.</summary>
public sealed class OpenModel(NoticeBoard board, ActingChoices choices, Actor actor) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await board.ReadAsync(id, cancel) is not { } notice) return NotFound();
        if (notice.DelegationId is { } delegation && actor.DelegationId != delegation)
        {
            if (await choices.LentAsync(delegation, cancel) is not { } lent)
            {
                this.Flash("Ủy quyền này đã hết hoặc được thu hồi: bạn không còn làm thay, nên không mở được việc của người đó.", StatusKind.DueSoon);
                return RedirectToPage("Index");
            }
            if (await choices.WhyNotAsync(lent, User, cancel) is { } why)
            {
                this.Flash(why, StatusKind.DueSoon);
                return LocalRedirect(Delegating.Page);
            }
            ActingChoices.Choose(HttpContext, delegation);
        }
        return LocalRedirect(notice.Href);
    }
}
