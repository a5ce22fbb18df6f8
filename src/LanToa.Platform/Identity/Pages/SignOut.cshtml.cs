using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Identity.Pages;

public sealed class SignOutModel(SignInManager<Account> signIn, Sessions sessions, Actor actor) : PageModel
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (actor.AccountId is { } account && SignIns.SessionOf(User) is { } session) await sessions.EndAsync(account, session, cancel);
        await signIn.SignOutAsync();
        return LocalRedirect("/");
    }
}
