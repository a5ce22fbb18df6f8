using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Obligations.Urgings;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>Which units are late with what; those chosen are urged with one press.</summary>
public sealed class UrgeModel(LateWork late, UrgeUnits urge, OccurrenceRows rows, RuleBooks books, LanToaDb db, Actor actor, Clock clock) : PageModel
{
    /// <summary>So many lines of a unit are shown; all go into the letter.</summary>
    public const int Shown = 5;

    private const int DaysToAnswer = 5;

    [FromQuery(Name = "plan")] public Guid? PlanId { get; set; }
    [FromQuery(Name = "task")] public Guid? TaskId { get; set; }
    [FromQuery(Name = "unit")] public Guid? UnitId { get; set; }
    [BindProperty] public Guid FormKey { get; set; }
    [BindProperty] public string? Words { get; set; }
    [BindProperty] public List<Guid> Units { get; set; } = [];
    [BindProperty] public bool Again { get; set; }

    public IReadOnlyList<LateGroup> Groups { get; private set; } = [];
    public OneTask? OneTask { get; private set; }
    public string? UrgerName => late.MayUrge ? actor.Unit?.Name : null;
    public bool IsCut => Groups.Sum(g => g.Lines.Count) == LateWork.Most;

    private bool _sent;

    /// <summary>All are, but those of today and those that are late with what a body between asks of them; a form that came back keeps what was chosen.</summary>
    public bool IsChosen(LateGroup group) => _sent ? Units.Contains(group.UnitId) : !group.UrgedToday && group.AskedBetween is null;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        FormKey = Guid.CreateVersion7();
        await LoadAsync(cancel);
        if (actor.Unit is not { } issuer) return;
        var holidays = RuleBooks.CalendarOf(await books.HolidaysAsync(db.ProvinceId, cancel));
        var answer = clock.Today;
        for (var n = 0; n < DaysToAnswer; n++) answer = holidays.OnOrAfter(answer.AddDays(1));
        Words = UrgingLetter.Offered(issuer, clock.Today, answer);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        _sent = true;
        if (ModelState.IsValid)
        {
            var (outcome, id) = await urge.HandleAsync(new UrgeInput(FormKey, Filter, Units, Words, Again), cancel);
            if (outcome.Kind == OutcomeKind.Denied) return Forbid();
            if (outcome.Succeeded)
            {
                this.Flash("Đã đôn đốc. Tải công văn để ký và gửi.");
                return Redirect($"/obligations/urgings/{id}");
            }
            foreach (var problem in outcome.Problems) ModelState.AddModelError(problem.Contains("nội dung", StringComparison.OrdinalIgnoreCase) ? nameof(Words) : "", problem);
        }
        await LoadAsync(cancel);
        return Page();
    }

    private LateFilter Filter => new(PlanId, TaskId, UnitId);

    private async Task LoadAsync(CancellationToken cancel)
    {
        Groups = await late.ReadAsync(Filter, cancel: cancel);
        OneTask = await rows.TaskAsync(TaskId, cancel);
    }
}
