using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>Corrects an activity that was not accepted yet, adds evidence to it, and sends a draft or what was returned (again).</summary>
public sealed class EditActivity(LanToaDb db, ActivityAccess access, ActivityWriter writer, Actor actor)
{
    public const string Verb = "activity.change", SendVerb = "activity.send";

    public string? WhyNot(Activity activity) =>
        access.WhyNotFinish(activity.UnitId) ?? activity.State switch
        {
            ActivityState.Accepted => "Hoạt động đã được chấp nhận; muốn sửa, cấp trên trả lại trước.",
            ActivityState.Withdrawn => "Hoạt động đã rút. Hãy ghi một hoạt động mới.",
            _ => null,
        };

    public async Task<ActivityOutcome> HandleAsync(Guid id, Guid formKey, int version, ActivityInput input, bool draft = false, CancellationToken cancel = default)
    {
        if (await db.Set<Activity>().FirstOrDefaultAsync(a => a.Id == id, cancel) is not { } activity || !access.MayRead(activity, await db.AssignersAsync(id, cancel))) return ActivityOutcome.NotFound;
        if (access.WhyNotFinish(activity.UnitId) is { } denied) return ActivityOutcome.Denied(denied);
        if (activity.FormKey == formKey) return ActivityOutcome.Already(id);
        if (activity.Version != version) return ActivityOutcome.Stale;
        if (WhyNot(activity) is { } why) return ActivityOutcome.Refused(new Problem("", why));
        // What was sent once is no draft again: the superior may have seen it.
        draft &= activity.State == ActivityState.Draft;
        var (problems, answers) = await writer.CheckAsync(activity.UnitId, input, draft, cancel);
        if (input.HostActivityId == id || (input.HostActivityId is not null && await db.Set<Activity>().AnyAsync(a => a.HostActivityId == id, cancel))) problems.Add(new(nameof(input.HostActivityId), "Hoạt động này có hoạt động khác lồng ghép vào, nên không lồng ghép vào hoạt động khác được."));
        if (problems.Count > 0) return ActivityOutcome.Refused(problems);

        ActivityWriter.Fill(activity, input);
        // Whoever stands above may write for the unit, never under its name alone.
        activity.ChangedForUnitBy = actor.Unit is { } by && by.Id != activity.UnitId ? $"{actor.Name} ({by.Name})" : null;
        var before = await db.EvidenceOfAsync(id, cancel);
        var was = activity.State;
        if (!draft) (activity.State, activity.DecisionReason) = (ActivityState.Recorded, null);
        var periods = await writer.RelateAsync(activity, input, answers, cancel);
        var (kinds, refused) = await writer.KeepAsync(activity, input, cancel);
        if (refused is null && !draft) refused = ActivityWriter.WhyNotProved(activity, before.Where(e => e.Evidence.MayProve(activity.HappenedOn)).Select(e => e.Evidence.Kind).Concat(kinds));
        if (refused is not null)
        {
            db.ChangeTracker.Clear();
            return ActivityOutcome.Refused(refused);
        }
        if (!draft)
            foreach (var evidence in await db.Set<ActivityEvidence>().Where(u => u.ActivityId == id && u.RemovedAt == null).Join(db.Set<Evidence>(), u => u.EvidenceId, e => e.Id, (_, e) => e).Where(e => e.State == EvidenceState.Draft).ToListAsync(cancel))
                evidence.State = EvidenceState.InReview;
        return await writer.ChangeAsync(activity, formKey, was == activity.State ? Verb : SendVerb, null, draft ? [] : periods, null, cancel);
    }
}
