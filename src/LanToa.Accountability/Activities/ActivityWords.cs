using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;

namespace LanToa.Accountability.Activities;

/// <summary>How activities are said and marked.</summary>
public static class ActivityWords
{
    public static StatusMark Mark(this ActivityState state) => new(state switch
    {
        ActivityState.Accepted => StatusKind.Done,
        ActivityState.Recorded => StatusKind.InProgress,
        ActivityState.Returned => StatusKind.DueSoon,
        _ => StatusKind.Neutral,
    }, EnumWords.Of(state));

    /// <summary>Said of an activity beside a task that asks for another product, and for <paramref name="target"/> of it, if for a number at all.</summary>
    public static string OtherProduct(int? target) => $"{(target is null ? "" : "không tính vào số lượng: ")}khác sản phẩm việc yêu cầu";

    /// <summary>"02 buổi": how many, in its own unit or the form's.</summary>
    public static string QuantityWords(this Activity a) => $"{VietnameseFormat.Number(a.Counts)} {a.QuantityUnit ?? CodeNames.Of(CodeKind.Product, a.Form).ToLowerInvariant()}";

    /// <summary>"12/11/2026" or "12/11/2026 đến 14/11/2026".</summary>
    public static string DayWords(this Activity a) => a.EndedOn is { } end && end != a.HappenedOn ? $"{VietnameseFormat.Date(a.HappenedOn)} đến {VietnameseFormat.Date(end)}" : VietnameseFormat.Date(a.HappenedOn);

    /// <summary>The measures that were given, each with its name.</summary>
    public static IEnumerable<(string Name, string Value)> Measures(this Activity a)
    {
        if (a.Attendance is { } attendance) yield return ("Số người dự", VietnameseFormat.Number(attendance));
        if (a.Listeners is { } listeners) yield return ("Lượt nghe, nhận", VietnameseFormat.Number(listeners));
        if (a.Views is { } views) yield return ("Lượt xem", VietnameseFormat.Number(views));
        if (a.Pages is { } pages) yield return ("Số trang", VietnameseFormat.Number(pages));
        if (a.Minutes is { } minutes) yield return ("Thời lượng", $"{VietnameseFormat.Number(minutes)} phút");
        if (a.Entries is { } entries) yield return ("Số bài dự thi", VietnameseFormat.Number(entries));
    }
}
