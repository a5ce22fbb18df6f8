using System.Globalization;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>How many of the duties confirm themselves, by scope: what a person sees before they change it, and what tells that another has changed it meanwhile.</summary>
public sealed record ConfirmationCounts(bool Duty, int OfUnit, int UnitAll, int OfPlan, int PlanAll)
{
    /// <summary>The mark that a form posts back.</summary>
    public string Mark => string.Create(CultureInfo.InvariantCulture, $"{(Duty ? 1 : 0)}.{OfUnit}.{OfPlan}");

    public bool SaysTheSame(string? mark, SetConfirmation.Scope scope) => mark?.Split('.') is { Length: 3 } seen && seen[(int)scope] == Mark.Split('.')[(int)scope];
}

/// <summary>
/// Whether a unit's "done" waits for the superior (as it does unless somebody says otherwise) or confirms itself: for one duty, or for every
/// duty that the plan gives the unit, or for the whole plan.
/// </summary>
public sealed class SetConfirmation(LanToaDb db, OccurrenceAccess access)
{
    public enum Scope { Duty, Unit, Plan }

    public async Task<ConfirmationCounts> CountAsync(Obligation one, CancellationToken cancel = default)
    {
        var found = await db.Set<Obligation>().AsNoTracking().Where(o => o.PlanId == one.PlanId && o.Role != DutyRole.Coordinating)
            .GroupBy(o => new { Own = o.UnitId == one.UnitId, o.ConfirmsItself }).Select(g => new { g.Key.Own, g.Key.ConfirmsItself, Count = g.Count() }).ToListAsync(cancel);
        return new ConfirmationCounts(one.ConfirmsItself, found.Where(f => f is { Own: true, ConfirmsItself: true }).Sum(f => f.Count), found.Where(f => f.Own).Sum(f => f.Count),
            found.Where(f => f.ConfirmsItself).Sum(f => f.Count), found.Sum(f => f.Count));
    }

    /// <summary><paramref name="seen"/> is the <see cref="ConfirmationCounts.Mark"/> that the person had before them.</summary>
    public async Task<Outcome> HandleAsync(Guid obligationId, Scope scope, bool confirmsItself, string? seen, CancellationToken cancel = default)
    {
        var one = await db.Set<Obligation>().AsNoTracking().FirstOrDefaultAsync(o => o.Id == obligationId, cancel);
        if (one is null || !access.MayRead(one.UnitId, one.AssignerId)) return Outcome.NotFound;
        if (access.WhyNotJudge(one.UnitId, one.AssignerId) is { } denied) return Outcome.Denied(denied);
        var all = await db.Set<Obligation>()
            .Where(o => scope == Scope.Duty ? o.Id == one.Id : o.PlanId == one.PlanId && (scope == Scope.Plan || o.UnitId == one.UnitId))
            .Where(o => o.Role != DutyRole.Coordinating && o.ConfirmsItself != confirmsItself).ToListAsync(cancel);
        if (all.Count == 0) return Outcome.Already;
        if (all.Any(o => !access.MayJudge(o.UnitId, o.AssignerId))) return Outcome.Denied("Kế hoạch có việc của đơn vị mà bạn không xác nhận được; hãy chọn phạm vi hẹp hơn.");
        if (!(await CountAsync(one, cancel)).SaysTheSame(seen, scope)) return Outcome.Stale;
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
