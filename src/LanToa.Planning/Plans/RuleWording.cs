using System.Globalization;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Time;

namespace LanToa.Planning.Plans;

/// <summary>A rule of time as people read it on a card, in a table and in the history.</summary>
public static class RuleWording
{
    public static string Of(DutyRule rule)
    {
        var words = rule.Kind switch
        {
            DutyKind.Once => Once(rule),
            DutyKind.Counted => Counted(rule),
            DutyKind.Standing => "thường xuyên",
            DutyKind.Cutoff => Cutoff(rule),
            DutyKind.Campaign => $"theo đợt: {string.Join("; ", rule.Spans.Select(Span))}",
            _ => "khi có yêu cầu",
        };
        if (rule is { Kind: DutyKind.Once or DutyKind.Campaign, Count: > 1 and var many }) words += $", số lượng {many.ToString("00", CultureInfo.InvariantCulture)}";
        if (rule.Offset is { } offset) words += $", trong {offset.Days.ToString("00", CultureInfo.InvariantCulture)} ngày{(offset.Working ? " làm việc" : "")}{(offset.After is { } after ? $" kể từ {after}" : "")}";
        words += (rule.From, rule.To) switch
        {
            ({ } from, { } to) => $", {Span(new DateSpan(from, to))}",
            ({ } from, null) => $", từ {VietnameseFormat.Date(from)}",
            (null, { } to) => $", đến {VietnameseFormat.Date(to)}",
            _ => "",
        };
        return rule.Tentative ? $"{words} (dự kiến)" : words;
    }

    public static string KindName(DutyKind kind) => kind switch
    {
        DutyKind.Once => "Một lần, có ngày hoàn thành",
        DutyKind.Counted => "Số lượng theo kỳ (mỗi quý 01 chuyên mục)",
        DutyKind.Standing => "Thường xuyên, rà soát theo kỳ",
        DutyKind.Cutoff => "Báo cáo định kỳ, có ngày gửi",
        DutyKind.Campaign => "Theo đợt, có ngày bắt đầu và kết thúc",
        _ => "Khi có yêu cầu, đột xuất",
    };

    private static string Once(DutyRule rule)
    {
        if (rule.Dates.Count > 0) return $"trước hoặc vào ngày {string.Join(", ", rule.Dates.Select(VietnameseFormat.Date))}";
        return rule.Spans.Count > 0 ? $"một lần, {string.Join("; ", rule.Spans.Select(Span))}" : "một lần";
    }

    private static string Counted(DutyRule rule)
    {
        var count = (rule.Count ?? 1).ToString("00", CultureInfo.InvariantCulture);
        return rule.Every.Count == 0 ? $"{count} lần trong thời gian kế hoạch" : $"{count} lần {Every(rule)}{Day(rule)}";
    }

    private static string Cutoff(DutyRule rule) =>
        rule.Every.Count == 0 ? $"cùng với {rule.With ?? "báo cáo định kỳ"}" : $"báo cáo {Every(rule)}{Day(rule)}{(rule.With is { } with ? $", cùng với {with}" : "")}";

    private static string Every(DutyRule rule) => string.Join(", ", rule.Every.Select(k => k.Every()));

    private static string Day(DutyRule rule) => rule switch
    {
        { LastWorkingDay: true } => ", chậm nhất ngày làm việc cuối cùng",
        { Day: { } day, Month: { } month } => $", chậm nhất ngày {day}/{month}",
        { Day: { } day } => $", chậm nhất ngày {day} tháng cuối kỳ",
        { Week: { } week } => $", tuần thứ {week} tháng cuối kỳ",
        _ => "",
    };

    private static string Span(DateSpan span) => CalendarPeriod.Exactly(span)?.Name ?? $"từ {VietnameseFormat.Date(span.From)} đến {VietnameseFormat.Date(span.To)}";
}
