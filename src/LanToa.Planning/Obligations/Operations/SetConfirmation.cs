using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>
/// Whether a unit's "done" waits for the superior (as it does unless somebody says otherwise) or confirms itself: for one duty, or for every
/// duty that the plan gives the unit, or for the whole plan.
/// </summary>
public sealed class SetConfirmation(LanToaDb db, OccurrenceAccess access)
{
    public enum Scope { Duty, Unit, Plan }

    public async Task<Outcome> HandleAsync(Guid obligationId, Scope scope, bool confirmsItself, CancellationToken cancel = default)
    {
        var one = await db.Set<Obligation>().AsNoTracking().FirstOrDefaultAsync(o => o.Id == obligationId, cancel);
        if (one is null || !access.MayRead(one.UnitId, one.AssignerId)) return Outcome.NotFound;
        if (access.WhyNotJudge(one.UnitId, one.AssignerId) is { } denied) return Outcome.Denied(denied);
        var all = await db.Set<Obligation>()
            .Where(o => scope == Scope.Duty ? o.Id == one.Id : o.PlanId == one.PlanId && (scope == Scope.Plan || o.UnitId == one.UnitId))
            .Where(o => o.Role != DutyRole.Coordinating && o.ConfirmsItself != confirmsItself).ToListAsync(cancel);
        if (all.Count == 0) return Outcome.Already;
        if (all.Any(o => !access.MayJudge(o.UnitId, o.AssignerId))) return Outcome.Denied("Kế hoạch có việc của đơn vị mà bạn không xác nhận được; hãy chọn phạm vi hẹp hơn.");
        foreach (var obligation in all) obligation.ConfirmsItself = confirmsItself;
        try
        {
            await db.Because("obligation.confirmation").SaveChangesAsync(cancel);
            return Outcome.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            return Outcome.Stale;
        }
    }
}
