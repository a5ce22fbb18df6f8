using System.Globalization;
using System.Text.Json;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>The regimes and the calendar of working days by which an authority's plans are dated.</summary>
/// <param name="Province">Its province's code, for regimes that hold in one province only; null where that is not known.</param>
public sealed record RuleBook(RegimeSet Regimes, HolidayCalendar Holidays, string? Province)
{
    /// <summary>The topic of the plans that LanToa follows, as regimes name it.</summary>
    public const string Topic = "cchc";

    /// <summary>The regime in force for a plan of the issuer on the day.</summary>
    public ReportingRegime RegimeFor(DateOnly date, OrganizationInfo? issuer) => Regimes.Resolve(date, Topic, issuer?.Code, Province);

    /// <summary>The regime that an obligation was dated by; when it has been withdrawn since, the one that stands in its place.</summary>
    public ReportingRegime RegimeOf(string code, DateOnly planDate, OrganizationInfo? issuer) => Regimes.All.FirstOrDefault(r => r.Code == code) ?? RegimeFor(planDate, issuer);

    /// <summary>By what the periods of an obligation that stands are dated today.</summary>
    /// <param name="regime">The code of the regime that it was dated by.</param>
    /// <param name="level">By which its unit reports (<see cref="DutyPatterns.LevelOf"/>); empty where that makes no difference.</param>
    public GenerationContext ContextOf(PlanCalendar calendar, string regime, OrganizationInfo? issuer, string level = "") =>
        new(calendar, RegimeOf(regime, calendar.IssuedOn, issuer), Holidays) { Level = level.Length == 0 ? null : level };
}

/// <summary>
/// The rules for the plans that a province keeps. Its own decide for its own bodies; those of a body that it only keeps, because a document names it,
/// are dated by the country's: another authority's dates are not this province's to move.
/// </summary>
public sealed class ProvinceRules(OrganizationDirectory directory, RuleBook own, RuleBook country)
{
    public RuleBook Own => own;

    public RuleBook Country => country;

    /// <summary>The rules for plans of this issuer.</summary>
    public RuleBook For(Guid issuer)
    {
        if (directory.KeptWith(issuer) is not { } kept) return own;
        return kept.StandsForId is { } real && directory.Find(real) is { } there ? country with { Province = RuleBooks.CodeOf(there.ProvinceId) } : country;
    }
}

/// <summary>
/// Reads the rules that administrators keep: the country's rows, each replaced by the province's own where it has one. What comes with the
/// program is added when it is missing, never over what a person changed or withdrew.
/// </summary>
public sealed class RuleBooks(LanToaDb db, OrganizationDirectory directory)
{
    public async Task<ProvinceRules> OfAsync(short province, CancellationToken cancel = default)
    {
        var holidays = await HolidaysAsync(province, cancel);
        var regimes = await RegimesAsync(province, cancel);
        return new ProvinceRules(directory, new RuleBook(RegimesOf(regimes), CalendarOf(holidays), CodeOf(province)),
            new RuleBook(RegimesOf(regimes.Where(r => r.ProvinceId == 0)), CalendarOf(holidays.Where(h => h.ProvinceId == 0)), null));
    }

    /// <summary>A province as regimes name it: two digits, "00" for the country.</summary>
    internal static string CodeOf(short province) => province.ToString("00", CultureInfo.InvariantCulture);

    /// <summary>Every row of the country and of the province, withdrawn ones too.</summary>
    public async Task<List<Holiday>> HolidaysAsync(short province, CancellationToken cancel = default)
    {
        var rows = await ReadAsync();
        var missing = BuiltInRules.Holidays.Data.Entries.ExceptBy(rows.Where(h => h.ProvinceId == 0).Select(h => h.Date), e => e.Date).ToList();
        if (missing.Count == 0) return rows;
        foreach (var entry in missing)
            await db.Database.ExecuteSqlAsync($"""
                INSERT INTO holiday (id, province_id, date, name, kind, source, basis, version)
                VALUES ({Guid.CreateVersion7()}, 0, {entry.Date}, {entry.Name}, {entry.Kind.ToString()}, {entry.Source.ToString()}, {entry.Basis}, 1) ON CONFLICT DO NOTHING
                """, cancel);
        return await ReadAsync();

        Task<List<Holiday>> ReadAsync() => db.Set<Holiday>().AsNoTracking().Where(h => h.ProvinceId == 0 || h.ProvinceId == province).OrderBy(h => h.Date).ThenBy(h => h.ProvinceId).ToListAsync(cancel);
    }

    public async Task<List<RegimeRow>> RegimesAsync(short province, CancellationToken cancel = default)
    {
        var rows = await ReadAsync();
        var missing = BuiltIn.ExceptBy(rows.Where(r => r.ProvinceId == 0).Select(r => r.Code), r => r.Code).ToList();
        if (missing.Count == 0) return rows;
        foreach (var data in missing)
            await db.Database.ExecuteSqlAsync($"""
                INSERT INTO reporting_regime (id, province_id, code, data, version)
                VALUES ({Guid.CreateVersion7()}, 0, {data.Code}, {JsonSerializer.Serialize(data, RuleJson.Options)}::jsonb, 1) ON CONFLICT DO NOTHING
                """, cancel);
        return await ReadAsync();

        Task<List<RegimeRow>> ReadAsync() => db.Set<RegimeRow>().AsNoTracking().Where(r => r.ProvinceId == 0 || r.ProvinceId == province).OrderBy(r => r.Code).ThenBy(r => r.ProvinceId).ToListAsync(cancel);
    }

    /// <summary>The rows that hold: the province's own before the country's, withdrawn ones left out.</summary>
    public static IEnumerable<Holiday> InForce(IEnumerable<Holiday> rows) =>
        rows.Where(h => h.WithdrawnAt is null).GroupBy(h => h.Date).Select(g => g.MaxBy(h => h.ProvinceId)!);

    public static IEnumerable<RegimeRow> InForce(IEnumerable<RegimeRow> rows) =>
        rows.Where(r => r.WithdrawnAt is null).GroupBy(r => r.Code).Select(g => g.MaxBy(r => r.ProvinceId)!);

    /// <exception cref="FormatException">The regimes contradict themselves (Vietnamese).</exception>
    public static RegimeSet RegimesOf(IEnumerable<RegimeRow> rows) => new(InForce(rows).Select(r => r.Data));

    public static HolidayCalendar CalendarOf(IEnumerable<Holiday> rows)
    {
        var entries = InForce(rows).OrderBy(h => h.Date).Select(h => h.Entry).ToList();
        var built = BuiltInRules.Holidays.Data;
        var (first, last) = entries.Count == 0 ? (built.From.Year, built.To.Year) : (entries[0].Date.Year, entries[^1].Date.Year);
        return new HolidayCalendar(built with { Entries = entries, From = new DateOnly(first, 1, 1), To = new DateOnly(last, 12, 31) });
    }

    private static IReadOnlyList<RegimeData> BuiltIn { get; } = JsonSerializer.Deserialize<RegimeFile>(BuiltInRules.RegimesJson, RuleJson.Options)!.Regimes;
}
