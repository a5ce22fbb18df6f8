namespace LanToa.Planning.Obligations.Rules;

/// <summary>
/// From a duty's rule to its occurrences: pure, deterministic, in calendar dates. The first period is the first whose due date is on or after
/// the day the plan was issued and began; a period for which a longer one reports is absorbed by it.
/// </summary>
public static class OccurrenceGenerator
{
    /// <exception cref="ArgumentException">The rule is not complete: see <see cref="DutyRule.Problems"/>.</exception>
    public static IReadOnlyList<PlannedOccurrence> Generate(DutyRule rule, GenerationContext context)
    {
        var problems = rule.Problems(context.Plan);
        if (problems.Count > 0)
            throw new ArgumentException(string.Join(' ', problems), nameof(rule));
        var occurrences = rule.Kind switch
        {
            DutyKind.OnRequest => [],
            DutyKind.Once => Once(rule, context),
            DutyKind.Campaign => rule.Spans.OrderBy(s => s.From).Select(span => OfSpan(rule, context, span)),
            DutyKind.Counted when rule.Every.Count == 0 => [OfSpan(rule, context, rule.RunsWithin(context.Plan)!.Value)],
            _ => Periodic(rule, context),
        };
        return [.. occurrences.Select(o => Tracked(o, context)).OrderBy(o => o.Scheduled).ThenBy(o => o.Span.Days).ThenBy(o => o.Key, StringComparer.Ordinal)];
    }

    /// <summary>
    /// A request starts the clock of an on-request duty. <paramref name="sequence"/> tells apart the requests of one day, from 1.
    /// </summary>
    public static PlannedOccurrence Ask(DutyRule rule, GenerationContext context, DateOnly askedOn, DutyOffset offset, int sequence = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        var due = new DueDates(rule, context).OfOffset(offset, askedOn, "ngày được yêu cầu");
        return Asked(rule, askedOn, due, sequence);
    }

    /// <summary>A request that names its own date.</summary>
    /// <exception cref="ArgumentException">The date is before the request.</exception>
    public static PlannedOccurrence Ask(DutyRule rule, GenerationContext context, DateOnly askedOn, DateOnly dueOn, int sequence = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        if (dueOn < askedOn)
            throw new ArgumentException($"Hạn {ViText.Date(dueOn)} trước ngày yêu cầu {ViText.Date(askedOn)}.", nameof(dueOn));
        var due = new DueDate(dueOn, dueOn, [$"Hạn ghi trong yêu cầu ngày {ViText.Date(askedOn)}: {ViText.Date(dueOn)}."]);
        return Asked(rule, askedOn, due, sequence);
    }

    private static PlannedOccurrence Asked(DutyRule rule, DateOnly askedOn, DueDate due, int sequence)
    {
        var span = new DateSpan(askedOn, due.Due > askedOn ? due.Due : askedOn);
        var suffix = sequence == 1 ? "" : "-" + ViText.Number(sequence);
        return new PlannedOccurrence
        {
            Key = "ask-" + ViText.Iso(askedOn) + suffix,
            Name = sequence == 1 ? $"yêu cầu ngày {ViText.Date(askedOn)}" : $"yêu cầu ngày {ViText.Date(askedOn)} (lần {ViText.Number(sequence)})",
            Span = span,
            Own = span,
            OpensOn = askedOn,
            Scheduled = due.Scheduled,
            Due = due.Due,
            Target = rule.Count ?? 1,
            Calendars = new PeriodCalendars(span, null, due.Scheduled.Year),
            Why = due.Why,
        };
    }

    private static IEnumerable<PlannedOccurrence> Once(DutyRule rule, GenerationContext context)
    {
        if (rule.Dates.Count == 0)
        {
            if (rule.Spans.Count > 0)
                return [OfSpan(rule, context, rule.Spans[0])];
            var due = new DueDates(rule, context).OfOffset(rule.Offset!, context.Plan.IssuedOn, "ngày ban hành kế hoạch");
            return [OfDate(rule, due, new DateSpan(context.Plan.IssuedOn, due.Scheduled))];
        }
        var occurrences = new List<PlannedOccurrence>();
        var opens = rule.Spans.Count > 0 ? rule.Spans[0].From : rule.From ?? context.Plan.Span.From;
        foreach (var date in rule.Dates.Distinct().Order())
        {
            // A thing due before the plan begins is in hand from the day the plan was issued, or on the day itself.
            var from = opens <= date ? opens : context.Plan.IssuedOn < date && occurrences.Count == 0 ? context.Plan.IssuedOn : date;
            occurrences.Add(OfDate(rule, new DueDates(rule, context).OfDate(date), new DateSpan(from, date)));
            opens = date.AddDays(1);
        }
        return occurrences;
    }

    private static PlannedOccurrence OfDate(DutyRule rule, DueDate due, DateSpan span) => new()
    {
        Key = ViText.Iso(due.Scheduled),
        Name = $"ngày {ViText.Date(due.Scheduled)}",
        Span = span,
        Own = span,
        OpensOn = span.From,
        Scheduled = due.Scheduled,
        Due = due.Due,
        Target = rule.Count ?? 1,
        Calendars = new PeriodCalendars(span, null, due.Scheduled.Year),
        Why = due.Why,
    };

    private static PlannedOccurrence OfSpan(DutyRule rule, GenerationContext context, DateSpan span)
    {
        var due = new DueDates(rule, context).OfSpan(span);
        var period = CalendarPeriod.Exactly(span);
        return new PlannedOccurrence
        {
            Key = period?.Key ?? (span.Days == 1 ? ViText.Iso(span.From) : $"{ViText.Iso(span.From)}/{ViText.Iso(span.To)}"),
            Name = period?.Name ?? (span.Days == 1 ? $"ngày {ViText.Date(span.From)}" : span.ToString()),
            Span = span,
            Own = span,
            OpensOn = span.From,
            Scheduled = due.Scheduled,
            Due = due.Due,
            Target = rule.Count ?? 1,
            Calendars = new PeriodCalendars(span, null, span.To.Year),
            Why = due.Why,
        };
    }

    private static IEnumerable<PlannedOccurrence> Periodic(DutyRule rule, GenerationContext context)
    {
        var runs = rule.RunsWithin(context.Plan)!.Value;
        var asked = AskedPeriods(rule, context.Regime, runs);
        // Only reports and reviews stand in for one another; "mỗi quý 01, mỗi năm 01 hội nghị" asks for five.
        var absorbers = rule.Kind == DutyKind.Counted
            ? []
            : asked.Select(p => (Period: p, By: context.Regime.AbsorberOf(p, asked))).Where(p => p.By is not null).ToDictionary(p => p.Period, p => p.By!.Value);
        var earliest = context.Plan.IssuedOn > runs.From ? context.Plan.IssuedOn : runs.From;
        var dates = new DueDates(rule, context);
        DateOnly? covered = null;
        foreach (var period in asked.Where(p => !absorbers.ContainsKey(p)).OrderBy(p => p.Span.To).ThenBy(p => p.Kind))
        {
            var span = period.Span.Intersect(runs)!.Value;
            var ownFrom = covered is { } end && end >= span.From ? end.AddDays(1) : span.From;
            DateSpan? own = ownFrom <= span.To ? new DateSpan(ownFrom, span.To) : null;
            covered = covered > span.To ? covered : span.To;
            var due = dates.OfPeriod(period, span);
            if (due.Due >= earliest)
                yield return OfPeriod(rule, context, period, span, own, due, [.. absorbers.Where(a => a.Value == period).Select(a => a.Key).Order(ByTime)]);
        }
    }

    private static List<CalendarPeriod> AskedPeriods(DutyRule rule, ReportingRegime regime, DateSpan runs)
    {
        if (rule.Every.Count > 0)
            return [.. rule.Every.Distinct().SelectMany(kind => CalendarPeriod.Overlapping(kind, runs))];
        if (rule.Kind == DutyKind.Standing)
            return [.. regime.ReviewEvery.Distinct().SelectMany(kind => CalendarPeriod.Overlapping(kind, runs))];
        return [.. regime.Series.SelectMany(r => CalendarPeriod.Overlapping(r.Period, runs).Where(r.Matches)).Distinct()];
    }

    private static PlannedOccurrence OfPeriod(
        DutyRule rule, GenerationContext context, CalendarPeriod period, DateSpan span, DateSpan? own, DueDate due, IReadOnlyList<CalendarPeriod> absorbed)
    {
        var regime = context.Regime;
        DateSpan? data = rule.Kind == DutyKind.Cutoff ? regime.WindowOf(period) : null;
        var why = new List<string>(due.Why);
        if (rule.Kind == DutyKind.Standing)
            why.Add($"Việc thường xuyên được rà soát {string.Join(", ", (rule.Every.Count > 0 ? rule.Every : regime.ReviewEvery).Select(k => k.Every()))}.");
        if (absorbed.Count > 0)
            why.Add($"Báo cáo {period.Name} thay cho {string.Join(" và ", absorbed.Select(p => p.Name))} (theo “{regime.Name}”).");
        if (data is { } window && rule.Offset is null && due.Due > window.To && context.Calendar.WorkingDaysBetween(window.To, due.Due) == 0)
            why.Add($"Lưu ý: giữa ngày chốt số liệu {ViText.Date(window.To)} và hạn {ViText.Date(due.Due)} không có ngày làm việc nào.");
        if (!context.Calendar.Covers(due.Scheduled))
            why.Add($"Lưu ý: lịch nghỉ lễ chưa có năm {ViText.Number(due.Scheduled.Year)}; mới chỉ tính thứ Bảy, Chủ nhật.");
        return new PlannedOccurrence
        {
            Key = period.Key,
            Name = period.Name,
            Span = span,
            Own = own,
            OpensOn = OpensOn(own, span, due),
            Scheduled = due.Scheduled,
            Due = due.Due,
            Target = rule.Kind == DutyKind.Standing ? rule.Count : rule.Count ?? 1,
            Calendars = new PeriodCalendars(span, data, period.Year),
            Absorbed = [.. absorbed.Select(p => p.Key)],
            Why = why,
        };
    }

    private static DateOnly OpensOn(DateSpan? own, DateSpan span, DueDate due)
    {
        var lastMonth = new DateOnly(span.To.Year, span.To.Month, 1);
        var opens = own?.From ?? (lastMonth > span.From ? lastMonth : span.From);
        // "Trước ngày 15/3 hằng năm" after a quarterly series: due before its own part begins.
        return opens <= due.Due ? opens : span.From < due.Due ? span.From : due.Due;
    }

    private static PlannedOccurrence Tracked(PlannedOccurrence occurrence, GenerationContext context)
    {
        if (context.TrackedFrom is not { } from || occurrence.Due >= from)
            return occurrence;
        return occurrence with
        {
            BeforeTracking = true,
            Why = [.. occurrence.Why, $"Hạn này trước ngày bắt đầu theo dõi ({ViText.Date(from)}): ghi “trước khi theo dõi”, không tính là quá hạn."],
        };
    }

    private static Comparer<CalendarPeriod> ByTime { get; } =
        Comparer<CalendarPeriod>.Create((a, b) => (a.FirstMonth, a.Kind).CompareTo((b.FirstMonth, b.Kind)));
}
