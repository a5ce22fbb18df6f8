using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>One unit that a request asks, with its answer where it has begun one.</summary>
public sealed record RequestAnswer(ReportRequestUnit Asked, string Unit, DateOnly Due, Report? Report)
{
    public bool IsSent => Report?.FirstSentOn is not null;
    public bool IsLate => Report?.IsLate == true;
    public bool IsAccepted => Report?.Counts == true;
    public bool IsMissing(DateOnly today) => !IsSent && Due < today;
}

/// <summary>Who has answered a request, and what the answers come to together.</summary>
public sealed class RequestAnswers(LanToaDb db, ReportBuilder builder, RouteMap map, IOrganizationDirectory directory, Clock clock)
{
    /// <summary>Those that are late first, then those that wait for a decision, by name.</summary>
    public async Task<IReadOnlyList<RequestAnswer>> OfAsync(ReportRequest request, CancellationToken cancel = default)
    {
        var asked = await db.Set<ReportRequestUnit>().AsNoTracking().Where(u => u.RequestId == request.Id && u.WithdrawnAt == null).ToListAsync(cancel);
        var reports = await db.Set<Report>().AsNoTracking().Where(r => r.FormCode == request.FormCode).ToDictionaryAsync(r => r.UnitId, cancel);
        return
        [
            .. asked.Select(u => new RequestAnswer(u, map.NameOf(u.UnitId), reports.GetValueOrDefault(u.UnitId)?.DueOn ?? request.DueOn, reports.GetValueOrDefault(u.UnitId)))
                .OrderBy(a => a.IsMissing(clock.Today) ? 0 : a.Report?.State == ReportState.Sent ? 1 : 2).ThenBy(a => Folding.Fold(a.Unit), StringComparer.Ordinal),
        ];
    }

    /// <summary>Units that were asked and need not answer any more, by name.</summary>
    public async Task<IReadOnlyList<(ReportRequestUnit Asked, string Unit)>> WithdrawnAsync(ReportRequest request, CancellationToken cancel = default) =>
        [.. (await db.Set<ReportRequestUnit>().AsNoTracking().Where(u => u.RequestId == request.Id && u.WithdrawnAt != null).ToListAsync(cancel)).Select(u => (u, map.NameOf(u.UnitId))).OrderBy(u => Folding.Fold(u.Item2), StringComparer.Ordinal)];

    /// <summary>The accepted answers put together; those that are not accepted yet are listed apart.</summary>
    public async Task<ReportContent> TogetherAsync(ReportRequest request, CancellationToken cancel = default)
    {
        var form = await db.Set<ReportForm>().AsNoTracking().FirstAsync(f => f.Id == request.FormId, cancel);
        var above = directory.Find(request.UnitId)?.ParentId ?? request.UnitId;
        var content = await builder.LiveAsync(Answer(request, form, request.UnitId, above), cancel, onlyParts: true);
        if (content.HasLastYear || content.HasEstimate) content = await WithYearsAsync(request, content, cancel);
        return content with { FormName = $"Tổng hợp {SendReport.Lowered(form.Name)}" };
    }

    /// <summary>What stood at the same time last year and what the year will come to are added up as the accepted answers say it: each unit knows its own.</summary>
    private async Task<ReportContent> WithYearsAsync(ReportRequest request, ReportContent together, CancellationToken cancel)
    {
        var ids = together.Parts.Select(p => p.ReportId).ToList();
        var texts = await (from r in db.Set<Report>().AsNoTracking() join s in db.Set<ReportSnapshot>() on new { r.ProvinceId, ReportId = r.Id, Number = r.AddsTo ?? r.Sendings } equals new { s.ProvinceId, s.ReportId, s.Number }
            where r.ProvinceId == request.ProvinceId && ids.Contains(r.Id) select s.Content).ToListAsync(cancel);
        var answered = texts.Select(ReportContent.FromText).SelectMany(c => c.Rows).ToLookup(r => r.Code);
        return together with { Sections = [.. together.Sections.Select(s => s with { Blocks = [.. s.Blocks.Select(b => b with { Rows = [.. b.Rows.Select(WithYears)] })] })] };

        ContentRow WithYears(ContentRow row)
        {
            if (row.Aggregation is not (Aggregation.Sum or Aggregation.Latest or Aggregation.Maximum)) return row;
            var said = answered[row.Code].Where(a => !a.Total.IsEmpty).ToList();
            var (before, year) = (said.Where(a => a.LastYear is not null).ToList(), said.Where(a => a.Estimate is not null).ToList());
            return row with
            {
                LastYear = Of(before, a => a.LastYear), LastYearGiven = before.Any(a => a.LastYearGiven), Estimate = Of(year, a => a.Estimate), EstimateComputed = null, IsEstimateGiven = false,
                EstimateRule = row.NoEstimate is null && said.Count > 0 ? year.Count == 0 ? "chưa đơn vị nào ước" : $"{(year.Count < said.Count ? "mới có " : "")}ước của {VietnameseFormat.Number(year.Count)}/{VietnameseFormat.Number(said.Count)} đơn vị" : null,
            };

            // What only some have said would be compared with what all have done.
            decimal? Of(List<ContentRow> those, Func<ContentRow, decimal?> number) => those.Count == 0 || those.Count < said.Count ? null : Figure.Combine(row.Aggregation, [.. those.Select(a => ("", new Figure { Number = number(a) }))]).Number;
        }
    }

    /// <summary>The answer of a unit as it begins.</summary>
    public static Report Answer(ReportRequest request, ReportForm form, Guid unit, Guid addressee) => new()
    {
        ProvinceId = request.ProvinceId, FormId = form.Id, FormCode = request.FormCode, UnitId = unit, AddresseeId = addressee, PeriodKey = request.FormCode, PeriodName = $"theo văn bản số {request.Number}",
        PeriodFrom = request.PeriodFrom, PeriodTo = request.PeriodTo, YearFrom = new DateOnly(request.PeriodTo.Year, 1, 1) is var first && first < request.PeriodFrom ? first : request.PeriodFrom, DueOn = request.DueOn,
    };
}
