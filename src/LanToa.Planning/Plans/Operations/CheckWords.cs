using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>A person has compared the doubtful restored words of a plan with its original: they are marked no longer. Pressed twice it happens once.</summary>
public sealed class CheckWords(LanToaDb db, PlanRights rights)
{
    public IReadOnlyList<string> WhyNot(Plan plan) => rights.WhyNot(PlanPermissions.Write, plan.IssuerId, "xác nhận chữ khôi phục của kế hoạch này");

    public async Task<PlanEdit> HandleAsync(Guid planId, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockPlanAsync(planId, cancel) is not { } plan) return PlanEdit.Refused(["Không tìm thấy kế hoạch trong phạm vi của bạn."]);
        if (WhyNot(plan) is { Count: > 0 } why) return PlanEdit.Refused(why);
        var doubtful = (await db.Set<PlanStatement>().Where(s => s.PlanId == planId).ToListAsync(cancel)).FindAll(s => s.Doubts.Count > 0);
        if (doubtful.Count == 0) return PlanEdit.Done;
        db.RecordEvent("plan", planId, "plan.check-words", $"{doubtful.Sum(s => s.Doubts.Count)} chữ khôi phục chưa chắc trong {doubtful.Count} câu");
        foreach (var statement in doubtful) statement.Doubts = [];
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return PlanEdit.Done;
    }
}
