using System.Globalization;
using System.Text;

namespace LanToa.Planning.Obligations.Calendars;

/// <summary>An all-day entry of a calendar.</summary>
/// <param name="Uid">The same for the same matter for ever: by it a program knows an entry again.</param>
/// <param name="Sequence">Counts the changes of the entry.</param>
public sealed record CalendarEntry(string Uid, int Sequence, DateOnly Day, string Title, string Text, string Address, bool IsCancelled);

/// <summary>
/// A calendar as text after RFC 5545 (iCalendar): UTF-8 without a mark, lines of at most 75 octets that end with CR LF and never break a character, text escaped.
/// Days carry no time and no zone, so that no program moves them.
/// </summary>
public static class CalendarText
{
    private const int Octets = 75;

    /// <param name="stamp">When the entries were written down, for programs that compare.</param>
    public static string Write(string name, DateTimeOffset stamp, IEnumerable<CalendarEntry> entries)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//LanToa//Viec phai lam//VI");
        Line(text, "CALSCALE:GREGORIAN");
        Line(text, "METHOD:PUBLISH");
        // The second name is RFC 7986; older programs read the first.
        Line(text, "X-WR-CALNAME:" + Escaped(name));
        Line(text, "NAME:" + Escaped(name));
        Line(text, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
        Line(text, "X-PUBLISHED-TTL:PT1H");
        foreach (var entry in entries)
        {
            Line(text, "BEGIN:VEVENT");
            Line(text, "UID:" + Escaped(entry.Uid));
            Line(text, "DTSTAMP:" + stamp.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
            Line(text, "SEQUENCE:" + entry.Sequence.ToString(CultureInfo.InvariantCulture));
            Line(text, "DTSTART;VALUE=DATE:" + Day(entry.Day));
            // The end is the first day that is free again.
            Line(text, "DTEND;VALUE=DATE:" + Day(entry.Day.AddDays(1)));
            Line(text, "SUMMARY:" + Escaped(entry.Title));
            Line(text, "DESCRIPTION:" + Escaped(entry.Text));
            Line(text, "URL:" + entry.Address);
            Line(text, "STATUS:" + (entry.IsCancelled ? "CANCELLED" : "CONFIRMED"));
            Line(text, "TRANSP:TRANSPARENT");
            Line(text, "END:VEVENT");
        }
        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    private static string Day(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text.ReplaceLineEndings("\n"))
            _ = c switch
            {
                '\\' or ';' or ',' => escaped.Append('\\').Append(c),
                '\n' => escaped.Append("\\n"),
                _ when char.IsControl(c) => escaped,
                _ => escaped.Append(c),
            };
        return escaped.ToString();
    }

    private static void Line(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > Octets)
            {
                // The blank that tells a continued line counts among its octets.
                text.Append("\r\n ");
                octets = 1;
            }
            text.Append(rune);
            octets += rune.Utf8SequenceLength;
        }
        text.Append("\r\n");
    }
}
