using LanToa.Reading.Model;

namespace LanToa.Reading.Phrases;

/// <summary>Chooses the most binding of the wordings found and makes a schedule of it.</summary>
internal sealed class ScheduleComposer(PhraseTokens tokens, List<TimeFeature> features, bool completion, bool dedicated)
{
    public Schedule Compose()
    {
        var with = Find(FeatureKind.With);
        var schedule = Choose();
        // "mỗi quý 02 chuyên đề, gửi trước ngày 20 tháng cuối quý": the limit binds, the number stays.
        if (schedule is { Kind: "cutoff", Count: null } && Find(FeatureKind.Count) is { Every: not 0 } counted) schedule = schedule with { Count = counted.Number };
        return with?.Words is { Length: > 0 } words ? schedule with { With = words, Text = schedule.Text ?? Words(with) } : schedule;
    }

    private Schedule Choose()
    {
        var every = 0;
        foreach (var feature in features)
        {
            if (feature.Kind is FeatureKind.Every) every |= feature.Every;
        }
        if (Find(FeatureKind.LastDay) is { } lastDay) return LastDay(lastDay, every);
        if (Find(FeatureKind.NextDay) is { } nextDay) return NextDay(nextDay, every);

        var limits = features.FindAll(f => f.Kind == FeatureKind.Points && IsLimit(f));
        if (limits.Count > 0)
        {
            if (every != 0 && !limits.Exists(f => f.PrintedYear)) return LimitEachPeriod(limits, every);
            if (Limits(limits) is { } limited) return limited;
        }
        if (Find(FeatureKind.Week) is { } week) return new Schedule { Kind = "counted", Every = Names(week.Every), Count = 1, Week = week.Number, Text = Words(week) };
        if (Find(FeatureKind.Count) is { } count) return Counted(count, every);

        var spans = features.FindAll(f => f.Kind == FeatureKind.Points && !IsLimit(f));
        if (spans.Count > 0 && Spans(spans, every) is { } span) return span;
        if (Find(FeatureKind.Every) is { } recurring) return Recurring(recurring, every);
        if (Find(FeatureKind.Offset) is { } offset) return Clock(offset);

        var standing = Find(FeatureKind.Standing);
        var request = Find(FeatureKind.Request);
        if (request is not null && (standing is null || !dedicated || request.First < standing.First)) return new Schedule { Kind = "on-request", Text = Words(request) };
        if (standing is not null) return new Schedule { Kind = "standing", Text = Words(standing) };
        if (Find(FeatureKind.Campaign) is { } campaign) return new Schedule { Kind = "campaign", Text = Words(campaign) };
        return Find(FeatureKind.Rule) is { } rule ? new Schedule { Kind = "unspecified", Text = Words(rule) } : Schedule.Unspecified;
    }

    private TimeFeature? Find(FeatureKind kind)
    {
        foreach (var feature in features)
            if (feature.Kind == kind)
                return feature;
        return null;
    }

    private bool IsLimit(TimeFeature feature) => feature.Marker is Marker.Before or Marker.Until || (completion && feature.Marker is Marker.None or Marker.Within);

    private Schedule LastDay(TimeFeature feature, int every)
    {
        var mask = feature.Every | every;
        foreach (var limit in features)
        {
            // "báo cáo quý trước ngày 15 tháng cuối quý, báo cáo năm trước ngày 15/12"
            if (limit.Kind == FeatureKind.Points && IsLimit(limit) && !limit.PrintedYear && limit.Points[0] is { Unit: PointUnit.Day, Index: 12 }) mask |= 1 << 4;
        }
        var other = Find(FeatureKind.Every);
        return new Schedule { Kind = "cutoff", Every = Names(mask), Day = feature.Number, Text = Words(feature, other) };
    }

    private Schedule NextDay(TimeFeature feature, int every) => new()
    {
        Kind = "cutoff", Every = Names(feature.Every | every),
        Offset = new ScheduleOffset(feature.Number, feature.Working, feature.Words ?? ""), Text = Words(feature, Find(FeatureKind.Every)),
    };

    /// <summary>"định kỳ hằng năm báo cáo … trước ngày 31 tháng 12": a limit that comes again each period.</summary>
    private Schedule LimitEachPeriod(List<TimeFeature> limits, int every)
    {
        var dates = Dates(limits);
        int? day = null;
        var lasts = limits.SelectMany(f => f.Points).Where(p => p.Unit == PointUnit.Day).ToList();
        if (lasts.Count > 0 && lasts.TrueForAll(p => p.Day == lasts[0].Day && IsLastMonth(p.Index, every))) day = lasts[0].Day;
        return new Schedule
        {
            Kind = "cutoff", Every = Names(every), Day = day, Dates = dates.Count > 1 || day is null ? dates : [],
            Text = Words(limits[0], Find(FeatureKind.Every)),
        };
    }

    private static bool IsLastMonth(int month, int every) =>
        month == 12 || (month == 6 && (every & (1 << 2)) != 0) || (month == 9 && (every & (1 << 3)) != 0) || (month % 3 == 0 && (every & (1 << 1)) != 0) || (every & 1) != 0;

    private Schedule? Limits(List<TimeFeature> limits)
    {
        var dates = Dates(limits);
        if (dates.Count == 0)
        {
            return new Schedule { Kind = "once", Text = Words(limits[0]) };
        }
        var first = limits[0];
        var spans = Resolved(first);
        DateOnly? from = first.Marker != Marker.Before && first.Points[0].Unit != PointUnit.Day && spans.Count > 0 ? spans[0].From : null;
        return new Schedule { Kind = "once", Due = dates[0], From = from, Dates = dates.Count > 1 ? dates : [], Text = Words(first) };
    }

    /// <summary>The last day that each limit allows: the day printed, the day before a month that it must precede, the end of a span.</summary>
    private static List<DateOnly> Dates(List<TimeFeature> limits)
    {
        var dates = new List<DateOnly>();
        foreach (var limit in limits)
        {
            var spans = Resolved(limit);
            if (limit.Points.Exists(p => p.ClosesRange))
            {
                if (spans.Count > 0) AddDate(dates, spans[^1].To);
                continue;
            }
            for (var i = 0; i < spans.Count; i++)
            {
                var (from, to, unit, edge) = spans[i];
                AddDate(dates, limit.Marker == Marker.Before && unit != PointUnit.Day && edge == 0 ? from.AddDays(-1) : to);
            }
        }
        return dates;
    }

    private static void AddDate(List<DateOnly> dates, DateOnly date)
    {
        if (!dates.Contains(date)) dates.Add(date);
    }

    private static List<(DateOnly From, DateOnly To, PointUnit Unit, int Edge)> Resolved(TimeFeature feature)
    {
        var spans = new List<(DateOnly, DateOnly, PointUnit, int)>(feature.Points.Count);
        foreach (var point in feature.Points)
        {
            if (point.Resolve() is { } span) spans.Add((span.From, span.To, point.Unit, point.Edge));
        }
        return spans;
    }

    private Schedule Counted(TimeFeature feature, int every)
    {
        var mask = feature.Every & 0x1F;
        // No period of a week is known to the contract: weekly and daily work is standing, with its number.
        if (mask == 0 && (feature.Every & (1 << 5)) != 0) return new Schedule { Kind = "standing", Count = feature.Number, Text = Words(feature) };
        return new Schedule { Kind = "counted", Every = Names(mask == 0 ? every : mask), Count = feature.Number, Text = Words(feature) };
    }

    private Schedule? Spans(List<TimeFeature> spans, int every)
    {
        var feature = spans[0];
        var all = spans.SelectMany(Resolved).ToList();
        var printed = feature.Points.Count > 0 && feature.PrintedYear;
        if (every != 0 && !printed)
        {
            // "tháng 10 hằng năm"
            var dates = all.ConvertAll(s => s.To);
            return new Schedule { Kind = "cutoff", Every = Names(every), From = all.Count == 1 ? all[0].From : null, To = all.Count == 1 ? all[0].To : null, Dates = dates, Text = Words(feature, Find(FeatureKind.Every)) };
        }
        var standing = Find(FeatureKind.Standing);
        if (all.Count == 0) return standing is null ? new Schedule { Kind = "campaign", Text = Words(feature) } : null;
        if (standing is not null || feature.Open)
        {
            return new Schedule { Kind = "standing", From = all[0].From, To = feature.Open ? null : all[^1].To, Text = Words(feature, standing) };
        }
        var (from, to) = (all[0].From, all[^1].To);
        if (to < from)
        {
            // Printed so; the contradiction is reported elsewhere.
            return new Schedule { Kind = "campaign", From = from, To = to, Text = Words(feature) };
        }
        if (from == to) return new Schedule { Kind = "once", Due = from, Text = Words(feature) };
        var ranged = spans.Exists(f => f.Points.Exists(p => p.ClosesRange));
        var apart = !ranged && all.Count > 1 && !Adjoin(all);
        return new Schedule { Kind = "campaign", From = from, To = to, Dates = apart ? all.ConvertAll(s => s.To) : [], Text = Words(feature) };
    }

    private static bool Adjoin(List<(DateOnly From, DateOnly To, PointUnit Unit, int Edge)> spans)
    {
        for (var i = 1; i < spans.Count; i++)
        {
            if (spans[i].From.DayNumber != spans[i - 1].To.DayNumber + 1) return false;
        }
        return true;
    }

    private Schedule Recurring(TimeFeature feature, int every)
    {
        var names = Names(every);
        if (names.Count == 0 || (Find(FeatureKind.Standing) is not null && dedicated)) return new Schedule { Kind = "standing", Every = names, Text = Words(feature, Find(FeatureKind.Standing)) };
        var reports = names.Count > 1 || Mentions(ScheduleWords.Report, ScheduleWords.ReportEnd);
        return reports
            ? new Schedule { Kind = "cutoff", Every = names, Text = Words(feature) }
            : new Schedule { Kind = "counted", Every = names, Count = 1, Text = Words(feature) };
    }

    private Schedule Clock(TimeFeature feature)
    {
        var since = feature.Words ?? "";
        return new Schedule { Kind = "on-request", Offset = new ScheduleOffset(feature.Number, feature.Working, since), Text = Words(feature) };
    }

    private bool Mentions(in Word first, in Word second)
    {
        for (var i = 0; i < tokens.Count - 1; i++)
        {
            if (tokens.Is(i, first, second)) return true;
        }
        return false;
    }

    private string Words(TimeFeature feature, TimeFeature? other = null)
    {
        var (first, last) = (feature.First, feature.Last);
        // Two wordings of one schedule are quoted together where they stand near each other.
        if (other is not null && Math.Max(other.First - last, first - other.Last) <= 24) (first, last) = (Math.Min(first, other.First), Math.Max(last, other.Last));
        last = Math.Min(last, tokens.Count);
        var end = Closed(first, last, out var open);
        // A bracket that is never closed ends with the words.
        return open ? tokens.Slice(first, end) + ")" : tokens.Slice(first, end);
    }

    /// <summary>A bracket that opens within the words is closed with them, where it closes near by in the same sentence.</summary>
    private int Closed(int first, int last, out bool isOpen)
    {
        var open = 0;
        for (var i = first; i < last; i++)
        {
            if (tokens.IsMark(i, '(')) open++;
            else if (tokens.IsMark(i, ')') && open > 0) open--;
        }
        isOpen = open > 0;
        for (var i = last; open > 0 && i < Math.Min(tokens.Count, last + 16) && !tokens.EndsSentence(i); i++)
        {
            if (tokens.IsMark(i, '(')) open++;
            else if (tokens.IsMark(i, ')') && --open == 0)
            {
                isOpen = false;
                return i + 1;
            }
        }
        return last;
    }

    private static List<string> Names(int mask)
    {
        var names = new List<string>(2);
        for (var bit = 0; bit < ScheduleWords.EveryNames.Length; bit++)
        {
            if ((mask & (1 << bit)) != 0) names.Add(ScheduleWords.EveryNames[bit]);
        }
        return names;
    }
}
