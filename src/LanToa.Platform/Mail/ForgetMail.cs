using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Mail;

/// <summary>Each night: letters older than <see cref="Kept"/> go, and their files; links that have ended go at once.</summary>
public sealed class ForgetMail(LanToaDb db, DataFolder data, Clock clock) : IJobHandler<object?>
{
    public const string Job = "mail.forget";

    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    public async Task RunAsync(object? payload, JobRun run, CancellationToken cancel)
    {
        var (now, before) = (clock.Now, clock.Now - Kept);
        await db.Set<OutgoingMail>().Where(m => m.ExpiresAt < now && m.Link != null).ExecuteUpdateAsync(m => m.SetProperty(x => x.Link, (string?)null), cancel);
        await db.Set<OutgoingMail>().Where(m => m.CreatedAt < before).ExecuteDeleteAsync(cancel);
        var folder = new DirectoryInfo(Path.Combine(data.Root, "mail"));
        if (!folder.Exists) return;
        foreach (var file in folder.GetFiles("*.eml").Where(f => f.LastWriteTimeUtc < before.UtcDateTime)) file.Delete();
    }
}
