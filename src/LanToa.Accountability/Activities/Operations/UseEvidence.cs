using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>Has evidence that the unit has already serve another activity, without a copy; or no longer serve one.</summary>
public sealed class UseEvidence(LanToaDb db, ActivityAccess access, EditActivity edit, EvidenceKeeper keeper, ActivityWriter writer, Clock clock)
{
    public const string Verb = "activity.use-evidence", RemoveVerb = "activity.remove-evidence";

    public Task<ActivityOutcome> AddAsync(Guid activity, Guid formKey, int version, IReadOnlyCollection<Guid> evidence, CancellationToken cancel = default) => ChangeAsync(activity, formKey, version, Verb, async a =>
        evidence.Count == 0 ? new Problem("Chosen", "Hãy chọn ít nhất một minh chứng.") : (await keeper.ReuseAsync(a, evidence, cancel)).Problem is { } problem ? problem with { Field = "Chosen" } : null, cancel);

    public Task<ActivityOutcome> RemoveAsync(Guid activity, Guid formKey, int version, Guid evidence, CancellationToken cancel = default) => ChangeAsync(activity, formKey, version, RemoveVerb, async a =>
    {
        if (await db.Set<ActivityEvidence>().FirstOrDefaultAsync(u => u.ActivityId == activity && u.EvidenceId == evidence && u.RemovedAt == null, cancel) is not { } use) return new Problem("", "Minh chứng này không còn ở hoạt động.");
        var left = (await db.EvidenceOfAsync(activity, cancel)).Where(e => e.Evidence.Id != evidence && e.Evidence.MayProve(a.HappenedOn)).Select(e => e.Evidence.Kind);
        if (a.State != ActivityState.Draft && ActivityWriter.WhyNotProved(a, left) is { } why) return why with { Field = "" };
        use.RemovedAt = clock.Now;
        return null;
    }, cancel);

    private async Task<ActivityOutcome> ChangeAsync(Guid id, Guid formKey, int version, string verb, Func<Activity, Task<Problem?>> change, CancellationToken cancel)
    {
        if (await db.Set<Activity>().FirstOrDefaultAsync(a => a.Id == id, cancel) is not { } activity || !access.MayRead(activity, await db.AssignersAsync(id, cancel))) return ActivityOutcome.NotFound;
        if (access.WhyNotFinish(activity.UnitId) is { } denied) return ActivityOutcome.Denied(denied);
        if (activity.FormKey == formKey) return ActivityOutcome.Already(id);
        if (activity.Version != version) return ActivityOutcome.Stale;
        if (edit.WhyNot(activity) is { } why) return ActivityOutcome.Refused(new Problem("", why));
        if (await change(activity) is { } problem)
        {
            db.ChangeTracker.Clear();
            return ActivityOutcome.Refused(problem);
        }
        return await writer.ChangeAsync(activity, formKey, verb, null, activity.State == ActivityState.Draft ? [] : await db.PeriodsAsync(id, cancel), null, cancel);
    }
}
