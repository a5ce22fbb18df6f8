using System.Runtime.InteropServices;

namespace LanToa.Reading.Phrases;

/// <summary>A calendar date found in a text, at [Start, End) in UTF-16 code units.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FoundDate(int Start, int End, DateOnly Date);

/// <summary>
/// Dates as Vietnamese documents write them: 15/11/2017, 15-11-2017, 15.11.2017, "ngày 21 tháng 02 năm 2023", "ngày 15 tháng 6" (the year from elsewhere),
/// with spaces or line breaks anywhere between the parts. A date that no calendar has is not found; nothing throws.
/// </summary>
public static class VietnameseDate
{
    private static readonly Word Day = new("ngày");
    private static readonly Word Month = new("tháng", loose: true);
    private static readonly Word Year = new("năm");

    /// <summary>All dates of the text, in order. A date without a year is found only where <paramref name="year"/> is given.</summary>
    public static IReadOnlyList<FoundDate> Find(string text, int? year = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = PhraseTokens.Of(text);
        List<FoundDate>? found = null;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!TryReadParts(tokens, i, out var parts) || !parts.TryResolve(year, out var date)) continue;
            (found ??= []).Add(new FoundDate(tokens[i].Start, tokens[parts.Next - 1].End, date));
            i = parts.Next - 1;
        }
        return found ?? (IReadOnlyList<FoundDate>)[];
    }

    /// <summary>The first date of the text, or null.</summary>
    public static DateOnly? First(string text, int? year = null)
    {
        var found = Find(text, year);
        return found.Count > 0 ? found[0].Date : null;
    }

    /// <summary>A date from its numbers, or null where the calendar has none.</summary>
    public static DateOnly? Create(int year, int month, int day) =>
        year is >= 1900 and <= 2199 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;

    internal static bool IsYear(PhraseTokens tokens, int index) => tokens.IsNumber(index) && tokens[index].Length == 4 && tokens[index].Value is >= 1900 and <= 2199;

    /// <summary>Reads "[ngày] D/M[/Y]" or "[ngày] D tháng M [năm Y]" at a token; "D/M" alone needs the word "ngày" or a slash.</summary>
    internal static bool TryReadParts(PhraseTokens tokens, int index, out DateParts parts)
    {
        parts = default;
        var named = tokens.Is(index, Day);
        var at = named ? index + 1 : index;
        if (!tokens.IsNumber(at) || tokens[at].Length > 2 || tokens[at].Value is < 1 or > 31) return false;
        var day = tokens[at].Value;
        if (tokens.Is(at + 1, Month) && tokens.IsNumber(at + 2) && tokens[at + 2].Value is >= 1 and <= 12)
        {
            var next = at + 3;
            // "3 tháng 01 lần" is no third of January.
            if (!named && tokens.Is(next, ScheduleWords.Times)) return false;
            var year = 0;
            var yearAt = tokens.IsMark(next, ',') ? next + 1 : next;
            if (tokens.Is(yearAt, Year) && IsYear(tokens, yearAt + 1)) (year, next) = (tokens[yearAt + 1].Value, yearAt + 2);
            else if ((tokens.IsMark(next, '/') || tokens.IsDash(next)) && IsYear(tokens, next + 1)) (year, next) = (tokens[next + 1].Value, next + 2);
            parts = new DateParts(day, tokens[at + 2].Value, year, named, next);
            return true;
        }
        if (at + 2 >= tokens.Count || tokens[at + 1].Kind != TokenKind.Mark) return false;
        var separator = tokens[at + 1].First;
        var dash = tokens.IsDash(at + 1);
        if (separator is not ('/' or '.') && !dash) return false;
        if (!tokens.IsNumber(at + 2) || tokens[at + 2].Length > 2 || tokens[at + 2].Value is < 1 or > 12) return false;
        var same = at + 4 < tokens.Count && tokens[at + 3].Kind == TokenKind.Mark && (tokens[at + 3].First == separator || (dash && tokens.IsDash(at + 3)));
        if (same && IsYear(tokens, at + 4))
        {
            // 32/2017/TT-BTTTT and 01/2/2023/QĐ are symbols of documents.
            if (tokens.IsMark(at + 5, '/')) return false;
            parts = new DateParts(day, tokens[at + 2].Value, tokens[at + 4].Value, named, at + 5);
            return true;
        }
        if (same && separator == '/' && tokens.IsNumber(at + 4) && tokens[at + 4].Length == 2 && tokens.Touches(at + 4))
        {
            parts = new DateParts(day, tokens[at + 2].Value, 2000 + tokens[at + 4].Value, named, at + 5);
            return true;
        }
        if (separator != '/' && !named) return false;
        if (same || tokens.IsMark(at + 3, '%')) return false;
        var end = at + 3;
        var yearOf = 0;
        if (tokens.Is(end, Year) && IsYear(tokens, end + 1)) (yearOf, end) = (tokens[end + 1].Value, end + 2);
        parts = new DateParts(day, tokens[at + 2].Value, yearOf, named, end);
        return true;
    }
}

/// <summary>A date as printed; year 0 where none is. <paramref name="Named"/>: the word "ngày" stands before it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DateParts(int Day, int Month, int Year, bool Named, int Next)
{
    public bool TryResolve(int? year, out DateOnly date)
    {
        var resolved = VietnameseDate.Create(Year != 0 ? Year : year ?? 0, Month, Day);
        date = resolved ?? default;
        return resolved is not null;
    }
}
