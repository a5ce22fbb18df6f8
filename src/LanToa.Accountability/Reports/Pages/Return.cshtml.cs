using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc;

namespace LanToa.Accountability.Reports.Pages;

/// <summary>Returns a report with a reason and remarks at its figures.</summary>
public sealed class ReturnModel(LanToaDb db, ReportBuilder builder, ReportAccess access, DecideReport decide, Clock clock) : ReportPage(db, builder, access, clock)
{
    [BindProperty] public ReportVerbForm Form { get; set; } = new();
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public List<CellForm> Remarks { get; set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (!MayDecide) return Forbid();
        Form = new ReportVerbForm { FormKey = Guid.CreateVersion7(), Version = Report.Version };
        if (Report.State != ReportState.Sent) ModelState.AddModelError("", "Chỉ trả lại báo cáo đang chờ quyết định.");
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (!MayDecide) return Forbid();
        var remarks = Remarks.Where(r => r.Code is not null && !string.IsNullOrWhiteSpace(r.Text)).DistinctBy(r => r.Code).ToDictionary(r => r.Code!, r => r.Text!);
        var answer = await AnswerAsync(await decide.ReturnAsync(Id, Form.FormKey, Form.Version, Reason, remarks, cancel), "Đã trả lại báo cáo.", cancel, problem => problem.Contains("lý do", StringComparison.OrdinalIgnoreCase) ? "Reason" : "");
        ModelState.Remove("Form.Version");
        Form.Version = Report.Version;
        return answer;
    }
}
