using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Accountability.Reports.Pages.Administration;

/// <summary>Every form with its years.</summary>
public sealed class FormsModel(ReportForms forms) : PageModel
{
    public IReadOnlyList<ReportForm> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Rows = await forms.RowsAsync(cancel);
}
