using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages.Tasks;

/// <summary>Asks before a task is withdrawn, and why where the plan has been issued.</summary>
public sealed class WithdrawModel(LanToaDb db, Actor actor, PlanAccess access, PlanRights rights, WithdrawTask withdraw) : PageModel
{
    [BindProperty]
    public string? Reason { get; set; }

    public Plan Plan { get; private set; } = null!;

    public PlanTask Task { get; private set; } = null!;

    public IReadOnlyList<string> WhyNot { get; private set; } = [];

    public bool Issued => Plan.State is PlanState.Issued or PlanState.InProgress;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await OpenAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        if (WhyNot.Count > 0 || !ModelState.IsValid) return Page();
        var done = await withdraw.HandleAsync(id, Plan.Id, Reason, cancel);
        if (done.IsDone)
        {
            this.Flash("Đã rút nhiệm vụ.");
            return Redirect(actor.Holds(PlanPermissions.Write) ? PlanLinks.Tasks(Plan.Id) : PlanLinks.Of(Plan.Id));
        }
        foreach (var problem in done.WhyNot) ModelState.AddModelError(problem.Field, problem.Message);
        return Page();
    }

    private async Task<bool> OpenAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Set<PlanTask>().AsNoTracking().FirstOrDefaultAsync(t => t.Id == id, cancel) is not { } task
            || await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == task.PlanId, cancel) is not { } plan) return false;
        (Task, Plan, WhyNot) = (task, plan, task.State == TaskState.Withdrawn ? ["Nhiệm vụ này đã rút."] : rights.WhyNotWithdraw(plan));
        return true;
    }
}
