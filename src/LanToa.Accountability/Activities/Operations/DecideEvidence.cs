using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

public enum EvidenceVerb
{
    Accept,
    Reject,
    Expire,
}

/// <summary>
/// Says what a piece of evidence is worth. Whoever judges the activities that it serves accepts or refuses it by itself; its unit, and whoever judges, says from which day on it proves
/// nothing any more. What was refused proves nothing anywhere; what has expired still proves what happened until then.
/// </summary>
public sealed class DecideEvidence(LanToaDb db, EvidenceAccess access, UnprovedWork unproved, Clock clock)
{
    public static string NameOf(EvidenceVerb verb) => verb switch { EvidenceVerb.Accept => "evidence.accept", EvidenceVerb.Reject => "evidence.reject", _ => "evidence.expire" };

    public async Task<string?> WhyNotAsync(EvidenceVerb verb, Evidence e, CancellationToken cancel = default)
    {
        if (await DeniedAsync(verb, e, cancel) is { } denied) return denied;
        return (verb, e.State) switch
        {
            (_, EvidenceState.Draft) => "Minh chứng còn ở bản nháp của một hoạt động chưa gửi.",
            (EvidenceVerb.Accept, EvidenceState.Accepted) => "Minh chứng đã được chấp nhận.",
            (EvidenceVerb.Reject, EvidenceState.Rejected) => "Minh chứng đã ghi là không được chấp nhận.",
            (EvidenceVerb.Expire, EvidenceState.Expired) => "Minh chứng đã ghi là hết giá trị.",
            (EvidenceVerb.Expire, EvidenceState.Rejected) => "Minh chứng không được chấp nhận thì không cần ghi hết giá trị.",
            (EvidenceVerb.Expire, _) when e.WaitsAgain => "Minh chứng không được chấp nhận, đã sửa và đang chờ xem lại nên chưa ghi hết giá trị được.",
            (EvidenceVerb.Accept, _) when db.Actor.DelegationId is not null && await access.OwnAsync([e], cancel) is not null => "Minh chứng này do chính bạn đưa lên hoặc đã sửa nên không chấp nhận thay được.",
            _ => null,
        };
    }

    public async Task<ActivityOutcome> HandleAsync(Guid id, EvidenceVerb verb, Guid formKey, int version, string? reason, DateOnly? lastDay, CancellationToken cancel = default)
    {
        if (await db.Set<Evidence>().FirstOrDefaultAsync(e => e.Id == id, cancel) is not { } evidence || !await access.MayReadAsync(evidence, cancel)) return ActivityOutcome.NotFound;
        if (evidence.FormKey == formKey) return ActivityOutcome.Already(id);
        if (await DeniedAsync(verb, evidence, cancel) is { } denied) return ActivityOutcome.Denied(denied);
        if (evidence.Version != version) return EditEvidence.Stale;
        if (await WhyNotAsync(verb, evidence, cancel) is { } why) return ActivityOutcome.Refused(new Problem("", why));
        if (verb != EvidenceVerb.Accept && string.IsNullOrWhiteSpace(reason)) return ActivityOutcome.Refused(new Problem("Reason", verb == EvidenceVerb.Reject ? "Hãy ghi vì sao không chấp nhận, để đơn vị biết phải bổ sung gì." : "Hãy ghi vì sao hết giá trị."));
        if (reason is { Length: > 2000 }) return ActivityOutcome.Refused(new Problem("Reason", "Lý do dài quá; hãy rút gọn."));
        if (verb == EvidenceVerb.Expire && lastDay is null) return ActivityOutcome.Refused(new Problem("LastDay", "Hãy ghi ngày cuối còn giá trị."));
        if (verb == EvidenceVerb.Expire && (lastDay < evidence.EffectiveOn || lastDay > clock.Today)) return ActivityOutcome.Refused(new Problem("LastDay", $"Ngày cuối còn giá trị phải từ ngày của minh chứng ({VietnameseFormat.Date(evidence.EffectiveOn)}) đến hôm nay."));

        var before = evidence.ProvesNow();
        evidence.State = verb switch { EvidenceVerb.Accept => EvidenceState.Accepted, EvidenceVerb.Reject => EvidenceState.Rejected, _ => EvidenceState.Expired };
        if (verb == EvidenceVerb.Expire) evidence.ExpiresOn = lastDay;
        else if (verb == EvidenceVerb.Accept && evidence.ExpiresOn < clock.Today) evidence.ExpiresOn = null;
        (evidence.DecisionReason, evidence.DecidedByName, evidence.DecidedAt, evidence.FormKey) = (verb == EvidenceVerb.Accept ? null : ActivityWriter.Trimmed(reason), db.Actor.Name, clock.Now, formKey);
        return await EditEvidence.SaveAsync(db, id, formKey, NameOf(verb), reason, () => unproved.TellAsync(evidence, before, cancel), cancel);
    }

    private async Task<string?> DeniedAsync(EvidenceVerb verb, Evidence evidence, CancellationToken cancel) =>
        verb == EvidenceVerb.Expire && access.WhyNotDo(evidence) is null ? null : await access.WhyNotJudgeAsync(evidence, cancel);
}
