namespace LanToa.Platform.Modules;

public enum OutcomeKind
{
    Done,
    /// <summary>The same form had been sent before: nothing more was changed.</summary>
    Already,
    NotFound,
    Denied,
    Refused,
    /// <summary>Somebody else changed it meanwhile: nothing was changed.</summary>
    Stale,
}

/// <summary>What came of an operation; <see cref="Problems"/> are Vietnamese sentences for the person.</summary>
public sealed record Outcome(OutcomeKind Kind, IReadOnlyList<string> Problems)
{
    public static readonly Outcome Done = new(OutcomeKind.Done, []);
    public static readonly Outcome Already = new(OutcomeKind.Already, []);
    public static readonly Outcome NotFound = new(OutcomeKind.NotFound, []);
    public static readonly Outcome Stale = new(OutcomeKind.Stale, ["Trong lúc bạn làm, người khác đã thay đổi. Chưa có gì bị ghi đè; hãy xem lại rồi gửi lại."]);

    public bool Succeeded => Kind is OutcomeKind.Done or OutcomeKind.Already;

    public static Outcome Denied(string why) => new(OutcomeKind.Denied, [why]);

    public static Outcome Refused(params IReadOnlyList<string> why) => new(OutcomeKind.Refused, why);
}
