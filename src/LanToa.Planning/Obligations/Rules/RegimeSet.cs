using System.Text.Json;

namespace LanToa.Planning.Obligations.Rules;

/// <summary>A regime as written in JSON: what is left out is taken from the regime it is based on.</summary>
public sealed record RegimeData
{
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required string Source { get; init; }
    public string Confidence { get; init; } = "local";
    public string? Note { get; init; }
    public string? BasedOn { get; init; }
    public DateOnly? ValidFrom { get; init; }
    public DateOnly? ValidTo { get; init; }
    public RegimeScope? Scope { get; init; }
    public IReadOnlyList<PeriodRule>? Periods { get; init; }
    public SendRule? Send { get; init; }
    public IReadOnlyDictionary<string, SendRule>? SendByLevel { get; init; }
    public IReadOnlyList<Absorption>? Absorptions { get; init; }
    public IReadOnlyList<PeriodRef>? Series { get; init; }
    public IReadOnlyList<PeriodKind>? ReviewEvery { get; init; }
    public ShiftRule? Shift { get; init; }
    public ShiftRule? OffsetShift { get; init; }
    public string? OffsetShiftSource { get; init; }
}

public sealed record RegimeFile(IReadOnlyList<RegimeData> Regimes, string? Note = null);

/// <summary>All regimes that are known, with inheritance resolved and checked.</summary>
public sealed class RegimeSet
{
    public const string GovernmentDefault = "nd09-2019";
    private readonly Dictionary<string, ReportingRegime> _byCode = new(StringComparer.Ordinal);

    /// <exception cref="FormatException">The data contradict themselves; the message says where, in Vietnamese.</exception>
    public RegimeSet(IEnumerable<RegimeData> regimes)
    {
        var pending = new Dictionary<string, RegimeData>(StringComparer.Ordinal);
        foreach (var data in regimes)
        {
            if (!pending.TryAdd(data.Code, data))
                throw new FormatException($"Chế độ báo cáo {data.Code} được khai hai lần.");
        }
        foreach (var data in pending.Values)
            Build(data, pending, []);
    }

    public IReadOnlyCollection<ReportingRegime> All => _byCode.Values;

    public ReportingRegime this[string code] =>
        _byCode.TryGetValue(code, out var regime) ? regime : throw new KeyNotFoundException($"Không có chế độ báo cáo {code}.");

    public static RegimeSet FromJson(string json) =>
        new((JsonSerializer.Deserialize<RegimeFile>(json, RuleJson.Options) ?? throw new FormatException("Tệp chế độ báo cáo trống.")).Regimes);

    /// <summary>The regime in force on the date that fits best: an authority's own before the topic's, the topic's before the province's, then the general one.</summary>
    public ReportingRegime Resolve(DateOnly date, string? topic = null, string? authority = null, string? province = null)
    {
        var fitting = from regime in _byCode.Values
                      let scope = regime.Scope
                      where regime.IsValidOn(date) && Fits(scope.Topic, topic) && Fits(scope.Authority, authority) && Fits(scope.Province, province)
                      let weight = (scope.Authority is null ? 0 : 4) + (scope.Topic is null ? 0 : 2) + (scope.Province is null ? 0 : 1)
                      orderby weight descending, regime.ValidFrom descending, regime.Code
                      select regime;
        return fitting.FirstOrDefault() ?? this[GovernmentDefault];
    }

    private static bool Fits(string? wanted, string? given) => wanted is null || string.Equals(wanted, given, StringComparison.Ordinal);

    private ReportingRegime Build(RegimeData data, Dictionary<string, RegimeData> pending, HashSet<string> path)
    {
        if (_byCode.TryGetValue(data.Code, out var done))
            return done;
        if (!path.Add(data.Code))
            throw new FormatException($"Chế độ báo cáo {data.Code} dựa trên chính nó.");
        ReportingRegime? basis = null;
        if (data.BasedOn is { } basedOn)
        {
            basis = pending.TryGetValue(basedOn, out var parent)
                ? Build(parent, pending, path)
                : throw new FormatException($"Chế độ báo cáo {data.Code} dựa trên {basedOn}, nhưng không có chế độ đó.");
        }
        var periods = Merge(basis?.Periods, data.Periods);
        var regime = new ReportingRegime
        {
            Code = data.Code,
            Name = data.Name,
            Source = data.Source,
            Confidence = data.Confidence,
            Note = data.Note,
            ValidFrom = data.ValidFrom,
            ValidTo = data.ValidTo,
            Scope = data.Scope ?? new RegimeScope(),
            Periods = periods,
            Send = data.Send ?? basis?.Send ?? throw new FormatException($"Chế độ báo cáo {data.Code} chưa có hạn gửi."),
            SendByLevel = data.SendByLevel ?? basis?.SendByLevel ?? new Dictionary<string, SendRule>(StringComparer.Ordinal),
            Absorptions = data.Absorptions ?? basis?.Absorptions ?? [],
            Series = data.Series ?? basis?.Series ?? [],
            ReviewEvery = data.ReviewEvery ?? basis?.ReviewEvery ?? [PeriodKind.Quarter],
            Shift = data.Shift ?? basis?.Shift ?? ShiftRule.None,
            OffsetShift = data.OffsetShift ?? basis?.OffsetShift ?? ShiftRule.After,
            OffsetShiftSource = data.OffsetShiftSource ?? basis?.OffsetShiftSource,
        };
        Check(regime);
        _byCode.Add(regime.Code, regime);
        return regime;
    }

    private static IReadOnlyList<PeriodRule> Merge(IReadOnlyList<PeriodRule>? inherited, IReadOnlyList<PeriodRule>? own)
    {
        var merged = (inherited ?? []).ToDictionary(p => p.Kind);
        foreach (var period in own ?? [])
            merged[period.Kind] = period;
        return [.. merged.Values.OrderBy(p => p.Kind)];
    }

    private static void Check(ReportingRegime regime)
    {
        if (regime.ValidFrom > regime.ValidTo)
            throw new FormatException($"Chế độ báo cáo {regime.Code}: hết hiệu lực trước khi có hiệu lực.");
        foreach (var kind in Enum.GetValues<PeriodKind>())
        {
            var rule = regime.Periods.FirstOrDefault(p => p.Kind == kind) ?? throw new FormatException($"Chế độ báo cáo {regime.Code} thiếu kỳ {kind.Code()}.");
            var window = regime.WindowOf(new CalendarPeriod(kind, 2024));
            if (window.From > window.To)
                throw new FormatException($"Chế độ báo cáo {regime.Code}, kỳ {kind.Code()}: số liệu kết thúc trước khi bắt đầu.");
            foreach (var send in (rule.SendByLevel?.Values ?? []).Concat(rule.Send is null ? [] : [rule.Send]))
                Check(regime.Code, send);
        }
        foreach (var send in regime.SendByLevel.Values.Append(regime.Send))
            Check(regime.Code, send);
        if (regime.Series.Count == 0 || regime.ReviewEvery.Count == 0)
            throw new FormatException($"Chế độ báo cáo {regime.Code} chưa có các kỳ báo cáo (series) hoặc kỳ rà soát (reviewEvery).");
        var named = regime.Series.Concat(regime.Absorptions.SelectMany(a => a.Replaces.Append(new PeriodRef(a.Period, a.Index))));
        if (named.Any(r => r.Index is { } i && (i < 1 || i > r.Period.PerYear())))
            throw new FormatException($"Chế độ báo cáo {regime.Code}: số thứ tự của kỳ không có trong năm.");
        if (regime.Absorptions.Any(a => a.Replaces.Any(r => r.Period >= a.Period)))
            throw new FormatException($"Chế độ báo cáo {regime.Code}: chỉ kỳ dài hơn mới thay được kỳ ngắn hơn.");
    }

    private static void Check(string code, SendRule send)
    {
        var complete = send.Kind switch
        {
            SendKind.DayOfLastMonth => send.Day is >= 1 and <= 31,
            SendKind.WorkingDaysAfterCutoff => send.Days is >= 0 and <= 250,
            _ => send.Day is >= 1 and <= 31 && send.Month is null or (>= 1 and <= 12),
        };
        if (!complete)
            throw new FormatException($"Chế độ báo cáo {code}: hạn gửi ghi chưa đủ ngày, tháng hoặc số ngày làm việc.");
    }
}
