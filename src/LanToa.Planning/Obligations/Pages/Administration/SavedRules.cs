using LanToa.Platform.Audit;
using LanToa.Platform.Time;
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

    /// <summary>What a person is told who withdraws or restores what another has changed since they opened it.</summary>
    public static async Task<string> ToldAsync(this LastChange last, Guid rule, CancellationToken cancel)
    {
        var (who, at) = await last.OfAsync(rule, cancel);
        return $"{who ?? "Người khác"} đã sửa{(at is { } when ? $" lúc {VietnameseFormat.DateTime(when)}" : "")}, sau khi bạn mở trang này. Chưa có gì thay đổi: hãy xem bản hiện nay và phần Lịch sử trên trang, rồi bấm lại nếu vẫn muốn.";
    }
}
