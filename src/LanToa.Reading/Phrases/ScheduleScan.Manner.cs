using static LanToa.Reading.Phrases.ScheduleWords;

namespace LanToa.Reading.Phrases;

internal sealed partial class ScheduleScan
{
    /// <summary>Standing, on request, in batches, with another report, or as the rules say.</summary>
    private int Manner(int i)
    {
        if (tokens.Is(i, Often, Going)) return OftenAt(i);
        if (tokens.Is(i, By)) return ByAt(i);
        if (tokens.Is(i, When)) return WhenAt(i);
        if (tokens.Is(i, Sudden, SuddenEnd)) return SuddenAt(i);
        if (tokens.Is(i, Definite, Period))
        {
            // A limit within the clause is read as well: "định kỳ báo cáo … trước ngày 15/12".
            var end = Add(new TimeFeature { Kind = FeatureKind.Rule, First = i, Last = ClauseEnd(i + 2, 12) });
            for (var at = i + 2; at < end; at++)
                if (tokens.Is(at, Before) || tokens.Is(at, Day))
                    return i + 2;
            return end;
        }
        if ((tokens.Is(i, Final) && !tokens.Is(i - 1, Last)) || tokens.Is(i, Together) || tokens.Is(i, Blend)) return WithAt(i);
        if (tokens.Is(i, In) && (tokens.Is(i + 1, Report, ReportEnd))) return WithAt(i);
        if (tokens.Is(i, Just) || tokens.Is(i, Next)) return AfterAt(i);
        if (tokens.Is(i, Phase, PhaseEnd)) return PhaseAt(i);
        if (dedicated && tokens.Is(i, Without, Break)) return Add(new TimeFeature { Kind = FeatureKind.Standing, First = i, Last = i + 2 });
        if (tokens.Is(i, EachOne, Batch) || (dedicated && tokens.Is(i, Batch))) return Add(new TimeFeature { Kind = FeatureKind.Campaign, First = i, Last = i + 2 });
        if (dedicated && tokens.Is(i, Whole) && (tokens.Is(i + 1, Year) || tokens.Is(i + 2, Year))) return Add(new TimeFeature { Kind = FeatureKind.Standing, First = i, Last = i + 2 });
        if (dedicated && tokens.Is(i, In, Year) && !tokens.IsNumber(i + 2)) return Add(new TimeFeature { Kind = FeatureKind.Points, First = i, Last = i + 2, Marker = Marker.Within, Points = [new CalendarPoint { Unit = PointUnit.Year, Year = context.YearFor(0) }] });
        if (dedicated && tokens.Is(i, In, Day)) return Add(new TimeFeature { Kind = FeatureKind.Standing, First = i, Last = i + 2 });
        if (dedicated && tokens.Is(i, Already, Complete)) return Add(new TimeFeature { Kind = FeatureKind.Rule, First = i, Last = ClauseEnd(i + 2, 4) });
        return -1;
    }

    private int OftenAt(int i)
    {
        // kinh phí thường xuyên, chi thường xuyên, nhiệm vụ thường xuyên are kinds of money and work.
        if (!dedicated && (tokens.Is(i - 1, Expense) || tokens.Is(i - 1, Spend) || tokens.Is(i - 1, Duty) || tokens.Is(i - 1, Not))) return i + 2;
        var last = i + 2;
        if (tokens.IsMark(last, ',') && tokens.Is(last + 1, Without, Break)) last += 3;
        if (tokens.IsMark(last, ',') && tokens.Is(last + 1, By) && (tokens.Is(last + 2, Batch) || tokens.Is(last + 3, Batch))) last += tokens.Is(last + 2, Batch) ? 3 : 4;
        return Add(new TimeFeature { Kind = FeatureKind.Standing, First = i, Last = last });
    }

    private int ByAt(int i)
    {
        var at = i + 1;
        if (tokens.Is(at, EachOne) && tokens.Is(at + 1, Batch)) return Add(new TimeFeature { Kind = FeatureKind.Campaign, First = i, Last = at + 2 });
        if (tokens.Is(at, Batch)) return Add(new TimeFeature { Kind = FeatureKind.Campaign, First = i, Last = at + 1 });
        // theo (hướng dẫn,) yêu cầu (của …)
        var asked = at;
        for (var steps = 0; steps < 7 && !tokens.Is(asked, Asked, AskedEnd) && (tokens.IsWord(asked) || tokens.IsMark(asked, ',')); steps++) asked++;
        if (tokens.Is(asked, Asked, AskedEnd) && (asked == at || tokens.Is(at, Guide, GuideEnd) || tokens.Is(at, Order, OrderEnd)))
        {
            var last = asked + 2;
            if (dedicated || tokens.EndsClause(last) || tokens.Is(last, Of) || tokens.Is(last, Arise) || tokens.IsMark(last, '('))
            {
                return Add(new TimeFeature { Kind = FeatureKind.Request, First = i, Last = ClauseEnd(last, 12) });
            }
        }
        if (tokens.Is(at, Right)) at++;
        if (tokens.Is(at, Rule, RuleEnd))
        {
            var last = at + 2;
            if (dedicated || IsReportBefore(i)) return Add(new TimeFeature { Kind = FeatureKind.Rule, First = i, Last = last });
            return last;
        }
        return dedicated ? Add(new TimeFeature { Kind = FeatureKind.Rule, First = i, Last = ClauseEnd(at, 16) }) : -1;
    }

    private int WhenAt(int i)
    {
        var at = i + 1;
        if (tokens.Is(at, Need))
        {
            return Add(new TimeFeature { Kind = FeatureKind.Request, First = i, Last = ClauseEnd(at + 1, 2) });
        }
        if (tokens.Is(at, Has) || tokens.Is(at, Is)) at++;
        var requested = tokens.Is(at, Asked, AskedEnd) || tokens.Is(at, Arise, AriseEnd) || tokens.Is(at, Proposed, ProposedEnd);
        var ordered = tokens.Is(at - 1, Has) && (tokens.Is(at, Order, OrderEnd) || tokens.Is(at, Guide, GuideEnd));
        if (!requested && !ordered && !(dedicated && at > i + 1)) return -1;
        return Add(new TimeFeature { Kind = FeatureKind.Request, First = i, Last = ClauseEnd(at + 1, 14) });
    }

    private int SuddenAt(int i)
    {
        var requested = false;
        for (var at = i + 2; at < Math.Min(to, i + 9) && !tokens.EndsSentence(at); at++) requested |= tokens.Is(at, Asked, AskedEnd);
        var periodic = tokens.Is(i - 1, Or) || tokens.Is(i - 1, And) || tokens.IsMark(i - 1, ',');
        if (requested) return Add(new TimeFeature { Kind = FeatureKind.Request, First = i, Last = ClauseEnd(i + 2, 8) });
        if (periodic && HasPeriodicBefore(i)) return Add(new TimeFeature { Kind = FeatureKind.Rule, First = i, Last = ClauseEnd(i + 2, 6) });
        if (dedicated || (tokens.Is(i - 1, ReportEnd) && tokens.Is(i - 2, Report))) return Add(new TimeFeature { Kind = FeatureKind.Request, First = i, Last = i + 2 });
        return i + 2;
    }

    private bool HasPeriodicBefore(int i)
    {
        for (var at = i - 1; at >= Math.Max(from, i - 8); at--)
        {
            if (tokens.Is(at, Definite, Period)) return true;
        }
        return false;
    }

    private bool IsReportBefore(int i)
    {
        for (var at = i - 1; at >= Math.Max(from, i - 16); at--)
        {
            if (tokens.EndsSentence(at)) return false;
            if (tokens.Is(at, Report, ReportEnd) || tokens.Is(at, Definite, Period) || tokens.Is(at, Sudden, SuddenEnd)) return true;
        }
        return false;
    }

    /// <summary>"cùng (với) báo cáo …", "trong báo cáo …", "lồng ghép vào báo cáo …": the report that this goes with.</summary>
    private int WithAt(int i)
    {
        var at = i + 1;
        while (tokens.Is(at, With) || tokens.Is(at, By) || tokens.Is(at, BlendEnd) || tokens.Is(at, In) || tokens.Is(at, At) || tokens.Is(at, Those)) at++;
        var reported = tokens.Is(at, Report, ReportEnd);
        if (!reported && !(dedicated && at > i + 1 && tokens.Is(i, Final))) return -1;
        var end = reported ? at + 2 : at;
        while (end < to && end < at + 24 && !tokens.EndsClause(end) && !tokens.Is(end, Definite, Period) && !tokens.Is(end, By) && !IsSend(end)) end++;
        features.Add(new TimeFeature { Kind = FeatureKind.With, First = i, Last = end, Words = tokens.Slice(at, end) });
        return end;
    }

    private bool IsSend(int at) => SendWords.Has(tokens, at);

    private static readonly WordSet SendWords = new("gửi", "trình", "hằng", "hàng");

    /// <summary>"02 ngày làm việc kể từ ngày nhận được …", "sau 5 ngày kể từ …", "trước 03 ngày …".</summary>
    private int Offset(int number, int first)
    {
        if (!tokens.Is(number + 1, Day) || tokens[number].Value is < 0 or > 366) return -1;
        var at = number + 2;
        var working = tokens.Is(at, Working, WorkingEnd);
        if (working) at += 2;
        if (tokens.IsMark(at, ',')) at++;
        var before = tokens.Is(at, Before);
        var since = tokens.Is(at, Since, From) || tokens.Is(at, From) || tokens.Is(at, Count, From) || tokens.Is(at, Next);
        if (!before && !since) return -1;
        var words = at + (tokens.Is(at, Since, From) || tokens.Is(at, Count, From) || tokens.Is(at, Next, When) ? 2 : 1);
        var end = ClauseEnd(words, 16);
        if (end <= words) return -1;
        return Add(new TimeFeature { Kind = FeatureKind.Offset, First = first, Last = end, Number = before ? -tokens[number].Value : tokens[number].Value, Working = working, Words = tokens.Slice(words, end) });
    }

    /// <summary>"ngay sau khi …"; in a cell of times also "sau khi …".</summary>
    private int AfterAt(int i)
    {
        var just = tokens.Is(i, Just);
        var at = just ? i + 1 : i;
        if (!tokens.Is(at, Next)) return -1;
        if (tokens.IsNumber(at + 1)) return -1;
        if (!just && !dedicated) return -1;
        at++;
        if (tokens.Is(at, When)) at++;
        var end = ClauseEnd(at, 16);
        return end > at ? Add(new TimeFeature { Kind = FeatureKind.Offset, First = i, Last = end, Words = tokens.Slice(at, end) }) : -1;
    }

    /// <summary>"Giai đoạn 2021 - 2025", where it is the time of the duty and not the name of a programme.</summary>
    private int PhaseAt(int i)
    {
        var at = i + 2;
        if (tokens.Is(at, Year)) at++;
        if (!VietnameseDate.IsYear(tokens, at)) return -1;
        var last = at + 1;
        var second = tokens[at].Value;
        if ((tokens.IsDash(last) || tokens.Is(last, Until)) && VietnameseDate.IsYear(tokens, last + 1)) (second, last) = (tokens[last + 1].Value, last + 2);
        else if (tokens.Is(last, Until, Year) && VietnameseDate.IsYear(tokens, last + 2)) (second, last) = (tokens[last + 2].Value, last + 3);
        if (!dedicated) return last;
        return Add(new TimeFeature
        {
            Kind = FeatureKind.Points, First = i, Last = last, PrintedYear = true,
            Points = [new CalendarPoint { Unit = PointUnit.Year, Year = tokens[at].Value }, new CalendarPoint { Unit = PointUnit.Year, Year = second, ClosesRange = true }],
        });
    }

    private int ClauseEnd(int at, int most)
    {
        var end = at;
        while (end < to && end < at + most && !tokens.EndsClause(end)) end++;
        return end;
    }
}
