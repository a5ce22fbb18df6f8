using LanToa.Contracts.Organizations;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages.Tasks;

/// <summary>The tasks of a plan in their order, to be added to, changed, moved and withdrawn.</summary>
public sealed class IndexModel(PlanAccess access, PlanView view, PlanRights rights, MoveTask move, WithdrawTask withdraw, IOrganizationDirectory directory, Clock clock) : PageModel
{
    public Plan Plan { get; private set; } = null!;

    public IReadOnlyList<TaskView> Tasks { get; private set; } = [];

    public IReadOnlyList<string> WhyNotEdit { get; private set; } = [];

    public IReadOnlyList<string> WhyNotWithdraw { get; private set; } = [];

    public string NameOf(Guid unit) => directory.DistinctNameOf(unit) ?? "đơn vị không còn";

    public async Task<IActionResult> OnGetAsync(Guid plan, CancellationToken cancel) => await LoadAsync(plan, cancel) ? Page() : NotFound();

    /// <summary>The tasks in force in their order, with how far each is.</summary>
    public async Task<IActionResult> OnGetExportAsync(Guid plan, CancellationToken cancel) => await LoadAsync(plan, cancel)
        ? this.FileOf("nhiem-vu", "Nhiệm vụ", PlanTaskFile.Columns, PlanTaskFile.Rows(Tasks))
        : NotFound();

    public async Task<IActionResult> OnPostMoveAsync(Guid plan, Guid task, int version, Guid? before, Guid? after, CancellationToken cancel) =>
        await access.Visible().AnyAsync(p => p.Id == plan, cancel) ? await AnswerAsync(plan, task, await move.HandleAsync(task, plan, version, before ?? after ?? Guid.Empty, after is not null, cancel), null, cancel) : NotFound();

    public async Task<IActionResult> OnPostRestoreAsync(Guid plan, Guid task, CancellationToken cancel) =>
        await access.Visible().AnyAsync(p => p.Id == plan, cancel) ? await AnswerAsync(plan, task, await withdraw.RestoreAsync(task, plan, cancel), "Đã lấy lại nhiệm vụ.", cancel) : NotFound();

    private async Task<IActionResult> AnswerAsync(Guid plan, Guid task, PlanEdit edit, string? done, CancellationToken cancel)
    {
        if (edit.IsDone)
        {
            if (done is not null) this.Flash(done);
            return Redirect(PlanLinks.Tasks(plan, task));
        }
        foreach (var problem in edit.WhyNot) ModelState.AddModelError("", problem.Message);
        return await LoadAsync(plan, cancel) ? Page() : NotFound();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } plan) return false;
        Plan = plan;
        (_, Tasks) = await view.OfAsync(plan, clock.Today, cancel);
        (WhyNotEdit, WhyNotWithdraw) = (rights.WhyNotEdit(plan), rights.WhyNotWithdraw(plan));
        return true;
    }
}
