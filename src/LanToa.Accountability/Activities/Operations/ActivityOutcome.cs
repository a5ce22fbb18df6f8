using LanToa.Platform.Modules;

namespace LanToa.Accountability.Activities;

/// <summary>What stands against it, in Vietnamese, and the field to which it belongs (empty for none).</summary>
public sealed record Problem(string Field, string Text);

/// <summary>What came of an operation on an activity.</summary>
public sealed record ActivityOutcome(OutcomeKind Kind, Guid Id, IReadOnlyList<Problem> Problems)
{
    public static readonly ActivityOutcome NotFound = new(OutcomeKind.NotFound, Guid.Empty, []);
    public static readonly ActivityOutcome Stale = new(OutcomeKind.Stale, Guid.Empty, [new("", "Trong lúc bạn làm, người khác đã thay đổi hoạt động này. Chưa có gì bị ghi đè; hãy xem lại rồi gửi lại.")]);

    public bool Succeeded => Kind is OutcomeKind.Done or OutcomeKind.Already;

    public static ActivityOutcome Done(Guid id) => new(OutcomeKind.Done, id, []);

    public static ActivityOutcome Already(Guid id) => new(OutcomeKind.Already, id, []);

    public static ActivityOutcome Denied(string why) => new(OutcomeKind.Denied, Guid.Empty, [new("", why)]);

    public static ActivityOutcome Refused(params IReadOnlyList<Problem> why) => new(OutcomeKind.Refused, Guid.Empty, why);
}
