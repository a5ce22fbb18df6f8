using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>A remark on a task, on a sentence, or on the whole plan. The form gives it its id, so that sending it twice makes one.</summary>
public sealed record RemarkInput(Guid Id, Guid PlanId, Guid? TaskId, string? Statement, string? Text);

/// <summary>The remarks of a plan. Those who approve write them while it waits for them; those who draft it answer.</summary>
public sealed class PlanRemarks(LanToaDb db, Actor actor, PlanRights rights, Clock clock)
{
    private const int Longest = 4000;

    private readonly Dictionary<Guid, IReadOnlyList<PlanRemark>> _known = [];

    /// <summary>All of them, in the order in which they were written; read once for a page. What was said before issuing stays with the issuer's people.</summary>
    public async Task<IReadOnlyList<PlanRemark>> OfAsync(Plan plan, CancellationToken cancel = default)
    {
        if (!MayRead(plan)) return [];
        return _known.TryGetValue(plan.Id, out var known) ? known : _known[plan.Id] = await db.Set<PlanRemark>().AsNoTracking().Where(r => r.PlanId == plan.Id).OrderBy(r => r.At).ThenBy(r => r.Id).ToListAsync(cancel);
    }

    public bool MayRead(Plan plan) => actor.Can(PlanPermissions.Read, plan.IssuerId);

    public IReadOnlyList<string> WhyNotWrite(Plan plan) => rights.WhyNot(PlanPermissions.Approve, plan.IssuerId, "góp ý vào kế hoạch trình duyệt") is { Count: > 0 } why ? why
        : plan.State is PlanState.Submitted or PlanState.Approved ? [] : [$"Kế hoạch đang ở trạng thái “{plan.State.Name()}”; chỉ góp ý khi kế hoạch đã trình duyệt và chưa ban hành."];

    public IReadOnlyList<string> WhyNotAnswer(Plan plan) => rights.WhyNot(PlanPermissions.Write, plan.IssuerId, "trả lời góp ý") is { Count: > 0 } why ? why
        : plan.State is PlanState.Drafted or PlanState.Submitted or PlanState.Approved ? [] : [$"Kế hoạch đã ở trạng thái “{plan.State.Name()}”; góp ý được giữ nguyên để xem lại."];

    public async Task<PlanEdit> WriteAsync(RemarkInput input, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockPlanAsync(input.PlanId, cancel) is not { } plan || input.Id == Guid.Empty) return PlanEdit.Refused(["Không tìm thấy kế hoạch trong phạm vi của bạn."]);
        if (WhyNotWrite(plan) is { Count: > 0 } why) return PlanEdit.Refused(why);
        if (Problem("Text", input.Text, "Bạn chưa ghi góp ý.") is { } wrong) return wrong;
        if (await db.Set<PlanRemark>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == input.Id, cancel) is { } made)
            return made.PlanId == plan.Id && made.Text == input.Text!.Trim() ? PlanEdit.Done : PlanEdit.Refused(["Góp ý đã được gửi từ biểu mẫu này rồi; hãy mở lại trang để ghi góp ý khác."]);
        if (input.TaskId is { } task && !await db.Set<PlanTask>().AnyAsync(t => t.Id == task && t.PlanId == plan.Id, cancel)) return new PlanEdit([new("About", "Nhiệm vụ này không còn trong kế hoạch; hãy chọn lại.")]);
        if (input.Statement is { } key && !await db.Set<PlanStatement>().AnyAsync(s => s.PlanId == plan.Id && s.Key == key, cancel)) return new PlanEdit([new("About", "Câu này không còn trong kế hoạch; hãy chọn lại.")]);
        db.Add(new PlanRemark
        {
            ProvinceId = plan.ProvinceId, Id = input.Id, PlanId = plan.Id, TaskId = input.TaskId, StatementKey = input.TaskId is null ? input.Statement : null, Text = input.Text!.Trim(), ById = actor.AccountId, ByName = actor.Name, At = clock.Now,
        });
        await db.Because("plan-remark.create").SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return PlanEdit.Done;
    }

    public async Task<PlanEdit> AnswerAsync(Guid planId, Guid remarkId, int version, string? answer, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockPlanAsync(planId, cancel) is not { } plan || await db.Set<PlanRemark>().FirstOrDefaultAsync(r => r.Id == remarkId && r.PlanId == planId, cancel) is not { } remark) return PlanEdit.Refused(["Không tìm thấy góp ý này."]);
        if (WhyNotAnswer(plan) is { Count: > 0 } why) return PlanEdit.Refused(why);
        if (Problem("Answer", answer, "Bạn chưa ghi đã tiếp thu, giải trình thế nào.") is { } wrong) return wrong;
        if (remark.Answer == answer!.Trim()) return PlanEdit.Done;
        if (remark.Version != version) return PlanEdit.Stale;
        (remark.Answer, remark.AnsweredByName, remark.AnsweredAt) = (answer.Trim(), actor.Name, clock.Now);
        await db.Because("plan-remark.answer").SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return PlanEdit.Done;
    }

    private static PlanEdit? Problem(string field, string? text, string none) => string.IsNullOrWhiteSpace(text) ? new PlanEdit([new(field, none)])
        : text.Trim().Length > Longest ? new PlanEdit([new(field, $"Dài quá {VietnameseFormat.Number(Longest)} ký tự; hãy rút gọn.")]) : null;
}
