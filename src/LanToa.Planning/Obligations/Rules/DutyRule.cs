using System.Text.Json.Serialization;
using LanToa.Reading.Model;

namespace LanToa.Planning.Obligations.Rules;

[JsonConverter(typeof(JsonStringEnumConverter<DutyKind>))]
public enum DutyKind
{
    /// <summary>On a date, or on each of several dates.</summary>
    [JsonStringEnumMemberName("once")] Once,
    /// <summary>So many per period.</summary>
    [JsonStringEnumMemberName("counted")] Counted,
    /// <summary>"Thường xuyên": reviewed each reporting period.</summary>
    [JsonStringEnumMemberName("standing")] Standing,
    /// <summary>By a day within or after each period: a report.</summary>
    [JsonStringEnumMemberName("cutoff")] Cutoff,
    /// <summary>Dated spans.</summary>
    [JsonStringEnumMemberName("campaign")] Campaign,
    /// <summary>Nothing until asked; then a clock.</summary>
    [JsonStringEnumMemberName("on-request")] OnRequest,
}

/// <summary>A term counted from an event: "02 ngày làm việc kể từ …". The day of the event is not counted.</summary>
public sealed record DutyOffset(int Days, bool Working, string? After = null);

/// <summary>
/// When a duty is to be done: what was read from the plan and what a person decided. Stored with the obligation;
/// everything that the generator needs apart from the plan's calendar, the regime and the holidays.
/// </summary>
public sealed record DutyRule
{
    public required DutyKind Kind { get; init; }
    /// <summary>Periods asked for. Empty for a report attached to the regime's own (see <see cref="With"/>), and for "so many in the whole plan".</summary>
    public IReadOnlyList<PeriodKind> Every { get; init; } = [];
    /// <summary>How many per period, span or date.</summary>
    public int? Count { get; init; }
    /// <summary>Day of the period's last month (or of <see cref="Month"/>).</summary>
    public int? Day { get; init; }
    /// <summary>Month of the year when it is not the period's last: "trước ngày 15/11 hằng năm".</summary>
    public int? Month { get; init; }
    /// <summary>Week of the period's last month.</summary>
    public int? Week { get; init; }
    /// <summary>"Ngày làm việc cuối cùng của tháng".</summary>
    public bool LastWorkingDay { get; init; }
    public IReadOnlyList<DateOnly> Dates { get; init; } = [];
    /// <summary>The spans of a campaign, or the one within which a single duty is to be done.</summary>
    public IReadOnlyList<DateSpan> Spans { get; init; } = [];
    /// <summary>A narrower time than the plan's: "từ tháng 5/2026, thường xuyên".</summary>
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public DutyOffset? Offset { get; init; }
    /// <summary>The report to which this one is attached.</summary>
    public string? With { get; init; }
    public bool Tentative { get; init; }
    /// <summary>The plan's words.</summary>
    public string? Wording { get; init; }
    /// <summary>Where they stand: "mục IV.1.1 Kế hoạch số 10/KH-UBND".</summary>
    public string? Where { get; init; }

    /// <summary>The rule that a reading suggests; null when the plan leaves the time open and a person must choose a kind.</summary>
    public static DutyRule? FromSchedule(Schedule schedule, string? where = null)
    {
        DutyKind? kind = schedule.Kind switch
        {
            "once" => DutyKind.Once,
            "counted" => DutyKind.Counted,
            "standing" => DutyKind.Standing,
            "cutoff" => DutyKind.Cutoff,
            "campaign" => DutyKind.Campaign,
            "on-request" => DutyKind.OnRequest,
            _ => null,
        };
        if (kind is null)
            return null;
        var every = schedule.Every.Where(code => PeriodKinds.TryParse(code, out _)).Select(code => PeriodKinds.TryParse(code, out var k) ? k : default).Distinct().Order().ToList();
        var dates = schedule.Dates.Concat(schedule.Due is { } due && every.Count == 0 ? [due] : []).Distinct().Order().ToList();
        var span = schedule is { From: { } from, To: { } to } && from <= to ? new DateSpan(from, to) : (DateSpan?)null;
        var spansItself = kind is DutyKind.Once or DutyKind.Campaign && span is not null;
        return new DutyRule
        {
            Kind = kind.Value,
            Every = kind is DutyKind.Once or DutyKind.Campaign or DutyKind.OnRequest ? [] : every,
            Count = schedule.Count,
            Day = schedule.Day ?? (every.Count > 0 ? schedule.Due?.Day : null),
            Month = schedule.Day is null && every is [PeriodKind.Year] ? schedule.Due?.Month : null,
            Week = schedule.Week,
            LastWorkingDay = schedule.Text?.Contains("ngày làm việc cuối", StringComparison.OrdinalIgnoreCase) ?? false,
            Dates = kind is DutyKind.Campaign ? [] : dates,
            Spans = spansItself ? [span!.Value] : kind is DutyKind.Campaign ? [.. dates.Select(d => new DateSpan(d, d))] : [],
            From = spansItself ? null : schedule.From,
            To = spansItself ? null : schedule.To,
            Offset = schedule.Offset is { } offset ? new DutyOffset(offset.Days, offset.Working, offset.After) : null,
            With = schedule.With,
            Tentative = schedule.Tentative,
            Wording = schedule.Text,
            Where = where,
        };
    }

    /// <summary>What a person must still settle before occurrences can be made, in Vietnamese; empty when the rule is complete.</summary>
    public IReadOnlyList<string> Problems(PlanCalendar plan) => [.. ProblemsByField(plan).Select(p => p.Message)];

    /// <summary>The same, each with the part of the rule in which it is to be settled.</summary>
    public IReadOnlyList<(string Field, string Message)> ProblemsByField(PlanCalendar plan)
    {
        var problems = new List<(string, string)>(plan.Problems().Select(p => (nameof(Kind), p)));
        if (problems.Count > 0)
            return problems;
        if (Count is < 1 or > 1_000_000)
            problems.Add((nameof(Count), "Số lượng phải từ 1 đến 1.000.000."));
        if (Day is < 1 or > 31)
            problems.Add((nameof(Day), "Ngày trong tháng phải từ 1 đến 31."));
        if (Month is < 1 or > 12)
            problems.Add((nameof(Month), "Tháng phải từ 1 đến 12."));
        if (Month is not null && Every is not [PeriodKind.Year])
            problems.Add((nameof(Month), "Chỉ việc hằng năm mới ghi tháng; kỳ khác dùng tháng cuối kỳ."));
        if (Week is < 1 or > 5)
            problems.Add((nameof(Kind), "Tuần trong tháng phải từ 1 đến 5."));
        if (Offset is { Days: < 0 or > 3650 })
            problems.Add(("OffsetDays", "Thời hạn tính theo ngày phải từ 0 đến 3650 ngày."));
        if (From > To)
            problems.Add((nameof(To), $"Thời gian kết thúc ({ViText.Date(To.Value)}) trước khi bắt đầu ({ViText.Date(From.Value)})."));
        else if (Kind is DutyKind.Counted or DutyKind.Standing or DutyKind.Cutoff && RunsWithin(plan) is null)
            problems.Add((nameof(From), $"Thời gian của việc không nằm trong thời gian thực hiện kế hoạch ({plan.Span})."));
        foreach (var date in Dates.Where(d => d.Year is < 1990 or > 2100))
            problems.Add((nameof(Dates), $"Ngày {ViText.Date(date)} không hợp lý; hãy kiểm tra lại năm."));
        foreach (var span in Spans.Where(s => s.To < s.From))
            problems.Add((nameof(Spans), $"Đợt {span} kết thúc trước khi bắt đầu."));
        foreach (var span in Spans.Where(s => s.From.Year < 1990 || s.To.Year > 2100))
            problems.Add((nameof(Spans), $"Đợt {span} không hợp lý; hãy kiểm tra lại năm."));
        problems.AddRange(ProblemsOfKind());
        return problems;
    }

    /// <summary>The plan's days in which the rule applies; null when there are none.</summary>
    public DateSpan? RunsWithin(PlanCalendar plan) => plan.Span.Intersect(new DateSpan(From ?? DateOnly.MinValue, To ?? DateOnly.MaxValue));

    private IEnumerable<(string Field, string Message)> ProblemsOfKind()
    {
        switch (Kind)
        {
            case DutyKind.Once when Dates.Count == 0 && Spans.Count == 0 && Offset is null:
                yield return (nameof(Dates), "Việc làm một lần cần có ngày hoặc khoảng thời gian hoàn thành.");
                break;
            case DutyKind.Once when Spans.Count > 1:
                yield return (nameof(Spans), "Việc làm một lần chỉ có một khoảng thời gian; nhiều đợt thì chọn “theo đợt”.");
                break;
            case DutyKind.Counted when Every.Count == 0 && Count is null:
                yield return (nameof(Every), "Việc theo số lượng cần có kỳ hoặc số lượng: chọn kỳ, nhập số lượng.");
                break;
            case DutyKind.Cutoff when Every.Count == 0 && With is null:
                yield return (nameof(Every), "Việc có hạn theo kỳ cần có kỳ báo cáo: tháng, quý, 6 tháng, 9 tháng hoặc năm.");
                break;
            case DutyKind.Campaign when Spans.Count == 0:
                yield return (nameof(Spans), "Việc theo đợt cần có ngày bắt đầu và ngày kết thúc của từng đợt.");
                break;
            case DutyKind.Campaign:
                var ordered = Spans.OrderBy(s => s.From).ToList();
                for (var i = 1; i < ordered.Count; i++)
                {
                    if (ordered[i].Overlaps(ordered[i - 1]))
                        yield return (nameof(Spans), $"Hai đợt trùng ngày nhau: {ordered[i - 1]} và {ordered[i]}.");
                }
                break;
        }
    }
}
