using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.SavedViews.Pages;

/// <summary>The reader's saved filters: renamed, made the default, deleted.</summary>
public sealed class IndexModel(SavedViewBook views) : PageModel
{
    private (Guid Id, string? Name) _typed;

    public IReadOnlyList<SavedView> Views { get; private set; } = [];

    public string NameOf(string list) => views.ListAt(list)?.Name ?? list;

    /// <summary>What was typed stays, also when it was refused.</summary>
    public string? TypedOf(SavedView view) => view.Id == _typed.Id ? _typed.Name : view.Name;

    public async Task OnGetAsync(CancellationToken cancel) => Views = await views.MineAsync(cancel: cancel);

    public Task<IActionResult> OnPostAsync(Guid id, string? name, CancellationToken cancel)
    {
        _typed = (id, name);
        return ActAsync(id, view => views.RenameAsync(view, name, cancel), "Đã đổi tên bộ lọc.", cancel);
    }

    public Task<IActionResult> OnPostDefaultAsync(Guid id, CancellationToken cancel) => ActAsync(id, view => views.SetDefaultAsync(view, true, cancel), "Từ nay mở danh sách là thấy bộ lọc này.", cancel);

    public Task<IActionResult> OnPostNoDefaultAsync(Guid id, CancellationToken cancel) => ActAsync(id, view => views.SetDefaultAsync(view, false, cancel), "Từ nay mở danh sách là thấy tất cả.", cancel);

    public async Task<IActionResult> OnPostDeleteAsync(Guid id, CancellationToken cancel)
    {
        if (!await views.DeleteAsync(id, cancel)) return NotFound();
        this.Flash("Đã xóa bộ lọc.");
        return RedirectToPage();
    }

    private async Task<IActionResult> ActAsync(Guid id, Func<SavedView, Task<string?>> act, string done, CancellationToken cancel)
    {
        if (await views.FindAsync(id, cancel) is not { } view) return NotFound();
        if (await act(view) is { } why)
        {
            ModelState.AddModelError("name", why);
            await OnGetAsync(cancel);
            return Page();
        }
        this.Flash(done);
        return RedirectToPage();
    }
}
