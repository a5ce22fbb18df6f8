using LanToa.Planning.Plans.Pages.Forms;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages.Tasks;

/// <summary>One task of a drafted plan: a new one (the plan in the address) or one to be changed.</summary>
public sealed class EditModel(LanToaDb db, PlanAccess access, PlanRights rights, SaveTask save, TaskPeople people, PartyPicker picker, PartyLookup lookup, LastChange last, History history, Clock clock) : TaskFormPage(db, picker, lookup, last)
{
    private (List<ItemParty> Leads, List<ItemParty> Coordinating) _parties = ([], []);

    [FromQuery(Name = "kehoach")]
    public Guid? PlanId { get; set; }

    [BindProperty]
    public string? Statement { get; set; }

    /// <summary>The id of the task, also of one that is still to be made: the form sent twice makes one task.</summary>
    public Guid Key { get; private set; }

    public Plan Plan { get; private set; } = null!;

    public PlanTask? Task { get; private set; }

    public IReadOnlyList<string> WhyNot { get; private set; } = [];

    public IReadOnlyList<HistoryLine> Changes { get; private set; } = [];

    public IReadOnlyList<PlanStatement> Sentences { get; private set; } = [];

    /// <summary>Sentences of the document that a new task may answer.</summary>
    public IReadOnlyList<SelectListItem> Statements { get; private set; } = [];

    public string Title => Task is null ? "Thêm nhiệm vụ" : "Sửa nhiệm vụ";

    protected override TaskFacts? Facts => Task;

    protected override IReadOnlyList<ItemParty> Leads => _parties.Leads;

    protected override IReadOnlyList<ItemParty> Coordinating => _parties.Coordinating;

    public async Task<IActionResult> OnGetAsync(Guid? id, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        Key = Task?.Id ?? Guid.CreateVersion7();
        Input = Task is null ? new TaskForm() : Now();
        return Show();
    }

    public async Task<IActionResult> OnPostAsync(Guid? id, Guid? key, string? find, string? then, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        Key = Task?.Id ?? key ?? Guid.CreateVersion7();
        if (WhyNot.Count > 0) return Show();
        if (PartyPicker.IsSearch(Input, find))
        {
            await FindAsync(Plan.IssuerId, AsOf, cancel);
            return Show();
        }
        if (Task is null) Input.Version = 0;
        else if (await ClashAsync(cancel) is { } clash) return clash;
        var input = new PlanTaskInput(Key, Plan.Id, Input.Version, Input.Read(Task?.Rule, ModelState), Statement);
        foreach (var problem in input.Task.Problems(Plan.CalendarOn(clock.Today))) ModelState.AddModelError($"Input.{problem.Field}", problem.Message);
        if (!ModelState.IsValid) return Show();
        var saved = await save.HandleAsync(input, cancel);
        // A name that nobody has said in full is looked for at once: one single hit is taken, as the button "Tìm" takes it.
        if (IsUnknownParty(saved) && await FindAsync(Plan.IssuerId, AsOf, cancel)) saved = await save.HandleAsync(input with { Task = Input.Read(Task?.Rule, ModelState) }, cancel);
        if (saved.IsDone)
        {
            this.Flash(Task is null ? "Đã thêm nhiệm vụ." : "Đã sửa nhiệm vụ.");
            return Redirect(then == "another" ? PlanLinks.NewTask(Plan.Id) : PlanLinks.Tasks(Plan.Id, Key));
        }
        // What was not found at all is said already; where there are several hits, one press of a box chooses.
        foreach (var problem in saved.WhyNot.Where(p => ModelState.IsValid || p.Field is not (nameof(TaskForm.NewLead) or nameof(TaskForm.NewCoordinating)))) ModelState.AddModelError(problem.Field.Length == 0 ? "" : $"Input.{problem.Field}", problem.Message);
        return Show();
    }

    private static bool IsUnknownParty(PlanEdit saved) => saved.WhyNot.Any(p => p.Field is nameof(TaskForm.NewLead) or nameof(TaskForm.NewCoordinating));

    private DateOnly AsOf => Plan.Date ?? clock.Today;

    private async Task<bool> OpenAsync(Guid? id, CancellationToken cancel)
    {
        if (id is { } known) Task = await Db.Set<PlanTask>().AsNoTracking().FirstOrDefaultAsync(t => t.Id == known, cancel);
        if (id is not null && Task is null) return false;
        var planId = Task?.PlanId ?? PlanId;
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == planId, cancel) is not { } plan) return false;
        Plan = plan;
        if (Task is not null) Changes = await history.OfAsync(Task.Id, cancel: cancel);
        WhyNot = rights.WhyNotEdit(plan);
        if (WhyNot.Count == 0 && Task is { State: TaskState.Withdrawn }) WhyNot = ["Nhiệm vụ này đã rút; lấy lại ở danh sách nhiệm vụ rồi sửa."];
        if (WhyNot.Count > 0) return true;
        await OfferAsync(plan.IssuerId, AsOf, cancel);
        if (Task is { } task)
        {
            _parties = await people.OfAsync(task.Id, cancel);
            Sentences = await Db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == plan.Id && task.StatementKeys.Contains(s.Key) && (s.Text != task.Text || plan.SourceFileId != null)).OrderBy(s => s.Ordinal).ToListAsync(cancel);
        }
        else if (plan.SourceFileId is not null)
        {
            var sentences = await Db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == plan.Id && (s.Kind == "item" || s.Kind == "paragraph" || s.Kind == "table-cell") && s.Text != "").OrderBy(s => s.Ordinal).ToListAsync(cancel);
            Statements = [.. sentences.Select(s => new SelectListItem($"{s.Label} {s.Words}".Trim(), s.Key))];
        }
        return true;
    }
}
