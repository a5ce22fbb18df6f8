using LanToa.Planning.Obligations.Digests;
using LanToa.Platform.Modules;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>Opened from a letter by whoever received it. It asks first: mail programs open links to look at them.</summary>
public sealed class DigestOffModel(DigestChoices choices) : PageModel
{
    [FromRoute] public string Secret { get; set; } = "";

    public string Person { get; private set; } = "";
    public bool IsOff { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await choices.ReadAsync(Secret, cancel) is not { } account) return NotFound();
        Person = account.DisplayName;
        IsOff = await choices.OfAsync(account.Id, cancel) is { NoSoon: true, NoSummary: true };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var outcome = await choices.StopAsync(Secret, cancel);
        if (outcome.Kind == OutcomeKind.NotFound) return NotFound();
        this.Flash(outcome.Succeeded ? "Đã ghi nhận." : "Chưa ghi được, hãy bấm lại.", outcome.Succeeded ? StatusKind.Done : StatusKind.DueSoon);
        return Redirect(DigestChoices.PageOf(Secret));
    }
}
