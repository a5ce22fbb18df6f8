using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Accountability.Reports.Pages.Requests;

internal static class RequestAnswered
{
    /// <summary>What a page about a request answers to what came of a verb: back to the request when it is done, else the same page <paramref name="again"/> with the problems.</summary>
    public static async Task<IActionResult> AnsweredAsync(this PageModel page, LanToaDb db, Guid request, Outcome outcome, string done, Func<Task<IActionResult>> again)
    {
        switch (outcome.Kind)
        {
            case OutcomeKind.Done or OutcomeKind.Already:
                page.Flash(done);
                return page.LocalRedirect($"/reports/requests/{request}");
            case OutcomeKind.NotFound:
                return page.NotFound();
            case OutcomeKind.Denied:
                return page.Forbid();
        }
        foreach (var problem in outcome.Problems) page.ModelState.AddModelError("", problem);
        db.ChangeTracker.Clear();
        return await again();
    }
}
