using LanToa.Planning.Organizations;
using LanToa.Platform.Data;

namespace LanToa.Planning.Plans;

/// <summary>An upper task that becomes several tasks of the unit. <paramref name="Key"/> is given by the form: the parts' ids follow from it.</summary>
public sealed record SplitInput(Guid UnitId, Guid UpperPlanId, Guid UpperTaskId, Guid PlanId, Guid Key, IReadOnlyList<TaskInput> Parts, string? Reason);

/// <summary>Splits an upper task into two or more tasks of a draft of the unit. All of it is written, or nothing; pressed twice it happens once.</summary>
public sealed class SplitTask(LanToaDb db, CascadeDesk desk, AdoptTasks adopt, SaveTask save)
{
    public const int Most = 6;

    public async Task<CascadeStep> HandleAsync(SplitInput input, CancellationToken cancel = default)
    {
        if (input.Parts.Count < 2) return CascadeStep.Refused("Tách thì cần ít nhất hai nhiệm vụ; chỉ một nhiệm vụ thì dùng “Điều chỉnh”.", "Parts");
        if (input.Parts.Count > Most) return CascadeStep.Refused($"Tách thành nhiều nhất {Most} nhiệm vụ.", "Parts");
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (chosen, refused) = await desk.HoldAsync(input.UnitId, input.UpperPlanId, [input.UpperTaskId], cancel);
        if (refused is not null) return refused;
        var item = chosen[0];
        var ids = input.Parts.Select((_, n) => CascadeDesk.IdOf("part", input.Key, input.UpperTaskId, n)).ToList();
        if (item.Kind != CascadeKind.Open) return item.Answers.Any(a => a.Task.Id == ids[0]) ? new CascadeStep([], 0, 1) : CascadeStep.Refused(CascadeDesk.Decided(item));
        if (await adopt.ForeignAsync(input.PlanId, input.UnitId, cancel) is { } foreign) return foreign;
        var why = adopt.WhyReason(item, input.Parts, input.UnitId);
        if (CascadeDesk.ReasonProblem(input.Reason, why.Length > 0, why) is { } lacks) return new CascadeStep([lacks]);
        foreach (var (part, n) in input.Parts.Select((p, n) => (p, n)))
        {
            var saved = await save.WithinAsync(new PlanTaskInput(ids[n], input.PlanId, 0, part), cancel);
            if (!saved.IsDone) return new CascadeStep([.. saved.WhyNot.Select(p => new FieldProblem($"Parts[{n}].{p.Field}", $"Nhiệm vụ {n + 1}: {p.Message}"))]);
        }
        await desk.WriteAsync(input.UnitId, item, CascadeKind.Split, input.Reason, [.. input.Parts.Select((p, n) => (input.PlanId, ids[n], p.Text))], cancel);
        await db.Because("cascade.split", input.Reason).SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new CascadeStep([], 1);
    }
}
