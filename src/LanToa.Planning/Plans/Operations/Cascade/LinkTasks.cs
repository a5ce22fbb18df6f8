using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>Which tasks of the unit's own plans answer which upper ones.</summary>
public sealed record LinkInput(Guid UnitId, Guid UpperPlanId, IReadOnlyList<(Guid Upper, Guid Own)> Pairs);

/// <summary>Says that tasks of the unit's own plans, drafted or issued, answer upper ones already. Several at once; pressed twice it happens once.</summary>
public sealed class LinkTasks(LanToaDb db, CascadeDesk desk)
{
    public async Task<CascadeStep> HandleAsync(LinkInput input, CancellationToken cancel = default)
    {
        if (input.Pairs.Count == 0) return CascadeStep.Refused("Bạn chưa chọn nhiệm vụ nào của đơn vị.", "Own");
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (chosen, refused) = await desk.HoldAsync(input.UnitId, input.UpperPlanId, [.. input.Pairs.Select(p => p.Upper).Distinct()], cancel);
        if (refused is not null) return refused;
        Guid[] ids = [.. input.Pairs.Select(p => p.Own).Distinct()];
        var own = await (from t in db.Set<PlanTask>().AsNoTracking() join p in db.Set<Plan>() on t.PlanId equals p.Id
                         where ids.Contains(t.Id) && p.IssuerId == input.UnitId && t.State == TaskState.Active && p.State != PlanState.Withdrawn select t).ToDictionaryAsync(t => t.Id, cancel);
        if (own.Count != ids.Length) return CascadeStep.Refused("Có nhiệm vụ không còn trong kế hoạch của đơn vị; hãy tải lại trang rồi chọn lại.", "Own");
        var (decided, before) = (0, 0);
        foreach (var item in chosen)
        {
            var answers = input.Pairs.Where(p => p.Upper == item.Task.Id).Select(p => own[p.Own]).DistinctBy(t => t.Id).ToList();
            if (item.Kind == CascadeKind.Open)
            {
                await desk.WriteAsync(input.UnitId, item, CascadeKind.Linked, null, [.. answers.Select(t => (t.PlanId, t.Id, t.Text))], cancel);
                decided++;
            }
            else if (answers.TrueForAll(t => item.Answers.Any(a => a.Task.Id == t.Id))) before++;
            else return CascadeStep.Refused(CascadeDesk.Decided(item));
        }
        await db.Because("cascade.link").SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new CascadeStep([], decided, before);
    }
}
