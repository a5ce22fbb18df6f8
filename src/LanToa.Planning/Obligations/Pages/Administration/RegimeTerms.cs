using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;

namespace LanToa.Planning.Obligations.Pages.Administration;

/// <summary>One kind of send rule as the form offers it.</summary>
public enum SendChoice { AsUsual, DayOfLastMonth, WorkingDaysAfterCutoff, BeforeDate, BeforeDateNextYear }

/// <summary>When a report is sent: a choice and its numbers; those that the choice does not use are left out of account.</summary>
public sealed class SendTerms
{
    public SendChoice Choice { get; set; }
    public int? Day { get; set; }
    public int? Month { get; set; }
    public int? Days { get; set; }

    public static SendTerms Of(SendRule? rule) => rule is null ? new() : new()
    {
        Choice = rule switch
        {
            { Kind: SendKind.DayOfLastMonth } => SendChoice.DayOfLastMonth,
            { Kind: SendKind.WorkingDaysAfterCutoff } => SendChoice.WorkingDaysAfterCutoff,
            { YearOffset: 0 } => SendChoice.BeforeDate,
            _ => SendChoice.BeforeDateNextYear,
        },
        Day = rule.Day, Month = rule.Month, Days = rule.Days,
    };

    public SendRule? Rule => Choice switch
    {
        SendChoice.DayOfLastMonth => new(SendKind.DayOfLastMonth, Day),
        SendChoice.WorkingDaysAfterCutoff => new(SendKind.WorkingDaysAfterCutoff, Days: Days),
        SendChoice.BeforeDate => new(SendKind.BeforeDate, Day, Month),
        SendChoice.BeforeDateNextYear => new(SendKind.BeforeDate, Day, Month, YearOffset: 1),
        _ => null,
    };

    /// <summary>What is missing or no day, in Vietnamese; null when the rule can be used.</summary>
    public (string Field, string Problem)? Wrong => Choice switch
    {
        SendChoice.AsUsual => null,
        SendChoice.WorkingDaysAfterCutoff => Days is >= 0 and <= 250 ? null : (nameof(Days), "Hãy ghi số ngày làm việc, từ 0 đến 250."),
        SendChoice.DayOfLastMonth => Day is >= 1 and <= 31 ? null : (nameof(Day), "Hãy ghi ngày gửi, từ 1 đến 31."),
        _ when Day is not (>= 1 and <= 31) => (nameof(Day), "Hãy ghi ngày gửi, từ 1 đến 31."),
        _ when Month is not (>= 1 and <= 12) => (nameof(Month), "Hãy ghi tháng gửi, từ 1 đến 12."),
        _ => Day <= DateTime.DaysInMonth(2024, Month.Value) ? null : (nameof(Day), $"Tháng {Month} không có ngày {Day}; hãy sửa ngày gửi."),
    };
}

/// <summary>From which day to which day the data of a kind of period are counted; months as <see cref="WindowRule"/> counts them.</summary>
public sealed class WindowTerms
{
    public int? FromDay { get; set; }
    public int FromMonth { get; set; }
    public int? ToDay { get; set; }
    public int ToMonth { get; set; }

    public static WindowTerms Of(WindowRule rule) => new() { FromDay = rule.FromDay, FromMonth = rule.FromMonth, ToDay = rule.ToDay, ToMonth = rule.ToMonth };

    public WindowRule Rule => new(FromMonth, FromDay ?? 0, ToMonth, ToDay ?? 0);

    public string? Wrong(PeriodKind kind)
    {
        if (FromDay is not (>= 1 and <= 31) || ToDay is not (>= 1 and <= 31)) return "Ngày phải từ 1 đến 31.";
        var period = new CalendarPeriod(kind, 2024);
        return CalendarPeriod.DayOf(period.FirstMonth.AddMonths(FromMonth), FromDay.Value) > CalendarPeriod.DayOf(period.LastMonth.AddMonths(ToMonth), ToDay.Value)
            ? "Ngày chốt số liệu không thể trước ngày bắt đầu." : null;
    }
}

/// <summary>
/// A reporting regime as a form: what it is called, which reports it asks for, when data close and when reports are sent. What equals the regime that it is
/// based on is not written down, so that it goes on following that one.
/// </summary>
public sealed class RegimeTerms
{
    /// <summary>Levels whose committees may have a send date of their own.</summary>
    public static IReadOnlyList<(string Code, string Name)> Levels { get; } = [("province", "UBND cấp tỉnh gửi"), ("district", "UBND cấp huyện gửi"), ("commune", "UBND cấp xã gửi")];

    public string? Code { get; set; }
    public string? Name { get; set; }
    public string? Source { get; set; }
    public string? Confidence { get; set; } = "local";
    public string? Note { get; set; }
    public string? BasedOn { get; set; } = RegimeSet.GovernmentDefault;
    public bool OnlyReform { get; set; } = true;
    public DateOnly? ValidFrom { get; set; }
    /// <summary>One for each <see cref="PeriodKind"/>, in order.</summary>
    public List<WindowTerms> Windows { get; set; } = [];
    public SendTerms Send { get; set; } = new();
    /// <summary>One for each of <see cref="Levels"/>, in order.</summary>
    public List<SendTerms> SendBy { get; set; } = [];
    /// <summary>Periods of <see cref="SeriesKeys"/>.</summary>
    public List<string> Series { get; set; } = [];

    /// <summary>The reports that a regime may ask for each year, as keys of a form and in words.</summary>
    public static IReadOnlyList<(string Key, string Name, PeriodKind Kind, int Index)> SeriesKeys { get; } =
    [
        .. Enum.GetValues<PeriodKind>().Where(k => k != PeriodKind.Month)
            .SelectMany(k => Enumerable.Range(1, k.PerYear()).Select(i => (Key(k, i), k == PeriodKind.Year ? "Năm" : Shown(new CalendarPeriod(k, 2024, i)), k, i))),
        ("month", "Hằng tháng", PeriodKind.Month, 0),
    ];

    public static RegimeTerms Of(RegimeData data, ReportingRegime now) => new()
    {
        Code = data.Code, Name = data.Name, Source = data.Source, Confidence = data.Confidence, Note = data.Note, BasedOn = data.BasedOn, OnlyReform = data.Scope?.Topic == RuleBook.Topic, ValidFrom = data.ValidFrom,
        Windows = [.. now.Periods.OrderBy(p => p.Kind).Select(p => WindowTerms.Of(p.Window))],
        Send = SendTerms.Of(now.Send),
        SendBy = [.. Levels.Select(l => SendTerms.Of(now.SendByLevel.GetValueOrDefault(l.Code)))],
        Series = [.. SeriesKeys.Where(s => now.Series.Any(r => s.Index == 0 ? r.Period == s.Kind : r.Matches(new CalendarPeriod(s.Kind, 2024, s.Index)))).Select(s => s.Key)],
    };

    /// <summary>The regime with what the form says. What the form does not show stays; what <paramref name="basis"/> says as well is left to it.</summary>
    public RegimeData With(RegimeData data, ReportingRegime? basis)
    {
        var periods = Enum.GetValues<PeriodKind>().Select((kind, i) =>
        {
            var before = data.Periods?.FirstOrDefault(p => p.Kind == kind) ?? basis?.Periods.FirstOrDefault(p => p.Kind == kind);
            return before is null ? new PeriodRule(kind, Windows[i].Rule) : before with { Window = Windows[i].Rule };
        }).Where(p => basis?.Periods.FirstOrDefault(b => b.Kind == p.Kind) is not { } inherited || !Same(inherited, p)).ToList();
        var byLevel = (data.SendByLevel ?? basis?.SendByLevel ?? new Dictionary<string, SendRule>(StringComparer.Ordinal)).Where(l => !Levels.Any(k => k.Code == l.Key))
            .Concat(Levels.Zip(SendBy).Where(p => p.Second.Rule is not null).Select(p => KeyValuePair.Create(p.First.Code, p.Second.Rule!))).ToDictionary(StringComparer.Ordinal);
        var series = SeriesKeys.Where(s => Series.Contains(s.Key)).GroupBy(s => s.Kind).OrderBy(g => g.Key)
            .SelectMany(g => g.Key == PeriodKind.Month || g.Count() == g.Key.PerYear() ? [new PeriodRef(g.Key)] : g.Select(s => new PeriodRef(s.Kind, s.Index))).ToList();
        return data with
        {
            Name = Name?.Trim() ?? "", Source = Source?.Trim() ?? "", Confidence = Confidence ?? "local", Note = string.IsNullOrWhiteSpace(Note) ? null : Note.Trim(),
            BasedOn = string.IsNullOrEmpty(BasedOn) ? null : BasedOn, ValidFrom = ValidFrom,
            Scope = ScopeWith(data.Scope),
            Periods = periods.Count == 0 ? null : periods,
            Send = basis is not null && basis.Send == Send.Rule ? null : Send.Rule,
            SendByLevel = basis is not null && SameLevels(basis.SendByLevel, byLevel) ? null : byLevel,
            Series = basis is not null && Expanded(basis.Series).SetEquals(Expanded(series)) ? null : series,
        };
    }

    private RegimeScope? ScopeWith(RegimeScope? before) => OnlyReform ? (before ?? new RegimeScope()) with { Topic = RuleBook.Topic }
        : before?.Topic == RuleBook.Topic ? before with { Topic = null } : before;

    private static bool Same(PeriodRule one, PeriodRule other) =>
        one.Window == other.Window && one.Send == other.Send && SameLevels(one.SendByLevel ?? NoLevels, other.SendByLevel ?? NoLevels);

    private static readonly Dictionary<string, SendRule> NoLevels = [];

    private static bool SameLevels(IReadOnlyDictionary<string, SendRule> one, IReadOnlyDictionary<string, SendRule> other) =>
        one.Count == other.Count && one.All(l => other.TryGetValue(l.Key, out var rule) && rule == l.Value);

    private static HashSet<(PeriodKind, int)> Expanded(IEnumerable<PeriodRef> series) =>
        [.. series.SelectMany(r => r.Index is { } index ? [(r.Period, index)] : Enumerable.Range(1, r.Period.PerYear()).Select(i => (r.Period, i)))];

    private static string Key(PeriodKind kind, int index) => $"{kind.Code()}-{index}";

    // "quý I/2024" without its year.
    private static string Shown(CalendarPeriod period)
    {
        var name = period.Name.Replace("/2024", "", StringComparison.Ordinal).Replace(" năm 2024", period.Kind == PeriodKind.HalfYear ? " năm" : "", StringComparison.Ordinal);
        return char.ToUpperInvariant(name[0]) + name[1..];
    }
}
