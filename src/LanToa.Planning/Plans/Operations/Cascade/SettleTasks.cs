using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>Says with a reason that upper tasks do not apply to the unit, and takes a decision back. Pressed twice either happens once.</summary>
public sealed class SettleTasks(LanToaDb db, Actor actor, CascadeDesk desk, WithdrawTask tasksOut, PlanRights rights, Clock clock)
{
    public async Task<CascadeStep> NotApplicableAsync(Guid unit, Guid upperPlan, IReadOnlyList<Guid> tasks, string? reason, CancellationToken cancel = default)
    {
        if (CascadeDesk.ReasonProblem(reason, needed: true) is { } lacks) return new CascadeStep([lacks]);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (chosen, refused) = await desk.HoldAsync(unit, upperPlan, tasks, cancel);
        if (refused is not null) return refused;
        var decided = 0;
        foreach (var item in chosen.Where(i => i.Kind != CascadeKind.NotApplicable))
        {
            if (item.Kind != CascadeKind.Open) return CascadeStep.Refused(CascadeDesk.Decided(item));
            await desk.WriteAsync(unit, item, CascadeKind.NotApplicable, reason, [], cancel);
            decided++;
        }
        await db.Because("cascade.not-applicable", reason).SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new CascadeStep([], decided, chosen.Count - decided);
    }

    /// <summary>
    /// The tasks of the unit's drafts that a decision made and that answer nothing else: taking the decision back may withdraw them too. What stood there before (linked) and what
    /// was issued stays.
    /// </summary>
    public async Task<IReadOnlyList<LowerTask>> MadeAsync(CascadeItem item, CancellationToken cancel = default)
    {
        if (item.Kind is not (CascadeKind.Adopted or CascadeKind.Adapted or CascadeKind.Split)) return [];
        var mine = item.Answers.Where(a => a.Holds && a.Plan.State == PlanState.Drafted && rights.WhyNotWithdraw(a.Plan).Count == 0).ToList();
        var ids = mine.ConvertAll(a => a.Task.Id);
        var elsewhere = await db.Set<CascadeLink>().Where(l => ids.Contains(l.TaskId) && l.DecisionId != item.Decision!.Id).Select(l => l.TaskId).ToListAsync(cancel);
        return mine.FindAll(a => !elsewhere.Contains(a.Task.Id));
    }

    /// <summary>The upper task is open again. <paramref name="withdraw"/>: what the decision put into drafts of the unit is withdrawn there, in the same step; it can be taken back in.</summary>
    public async Task<CascadeStep> UndoAsync(Guid unit, Guid upperPlan, Guid task, int version, string? reason, bool withdraw = false, CancellationToken cancel = default)
    {
        if (CascadeDesk.ReasonProblem(reason, needed: true) is { } lacks) return new CascadeStep([lacks]);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (chosen, refused) = await desk.HoldAsync(unit, upperPlan, [task], cancel);
        if (refused is not null) return refused;
        if (await db.Set<CascadeDecision>().FirstOrDefaultAsync(d => d.UnitId == unit && d.UpperTaskId == task, cancel) is not { Kind: not CascadeKind.Open } decision) return new CascadeStep([], 0, 1);
        if (decision.Version != version) return CascadeStep.Refused($"{decision.DecidedByName} vừa đổi quyết định này thành “{decision.Kind.Name()}” nên chưa bỏ gì. Trang đã hiện bản mới nhất; hãy xem rồi bấm lại.");
        foreach (var made in withdraw ? await MadeAsync(chosen[0], cancel) : [])
        {
            var gone = await tasksOut.WithinAsync(made.Task.Id, made.Plan.Id, reason, cancel);
            if (!gone.IsDone) return new CascadeStep([.. gone.WhyNot.Select(p => new FieldProblem("", $"“{PlanWords.Short(made.Task.Text)}”: {p.Message}"))]);
        }
        db.RemoveRange(await db.Set<CascadeLink>().Where(l => l.DecisionId == decision.Id).ToListAsync(cancel));
        (decision.Kind, decision.Reason, decision.TaskWords) = (CascadeKind.Open, null, "");
        (decision.DecidedAt, decision.DecidedByName) = (clock.Now, actor.Name);
        await db.Because("cascade.undo", reason).SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new CascadeStep([], 1);
    }
}
