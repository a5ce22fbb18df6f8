using LanToa.Platform.Identity.Providers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Identity.Pages;

/// <summary>Sends the browser to a provider; it comes back to <see cref="ArrivedModel"/>. By a link: the browser's policy lets no form lead to another site.</summary>
public sealed class ProviderModel(SignInProviders providers) : PageModel
{
    /// <param name="again">The provider asks who is there even if it knows them from before: for what a session that stands open is not enough for.</param>
    public IActionResult OnGet(string id, [FromQuery(Name = "tiep")] string? next, [FromQuery(Name = "lai")] bool again)
    {
        if (providers.Find(id) is not { } provider) return NotFound();
        var asked = new AuthenticationProperties { RedirectUri = Url.Page("Arrived", new { tiep = next }) };
        if (again) asked.Items[OpenIdHandler.Again] = "1";
        return Challenge(asked, provider.Scheme);
    }
}
