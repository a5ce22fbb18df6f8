using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Plans;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using LanToa.Platform.Ui.Binding;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>One task as it binds one unit: its occurrences, who does it, who confirms it, and asking for on-request work.</summary>
public sealed class DutyModel(
    LanToaDb db, OccurrenceAccess access, AssignObligation assign, AskObligation ask, SetConfirmation confirmation, SetFloor setFloor, PlanNames plans, History history,
    IOrganizationDirectory directory, Actor actor, Clock clock, DueSoon dueSoon) : PageModel
{
    [FromRoute] public Guid Id { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public Guid? Assignee { get; set; }
    [BindProperty] public AskForm Ask { get; set; } = new();
    [BindProperty] public bool ConfirmsItself { get; set; }
    [BindProperty] public int? Floor { get; set; }
    [BindProperty] public SetConfirmation.Scope Scope { get; set; }
    /// <summary>What the person saw of who confirms, before changing it.</summary>
    [BindProperty] public string? Seen { get; set; }

    public Obligation Duty { get; private set; } = null!;
    public IReadOnlyList<Occurrence> Occurrences { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Candidates { get; private set; } = [];
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];
    public PlanName? Plan { get; private set; }
    public DateOnly Today => clock.Today;
    public int Soon { get; private set; }
    public string UnitName => directory.NameOf(Duty.UnitId);
    public string AssignerName => directory.NameOf(Duty.AssignerId);
    private bool Over { get; set; }
    public bool MayAssign => Duty.Role != DutyRole.Coordinating && !Over && access.MayAssign(Duty.UnitId);
    public bool MayTake => !MayAssign && !Over && Duty.AssigneeId is null && assign.WhyNot(Duty, actor.AccountId) is null;
    public bool MayJudge => access.MayJudge(Duty.UnitId, Duty.AssignerId);
    public bool IsStanding => Duty.Rule.Kind == DutyKind.Standing && Duty.Role != DutyRole.Coordinating;
    /// <summary>And a period is there for which it would hold.</summary>
    public bool MaySetFloor => setFloor.WhyNot(Duty) is null && Occurrences.Any(o => o.PeriodTo >= Today);
    /// <summary>The last sign of life: the day of the newest activity of any period.</summary>
    public DateOnly? LastSign => Occurrences.Max(o => o.LastActivityOn);
    public bool MayAsk => ask.WhyNot(Duty).Count == 0;
    public Guid? Me => actor.AccountId;

    public ConfirmationCounts Counts { get; private set; } = new(false, 0, 0, 0, 0);

    public IReadOnlyList<SelectListItem> Scopes =>
    [
        new("Chỉ việc này", nameof(SetConfirmation.Scope.Duty)),
        new($"Mọi việc của đơn vị trong kế hoạch này ({Counts.OfUnit}/{Counts.UnitAll} việc không cần xác nhận)", nameof(SetConfirmation.Scope.Unit)),
        new($"Cả kế hoạch ({Counts.OfPlan}/{Counts.PlanAll} việc không cần xác nhận)", nameof(SetConfirmation.Scope.Plan)),
    ];

    public IReadOnlyList<SelectListItem> Confirmations { get; } = [new(Superior, "False"), new(Itself, "True")];

    private const string Superior = "Cấp trên xác nhận";
    private const string Itself = "Đơn vị báo là xong, không cần xác nhận";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        (Version, Assignee, ConfirmsItself, Floor, Ask) = (Duty.Version, Duty.AssigneeId, Duty.ConfirmsItself, Duty.OwnFloor, new AskForm { FormKey = Guid.CreateVersion7(), Days = Duty.Rule.Offset?.Days, Working = Duty.Rule.Offset?.Working ?? true });
        return Page();
    }

    public async Task<IActionResult> OnPostAssignAsync(CancellationToken cancel) =>
        // What names no person takes the work from nobody.
        ModelState.GetFieldValidationState(nameof(Assignee)) == ModelValidationState.Invalid ? await AgainAsync(cancel)
        : await AnswerAsync(await assign.HandleAsync(Id, Version, Assignee, cancel), Assignee is null ? "Việc này chưa giao ai." : "Đã giao việc.", cancel);

    public async Task<IActionResult> OnPostConfirmationAsync(CancellationToken cancel)
    {
        this.AskFor(nameof(Scope));
        if (new[] { nameof(Scope), nameof(ConfirmsItself) }.Any(f => ModelState.GetFieldValidationState(f) == ModelValidationState.Invalid)) return await AgainAsync(cancel);
        var outcome = await confirmation.HandleAsync(Id, Scope, ConfirmsItself, Seen, cancel);
        if (outcome.Kind != OutcomeKind.Stale) return await AnswerAsync(outcome, "Đã đổi cách xác nhận.", cancel);
        db.ChangeTracker.Clear();
        await LoadAsync(cancel);
        ModelState.Remove(nameof(Seen));
        (Seen, Version, Assignee) = (Counts.Mark, Duty.Version, Duty.AssigneeId);
        var now = Scope switch
        {
            SetConfirmation.Scope.Unit => $"nay {Counts.OfUnit}/{Counts.UnitAll} việc của đơn vị không cần xác nhận",
            SetConfirmation.Scope.Plan => $"nay {Counts.OfPlan}/{Counts.PlanAll} việc của kế hoạch không cần xác nhận",
            _ => $"nay là “{(Duty.ConfirmsItself ? Itself : Superior)}” (xem Lịch sử)",
        };
        ModelState.AddModelError("", $"Trong lúc bạn xem, người khác đã đổi cách xác nhận: {now}. Chưa có gì bị ghi đè; vẫn muốn đổi như bạn chọn thì bấm Lưu lần nữa.");
        return Page();
    }

    public async Task<IActionResult> OnPostFloorAsync(CancellationToken cancel) =>
        ModelState.GetFieldValidationState(nameof(Floor)) == ModelValidationState.Invalid || ModelState.GetFieldValidationState(nameof(Version)) == ModelValidationState.Invalid ? await AgainAsync(cancel)
        : await AnswerAsync(await setFloor.HandleAsync(Id, Version, Floor, cancel), Floor is null ? "Đã thôi đặt mức tối thiểu." : "Đã đặt mức tối thiểu.", cancel);

    public async Task<IActionResult> OnPostAskAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (!ModelState.IsValid) return Page();
        var (outcome, occurrence) = await ask.HandleAsync(new AskInput(Id, Ask.FormKey, Ask.Days, Ask.Working, Ask.DueOn, Ask.What), cancel);
        return outcome.Succeeded && occurrence is { } made ? Said("Đã gửi yêu cầu; thời hạn bắt đầu tính.", $"/obligations/{made}") : await AnswerAsync(outcome, "", cancel);
    }

    private async Task<IActionResult> AgainAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    private LocalRedirectResult Said(string words, string path)
    {
        this.Flash(words);
        return LocalRedirect(path);
    }

    private async Task<IActionResult> AnswerAsync(Outcome outcome, string done, CancellationToken cancel)
    {
        if (outcome.Succeeded) return Said(done, $"/obligations/duty/{Id}");
        if (outcome.Kind == OutcomeKind.NotFound) return NotFound();
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        db.ChangeTracker.Clear();
        await LoadAsync(cancel);
        if (outcome.Kind == OutcomeKind.Stale)
        {
            ModelState.Remove(nameof(Version));
            Version = Duty.Version;
        }
        foreach (var problem in outcome.Problems) ModelState.AddModelError("", problem);
        return Page();
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.Set<Obligation>().AsNoTracking().FirstOrDefaultAsync(o => o.Id == Id, cancel) is not { } duty || !access.MayRead(duty.UnitId, duty.AssignerId)) return false;
        Duty = duty;
        Soon = await dueSoon.DaysAsync(cancel);
        Occurrences = await db.Set<Occurrence>().AsNoTracking().Where(o => o.ObligationId == Id).OrderBy(o => o.ScheduledOn).ThenBy(o => o.PeriodTo).ToListAsync(cancel);
        Plan = (await plans.OfAsync([duty.PlanId], cancel)).GetValueOrDefault(duty.PlanId);
        if (MayJudge) Counts = await confirmation.CountAsync(duty, cancel);
        Seen ??= Counts.Mark;
        Over = await assign.IsOverAsync(duty, cancel);
        Candidates = [.. (await assign.CandidatesAsync(duty.UnitId, cancel)).Select(c => new SelectListItem($"{c.Name} ({c.Roles})", c.AccountId.ToString()))];
        History = await history.OfAsync(Id, cancel: cancel);
        return true;
    }
}

public sealed class AskForm
{
    public Guid FormKey { get; set; }
    public int? Days { get; set; }
    public bool Working { get; set; }
    public DateOnly? DueOn { get; set; }
    public string? What { get; set; }
}
