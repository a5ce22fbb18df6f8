using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>Hôm nay: what is late, what this week asks, what waits for a decision, then what nobody in the unit has taken.</summary>
public sealed class TodayModel(OccurrenceRows rows, OccurrenceAccess access, Actor actor, Clock clock, ActOnOccurrence act, AssignObligation assign, DueSoon dueSoon) : PageModel
{
    private const int Most = 50;

    public DateOnly Today => clock.Today;
    public int Soon { get; private set; }
    public OrganizationInfo? Unit => actor.Unit;
    public WorkList Overdue { get; private set; } = null!;
    public WorkList Week { get; private set; } = null!;
    public WorkList Returned { get; private set; } = null!;
    public WorkList Judge { get; private set; } = null!;
    public WorkList Later { get; private set; } = null!;
    public int OverdueCount { get; private set; }
    public int JudgeCount { get; private set; }
    public int LaterCount { get; private set; }
    public int OthersOverdue { get; private set; }
    public int DoneThisMonth { get; private set; }
    public bool IsQuiet => Overdue.Rows.Count + Week.Rows.Count + Returned.Rows.Count + Judge.Rows.Count + Later.Rows.Count == 0;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var (today, me, unit) = (Today, actor.AccountId, actor.UnitId ?? Guid.Empty);
        Soon = await dueSoon.DaysAsync(cancel);
        var ofUnit = rows.Visible().Where(o => o.UnitId == unit);
        // Someone who does the unit's work sees their own and what nobody has; everybody else sees all of it.
        var all = !access.MayDo(unit);
        IQueryable<OccurrenceRows.Joined> Mine(IQueryable<Occurrence> some) => rows.Join(some)
            .Where(r => all || r.Obligation.AssigneeId == null || r.Obligation.AssigneeId == me)
            .OrderBy(r => r.Obligation.AssigneeId == null).ThenBy(r => r.Occurrence.DueOn).ThenBy(r => r.Occurrence.Id);

        var late = Mine(ofUnit.Debts(today).Where(o => o.ReturnedOn == null));
        OverdueCount = await late.CountAsync(cancel);
        Overdue = await ListAsync(late);
        var weekEnd = today.AddDays(7);
        Week = await ListAsync(Mine(ofUnit.Owed().Where(o => o.ReturnedOn == null && o.OpensOn <= today && o.DueOn >= today && o.DueOn <= weekEnd)));
        Returned = await ListAsync(Mine(ofUnit.Unsettled().Where(o => o.ClaimedOn == null && o.ReturnedOn != null)));
        var later = Mine(ofUnit.Owed().Where(o => o.ReturnedOn == null && o.OpensOn <= today && (o.DueOn > weekEnd || (o.IsRequest && o.DueOn < today))));
        LaterCount = await later.CountAsync(cancel);
        Later = await ListAsync(later);
        OthersOverdue = all ? 0 : await rows.Join(ofUnit.Debts(today)).CountAsync(r => r.Obligation.AssigneeId != null && r.Obligation.AssigneeId != me, cancel);

        var (judged, assigning) = (access.JudgedUnits(), access.AssigningUnits());
        var waiting = rows.Visible().Unsettled().Where(o => (o.ClaimedOn != null || o.ExtensionTo != null) && (judged.Contains(o.UnitId) || assigning.Contains(o.AssignerId)));
        JudgeCount = judged.Count + assigning.Count == 0 ? 0 : await waiting.CountAsync(cancel);
        Judge = JudgeCount == 0 ? Empty(judging: true) : await ListAsync(rows.Join(waiting).OrderBy(r => r.Occurrence.ClaimedOn).ThenBy(r => r.Occurrence.Id), judging: true);

        var month = new DateOnly(today.Year, today.Month, 1);
        DoneThisMonth = await rows.Visible().CountAsync(o => o.UnitId == unit && o.DoneOn >= month && o.DoneOn <= today, cancel);

        async Task<WorkList> ListAsync(IQueryable<OccurrenceRows.Joined> some, bool judging = false) =>
            Empty(judging) with { Rows = await rows.ReadAsync(some.Take(Most), cancel) };
    }

    public async Task<IActionResult> OnPostConfirmAsync(Guid id, int version, Guid formKey, CancellationToken cancel)
    {
        var outcome = await act.HandleAsync(new ActInput(id, OccurrenceVerb.Confirm, formKey, version), cancel);
        return Answer(outcome, "Đã xác nhận hoàn thành.");
    }

    public async Task<IActionResult> OnPostTakeAsync(Guid id, int version, CancellationToken cancel) =>
        Answer(await assign.HandleAsync(id, version, actor.AccountId, cancel), "Bạn đã nhận việc.");

    private IActionResult Answer(Outcome outcome, string done)
    {
        if (outcome.Kind == OutcomeKind.NotFound) return NotFound();
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        this.Flash(outcome.Succeeded ? done : string.Join(" ", outcome.Problems), outcome.Succeeded ? StatusKind.Done : StatusKind.DueSoon);
        return RedirectToPage();
    }

    private WorkList Empty(bool judging = false) => new([], Today, Soon, judging, row => access.MayDo(row.Occurrence.UnitId), ShowUnit: judging, Me: actor.AccountId);
}
