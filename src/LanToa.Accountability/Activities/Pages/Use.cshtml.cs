using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Search;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>The evidence of one activity: what serves it, and what its unit has that could.</summary>
public sealed class UseModel(LanToaDb db, ActivityAccess access, EditActivity edit, UseEvidence use) : ListPage
{
    [FromRoute] public Guid Id { get; set; }
    [BindProperty] public Guid FormKey { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public List<Guid> Chosen { get; set; } = [];
    [BindProperty] public Guid EvidenceId { get; set; }

    public Activity Activity { get; private set; } = null!;
    public IReadOnlyList<ShownEvidence> Used { get; private set; } = [];
    public IReadOnlyList<Evidence> Offered { get; private set; } = [];
    public string? WhyNot => edit.WhyNot(Activity);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (!access.MayFinish(Activity.UnitId)) return Forbid();
        (FormKey, Version) = (Guid.CreateVersion7(), Activity.Version);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel) => await AnswerAsync(ModelState.IsValid ? await use.AddAsync(Id, FormKey, Version, Chosen, cancel) : null, "Đã thêm minh chứng vào hoạt động.", cancel);

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancel) => await AnswerAsync(ModelState.IsValid ? await use.RemoveAsync(Id, FormKey, Version, EvidenceId, cancel) : null, "Đã gỡ minh chứng khỏi hoạt động; minh chứng vẫn còn ở đơn vị.", cancel);

    private async Task<IActionResult> AnswerAsync(ActivityOutcome? outcome, string told, CancellationToken cancel)
    {
        if (outcome?.Kind == OutcomeKind.Denied) return Forbid();
        if (outcome is { Succeeded: true })
        {
            this.Flash(told);
            return RedirectToPage("/Activities/Pages/Detail", new { id = Id });
        }
        db.ChangeTracker.Clear();
        if (!await LoadAsync(cancel)) return NotFound();
        if (!access.MayFinish(Activity.UnitId)) return Forbid();
        if (outcome?.Kind == OutcomeKind.Stale)
        {
            ModelState.Remove(nameof(Version));
            Version = Activity.Version;
        }
        foreach (var problem in outcome?.Problems ?? []) ModelState.AddModelError(problem.Field, problem.Text);
        return Page();
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.Set<Activity>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == Id, cancel) is not { } activity || !access.MayRead(activity, await db.AssignersAsync(Id, cancel))) return false;
        Activity = activity;
        Used = await db.EvidenceOfAsync(Id, cancel);
        List<Guid> used = [.. Used.Select(e => e.Evidence.Id)];
        var (unit, day) = (activity.UnitId, activity.HappenedOn);
        var all = db.Set<Evidence>().AsNoTracking().Where(e => e.UnitId == unit && !used.Contains(e.Id) && ((e.State == EvidenceState.InReview && e.DecisionReason == null) || e.State == EvidenceState.Accepted || e.State == EvidenceState.Expired) && ((e.ExpiresOn == null && e.State != EvidenceState.Expired) || e.ExpiresOn >= day));
        if (new SearchQuery(Search) is { IsEmpty: false } query) all = all.Where(e => SearchWords.Match(e.Title, query.All));
        Offered = await PageOfAsync(all.OrderByDescending(e => e.EffectiveOn).ThenByDescending(e => e.Id), cancel);
        return true;
    }
}
