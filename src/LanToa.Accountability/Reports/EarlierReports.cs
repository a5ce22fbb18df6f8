using System.Text.Json.Serialization;
using LanToa.Accountability.Reports.Formulas;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>A number that the unit wrote by hand in an earlier report of the year, and what the records came to then.</summary>
/// <param name="Period">The name of that report's period.</param>
/// <param name="Written">What it wrote.</param>
/// <param name="Computed">What the records came to.</param>
/// <param name="Reason">Why it wrote another number.</param>
/// <param name="Inside">Whether that period lies inside this report's, so that this report's own figure lacks it too; else only the cumulative one does.</param>
public sealed record EarlierDifference(string Period, decimal Written, decimal Computed, string? Reason, bool Inside)
{
    /// <summary>What the records of that period come to as this report is made; null where that tells nothing of its sums (<see cref="Formulas.AdditiveFormulas"/>), or in a report that was sent before it was asked.</summary>
    public decimal? Now { get; init; }

    /// <summary>What the sums lack of what was written: what was recorded since is in them.</summary>
    [JsonIgnore]
    public decimal By => Written - (Now ?? Computed);

    /// <summary>Whether something was recorded for that period, or taken back, since it was sent.</summary>
    [JsonIgnore]
    public bool HasMoved => Now is { } now && now != Computed;

    /// <summary>"Báo cáo quý I/2026 đã ghi 15 thay cho 12 (lý do: …)"; where the records have moved since, "… đã ghi 15; khi gửi tính được 12, nay tính được 14 (lý do: …)".</summary>
    public string Words(int decimals, string when = CarryWords.AtPresent) => Numbers(decimals, when) + (string.IsNullOrWhiteSpace(Reason) ? "" : $" (lý do: {Reason.Trim().TrimEnd('.')})");

    /// <summary>The same without the reason.</summary>
    /// <param name="decimals">Of the indicator.</param>
    /// <param name="when">As of when the records are said to come to what they come to.</param>
    public string Numbers(int decimals, string when = CarryWords.AtPresent) =>
        $"Báo cáo {Period} đã ghi {Shown(Written, decimals)}{(HasMoved ? $"; khi gửi tính được {Shown(Computed, decimals)}, {when} tính được {Shown(Now!.Value, decimals)}" : $" thay cho {Shown(Computed, decimals)}")}";

    public static string Shown(decimal number, int decimals) => VietnameseFormat.Number(Math.Round(number, decimals, MidpointRounding.AwayFromZero));
}

/// <summary>What the unit's sent reports of the year up to this one's end bring to its sums.</summary>
/// <param name="Entered">By code: what was entered by hand before this period, added up.</param>
/// <param name="Differences">By code: numbers written in the place of computed ones.</param>
public sealed record EarlierFigures(IReadOnlyDictionary<string, decimal?> Entered, ILookup<string, EarlierDifference> Differences);

/// <summary>
/// Reads the sent reports of the same unit, form and way. The records know nothing of a number that was written by hand in one of them, and may come to it later: it is pointed out beside what they come to now, never
/// added in silence (adr/0084).
/// </summary>
public sealed class EarlierReports(LanToaDb db, ReportParts parts, OwnFigures figures)
{
    /// <param name="report">The one that is made.</param>
    /// <param name="units">Whose records its own figures count.</param>
    /// <param name="known">The indicators of its period.</param>
    /// <param name="formulas">Of its figures and of what they name.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<EarlierFigures> OfAsync(Report report, IReadOnlyCollection<Guid> units, IReadOnlyDictionary<string, Indicator> known, IReadOnlyDictionary<string, Formula> formulas, CancellationToken cancel)
    {
        var sent = await db.Set<Report>().AsNoTracking().Where(r => r.FormCode == report.FormCode && r.UnitId == report.UnitId && r.AddresseeId == report.AddresseeId && r.YearFrom == report.YearFrom && r.PeriodTo <= report.PeriodTo && r.Id != report.Id && r.Sendings > 0)
            .OrderBy(r => r.PeriodFrom).ThenByDescending(r => r.PeriodTo).ToListAsync(cancel);
        var before = Apart(sent.Where(r => r.PeriodTo < report.PeriodFrom));
        var inside = Apart(sent.Where(r => r.PeriodFrom >= report.PeriodFrom));
        return new EarlierFigures(await EnteredAsync(report, before, cancel), await DifferencesAsync(report, [.. before, .. inside], units, known, formulas, cancel));
    }

    /// <summary>Without periods that share a day with another: of several the one that begins first, the longest.</summary>
    private static List<Report> Apart(IEnumerable<Report> sent)
    {
        var (apart, until) = (new List<Report>(), DateOnly.MinValue);
        foreach (var one in sent)
        {
            if (one.PeriodFrom <= until) continue;
            apart.Add(one);
            until = one.PeriodTo;
        }
        return apart;
    }

    private async Task<IReadOnlyDictionary<string, decimal?>> EnteredAsync(Report report, List<Report> before, CancellationToken cancel)
    {
        var (counted, waiting) = (before.Where(r => r.AddsTo is null).Select(r => r.Id).ToList(), before.Where(r => r.AddsTo is not null));
        var sums = await db.Set<ReportFigure>().AsNoTracking().Where(f => counted.Contains(f.ReportId) && f.Number != null).GroupBy(f => f.Code).Select(g => new { g.Key, Sum = g.Sum(f => f.Number) }).ToDictionaryAsync(g => g.Key, g => g.Sum, cancel);
        foreach (var row in (await parts.StandingAsync(report, [.. waiting.Select(w => (w.ProvinceId, w.Id))], cancel)).Values.SelectMany(c => c.Rows).Where(r => r.Own.Number is not null))
            sums[row.Code] = sums.GetValueOrDefault(row.Code, 0m) + row.Own.Number;
        return sums;
    }

    /// <summary>As they were sent: what the records came to then stands beside the number in the sending. Most reports have none, and then no sending is read, and no record counted again.</summary>
    private async Task<ILookup<string, EarlierDifference>> DifferencesAsync(Report report, List<Report> earlier, IReadOnlyCollection<Guid> units, IReadOnlyDictionary<string, Indicator> known, IReadOnlyDictionary<string, Formula> formulas, CancellationToken cancel)
    {
        var ids = earlier.Select(r => r.Id).ToList();
        var withNumbers = ids.Count == 0 ? [] : await db.Set<ReportCell>().AsNoTracking().Where(c => ids.Contains(c.ReportId) && c.Number != null && c.Reason != null).Select(c => c.ReportId).Distinct().ToListAsync(cancel);
        // Of one that is being written again the numbers are those of now, while what it was sent with still stands.
        withNumbers = [.. withNumbers.Union(earlier.Where(r => r.State is ReportState.Returned or ReportState.Reopened).Select(r => r.Id))];
        var said = withNumbers.Count == 0 ? [] : await (from r in db.Set<Report>().AsNoTracking() join s in db.Set<ReportSnapshot>() on new { r.ProvinceId, r.Id } equals new { s.ProvinceId, Id = s.ReportId }
            where withNumbers.Contains(r.Id) && s.Number == (r.AddsTo ?? r.Sendings) orderby r.PeriodFrom select new { r.PeriodName, r.PeriodFrom, r.PeriodTo, s.Content }).ToListAsync(cancel);
        var found = new List<(string Code, EarlierDifference Difference)>();
        foreach (var one in said)
        {
            var (content, inside) = (ReportContent.FromText(one.Content), one.PeriodFrom >= report.PeriodFrom);
            // Only what records are counted for can lack what a person knew; a difference before this period is lacked by the cumulative figure alone.
            var rows = content.Rows.Where(r => r is { Computed: not null, Aggregation: Aggregation.Sum, Own.Number: not null } && r.Own.Number != (r.Computed.Number ?? 0) && formulas.ContainsKey(r.Code) && (inside || known[r.Code].Cumulative)).ToList();
            if (rows.Count == 0) continue;
            var now = await NowAsync(content, one.PeriodFrom, one.PeriodTo, [.. rows.Select(r => r.Code)], units, known, cancel);
            found.AddRange(rows.Select(r => (r.Code, new EarlierDifference(one.PeriodName, r.Own.Number!.Value, r.Computed!.Number ?? 0, r.Reason, inside) { Now = Near(now.TryGetValue(r.Code, out var n) ? n : null, r.Own.Number.Value, known[r.Code]) })));
        }
        return found.ToLookup(d => d.Code, d => d.Difference);
    }

    /// <summary>What the records of an earlier period come to now, as this report counts them: by its formulas and over its units, so that the rest of its sums is the rest. Only of what may be taken apart so.</summary>
    private async Task<IReadOnlyDictionary<string, decimal>> NowAsync(ReportContent said, DateOnly from, DateOnly to, IReadOnlyList<string> codes, IReadOnlyCollection<Guid> units, IReadOnlyDictionary<string, Indicator> known, CancellationToken cancel)
    {
        var additive = AdditiveFormulas.Of(Indicators.FormulasFor(codes, known));
        var formulas = Indicators.FormulasFor(codes.Where(additive.Contains), known);
        if (formulas.Count == 0) return new Dictionary<string, decimal>();
        // What was entered by hand then is what it was; what nobody entered is nothing.
        var entered = said.Rows.Where(r => r.Source != IndicatorSource.Formula).ToDictionary(r => r.Code, r => r.Own.Number);
        var given = formulas.Values.SelectMany(f => f.References).Distinct().ToDictionary(r => r, r => entered.GetValueOrDefault(r) ?? 0m as decimal?);
        var values = OwnFigures.Calculate(formulas, await figures.AtomsAsync(units, from, to, formulas.Values, cancel), given);
        return codes.Where(additive.Contains).Select(c => (Code: c, Value: values[c])).Where(v => v.Value.Problem is null).ToDictionary(v => v.Code, v => v.Value.Number ?? 0);
    }

    /// <summary>What shows as the number that was written is that number: nobody takes over less than can be seen.</summary>
    private static decimal? Near(decimal? now, decimal written, Indicator indicator) => now is { } number && Math.Round(number, indicator.Decimals, MidpointRounding.AwayFromZero) == written ? written : now;
}
