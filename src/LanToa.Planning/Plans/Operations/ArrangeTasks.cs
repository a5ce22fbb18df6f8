using LanToa.Contracts.Plans;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>
/// Withdraws a task. In a draft it leaves the plan; in an issued plan, with a reason, its duties end from today on and what is past stays.
/// Pressed twice it happens once.
/// </summary>
public sealed class WithdrawTask(LanToaDb db, Events events, PlanRights rights)
{
    public async Task<PlanEdit> HandleAsync(Guid taskId, Guid planId, string? reason, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var done = await WithinAsync(taskId, planId, reason, cancel);
        if (done.IsDone) await transaction.CommitAsync(cancel);
        return done;
    }

    /// <summary>The same inside the caller's transaction, which is given up unless it is done.</summary>
    internal async Task<PlanEdit> WithinAsync(Guid taskId, Guid planId, string? reason, CancellationToken cancel)
    {
        var plan = await db.LockPlanAsync(planId, cancel);
        var task = await db.Set<PlanTask>().FirstOrDefaultAsync(t => t.Id == taskId && t.PlanId == planId, cancel);
        if (plan is null || task is null) return PlanEdit.Refused(["Không tìm thấy nhiệm vụ này."]);
        if (rights.WhyNotWithdraw(plan) is { Count: > 0 } why) return PlanEdit.Refused(why);
        if (task.State == TaskState.Withdrawn) return PlanEdit.Done;
        var issued = plan.State is PlanState.Issued or PlanState.InProgress;
        if (issued && string.IsNullOrWhiteSpace(reason)) return new PlanEdit([new("Reason", "Hãy ghi lý do rút nhiệm vụ; các cơ quan đang thực hiện sẽ thấy lý do này.")]);
        task.State = TaskState.Withdrawn;
        db.Touch(plan);
        if (issued) await events.PublishAsync(new PlanTaskWithdrawn(plan.ProvinceId, plan.Id, task.Id, reason!.Trim()), cancel);
        await db.Because("plan-task.withdraw", reason).SaveChangesAsync(cancel);
        return PlanEdit.Done;
    }

    /// <summary>Takes a task of a draft back into it.</summary>
    public async Task<PlanEdit> RestoreAsync(Guid taskId, Guid planId, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var plan = await db.LockPlanAsync(planId, cancel);
        var task = await db.Set<PlanTask>().FirstOrDefaultAsync(t => t.Id == taskId && t.PlanId == planId, cancel);
        if (plan is null || task is null) return PlanEdit.Refused(["Không tìm thấy nhiệm vụ này."]);
        if (rights.WhyNotEdit(plan) is { Count: > 0 } why) return PlanEdit.Refused(why);
        task.State = TaskState.Active;
        if (plan.SourceFileId is null && !await db.Set<PlanStatement>().AnyAsync(s => s.PlanId == planId && task.StatementKeys.Contains(s.Key), cancel))
        {
            // Its sentence was removed from the text meanwhile: every task answers one.
            var (place, label) = await db.MakeRoomAsync(planId, task.Section, cancel);
            var sentence = new PlanStatement { ProvinceId = plan.ProvinceId, PlanId = planId, Ordinal = place, Label = label, Key = TaskSentences.OwnKeyOf(taskId), Kind = "item", Path = task.Section is { } section ? [section] : [], Text = task.Text };
            db.Add(sentence);
            task.StatementKeys = [sentence.Key];
        }
        db.Touch(plan);
        await db.Because("plan-task.restore").SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return PlanEdit.Done;
    }
}

/// <summary>
/// Puts a task just before or after another one of the plan. Pressed twice it moves once; asked on a page that others have changed since, it moves
/// nothing and says so. In a plan without a document its own sentences follow.
/// </summary>
public sealed class MoveTask(LanToaDb db, PlanRights rights)
{
    private const int NameLength = 80;

    /// <param name="version">The plan's, as the person saw it.</param>
    public async Task<PlanEdit> HandleAsync(Guid taskId, Guid planId, int version, Guid neighbour, bool after, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var plan = await db.LockPlanAsync(planId, cancel);
        if (plan is null) return PlanEdit.Refused(["Không tìm thấy kế hoạch trong phạm vi của bạn."]);
        if (rights.WhyNotEdit(plan) is { Count: > 0 } why) return PlanEdit.Refused(why);
        var tasks = await db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == planId).OrderBy(t => t.State == TaskState.Withdrawn).ThenBy(t => t.Ordinal).ThenBy(t => t.Id).ToListAsync(cancel);
        var active = tasks.Count(t => t.State == TaskState.Active);
        int from = tasks.FindIndex(t => t.Id == taskId), beside = tasks.FindIndex(t => t.Id == neighbour);
        if (from >= 0 && beside >= 0 && from == beside + (after ? 1 : -1)) return PlanEdit.Done;
        if (plan.Version != version) return PlanEdit.Moved;
        if (from < 0 || from >= active || beside < 0 || beside >= active || from == beside) return PlanEdit.Refused(["Không tìm thấy nhiệm vụ này."]);
        var moved = tasks[from];
        tasks.RemoveAt(from);
        var to = tasks.FindIndex(t => t.Id == neighbour) + (after ? 1 : 0);
        tasks.Insert(to, moved);
        // A plan that was drafted from another, or amends one, has a text of its own around the tasks, which keeps its order.
        var follows = plan is { SourceFileId: null, AmendsId: null } && !await db.Set<PlanOrigin>().AnyAsync(o => o.PlanId == planId, cancel);
        // A sentence around the tasks (a ground, a purpose) keeps its place: the tasks' own ones are put into theirs.
        var own = follows ? await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == planId && s.Key.StartsWith(TaskSentences.OwnKey)).OrderBy(s => s.Ordinal).Select(s => new { s.Key, s.Ordinal }).ToListAsync(cancel) : [];
        var places = new Queue<int>(own.Select(s => s.Ordinal));
        foreach (var key in tasks.Select(t => TaskSentences.OwnKeyOf(t.Id)).Where(k => own.Exists(s => s.Key == k)))
            if (places.Dequeue() is var place && own.Find(s => s.Key == key)!.Ordinal != place) await db.Set<PlanStatement>().Where(s => s.PlanId == planId && s.Key == key).ExecuteUpdateAsync(set => set.SetProperty(s => s.Ordinal, place), cancel);
        // Places are no part of what two people edit: the tasks' versions stand, and the history has one line.
        foreach (var (task, n) in tasks.Select((t, n) => (t, n)).Where(p => p.t.Ordinal != p.n))
            await db.Set<PlanTask>().Where(t => t.Id == task.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.Ordinal, n), cancel);
        db.Touch(plan);
        db.RecordEvent("plan", planId, "plan-task.move", $"“{PlanWords.Short(moved.Text, NameLength)}” từ vị trí {from + 1} đến vị trí {to + 1}");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return PlanEdit.Done;
    }
}

/// <summary>Leaves members of a group out of one task of a drafted plan, each with a reason; whoever is not named takes part again.</summary>
public sealed class ExcludeMembers(LanToaDb db, PlanRights rights, TaskPeople people, PartyMembers members, OrganizationDirectory directory, Clock clock)
{
    public const string NoReason = "Bạn chưa ghi lý do bỏ đơn vị khỏi nhóm.";

    public async Task<PlanEdit> HandleAsync(Guid taskId, Guid planId, int version, Guid group, IReadOnlyList<ExcludedMember> excluded, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var plan = await db.LockPlanAsync(planId, cancel);
        var task = await db.Set<PlanTask>().FirstOrDefaultAsync(t => t.Id == taskId && t.PlanId == planId, cancel);
        if (plan is null || task is null) return PlanEdit.Refused(["Không tìm thấy nhiệm vụ này."]);
        if (rights.WhyNotEdit(plan) is { Count: > 0 } why) return PlanEdit.Refused(why);
        if (task.Version != version) return PlanEdit.Stale;
        if (excluded.Any(e => string.IsNullOrWhiteSpace(e.Reason))) return PlanEdit.Refused([NoReason]);
        var (leads, coordinating) = await people.OfAsync(taskId, cancel);
        if (leads.Concat(coordinating).FirstOrDefault(p => p.GroupId == group) is not { } party) return PlanEdit.Refused(["Nhóm này không còn trong nhiệm vụ."]);
        var all = await members.OfAsync(party, plan.IssuerId, plan.Date ?? clock.Today, cancel);
        if (all.All(u => excluded.Any(e => e.OrganizationId == u.Id))) return PlanEdit.Refused(["Nhóm phải còn ít nhất một đơn vị; nếu không đơn vị nào phải làm, hãy bỏ nhóm khỏi nhiệm vụ."]);
        await people.ReplaceAsync(task, Without(leads), Without(coordinating), cancel);
        task.Describe(leads.Select(p => Words(p)), coordinating.Select(p => Words(p)));
        db.Touch(plan);
        db.RecordEvent("plan", planId, "plan-task.exclude", excluded.Count == 0 ? "Cả nhóm cùng thực hiện" : string.Join("; ", excluded.Select(e => $"{directory.Find(e.OrganizationId)?.Name}: {e.Reason}")));
        // The parties are rows of their own; the task's version says that what a form of it shows has changed.
        db.Entry(task).Property(t => t.PartyWords).IsModified = true;
        await db.Because("plan-task.exclude").SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return PlanEdit.Done;

        List<ItemParty> Without(List<ItemParty> parties) => [.. parties.Select(p => p.GroupId == group ? p with { Excluded = excluded } : p)];
    }

    private string Words(ItemParty party) => party.OrganizationId is { } unit && directory.Find(unit) is { } known ? known.Name : party.Printed;
}
