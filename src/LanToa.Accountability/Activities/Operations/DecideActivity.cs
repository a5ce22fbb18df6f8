using LanToa.Platform.Data;
using LanToa.Platform.Notices;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

public enum ActivityVerb
{
    Accept,
    Return,
    Withdraw,
}

/// <summary>Accepts, returns with a reason, withdraws: the superior; the unit itself withdraws what was not accepted yet.</summary>
public sealed class DecideActivity(LanToaDb db, ActivityAccess access, EvidenceAccess pieces, ActivityWriter writer, NoticeBoard board, Clock clock)
{
    public static string NameOf(ActivityVerb verb) => verb switch { ActivityVerb.Accept => "activity.accept", ActivityVerb.Return => "activity.return", _ => "activity.withdraw" };

    /// <summary>All that stands against it before anything is filled in; null when it can be done.</summary>
    public string? WhyNot(ActivityVerb verb, Activity a, IReadOnlyCollection<Guid> assigners)
    {
        if (Denied(verb, a, assigners) is { } denied) return denied;
        return (verb, a.State) switch
        {
            (_, ActivityState.Withdrawn) => "Hoạt động đã rút.",
            (ActivityVerb.Accept, ActivityState.Accepted) => "Hoạt động đã được chấp nhận.",
            (ActivityVerb.Accept or ActivityVerb.Return, ActivityState.Draft) => "Đơn vị chưa gửi: đây là bản nháp.",
            (ActivityVerb.Accept or ActivityVerb.Return, ActivityState.Returned) => "Đã trả lại; đơn vị chưa gửi lại.",
            (ActivityVerb.Accept, _) when db.Actor.DelegationId is not null && a.RecordedBy is { } by && by == db.Actor.AccountId => "Hoạt động này do chính bạn ghi nên không chấp nhận thay được; hãy để người được thay, hoặc người khác làm thay, chấp nhận.",
            _ => null,
        };
    }

    /// <summary>What stands against saying yes to its evidence with it; null when nothing does.</summary>
    public async Task<string?> WhyNotProofsAsync(ActivityVerb verb, IReadOnlyCollection<Evidence> proofs, CancellationToken cancel = default) =>
        verb == ActivityVerb.Accept && db.Actor.DelegationId is not null && await pieces.OwnAsync([.. proofs.Where(e => e.State is EvidenceState.InReview or EvidenceState.Draft)], cancel) is { } own
            ? $"Minh chứng “{own.Title}” do chính bạn đưa lên hoặc đã sửa nên không chấp nhận thay được; hãy để người được thay, hoặc người khác làm thay, chấp nhận." : null;

    private string? Denied(ActivityVerb verb, Activity a, IReadOnlyCollection<Guid> assigners) => verb == ActivityVerb.Withdraw && a.State != ActivityState.Accepted && access.MayFinish(a.UnitId) ? null : access.WhyNotJudge(a.UnitId, assigners);

    public Task<ActivityOutcome> HandleAsync(Guid id, ActivityVerb verb, Guid formKey, int version, string? reason, CancellationToken cancel = default) => DecideAsync(id, verb, formKey, version, reason, false, cancel);

    /// <summary>Says yes from a list, where its evidence is not in sight: what was refused before is not accepted so.</summary>
    public Task<ActivityOutcome> AcceptFromListAsync(Guid id, Guid formKey, int version, CancellationToken cancel = default) => DecideAsync(id, ActivityVerb.Accept, formKey, version, null, true, cancel);

    private async Task<ActivityOutcome> DecideAsync(Guid id, ActivityVerb verb, Guid formKey, int version, string? reason, bool unseen, CancellationToken cancel)
    {
        if (await db.Set<Activity>().FirstOrDefaultAsync(a => a.Id == id, cancel) is not { } activity) return ActivityOutcome.NotFound;
        var assigners = await db.AssignersAsync(id, cancel);
        if (!access.MayRead(activity, assigners)) return ActivityOutcome.NotFound;
        if (activity.FormKey == formKey) return ActivityOutcome.Already(id);
        if (Denied(verb, activity, assigners) is { } denied) return ActivityOutcome.Denied(denied);
        if (activity.Version != version) return ActivityOutcome.Stale;
        if (WhyNot(verb, activity, assigners) is { } why) return ActivityOutcome.Refused(new Problem("", why));
        var wasDraft = activity.State == ActivityState.Draft;
        if (verb != ActivityVerb.Accept && !wasDraft && string.IsNullOrWhiteSpace(reason)) return ActivityOutcome.Refused(new Problem("Reason", verb == ActivityVerb.Return ? "Hãy ghi lý do trả lại, để đơn vị biết phải sửa gì." : "Hãy ghi lý do rút."));
        if (reason is { Length: > 2000 }) return ActivityOutcome.Refused(new Problem("Reason", "Lý do dài quá; hãy rút gọn."));

        var proofs = await db.Set<ActivityEvidence>().Where(u => u.ActivityId == id && u.RemovedAt == null).Join(db.Set<Evidence>(), u => u.EvidenceId, e => e.Id, (_, e) => e).ToListAsync(cancel);
        if (verb == ActivityVerb.Accept && proofs.Exists(e => !e.MayProve(activity.HappenedOn)) && ActivityWriter.WhyNotProved(activity, proofs.Where(e => e.MayProve(activity.HappenedOn)).Select(e => e.Kind)) is not null)
            return ActivityOutcome.Refused(new Problem("", "Minh chứng còn lại chưa đủ: có minh chứng không được chấp nhận, hoặc đã hết giá trị trước ngày thực hiện. Hãy trả lại để đơn vị bổ sung."));
        if (await WhyNotProofsAsync(verb, proofs, cancel) is { } own) return ActivityOutcome.Refused(new Problem("", own));
        if (unseen && proofs.Exists(e => e.WaitsAgain)) return ActivityOutcome.Refused(new Problem("", "có minh chứng từng không được chấp nhận, đơn vị đã sửa. Hãy mở ra xem rồi chấp nhận."));
        Become(activity, verb, reason);
        // What was refused and corrected proves with this all that it serves again.
        List<Guid> again = verb == ActivityVerb.Accept ? [.. proofs.Where(e => e.WaitsAgain).Select(e => e.Id)] : [];
        await JudgeAsync(verb, id, proofs, cancel);
        return await writer.ChangeAsync(activity, formKey, NameOf(verb), reason, wasDraft ? [] : await db.PeriodsAsync(id, cancel), verb == ActivityVerb.Accept ? null : () => TellAsync(activity, verb, reason, cancel), cancel, again);
    }

    /// <summary>With the activity its evidence is accepted, or waits again; what was judged by itself stays so, and so does what proves another accepted activity.</summary>
    private async Task JudgeAsync(ActivityVerb verb, Guid activity, List<Evidence> proofs, CancellationToken cancel)
    {
        if (verb == ActivityVerb.Accept)
            foreach (var evidence in proofs.Where(e => e.State is EvidenceState.InReview or EvidenceState.Draft)) (evidence.State, evidence.DecisionReason, evidence.DecidedByName, evidence.DecidedAt) = (EvidenceState.Accepted, null, db.Actor.Name, clock.Now);
        if (verb != ActivityVerb.Return) return;
        List<Guid> ids = [.. proofs.Select(e => e.Id)];
        var elsewhere = await db.Set<ActivityEvidence>().Where(u => ids.Contains(u.EvidenceId) && u.ActivityId != activity && u.RemovedAt == null)
            .Join(db.Set<Activity>().Where(a => a.State == ActivityState.Accepted), u => u.ActivityId, a => a.Id, (u, _) => u.EvidenceId).ToListAsync(cancel);
        foreach (var evidence in proofs.Where(e => e.State == EvidenceState.Accepted && !elsewhere.Contains(e.Id))) (evidence.State, evidence.DecidedByName, evidence.DecidedAt) = (EvidenceState.InReview, null, null);
    }

    private void Become(Activity activity, ActivityVerb verb, string? reason)
    {
        var accepted = verb == ActivityVerb.Accept;
        activity.State = verb switch { ActivityVerb.Accept => ActivityState.Accepted, ActivityVerb.Return => ActivityState.Returned, _ => ActivityState.Withdrawn };
        (activity.AcceptedOn, activity.AcceptedBy, activity.AcceptedByName) = (accepted ? clock.Now : null, accepted ? db.Actor.AccountId : null, accepted ? db.Actor.Name : null);
        activity.DecisionReason = accepted ? null : ActivityWriter.Trimmed(reason);
    }

    private Task TellAsync(Activity activity, ActivityVerb verb, string? reason, CancellationToken cancel) => activity.RecordedBy is not { } person ? Task.CompletedTask : board.TellAsync(
        new Telling($"activity.decided:{activity.Id}", $"{(verb == ActivityVerb.Return ? "Hoạt động bị trả lại" : "Hoạt động đã rút")}: {activity.Title}", reason?.Trim(), $"/activities/{activity.Id}"), activity.UnitId, [person], cancel);
}
