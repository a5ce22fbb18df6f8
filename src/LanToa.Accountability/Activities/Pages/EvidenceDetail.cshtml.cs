using LanToa.Accountability.Activities.Links;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>One piece of evidence: its versions, what stood at an address, where it is used, who said what of it.</summary>
public sealed class EvidenceDetailModel(LanToaDb db, EvidenceAccess access, ActivityAccess activities, EditEvidence edit, DecideEvidence decide, LinkLooks looks, CriterionUses criteria, UseForCriterion useFor, History history, IOrganizationDirectory directory, Clock clock) : PageModel
{
    [FromRoute] public Guid Id { get; set; }
    [BindProperty] public Guid FormKey { get; set; }
    [BindProperty] public int Version { get; set; }

    public Evidence Evidence { get; private set; } = null!;
    public IReadOnlyList<EvidenceVersion> Versions { get; private set; } = [];
    public IReadOnlyList<Activity> Uses { get; private set; } = [];
    public IReadOnlyList<ActivityAnswer> Tasks { get; private set; } = [];
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];
    /// <summary>The criteria that it serves now.</summary>
    public IReadOnlyList<CriterionEvidence> Criteria { get; private set; } = [];
    public bool MayUseForCriterion => useFor.WhyNot(Evidence) is null;
    public DateOnly Today => clock.Today;
    public string NameOf(Guid unit) => directory.DistinctNameOf(unit) ?? "";
    public bool MayEdit => edit.WhyNot(Evidence) is null;
    public bool MayLook => looks.Fetches && access.WhyNotDo(Evidence) is null && Evidence.Kind == EvidenceKind.Link;
    public bool Fetches => looks.Fetches;
    public bool May(EvidenceVerb verb) => _may.Contains(verb);

    private readonly HashSet<EvidenceVerb> _may = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        (FormKey, Version) = (Guid.CreateVersion7(), Evidence.Version);
        return Page();
    }

    /// <summary>Asks for another look at the address.</summary>
    public async Task<IActionResult> OnPostLookAsync(CancellationToken cancel)
    {
        var outcome = await edit.LookAsync(Id, FormKey, Version, cancel);
        if (outcome.Kind == OutcomeKind.NotFound) return NotFound();
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        if (outcome.Succeeded)
        {
            this.Flash("Đã yêu cầu xem lại đường dẫn; kết quả hiện ở đây sau ít phút.");
            return RedirectToPage(new { Id });
        }
        db.ChangeTracker.Clear();
        if (!await LoadAsync(cancel)) return NotFound();
        ModelState.Remove(nameof(Version));
        Version = Evidence.Version;
        foreach (var problem in outcome.Problems) ModelState.AddModelError("", problem.Text);
        return Page();
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.Set<Evidence>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == Id, cancel) is not { } evidence || !await access.MayReadAsync(evidence, cancel)) return false;
        Evidence = evidence;
        Versions = await db.Set<EvidenceVersion>().AsNoTracking().Where(v => v.EvidenceId == Id).OrderByDescending(v => v.Number).ToListAsync(cancel);
        var served = await access.ServedAsync(Id, cancel);
        List<Guid> ids = [.. served.Select(a => a.Id)];
        Tasks = await db.Set<ActivityAnswer>().AsNoTracking().Where(x => ids.Contains(x.ActivityId)).OrderBy(x => x.Id).ToListAsync(cancel);
        Uses = [.. served.Where(a => activities.MayRead(a, Tasks.Where(t => t.ActivityId == a.Id).Select(t => t.AssignerId)))];
        Criteria = [.. (await criteria.OfAsync(Id, cancel)).Where(u => u.RemovedAt is null)];
        History = EvidenceWords.Named(await history.OfAsync(Id, without: await criteria.HiddenAsync(Id, cancel), cancel: cancel));
        _may.Clear();
        foreach (var verb in Enum.GetValues<EvidenceVerb>())
            if (await decide.WhyNotAsync(verb, evidence, cancel) is null) _may.Add(verb);
        return true;
    }
}
