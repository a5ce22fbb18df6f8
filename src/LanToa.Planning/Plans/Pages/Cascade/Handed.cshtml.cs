using LanToa.Contracts.Organizations;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages.Cascade;

/// <summary>Every task of one upper plan that addresses the unit, with what was decided; several are taken over or set aside at once.</summary>
public sealed class HandedModel(CascadeItems items, CascadeRights rights, AdoptTasks adopt, SettleTasks settle, PlanAccess access, IOrganizationDirectory directory) : CascadePage(items, rights, directory)
{
    public const string NewPlan = "moi";

    [BindProperty]
    public List<Guid> Ids { get; set; } = [];

    /// <summary>The plan into which the work goes, by id; <see cref="NewPlan"/> makes one.</summary>
    [BindProperty]
    public string? Into { get; set; }

    /// <summary>The id of a plan that is still to be made: the form sent twice makes one.</summary>
    [BindProperty]
    public Guid Key { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Only what is still open.</summary>
    [FromQuery(Name = "loc")]
    public string? Only { get; set; }

    public IReadOnlyList<CascadeItem> Shown => Only == "chua" ? [.. All.Where(i => i.IsOpen)] : All;

    /// <summary>Whether the person may open the upper plan itself.</summary>
    public bool SeesPlan { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        return await FindAsync(id, cancel) ? Show() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel) => await DoAsync(id, all: false, cancel);

    /// <summary>Takes over everything that is still open.</summary>
    public async Task<IActionResult> OnPostAllAsync(Guid id, CancellationToken cancel) => await DoAsync(id, all: true, cancel);

    public async Task<IActionResult> OnPostNotApplicableAsync(Guid id, CancellationToken cancel)
    {
        if (!await FindAsync(id, cancel)) return NotFound();
        if (!IsSound()) return Show();
        var step = await settle.NotApplicableAsync(UnitId, id, Ids, Reason, cancel);
        if (step.IsDone) return Done(id, $"Đã ghi {step.Decided} việc không áp dụng.", step);
        Show(step);
        return Show();
    }

    private async Task<IActionResult> DoAsync(Guid id, bool all, CancellationToken cancel)
    {
        if (!await FindAsync(id, cancel)) return NotFound();
        if (!IsSound()) return Show();
        // A plan made for the unit answers what asks for one.
        var open = All.Where(i => i.IsOpen && !PlanDeadline.IsAskedBy(i.Task.Text)).Select(i => i.Task.Id).ToList();
        if (all && open.Count == 0) return Done(id, "Không còn việc nào chưa xử lý.", new CascadeStep([]));
        var step = await adopt.HandleAsync(new AdoptInput(UnitId, id, all ? open : Ids, Guid.TryParse(Into, out var into) ? into : null, Into == NewPlan ? Key : null), cancel);
        if (step.IsDone) return Done(id, $"Đã đưa {step.Decided} việc vào kế hoạch của đơn vị.", step);
        Show(step);
        return Show();
    }

    // One of the drafts that the page offers, or a new one.
    private bool IsSound()
    {
        GiveKey();
        if (Into is null) ModelState.AddModelError(nameof(Into), "Bạn chưa chọn kế hoạch của đơn vị để đưa việc vào.");
        else if (Into != NewPlan && Drafts.All(d => d.Value != Into)) ModelState.AddModelError(nameof(Into), "Kế hoạch đã chọn không phải của đơn vị hoặc không còn là dự thảo; hãy chọn lại.");
        return ModelState.IsValid;
    }

    private RedirectResult Done(Guid id, string what, CascadeStep step)
    {
        this.Flash(step.Before > 0 ? $"{what} {step.Before} việc đã được xử lý từ trước." : what);
        return Redirect(PlanLinks.CascadeOf(id));
    }

    private async Task<bool> FindAsync(Guid id, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return false;
        SeesPlan = await access.Visible().AnyAsync(p => p.Id == id, cancel);
        return true;
    }

    private PageResult Show()
    {
        GiveKey();
        Into ??= Drafts.Count > 0 ? Drafts[0].Value : NewPlan;
        return Page();
    }

    // A key that was left out or cannot be read is made anew; nobody chose it.
    private void GiveKey()
    {
        if (Key != Guid.Empty) return;
        ModelState.Remove(nameof(Key));
        Key = Guid.CreateVersion7();
    }
}
