using LanToa.Platform.Data;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages.Import;

/// <summary>Shows the text of a task cut at every place where it may be split.</summary>
public sealed class SplitModel(LanToaDb db, ReviewBoards boards, SplitItem split) : PageModel
{
    public ImportItem Item { get; private set; } = null!;

    /// <summary>Pieces of the text and where each ends in it.</summary>
    public IReadOnlyList<(string Text, int End)> Parts { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await OpenAsync(id, cancel) is not { } import) return NotFound();
        return import.State == ImportState.Ready ? Page() : Redirect(ImportLinks.Of(import));
    }

    public async Task<IActionResult> OnPostAsync(Guid id, int version, int at, CancellationToken cancel)
    {
        if (await OpenAsync(id, cancel) is not { } import) return NotFound();
        var step = await split.HandleAsync(id, version, at, cancel);
        if (step.IsDone)
        {
            this.Flash("Đã tách thành hai nhiệm vụ. Sửa lại cơ quan và thời hạn của từng phần nếu khác nhau.");
            return Redirect(ImportLinks.Card(import.Id, id));
        }
        foreach (var why in step.WhyNot) ModelState.AddModelError("", why);
        await OpenAsync(id, cancel);
        return Page();
    }

    private async Task<PlanImport?> OpenAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Set<ImportItem>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, cancel) is not { } item || await boards.FindAsync(item.ImportId, cancel) is not { } import) return null;
        Item = item;
        var parts = new List<(string, int)>();
        var from = 0;
        foreach (var end in SplitItem.Places(item.Text).Append(item.Text.Length))
        {
            parts.Add((item.Text[from..end].Trim(), end));
            from = end;
        }
        Parts = parts;
        return import;
    }
}
