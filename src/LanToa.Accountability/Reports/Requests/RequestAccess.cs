using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>Who asks, who is asked: the unit that asks and those above it manage a request, the units it asks read and answer it.</summary>
public sealed class RequestAccess(LanToaDb db, Actor actor, IOrganizationDirectory directory)
{
    public const string Closed = "Yêu cầu báo cáo này đã đóng; cần gửi hoặc sửa thì đề nghị nơi yêu cầu gia hạn.";

    public const string Withdrawn = "Đơn vị không còn phải trả lời yêu cầu này; cần báo cáo thì đề nghị nơi yêu cầu thêm lại.";

    public bool MayManage(Guid unit) => actor.Can(ReportPermissions.Request, unit);

    /// <summary>Whom the unit may ask: what stands below it, and for a body that stands in the person's scope what stands there.</summary>
    public IReadOnlyList<OrganizationInfo> Askable(Guid unit, DateOnly day) =>
        [.. actor.UnitsOf(ReportPermissions.Request).Where(u => u != unit).Select(directory.Find).OfType<OrganizationInfo>().Where(o => o.ProvinceId == db.ProvinceId && o.ExistsOn(day) && !directory.IsKept(o.Id))];

    public async Task<bool> MayReadAsync(ReportRequest request, CancellationToken cancel = default) =>
        actor.Can(ReportPermissions.Read, request.UnitId) || (await db.Set<ReportRequestUnit>().AsNoTracking().Where(u => u.RequestId == request.Id).Select(u => u.UnitId).ToListAsync(cancel)).Exists(u => actor.Can(ReportPermissions.Read, u));

    /// <summary>Why an answer to it can no longer be written or sent; null where the report answers no request or one that is open.</summary>
    public async Task<string?> WhyClosedAsync(Report report, CancellationToken cancel = default)
    {
        if (!report.IsAnswer || await db.Set<ReportRequest>().AsNoTracking().FirstOrDefaultAsync(r => r.FormCode == report.FormCode, cancel) is not { } request) return null;
        if (!request.IsOpen) return Closed;
        return await db.Set<ReportRequestUnit>().AnyAsync(u => u.RequestId == request.Id && u.UnitId == report.UnitId && u.WithdrawnAt != null, cancel) ? Withdrawn : null;
    }
}

internal static class RequestHold
{
    /// <summary>Until the transaction ends: answers are sent side by side, and none while the request is closed or a unit taken out of it.</summary>
    public static Task<int> HoldRequestAsync(this LanToaDb db, Guid request, bool alone, CancellationToken cancel)
    {
        var key = $"report-request {request}";
        return alone ? db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({key}, 0))", cancel) : db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock_shared(hashtextextended({key}, 0))", cancel);
    }
}

/// <summary>The letter of a request is read by whoever may read the request.</summary>
internal sealed class RequestFiles(LanToaDb db, RequestAccess access) : IAttachmentGuard
{
    public const string Kind = "report-request";

    public string SubjectKind => Kind;

    public async Task<bool> MayReadAsync(Guid subjectId, CancellationToken cancel) =>
        await db.Set<ReportRequest>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == subjectId, cancel) is { } request && await access.MayReadAsync(request, cancel);
}
