using LanToa.Contracts.Organizations;
using LanToa.Platform.Identity;

namespace LanToa.Accountability.Reports;

/// <summary>Who may read, write and decide: the unit writes, the addressee decides, both and who stands above them read.</summary>
public sealed class ReportAccess(Actor actor, IOrganizationDirectory directory)
{
    public bool MayRead(Report report) => actor.Can(ReportPermissions.Read, report.UnitId) || actor.Can(ReportPermissions.Read, report.AddresseeId) || (report.FinalId is { } final && actor.Can(ReportPermissions.Read, final));

    /// <summary>Whether a part of the unit's report can be opened: what was sent to it directly, and what stands below the person.</summary>
    public bool MayOpen(ContentPart part, Guid unit) => actor.Can(ReportPermissions.Read, part.UnitId) || (part.Via is null && actor.Can(ReportPermissions.Read, unit));

    /// <summary>By a role at the unit itself: nobody reports for another.</summary>
    public bool MayWrite(Guid unit) => actor.HoldsAt(ReportPermissions.Write, unit);

    /// <summary>By a role at the addressee or above it, and never only by one at the unit that reports.</summary>
    public bool MayDecide(Report report) => actor.IsSystem || (report.IsLast && actor.Can(ReportPermissions.Decide, report.UnitId)) || actor.ScopesOf(ReportPermissions.Decide).Any(scope => scope != report.UnitId && directory.IsWithin(report.AddresseeId, scope));

    public string? WhyNotWrite(Report report, DateOnly today) =>
        !MayWrite(report.UnitId) ? $"Chỉ người của {directory.Find(report.UnitId)?.Name} lập và gửi báo cáo này." : report.IsOpenOn(today) ? null : report.State switch
        {
            ReportState.Accepted => "Báo cáo đã được chấp nhận và khóa; cần sửa thì đề nghị nơi nhận mở lại.",
            ReportState.Reopened => "Đã hết thời gian được mở lại; cần sửa thì đề nghị nơi nhận mở lại lần nữa.",
            _ => "Báo cáo đã gửi, đang chờ nơi nhận xem; bị trả lại thì mới sửa được.",
        };

    /// <summary>A deputy does not decide about what they sent up themselves.</summary>
    public string? WhyNotDecide(Report report) => actor.DelegationId is not null && report.SentBy is { } sender && sender == actor.AccountId
        ? "Báo cáo này do chính bạn gửi nên không quyết định thay được; hãy để người được thay, hoặc người khác làm thay, quyết định."
        : MayDecide(report) ? null : $"Chỉ công chức phụ trách hoặc lãnh đạo của {directory.Find(report.AddresseeId)?.Name}, hoặc của cấp trên, quyết định về báo cáo này.";
}
