using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

/// <summary>Asks which unit does what the issued plan asks of words that name no certain one.</summary>
public sealed class GiveModel(LanToaDb db, PlanAccess access, PlanRights rights, GiveWords give, OrganizationDirectory directory, Actor actor, IUnitPicker picker, Clock clock) : PageModel
{
    private const string UnitName = "Input.UnitId", FindName = "q";
    private const int Longest = 200;

    public sealed class Form
    {
        public Guid? UnitId { get; set; }
        public List<Guid> Tasks { get; set; } = [];
        public string? Reason { get; set; }
    }

    [BindProperty]
    public Form Input { get; set; } = new();

    [FromQuery(Name = "chu")]
    public string Printed { get; set; } = "";

    /// <summary>The unit is looked for before the form is filled in, by an address: going back to it asks nothing.</summary>
    [FromQuery(Name = "q")]
    public string? Search { get; set; }

    public Plan Plan { get; private set; } = null!;

    /// <summary>The tasks in which the words still bind nobody.</summary>
    public IReadOnlyList<SelectListItem> Tasks { get; private set; } = [];

    public IReadOnlyList<string> WhyNot { get; private set; } = [];

    /// <summary>The words stand where the plan names who helps: the unit chosen owes no periods.</summary>
    public bool OnlyCoordinating { get; private set; }

    private IReadOnlyList<OrganizationInfo>? _found;

    public string UnitLabel => OnlyCoordinating ? "Đơn vị phối hợp" : "Đơn vị thực hiện";

    public UnitField Unit => picker.Field(UnitName, FindName, UnitLabel, Input.UnitId, Search, Units, _found);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        Input.Tasks = [.. Tasks.Select(t => Guid.Parse(t.Value))];
        Find();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        if (WhyNot.Count > 0) return Page();
        if (!ModelState.IsValid) return Again();
        if (Input.UnitId is { } chosen && Units.All(u => u.Id != chosen) && directory.Find(chosen)?.ExistsOn(clock.Today) != false) ModelState.AddModelError(UnitName, "Đơn vị này ngoài phạm vi của kế hoạch; hãy tìm và chọn lại.");
        var done = ModelState.IsValid ? await give.HandleAsync(new GiveInput(id, Printed, Input.UnitId, Input.Tasks, Input.Reason), cancel) : null;
        if (done is { IsDone: true })
        {
            this.Flash($"Đã giao cho {directory.Find(Input.UnitId!.Value)!.Name}. {(OnlyCoordinating ? "Đơn vị phối hợp thấy nhiệm vụ này; kết quả do đơn vị chủ trì báo." : "Việc phải làm từ hôm nay đang được phát sinh.")}");
            return Redirect(PlanLinks.Of(id));
        }
        foreach (var problem in done?.WhyNot ?? []) ModelState.AddModelError(problem.Field.Length > 0 ? $"Input.{problem.Field}" : "", problem.Message);
        return Again();
    }

    private void Find()
    {
        if (picker.Search(Search, Input.UnitId, Units, Plan.IssuerId, UnitName, FindName, ModelState) is { } search) (_found, Input.UnitId) = (search.Found, search.Chosen);
    }

    /// <summary>The form with what is wrong, and what had been found for it.</summary>
    private PageResult Again()
    {
        _found = picker.Search(Search, Input.UnitId, Units, Plan.IssuerId, UnitName, FindName, new ModelStateDictionary())?.Found;
        return Page();
    }

    // As in a review: the province's own bodies, what it keeps, and those of the nation.
    private IEnumerable<OrganizationInfo> Units => directory.All.Where(o => o.ExistsOn(clock.Today) && o.Level != nameof(OrganizationLevel.Nation) && (o.ProvinceId == Plan.ProvinceId || o.ProvinceId == 0 || actor.ProvinceId == 0));

    private async Task<bool> OpenAsync(Guid id, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(Printed) || await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } plan) return false;
        (Plan, WhyNot) = (plan, GiveWords.WhyNot(plan, rights));
        var open = await db.Set<TaskParty>().AsNoTracking().Where(p => p.PlanId == id && p.AsPrinted && p.Printed == Printed)
            .Join(db.Set<PlanTask>().Where(t => t.State == TaskState.Active), p => p.TaskId, t => t.Id, (p, t) => new { t.Id, t.Text, t.RuleWords, t.Ordinal, p.Role }).ToListAsync(cancel);
        OnlyCoordinating = open.TrueForAll(t => t.Role == PartyRole.Coordinating);
        Tasks = [.. open.DistinctBy(t => t.Id).OrderBy(t => t.Ordinal).Select(t => new SelectListItem($"{PlanWords.Short(t.Text, Longest)}{(t.RuleWords.Length > 0 ? $" ({t.RuleWords})" : "")}", t.Id.ToString()))];
        return true;
    }
}
