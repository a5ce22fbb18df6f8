using LanToa.Planning.Organizations;
using LanToa.Planning.Plans.Pages.Forms;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages.Tasks;

/// <summary>One task of a drafted plan: a new one (the plan in the address) or one to be changed.</summary>
public sealed class EditModel(LanToaDb db, PlanAccess access, PlanRights rights, SaveTask save, TaskPeople people, PartyPicker picker, PartyLookup lookup, LastChange last, Clock clock) : PageModel
{
    private (IReadOnlyList<NameSuggestion> Leads, IReadOnlyList<NameSuggestion> Coordinating) _found = ([], []);
    private (List<ItemParty> Leads, List<ItemParty> Coordinating) _parties = ([], []);
    private IReadOnlyList<string> _names = [];
    private IReadOnlyDictionary<Guid, string> _groups = new Dictionary<Guid, string>();

    [FromQuery(Name = "kehoach")]
    public Guid? PlanId { get; set; }

    [BindProperty]
    public TaskForm Input { get; set; } = new();

    [BindProperty]
    public string? Statement { get; set; }

    /// <summary>The id of the task, also of one that is still to be made: the form sent twice makes one task.</summary>
    public Guid Key { get; private set; }

    public Plan Plan { get; private set; } = null!;

    public PlanTask? Task { get; private set; }

    public EditClash? Clash { get; private set; }

    public IReadOnlyList<string> WhyNot { get; private set; } = [];

    public IReadOnlyList<PlanStatement> Sentences { get; private set; } = [];

    /// <summary>Sentences of the document that a new task may answer.</summary>
    public IReadOnlyList<SelectListItem> Statements { get; private set; } = [];

    public string Title => Task is null ? "Thêm nhiệm vụ" : "Sửa nhiệm vụ";

    public TaskFields Fields => new(Input, picker.Choices(_parties.Leads, Input.Leads, _found.Leads, _groups), picker.Choices(_parties.Coordinating, Input.Coordinating, _found.Coordinating, _groups), _names, Task?.ScheduleText);

    private SharedForm<TaskForm> Shared => TaskForm.Shared(key => picker.Words(key, _groups));

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
            _found = await picker.SearchAsync(Input, Plan.IssuerId, Plan.Date ?? clock.Today, ModelState, cancel);
            return Show();
        }
        if (Task is not null)
        {
            var now = Now();
            if (Input.Version != Task.Version)
            {
                if (Shared.HasChanged(Input.Seen, now)) return await ShowClashAsync(Task, now, cancel);
                Input.Version = Task.Version;
            }
            Shared.TakeOver(Input.Take, now, Input, ModelState, nameof(Input));
        }
        else Input.Version = 0;
        var input = new PlanTaskInput(Key, Plan.Id, Input.Version, Input.Read(Task?.Rule, ModelState), Statement);
        foreach (var problem in input.Task.Problems(Plan.CalendarOn(clock.Today))) ModelState.AddModelError($"Input.{problem.Field}", problem.Message);
        if (!ModelState.IsValid) return Show();
        var saved = await save.HandleAsync(input, cancel);
        if (saved.IsDone)
        {
            this.Flash(Task is null ? "Đã thêm nhiệm vụ." : "Đã sửa nhiệm vụ.");
            return Redirect(then == "another" ? PlanLinks.NewTask(Plan.Id) : PlanLinks.Tasks(Plan.Id, Key));
        }
        // What nobody knows is looked for at once, so that one press of a box answers.
        if (saved.WhyNot.Any(p => p.Field is nameof(TaskForm.NewLead) or nameof(TaskForm.NewCoordinating))) _found = await picker.SearchAsync(Input, Plan.IssuerId, Plan.Date ?? clock.Today, ModelState, cancel);
        foreach (var problem in saved.WhyNot) ModelState.AddModelError(problem.Field.Length == 0 ? "" : $"Input.{problem.Field}", problem.Message);
        return Show();
    }

    private TaskForm Now() => TaskForm.Of(Task!, _parties.Leads, _parties.Coordinating);

    private async Task<IActionResult> ShowClashAsync(PlanTask task, TaskForm now, CancellationToken cancel)
    {
        var (who, at) = await last.OfAsync(task.Id, cancel);
        Clash = Shared.Clash(Input.Seen, now, Input, ModelState, nameof(Input), who, at);
        ModelState.Remove("Input.Version");
        Input.Version = task.Version;
        return Show(now);
    }

    private PageResult Show(TaskForm? seen = null)
    {
        if (seen is not null || Input.Seen is null)
        {
            ModelState.Remove("Input.Seen");
            Input.Seen = Shared.Seen(seen ?? Input);
        }
        Input.Spare();
        return Page();
    }

    private async Task<bool> OpenAsync(Guid? id, CancellationToken cancel)
    {
        if (id is { } known) Task = await db.Set<PlanTask>().AsNoTracking().FirstOrDefaultAsync(t => t.Id == known, cancel);
        if (id is not null && Task is null) return false;
        var planId = Task?.PlanId ?? PlanId;
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == planId, cancel) is not { } plan) return false;
        Plan = plan;
        WhyNot = rights.WhyNotEdit(plan);
        if (WhyNot.Count == 0 && Task is { State: TaskState.Withdrawn }) WhyNot = ["Nhiệm vụ này đã rút; lấy lại ở danh sách nhiệm vụ rồi sửa."];
        if (WhyNot.Count > 0) return true;
        _groups = await db.Set<OrganizationGroup>().AsNoTracking().ToDictionaryAsync(g => g.Id, g => g.Name, cancel);
        _names = await lookup.NamesNearAsync(plan.IssuerId, plan.Date ?? clock.Today, cancel: cancel);
        if (Task is { } task)
        {
            _parties = await people.OfAsync(task.Id, cancel);
            Sentences = await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == plan.Id && task.StatementKeys.Contains(s.Key) && s.Text != task.Text).OrderBy(s => s.Ordinal).ToListAsync(cancel);
        }
        else if (plan.SourceFileId is not null)
        {
            var sentences = await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == plan.Id && (s.Kind == "item" || s.Kind == "paragraph" || s.Kind == "table-cell") && s.Text != "").OrderBy(s => s.Ordinal).ToListAsync(cancel);
            Statements = [.. sentences.Select(s => new SelectListItem($"{s.Label} {(s.Words.Length <= 90 ? s.Words : s.Words[..90] + "…")}".Trim(), s.Key))];
        }
        return true;
    }
}
