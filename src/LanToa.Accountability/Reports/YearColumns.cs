using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>The columns that a form asks for beside the figures: the same period of last year, and what the whole year will come to.</summary>
public static class YearColumns
{
    private const string OfSum = "theo ước của ";

    /// <summary>What is to be said besides the pace where the estimate of a row is the sum of those of others.</summary>
    public static string HowSums(ReportContent content) => content.Rows.Any(r => !r.IsEstimateGiven && r.EstimateRule?.StartsWith(OfSum, StringComparison.Ordinal) == true) ? "; chỉ tiêu là tổng của các chỉ tiêu khác thì cộng ước của chúng" : "";

    /// <param name="lastYear">The key of the same period of last year; null where there is none.</param>
    /// <param name="today">A period that still runs has been counted to this day.</param>
    public static async Task AddAsync(LanToaDb db, ReportParts parts, Report report, FormText form, string? lastYear, DateOnly today, Dictionary<string, ContentRow> rows, CancellationToken cancel)
    {
        var cells = await db.Set<ReportCell>().AsNoTracking().Where(c => c.ReportId == report.Id).ToDictionaryAsync(c => c.Code, cancel);
        var reportedThen = !form.HasLastYear || lastYear is null ? [] : await (from r in db.Set<Report>().AsNoTracking() join f in db.Set<ReportFigure>() on new { r.ProvinceId, r.Id } equals new { f.ProvinceId, Id = f.ReportId }
            where r.FormCode == report.FormCode && r.UnitId == report.UnitId && r.AddresseeId == report.AddresseeId && r.PeriodKey == lastYear && f.Total != null select new { r.ProvinceId, r.Id, r.AddsTo, f.Code, f.Total }).ToListAsync(cancel);
        // Of one whose addendum waits: as it was accepted.
        var then = reportedThen.Find(f => f.AddsTo is not null) is { } waiting && (await parts.StandingAsync(report, [(waiting.ProvinceId, waiting.Id)], cancel)).GetValueOrDefault(waiting.Id) is { } accepted
            ? accepted.Rows.ToDictionary(r => r.Code, r => r.Total.Number) : reportedThen.ToDictionary(f => f.Code, f => f.Total);
        // The first days of a year say nothing of all of it: a month is the least.
        var month = report.YearFrom.AddMonths(1).AddDays(-1);
        var counted = today >= report.PeriodTo || month >= report.PeriodTo ? report.PeriodTo : today > month ? today : month;
        var asked = form.Rows.DistinctBy(r => r.Code).ToDictionary(r => r.Code);
        foreach (var (code, row) in rows.ToList())
        {
            var (withLastYear, withEstimate) = (asked[code].HasLastYear, asked[code].HasEstimate);
            var cell = cells.GetValueOrDefault(code);
            var reported = then.GetValueOrDefault(code);
            var (computed, rule) = withEstimate ? Estimate(row, report.YearFrom, counted) : (null, null);
            var byHand = withEstimate ? cell?.Estimate : null;
            rows[code] = row with
            {
                LastYear = withLastYear ? reported ?? cell?.LastYear : null, LastYearGiven = withLastYear && reported is null && cell?.LastYear is not null,
                Estimate = byHand ?? computed, EstimateComputed = computed, EstimateRule = rule, IsEstimateGiven = byHand is not null,
                NoLastYear = form.HasLastYear && !withLastYear ? true : null, NoEstimate = form.HasEstimate && !withEstimate ? true : null,
            };
        }
        foreach (var code in rows.Keys.ToList()) Total(code, []);

        // A total of rows is the total of what they will come to as they show it, each rounded; where its own sum of the year is theirs.
        void Total(string code, HashSet<string> above)
        {
            if (rows[code] is not { EstimateComputed: not null, Aggregation: Aggregation.Sum } row || RowExpression.Of(row) is not { IsSum: true } made || !above.Add(code)) return;
            foreach (var part in made.Codes) Total(part, above);
            if (made.Codes.Any(c => rows[c].Estimate is null) || made.Of(c => rows[c].Cumulative?.Number) != row.Cumulative?.Number || made.Of(c => rows[c].Estimate) is not { } whole) return;
            rows[code] = row with { Estimate = row.IsEstimateGiven ? row.Estimate : whole, EstimateComputed = whole, EstimateRule = $"{OfSum}{string.Join(", ", made.Codes.Select(c => rows[c].Name))}: {made.InWords(c => rows[c].EstimateWords)} = {Number(whole, row)}" };
        }
    }

    /// <summary>
    /// At the pace of the periods done: what was counted since the beginning of the year, divided by the months done, for twelve. What stands at a moment stays as it stands; a share stays the share of the year so far;
    /// of words and of yes or no nothing is computed.
    /// </summary>
    public static (decimal? Number, string? Rule) Estimate(ContentRow row, DateOnly yearFrom, DateOnly to)
    {
        switch (row.Aggregation)
        {
            case Aggregation.Sum when row.Cumulative?.Number is { } sum:
                var months = MonthsOf(yearFrom, to);
                if (months >= 12) return (sum, "đủ năm, bằng số lũy kế");
                var whole = Math.Round(sum / months * 12, row.Decimals, MidpointRounding.AwayFromZero);
                return (whole, $"lũy kế {Number(sum, row)} ÷ {VietnameseFormat.Number(Math.Round(months, 1))} tháng × 12 = {Number(whole, row)}");
            case Aggregation.Ratio when row.Cumulative?.Number is { } share:
                return (share, "bằng tỷ lệ lũy kế từ đầu năm");
            case Aggregation.Latest or Aggregation.Maximum or Aggregation.Distinct when (row.Cumulative?.Number ?? row.Total.Number) is { } number:
                return (number, "bằng số hiện có");
            default:
                return (null, null);
        }
    }

    /// <summary>Months of the year done by the end of the day; parts of one by days where the windows do not end on whole months.</summary>
    private static decimal MonthsOf(DateOnly yearFrom, DateOnly to)
    {
        var end = to.AddDays(1);
        return end.Day == yearFrom.Day ? ((end.Year - yearFrom.Year) * 12) + end.Month - yearFrom.Month : 12m * (end.DayNumber - yearFrom.DayNumber) / (yearFrom.AddYears(1).DayNumber - yearFrom.DayNumber);
    }

    private static string Number(decimal value, ContentRow row) => VietnameseFormat.Number(Math.Round(value, row.Decimals, MidpointRounding.AwayFromZero));
}
