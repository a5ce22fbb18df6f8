using LanToa.Contracts.Organizations;
using LanToa.Contracts.Plans;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>Which words of which tasks mean which unit from now on.</summary>
public sealed record GiveInput(Guid PlanId, string Printed, Guid? UnitId, IReadOnlyList<Guid> Tasks, string? Reason);

/// <summary>
/// Gives words of an issued plan that bind nobody (<see cref="TaskParty.AsPrinted"/>) to a unit: it owes those tasks from today on. The plan asks nothing new,
/// so this is no amendment. Pressed twice it happens once.
/// </summary>
public sealed class GiveWords(LanToaDb db, PlanRights rights, PartyMembers members, Events events, IOrganizationDirectory directory, Clock clock)
{
    private const int LongestReason = 2000;

    /// <summary>Why this person may not give words of the plan to a unit now.</summary>
    public static IReadOnlyList<string> WhyNot(Plan plan, PlanRights rights) => plan.State is PlanState.Issued or PlanState.InProgress ? rights.WhyNot(PlanPermissions.Issue, plan.IssuerId, "giao việc cho đơn vị")
        : [plan.State is PlanState.Closed or PlanState.Withdrawn ? $"Kế hoạch đã ở trạng thái “{plan.State.Name()}”." : "Kế hoạch chưa ban hành: hãy sửa nhiệm vụ và chọn đơn vị."];

    public async Task<PlanEdit> HandleAsync(GiveInput input, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockPlanAsync(input.PlanId, cancel) is not { } plan) return PlanEdit.Refused(["Không tìm thấy kế hoạch trong phạm vi của bạn."]);
        if (WhyNot(plan, rights) is { Count: > 0 } why) return PlanEdit.Refused(why);
        if (Problems(input) is { Count: > 0 } problems) return new PlanEdit(problems);
        var (unit, all) = (directory.Find(input.UnitId!.Value)!, await db.Set<TaskParty>().Where(p => p.PlanId == plan.Id).OrderBy(p => p.Ordinal).ToListAsync(cancel));
        var given = new List<PlanTask>();
        foreach (var task in await db.Set<PlanTask>().Where(t => t.PlanId == plan.Id && t.State == TaskState.Active && input.Tasks.Contains(t.Id)).OrderBy(t => t.Ordinal).ToListAsync(cancel))
        {
            var parties = all.FindAll(p => p.TaskId == task.Id);
            var open = parties.FindAll(p => p.AsPrinted && p.Printed == input.Printed);
            if (open.Count == 0)
            {
                if (parties.Find(p => p.Printed == input.Printed && p.GivenOn is not null) is not { OrganizationId: { } taken }) return Refused("Có nhiệm vụ không còn chữ này; hãy tải lại trang.");
                if (taken != unit.Id) return Refused($"“{PlanWords.Short(task.Text)}” vừa được giao cho {directory.Find(taken)?.Name}; hãy bỏ chọn nhiệm vụ đó.");
                continue;
            }
            foreach (var party in parties.Except(open))
                if ((await members.OfAsync(plan, party, plan.Date ?? clock.Today, cancel)).Any(u => u.Id == unit.Id)) return Refused($"{unit.Name} đã {party.Role.Name().ToLowerInvariant()} ở nhiệm vụ “{PlanWords.Short(task.Text)}”; hãy bỏ chọn nhiệm vụ đó hoặc chọn đơn vị khác.");
            // The same words twice in one task bind the unit once.
            foreach (var party in open) (party.AsPrinted, party.GivenOn) = (false, clock.Today);
            open[0].OrganizationId = unit.Id;
            task.Describe(Names(parties.Where(p => p.Role != PartyRole.Coordinating)), Names(parties.Where(p => p.Role == PartyRole.Coordinating)));
            given.Add(task);
        }
        if (given.Count == 0) return PlanEdit.Done;
        db.Touch(plan);
        await events.PublishAsync(new PlanWordsGiven(plan.ProvinceId, plan.Id, unit.Id), cancel);
        await db.Because("plan-task.give", string.IsNullOrWhiteSpace(input.Reason) ? null : input.Reason.Trim()).SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return PlanEdit.Done;

        static PlanEdit Refused(string why) => new([new(nameof(GiveInput.Tasks), why)]);
    }

    private List<FieldProblem> Problems(GiveInput input)
    {
        var problems = new List<FieldProblem>();
        if (input.UnitId is not { } unit || directory.Find(unit) is not { } body) problems.Add(new(nameof(GiveInput.UnitId), "Bạn chưa chọn đơn vị để giao."));
        else if (!body.ExistsOn(clock.Today)) problems.Add(new(nameof(GiveInput.UnitId), $"{body.Name} không còn hoạt động hôm nay; hãy chọn đơn vị đang thực hiện nhiệm vụ."));
        if (input.Tasks.Count == 0) problems.Add(new(nameof(GiveInput.Tasks), "Bạn chưa chọn nhiệm vụ nào."));
        if (input.Reason?.Length > LongestReason) problems.Add(new(nameof(GiveInput.Reason), $"Lý do dài quá {LongestReason} chữ; hãy rút gọn."));
        return problems;
    }

    private IEnumerable<string> Names(IEnumerable<TaskParty> parties) => parties.Select(p => p.OrganizationId is { } unit && directory.Find(unit) is { } known ? known.Name : p.Printed).Distinct();
}
