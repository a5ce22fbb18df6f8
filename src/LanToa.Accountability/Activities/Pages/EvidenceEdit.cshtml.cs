using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>The fields of the form that corrects evidence.</summary>
public sealed class EvidenceForm
{
    public Guid FormKey { get; set; }
    public int Version { get; set; }
    public string? Title { get; set; }
    public DateOnly? EffectiveOn { get; set; }
    public DateOnly? ExpiresOn { get; set; }
    public string? DocumentNumber { get; set; }
    public DateOnly? DocumentOn { get; set; }
    public string? Signer { get; set; }
    public string? Pointer { get; set; }
    public IFormFile? File { get; set; }
    public string? Link { get; set; }
    public string? Note { get; set; }

    public EvidenceInput ToInput() => new(Title, EffectiveOn, ExpiresOn, new(ActivityWriter.Trimmed(DocumentNumber), DocumentOn, ActivityWriter.Trimmed(Signer), ActivityWriter.Trimmed(Pointer), null),
        File is { Length: > 0 } or { FileName.Length: > 0 } ? new SentFile(File.FileName, File.OpenReadStream, false) : null, Link, Note);

    public static EvidenceForm Of(Evidence e) => new()
    {
        FormKey = Guid.CreateVersion7(), Version = e.Version, Title = e.Title, EffectiveOn = e.EffectiveOn, ExpiresOn = e.ExpiresOn, DocumentNumber = e.DocumentNumber, DocumentOn = e.DocumentOn, Signer = e.Signer, Pointer = e.Pointer,
    };
}

/// <summary>Corrects what is said of evidence, adds a version.</summary>
public sealed class EvidenceEditModel(LanToaDb db, EvidenceAccess access, EditEvidence edit, Clock clock) : PageModel
{
    [FromRoute] public Guid Id { get; set; }
    [BindProperty] public EvidenceForm Input { get; set; } = new();

    public Evidence Evidence { get; private set; } = null!;
    public string? Address { get; private set; }
    public DateOnly Today => clock.Today;
    public string? WhyNot => edit.WhyNot(Evidence);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        Input = EvidenceForm.Of(Evidence);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (access.WhyNotDo(Evidence) is not null) return Forbid();
        if (!ModelState.IsValid) return Page();
        var outcome = await edit.HandleAsync(Id, Input.FormKey, Input.Version, Input.ToInput(), cancel);
        if (outcome.Succeeded)
        {
            this.Flash("Đã lưu minh chứng.");
            return RedirectToPage("/Activities/Pages/EvidenceDetail", new { id = Id });
        }
        db.ChangeTracker.Clear();
        if (!await LoadAsync(cancel)) return NotFound();
        if (outcome.Kind == OutcomeKind.Stale)
        {
            ModelState.Remove("Input.Version");
            Input.Version = Evidence.Version;
        }
        foreach (var problem in outcome.Problems) ModelState.AddModelError(problem.Field.Length == 0 ? "" : "Input." + problem.Field, problem.Text);
        if (Input.File is { FileName: var name } && !Request.KeepsChosenFiles()) ModelState.AddModelError("Input.File", $"Tệp chưa được lưu, hãy chọn lại: {name}.");
        return Page();
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.Set<Evidence>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == Id, cancel) is not { } evidence || !await access.MayReadAsync(evidence, cancel)) return false;
        Evidence = evidence;
        Address = await db.Set<EvidenceVersion>().AsNoTracking().Where(v => v.EvidenceId == Id && v.Number == evidence.Number).Select(v => v.Url).FirstOrDefaultAsync(cancel);
        return true;
    }
}
