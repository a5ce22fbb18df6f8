using System.Globalization;
using LanToa.Accountability.Activities;
using LanToa.Contracts.Reports;
using LanToa.Platform.Text;
using LanToa.Platform.Time;

namespace LanToa.Accountability.Reports;

/// <summary>How the narrative of a report names activities and overdue work.</summary>
/// <param name="reporting">Whose report it is: its own name is not said again at each.</param>
/// <param name="nameOf">The names of the others.</param>
public sealed class NamedWork(Guid reporting, Func<Guid, string> nameOf)
{
    private const int LongestTitle = 160, LongestReason = 120;

    /// <summary>
    /// "Hội nghị A (xã B, 12/08/2026, 145 người dự); Hội thi C (15/08/2026)"; what has no title of its own by what was done: "2 lớp tập huấn tại hội trường xã thực hiện nhiệm vụ “…” (12/08/2026)".
    /// </summary>
    public string Of(IReadOnlyCollection<NotableActivity> notable) => notable.Count == 0 ? Narrative.NothingNamed : string.Join("; ", notable.Select(a => $"{(a.Deed is { } deed ? Done(a, deed) : Title(a.Title))} ({string.Join(", ", About(a))})"));

    /// <summary>
    /// "(1) Đăng 02 tin (hạn 10/07/2026; 5 đơn vị: A, B, C và 2 đơn vị khác; nguyên nhân: “thiếu cán bộ”); (2) Treo pa nô (3 kỳ quá hạn, sớm nhất 05/07/2026; chưa có giải trình)"; what is more than
    /// <paramref name="most"/> is not counted: it is said that these are the oldest.
    /// </summary>
    public string Of(IReadOnlyCollection<OverdueWork> overdue, int most)
    {
        if (overdue.Count == 0) return Narrative.NothingNamed;
        var said = overdue.Take(most).Select((w, n) => $"{(overdue.Count > 1 ? $"({n + 1}) " : "")}{Title(w.Text)} ({string.Join("; ", About(w))})");
        return string.Join("; ", said) + (overdue.Count > most ? $"; và các nhiệm vụ khác (chỉ nêu {VietnameseFormat.Number(most)} nhiệm vụ quá hạn lâu nhất)" : "");
    }

    private string Done(NotableActivity a, NotableDeed deed)
    {
        var product = deed.Form == "other" ? "Hoạt động" : CodeNames.Of(CodeKind.Product, deed.Form);
        var what = deed.Quantity == 1 || deed.QuantityUnit is not null ? product : $"{VietnameseFormat.Number(deed.Quantity)} {char.ToLower(product[0], CultureInfo.InvariantCulture)}{product[1..]}";
        var place = deed.Place is { Length: > 0 } said ? Flat(said) : deed.PlaceUnit is { } unit && unit != a.UnitId ? nameOf(unit) : "";
        return $"{what}{(place.Length > 0 ? $" tại {place}" : "")}{(Flat(deed.Description) is { Length: > 0 } about ? $": {about.Beginning(LongestTitle)}" : deed.Task is { } task ? $" thực hiện nhiệm vụ “{Title(task)}”" : "")}";
    }

    private IEnumerable<string> About(NotableActivity a)
    {
        if (a.UnitId != reporting) yield return nameOf(a.UnitId);
        yield return a.Until is { } until && until != a.From ? $"từ {VietnameseFormat.Date(a.From)} đến {VietnameseFormat.Date(until)}" : VietnameseFormat.Date(a.From);
        if (a.Deed is { QuantityUnit: { } counted } deed) yield return $"{VietnameseFormat.Number(deed.Quantity)} {counted}";
        var (reach, measure) = new[] { (a.Attendance, "người dự"), (a.Listeners, "lượt nghe, nhận"), (a.Views, "lượt xem, tiếp cận"), (a.Entries, "bài dự thi") }.MaxBy(m => m.Item1 ?? 0);
        if (reach > 0) yield return $"{VietnameseFormat.Number(reach.Value)} {measure}";
    }

    private IEnumerable<string> About(OverdueWork w)
    {
        var since = VietnameseFormat.Date(w.DueOn);
        yield return w.Periods switch { 1 => $"hạn {since}", { } periods => $"{VietnameseFormat.Number(periods)} kỳ quá hạn, sớm nhất {since}", null => $"quá hạn sớm nhất từ {since}" };
        if (w.Units > 1) yield return $"{VietnameseFormat.Number(w.Units)} đơn vị: {string.Join(", ", w.FirstUnits.Select(nameOf))}{(w.Units > w.FirstUnits.Count ? $" và {VietnameseFormat.Number(w.Units - w.FirstUnits.Count)} đơn vị khác" : "")}";
        else if (w.FirstUnits[0] != reporting) yield return nameOf(w.FirstUnits[0]);
        yield return w.Reasons.Count == 0 ? "chưa có giải trình" : $"nguyên nhân: {string.Join(", ", w.Reasons.Select(r => $"“{Flat(r).Beginning(LongestReason)}”"))}";
    }

    private static string Title(string text) => Flat(text).Beginning(LongestTitle);

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.', ';');
}
