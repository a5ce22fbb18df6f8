using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>Makes an issued plan readable for everyone without signing in, or takes that back. Pressed twice it happens once.</summary>
public sealed class PublishPlan(LanToaDb db, PlanRights rights, Clock clock)
{
    public const string Verb = "plan.publish", EndVerb = "plan.end-publishing";

    /// <summary>Why this person does not decide whether everyone may read the plan.</summary>
    public IReadOnlyList<string> WhyNotDecide(Plan plan) => rights.WhyNot(PlanPermissions.Issue, plan.IssuerId, "công khai hoặc thôi công khai kế hoạch này");

    /// <summary>Why the plan cannot be made public now; the same reasons guard the write.</summary>
    public async Task<IReadOnlyList<string>> WhyNotAsync(Plan plan, CancellationToken cancel = default)
    {
        if (WhyNotDecide(plan) is { Count: > 0 } denied) return denied;
        if (plan.AmendsId is not null) return ["Đây là bản điều chỉnh: áp dụng rồi thì nội dung đã điều chỉnh hiện ở trang công khai của kế hoạch."];
        if (!plan.State.IsPublished()) return [$"Kế hoạch đang ở trạng thái “{plan.State.Name()}”; chỉ công khai được kế hoạch đã ban hành, đang thực hiện hoặc đã kết thúc."];
        var doubtful = (await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == plan.Id).Select(s => s.Doubts).ToListAsync(cancel)).Sum(d => d.Count);
        return doubtful == 0 ? [] : [$"Còn {doubtful} chữ khôi phục chưa chắc. Hãy so với bản gốc và xác nhận ở trang kế hoạch rồi mới công khai."];
    }

    /// <param name="isPublic">Whether everyone may read it from now on.</param>
    public async Task<PlanEdit> HandleAsync(Guid planId, bool isPublic, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockPlanAsync(planId, cancel) is not { } plan) return PlanEdit.Refused(["Không tìm thấy kế hoạch trong phạm vi của bạn."]);
        if (WhyNotDecide(plan) is { Count: > 0 } denied) return PlanEdit.Refused(denied);
        if (plan.PublishedOn is not null == isPublic) return PlanEdit.Done;
        if (isPublic && await WhyNotAsync(plan, cancel) is { Count: > 0 } why) return PlanEdit.Refused(why);
        plan.PublishedOn = isPublic ? clock.Today : null;
        await db.Because(isPublic ? Verb : EndVerb).SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return PlanEdit.Done;
    }
}
