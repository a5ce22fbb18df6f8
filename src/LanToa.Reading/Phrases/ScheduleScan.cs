using static LanToa.Reading.Phrases.ScheduleWords;

namespace LanToa.Reading.Phrases;

internal enum Marker : byte
{
    None,
    /// <summary>trước ngày …: the day itself is printed as the limit.</summary>
    Before,
    /// <summary>xong, hoàn thành trong, chậm nhất, đến hết: the end of what follows.</summary>
    Until,
    /// <summary>trong, vào.</summary>
    Within,
    /// <summary>từ … (đến …).</summary>
    From,
    /// <summary>Not a schedule: có hiệu lực từ ngày …, số liệu tính từ …</summary>
    Excluded,
}

/// <summary>A wording of time found in a text: the points, recurrence or manner that it names, at tokens [First, Last).</summary>
internal sealed class TimeFeature
{
    public required FeatureKind Kind { get; init; }
    public required int First { get; set; }
    public required int Last { get; init; }
    public Marker Marker { get; init; }
    public List<CalendarPoint> Points { get; init; } = [];
    /// <summary>The text printed a year somewhere in the points.</summary>
    public bool PrintedYear { get; init; }
    /// <summary>Bits in the order of <see cref="ScheduleWords.EveryNames"/>; bit 5 is weekly or daily.</summary>
    public int Every { get; init; }
    public int Number { get; init; }
    public bool Open { get; set; }
    public bool Working { get; init; }
    public string? Words { get; init; }
}

internal enum FeatureKind : byte
{
    Points,
    Every,
    Count,
    LastDay,
    NextDay,
    Week,
    Standing,
    Request,
    Campaign,
    Offset,
    With,
    Rule,
}

/// <summary>One pass over the tokens of an item that collects its wordings of time.</summary>
internal sealed partial class ScheduleScan(PhraseTokens tokens, ScheduleContext context, int from, int to, bool dedicated)
{
    private const int Weekly = 1 << 5;
    private readonly List<TimeFeature> features = [];
    private readonly List<CalendarPoint> points = [];

    public List<TimeFeature> Features => features;
    public bool Tentative { get; private set; }

    public void Run()
    {
        var i = from;
        while (i < to)
        {
            var next = Step(i);
            i = next > i ? next : i + 1;
        }
    }

    private int Step(int i)
    {
        ref readonly var token = ref tokens[i];
        if (token.Kind == TokenKind.Number) return Number(i);
        if (token.Kind == TokenKind.Mark) return token.First == '/' ? PerPeriod(i) : -1;
        if (!Triggers.Contains(token.Folded)) return -1;
        if (tokens.Is(i, Expected, ExpectedEnd))
        {
            Tentative = true;
            return i + 2;
        }
        var next = LastDay(i);
        // "Quý I, 6 tháng, 9 tháng và năm" names reports, not spans.
        if (next < 0 && tokens.Is(i, Quarter) && ListGoesOn(i + 2)) next = Recurring(i);
        if (next < 0) next = Calendar(i);
        if (next < 0) next = WeekOf(i);
        if (next < 0) next = Recurring(i);
        if (next < 0) next = Manner(i);
        return next;
    }

    private int Number(int i)
    {
        var next = Offset(i, i);
        if (next < 0) next = Calendar(i);
        if (next < 0) next = Recurring(i);
        return next;
    }

    private int Add(TimeFeature feature)
    {
        features.Add(feature);
        return feature.Last;
    }

    /// <summary>Dates, months, quarters, years, with the words before them that say how they bind.</summary>
    private int Calendar(int i)
    {
        var next = SchedulePoints.ReadList(tokens, i, dedicated, points);
        if (next < 0) return -1;
        var marker = MarkerBefore(i, out var first);
        var ranged = false;
        var printed = false;
        foreach (var point in points)
        {
            ranged |= point.ClosesRange;
            printed |= point.Year != 0;
        }
        var onlyYears = points.TrueForAll(p => p.Unit == PointUnit.Year && p.Edge == 0);
        if (marker == Marker.Excluded) return next;
        if (!dedicated && !IsBinding(i, first, next, marker, ranged, onlyYears)) return next;
        // "từ ngày 15/6" inside a list of law dates is no schedule, but "từ quý II/2026" is.
        var feature = new TimeFeature
        {
            Kind = FeatureKind.Points, First = first, Last = next, Marker = marker, Points = [.. points], PrintedYear = printed,
            Open = marker == Marker.From && !ranged,
        };
        SchedulePoints.Complete(feature.Points, context);
        var after = ReadOnwards(next);
        if (after > next) feature.Open = true;
        return Add(after > next ? new TimeFeature { Kind = FeatureKind.Points, First = first, Last = after, Marker = marker, Points = feature.Points, PrintedYear = printed, Open = true } : feature);
    }

    /// <summary>"và các năm tiếp theo", "trở đi", "và những năm tiếp theo".</summary>
    private int ReadOnwards(int i)
    {
        var at = tokens.IsMark(i, ',') ? i + 1 : i;
        if (tokens.Is(at, On, OnEnd)) return at + 2;
        if (tokens.Is(at, And)) at++;
        if ((tokens.Is(at, Those) || tokens.Is(at, Following)) && (tokens.Is(at + 1, Year) || tokens.Is(at + 1, Quarter) || tokens.Is(at + 1, Month)) && (tokens.Is(at + 2, NextAlso) || tokens.Is(at + 2, Next)))
        {
            return tokens.Is(at + 3, By) ? at + 4 : at + 3;
        }
        return i;
    }

    /// <summary>In prose a date binds only with a word that says so, or where it stands by itself.</summary>
    private bool IsBinding(int i, int first, int next, Marker marker, bool ranged, bool onlyYears)
    {
        if (IsAfterAct(i)) return false;
        var alone = StartsClause(first) && tokens.EndsClause(next);
        if (onlyYears)
        {
            return marker == Marker.Until && IsCompletion(first) && !ranged;
        }
        return marker switch
        {
            Marker.Before or Marker.Until => true,
            Marker.Within => !tokens.Is(i, Day) || points[0].Index != 0,
            Marker.From => ranged || (alone && points[0].Unit != PointUnit.Day),
            _ => (alone && points[0].Unit != PointUnit.Day) || (ranged && points[0].Unit != PointUnit.Day && tokens.EndsClause(next)) || FollowedByEvery(next),
        };
    }

    private bool FollowedByEvery(int next) => tokens.Is(next, Every) || tokens.Is(next, EveryToo) || tokens.Is(next, Each);

    private bool IsCompletion(int first) => tokens.Is(first, Complete) || tokens.Is(first, Done) || tokens.Is(first, Late) || tokens.Is(first, LateToo);

    private bool StartsClause(int i) => i <= from || tokens.EndsClause(i - 1) || tokens.IsDash(i - 1) || tokens.IsMark(i - 1, '+') || tokens[i].BlankLineBefore;

    /// <summary>Whether the date belongs to an act: "Quyết định số 12/QĐ-UBND ngày …", "Luật … ngày …", "thông qua ngày …".</summary>
    private bool IsAfterAct(int i)
    {
        var at = i - 1;
        if (tokens.IsMark(at, '(') || tokens.IsMark(at, ',')) at--;
        if (at < 0) return false;
        // The symbol of an act ends in capitals after a slash or dash, or in a number after letters (QH15).
        if (tokens.IsWord(at) && tokens.IsCapital(at) && at > 0 && (tokens.IsDash(at - 1) || tokens.IsMark(at - 1, '/')) && at > 1 && (tokens.IsWord(at - 2) ? tokens.IsCapital(at - 2) : tokens[at - 2].Kind == TokenKind.Number)) return true;
        if (tokens[at].Kind == TokenKind.Number && tokens.Touches(at) && tokens.IsWord(at - 1)) return true;
        return tokens.Is(at, ActWords.Through, ActWords.ThroughEnd) || tokens.Is(at - 1, ActWords.Through, ActWords.ThroughEnd) || tokens.Is(at, Signed) || tokens.Is(at - 1, Issued, IssuedEnd);
    }

    private Marker MarkerBefore(int i, out int first)
    {
        first = i;
        var at = i - 1;
        var marker = Marker.None;
        for (var steps = 0; steps < 6 && at >= from; steps++)
        {
            if (tokens.Is(at, Day) || tokens.Is(at, Be) || tokens.Is(at, About) || tokens.Is(at, Just) || tokens.IsMark(at, ':') || tokens.IsMark(at, '(')
                || tokens.Is(at, ExpectedEnd) || tokens.Is(at, Expected) || tokens.Is(at, Last) || tokens.Is(at, Clock) || tokens.Is(at, Time) || tokens.Is(at, TimeEnd))
            {
                if (tokens.Is(at, ExpectedEnd)) Tentative = true;
                at--;
                continue;
            }
            if (tokens.Is(at, Before)) return Marked(Marker.Before, ref first, at);
            if (tokens.Is(at, Most) && (tokens.Is(at - 1, Late) || tokens.Is(at - 1, LateToo))) return Marked(Marker.Until, ref first, at - 1);
            if (tokens.Is(at, Over) && tokens.Is(at - 1, Not)) return Marked(Marker.Until, ref first, at - 1);
            if (tokens.Is(at, Done) || tokens.Is(at, Limit)) return Marked(Marker.Until, ref first, at);
            if (tokens.Is(at, CompleteEnd) && tokens.Is(at - 1, Complete)) return Marked(Marker.Until, ref first, at - 1);
            if (tokens.Is(at, Out))
            {
                marker = Marked(Marker.Until, ref first, at);
                at--;
                continue;
            }
            if (tokens.Is(at, Until) || tokens.Is(at, UntilToo))
            {
                return tokens.Is(at - 1, Count) ? Marker.Excluded : Marked(Marker.Until, ref first, at);
            }
            if (tokens.Is(at, From))
            {
                var word = tokens.Is(at - 1, Since) || tokens.Is(at - 1, Count) || tokens.Is(at - 1, First) ? at - 1 : at;
                if (IsEffect(word) || tokens.Is(word, Count) || tokens.Is(word - 1, DataEnd)) return Marker.Excluded;
                return Marked(Marker.From, ref first, word);
            }
            if (tokens.Is(at, In) || tokens.Is(at, At))
            {
                if (marker == Marker.None) marker = Marked(Marker.Within, ref first, at);
                at--;
                continue;
            }
            break;
        }
        return marker;
    }

    private bool IsEffect(int at)
    {
        for (var back = at - 1; back >= Math.Max(from, at - 4); back--)
        {
            if (tokens.Is(back, Effect, EffectEnd)) return true;
        }
        return false;
    }

    private static Marker Marked(Marker marker, ref int first, int at)
    {
        first = at;
        return marker;
    }
}
