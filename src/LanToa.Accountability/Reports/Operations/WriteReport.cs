using LanToa.Contracts.Reports;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>What a person gives for one indicator; empty leaves what the records say.</summary>
public sealed record CellInput(string Code, decimal? Number, string? Text, string? Reason)
{
    /// <summary>Whether the next two are given; else what is there stays.</summary>
    public bool WithYear { get; init; }

    /// <summary>Of the whole year, where the form asks for it.</summary>
    public decimal? Estimate { get; init; }

    /// <summary>Of last year's same period, where the form asks for it and nothing was reported then.</summary>
    public decimal? LastYear { get; init; }

    /// <summary>Where an imported number came from.</summary>
    public string? Source { get; init; }
}

/// <summary>Begins a report and fills it: figures, paragraphs.</summary>
public sealed class WriteReport(LanToaDb db, ReportForms forms, RouteMap routes, ReportBuilder builder, ReportAccess access, RequestAccess requests, IReportingPeriods periods, Clock clock)
{
    public const string Began = "report.begin", Figures = "report.figures", Words = "report.text";

    /// <summary>Begins the report of a period on a route; one that is there already is opened.</summary>
    public async Task<(Outcome Outcome, Guid? Id)> BeginAsync(Guid routeId, string periodKey, CancellationToken cancel = default)
    {
        var route = await db.Set<ReportRoute>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == routeId, cancel);
        if (route is null) return (Outcome.NotFound, null);
        if (!access.MayWrite(route.UnitId)) return (Outcome.Denied($"Chỉ người của {routes.NameOf(route.UnitId)} lập báo cáo này."), null);
        if (await periods.FindAsync(route.UnitId, periodKey, route.SendBy, cancel) is not { } period) return (Outcome.Refused("Không có kỳ báo cáo này; hãy chọn lại kỳ."), null);
        if (await FindAsync(route, periodKey, cancel) is { } there) return (Outcome.Already, there);
        if (!route.IsValidOn(period.To)) return (Outcome.Refused("Đường gửi này không áp dụng cho kỳ đã chọn; hãy xem lại ở trang Đường gửi."), null);
        if (period.From > clock.Today) return (Outcome.Refused("Kỳ này chưa bắt đầu; hãy chọn kỳ khác."), null);
        if (routes.EndedBefore(route.UnitId, period.To) is { } last) return (Outcome.Refused($"Đơn vị hết hiệu lực sau ngày {VietnameseFormat.Date(last)}, trước khi kỳ này kết thúc; {routes.WhoReportsFor(route.UnitId, period.To)}."), null);
        var form = ReportForms.InForce(await forms.RowsAsync(cancel), period.To.Year).FirstOrDefault(f => f.Code == route.FormCode);
        if (form is null) return (Outcome.Refused("Mẫu báo cáo không còn dùng; hãy báo quản trị."), null);
        var report = new Report
        {
            ProvinceId = db.ProvinceId, FormId = form.Id, FormCode = form.Code, UnitId = route.UnitId, AddresseeId = route.AddresseeId, FinalId = route.ViaId is null ? null : route.ToId,
            PeriodKey = period.Key, PeriodName = period.Name, PeriodFrom = period.From, PeriodTo = period.To, YearFrom = period.YearFrom, DueOn = period.Due,
        };
        db.Add(report);
        var saved = await db.SaveOrStaleAsync(Began, null, cancel);
        return saved.Succeeded ? (saved, report.Id) : await FindAsync(route, periodKey, cancel) is { } first ? (Outcome.Already, first) : (saved, null);
    }

    /// <summary>Begins the unit's answer to a request; one that is there already is opened.</summary>
    public async Task<(Outcome Outcome, Guid? Id)> AnswerAsync(Guid requestId, Guid unit, CancellationToken cancel = default)
    {
        var request = await db.Set<ReportRequest>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == requestId, cancel);
        if (request is null || !await db.Set<ReportRequestUnit>().AnyAsync(u => u.RequestId == requestId && u.UnitId == unit, cancel)) return (Outcome.NotFound, null);
        if (!access.MayWrite(unit)) return (Outcome.Denied($"Chỉ người của {routes.NameOf(unit)} trả lời yêu cầu này."), null);
        if (await ThereAsync() is { } there) return (Outcome.Already, there);
        if (!request.IsOpen) return (Outcome.Refused(RequestAccess.Closed), null);
        if (await db.Set<ReportRequestUnit>().AnyAsync(u => u.RequestId == requestId && u.UnitId == unit && u.WithdrawnAt != null, cancel)) return (Outcome.Refused(RequestAccess.Withdrawn), null);
        var form = await db.Set<ReportForm>().AsNoTracking().FirstAsync(f => f.Id == request.FormId, cancel);
        var report = RequestAnswers.Answer(request, form, unit, request.UnitId);
        db.Add(report);
        var saved = await db.SaveOrStaleAsync(Began, null, cancel);
        return saved.Succeeded ? (saved, report.Id) : await ThereAsync() is { } first ? (Outcome.Already, first) : (saved, null);

        Task<Guid?> ThereAsync() => db.Set<Report>().Where(r => r.FormCode == request.FormCode && r.UnitId == unit).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(cancel);
    }

    private Task<Guid?> FindAsync(ReportRoute route, string periodKey, CancellationToken cancel)
    {
        var addressee = route.AddresseeId;
        return db.Set<Report>().Where(r => r.FormCode == route.FormCode && r.PeriodKey == periodKey && r.UnitId == route.UnitId && r.AddresseeId == addressee).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(cancel);
    }

    /// <summary>Saves the figures that a person gave; a number in the place of a computed one needs a reason.</summary>
    public async Task<Outcome> SaveFiguresAsync(Guid id, Guid formKey, int version, IReadOnlyList<CellInput> given, CancellationToken cancel = default)
    {
        var (report, refused) = await OpenAsync(id, formKey, version, cancel);
        if (refused is not null) return refused;
        var content = await builder.LiveAsync(report!, cancel);
        var rows = content.Rows.ToDictionary(r => r.Code);
        var cells = await db.Set<ReportCell>().Where(c => c.ReportId == id).ToDictionaryAsync(c => c.Code, cancel);
        var problems = new List<string>();
        foreach (var input in given)
        {
            if (!rows.TryGetValue(input.Code, out var row)) continue;
            var isGiven = input.Number is not null || !string.IsNullOrWhiteSpace(input.Text);
            var computed = row.Computed ?? (row.Source == IndicatorSource.Formula && cells.GetValueOrDefault(input.Code)?.IsGiven != true ? row.Own : null);
            // The number that the records say is no change of it.
            if (row.Source == IndicatorSource.Formula && isGiven && computed?.Number is { } number && Math.Round(number, row.Decimals, MidpointRounding.AwayFromZero) == input.Number) isGiven = false;
            if (input.Number < 0 || input.Estimate < 0 || input.LastYear < 0) problems.Add($"{row.Name}: không ghi số âm.");
            if (input.Number > 1_000_000_000_000m || input.Estimate > 1_000_000_000_000m || input.LastYear > 1_000_000_000_000m) problems.Add($"{row.Name}: số lớn quá mức; hãy kiểm tra lại.");
            if (row.Aggregation == Aggregation.YesNo && input.Number is not (null or 0 or 1)) problems.Add($"{row.Name}: chọn có hoặc không.");
            // "2,5" would be shown as 3 from then on; what stands there already may stay.
            var there = cells.GetValueOrDefault(input.Code);
            if (row is { Decimals: 0, Aggregation: Aggregation.Sum or Aggregation.Latest or Aggregation.Maximum }
                && new (decimal? Now, decimal? Was)[] { (input.Number, there?.Number), (input.Estimate, there?.Estimate), (input.LastYear, there?.LastYear) }.FirstOrDefault(n => n.Now is { } whole && whole != decimal.Truncate(whole) && n.Now != n.Was).Now is { } broken)
                problems.Add($"{row.Name}: {VietnameseFormat.WhyNotWhole(VietnameseFormat.Exact(broken))}");
            if (isGiven && row.Source == IndicatorSource.Formula && string.IsNullOrWhiteSpace(input.Reason)) problems.Add($"{row.Name}: ghi lý do khác số tính được ({(computed is { IsEmpty: false } c ? c.Words(row.Aggregation, row.Decimals) : "chưa có")}).");
            if (input.Reason?.Length > 1000 || input.Text?.Length > 2000) problems.Add($"{row.Name}: lời ghi dài quá; hãy rút gọn.");
            var (estimate, lastYear) = (content.ShowsEstimate([row]) ? input.Estimate : null, content.ShowsLastYear([row]) && (row.LastYear is null || row.LastYearGiven) ? input.LastYear : null);
            var cell = cells.GetValueOrDefault(input.Code);
            if (cell is null && (isGiven || estimate is not null || lastYear is not null)) db.Add(cell = new ReportCell { ProvinceId = report!.ProvinceId, ReportId = id, Code = input.Code });
            if (cell is null) continue;
            // What came from a file keeps its source until a person writes another number.
            var source = !isGiven ? null : input.Source ?? (cell.Number == input.Number ? cell.Source : null);
            (cell.Number, cell.Text, cell.Reason, cell.Source) = isGiven ? (input.Number, Trimmed(input.Text), Trimmed(input.Reason), source) : (null, null, null, null);
            // A file, or another system, brings figures alone.
            if (input.WithYear) (cell.Estimate, cell.LastYear) = (estimate, lastYear);
        }
        if (problems.Count > 0)
        {
            db.ChangeTracker.Clear();
            return Outcome.Refused(problems);
        }
        report!.FormKey = formKey;
        return await SaveOnceAsync(id, formKey, Figures, null, cancel);
    }

    /// <summary>Saves a paragraph as a person wrote it; empty goes back to what the records write.</summary>
    public async Task<Outcome> SaveTextAsync(Guid id, Guid formKey, int version, int block, string? text, CancellationToken cancel = default)
    {
        var (report, refused) = await OpenAsync(id, formKey, version, cancel);
        if (refused is not null) return refused;
        if (text?.Length > 10_000) return Outcome.Refused("Đoạn lời dài quá 10.000 chữ; hãy rút gọn.");
        var content = await builder.LiveAsync(report!, cancel);
        if (content.Paragraphs.FirstOrDefault(p => p.Number == block) is not { } paragraph) return Outcome.NotFound;
        var template = await TemplateAsync(report!, block, cancel);
        var words = Trimmed(text?.ReplaceLineEndings("\n"));
        if (words == paragraph.Drafted.Trim()) words = null;
        if (Unbound(words, content) is { Count: > 0 } unbound) return Outcome.Refused(unbound);
        var there = await db.Set<ReportText>().FirstOrDefaultAsync(t => t.ReportId == id && t.Block == block, cancel);
        var on = WrittenFigures.Of(template, content.Rows.ToDictionary(r => r.Code));
        if (words is null && there is not null) db.Remove(there);
        else if (words is not null && there is null) db.Add(new ReportText { ProvinceId = report!.ProvinceId, ReportId = id, Block = block, Text = words, WrittenOn = on });
        else if (words is not null) (there!.Text, there.WrittenOn) = (words, on);
        report!.FormKey = formKey;
        return await SaveOnceAsync(id, formKey, Words, null, cancel);
    }

    /// <summary>Figures named as a form names them: a paragraph written by hand would send the braces as they are.</summary>
    private static IReadOnlyList<string> Unbound(string? words, ReportContent content)
    {
        var rows = content.Rows.ToDictionary(r => r.Code);
        return [.. FormText.Placeholder().Matches(words ?? "").Select(m => m.Groups[1].Value).Distinct().Where(name => Narrative.Words.ContainsKey(name) || rows.ContainsKey(Narrative.Parts(name).Code))
            .Select(name => $"Lời sửa tay không tự lấy số liệu: “{{{name}}}” sẽ được gửi nguyên như thế. Hãy thay bằng {(rows.TryGetValue(name, out var row) ? $"số của {row.Name}{(row.Total.IsEmpty ? "" : $" ({row.TotalWords})")}" : "số hoặc lời cần ghi")}, hoặc để trống cả đoạn để dùng đoạn viết sẵn.")];
    }

    private async Task<string> TemplateAsync(Report report, int block, CancellationToken cancel)
    {
        var body = await db.Set<ReportForm>().AsNoTracking().Where(f => f.Id == report.FormId).Select(f => f.Body).FirstAsync(cancel);
        return FormText.Read(body, new HashSet<string>()).Form.Paragraphs.FirstOrDefault(p => p.Number == block)?.Template ?? "";
    }

    /// <summary>The report to be changed by this form, or why it is not.</summary>
    internal async Task<(Report? Report, Outcome? Refused)> OpenAsync(Guid id, Guid formKey, int version, CancellationToken cancel)
    {
        var report = await db.Set<Report>().FirstOrDefaultAsync(r => r.Id == id, cancel);
        if (report is null || !access.MayRead(report)) return (null, Outcome.NotFound);
        if (!access.MayWrite(report.UnitId)) return (report, Outcome.Denied(access.WhyNotWrite(report, clock.Today)!));
        if (report.FormKey == formKey) return (report, Outcome.Already);
        if ((access.WhyNotWrite(report, clock.Today) ?? await requests.WhyClosedAsync(report, cancel)) is { } why) return (report, Outcome.Refused(why));
        return (report, report.Version == version ? null : Outcome.Stale);
    }

    private Task<Outcome> SaveOnceAsync(Guid id, Guid formKey, string verb, string? reason, CancellationToken cancel) => db.SaveReportAsync(id, formKey, verb, reason, null, cancel);

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

internal static class ReportSaving
{
    /// <summary>Saves what a form changed in a report, tells who has to know, and tells a second press of the same button from another person's change.</summary>
    public static async Task<Outcome> SaveReportAsync(this LanToaDb db, Guid id, Guid formKey, string verb, string? reason, Func<Task>? tell, CancellationToken cancel)
    {
        try
        {
            await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
            await db.Because(verb, reason).SaveChangesAsync(cancel);
            if (tell is not null) await tell();
            if (transaction is not null) await transaction.CommitAsync(cancel);
            return Outcome.Done;
        }
        catch (Exception e) when (e.IsLostRace())
        {
            db.ChangeTracker.Clear();
            if (db.Database.CurrentTransaction is not null) return Outcome.Stale;
            var now = await db.Set<Report>().AsNoTracking().Where(r => r.Id == id).Select(r => r.FormKey).FirstOrDefaultAsync(cancel);
            return now == formKey ? Outcome.Already : Outcome.Stale;
        }
    }
}
