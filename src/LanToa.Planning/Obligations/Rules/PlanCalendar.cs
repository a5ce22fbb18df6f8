namespace LanToa.Planning.Obligations.Rules;

/// <summary>The plan's own calendar: the day it was issued and the days it runs for. Duties fall due in it.</summary>
public sealed record PlanCalendar(DateOnly IssuedOn, DateSpan Span)
{
    private static readonly DateOnly Earliest = new(1990, 1, 1);
    private static readonly DateOnly Latest = new(2100, 12, 31);
    private const int LongestYears = 30;

    /// <summary>A plan that does not say its period runs for the year in which it was issued.</summary>
    public static PlanCalendar Of(DateOnly issuedOn, DateSpan? period = null) =>
        new(issuedOn, period ?? new DateSpan(new DateOnly(issuedOn.Year, 1, 1), new DateOnly(issuedOn.Year, 12, 31)));

    /// <summary>What makes the calendar unusable, in Vietnamese; empty when it is sound.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (IssuedOn < Earliest || IssuedOn > Latest)
            problems.Add($"Ngày ban hành {ViText.Date(IssuedOn)} nằm ngoài khoảng {Earliest.Year}–{Latest.Year}; hãy kiểm tra lại năm.");
        if (Span.To < Span.From)
            problems.Add($"Thời gian thực hiện kết thúc ({ViText.Date(Span.To)}) trước khi bắt đầu ({ViText.Date(Span.From)}).");
        else if (Span.From < Earliest || Span.To > Latest)
            problems.Add($"Thời gian thực hiện {Span} nằm ngoài khoảng {Earliest.Year}–{Latest.Year}; hãy kiểm tra lại năm.");
        else if (Span.To.Year - Span.From.Year >= LongestYears)
            problems.Add($"Thời gian thực hiện {Span} dài quá {LongestYears} năm; hãy kiểm tra lại năm.");
        return problems;
    }
}

/// <summary>
/// The three calendars in which one occurrence can be seen, never mixed: the plan's (when the duty is due), the report's (which days its figures cover),
/// the score's (which year it is counted in).
/// </summary>
public sealed record PeriodCalendars(DateSpan Plan, DateSpan? ReportData, int ScoreYear)
{
    public IReadOnlyList<string> Describe()
    {
        var lines = new List<string> { $"Thời gian thực hiện (theo kế hoạch): {Plan}." };
        lines.Add(ReportData is { } data ? $"Số liệu báo cáo (theo chế độ báo cáo): {data}." : "Số liệu báo cáo (theo chế độ báo cáo): không có, vì việc này không phải là báo cáo.");
        lines.Add($"Năm tính điểm (theo năm dương lịch): {ViText.Number(ScoreYear)}.");
        return lines;
    }
}
