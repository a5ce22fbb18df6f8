using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>Which task of the plan a task of the amendment is; null: none of them, it is new. The version is the amendment's as the person saw it.</summary>
public sealed record PairInput(Guid AmendmentId, int Version, Guid TaskId, Guid? Continues);

/// <summary>
/// A person's word goes before what the words tell: "this is that task", "these are two different tasks". The difference is made from it anew; whoever has it open to apply it is told.
/// Said twice it is said once.
/// </summary>
public sealed class PairTasks(LanToaDb db, StartAmendment start)
{
    public const string Verb = "plan.amendment-pair";

    public async Task<PlanEdit> HandleAsync(PairInput input, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var planId = await db.Set<Plan>().Where(p => p.Id == input.AmendmentId).Select(p => p.AmendsId).FirstOrDefaultAsync(cancel);
        // The plan first, as everyone else does who changes it.
        if (planId is null || await db.LockPlanAsync(planId.Value, cancel) is not { } plan || await db.LockPlanAsync(input.AmendmentId, cancel) is not { } amendment) return PlanEdit.Refused(["Không tìm thấy bản điều chỉnh này."]);
        if (WhyNot(plan, amendment) is { Count: > 0 } why) return PlanEdit.Refused(why);
        var tasks = await db.Set<PlanTask>().Where(t => t.PlanId == amendment.Id && t.State == TaskState.Active).ToListAsync(cancel);
        if (tasks.Find(t => t.Id == input.TaskId) is not { } task) return PlanEdit.Refused(["Nhiệm vụ này không còn trong bản điều chỉnh."]);
        var of = input.Continues is { } wanted ? await db.Set<PlanTask>().AsNoTracking().FirstOrDefaultAsync(t => t.Id == wanted && t.PlanId == plan.Id && t.State == TaskState.Active, cancel) : null;
        if (input.Continues is not null && of is null) return new PlanEdit([new("Continues", "Nhiệm vụ đã chọn không còn trong kế hoạch; hãy chọn lại.")]);
        if (task.ContinuesId == input.Continues && task.StandsAlone == input.Continues is null) return PlanEdit.Done;
        if (amendment.Version != input.Version) return new PlanEdit([new("", "Bản điều chỉnh vừa được người khác sửa nên chưa ghép lại. Trang đã hiện bản mới nhất; hãy xem rồi lưu lại.")], IsStale: true);
        // A task of the plan goes on in one task only: what was said or copied before gives way.
        foreach (var other in tasks.Where(t => t != task && input.Continues is not null && t.ContinuesId == input.Continues)) other.ContinuesId = null;
        (task.ContinuesId, task.StandsAlone) = (input.Continues, input.Continues is null);
        db.Touch(amendment);
        db.RecordEvent("plan", amendment.Id, Verb, of is null ? $"“{PlanWords.Short(task.Text, 200)}” là nhiệm vụ mới" : $"“{PlanWords.Short(task.Text, 200)}” là nhiệm vụ “{PlanWords.Short(of.Text, 200)}” của kế hoạch");
        await db.Because(Verb).SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return PlanEdit.Done;
    }

    public IReadOnlyList<string> WhyNot(Plan plan, Plan amendment) => start.WhyNot(plan) is { Count: > 0 } why ? why : amendment.State switch
    {
        PlanState.Applied => [ApplyAmendment.AlreadyApplied(amendment)],
        PlanState.Withdrawn => ["Bản điều chỉnh này đã thu hồi."],
        _ => [],
    };
}
