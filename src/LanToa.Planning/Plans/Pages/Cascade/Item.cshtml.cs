using LanToa.Contracts.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Planning.Plans.Pages.Cascade;

/// <summary>One task of an upper plan at the unit: both sentences side by side, the difference, what can be decided, and the history.</summary>
public sealed class ItemModel(CascadeItems items, CascadeRights rights, AdoptTasks adopt, LinkTasks link, SettleTasks settle, History history, IOrganizationDirectory directory) : CascadePage(items, rights, directory)
{
    [BindProperty]
    public Guid? Into { get; set; }

    [BindProperty]
    public List<Guid> Own { get; set; } = [];

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public int Version { get; set; }

    /// <summary>Taking the decision back withdraws the tasks that it made as well.</summary>
    [BindProperty]
    public bool Withdraw { get; set; }

    public CascadeItem Item { get; private set; } = null!;

    /// <summary>The tasks in drafts of the unit that go with the decision, if the person wants.</summary>
    public IReadOnlyList<LowerTask> Made { get; private set; } = [];

    /// <summary>The tasks that stay whatever is decided: they were there before, answer something else, or their plan is a draft no longer.</summary>
    public IReadOnlyList<LowerTask> Staying => [.. Item.Answers.Where(a => a.Holds && Made.All(m => m.Task.Id != a.Task.Id))];

    /// <summary>What drafts of the unit copied of the task and still hold, though nothing is decided: taking it over there takes that copy.</summary>
    public IReadOnlyList<LowerTask> Copies { get; private set; } = [];

    /// <summary>Tasks of the unit's own plans, the most alike first.</summary>
    public IReadOnlyList<SelectListItem> OwnTasks { get; private set; } = [];

    public IReadOnlyList<HistoryLine> Changes { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, Guid task, CancellationToken cancel) => await FindAsync(id, task, cancel) ? Page() : NotFound();

    public Task<IActionResult> OnPostAsync(Guid id, Guid task, CancellationToken cancel) =>
        DoAsync(id, task, () => adopt.HandleAsync(new AdoptInput(UnitId, id, [task], Into), cancel), "Đã đưa việc này vào kế hoạch của đơn vị.", cancel);

    public Task<IActionResult> OnPostLinkAsync(Guid id, Guid task, CancellationToken cancel) =>
        DoAsync(id, task, () => link.HandleAsync(new LinkInput(UnitId, id, [.. Own.Distinct().Select(own => (task, own))]), cancel), "Đã nối với nhiệm vụ của đơn vị.", cancel);

    public Task<IActionResult> OnPostNotApplicableAsync(Guid id, Guid task, CancellationToken cancel) =>
        DoAsync(id, task, () => settle.NotApplicableAsync(UnitId, id, [task], Reason, cancel), "Đã ghi không áp dụng.", cancel);

    public Task<IActionResult> OnPostUndoAsync(Guid id, Guid task, CancellationToken cancel)
    {
        // What the person saw; the page takes the newest one before it decides.
        var seen = Version;
        return DoAsync(id, task, () => settle.UndoAsync(UnitId, id, task, seen, Reason, Withdraw, cancel),
            $"Đã bỏ quyết định; việc này lại chờ xử lý.{(Withdraw ? " Nhiệm vụ đã đưa vào dự thảo cũng được rút; cần thì lấy lại ở danh sách nhiệm vụ của dự thảo." : "")}", cancel);
    }

    private async Task<IActionResult> DoAsync(Guid id, Guid task, Func<Task<CascadeStep>> decide, string done, CancellationToken cancel)
    {
        if (!await FindAsync(id, task, cancel)) return NotFound();
        if (ModelState.IsValid)
        {
            var step = await decide();
            if (step.IsDone)
            {
                this.Flash(step.Decided > 0 ? done : "Việc này đã được xử lý như vậy từ trước.");
                return Redirect(PlanLinks.CascadeItem(id, task));
            }
            Show(step);
            await FindAsync(id, task, cancel);
        }
        else if (ModelState.GetFieldValidationState(nameof(Version)) == ModelValidationState.Invalid) ModelState.AddModelError("", "Trang gửi lên không còn đúng nên chưa ghi gì. Trang đã hiện bản mới nhất; hãy xem rồi bấm lại.");
        // The newest version is on the page now.
        ModelState.Remove(nameof(Version));
        return Page();
    }

    private async Task<bool> FindAsync(Guid id, Guid task, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel) || All.FirstOrDefault(i => i.Task.Id == task) is not { } item) return false;
        (Item, Version) = (item, item.Decision?.Version ?? 0);
        Changes = item.Decision is { } decision ? await history.OfAsync(decision.Id, cancel: cancel) : [];
        Made = WhyNot.Count > 0 ? [] : await settle.MadeAsync(item, cancel);
        if (Microsoft.AspNetCore.Http.HttpMethods.IsGet(Request.Method)) Withdraw = Made.Count > 0;
        if (item.Kind != CascadeKind.Open || WhyNot.Count > 0) return true;
        Copies = [.. (await Items.CopiesAsync(UnitId, [item.Task.Id], cancel)).Select(c => c.Lower)];
        if (Microsoft.AspNetCore.Http.HttpMethods.IsGet(Request.Method) && Copies is [var copy, ..]) Into = copy.Plan.Id;
        var own = await Items.OwnAsync(UnitId, Upper.Plan, cancel);
        var tasks = own.SelectMany(p => p.Tasks.Select(t => (p.Plan, Task: t))).ToList();
        var alike = TaskMatches.Suggest([new TaskText(item.Task.Id, item.Task.Text)], [.. tasks.Select(t => new TaskText(t.Task.Id, t.Task.Text))], int.MaxValue).ToDictionary(m => m.Lower, m => m.Likeness);
        OwnTasks = [.. tasks.OrderByDescending(t => alike.GetValueOrDefault(t.Task.Id)).Select(t => new SelectListItem($"{PlanWords.Short(t.Task.Text, 160)}{(t.Task.RuleWords.Length > 0 ? $" ({t.Task.RuleWords})" : "")}", t.Task.Id.ToString())
        {
            Group = new SelectListGroup { Name = alike.ContainsKey(t.Task.Id) ? "Có thể là" : Name(t.Plan) },
        })];
        return true;
    }
}
