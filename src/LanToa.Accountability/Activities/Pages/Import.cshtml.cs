using LanToa.Contracts.Activities;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Files;
using LanToa.Platform.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>Sends a file of activities to be looked through, and offers the form to fill in.</summary>
public sealed class ImportModel(ImportActivities import, ActivityAccess access, IDuties duties, IOrganizationDirectory directory, LanToaDb db, Actor actor) : PageModel
{
    private const int MostShown = 10;

    [BindProperty] public IFormFile? List { get; set; }

    public Guid Unit => actor.UnitId ?? Guid.Empty;
    public string UnitName => directory.DistinctNameOf(Unit) ?? "";
    public IReadOnlyList<ActivityImport> Recent { get; private set; } = [];

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public async Task<IActionResult> OnGetTemplateAsync(string? dang, CancellationToken cancel)
    {
        if (!access.MayDo(Unit)) return Forbid();
        if (dang == ListFile.CommaSeparated) return File(ImportSheet.SeparatedValues(), "text/csv; charset=utf-8", "mau-hoat-dong.csv");
        return File(ImportSheet.Workbook(await duties.TasksAsync([Unit], cancel), u => directory.DistinctNameOf(u) ?? ""), FileTypes.Xlsx, "mau-hoat-dong.xlsx");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!access.MayDo(Unit)) return Forbid();
        if (List is not { } list) ModelState.AddModelError(nameof(List), "Hãy chọn tệp Excel hoặc CSV theo mẫu.");
        else
        {
            try
            {
                await using var content = list.OpenReadStream();
                var read = await import.ReadAsync(Unit, list.FileName, content, cancel);
                return RedirectToPage("/Activities/Pages/Imported", new { id = read.Id });
            }
            catch (SheetRefusedException e)
            {
                ModelState.AddModelError(nameof(List), e.Message);
            }
        }
        return await ShowAsync(cancel);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancel)
    {
        if (!access.MayDo(Unit)) return Forbid();
        var person = actor.AccountId;
        Recent = await db.Set<ActivityImport>().AsNoTracking().Where(i => i.ReadBy == person).OrderByDescending(i => i.ReadAt).Take(MostShown)
            .Select(i => new ActivityImport { Id = i.Id, FileName = i.FileName, Sha256 = "", ReadAt = i.ReadAt, RecordedAt = i.RecordedAt, ConfirmedAt = i.ConfirmedAt, Recorded = i.Recorded, Drafted = i.Drafted }).ToListAsync(cancel);
        return Page();
    }
}
