using LanToa.Planning.Organizations;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>Upper tasks that the unit takes into a plan of its own; <see cref="NewPlanId"/> makes one for them.</summary>
public sealed record AdoptInput(Guid UnitId, Guid UpperPlanId, IReadOnlyList<Guid> Tasks, Guid? PlanId, Guid? NewPlanId = null);

/// <summary>An upper task as the unit words it itself. <paramref name="Key"/> is the id of the unit's task, given by the form.</summary>
public sealed record AdaptInput(Guid UnitId, Guid UpperPlanId, Guid UpperTaskId, Guid PlanId, Guid Key, TaskInput Task, string? Reason);

/// <summary>
/// Takes upper tasks into a draft of the unit: as they are (several at once), or adapted with a reason where less or later is planned, or another body leads.
/// The unit's tasks and the decisions are written together or not at all; pressed twice it happens once.
/// </summary>
public sealed class AdoptTasks(LanToaDb db, CascadeDesk desk, SavePlan plans, SaveTask save, IOrganizationDirectory directory, CascadeItems items, Clock clock)
{
    public async Task<CascadeStep> HandleAsync(AdoptInput input, CancellationToken cancel = default)
    {
        var into = input.PlanId;
        if (into is null && input.NewPlanId is { } made)
        {
            if (await NewPlanAsync(input, made, cancel) is { Count: > 0 } why) return new CascadeStep(why);
            into = made;
        }
        if (into is not { } plan) return CascadeStep.Refused("Bạn chưa chọn kế hoạch của đơn vị để đưa việc vào.", "Into");
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (chosen, refused) = await desk.HoldAsync(input.UnitId, input.UpperPlanId, input.Tasks, cancel);
        if (refused is not null) return refused;
        if (await ForeignAsync(plan, input.UnitId, cancel) is { } foreign) return foreign;
        var adopted = new List<(CascadeItem Item, Guid Id, string Text)>();
        var copies = (await items.CopiesAsync(input.UnitId, [.. chosen.Select(i => i.Task.Id)], cancel)).Where(c => c.Lower.Plan.Id == plan).ToLookup(c => c.Upper, c => c.Lower.Task);
        foreach (var item in chosen.Where(i => i.Kind == CascadeKind.Open))
        {
            // The draft was made from the upper plan and holds the task still.
            if (copies[item.Task.Id].FirstOrDefault() is { } copy)
            {
                adopted.Add((item, copy.Id, copy.Text));
                continue;
            }
            var (id, task) = (await FreeIdAsync(plan, item.Task.Id, cancel), AsAsked(item, input.UnitId));
            // A task left from an earlier decision that was taken back is taken up again.
            var there = await db.Set<PlanTask>().AsNoTracking().AnyAsync(t => t.Id == id, cancel);
            var saved = there ? PlanEdit.Done : await save.WithinAsync(new PlanTaskInput(id, plan, 0, task), cancel);
            if (!saved.IsDone) return new CascadeStep([.. saved.WhyNot.Select(p => new FieldProblem("", $"“{PlanWords.Short(item.Task.Text)}”: {p.Message}"))]);
            adopted.Add((item, id, task.Text));
        }
        // After all tasks: saving a task would write the decision before it under the verb of a task.
        foreach (var (item, id, text) in adopted) await desk.WriteAsync(input.UnitId, item, CascadeKind.Adopted, null, [(plan, id, text)], cancel);
        if (adopted.Count == 0 && chosen.FirstOrDefault(i => i.Kind != CascadeKind.Adopted) is { } other) return CascadeStep.Refused(CascadeDesk.Decided(other));
        await db.Because("cascade.adopt").SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new CascadeStep([], adopted.Count, chosen.Count - adopted.Count);
    }

    public async Task<CascadeStep> AdaptAsync(AdaptInput input, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (chosen, refused) = await desk.HoldAsync(input.UnitId, input.UpperPlanId, [input.UpperTaskId], cancel);
        if (refused is not null) return refused;
        var item = chosen[0];
        if (item.Kind != CascadeKind.Open) return item.Answers.Any(a => a.Task.Id == input.Key) ? new CascadeStep([], 0, 1) : CascadeStep.Refused(CascadeDesk.Decided(item));
        if (await ForeignAsync(input.PlanId, input.UnitId, cancel) is { } foreign) return foreign;
        // Who says another number for the period means what comes out of it, too.
        if (input.Task.Products.SequenceEqual(item.Task.Products)) input = input with { Task = input.Task with { Products = SaveTask.Counted(item.Task.Products, item.Task.Rule, input.Task.Rule) } };
        if (CascadeDesk.ReasonProblem(input.Reason, WhyReason(item, [input.Task], input.UnitId) is { Length: > 0 }, WhyReason(item, [input.Task], input.UnitId)) is { } lacks) return new CascadeStep([lacks]);
        var saved = await save.WithinAsync(new PlanTaskInput(input.Key, input.PlanId, 0, input.Task), cancel);
        if (!saved.IsDone) return new CascadeStep(saved.WhyNot);
        await desk.WriteAsync(input.UnitId, item, CascadeKind.Adapted, input.Reason, [(input.PlanId, input.Key, input.Task.Text)], cancel);
        await db.Because("cascade.adapt", input.Reason).SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new CascadeStep([], 1);
    }

    /// <summary>The upper task in its own words, as a task of the unit; whoever only coordinates says so.</summary>
    public static TaskInput AsAsked(CascadeItem item, Guid unit)
    {
        var task = item.Task;
        var text = item.Role == PartyRole.Coordinating ? $"Phối hợp thực hiện: {task.Text}" : task.Text;
        return new TaskInput(text, $"Thực hiện {item.Upper.Numbered()}", TaskModality.Command, [new ItemParty("", unit).Key], [], task.Rule)
        {
            Channels = task.Channels, Topics = task.Topics, Audiences = task.Audiences, Products = task.Products,
        };
    }

    /// <summary>Why a reason is needed: less, later, or led by somebody who is no part of the unit; empty when nothing is.</summary>
    public string WhyReason(CascadeItem item, IReadOnlyList<TaskInput> tasks, Guid unit)
    {
        var differences = Coverage.Differences(TaskMeasure.Of(item.Task.Rule, item.Task.Products), [.. tasks.Select(t => TaskMeasure.Of(t.Rule, t.Products))]).Select(f => f.Words).ToList();
        if (tasks.Any(t => t.Leads.Any(l => ItemParty.Meaning(l).Unit is not { } lead || !directory.IsWithin(lead, unit)))) differences.Add("Cơ quan chủ trì không phải là đơn vị hoặc bộ phận của đơn vị.");
        return string.Join(" ", differences);
    }

    /// <summary>Tasks are only taken into the unit's own plans.</summary>
    internal async Task<CascadeStep?> ForeignAsync(Guid plan, Guid unit, CancellationToken cancel) =>
        await db.Set<Plan>().AsNoTracking().AnyAsync(p => p.Id == plan && p.IssuerId == unit, cancel) ? null : CascadeStep.Refused("Kế hoạch đã chọn không phải của đơn vị; hãy chọn lại.", "Into");

    // The next id where the one before belongs to a task that was withdrawn.
    private async Task<Guid> FreeIdAsync(Guid plan, Guid task, CancellationToken cancel)
    {
        for (var number = 0; ; number++)
        {
            var id = CascadeDesk.IdOf("task", plan, task, number);
            if (!await db.Set<PlanTask>().AnyAsync(t => t.Id == id && t.State == TaskState.Withdrawn, cancel)) return id;
        }
    }

    private async Task<IReadOnlyList<FieldProblem>> NewPlanAsync(AdoptInput input, Guid id, CancellationToken cancel)
    {
        if (await items.OfPlanAsync(input.UnitId, input.UpperPlanId, cancel) is not { } found) return [new("", CascadeDesk.NotFound)];
        if (input.Tasks.Count == 0) return [new("ids", "Bạn chưa chọn việc nào.")];
        // Pressed twice: the first press has made it.
        if (await db.Set<Plan>().AsNoTracking().AnyAsync(p => p.Id == id && p.IssuerId == input.UnitId, cancel)) return [];
        // Somebody else was faster: no empty plan is left behind.
        var chosen = found.Items.Where(i => input.Tasks.Contains(i.Task.Id)).ToList();
        if (chosen.Count > 0 && chosen.TrueForAll(i => i.Kind != CascadeKind.Open)) return [new("", CascadeDesk.Decided(chosen[0]))];
        var upper = found.Plan.Plan;
        var year = CascadeItems.YearOf(upper) ?? clock.Today.Year;
        var title = upper.NumberAndSymbol.Length > 0 ? $"Thực hiện {upper.Numbered()} về {PlanAnnex.Lower(upper.Title)}" : $"Thực hiện {upper.Numbered()}";
        var saved = await plans.HandleAsync(new DocumentInput(id, 0, null, null, null, input.UnitId, null, null, PlanWords.Short(title, 900), upper.PeriodFrom ?? new DateOnly(year, 1, 1), upper.PeriodTo ?? new DateOnly(year, 12, 31), null, null, null), cancel);
        return saved.WhyNot;
    }
}
