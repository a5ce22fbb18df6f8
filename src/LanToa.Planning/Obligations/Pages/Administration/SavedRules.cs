using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Planning.Obligations.Pages.Administration;

internal static class SavedRules
{
    /// <summary>After a rule was saved: what it would do to due dates that exist is shown; where that is nothing, the list.</summary>
    public static async Task<IActionResult> SavedRuleAsync(this PageModel page, DueChanges changes, short province, string done, string list, CancellationToken cancel)
    {
        var found = await changes.OfAsync(province, cancel);
        page.Flash(found.Total == 0 ? $"{done}. Không hạn nào đã có phải đổi." : $"{done}. Hạn đã có chưa đổi: hãy xem và xác nhận.");
        return new LocalRedirectResult(found.Total == 0 ? list : "/rules/recalculation");
    }
}
