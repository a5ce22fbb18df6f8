using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>Two photos that are alike, side by side; whoever judges the activity says why it is in order, or returns it.</summary>
public sealed class AlikeModel(LanToaDb db, ActivityAccess access, AlikePhotos alike, DismissLikeness dismiss, IOrganizationDirectory directory) : PageModel
{
    [FromRoute] public Guid Id { get; set; }
    [FromRoute(Name = "evidence")] public Guid EvidenceId { get; set; }
    [FromRoute(Name = "other")] public Guid OtherId { get; set; }
    [BindProperty] public string? Word { get; set; }

    public Activity Activity { get; private set; } = null!;
    public AlikePhoto Alike { get; private set; } = null!;
    public ShownEvidence? Photo { get; private set; }
    public ShownEvidence? OtherPhoto { get; private set; }
    public bool Judges { get; private set; }
    public string NameOf(Guid unit) => directory.DistinctNameOf(unit) ?? "";

    private List<Guid> _assigners = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) switch { true => Page(), null => RedirectToPage("/Activities/Pages/Detail", new { id = Id }), _ => NotFound() };

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var loaded = await LoadAsync(cancel);
        if (loaded is false) return NotFound();
        if (loaded is true)
        {
            var outcome = await dismiss.HandleAsync(Activity, _assigners, Alike, Word, cancel);
            if (outcome.Kind == OutcomeKind.Denied) return Forbid();
            if (!outcome.Succeeded)
            {
                foreach (var problem in outcome.Problems) ModelState.AddModelError(problem.Field, problem.Text);
                return Page();
            }
        }
        this.Flash("Đã bỏ nhắc hai ảnh này.");
        return RedirectToPage("/Activities/Pages/Detail", new { id = Id });
    }

    /// <summary>False: there is no such thing for this person. Null: the activity is there, and the photos need no word (any more).</summary>
    private async Task<bool?> LoadAsync(CancellationToken cancel)
    {
        _assigners = await db.AssignersAsync(Id, cancel);
        if (await db.Set<Activity>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == Id, cancel) is not { } activity || !access.MayRead(activity, _assigners)) return false;
        (Activity, Judges) = (activity, access.MayJudge(activity.UnitId, _assigners));
        var evidence = await db.EvidenceOfAsync(Id, cancel);
        Photo = evidence.FirstOrDefault(e => e.Evidence.Id == EvidenceId);
        if (Photo is null) return false;
        if ((await alike.OfAsync(Id, [Photo], cancel)).FirstOrDefault(a => a.OtherId == OtherId) is not { } found)
            return await db.Set<PhotoLikeness>().AnyAsync(p => (p.EvidenceId == EvidenceId && p.OtherId == OtherId) || (p.EvidenceId == OtherId && p.OtherId == EvidenceId), cancel) ? null : false;
        Alike = found;
        OtherPhoto = (await db.EvidenceOfAsync(found.Other.Id, cancel)).FirstOrDefault(e => e.Evidence.Id == OtherId);
        return true;
    }
}
