using System.Text.Json;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Audit;
using LanToa.Platform.Time;

namespace LanToa.Planning.Obligations;

/// <summary>Says a reporting regime field by field in the history, as people read it rather than as JSON.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RegimeFieldsAttribute : HistoryFieldsAttribute
{
    public override IReadOnlyList<(string Name, string Words)> Of(JsonElement value) => value.Deserialize<RegimeData>(RuleJson.Options) is { } data ? Of(data) : [];

    internal static IReadOnlyList<(string Name, string Words)> Of(RegimeData data)
    {
        var fields = new List<(string Name, string? Words)>
        {
            ("Tên", data.Name), ("Nguồn", data.Source), ("Nguồn là", data.Confidence switch { "official" => "văn bản chính thức", "second-hand" => "dẫn lại từ nơi khác", _ => null }), ("Ghi chú", data.Note), ("Dựa trên", data.BasedOn),
            ("Có hiệu lực từ", data.ValidFrom is { } from ? VietnameseFormat.Date(from) : null), ("Ngày cuối còn hiệu lực", data.ValidTo is { } to ? VietnameseFormat.Date(to) : null),
            ("Phạm vi", Joined([data.Scope?.Topic == RuleBook.Topic ? "báo cáo cải cách hành chính" : data.Scope?.Topic, data.Scope?.Authority, data.Scope?.Province])), ("Hạn gửi", Send(data.Send)),
        };
        fields.AddRange((data.SendByLevel ?? new Dictionary<string, SendRule>(StringComparer.Ordinal)).Select(s => ($"Hạn gửi của {Level(s.Key)}", Send(s.Value))));
        foreach (var period in data.Periods ?? [])
        {
            var of = Period(new PeriodRef(period.Kind));
            fields.Add(($"Số liệu báo cáo {of}", $"từ ngày {period.Window.FromDay}{Month(period.Window.FromMonth, "đầu")} đến ngày {period.Window.ToDay}{Month(period.Window.ToMonth, "cuối")}"));
            fields.Add(($"Hạn gửi báo cáo {of}", Send(period.Send)));
            fields.AddRange((period.SendByLevel ?? new Dictionary<string, SendRule>(StringComparer.Ordinal)).Select(s => ($"Hạn gửi báo cáo {of} của {Level(s.Key)}", Send(s.Value))));
        }
        fields.Add(("Báo cáo thay nhau", Joined(data.Absorptions?.SelectMany(a => a.Replaces.Select(r => $"{Period(new PeriodRef(a.Period, a.Index))} thay {Period(r)}")))));
        fields.Add(("Báo cáo định kỳ", Joined(data.Series?.Select(Period))));
        fields.Add(("Rà soát việc thường xuyên", Joined(data.ReviewEvery?.Select(k => k.Every()))));
        fields.Add(("Hạn rơi vào ngày nghỉ", Shift(data.Shift)));
        fields.Add(("Thời hạn đếm ngày rơi vào ngày nghỉ", Shift(data.OffsetShift)));
        fields.Add(("Căn cứ đếm ngày", data.OffsetShiftSource));
        return [.. fields.Where(f => !string.IsNullOrWhiteSpace(f.Words)).Select(f => (f.Name, f.Words!))];
    }

    private static string? Joined(IEnumerable<string?>? words) => words?.OfType<string>().ToList() is { Count: > 0 } some ? string.Join("; ", some) : null;

    internal static string Period(PeriodRef period) => (period.Period, period.Index) switch
    {
        (PeriodKind.Month, { } month) => $"tháng {month}",
        (PeriodKind.Month, null) => "tháng",
        (PeriodKind.Quarter, { } quarter) => $"quý {new[] { "I", "II", "III", "IV" }[Math.Clamp(quarter, 1, 4) - 1]}",
        (PeriodKind.Quarter, null) => "quý",
        (PeriodKind.HalfYear, 1) => "6 tháng đầu năm",
        (PeriodKind.HalfYear, { }) => "6 tháng cuối năm",
        (PeriodKind.HalfYear, null) => "6 tháng",
        (PeriodKind.NineMonths, _) => "9 tháng",
        _ => "năm",
    };

    private static string Month(int offset, string which) => offset switch
    {
        0 => $" tháng {which} kỳ",
        < 0 => $", {-offset} tháng trước tháng {which} kỳ",
        _ => $", {offset} tháng sau tháng {which} kỳ",
    };

    /// <summary>Whose send date of their own it is.</summary>
    internal static string Level(string code) => code switch { "province" => "UBND cấp tỉnh", "district" => "UBND cấp huyện", "commune" => "UBND cấp xã", _ => $"cấp {code}" };

    internal static string? Send(SendRule? send) => send is null ? null : send.Kind switch
    {
        SendKind.DayOfLastMonth => $"ngày {send.Day} tháng cuối kỳ",
        SendKind.WorkingDaysAfterCutoff => $"{send.Days} ngày làm việc sau ngày chốt số liệu",
        _ => $"trước ngày {send.Day}/{send.Month}" + (send.YearOffset == 0 ? "" : " năm sau"),
    };

    private static string? Shift(ShiftRule? shift) => shift switch
    {
        null => null,
        ShiftRule.None => "giữ nguyên ngày đã ghi",
        ShiftRule.Before => "chuyển về ngày làm việc liền trước",
        _ => "chuyển đến ngày làm việc liền sau",
    };
}
