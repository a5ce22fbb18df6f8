using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Notices.Pages;

/// <summary>Goes to what a notice is about; it is read with that.</summary>
public sealed class OpenModel(NoticeBoard board) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await board.ReadAsync(id, cancel) is { } notice ? LocalRedirect(notice.Href) : NotFound();
}
