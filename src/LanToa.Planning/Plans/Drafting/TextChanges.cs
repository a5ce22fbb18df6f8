using System.Globalization;
using System.Text.RegularExpressions;
using LanToa.Platform.Time;
using LanToa.Reading.Phrases;

namespace LanToa.Planning.Plans;

/// <summary>A piece of a text that becomes another one (<see cref="Certain"/>), or that a person must look at. <see cref="At"/> in UTF-16 code units of the text.</summary>
public sealed record TextChange(int At, string Before, string? After, string Reason, ChangeAbout About, bool Certain)
{
    public int End => At + Before.Length;
}

/// <summary>The years of the source and how far they move.</summary>
public sealed record YearShift(int First, int Last, int By)
{
    public bool Owns(int year) => year >= First && year <= Last;
}

/// <summary>
/// Moves the years in the words of a plan. Certain are the plan's own years where the words say that they are dates or periods ("ngày 15/11/2026", "quý I/2026", "năm 2026");
/// what stands in the name of an act never moves; anything else is shown to a person.
/// </summary>
public static partial class YearWords
{
    /// <summary>The changes, in the order of the text and without overlaps.</summary>
    public static IReadOnlyList<TextChange> Of(string text, YearShift shift)
    {
        if (shift.By == 0 || !AnyYear().IsMatch(text)) return [];
        var acts = CitationReader.Read(text);
        var found = new List<TextChange>();
        foreach (Match match in Dated().Matches(text))
            if (acts.All(a => match.Index >= a.End || match.Index + match.Length <= a.Start) && Read(match, text, shift) is { } change) found.Add(change);
        return found;
    }

    private static TextChange? Read(Match match, string text, YearShift shift)
    {
        if (match.Groups["to"] is { Success: true } to) return Range(match, Number(match.Groups["from"]), Number(to), shift);
        var year = Number(match.Groups["y"]);
        var near = shift.Owns(year) || year == shift.Last + 1;
        if (match.Groups["d"] is { Success: true } d)
        {
            var (day, month) = (Number(d), Number(match.Groups["m"]));
            if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || (!near && year != shift.First - 1)) return null;
            var last = DateTime.DaysInMonth(year + shift.By, month);
            var moved = WithYear(match, year + shift.By, day > last ? (d.Index - match.Index, d.Length, last) : null);
            if (!near) return Ask(match, moved, $"Ngày của năm {Words(year)}, trước thời gian của kế hoạch cũ");
            return new TextChange(match.Index, match.Value, moved, day > last ? $"Ngày {Later(shift.By)}; tháng {month}/{Words(year + shift.By)} chỉ có {last} ngày" : $"Ngày {Later(shift.By)}", ChangeAbout.Year, true);
        }
        if (match.Groups["mm"] is { Success: true } only && Number(only) is < 1 or > 12) return null;
        var named = match.Length > match.Groups["y"].Length;
        if (shift.Owns(year)) return named ? new TextChange(match.Index, match.Value, WithYear(match, year + shift.By), $"{(text[match.Index] is 'q' or 'Q' ? "Quý" : match.Groups["mm"].Success ? "Tháng" : "Năm")} của kế hoạch", ChangeAbout.Year, true)
            : Ask(match, WithYear(match, year + shift.By), $"Chữ “{match.Value}” có thể là năm của kế hoạch");
        if (named && (year == shift.First - 1 || year == shift.Last + 1))
            return Ask(match, WithYear(match, year + shift.By), year < shift.First ? $"Năm ngay trước thời gian của kế hoạch cũ" : "Năm ngay sau thời gian của kế hoạch cũ");
        return null;
    }

    private static TextChange? Range(Match match, int from, int to, YearShift shift)
    {
        if (to < from) return null;
        if (shift.Owns(from) && shift.Owns(to))
        {
            var first = match.Groups["from"].Index - match.Index;
            var second = match.Groups["to"].Index - match.Index;
            return new TextChange(match.Index, match.Value, $"{match.Value[..first]}{Words(from + shift.By)}{match.Value[(first + 4)..second]}{Words(to + shift.By)}{match.Value[(second + 4)..]}", "Thời gian của kế hoạch", ChangeAbout.Year, true);
        }
        if (to < shift.First + shift.By) return Ask(match, null, $"Giai đoạn đã qua vào năm {Words(shift.First + shift.By)}");
        return shift.Owns(from) ? Ask(match, null, "Giai đoạn bắt đầu trong thời gian của kế hoạch cũ") : null;
    }

    private static TextChange Ask(Match match, string? after, string why) => new(match.Index, match.Value, after, why, ChangeAbout.Year, false);

    private static string WithYear(Match match, int year, (int At, int Length, int Day)? day = null)
    {
        var y = match.Groups["y"].Index - match.Index;
        var text = $"{match.Value[..y]}{Words(year)}{match.Value[(y + 4)..]}";
        return day is { } d ? $"{text[..d.At]}{d.Day.ToString("00", CultureInfo.InvariantCulture)}{text[(d.At + d.Length)..]}" : text;
    }

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    private static string Words(int year) => year.ToString("0000", CultureInfo.InvariantCulture);

    /// <summary>"chuyển sang năm sau".</summary>
    internal static string Later(int by) => by == 1 ? "chuyển sang năm sau" : by > 0 ? $"chuyển sang {by} năm sau" : by == -1 ? "chuyển về năm trước" : $"chuyển về {-by} năm trước";

    [GeneratedRegex(@"(?<!\d)(?:19|20)\d{2}(?!\d)")]
    private static partial Regex AnyYear();

    // A year with letters behind a stroke is part of a number ("30/2020/NĐ-CP"), whoever wrote it.
    private const string Y = @"(?<y>(?:19|20)\d{2})(?![\d])(?!/[\p{L}\d])";

    [GeneratedRegex(
        @"(?:từ\s+)?(?:năm\s+)?(?<![\d/])(?<from>(?:19|20)\d{2})\s*(?:[-–—]|đến(?:\s+hết)?(?:\s+năm)?)\s*(?<to>(?:19|20)\d{2})(?![\d/])"
        + @"|ngày\s+(?<d>\d{1,2})\s+tháng\s+(?<m>\d{1,2})\s+năm\s+" + Y
        + @"|(?<![\d/.])(?<d>\d{1,2})(?<s>[/.-])(?<m>\d{1,2})\k<s>" + Y
        + @"|quý\s+(?:IV|I{1,3}|[1-4])\s*(?:[/-]\s*|năm\s+)" + Y
        + @"|(?:tháng\s+)?(?<![\d/])(?<mm>\d{1,2})\s*(?:/\s*|\s+năm\s+)" + Y
        + @"|năm\s+" + Y
        + @"|(?<![\d/])" + Y,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Dated();
}

/// <summary>The acts that a text cites and that are not in force on the day, with what replaced them. An act is never exchanged without a person.</summary>
public static class ActWordsChanges
{
    public static IReadOnlyList<TextChange> Of(string text, ActBook acts, DateOnly day)
    {
        var found = new List<TextChange>();
        foreach (var cited in CitationReader.Read(text))
        {
            if (acts.Of([cited.Act], day) is not [{ Warning: { } warning, Act: { } act }]) continue;
            var heir = act.ReplacedBy is { } code ? acts.Find(code) : null;
            if (heir is not null && (heir.ValidTo < day || heir.ValidFrom > day)) heir = null;
            found.Add(new TextChange(cited.Start, text[cited.Start..cited.End], heir is null ? null : Full(heir), warning + (act.ReplacedBy is not null && heir is null ? ". Văn bản thay thế chưa có trong sổ hoặc cũng không có hiệu lực" : ""), ChangeAbout.Law, false));
        }
        return found;
    }

    private static string Full(LegalAct act) => $"{act.Name}{(act.Date is { } made ? $" ngày {VietnameseFormat.Date(made)}" : "")}{(act.Issuer.Length > 0 ? $" của {act.Issuer}" : "")}";
}
