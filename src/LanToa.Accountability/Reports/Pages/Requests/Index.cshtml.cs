using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports.Pages.Requests;

/// <summary>One request with its answers counted.</summary>
public sealed record RequestLine(ReportRequest Request, int Asked, int Sent, int Late, int Accepted);

/// <summary>What the unit chosen now has asked for, the newest first.</summary>
public sealed class IndexModel(LanToaDb db, RouteMap map, RequestAccess access, Actor actor, Clock clock) : ListPage
{
    public IReadOnlyList<RequestLine> Lines { get; private set; } = [];
    public string UnitName => map.NameOf(actor.UnitId);
    public DateOnly Today => clock.Today;
    public bool MayAsk => actor.UnitId is { } unit && access.MayManage(unit);

    public async Task OnGetAsync(CancellationToken cancel) => Lines = await CountedAsync(await PageOfAsync(Asked(), cancel), cancel);

    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel) => this.FileOf("yeu-cau-bao-cao", "Yêu cầu báo cáo",
        [
            new("Số văn bản", l => l.Request.Number, 18), new("Ngày", l => l.Request.IssuedOn, 12), new("Loại", l => EnumWords.Of(l.Request.Kind), 12), new("Về việc", l => l.Request.Subject, 50), new("Hạn gửi", l => l.Request.DueOn, 12),
            new("Phải báo cáo", l => l.Asked, 12), new("Đã gửi", l => l.Sent, 10), new("Gửi trễ", l => l.Late, 10), new("Đã chấp nhận", l => l.Accepted, 12), new("Trạng thái", l => RequestMarks.Of(l.Request, l.Sent, l.Asked, clock.Today).Text, 24),
        ], await CountedAsync(await Asked().Take(2000).ToListAsync(cancel), cancel));

    private IQueryable<ReportRequest> Asked()
    {
        var unit = actor.UnitId ?? Guid.Empty;
        return db.Set<ReportRequest>().AsNoTracking().Where(r => r.UnitId == unit).OrderByDescending(r => r.IssuedAt).ThenBy(r => r.Id);
    }

    private async Task<IReadOnlyList<RequestLine>> CountedAsync(IReadOnlyList<ReportRequest> requests, CancellationToken cancel)
    {
        List<Guid> ids = [.. requests.Select(r => r.Id)];
        List<string> codes = [.. requests.Select(r => r.FormCode)];
        var asked = await db.Set<ReportRequestUnit>().Where(u => ids.Contains(u.RequestId) && u.WithdrawnAt == null).GroupBy(u => u.RequestId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var sent = await db.Set<Report>().Where(r => codes.Contains(r.FormCode) && r.FirstSentOn != null).GroupBy(r => r.FormCode)
            .Select(g => new { g.Key, Sent = g.Count(), Late = g.Count(r => r.FirstSentOn > r.DueOn), Accepted = g.Count(r => r.State == ReportState.Accepted || r.State == ReportState.Reopened || r.AddsTo != null) }).ToDictionaryAsync(g => g.Key, cancel);
        return [.. requests.Select(r => new RequestLine(r, asked.GetValueOrDefault(r.Id), sent.GetValueOrDefault(r.FormCode)?.Sent ?? 0, sent.GetValueOrDefault(r.FormCode)?.Late ?? 0, sent.GetValueOrDefault(r.FormCode)?.Accepted ?? 0))];
    }
}
