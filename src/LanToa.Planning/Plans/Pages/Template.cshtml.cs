using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

/// <summary>Keeps a plan as a template for the province.</summary>
public sealed class TemplateModel(PlanAccess access, PlanTemplates templates) : PageModel
{
    [BindProperty]
    public Guid Key { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    public Plan Plan { get; private set; } = null!;

    public IReadOnlyList<string> WhyNot { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        (Key, Name) = (Guid.CreateVersion7(), PlanWords.Short(Plan.Title, 180));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        if (WhyNot.Count > 0 || !ModelState.IsValid) return Page();
        var done = await templates.KeepAsync(Key, id, Name, cancel);
        if (done.IsDone)
        {
            this.Flash("Đã lưu làm mẫu.");
            return Redirect(PlanLinks.NewFrom("mau"));
        }
        foreach (var problem in done.WhyNot) ModelState.AddModelError(problem.Field, problem.Message);
        return Page();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } plan) return false;
        (Plan, WhyNot) = (plan, templates.WhyNotKeep(plan));
        return true;
    }
}
