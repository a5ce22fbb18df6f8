using System.Text.Json.Serialization;
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
    [JsonIgnore]
    public decimal By => Written - Computed;

    /// <summary>"Báo cáo quý I/2026 đã ghi 15 thay cho 12 (lý do: …)".</summary>
    public string Words(int decimals) => $"Báo cáo {Period} đã ghi {Shown(Written, decimals)} thay cho {Shown(Computed, decimals)}{(string.IsNullOrWhiteSpace(Reason) ? "" : $" (lý do: {Reason.Trim().TrimEnd('.')})")}";

    public static string Shown(decimal number, int decimals) => VietnameseFormat.Number(Math.Round(number, decimals, MidpointRounding.AwayFromZero));
}

/// <summary>What the unit's sent reports of the year up to this one's end bring to its sums.</summary>
/// <param name="Entered">By code: what was entered by hand before this period, added up.</param>
/// <param name="Differences">By code: numbers written in the place of computed ones.</param>
public sealed record EarlierFigures(IReadOnlyDictionary<string, decimal?> Entered, ILookup<string, EarlierDifference> Differences);

/// <summary>
/// Reads the sent reports of the same unit, form and way. The records know nothing of a number that was written by hand in one of them, and may come to it later: it is pointed out, never added in silence (adr/0084).
/// </summary>
public sealed class EarlierReports(LanToaDb db, ReportParts parts)
{
    public async Task<EarlierFigures> OfAsync(Report report, CancellationToken cancel)
    {
        var sent = await db.Set<Report>().AsNoTracking().Where(r => r.FormCode == report.FormCode && r.UnitId == report.UnitId && r.AddresseeId == report.AddresseeId && r.YearFrom == report.YearFrom && r.PeriodTo <= report.PeriodTo && r.Id != report.Id && r.Sendings > 0)
            .OrderBy(r => r.PeriodFrom).ThenByDescending(r => r.PeriodTo).ToListAsync(cancel);
        var before = Apart(sent.Where(r => r.PeriodTo < report.PeriodFrom));
        var inside = Apart(sent.Where(r => r.PeriodFrom >= report.PeriodFrom));
        return new EarlierFigures(await EnteredAsync(report, before, cancel), await DifferencesAsync([.. before, .. inside], report.PeriodFrom, cancel));
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

    /// <summary>As they were sent: what the records came to then stands beside the number in the sending. Most reports have none, and then no sending is read.</summary>
    private async Task<ILookup<string, EarlierDifference>> DifferencesAsync(List<Report> earlier, DateOnly from, CancellationToken cancel)
    {
        var ids = earlier.Select(r => r.Id).ToList();
        var withNumbers = ids.Count == 0 ? [] : await db.Set<ReportCell>().AsNoTracking().Where(c => ids.Contains(c.ReportId) && c.Number != null && c.Reason != null).Select(c => c.ReportId).Distinct().ToListAsync(cancel);
        var said = withNumbers.Count == 0 ? [] : await (from r in db.Set<Report>().AsNoTracking() join s in db.Set<ReportSnapshot>() on new { r.ProvinceId, r.Id } equals new { s.ProvinceId, Id = s.ReportId }
            where withNumbers.Contains(r.Id) && s.Number == (r.AddsTo ?? r.Sendings) orderby r.PeriodFrom select new { r.PeriodName, r.PeriodFrom, s.Content }).ToListAsync(cancel);
        return said.SelectMany(s => ReportContent.FromText(s.Content).Rows.Where(r => r is { Computed: not null, Aggregation: Aggregation.Sum, Own.Number: not null })
                .Select(r => (r.Code, Difference: new EarlierDifference(s.PeriodName, r.Own.Number!.Value, r.Computed!.Number ?? 0, r.Reason, s.PeriodFrom >= from))))
            .Where(d => d.Difference.By != 0).ToLookup(d => d.Code, d => d.Difference);
    }
}
