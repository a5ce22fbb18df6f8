using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>Accepts evidence, refuses it, says that it has lost its worth.</summary>
public sealed class EvidenceActModel(LanToaDb db, EvidenceAccess access, DecideEvidence decide, Clock clock) : PageModel
{
    [FromRoute] public Guid Id { get; set; }
    [FromRoute(Name = "verb")] public string Code { get; set; } = "";
    [BindProperty] public Guid FormKey { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public DateOnly? LastDay { get; set; }

    public EvidenceVerb Verb { get; private set; }
    public Evidence Evidence { get; private set; } = null!;
    public EvidenceVersion? Newest { get; private set; }
    public int Uses { get; private set; }
    public string? WhyNot { get; private set; }

    public DateOnly Today => clock.Today;

    public string Title => Verb switch { EvidenceVerb.Accept => "Chấp nhận minh chứng", EvidenceVerb.Reject => "Không chấp nhận minh chứng", _ => "Ghi minh chứng hết giá trị" };

    public string Effect => Verb switch
    {
        EvidenceVerb.Accept => "Minh chứng có giá trị cho mọi hoạt động đang dùng nó.",
        EvidenceVerb.Reject => "Minh chứng không chứng minh được gì nữa, ở mọi hoạt động đang dùng nó; đơn vị thấy lý do và thêm phiên bản khác.",
        _ => "Minh chứng vẫn có giá trị cho hoạt động đến hết ngày đó; không dùng được cho hoạt động về sau.",
    };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        (FormKey, Version, LastDay) = (Guid.CreateVersion7(), Evidence.Version, Verb == EvidenceVerb.Expire ? clock.Today : null);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (!ModelState.IsValid) return Page();
        var outcome = await decide.HandleAsync(Id, Verb, FormKey, Version, Reason, LastDay, cancel);
        if (outcome.Kind == OutcomeKind.NotFound) return NotFound();
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        if (outcome.Succeeded)
        {
            this.Flash(Verb switch { EvidenceVerb.Accept => "Đã chấp nhận minh chứng.", EvidenceVerb.Reject => "Đã ghi không chấp nhận.", _ => "Đã ghi hết giá trị." });
            return RedirectToPage("/Activities/Pages/EvidenceDetail", new { id = Id });
        }
        if (outcome.Kind == OutcomeKind.Stale)
        {
            db.ChangeTracker.Clear();
            await LoadAsync(cancel);
            ModelState.Remove(nameof(Version));
            Version = Evidence.Version;
        }
        foreach (var problem in outcome.Problems) ModelState.AddModelError(problem.Field, problem.Text);
        return Page();
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (!Enum.TryParse<EvidenceVerb>(Code, ignoreCase: true, out var verb) || !Enum.IsDefined(verb)) return false;
        Verb = verb;
        if (await db.Set<Evidence>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == Id, cancel) is not { } evidence || !await access.MayReadAsync(evidence, cancel)) return false;
        Evidence = evidence;
        Newest = await db.Set<EvidenceVersion>().AsNoTracking().FirstOrDefaultAsync(v => v.EvidenceId == Id && v.Number == evidence.Number, cancel);
        Uses = (await access.ServedAsync(Id, cancel)).Count;
        WhyNot = await decide.WhyNotAsync(verb, evidence, cancel);
        return true;
    }
}
