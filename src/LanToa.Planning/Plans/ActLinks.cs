using LanToa.Platform.Time;
using LanToa.Platform.Ui;

namespace LanToa.Planning.Plans;

/// <summary>Whether an act is in force on a day.</summary>
public enum ActState
{
    InForce,
    Ended,
    NotYet,
    Withdrawn,
}

/// <summary>Addresses and words of the register of acts.</summary>
public static class ActLinks
{
    public const string List = "/plans/acts";
    public const string New = "/plans/acts/edit";

    public static string Of(Guid id) => $"/plans/acts/{id}";

    public static string Edit(Guid id) => $"/plans/acts/edit?id={id}";

    public static ActState StateOn(this LegalAct act, DateOnly day) =>
        act.WithdrawnAt is not null ? ActState.Withdrawn : act.ValidTo < day ? ActState.Ended : act.ValidFrom > day ? ActState.NotYet : ActState.InForce;

    public static string Name(this ActState state) => state switch
    {
        ActState.InForce => "Còn hiệu lực",
        ActState.Ended => "Hết hiệu lực",
        ActState.NotYet => "Chưa có hiệu lực",
        _ => "Đã gỡ",
    };

    public static StatusMark Mark(this ActState state) => new(state switch { ActState.InForce => StatusKind.Done, ActState.Ended => StatusKind.DueSoon, ActState.NotYet => StatusKind.InProgress, _ => StatusKind.Neutral }, state.Name());

    /// <summary>"từ 01/01/2021 đến 31/12/2025", as far as it is known.</summary>
    public static string Validity(this LegalAct act) => (act.ValidFrom, act.ValidTo) switch
    {
        ({ } from, { } to) => $"từ {VietnameseFormat.Date(from)} đến hết {VietnameseFormat.Date(to)}",
        ({ } from, null) => $"từ {VietnameseFormat.Date(from)}",
        (null, { } to) => $"đến hết {VietnameseFormat.Date(to)}",
        _ => "chưa ghi",
    };
}
