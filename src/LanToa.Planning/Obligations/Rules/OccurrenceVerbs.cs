using System.Text.Json.Serialization;

namespace LanToa.Planning.Obligations.Rules;

[JsonConverter(typeof(JsonStringEnumConverter<OccurrenceVerb>))]
public enum OccurrenceVerb
{
    [JsonStringEnumMemberName("start")] Start,
    [JsonStringEnumMemberName("claim-done")] ClaimDone,
    [JsonStringEnumMemberName("confirm")] Confirm,
    [JsonStringEnumMemberName("return")] Return,
    [JsonStringEnumMemberName("nothing-arose")] NothingArose,
    [JsonStringEnumMemberName("not-applicable")] NotApplicable,
    [JsonStringEnumMemberName("reopen")] Reopen,
    [JsonStringEnumMemberName("move-due-date")] MoveDueDate,
    /// <summary>Follow an occurrence that was due before tracking began; from then on it can be overdue.</summary>
    [JsonStringEnumMemberName("follow")] Follow,
}

/// <summary>Who says it: the unit that owes the work, or the body that assigned it.</summary>
public enum VerbParty
{
    Owner,
    Superior,
}

/// <summary>What a person gives with a verb.</summary>
public sealed record VerbInput(DateOnly Today, string? Reason = null, DateOnly? DoneOn = null, DateOnly? NewDue = null);

/// <summary>
/// What can be done to an occurrence in each state, and why not. The same sentences disable the button and guard the write.
/// Who may (role and unit) is the permission layer's part.
/// </summary>
public static class OccurrenceVerbs
{
    public static IReadOnlyList<OccurrenceVerb> All { get; } = Enum.GetValues<OccurrenceVerb>();

    public static string Label(this OccurrenceVerb verb) => verb switch
    {
        OccurrenceVerb.Start => "Bắt đầu làm",
        OccurrenceVerb.ClaimDone => "Báo hoàn thành",
        OccurrenceVerb.Confirm => "Xác nhận",
        OccurrenceVerb.Return => "Trả lại",
        OccurrenceVerb.NothingArose => "Báo không phát sinh",
        OccurrenceVerb.NotApplicable => "Không áp dụng",
        OccurrenceVerb.Reopen => "Mở lại",
        OccurrenceVerb.MoveDueDate => "Đổi hạn",
        _ => "Đưa vào theo dõi",
    };

    public static VerbParty Party(this OccurrenceVerb verb) =>
        verb is OccurrenceVerb.Start or OccurrenceVerb.ClaimDone or OccurrenceVerb.NothingArose ? VerbParty.Owner : VerbParty.Superior;

    public static bool NeedsReason(this OccurrenceVerb verb) =>
        verb is OccurrenceVerb.Return or OccurrenceVerb.NothingArose or OccurrenceVerb.NotApplicable or OccurrenceVerb.Reopen or OccurrenceVerb.MoveDueDate;

    /// <summary>Why the verb is not possible now, whatever is filled in; null when it is.</summary>
    public static string? WhyNot(OccurrenceVerb verb, OccurrenceFacts facts, DateOnly today)
    {
        var state = facts.StateOn(today);
        return verb switch
        {
            OccurrenceVerb.Start when facts.StartedOn is { } started && state.IsInHand() => $"Việc đã bắt đầu từ ngày {ViText.Date(started)}.",
            OccurrenceVerb.Start or OccurrenceVerb.ClaimDone or OccurrenceVerb.NothingArose => state.IsInHand() ? null : NotInHand(facts, state),
            OccurrenceVerb.Confirm or OccurrenceVerb.Return => state == OccurrenceState.AwaitingConfirmation ? null : NothingToJudge(facts, state),
            OccurrenceVerb.NotApplicable => state == OccurrenceState.NotYet || state.IsInHand() ? null : NotInHand(facts, state),
            OccurrenceVerb.Reopen => state.IsSettled() ? null : state == OccurrenceState.AwaitingConfirmation
                ? "Đơn vị đang chờ xác nhận; nếu chưa đạt thì trả lại kèm lý do."
                : "Việc này đang mở, không cần mở lại.",
            OccurrenceVerb.MoveDueDate => state switch
            {
                OccurrenceState.BeforeTracking => "Hạn này trước khi theo dõi; hãy đưa vào theo dõi rồi mới đổi hạn.",
                OccurrenceState.AwaitingConfirmation => $"Đơn vị đã báo {Claimed(facts)}; xác nhận hoặc trả lại rồi mới đổi hạn.",
                _ => state.IsSettled() ? NotInHand(facts, state) : null,
            },
            _ => state == OccurrenceState.BeforeTracking ? null : "Việc này đã được theo dõi.",
        };
    }

    /// <summary>All that stands against the verb with what was filled in; empty when it can be done.</summary>
    public static IReadOnlyList<string> WhyNot(OccurrenceVerb verb, OccurrenceFacts facts, VerbInput input)
    {
        if (WhyNot(verb, facts, input.Today) is { } reason)
            return [reason];
        var problems = new List<string>();
        if (verb.NeedsReason() && string.IsNullOrWhiteSpace(input.Reason))
            problems.Add($"Hãy ghi lý do khi chọn “{verb.Label()}”.");
        if (verb == OccurrenceVerb.ClaimDone && input.DoneOn is { } done)
        {
            if (done > input.Today)
                problems.Add($"Ngày hoàn thành {ViText.Date(done)} còn ở tương lai.");
            else if (done < facts.OpensOn && !facts.BeforeTracking)
                problems.Add($"Ngày hoàn thành {ViText.Date(done)} trước khi kỳ bắt đầu ({ViText.Date(facts.OpensOn)}).");
        }
        if (verb == OccurrenceVerb.ClaimDone && facts.BeforeTracking && input.DoneOn is null)
            problems.Add("Hạn này trước khi theo dõi; hãy ghi ngày đã hoàn thành.");
        if (verb == OccurrenceVerb.MoveDueDate)
        {
            if (input.NewDue is not { } due)
                problems.Add("Hãy chọn hạn mới.");
            else if (due == facts.Due)
                problems.Add($"Hạn mới trùng với hạn hiện tại ({ViText.Date(due)}).");
            else if (due < facts.OpensOn)
                problems.Add($"Hạn mới {ViText.Date(due)} trước khi kỳ bắt đầu ({ViText.Date(facts.OpensOn)}).");
            else if (due.Year > facts.Scheduled.Year + 5)
                problems.Add($"Hạn mới {ViText.Date(due)} quá xa hạn theo kế hoạch ({ViText.Date(facts.Scheduled)}); hãy kiểm tra lại năm.");
        }
        return problems;
    }

    /// <summary>The facts after the verb.</summary>
    /// <exception cref="InvalidOperationException">The verb is not possible; the message is what <see cref="WhyNot(OccurrenceVerb, OccurrenceFacts, VerbInput)"/> says.</exception>
    public static OccurrenceFacts Apply(OccurrenceVerb verb, OccurrenceFacts facts, VerbInput input)
    {
        var problems = WhyNot(verb, facts, input);
        if (problems.Count > 0)
            throw new InvalidOperationException(string.Join(' ', problems));
        var today = input.Today;
        var reason = input.Reason?.Trim();
        return verb switch
        {
            OccurrenceVerb.Start => facts with { StartedOn = today },
            OccurrenceVerb.ClaimDone => facts with
            {
                ClaimedOn = today,
                DoneOn = input.DoneOn ?? today,
                ConfirmedOn = facts.ConfirmsItself ? today : null,
                ReturnedOn = null,
                Reason = null,
            },
            OccurrenceVerb.Confirm => facts with { ConfirmedOn = today, NothingAroseOn = facts.ClaimsNothing ? today : null },
            OccurrenceVerb.Return => facts with { ClaimedOn = null, DoneOn = null, ReturnedOn = today, Reason = reason },
            // A claim like "done": the lateness stays until whoever judges it has agreed.
            OccurrenceVerb.NothingArose => facts with
            {
                ClaimedOn = today,
                DoneOn = null,
                ConfirmedOn = facts.ConfirmsItself ? today : null,
                NothingAroseOn = facts.ConfirmsItself ? today : null,
                ReturnedOn = null,
                Reason = reason,
            },
            OccurrenceVerb.NotApplicable => facts with { NotApplicableOn = today, ReturnedOn = null, Reason = reason },
            OccurrenceVerb.Reopen => facts with { ClaimedOn = null, DoneOn = null, ConfirmedOn = null, NothingAroseOn = null, NotApplicableOn = null, Reason = reason },
            OccurrenceVerb.MoveDueDate => facts with { Due = input.NewDue!.Value },
            _ => facts with { BeforeTracking = false },
        };
    }

    private static string Claimed(OccurrenceFacts facts) => facts.ClaimsNothing ? "không phát sinh" : "hoàn thành";

    private static string NotInHand(OccurrenceFacts facts, OccurrenceState state) => state switch
    {
        OccurrenceState.NotYet => $"Chưa đến kỳ: việc này bắt đầu từ ngày {ViText.Date(facts.OpensOn)}.",
        OccurrenceState.AwaitingConfirmation => $"Đơn vị đã báo {Claimed(facts)} ngày {ViText.Date(facts.ClaimedOn!.Value)}, đang chờ xác nhận.",
        OccurrenceState.NothingArose => $"Đã ghi “không phát sinh” ngày {ViText.Date(facts.NothingAroseOn!.Value)}; cần mở lại trước.",
        OccurrenceState.NotApplicable => $"Đã ghi “không áp dụng” ngày {ViText.Date(facts.NotApplicableOn!.Value)}; cần mở lại trước.",
        _ => $"Đã được xác nhận hoàn thành ngày {ViText.Date(facts.ConfirmedOn!.Value)}; cần mở lại trước.",
    };

    private static string NothingToJudge(OccurrenceFacts facts, OccurrenceState state) => state switch
    {
        OccurrenceState.Returned => $"Đã trả lại ngày {ViText.Date(facts.ReturnedOn!.Value)}; đơn vị chưa báo hoàn thành lại.",
        _ when state.IsSettled() || state == OccurrenceState.NotYet => NotInHand(facts, state),
        _ => "Đơn vị chưa báo hoàn thành nên chưa có gì để xác nhận hay trả lại.",
    };
}
