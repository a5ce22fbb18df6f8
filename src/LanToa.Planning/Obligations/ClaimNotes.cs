using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Time;

namespace LanToa.Planning.Obligations;

/// <summary>What whoever confirms a claim has to see first: a day of completion set back, a period closed without work or without evidence, their own record.</summary>
public static class ClaimNotes
{
    /// <summary>In the history of one unit's work its name stands in the place of these words.</summary>
    public const string ForTheUnit = "thay đơn vị";

    public const string SamePerson = "Cùng người ghi nhận và xác nhận";

    /// <summary>Whether a claim is to be read before it is confirmed: it is not confirmed from a list.</summary>
    public static bool NeedALook(Occurrence o, Guid? me) => o.ClaimsNothing || o.Unproved || IsOwnRecord(o, me) || IsSetBack(o);

    /// <param name="before">The day of completion that the unit had claimed before the last return.</param>
    public static IReadOnlyList<string> Of(Occurrence o, DateOnly? before, Guid? me, DateOnly today)
    {
        var notes = new List<string>();
        if (o.ClaimsNothing)
        {
            var late = o.DaysLateOn(today) is > 0 and var days ? $" khi đã trễ {VietnameseFormat.Number(days)} ngày" : "";
            var target = o.Target is { } count ? $"; kế hoạch giao chỉ tiêu {VietnameseFormat.Number(count)}" : "";
            notes.Add($"Đơn vị báo không phát sinh{late}{target}. Xác nhận thì kỳ này khép lại, không tính là trễ.");
        }
        if (o is { ClaimedOn: { } said, DoneOn: { } done })
        {
            if (done < said && (IsSetBack(o) || (before is not null && before != done)))
                notes.Add($"Báo ngày {VietnameseFormat.Date(said)}, ghi hoàn thành {VietnameseFormat.Date(done)}: sớm hơn {VietnameseFormat.Number(said.DayNumber - done.DayNumber)} ngày{(before is { } last && last != done ? $"; lần trước ghi {VietnameseFormat.Date(last)}" : "")}.");
            if (IsSetBack(o) && done <= o.DueOn) notes.Add($"Hạn là {VietnameseFormat.Date(o.DueOn)}: xác nhận thì việc đã trễ hạn được tính là hoàn thành đúng hạn.");
        }
        if (o.Unproved) notes.Add($"{NothingProves(o)}{(o.DaysLateOn(today) is > 0 and var overdue ? $", trễ {VietnameseFormat.Number(overdue)} ngày" : "")}.{(string.IsNullOrWhiteSpace(o.Note) ? "" : $" Đơn vị ghi: “{o.Note}”.")}");
        if (IsOwnRecord(o, me)) notes.Add($"Chính bạn đã ghi nhận kết quả này. Xác nhận thì lịch sử ghi rõ “{SamePerson.ToLowerInvariant()}”.");
        return notes;
    }

    /// <summary>What is lacking of the proof of a period that nothing proves.</summary>
    public static string NothingProves(Occurrence o) => o.LacksProof ? "Không có hoạt động hay tệp nào làm minh chứng" : "Minh chứng của các hoạt động không được chấp nhận hoặc đã hết giá trị";

    /// <summary>Said after the due date with a day before it was said: how late it is, if at all, is the unit's own word.</summary>
    private static bool IsSetBack(Occurrence o) => !o.IsRequest && o is { ClaimedOn: { } said, DoneOn: { } done } && said > o.DueOn && done < said;

    private static bool IsOwnRecord(Occurrence o, Guid? me) => o.ClaimedBy is { } one && one == me;
}
