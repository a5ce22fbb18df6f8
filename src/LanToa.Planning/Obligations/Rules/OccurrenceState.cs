using System.Text.Json.Serialization;

namespace LanToa.Planning.Obligations.Rules;

/// <summary>Where an occurrence stands on a day. Never stored: computed from <see cref="OccurrenceFacts"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OccurrenceState>))]
public enum OccurrenceState
{
    [JsonStringEnumMemberName("not-yet")] NotYet,
    [JsonStringEnumMemberName("open")] Open,
    [JsonStringEnumMemberName("overdue")] Overdue,
    [JsonStringEnumMemberName("awaiting-confirmation")] AwaitingConfirmation,
    [JsonStringEnumMemberName("done-on-time")] DoneOnTime,
    [JsonStringEnumMemberName("done-late")] DoneLate,
    [JsonStringEnumMemberName("returned")] Returned,
    [JsonStringEnumMemberName("nothing-arose")] NothingArose,
    [JsonStringEnumMemberName("not-applicable")] NotApplicable,
    /// <summary>Asked of a body that is not subordinate: open, never overdue.</summary>
    [JsonStringEnumMemberName("requested")] Requested,
    /// <summary>Due before the plan was followed here: kept, never overdue until an officer takes it up.</summary>
    [JsonStringEnumMemberName("before-tracking")] BeforeTracking,
}

public static class OccurrenceStates
{
    public static string Label(this OccurrenceState state) => state switch
    {
        OccurrenceState.NotYet => "Chưa đến kỳ",
        OccurrenceState.Open => "Trong hạn",
        OccurrenceState.Overdue => "Quá hạn",
        OccurrenceState.AwaitingConfirmation => "Chờ xác nhận",
        OccurrenceState.DoneOnTime => "Hoàn thành đúng hạn",
        OccurrenceState.DoneLate => "Hoàn thành quá hạn",
        OccurrenceState.Returned => "Trả lại",
        OccurrenceState.NothingArose => "Không phát sinh",
        OccurrenceState.NotApplicable => "Không áp dụng",
        OccurrenceState.Requested => "Đề nghị",
        _ => "Trước khi theo dõi",
    };

    /// <summary>Nothing more is expected of the unit.</summary>
    public static bool IsSettled(this OccurrenceState state) =>
        state is OccurrenceState.DoneOnTime or OccurrenceState.DoneLate or OccurrenceState.NothingArose or OccurrenceState.NotApplicable;

    /// <summary>The unit can act now.</summary>
    public static bool IsInHand(this OccurrenceState state) =>
        state is OccurrenceState.Open or OccurrenceState.Overdue or OccurrenceState.Returned or OccurrenceState.Requested or OccurrenceState.BeforeTracking;
}

/// <summary>What happened to one occurrence, as dates in Vietnam. The only ground for its state.</summary>
public sealed record OccurrenceFacts
{
    public required DateOnly OpensOn { get; init; }
    public required DateOnly Scheduled { get; init; }
    public required DateOnly Due { get; init; }
    /// <summary>"Đề nghị": the unit is asked, not commanded.</summary>
    public bool IsRequest { get; init; }
    public bool BeforeTracking { get; init; }
    /// <summary>The unit's claim needs nobody's confirmation.</summary>
    public bool ConfirmsItself { get; init; }
    public DateOnly? StartedOn { get; init; }
    /// <summary>The day the unit said "done", or that nothing arose.</summary>
    public DateOnly? ClaimedOn { get; init; }
    /// <summary>The day on which it was done, by the unit's claim; on time or late is judged by it.</summary>
    public DateOnly? DoneOn { get; init; }
    public DateOnly? ConfirmedOn { get; init; }
    public DateOnly? ReturnedOn { get; init; }
    /// <summary>"Không phát sinh", once confirmed, or "không áp dụng", recorded on this day.</summary>
    public DateOnly? NothingAroseOn { get; init; }
    public DateOnly? NotApplicableOn { get; init; }
    /// <summary>The reason of the last return, settlement or reopening.</summary>
    public string? Reason { get; init; }

    public static OccurrenceFacts Of(PlannedOccurrence planned, bool isRequest = false, bool confirmsItself = false) => new()
    {
        OpensOn = planned.OpensOn,
        Scheduled = planned.Scheduled,
        Due = planned.Due,
        BeforeTracking = planned.BeforeTracking,
        IsRequest = isRequest,
        ConfirmsItself = confirmsItself,
    };

    /// <summary>What waits for a confirmation is "không phát sinh": said without a day of completion, which a claim of work always has.</summary>
    public bool ClaimsNothing => ClaimedOn is not null && DoneOn is null && ConfirmedOn is null && NothingAroseOn is null && NotApplicableOn is null;

    public OccurrenceState StateOn(DateOnly today)
    {
        if (NotApplicableOn is not null)
            return OccurrenceState.NotApplicable;
        if (NothingAroseOn is not null)
            return OccurrenceState.NothingArose;
        if (ConfirmedOn is not null)
            return DaysLateWhenDone > 0 ? OccurrenceState.DoneLate : OccurrenceState.DoneOnTime;
        if (ClaimedOn is not null)
            return OccurrenceState.AwaitingConfirmation;
        if (ReturnedOn is not null)
            return OccurrenceState.Returned;
        if (BeforeTracking)
            return OccurrenceState.BeforeTracking;
        if (today < OpensOn)
            return OccurrenceState.NotYet;
        if (IsRequest)
            return OccurrenceState.Requested;
        return today <= Due ? OccurrenceState.Open : OccurrenceState.Overdue;
    }

    /// <summary>Calendar days after the due date: until it was done, or until today while it is owed. 0 when not late and for a request; a debt from before tracking is not counted.</summary>
    public int DaysLateOn(DateOnly today) => StateOn(today) switch
    {
        OccurrenceState.AwaitingConfirmation or OccurrenceState.DoneLate or OccurrenceState.DoneOnTime => DaysLateWhenDone,
        OccurrenceState.Overdue or OccurrenceState.Returned when !BeforeTracking => DaysAfterDue(today),
        _ => 0,
    };

    /// <summary>Owed and past its date: overdue, or returned after it.</summary>
    public bool IsDebtOn(DateOnly today) => StateOn(today) is OccurrenceState.Overdue or OccurrenceState.Returned && DaysLateOn(today) > 0;

    private int DaysLateWhenDone => (DoneOn ?? ClaimedOn) is { } done ? DaysAfterDue(done) : 0;

    private int DaysAfterDue(DateOnly date) => IsRequest ? 0 : Math.Max(0, date.DayNumber - Due.DayNumber);
}
