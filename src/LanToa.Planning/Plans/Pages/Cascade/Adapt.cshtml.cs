using LanToa.Contracts.Organizations;
using LanToa.Planning.Plans.Pages.Forms;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Planning.Plans.Pages.Cascade;

/// <summary>The form of a task, filled with the upper plan's words: the unit says otherwise, and why where that is less or later.</summary>
public sealed class AdaptModel(LanToaDb db, CascadeItems items, CascadeRights rights, AdoptTasks adopt, PartyPicker picker, PartyLookup lookup, LastChange last, IOrganizationDirectory directory, Clock clock) : TaskFormPage(db, picker, lookup, last)
{
    private Guid _unit;
    private readonly List<ItemParty> _leads = [];

    [BindProperty]
    public Guid? Into { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The id of the unit's task: the form sent twice makes one.</summary>
    [BindProperty]
    public Guid Key { get; set; }

    public UpperPlan Upper { get; private set; } = null!;

    public CascadeItem Item { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Drafts { get; private set; } = [];

    public IReadOnlyList<string> WhyNot { get; private set; } = [];

    protected override TaskFacts? Facts => null;

    protected override IReadOnlyList<ItemParty> Leads => _leads;

    protected override IReadOnlyList<ItemParty> Coordinating => [];

    public async Task<IActionResult> OnGetAsync(Guid id, Guid task, CancellationToken cancel)
    {
        if (!await OpenAsync(id, task, cancel)) return NotFound();
        var asked = AdoptTasks.AsAsked(Item, _unit);
        Input = TaskForm.Of(Item.Task, _leads, []);
        (Input.Version, Input.Text, Input.Section, Input.Modality, Key) = (0, asked.Text, asked.Section, asked.Modality, Guid.CreateVersion7());
        return Show();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, Guid task, string? find, CancellationToken cancel)
    {
        if (!await OpenAsync(id, task, cancel)) return NotFound();
        if (Key == Guid.Empty)
        {
            ModelState.Remove(nameof(Key));
            Key = Guid.CreateVersion7();
        }
        Input.Version = 0;
        if (PartyPicker.IsSearch(Input, find))
        {
            await FindAsync(_unit, clock.Today, cancel);
            return Show();
        }
        var input = Input.Read(Item.Task.Rule, ModelState);
        if (Into is not { } into) ModelState.AddModelError(nameof(Into), "Bạn chưa chọn kế hoạch của đơn vị.");
        else if (ModelState.IsValid)
        {
            var step = await adopt.AdaptAsync(new AdaptInput(_unit, id, task, into, Key, input, Reason), cancel);
            if (step.IsDone)
            {
                this.Flash("Đã đưa việc đã điều chỉnh vào kế hoạch của đơn vị.");
                return Redirect(PlanLinks.CascadeItem(id, task));
            }
            foreach (var problem in step.WhyNot) ModelState.AddModelError(problem.Field is "" or nameof(Reason) or nameof(Into) ? problem.Field : $"Input.{problem.Field}", problem.Message);
        }
        return Show();
    }

    private async Task<bool> OpenAsync(Guid id, Guid task, CancellationToken cancel)
    {
        if (rights.Unit is not { } unit || await items.OfPlanAsync(unit, id, cancel) is not { } found || found.Items.FirstOrDefault(i => i.Task.Id == task) is not { } item) return false;
        (_unit, Upper, Item) = (unit, found.Plan, item);
        _leads.Add(new ItemParty(directory.Find(unit)?.Name ?? "", unit));
        WhyNot = rights.WhyNot(unit, Upper.Plan.IssuerId);
        var drafts = await items.DraftsAsync(unit, Upper.Plan, cancel);
        Drafts = [.. drafts.Select(p => new SelectListItem(CascadePage.Name(p), p.Id.ToString()))];
        if (WhyNot.Count == 0 && drafts.Count == 0) WhyNot = ["Đơn vị chưa có kế hoạch dự thảo nào của năm này; hãy lập kế hoạch trước."];
        // A second press of the form that decided it goes through and is told so.
        if (WhyNot.Count == 0 && item.Kind != CascadeKind.Open && item.Answers.All(a => a.Task.Id != Key)) WhyNot = [CascadeDesk.Decided(item)];
        if (WhyNot.Count == 0) await OfferAsync(unit, clock.Today, cancel);
        return true;
    }
}
