using System.Security.Cryptography;
using System.Text;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Notices;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

public sealed record FollowPayload;

/// <summary>
/// A newer program brings newer texts of the country's forms. One that nobody changed follows: at once while no report was begun on it, else as a row of its own from next year on. One that a person changed
/// stays, and so does a province's own; whoever keeps those is told, once for each new text.
/// </summary>
public sealed class FollowDeliveredForms(LanToaDb db, NoticeBoard board, IOrganizationDirectory directory, Clock clock) : IJobHandler<FollowPayload?>
{
    public const string Job = "reports.forms", Followed = "report-form.deliver", Kept = "report-form.keep";

    public async Task RunAsync(FollowPayload? payload, JobRun run, CancellationToken cancel)
    {
        foreach (var delivered in ReportForms.Delivered) await FollowAsync(delivered, cancel);
    }

    internal async Task FollowAsync(DeliveredForm delivered, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var rows = await db.Set<ReportForm>().Where(f => f.Code == delivered.Code && f.YearFrom >= delivered.YearFrom).OrderByDescending(f => f.YearFrom).ToListAsync(cancel);
        if (rows.Find(f => f.ProvinceId == 0) is not { } newest || rows.Exists(f => f.ProvinceId == 0 && delivered.Is(f))) return;
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(delivered.Text)))[..12];
        var events = db.Set<HistoryEvent>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(e => e.SubjectId == newest.Id);
        var changed = await events.AnyAsync(e => e.Verb != Followed && e.Verb != Kept, cancel);
        if (changed && await events.AnyAsync(e => e.Verb == Kept && e.Reason!.EndsWith(mark), cancel)) return;
        if (changed) db.RecordEvent("report-form", newest.Id, Kept, $"Mẫu đã được sửa nên giữ nguyên; bản mới của chương trình {mark}");
        else if (await db.Set<Report>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AnyAsync(r => r.FormId == newest.Id, cancel))
            db.Add(new ReportForm { ProvinceId = 0, Code = delivered.Code, YearFrom = Math.Max(newest.YearFrom, clock.Today.Year) + 1, Name = delivered.Name, Periods = [.. delivered.Periods], Body = delivered.Text });
        else (newest.Name, newest.Periods, newest.Body, newest.Version) = (delivered.Name, [.. delivered.Periods], delivered.Text, newest.Version + 1);
        await db.Because(Followed, changed ? null : "Bản mới của chương trình").SaveChangesAsync(cancel);
        foreach (var own in rows.Where(f => f.WithdrawnAt is null && (changed ? f.Id == newest.Id || f.ProvinceId != 0 : f.ProvinceId != 0)).DistinctBy(f => f.ProvinceId)) await TellAsync(own, cancel);
        await transaction.CommitAsync(cancel);
        db.ChangeTracker.Clear();
    }

    /// <summary>Those who manage the forms of the province, or of the country.</summary>
    private async Task TellAsync(ReportForm kept, CancellationToken cancel)
    {
        var (today, roles) = (clock.Today, ReportPermissions.Manage.Roles);
        var held = await db.Set<Membership>().AsNoTracking().Where(m => roles.Contains(m.Role) && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today)).Select(m => new { m.AccountId, m.OrganizationId }).ToListAsync(cancel);
        var people = held.Where(m => directory.Find(m.OrganizationId) is { } unit && unit.ProvinceId == kept.ProvinceId && directory.Find(unit.ParentId ?? Guid.Empty)?.ProvinceId != kept.ProvinceId);
        await board.TellAsync(new Telling($"report-form.delivered:{kept.Id}", $"Chương trình có bản mới của mẫu “{kept.Name}”", "Mẫu của bạn đã được sửa nên giữ nguyên. Hãy xem bản mới ở trang của mẫu và lấy phần cần dùng.", $"/reports/forms/edit?id={kept.Id}", Personal: true),
            people.Select(m => (m.AccountId, m.OrganizationId)), cancel);
    }
}
