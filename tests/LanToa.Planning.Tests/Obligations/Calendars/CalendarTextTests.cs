using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LanToa.Planning.Obligations.Calendars;

namespace LanToa.Planning.Tests.Obligations.Calendars;

/// <summary>RFC 5545 held for whatever people write in plans.</summary>
public sealed class CalendarTextTests
{
    private static readonly DateTimeOffset Stamp = new(2026, 11, 21, 17, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Write_AnyWords_ComeBackAndNoLineIsTooLong()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), words =>
        {
            var said = "Tuyên truyền; cải cách, hành chính \\ “một cửa” 🏛 " + string.Concat(words.Get.EnumerateRunes().Where(r => r.Value != 0xFFFD && !(Rune.IsControl(r) && r.Value != '\n')));
            var text = CalendarText.Write("Lịch", Stamp, [new CalendarEntry("x@lantoa", 1, new DateOnly(2026, 9, 16), said, "Hai\nDòng", "http://a/b", false)]);

            text.ShouldEndWith("END:VCALENDAR\r\n");
            var lines = text.Split("\r\n")[..^1];
            lines.ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 75);
            string.Concat(lines).ShouldNotContain('\n');
            Value(text, "SUMMARY").ShouldBe(said.ReplaceLineEndings("\n"));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Write_ADay_TakesTheWholeDayWithoutAZone()
    {
        var text = CalendarText.Write("Lịch", Stamp, [new CalendarEntry("x@lantoa", 4, new DateOnly(2026, 12, 31), "Báo cáo năm", "Hai\nDòng", "http://a/b", true)]);

        text.ShouldContain("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n");
        text.ShouldContain("DTSTAMP:20261121T170000Z\r\nSEQUENCE:4\r\n");
        text.ShouldContain("DESCRIPTION:Hai\\nDòng\r\n");
        text.ShouldContain("STATUS:CANCELLED\r\n");
    }

    /// <summary>The value of a property as a reader takes it: unfolded, then without its escapes.</summary>
    private static string Value(string text, string property)
    {
        var line = text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n").Single(l => l.StartsWith(property + ":", StringComparison.Ordinal))[(property.Length + 1)..];
        var value = new StringBuilder();
        for (var i = 0; i < line.Length; i++) value.Append(line[i] != '\\' ? line[i] : line[++i] == 'n' ? '\n' : line[i]);
        return value.ToString();
    }
}
