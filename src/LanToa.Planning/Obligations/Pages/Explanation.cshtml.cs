using LanToa.Contracts.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>Why an occurrence was late: what was asked, said, accepted, and the next step.</summary>
public sealed class ExplanationModel(LanToaDb db, OccurrenceAccess access, Explanations explanations, IOrganizationDirectory directory, DueSoon dueSoon, EarlierWordings wordings, Clock clock) : PageModel
{
    [FromRoute] public Guid Id { get; set; }
    [BindProperty] public string? Words { get; set; }
    [BindProperty] public int Seen { get; set; }
    [BindProperty] public Guid FormKey { get; set; }

    public Occurrence Occurrence { get; private set; } = null!;
    public string Text { get; private set; } = "";
    public IReadOnlyList<Explanation> Steps { get; private set; } = [];
    /// <summary>What this person can do now, the first thing first.</summary>
    public IReadOnlyList<ExplanationStep> Offered { get; private set; } = [];
    public IReadOnlyList<string> WhyNot { get; private set; } = [];
    public bool Explains { get; private set; }
    public DateOnly Today => clock.Today;
    public int Soon { get; private set; }
    public string UnitName => directory.NameOf(Occurrence.UnitId);

    public static string ButtonOf(ExplanationStep step, bool further) => step switch
    {
        ExplanationStep.Given => further ? "Ghi thêm giải trình" : "Gửi giải trình",
        ExplanationStep.Asked => further ? "Yêu cầu giải trình thêm" : "Yêu cầu giải trình",
        ExplanationStep.Accepted => "Chấp nhận",
        _ => "Trả lại",
    };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (!Explains && !explanations.Judges(Occurrence)) return Forbid();
        (FormKey, Seen) = (Guid.CreateVersion7(), Steps.Count);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(ExplanationStep? step, CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (!Explains && !explanations.Judges(Occurrence)) return Forbid();
        if (step is not { } wanted) return ModelState.IsValid ? NotFound() : Page();
        if (!ModelState.IsValid) return Page();
        var outcome = await explanations.HandleAsync(new ExplainInput(Id, wanted, Words, Seen, FormKey), cancel);
        switch (outcome.Kind)
        {
            case OutcomeKind.Done or OutcomeKind.Already:
                this.Flash(wanted switch { ExplanationStep.Given => "Đã ghi giải trình.", ExplanationStep.Asked => "Đã yêu cầu giải trình.", ExplanationStep.Accepted => "Đã chấp nhận giải trình.", _ => "Đã trả lại giải trình." });
                return Redirect($"/obligations/{Id}");
            case OutcomeKind.NotFound:
                return NotFound();
            case OutcomeKind.Denied:
                return Forbid();
            case OutcomeKind.Stale:
                await LoadAsync(cancel);
                ModelState.Remove(nameof(Seen));
                ModelState.Remove(nameof(FormKey));
                (Seen, FormKey) = (Steps.Count, Guid.CreateVersion7());
                break;
        }
        foreach (var problem in outcome.Problems) ModelState.AddModelError(problem.StartsWith("Hãy ghi", StringComparison.Ordinal) || problem.StartsWith("Nội dung", StringComparison.Ordinal) ? nameof(Words) : "", problem);
        return Page();
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.Set<Occurrence>().AsNoTracking().FirstOrDefaultAsync(o => o.Id == Id, cancel) is not { } occurrence || !access.MayRead(occurrence.UnitId, occurrence.AssignerId)) return false;
        (Occurrence, Explains, Soon) = (occurrence, explanations.Explains(occurrence), await dueSoon.DaysAsync(cancel));
        Text = await db.Set<Obligation>().AsNoTracking().Where(o => o.Id == occurrence.ObligationId).Select(o => o.Text).FirstAsync(cancel);
        if ((await wordings.OfPlansAsync([occurrence.PlanId], cancel)).TextOf(occurrence) is { } before) Text = before;
        Steps = await explanations.OfAsync(Id, cancel);
        ExplanationStep[] mine = Explains ? [ExplanationStep.Given] : [ExplanationStep.Accepted, ExplanationStep.Returned, ExplanationStep.Asked];
        Offered = [.. mine.Where(s => explanations.WhyNot(s, occurrence, Steps).Count == 0 && !(s == ExplanationStep.Asked && Steps is [.., { Step: ExplanationStep.Given }]))];
        WhyNot = Offered.Count > 0 ? [] : [.. explanations.WhyNot(mine[^1], occurrence, Steps)];
        return true;
    }
}
