using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>A task that the amendment makes or changes: how it would stand, and which task of the plan it would be (its own id where it is new).</summary>
public sealed record TouchedTask(TaskRow Row, PlanTask Task, Guid Becomes);

/// <summary>An amendment beside the plan that it amends, with what comes of it from a day on.</summary>
public sealed record AmendmentSheet(Plan Amendment, Plan Plan, PlanContent Before, PlanDifference Difference, IReadOnlyList<TouchedTask> Tasks, DateOnly EffectiveOn, IReadOnlyDictionary<Guid, TaskEffect> Effects)
{
    /// <summary>Tasks whose work changes or begins.</summary>
    public IEnumerable<TouchedTask> Touched => Tasks.Where(t => t.Row.ChangesDuties || Difference.PeriodChanges);

    /// <summary>Tasks that are taken out.</summary>
    public IReadOnlyList<TaskContent> Removed => [.. Difference.Tasks.Where(t => t.New is null).Select(t => t.Old!)];

    /// <summary>Of these the ones in which something was done: whoever applies decides about each by name.</summary>
    public IReadOnlyList<TaskContent> RemovedWithResults => [.. Removed.Where(t => Effects.GetValueOrDefault(t.Id)?.HasResults == true)];

    public TaskEffect Total => Effects.Values.Aggregate(new TaskEffect(0, 0, 0, 0, 0), (a, b) => new TaskEffect(a.Made + b.Made, a.Moved + b.Moved, a.Ended + b.Ended, a.Past + b.Past, a.Done + b.Done) { Resized = a.Resized + b.Resized, Rebound = a.Rebound + b.Rebound, Counted = a.Counted + b.Counted, Extended = a.Extended + b.Extended, Results = a.Results + b.Results, Files = a.Files + b.Files, Owed = [.. a.Owed, .. b.Owed] });
}

/// <summary>Puts an amendment beside its plan.</summary>
public sealed class AmendmentDesk(LanToaDb db, PlanContents contents, PlanDuties duties, IAmendedWork work, StartAmendment start, Clock clock)
{
    public const string ScopeVerb = "plan.amendment-scope";

    /// <returns>Null where there is no such amendment.</returns>
    public async Task<AmendmentSheet?> OpenAsync(Guid amendmentId, DateOnly? effectiveOn, CancellationToken cancel = default)
    {
        if (await db.Set<Plan>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == amendmentId && p.AmendsId != null, cancel) is not { } amendment) return null;
        var plan = await db.Set<Plan>().AsNoTracking().FirstAsync(p => p.Id == amendment.AmendsId, cancel);
        var standing = await TasksAsync(plan.Id, cancel);
        var (before, after) = (await contents.OfAsync(plan, cancel: cancel), await contents.OfAsync(amendment, standing.Keys.ToHashSet(), cancel));
        var difference = PlanDifference.Of(before, after, amendment.AmendsWhole);
        var proposed = new Dictionary<Guid, PlanTask>();
        foreach (var task in (await TasksAsync(amendment.Id, cancel)).Values) proposed[task.ContinuesId is { } known && standing.ContainsKey(known) ? known : task.Id] = task;
        List<TouchedTask> tasks =
            [.. difference.Tasks.Where(r => r.New is not null).Select(r => new TouchedTask(r, ReferenceEquals(r.Old, r.New) ? standing[r.New!.Id] : proposed[r.New!.Id], r.Old?.Id ?? r.New.Id))];
        var day = effectiveOn ?? (amendment.Date is { } dated && dated <= clock.Today ? dated : clock.Today);
        var sheet = new AmendmentSheet(amendment, plan, before, difference, tasks, day, new Dictionary<Guid, TaskEffect>());
        if (plan.Date is null || amendment.State == PlanState.Applied) return sheet;
        var touched = sheet.Touched.ToList();
        var given = await duties.AmendedAsync(plan, [.. touched.Select(t => (t.Becomes, t.Task))], difference.PeriodAfter, day, cancel);
        return sheet with { Effects = await work.PreviewAsync(plan.Id, day, given, [.. touched.Select(t => t.Becomes)], [.. sheet.Removed.Select(t => t.Id)], cancel) };
    }

    /// <summary>Says whether the document takes the place of the whole text. Pressed twice it happens once.</summary>
    public async Task<PlanEdit> SetScopeAsync(Guid amendmentId, bool whole, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockPlanAsync(amendmentId, cancel) is not { AmendsId: { } amends } amendment) return PlanEdit.Refused(["Không tìm thấy bản điều chỉnh này."]);
        if (start.WhyNot(await db.Set<Plan>().AsNoTracking().FirstAsync(p => p.Id == amends, cancel)) is { Count: > 0 } why) return PlanEdit.Refused(why);
        if (amendment.AmendsWhole == whole) return PlanEdit.Done;
        if (amendment.State == PlanState.Applied) return PlanEdit.Refused([ApplyAmendment.AlreadyApplied(amendment)]);
        amendment.AmendsWhole = whole;
        await db.Because(ScopeVerb).SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return PlanEdit.Done;
    }

    private Task<Dictionary<Guid, PlanTask>> TasksAsync(Guid plan, CancellationToken cancel) =>
        db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan && t.State == TaskState.Active).ToDictionaryAsync(t => t.Id, cancel);
}
