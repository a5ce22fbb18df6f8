using System.Collections.Frozen;
using System.Text.Json.Serialization;

namespace LanToa.Planning.Obligations.Rules;

[JsonConverter(typeof(JsonStringEnumConverter<HolidayKind>))]
public enum HolidayKind
{
    /// <summary>A public holiday of the Labour Code.</summary>
    [JsonStringEnumMemberName("holiday")] Holiday,
    /// <summary>A day off for a holiday that fell on a weekend.</summary>
    [JsonStringEnumMemberName("compensatory")] Compensatory,
    /// <summary>A day off exchanged for a working weekend.</summary>
    [JsonStringEnumMemberName("swapped-off")] SwappedOff,
    /// <summary>A weekend day on which offices work in exchange.</summary>
    [JsonStringEnumMemberName("working")] Working,
}

[JsonConverter(typeof(JsonStringEnumConverter<HolidaySource>))]
public enum HolidaySource
{
    /// <summary>The year's arrangement as announced by the competent authority.</summary>
    [JsonStringEnumMemberName("official")] Official,
    /// <summary>Follows from the Labour Code and the lunar calendar.</summary>
    [JsonStringEnumMemberName("computed")] Computed,
    /// <summary>A reminder for the administrator; not counted.</summary>
    [JsonStringEnumMemberName("unconfirmed")] Unconfirmed,
}

public sealed record HolidayEntry(DateOnly Date, string Name, HolidayKind Kind, HolidaySource Source, string? Basis = null);

public sealed record HolidayData(string Code, string Name, DateOnly From, DateOnly To, IReadOnlyList<HolidayEntry> Entries, string? Note = null);

/// <summary>
/// Working days of public offices: Monday to Friday, less the days off, plus the weekends worked in exchange.
/// Beyond the years of its data only weekends are known: see <see cref="Covers"/>.
/// </summary>
public sealed class HolidayCalendar
{
    private readonly FrozenDictionary<DateOnly, HolidayEntry> _entries;

    public HolidayCalendar(HolidayData data)
    {
        Data = data;
        _entries = data.Entries.Where(e => e.Source != HolidaySource.Unconfirmed).ToFrozenDictionary(e => e.Date);
    }

    public HolidayData Data { get; }

    public bool Covers(DateOnly date) => date >= Data.From && date <= Data.To;

    public HolidayEntry? EntryOn(DateOnly date) => _entries.GetValueOrDefault(date);

    public bool IsWorkingDay(DateOnly date) => EntryOn(date) is { } entry
        ? entry.Kind == HolidayKind.Working
        : date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>Why offices are closed on the date; null on a working day.</summary>
    public string? WhyClosed(DateOnly date) => IsWorkingDay(date) ? null : EntryOn(date)?.Name ?? ViText.DayOfWeek(date);

    /// <summary>"31/10/2026 là thứ Bảy", "02/09/2026 là ngày nghỉ (Quốc khánh)"; null on a working day.</summary>
    public string? ClosedWords(DateOnly date) => WhyClosed(date) is { } why ? $"{ViText.Date(date)} là {(EntryOn(date) is null ? why : $"ngày nghỉ ({why})")}" : null;

    /// <summary>The date itself when offices work, otherwise the next day on which they do.</summary>
    public DateOnly OnOrAfter(DateOnly date)
    {
        while (!IsWorkingDay(date))
            date = date.AddDays(1);
        return date;
    }

    public DateOnly OnOrBefore(DateOnly date)
    {
        while (!IsWorkingDay(date))
            date = date.AddDays(-1);
        return date;
    }

    /// <summary>Where a date that falls on a day of rest goes under the rule.</summary>
    public DateOnly Shifted(DateOnly date, ShiftRule rule) => rule switch
    {
        ShiftRule.Before => OnOrBefore(date),
        ShiftRule.After => OnOrAfter(date),
        _ => date,
    };

    /// <summary>The n-th working day after the date; the date itself is not counted (Bộ luật Dân sự 2015, art. 147). n = 0 gives the date.</summary>
    public DateOnly AddWorkingDays(DateOnly date, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        for (; days > 0; days--)
            date = OnOrAfter(date.AddDays(1));
        return date;
    }

    /// <summary>Working days strictly between the two dates.</summary>
    public int WorkingDaysBetween(DateOnly after, DateOnly before)
    {
        var count = 0;
        for (var date = after.AddDays(1); date < before; date = date.AddDays(1))
        {
            if (IsWorkingDay(date))
                count++;
        }
        return count;
    }

    public DateOnly LastWorkingDayOfMonth(DateOnly month) => OnOrBefore(CalendarPeriod.EndOfMonth(month));

    /// <summary>The same calendar with one entry more (or in place of the one on that date).</summary>
    public HolidayCalendar With(HolidayEntry entry) =>
        new(Data with { Entries = [.. Data.Entries.Where(e => e.Date != entry.Date), entry] });
}
