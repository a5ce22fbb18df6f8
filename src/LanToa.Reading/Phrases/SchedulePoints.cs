using System.Runtime.InteropServices;

namespace LanToa.Reading.Phrases;

internal enum PointUnit : byte
{
    None,
    Day,
    Month,
    Quarter,
    Half,
    NineMonths,
    Year,
}

/// <summary>One point or span of the calendar as printed; zero where a part is not.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct CalendarPoint
{
    public PointUnit Unit;
    public int Day;
    /// <summary>The month, quarter or half.</summary>
    public int Index;
    public int Year;
    /// <summary>1: only the beginning, 2: the middle, 3: the end is meant.</summary>
    public int Edge;
    /// <summary>A range runs from the point before to this one.</summary>
    public bool ClosesRange;

    /// <summary>First and last day, or null where the calendar has none or no year is known.</summary>
    public readonly (DateOnly From, DateOnly To)? Resolve()
    {
        if (Year is < 1900 or > 2199) return null;
        switch (Unit)
        {
            case PointUnit.Day:
                return VietnameseDate.Create(Year, Index, Day) is { } day ? (day, day) : null;
            case PointUnit.Month:
                var month = new DateOnly(Year, Index, 1);
                return Edge switch
                {
                    1 => (month, month.AddDays(9)),
                    2 => (month.AddDays(10), month.AddDays(19)),
                    3 => (month.AddDays(20), month.AddMonths(1).AddDays(-1)),
                    _ => (month, month.AddMonths(1).AddDays(-1)),
                };
            case PointUnit.Quarter:
                return Months((Index - 1) * 3 + 1, 3);
            case PointUnit.Half:
                return Months((Index - 1) * 6 + 1, 6);
            case PointUnit.NineMonths:
                return Months(1, 9);
            default:
                return Months(1, 12);
        }
    }

    private readonly (DateOnly From, DateOnly To) Months(int first, int count)
    {
        var from = new DateOnly(Year, first, 1);
        var to = from.AddMonths(count).AddDays(-1);
        return Edge switch
        {
            1 => (from, from.AddMonths(Math.Max(1, count / 3)).AddDays(-1)),
            2 => (from.AddMonths(count / 3), from.AddMonths(count - count / 3).AddDays(-1)),
            3 => (from.AddMonths(count - Math.Max(1, count / 3)), to),
            _ => (from, to),
        };
    }
}

/// <summary>Reads lists and ranges of calendar points: "Quý I, II/2026", "từ tháng 3 đến tháng 5", "20/8 - 20/11/2014", "từ ngày 11/9 đến hết năm 2026".</summary>
internal static class SchedulePoints
{
    private static readonly WordSet AfterBareNumber = new("năm", "và", "đến", "tới", "hằng", "hàng", "mỗi", "của", "trở", "hoặc");

    /// <summary>All points from a token on; empty where none stands there.</summary>
    public static int ReadList(PhraseTokens tokens, int index, bool dedicated, List<CalendarPoint> points)
    {
        points.Clear();
        var next = ReadPoint(tokens, index, default, dedicated, false, out var point);
        if (next < 0) return -1;
        points.Add(point);
        while (points.Count < 24)
        {
            var at = next;
            var range = false;
            if (tokens.Is(at, ScheduleWords.Until) || tokens.Is(at, ScheduleWords.UntilToo)) (range, at) = (true, at + 1);
            else if (tokens.IsDash(at)) (range, at) = (true, at + 1);
            else if (tokens.IsMark(at, ',') || tokens.IsMark(at, ';') || tokens.IsMark(at, '&') || tokens.IsMark(at, '+') || tokens.Is(at, ScheduleWords.And) || tokens.Is(at, ScheduleWords.Or)) at++;
            else break;
            if (!range && tokens.Is(at, ScheduleWords.And)) at++;
            while (range && (tokens.Is(at, ScheduleWords.Out) || tokens.Is(at, ScheduleWords.Until) || tokens.Is(at, ScheduleWords.Before))) at++;
            var after = ReadPoint(tokens, at, point, dedicated, true, out var following);
            if (after < 0) break;
            following.ClosesRange = range;
            points.Add(following);
            (point, next) = (following, after);
        }
        return next;
    }

    private static int ReadPoint(PhraseTokens tokens, int index, in CalendarPoint before, bool dedicated, bool continued, out CalendarPoint point)
    {
        point = default;
        var edge = 0;
        var at = index;
        if (tokens.Is(at, ScheduleWords.First)) (edge, at) = (1, at + 1);
        else if (tokens.Is(at, ScheduleWords.Middle)) (edge, at) = (2, at + 1);
        else if (tokens.Is(at, ScheduleWords.Last)) (edge, at) = (3, at + 1);
        if (tokens.Is(at, ScheduleWords.Those) && (tokens.Is(at + 1, ScheduleWords.Month) || tokens.Is(at + 1, ScheduleWords.Quarter) || tokens.Is(at + 1, ScheduleWords.Day))) at++;
        var next = ReadNamed(tokens, at, before, dedicated, continued, ref point);
        if (next < 0) return -1;
        if (edge != 0 && point.Unit == PointUnit.Day) return -1;
        point.Edge = edge;
        return next;
    }

    private static int ReadNamed(PhraseTokens tokens, int at, in CalendarPoint before, bool dedicated, bool continued, ref CalendarPoint point)
    {
        if (tokens.Is(at, ScheduleWords.Quarter) && TryQuarter(tokens, at + 1, out point.Index))
        {
            point.Unit = PointUnit.Quarter;
            return ReadYear(tokens, at + 2, ref point);
        }
        if ((tokens.Is(at, ScheduleWords.Month) || (tokens.Is(at, ScheduleWords.T) && tokens.Touches(at + 1))) && IsMonth(tokens, at + 1))
        {
            (point.Unit, point.Index) = (PointUnit.Month, tokens[at + 1].Value);
            return ReadYear(tokens, at + 2, ref point);
        }
        if (tokens.Is(at, ScheduleWords.Year) && VietnameseDate.IsYear(tokens, at + 1))
        {
            (point.Unit, point.Year) = (PointUnit.Year, tokens[at + 1].Value);
            return at + 2;
        }
        if (VietnameseDate.TryReadParts(tokens, at, out var parts) && (parts.Named || parts.Year != 0 || dedicated || continued || IsSlash(tokens, at)))
        {
            (point.Unit, point.Day, point.Index, point.Year) = (PointUnit.Day, parts.Day, parts.Month, parts.Year);
            return parts.Next;
        }
        var half = ReadHalf(tokens, at, ref point);
        if (half > 0) return half;
        if (tokens.Is(at, ScheduleWords.Full, ScheduleWords.Year) || (tokens.Is(at, ScheduleWords.Year) && at > 0 && tokens.Is(at - 1, ScheduleWords.Last)))
        {
            point.Unit = PointUnit.Year;
            return ReadYear(tokens, tokens.Is(at, ScheduleWords.Year) ? at + 1 : at + 2, ref point);
        }
        if (tokens.Is(at, ScheduleWords.Day) && tokens.IsNumber(at + 1) && tokens[at + 1].Value is >= 1 and <= 31 && JoinsNext(tokens, at + 2))
        {
            (point.Unit, point.Day) = (PointUnit.Day, tokens[at + 1].Value);
            return at + 2;
        }
        return ReadBare(tokens, at, before, dedicated, continued, ref point);
    }

    /// <summary>Numbers that lean on the point before them ("tháng 3, 4 và 5"), and in a cell of times the bare forms "12/2026", "2026 - 2030".</summary>
    private static int ReadBare(PhraseTokens tokens, int at, in CalendarPoint before, bool dedicated, bool continued, ref CalendarPoint point)
    {
        if (IsMonth(tokens, at) && tokens.IsMark(at + 1, '/') && VietnameseDate.IsYear(tokens, at + 2) && !tokens.IsMark(at + 3, '/') && (dedicated || continued || IsAfterMarker(tokens, at)))
        {
            (point.Unit, point.Index, point.Year) = (PointUnit.Month, tokens[at].Value, tokens[at + 2].Value);
            return at + 3;
        }
        if (VietnameseDate.IsYear(tokens, at) && ((continued && before.Unit == PointUnit.Year) || dedicated) && !tokens.IsMark(at + 1, '/'))
        {
            (point.Unit, point.Year) = (PointUnit.Year, tokens[at].Value);
            return at + 1;
        }
        if (!continued) return -1;
        if (before.Unit == PointUnit.Quarter && TryQuarter(tokens, at, out point.Index) && EndsBareNumber(tokens, at + 1))
        {
            point.Unit = PointUnit.Quarter;
            return ReadYear(tokens, at + 1, ref point);
        }
        if (before.Unit == PointUnit.Month && IsMonth(tokens, at) && EndsBareNumber(tokens, at + 1))
        {
            (point.Unit, point.Index) = (PointUnit.Month, tokens[at].Value);
            return ReadYear(tokens, at + 1, ref point);
        }
        if (before.Unit == PointUnit.Day && tokens.IsNumber(at) && tokens[at].Value is >= 1 and <= 31 && JoinsNext(tokens, at + 1))
        {
            (point.Unit, point.Day) = (PointUnit.Day, tokens[at].Value);
            return at + 1;
        }
        return -1;
    }

    private static int ReadHalf(PhraseTokens tokens, int at, ref CalendarPoint point)
    {
        var next = -1;
        if ((IsValue(tokens, at, 6) || tokens.Is(at, ScheduleWords.Six)) && tokens.Is(at + 1, ScheduleWords.Month)) next = at + 2;
        else if (tokens.Is(at, ScheduleWords.HalfOf)) next = at + 1;
        if (next > 0 && (tokens.Is(next, ScheduleWords.First) || tokens.Is(next, ScheduleWords.Last)))
        {
            (point.Unit, point.Index) = (PointUnit.Half, tokens.Is(next, ScheduleWords.First) ? 1 : 2);
            next++;
            return ReadYear(tokens, tokens.Is(next, ScheduleWords.Year) && !VietnameseDate.IsYear(tokens, next + 1) ? next + 1 : next, ref point);
        }
        if ((IsValue(tokens, at, 9) || tokens.Is(at, ScheduleWords.Nine)) && tokens.Is(at + 1, ScheduleWords.Month)
            && (tokens.Is(at + 2, ScheduleWords.First, ScheduleWords.Year) || tokens.Is(at + 2, ScheduleWords.Year)))
        {
            point.Unit = PointUnit.NineMonths;
            next = tokens.Is(at + 2, ScheduleWords.First) ? at + 3 : at + 2;
            return ReadYear(tokens, VietnameseDate.IsYear(tokens, next + 1) ? next : next + 1, ref point);
        }
        return -1;
    }

    private static int ReadYear(PhraseTokens tokens, int at, ref CalendarPoint point)
    {
        var next = at;
        if (tokens.IsMark(next, ',') && tokens.Is(next + 1, ScheduleWords.Year)) next++;
        if (tokens.Is(next, ScheduleWords.Of) && tokens.Is(next + 1, ScheduleWords.Year)) next++;
        if (tokens.Is(next, ScheduleWords.Year) || tokens.IsMark(next, '/') || tokens.IsMark(next, '.') || (tokens.IsDash(next) && tokens.Touches(next))) next++;
        else if (!VietnameseDate.IsYear(tokens, next)) return at;
        if (!VietnameseDate.IsYear(tokens, next) || tokens.IsMark(next + 1, '/')) return at;
        point.Year = tokens[next].Value;
        return next + 1;
    }

    /// <summary>Roman or Arabic 1 to 4.</summary>
    public static bool TryQuarter(PhraseTokens tokens, int at, out int quarter)
    {
        quarter = 0;
        if (tokens.IsNumber(at))
        {
            if (tokens[at].Value is < 1 or > 4 || tokens[at].Length > 2) return false;
            quarter = tokens[at].Value;
            return true;
        }
        if (!tokens.IsWord(at) || tokens[at].Length > 3) return false;
        var word = tokens.Text.AsSpan(tokens[at].Start, tokens[at].Length);
        quarter = word switch
        {
            "I" or "i" or "l" => 1,
            "II" or "ii" or "ll" or "Il" or "lI" => 2,
            "III" or "iii" or "lll" => 3,
            "IV" or "iv" or "lV" => 4,
            _ => 0,
        };
        return quarter != 0;
    }

    /// <summary>Gives each point the year printed after it or before it, else the year of the context; days take the month after them.</summary>
    public static void Complete(List<CalendarPoint> points, ScheduleContext context)
    {
        var year = 0;
        var month = 0;
        for (var i = points.Count - 1; i >= 0; i--)
        {
            var point = points[i];
            if (point.Unit == PointUnit.Day && point.Index == 0) point.Index = month;
            if (point.Year == 0 && year != 0 && !Wraps(points, i)) point.Year = year;
            else if (point.Year == 0 && year != 0) point.Year = year - 1;
            (year, month) = (point.Year, point.Unit == PointUnit.Day ? point.Index : month);
            points[i] = point;
        }
        for (var i = 0; i < points.Count; i++)
        {
            var point = points[i];
            if (point.Year == 0 && i > 0) point.Year = points[i - 1].Year + (points[i - 1].Year != 0 && Wraps(points, i - 1) ? 1 : 0);
            if (point.Year == 0) point.Year = context.YearFor(point.Unit is PointUnit.Day or PointUnit.Month ? point.Index : 0);
            points[i] = point;
        }
    }

    /// <summary>A range from November to February runs into the next year.</summary>
    private static bool Wraps(List<CalendarPoint> points, int index)
    {
        if (index + 1 >= points.Count) return false;
        var (from, to) = (points[index], points[index + 1]);
        return to.ClosesRange && from.Unit == to.Unit && from.Unit is PointUnit.Day or PointUnit.Month or PointUnit.Quarter && from.Index > to.Index && to.Index != 0;
    }

    private static bool IsMonth(PhraseTokens tokens, int at) => tokens.IsNumber(at) && tokens[at].Length <= 2 && tokens[at].Value is >= 1 and <= 12;

    private static bool IsValue(PhraseTokens tokens, int at, int value) => tokens.IsNumber(at) && tokens[at].Value == value;

    private static bool IsSlash(PhraseTokens tokens, int at) => tokens.IsMark(at + 1, '/') && tokens.Touches(at + 1) && tokens.Touches(at + 2) && IsAfterMarker(tokens, at);

    private static bool IsAfterMarker(PhraseTokens tokens, int at) =>
        tokens.Is(at - 1, ScheduleWords.Before) || tokens.Is(at - 1, ScheduleWords.From) || tokens.Is(at - 1, ScheduleWords.Until) || tokens.Is(at - 1, ScheduleWords.Most)
        || tokens.Is(at - 1, ScheduleWords.Be) || tokens.Is(at - 1, ScheduleWords.Done) || tokens.Is(at - 1, ScheduleWords.Out) || tokens.Is(at - 1, ScheduleWords.In);

    private static bool JoinsNext(PhraseTokens tokens, int at) =>
        tokens.IsMark(at, ',') || tokens.Is(at, ScheduleWords.And) || tokens.IsDash(at) || tokens.Is(at, ScheduleWords.Until);

    private static bool EndsBareNumber(PhraseTokens tokens, int at) =>
        at >= tokens.Count || (tokens.IsWord(at) ? AfterBareNumber.Has(tokens, at) : tokens[at].Kind == TokenKind.Mark && tokens[at].First is not ('%' or '°' or '(' or '“' or '"'));
}
