using LanToa.Contracts.Organizations;
using LanToa.Contracts.Plans;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

/// <summary>The summary that was kept when the plan was closed, to be read and printed.</summary>
public sealed class ClosingModel(PlanAccess access, PlanClosings closings, IOrganizationDirectory directory) : PageModel
{
    public Plan Plan { get; private set; } = null!;

    /// <summary>Null while the plan is not closed.</summary>
    public PlanClosing? Closing { get; private set; }

    /// <summary>Why there is no summary and what to do.</summary>
    public string NotYet => Plan.State switch
    {
        PlanState.Issued or PlanState.InProgress => "Kế hoạch đang được thực hiện. Khi hết thời gian thực hiện, người ban hành bấm “Kết thúc” ở trang kế hoạch; số liệu được chốt vào lúc đó và hiện ở đây.",
        PlanState.Closed => "Kế hoạch này kết thúc trước khi hệ thống lập bảng tổng kết; hãy xem tiến độ ở trang kế hoạch.",
        PlanState.Withdrawn => "Kế hoạch đã thu hồi nên không có tổng kết.",
        _ => "Kế hoạch chưa ban hành. Ban hành, thực hiện rồi kết thúc thì mới có tổng kết.",
    };

    public string Issuer => directory.DistinctNameOf(Plan.IssuerId) ?? "–";

    /// <summary>"81,3 % (26/32)"; a share without a denominator is none.</summary>
    public static string Share(int part, int of) => of == 0 ? "không có kỳ" : $"{VietnameseFormat.Number(Math.Round(100m * part / of, 1))} % ({VietnameseFormat.Number(part)}/{VietnameseFormat.Number(of)})";

    /// <summary>The tasks without a period that counts, in words; null where there are none.</summary>
    public static string? Uncounted(ClosingSummary sum) => sum.Uncounted == 0 ? null : $"{VietnameseFormat.Number(sum.Uncounted)} nhiệm vụ không có kỳ tính được, không nằm trong số này";

    /// <summary>What is not done, in words; empty when nothing is left.</summary>
    public static string Undone(ClosingCounts counts) => string.Join(", ", new[] { Of(counts.Overdue, "quá hạn"), Of(counts.NotYetDue, "chưa đến hạn"), Of(counts.Unconfirmed, "làm xong chờ xác nhận") }.OfType<string>());

    private static string? Of(int count, string what) => count == 0 ? null : $"{VietnameseFormat.Number(count)} {what}";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } plan) return NotFound();
        (Plan, Closing) = (plan, await closings.OfAsync(id, cancel));
        return Page();
    }
}
