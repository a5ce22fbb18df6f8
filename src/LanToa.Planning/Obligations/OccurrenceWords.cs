using System.Globalization;
using System.Text.Json;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Plans;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>How occurrences are said and marked on pages.</summary>
public static class OccurrenceWords
{
    public static StatusKind Kind(this OccurrenceState state) => state switch
    {
        OccurrenceState.Overdue => StatusKind.Overdue,
        OccurrenceState.Returned => StatusKind.DueSoon,
        OccurrenceState.Open or OccurrenceState.AwaitingConfirmation => StatusKind.InProgress,
        OccurrenceState.DoneOnTime => StatusKind.Done,
        // Done, but not a green tick: the shape and the words tell it apart.
        OccurrenceState.DoneLate => StatusKind.DueSoon,
        OccurrenceState.Requested => StatusKind.Request,
        _ => StatusKind.Neutral,
    };

    /// <summary>The mark on a day: what is due within <paramref name="soon"/> days (<see cref="DueSoon"/>) stands out.</summary>
    public static StatusMark MarkOn(this Occurrence o, DateOnly today, int soon)
    {
        var state = o.StateOn(today);
        if (o.ClaimsNothing) return new StatusMark(state.Kind(), "Báo không phát sinh");
        if (state == OccurrenceState.Open && o.DueOn.DayNumber - today.DayNumber <= soon) return new StatusMark(StatusKind.DueSoon, "Sắp đến hạn");
        if (state == OccurrenceState.Returned && o.DaysLateOn(today) > 0) return new StatusMark(StatusKind.Overdue, state.Label());
        return new StatusMark(state.Kind(), state.Label());
    }

    /// <summary>"hạn 24/11/2026", with the weekday when it is near.</summary>
    public static string DueWords(this Occurrence o, DateOnly today) =>
        "hạn " + (Math.Abs(o.DueOn.DayNumber - today.DayNumber) <= 7 ? VietnameseFormat.DateWithWeekday(o.DueOn) : VietnameseFormat.Date(o.DueOn));

    /// <summary>"trễ 51 ngày"; null when it is not late.</summary>
    public static string? LateWords(this Occurrence o, DateOnly today) => o.DaysLateOn(today) is > 0 and var days ? $"trễ {VietnameseFormat.Number(days)} ngày" : null;

    /// <summary>"0/1"; null where nothing is counted.</summary>
    public static string? CountWords(this Occurrence o) => o.Aim is { } target ? $"{VietnameseFormat.Number(o.Progress)}/{VietnameseFormat.Number(target)}" : null;

    /// <summary>"trong đó 1 chờ chấp nhận"; null where no activity waits.</summary>
    public static string? WaitingWords(this Occurrence o) => o.Recorded is > 0 and var waiting ? $"trong đó {VietnameseFormat.Number(waiting)} theo hoạt động chờ chấp nhận" : null;

    public static string Name(this DutyKind kind) => kind switch
    {
        DutyKind.Once => "Một lần",
        DutyKind.Counted => "Theo số lượng",
        DutyKind.Standing => "Thường xuyên",
        DutyKind.Cutoff => "Có hạn theo kỳ",
        DutyKind.Campaign => "Theo đợt",
        _ => "Khi có yêu cầu",
    };

    /// <summary>A sentence of a plan as the name of its work: whole words, as many as two lines of a heading hold.</summary>
    public static string Short(string text)
    {
        const int most = 110;
        if (text.Length <= most) return text;
        var end = text.LastIndexOf(' ', most - 1);
        return text[..(end > most / 2 ? end : most - 1)].TrimEnd(',', ';', ':', '-', ' ') + "…";
    }

    /// <summary>The rule in a sentence.</summary>
    public static string InWords(this DutyRule rule)
    {
        var count = rule.Count is { } n ? $"{VietnameseFormat.Number(n)} lần " : "";
        var every = string.Join(", ", rule.Every.Select(k => k.Every()));
        var day = rule switch
        {
            { LastWorkingDay: true } => ", ngày làm việc cuối cùng",
            { Day: { } d, Month: { } m } => $", chậm nhất ngày {d}/{m}",
            { Day: { } d } => $", chậm nhất ngày {d} của tháng cuối kỳ",
            { Week: { } w } => $", tuần thứ {w} của tháng cuối kỳ",
            { Offset: { } o } => $", trong {o.Days} {(o.Working ? "ngày làm việc" : "ngày")}{(o.After is { } a ? $" kể từ {a}" : "")}",
            _ => "",
        };
        var words = rule.Kind switch
        {
            DutyKind.Counted => $"{count}{(every.Length > 0 ? every : "trong thời gian thực hiện kế hoạch")}",
            DutyKind.Standing => $"Thường xuyên{(every.Length > 0 ? $", rà soát {every}" : "")}",
            DutyKind.Cutoff => $"Định kỳ {(every.Length > 0 ? every : $"cùng với {rule.With}")}",
            DutyKind.Campaign => "Theo đợt: " + string.Join("; ", rule.Spans),
            DutyKind.OnRequest => "Khi có yêu cầu",
            _ when rule.Dates.Count > 0 => "Ngày " + string.Join(", ", rule.Dates.Select(VietnameseFormat.Date)),
            _ when rule.Spans.Count > 0 => string.Join("; ", rule.Spans),
            _ => "Một lần",
        } + day;
        return char.ToUpper(words[0], CultureInfo.InvariantCulture) + words[1..];
    }

    /// <summary>The moves of the due date, from the history.</summary>
    public static async Task<IReadOnlyList<DueMove>> MovesOfAsync(LanToaDb db, Guid occurrenceId, CancellationToken cancel)
    {
        var events = await db.Set<HistoryEvent>().AsNoTracking()
            .Where(e => e.ProvinceId == db.ProvinceId && e.SubjectId == occurrenceId && (e.Verb == "occurrence.move-due" || e.Verb == ActOnOccurrence.GrantedExtension || e.Verb == RecalculateDueDates.Verb || e.Verb == AmendObligations.MoveVerb)).OrderBy(e => e.At).ToListAsync(cancel);
        return
        [
            .. events.Where(e => e.Before is not null && e.After is not null).Select(e => (Event: e, From: Due(e.Before!), To: Due(e.After!))).Where(m => m is { From: not null, To: not null } && m.From != m.To)
                .Select(m => new DueMove(m.From!.Value, m.To!.Value, Clock.DateOf(m.Event.At), m.Event.ActorName, m.Event.Reason ?? "")),
        ];

        // Nothing where something else of the period changed.
        static DateOnly? Due(string json) => JsonSerializer.Deserialize<JsonElement>(json).TryGetProperty(nameof(Occurrence.DueOn), out var due) ? due.Deserialize<DateOnly>() : null;
    }

    /// <summary>The day of completion that the unit had claimed before the last return, from the history; null when there was none.</summary>
    public static async Task<DateOnly?> ReturnedDoneOnAsync(LanToaDb db, Guid occurrenceId, CancellationToken cancel)
    {
        var verb = OccurrenceVerb.Return.Verb();
        var before = await db.Set<HistoryEvent>().AsNoTracking()
            .Where(e => e.ProvinceId == db.ProvinceId && e.SubjectId == occurrenceId && e.Verb == verb).OrderByDescending(e => e.At).Select(e => e.Before).FirstOrDefaultAsync(cancel);
        return before is not null && JsonSerializer.Deserialize<JsonElement>(before).TryGetProperty(nameof(Occurrence.DoneOn), out var done) ? done.Deserialize<DateOnly?>() : null;
    }

    /// <summary>The day by which the words of a period are found: that on which it is due by the rule, after rest days, as an amendment looks at it. More time that a person gave does not change what is asked.</summary>
    public static DateOnly WordsOn(this Occurrence o) => o.RuleDueOn ?? o.DueOn;

    /// <summary>The words that held for the period, where its task says something else to later ones.</summary>
    public static string? TextOf(this PlanWordings before, Occurrence o) => before.TextOf(o.PlanId, o.TaskId, o.WordsOn(), o.ClaimedOn ?? o.ConfirmedOn);

    public static string NameOf(this IOrganizationDirectory directory, Guid unit) => directory.DistinctNameOf(unit) ?? "(không rõ đơn vị)";
}
