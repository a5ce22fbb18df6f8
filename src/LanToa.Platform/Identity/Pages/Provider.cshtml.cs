using LanToa.Platform.Identity.Providers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Identity.Pages;

/// <summary>Sends the browser to a provider; it comes back to <see cref="ArrivedModel"/>. By a link: the browser's policy lets no form lead to another site.</summary>
public sealed class ProviderModel(SignInProviders providers) : PageModel
{
    public IActionResult OnGet(string id, [FromQuery(Name = "tiep")] string? next) =>
        providers.Find(id) is { } provider ? Challenge(new AuthenticationProperties { RedirectUri = Url.Page("Arrived", new { tiep = next }) }, provider.Scheme) : NotFound();
}
