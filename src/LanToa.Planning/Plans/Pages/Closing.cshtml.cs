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

    public PlanClosing Closing { get; private set; } = null!;

    public string Issuer => directory.DistinctNameOf(Plan.IssuerId) ?? "–";

    /// <summary>"81,3 % (26/32)"; a share without a denominator is none.</summary>
    public static string Share(int part, int of) => of == 0 ? "không có kỳ" : $"{VietnameseFormat.Number(Math.Round(100m * part / of, 1))} % ({VietnameseFormat.Number(part)}/{VietnameseFormat.Number(of)})";

    /// <summary>What is still owed, in words; empty when nothing is.</summary>
    public static string Debt(ClosingCounts counts) => string.Join(", ", new[] { Of(counts.Overdue, "quá hạn"), Of(counts.NotYetDue, "chưa đến hạn"), Of(counts.Unconfirmed, "chờ xác nhận") }.OfType<string>());

    private static string? Of(int count, string what) => count == 0 ? null : $"{VietnameseFormat.Number(count)} {what}";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } plan || await closings.OfAsync(id, cancel) is not { } closing) return NotFound();
        (Plan, Closing) = (plan, closing);
        return Page();
    }
}
