using static LanToa.Reading.Phrases.ScheduleWords;

namespace LanToa.Reading.Phrases;

internal sealed partial class ScheduleScan
{
    private static readonly WordSet NotCounted = new("tháng", "năm", "ngày", "giờ", "phút", "triệu", "đồng", "của", "quý", "người", "và", "trở", "tuổi", "cấp", "nội");
    private static readonly WordSet Months = new("tháng");

    /// <summary>"ngày 16 của tháng cuối kỳ báo cáo", "ngày 10 tháng cuối quý", "ngày 20 hằng tháng", "ngày 05 tháng sau", "ngày làm việc cuối cùng của tháng".</summary>
    private int LastDay(int i)
    {
        if (!tokens.Is(i, Day)) return -1;
        if (tokens.Is(i + 1, Working, WorkingEnd) && tokens.Is(i + 3, Last)) return LastWorkingDay(i, i + 4, true);
        if (tokens.Is(i + 1, Last)) return LastWorkingDay(i, i + 2, false);
        if (!tokens.IsNumber(i + 1) || tokens[i + 1].Value is < 1 or > 31) return -1;
        var day = tokens[i + 1].Value;
        MarkerBefore(i, out var first);
        var at = i + 2;
        if (tokens.Is(at, Every) || tokens.Is(at, EveryToo) || tokens.Is(at, Each))
        {
            if (!TryPeriod(at + 1, out var every, out var next)) return -1;
            return Add(new TimeFeature { Kind = FeatureKind.LastDay, First = first, Last = next, Number = day, Every = every });
        }
        // "Hằng tháng, chậm nhất ngày 15 gửi báo cáo": the period stands before.
        if (first < i && PeriodBefore(first) is > 0 and var before && !tokens.IsMark(at, '/') && !tokens.Is(at, Month) && !tokens.Is(at, Of)) return Add(new TimeFeature { Kind = FeatureKind.LastDay, First = first, Last = at, Number = day, Every = before });
        if (tokens.Is(at, Of)) at++;
        if (!tokens.Is(at, Month)) return -1;
        if (tokens.IsNumber(at + 1)) return -1;
        at++;
        if (tokens.Is(at, Last))
        {
            at++;
            if (tokens.Is(at, Final)) at++;
            if (tokens.Is(at, Of)) at++;
            if (tokens.Is(at, EachOne) || tokens.Is(at, Each)) at++;
            var every = 0;
            if (tokens.Is(at, Quarter)) (every, at) = (1 << 1, at + 1);
            else if (tokens.Is(at, Year)) (every, at) = (1 << 4, at + 1);
            else if (tokens.Is(at, Period)) at++;
            if (tokens.Is(at, Report, ReportEnd)) at += 2;
            return Add(new TimeFeature { Kind = FeatureKind.LastDay, First = first, Last = at, Number = day, Every = every });
        }
        if (tokens.Is(at, Next) || tokens.Is(at, NextToo) || tokens.Is(at, NextAlso) || (tokens.Is(at, First) && tokens.Is(at + 1, Quarter)))
        {
            var every = tokens.Is(at, First) ? 1 << 1 : 0;
            at++;
            while (tokens.Is(at, Quarter) || tokens.Is(at, Next) || tokens.Is(at, NextAlso) || tokens.Is(at, By) || tokens.Is(at, Period)) at++;
            return Add(new TimeFeature { Kind = FeatureKind.NextDay, First = first, Last = at, Number = day, Every = every, Words = "hết kỳ báo cáo" });
        }
        // "chậm nhất ngày 15 của tháng"
        return tokens.EndsClause(at) ? Add(new TimeFeature { Kind = FeatureKind.LastDay, First = first, Last = at, Number = day, Every = 1 }) : -1;
    }

    /// <summary>"Hằng tháng" within the words before, in the same sentence; 0 where there is none.</summary>
    private int PeriodBefore(int at)
    {
        for (var i = at - 1; i >= Math.Max(from, at - 8); i--)
        {
            if (tokens.EndsSentence(i)) return 0;
            if ((tokens.Is(i, Every) || tokens.Is(i, EveryToo) || tokens.Is(i, Each)) && TryPeriod(i + 1, out var every, out _)) return every;
        }
        return 0;
    }

    private int LastWorkingDay(int i, int at, bool working)
    {
        MarkerBefore(i, out var first);
        if (tokens.Is(at, Final)) at++;
        if (tokens.Is(at, Of)) at++;
        if (tokens.Is(at, Every) || tokens.Is(at, EveryToo) || tokens.Is(at, Each)) at++;
        if (!TryPeriod(at, out var every, out var next)) return -1;
        return working
            ? Add(new TimeFeature { Kind = FeatureKind.NextDay, First = first, Last = next, Every = every, Working = true, Words = tokens.Slice(i, next) })
            : Add(new TimeFeature { Kind = FeatureKind.LastDay, First = first, Last = next, Number = 31, Every = every });
    }

    /// <summary>"tuần thứ 2 hằng tháng", "tuần đầu của tháng".</summary>
    private int WeekOf(int i)
    {
        if (!tokens.Is(i, Week)) return -1;
        var at = i + 1;
        var week = 0;
        if (tokens.Is(at, Th)) at++;
        if (tokens.IsNumber(at) && tokens[at].Value is >= 1 and <= 5) (week, at) = (tokens[at].Value, at + 1);
        else if (tokens.Is(at, Most) || tokens.Is(at, First)) (week, at) = (1, tokens.Is(at + 1, First) || tokens.Is(at + 1, Foremost) ? at + 2 : at + 1);
        else if (tokens.Is(at, Two)) (week, at) = (2, at + 1);
        else if (tokens.Is(at, Three)) (week, at) = (3, at + 1);
        else if (tokens.Is(at, Last)) (week, at) = (5, tokens.Is(at + 1, Final) ? at + 2 : at + 1);
        if (week == 0) return -1;
        if (tokens.Is(at, Of)) at++;
        var recurring = tokens.Is(at, Every) || tokens.Is(at, EveryToo) || tokens.Is(at, Each) || tokens.Is(at, Those);
        if (recurring) at++;
        if (!TryPeriod(at, out var every, out var next)) return -1;
        return Add(new TimeFeature { Kind = FeatureKind.Week, First = i, Last = next, Number = week, Every = every });
    }

    /// <summary>hằng quý · định kỳ hằng quý, 6 tháng, năm · mỗi quý … 01 chuyên mục · 6 tháng/lần · quý I, 6 tháng, 9 tháng và năm.</summary>
    private int Recurring(int i)
    {
        var at = i;
        bool periodic = false, each = false, every = false;
        if (tokens.Is(at, Definite, Period)) (periodic, at) = (true, at + 2);
        if (tokens.IsMark(at, '(') && periodic) at++;
        if (tokens.Is(at, By) && periodic) at++;
        if (tokens.Is(at, Every) || tokens.Is(at, EveryToo)) (every, at) = (true, at + 1);
        else if (tokens.Is(at, Each)) (each, at) = (true, at + 1);
        else if (tokens.Is(at, EachOne) && (periodic || dedicated)) (every, at) = (true, at + 1);
        if (!TryPeriodList(at, out var mask, out var next, out var members)) return -1;
        if (tokens.IsMark(next, '/') || tokens.Is(next, One) || (tokens.IsNumber(next) && tokens[next].Value == 1))
        {
            var times = tokens.IsMark(next, '/') ? next + 1 : next;
            if (tokens.Is(times, One) || tokens.IsNumber(times)) times++;
            if (tokens.Is(times, Times)) return Add(new TimeFeature { Kind = FeatureKind.Count, First = i, Last = times + 1, Every = mask, Number = 1 });
        }
        if (each || every)
        {
            var counted = CountAfter(next, out var number, out var last);
            if (counted) return Add(new TimeFeature { Kind = FeatureKind.Count, First = i, Last = last, Every = mask, Number = number });
            if (each)
            {
                var before = CountBefore(i, out number);
                return Add(new TimeFeature { Kind = before >= 0 ? FeatureKind.Count : FeatureKind.Every, First = before >= 0 ? before : i, Last = next, Every = mask, Number = before >= 0 ? number : 1 });
            }
        }
        if (periodic || dedicated && (every || members > 1) || (every && Adverbial(i, next)) || (members > 1 && (IsPeriodicReport(i) || tokens.Is(next, Report, ReportEnd))))
        {
            var before = every ? CountBefore(i, out var number) : Missing(out number);
            if (before >= 0) return Add(new TimeFeature { Kind = FeatureKind.Count, First = before, Last = next, Every = mask, Number = number });
            return Add(new TimeFeature { Kind = FeatureKind.Every, First = i, Last = next, Every = mask, Number = members });
        }
        return members > 1 ? next : -1;
    }

    private static int Missing(out int number)
    {
        number = 0;
        return -1;
    }

    /// <summary>"hằng năm" as an adverb of a duty, not as a description of a budget, a plan or a figure.</summary>
    private bool Adverbial(int i, int next)
    {
        if (StartsClause(i)) return !tokens.Is(next, Of);
        if (tokens.EndsClause(next) || tokens.Is(next, And)) return !Described.Has(tokens, i - 1);
        if (tokens.Is(next, Report, ReportEnd) && Described.Has(tokens, i - 1)) return false;
        return Verbs.Has(tokens, next) && !Described.Has(tokens, i - 1);
    }

    private bool IsPeriodicReport(int i)
    {
        for (var back = i - 1; back >= Math.Max(from, i - 8); back--)
        {
            if (tokens.Is(back, Report, ReportEnd) || tokens.Is(back, Definite, Period)) return true;
            if (tokens.EndsSentence(back)) return false;
        }
        return false;
    }

    /// <summary>A list of periods: "quý, 6 tháng, 9 tháng và năm", "tháng", "quý I, 6 tháng, quý III".</summary>
    private bool TryPeriodList(int i, out int mask, out int next, out int members)
    {
        (mask, members) = (0, 0);
        next = i;
        var at = i;
        while (true)
        {
            if (tokens.Is(at, Every) || tokens.Is(at, EveryToo) || tokens.Is(at, Each)) at++;
            // A number after "mỗi quý" counts what is done in each; it names no quarter.
            var counts = at > 0 && (tokens.Is(at - 1, Every) || tokens.Is(at - 1, EveryToo) || tokens.Is(at - 1, Each)) && tokens.IsNumber(at + 1);
            // "quý I" inside a list of reports is the quarter's report; alone it is a date.
            var known = mask;
            if (!TryPeriod(at, out var every, out var after)) break;
            if (every == 1 << 1 && !counts && SchedulePoints.TryQuarter(tokens, after, out _) && (members > 0 || ListGoesOn(after + 1))) after++;
            else if (tokens.Is(at, Quarter) && !counts && SchedulePoints.TryQuarter(tokens, after, out _)) break;
            if (every == 1 << 4 && VietnameseDate.IsYear(tokens, after))
            {
                if (members == 0) break;
                after++;
            }
            if (tokens.Is(after, First, Year)) after += 2;
            mask |= every;
            if (mask != known) members++;
            next = at = after;
            if (tokens.IsMark(at, ',') || tokens.IsMark(at, ';') || tokens.IsMark(at, '/') || tokens.IsDash(at) || tokens.Is(at, And) || tokens.Is(at, Or)) at++;
            else break;
            if (tokens.Is(at, And)) at++;
        }
        return mask != 0;
    }

    private bool ListGoesOn(int at) => (tokens.IsMark(at, ',') || tokens.Is(at, And) || tokens.IsMark(at, ';')) && TryPeriod(at + 1, out var every, out _) && every != 1 << 1;

    /// <summary>tháng · quý · 6 tháng · 9 tháng · năm · tuần · ngày, with a number one before them allowed.</summary>
    private bool TryPeriod(int at, out int every, out int next)
    {
        (every, next) = (0, at);
        if (tokens.Is(at, Full)) at++;
        var months = 1;
        if (tokens.IsNumber(at) && tokens[at].Value is 1 or 3 or 6 or 9 or 12) (months, at) = (tokens[at].Value, at + 1);
        else if (tokens.Is(at, Six)) (months, at) = (6, at + 1);
        else if (tokens.Is(at, Nine)) (months, at) = (9, at + 1);
        else if (tokens.Is(at, Three) && Months.Has(tokens, at + 1)) (months, at) = (3, at + 1);
        else if (tokens.Is(at, One)) at++;
        else if (tokens.Is(at, HalfOf) && tokens.Is(at + 1, Year)) (every, next) = (1 << 2, at + 2);
        if (every != 0) return true;
        // The year of a school has two halves.
        if (tokens.Is(at, School, Period) && (tokens.Is(at - 1, Each) || tokens.IsMark(at - 1, '/') || tokens.Is(at - 1, One)))
        {
            (every, next) = (1 << 2, at + 2);
            return true;
        }
        var recurring = tokens.Is(at - 1, Each) || tokens.Is(at - 1, Every) || tokens.Is(at - 1, EveryToo);
        if (tokens.Is(at, Month) && (recurring || months != 1 || !tokens.IsNumber(at + 1) || tokens[at + 1].Value > 12))
        {
            every = months switch { 3 => 1 << 1, 6 => 1 << 2, 9 => 1 << 3, 12 => 1 << 4, _ => 1 };
        }
        else if (months == 1 && tokens.Is(at, Quarter) && !tokens.Is(at + 1, RuleEnd)) every = 1 << 1;
        else if (months == 1 && tokens.Is(at, Year)) every = 1 << 4;
        else if (months == 1 && (tokens.Is(at, Week) || tokens.Is(at, Day) && (recurring || !tokens.IsNumber(at + 1)))) every = Weekly;
        next = at + 1;
        return every != 0;
    }

    /// <summary>"… 04 số/tháng", "ít nhất 02 lần/năm": called at the slash.</summary>
    private int PerPeriod(int i)
    {
        if (!TryPeriod(i + 1, out var every, out var next) || tokens.Is(next, Times)) return -1;
        if (i == from || !tokens.IsWord(i - 1)) return -1;
        var number = NumberBefore(i, out var value);
        if (number < 0) return -1;
        return Add(new TimeFeature { Kind = FeatureKind.Count, First = number, Last = next, Every = every, Number = value });
    }

    private int CountBefore(int i, out int value)
    {
        var at = i;
        if (tokens.Is(at - 1, In)) at--;
        return NumberBefore(at, out value);
    }

    /// <summary>The number of things that ends at a token: "02 tin, bài|/tháng", "01 buổi phát thanh|mỗi tuần".</summary>
    private int NumberBefore(int end, out int value)
    {
        value = 0;
        for (var at = end - 2; at >= Math.Max(from, end - 6); at--)
        {
            if (tokens.IsMark(at + 1, '.') || tokens.IsMark(at + 1, ';') || tokens.IsMark(at + 1, ':')) return -1;
            if (tokens[at].Kind != TokenKind.Number)
            {
                if (at == end - 2 && tokens.Is(at, One) && tokens.Is(at + 1, Times)) { value = 1; return at; }
                if (at == end - 2 && tokens.Is(at, Two) && tokens.Is(at + 1, Times)) { value = 2; return at; }
                continue;
            }
            if (!tokens.IsWord(at + 1) || NotCounted.Has(tokens, at + 1) || tokens[at].Value is < 1 or > 9999) return -1;
            var first = at;
            if (tokens.IsDash(at - 1) && tokens.IsNumber(at - 2)) first = at - 2;
            value = tokens[first].Value;
            return first;
        }
        return -1;
    }

    /// <summary>"mỗi quý| xây dựng 01 chuyên mục": a number of things in the same clause.</summary>
    private bool CountAfter(int at, out int value, out int last)
    {
        (value, last) = (0, at);
        for (var i = at; i < Math.Min(to, at + 9); i++)
        {
            if (tokens.EndsSentence(i) || tokens.IsMark(i, ':') || tokens.IsMark(i, '(')) return false;
            if (tokens[i].Kind != TokenKind.Number) continue;
            if (!tokens.IsWord(i + 1) && !tokens.IsDash(i + 1)) return false;
            if (tokens.IsWord(i + 1) && NotCounted.Has(tokens, i + 1)) return false;
            if (tokens.IsDash(i + 1) && !tokens.IsNumber(i + 2)) return false;
            if (tokens.Is(i - 1, ActWords.Number) || (i > at && (tokens.Is(i - 1, Day) || tokens.Is(i - 1, Month) || tokens.Is(i - 1, Year))) || tokens[i].Value is < 1 or > 9999) return false;
            value = tokens[i].Value;
            last = i + 1;
            while (last < to && last < i + 10 && tokens.IsWord(last)) last++;
            return true;
        }
        return false;
    }
}
