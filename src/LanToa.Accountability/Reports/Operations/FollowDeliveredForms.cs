using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Notices;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

public sealed record FollowPayload;

/// <summary>
/// A newer program brings newer texts of the country's forms. One that nobody changed follows: at once while no report was begun on it, else as a row of its own from next year on. One that a person changed
/// stays, and so does a province's own; whoever keeps those is told, once for each new text. The indicators that the forms name follow first (<see cref="FollowDeliveredIndicators"/>).
/// </summary>
public sealed class FollowDeliveredForms(LanToaDb db, FollowDelivered follow, FollowDeliveredIndicators indicators, Clock clock) : IJobHandler<FollowPayload?>
{
    public const string Job = "reports.forms", Followed = "report-form.deliver", Kept = "report-form.keep";

    public async Task RunAsync(FollowPayload? payload, JobRun run, CancellationToken cancel)
    {
        await indicators.FollowAsync(cancel);
        foreach (var delivered in ReportForms.Delivered) await FollowAsync(delivered, cancel);
    }

    internal async Task FollowAsync(DeliveredForm delivered, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var rows = await db.Set<ReportForm>().Where(f => f.Code == delivered.Code && f.YearFrom >= delivered.YearFrom).OrderByDescending(f => f.YearFrom).ToListAsync(cancel);
        if (rows.Find(f => f.ProvinceId == 0) is not { } newest || rows.Exists(f => f.ProvinceId == 0 && delivered.Is(f))) return;
        var mark = FollowDelivered.MarkOf(delivered.Text);
        var (changed, told) = await follow.LookAsync(newest.Id, Followed, Kept, mark, cancel);
        if (told) return;
        if (changed) db.RecordEvent("report-form", newest.Id, Kept, $"Mẫu đã được sửa nên giữ nguyên; bản mới của chương trình {mark}");
        else if (await db.Set<Report>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AnyAsync(r => r.FormId == newest.Id, cancel))
            db.Add(new ReportForm { ProvinceId = 0, Code = delivered.Code, YearFrom = Math.Max(newest.YearFrom, clock.Today.Year) + 1, Name = delivered.Name, Periods = [.. delivered.Periods], Body = delivered.Text });
        else (newest.Name, newest.Periods, newest.Body, newest.Version) = (delivered.Name, [.. delivered.Periods], delivered.Text, newest.Version + 1);
        await db.Because(Followed, changed ? null : "Bản mới của chương trình").SaveChangesAsync(cancel);
        foreach (var own in rows.Where(f => f.WithdrawnAt is null && (changed ? f.Id == newest.Id || f.ProvinceId != 0 : f.ProvinceId != 0)).DistinctBy(f => f.ProvinceId))
            await follow.TellAsync(own.ProvinceId, new Telling($"report-form.delivered:{own.Id}", $"Chương trình có bản mới của mẫu “{own.Name}”", "Mẫu của bạn đã được sửa nên giữ nguyên. Hãy xem bản mới ở trang của mẫu và lấy phần cần dùng.", $"/reports/forms/edit?id={own.Id}", Personal: true), cancel);
        await transaction.CommitAsync(cancel);
        db.ChangeTracker.Clear();
    }
}
