using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>The criteria that one piece of evidence serves: another one, off one, back on it.</summary>
public sealed class EvidenceCriteriaModel(LanToaDb db, EvidenceAccess evidences, ActivityAccess access, UseForCriterion use, CriterionUses uses, IOrganizationDirectory directory, Clock clock) : PageModel
{
    [FromRoute] public Guid Id { get; set; }
    [BindProperty] public int? Year { get; set; }
    [BindProperty] public string? Criterion { get; set; }
    [BindProperty] public string? Pointer { get; set; }
    [BindProperty] public string? Note { get; set; }
    [BindProperty] public Guid Use { get; set; }
    [BindProperty] public int UseVersion { get; set; }

    public Evidence Evidence { get; private set; } = null!;
    public IReadOnlyList<CriterionEvidence> Uses { get; private set; } = [];
    public DateOnly Today => clock.Today;
    public string? WhyNot => use.WhyNot(Evidence);
    public string NameOf(Guid unit) => directory.DistinctNameOf(unit) ?? "";
    public bool MayDo(CriterionEvidence one) => access.MayDo(one.UnitId);
    public IReadOnlyList<SelectListItem> Years => CriteriaList.Years(Today.Year);
    public IReadOnlyList<SelectListItem> Criteria => CriteriaList.Items(Year ?? Today.Year);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        (Year, Pointer) = (Math.Clamp(Evidence.EffectiveOn.Year, CriteriaList.FirstYear, Today.Year), Evidence.Pointer);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel) => await AnswerAsync(ModelState.IsValid ? await use.AddAsync([Id], new(Criterion, Year, Pointer, Note), cancel) : null, "Đã dùng minh chứng cho tiêu chí.", cancel);

    public Task<IActionResult> OnPostRemoveAsync(CancellationToken cancel) => RemoveAsync(false, "Đã gỡ khỏi tiêu chí; minh chứng vẫn còn, bấm “Dùng lại” nếu gỡ nhầm.", cancel);

    public Task<IActionResult> OnPostBackAsync(CancellationToken cancel) => RemoveAsync(true, "Đã dùng lại minh chứng cho tiêu chí.", cancel);

    private async Task<IActionResult> RemoveAsync(bool back, string told, CancellationToken cancel) => await AnswerAsync(ModelState.IsValid ? await use.RemoveAsync(Use, UseVersion, back, cancel) : null, told, cancel);

    private async Task<IActionResult> AnswerAsync(ActivityOutcome? outcome, string told, CancellationToken cancel)
    {
        if (outcome?.Kind == OutcomeKind.NotFound) return NotFound();
        if (outcome?.Kind == OutcomeKind.Denied) return Forbid();
        if (outcome is { Succeeded: true })
        {
            this.Flash(told);
            return RedirectToPage(new { Id });
        }
        db.ChangeTracker.Clear();
        if (!await LoadAsync(cancel)) return NotFound();
        foreach (var problem in outcome?.Problems ?? []) ModelState.AddModelError(problem.Field == "Chosen" ? "" : problem.Field, problem.Text);
        return Page();
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.Set<Evidence>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == Id, cancel) is not { } evidence || !await evidences.MayReadAsync(evidence, cancel)) return false;
        Evidence = evidence;
        Uses = await uses.OfAsync(Id, cancel);
        return true;
    }
}
