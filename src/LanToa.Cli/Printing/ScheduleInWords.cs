using System.Globalization;
using LanToa.Reading.Model;

namespace LanToa.Cli.Printing;

/// <summary>A schedule as a few Vietnamese words.</summary>
internal static class ScheduleInWords
{
    public static string Of(Schedule schedule)
    {
        var words = schedule.Kind switch
        {
            "once" => Once(schedule),
            "counted" => $"{Every(schedule)}: {schedule.Count ?? 1} lần",
            "standing" => "thường xuyên" + (schedule.Every.Count > 0 ? $", rà soát {Every(schedule)}" : ""),
            "cutoff" => Cutoff(schedule),
            "campaign" => Campaign(schedule),
            "on-request" => "khi có yêu cầu" + Offset(schedule),
            _ => schedule.Text is { Length: > 0 } text ? $"chưa rõ (“{text}”)" : "chưa rõ",
        };
        return schedule.Tentative ? words + " (dự kiến)" : words;
    }

    private static string Once(Schedule schedule) => schedule switch
    {
        { Due: { } due } => "trước " + Date(due),
        { Dates.Count: > 0 } => "ngày " + string.Join(", ", schedule.Dates.Select(Date)),
        { Offset: not null } => Offset(schedule).Trim(' ', ','),
        _ => schedule.Text ?? "một lần",
    };

    private static string Cutoff(Schedule schedule) => schedule switch
    {
        { Dates.Count: > 0 } => "chậm nhất " + string.Join(", ", schedule.Dates.Select(Date)),
        { Day: { } day } => $"{Every(schedule)}, chậm nhất ngày {day} của tháng cuối kỳ",
        { Due: { } due } => "chậm nhất " + Date(due),
        _ => Every(schedule),
    };

    private static string Campaign(Schedule schedule) => (schedule.From, schedule.To) switch
    {
        ({ } from, { } to) => $"{Date(from)} – {Date(to)}",
        ({ } from, null) => "từ " + Date(from),
        (null, { } to) => "đến " + Date(to),
        _ => schedule.Dates.Count > 0 ? string.Join(", ", schedule.Dates.Select(Date)) : schedule.Text ?? "theo đợt",
    };

    private static string Offset(Schedule schedule) =>
        schedule.Offset is { } offset ? $", trong {offset.Days} ngày{(offset.Working ? " làm việc" : "")}" : "";

    private static string Every(Schedule schedule) =>
        schedule.Every.Count == 0 ? "mỗi kỳ" : "mỗi " + string.Join(", ", schedule.Every.Select(e => e switch
        {
            "month" => "tháng",
            "quarter" => "quý",
            "half-year" => "6 tháng",
            "nine-months" => "9 tháng",
            "year" => "năm",
            _ => e,
        }));

    private static string Date(DateOnly date) => date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}
