using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Notices;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>What the addressee does with a report that was sent: receives, accepts and so locks it, returns it with remarks at its figures, opens a locked one again.</summary>
public sealed class DecideReport(LanToaDb db, ReportBuilder builder, ReportAccess access, SinceSent since, NoticeBoard board, Actor actor, Clock clock)
{
    public const string Received = "report.receive", Accepted = "report.accept", Returned = "report.return", Reopened = "report.reopen";

    private const int LongestOpenDays = 60;

    public Task<Outcome> ReceiveAsync(Guid id, Guid formKey, int version, CancellationToken cancel = default) => ChangeAsync(id, formKey, version, Received, null, report =>
    {
        if (report.State != ReportState.Sent) return Task.FromResult<string?>("Báo cáo không còn chờ tiếp nhận.");
        if (report.ReceivedAt is not null) return Task.FromResult<string?>("Báo cáo đã được tiếp nhận.");
        report.ReceivedAt = clock.Now;
        return Task.FromResult<string?>(null);
    }, null, cancel);

    public Task<Outcome> AcceptAsync(Guid id, Guid formKey, int version, CancellationToken cancel = default) => ChangeAsync(id, formKey, version, Accepted, null, report => Task.FromResult(BecomeAccepted(report)), AcceptedWords, cancel);

    /// <summary>Says yes from a list, where what it says is not in sight: one that has something to be looked at first is left.</summary>
    public Task<Outcome> AcceptFromListAsync(Guid id, Guid formKey, int version, CancellationToken cancel = default) => ChangeAsync(id, formKey, version, Accepted, null,
        async report => report.State == ReportState.Sent && await since.WhyOpenAsync(report, cancel) is { } why ? $"{why}; hãy mở ra xem rồi chấp nhận." : report.State == ReportState.Reopened ? "đang được mở lại, đơn vị chưa gửi lại." : BecomeAccepted(report), AcceptedWords, cancel);

    private const string AcceptedWords = "được chấp nhận";

    private string? BecomeAccepted(Report report)
    {
        if (report.State is not (ReportState.Sent or ReportState.Reopened)) return report.State == ReportState.Accepted ? "Báo cáo đã được chấp nhận." : "Chỉ chấp nhận báo cáo đã gửi; hãy chờ đơn vị gửi lại.";
        (report.State, report.ReceivedAt, report.DecidedAt, report.DecidedByName, report.Reason, report.ReopenedUntil, report.AddsTo) = (ReportState.Accepted, report.ReceivedAt ?? clock.Now, clock.Now, actor.Name, null, null, null);
        return null;
    }

    /// <param name="remarks">By code of the indicator.</param>
    public Task<Outcome> ReturnAsync(Guid id, Guid formKey, int version, string? reason, IReadOnlyDictionary<string, string> remarks, CancellationToken cancel = default) => ChangeAsync(id, formKey, version, Returned, reason, async report =>
    {
        if (report.State != ReportState.Sent) return "Chỉ trả lại báo cáo đang chờ quyết định; báo cáo đã chấp nhận thì mở lại.";
        if (Saving.WhyNotReason(reason) is { } why) return why;
        if (remarks.Values.Any(r => r.Length > 1000)) return "Ý kiến ở một số liệu dài quá 1.000 chữ; hãy rút gọn.";
        var known = (await builder.OfAsync(report, cancel)).Rows.Select(r => r.Code).ToHashSet();
        var cells = await db.Set<ReportCell>().Where(c => c.ReportId == id).ToDictionaryAsync(c => c.Code, cancel);
        foreach (var (code, remark) in remarks.Where(r => known.Contains(r.Key) && !string.IsNullOrWhiteSpace(r.Value)))
        {
            if (cells.TryGetValue(code, out var cell)) cell.Remark = remark.Trim();
            else db.Add(new ReportCell { ProvinceId = report.ProvinceId, ReportId = id, Code = code, Remark = remark.Trim() });
        }
        (report.State, report.ReceivedAt, report.DecidedAt, report.DecidedByName, report.Reason) = (ReportState.Returned, report.ReceivedAt ?? clock.Now, clock.Now, actor.Name, reason!.Trim());
        return null;
    }, "bị trả lại", cancel);

    public Task<Outcome> ReopenAsync(Guid id, Guid formKey, int version, DateOnly? until, string? reason, CancellationToken cancel = default) => ChangeAsync(id, formKey, version, Reopened, reason, report =>
    {
        if (report.State is not (ReportState.Accepted or ReportState.Reopened)) return Task.FromResult<string?>("Chỉ mở lại báo cáo đã chấp nhận; báo cáo đang chờ thì trả lại.");
        if (until is not { } last) return Task.FromResult<string?>("Hãy chọn ngày cuối được sửa.");
        if (last < clock.Today || last > clock.Today.AddDays(LongestOpenDays)) return Task.FromResult<string?>("Ngày cuối được sửa phải từ hôm nay và trong 60 ngày tới.");
        if (Saving.WhyNotReason(reason) is { } why) return Task.FromResult<string?>(why);
        (report.State, report.ReopenedUntil, report.Reason, report.DecidedAt, report.DecidedByName) = (ReportState.Reopened, last, reason!.Trim(), clock.Now, actor.Name);
        return Task.FromResult<string?>(null);
    }, "được mở lại", cancel);

    /// <summary>How many sent reports above, of whichever province, already count this one: what changes now does not change them.</summary>
    public Task<int> SentAboveAsync(Report report, CancellationToken cancel = default) =>
        (from p in Everywhere<ReportPart>() join r in Everywhere<Report>() on new { p.ProvinceId, Id = p.ReportId } equals new { r.ProvinceId, r.Id }
            where p.PartProvinceId == report.ProvinceId && p.PartId == report.Id && (r.State == ReportState.Sent || r.State == ReportState.Accepted) select r.Id).CountAsync(cancel);

    // Only which reports they are: what those above say is not read.
    private IQueryable<T> Everywhere<T>() where T : TenantRow => db.Set<T>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking();

    /// <summary>
    /// Whoever sent a report that counts this one as it was before learns that it says otherwise now: in its province, and in another where it has got there. What stands there in a report of its province gets there
    /// with an addendum of that one, unless a unit of it came by another way: then each unit of it is added up by itself.
    /// </summary>
    private async Task TellAboveAsync(Report report, CancellationToken cancel)
    {
        var (parts, reports) = (Everywhere<ReportPart>(), Everywhere<Report>());
        var counting = await (from p in parts join r in reports on new { p.ProvinceId, Id = p.ReportId } equals new { r.ProvinceId, r.Id }
            where p.PartProvinceId == report.ProvinceId && p.PartId == report.Id && (r.State == ReportState.Sent || r.State == ReportState.Accepted)
                && (r.ProvinceId == report.ProvinceId || p.ThroughId == p.PartId
                    || parts.Count(w => w.ProvinceId == r.ProvinceId && w.ReportId == r.Id && w.ThroughId == p.ThroughId) != 1 + parts.Count(w => w.ProvinceId == p.ThroughProvinceId && w.ReportId == p.ThroughId))
            select r).ToListAsync(cancel);
        if (counting.Count == 0 || await builder.OfAsync(report, cancel) is not { Addendum: { } addendum } content) return;
        foreach (var above in counting)
            await board.TellAsync(new Telling($"report:{above.Id}:below", $"{content.UnitName} đã bổ sung số liệu {report.PeriodName} sau khi báo cáo của đơn vị bạn được gửi", $"Lý do: {addendum.Reason.TrimEnd('.', ' ')}. Báo cáo đã gửi giữ nguyên; cần đưa vào thì đề nghị nơi nhận mở lại.", $"/reports/{above.Id}"),
                above.UnitId, await board.PeopleAtAsync(above.UnitId, ReportPermissions.Write, cancel), cancel);
    }

    private async Task<Outcome> ChangeAsync(Guid id, Guid formKey, int version, string verb, string? reason, Func<Report, Task<string?>> change, string? told, CancellationToken cancel)
    {
        var report = await db.Set<Report>().FirstOrDefaultAsync(r => r.Id == id, cancel);
        if (report is null || !access.MayRead(report)) return Outcome.NotFound;
        if (access.WhyNotDecide(report) is { } denied) return Outcome.Denied(denied);
        if (report.FormKey == formKey) return Outcome.Already;
        if (report.Version != version) return Outcome.Stale;
        if (await change(report) is { } why)
        {
            db.ChangeTracker.Clear();
            return Outcome.Refused(why);
        }
        report.FormKey = formKey;
        return await db.SaveReportAsync(id, formKey, verb, reason, told is null ? null : async () =>
        {
            await board.TellAsync(new Telling($"report:{id}:{verb}", $"Báo cáo {report.PeriodName} {told}", report.Reason, $"/reports/{id}"), report.UnitId, await board.PeopleAtAsync(report.UnitId, ReportPermissions.Write, cancel), cancel);
            if (verb == Accepted) await TellAboveAsync(report, cancel);
        }, cancel);
    }
}
